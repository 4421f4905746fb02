"""Answers that follow from what a slip in a blank may have left of it, where no slip is found there in the end.

Of what explains an earlier answer several slips may be possible, in its own step and in blanks before it. A later one
can prove the number that such a blank had, but not how that came about: this is no ground to say that a slip was made
there, of which nothing is written.
"""

from collections.abc import Mapping

from grader.marking.judgement import Judgement
from grader.marking.suspicions import INFERRED, SLIPPED
from grader.marking.verdicts import Verdict


def settle_unproved(judged: Mapping[str, Judgement]) -> None:
    """Enters of blanks in which no slip is found that an earlier answer tells what they were."""
    found = {
        (place[0], at)
        for judgement in judged.values()
        for place, why in judgement.why.items()
        if why.mutation is not None and judgement.verdict[place] == Verdict.SLIP
        for at in why.slips
    }
    for judgement in judged.values():
        for place, why in judgement.why.items():
            unproved = {at for at, source in why.route if source == SLIPPED and (place[0], at) not in found}
            if unproved:
                route = tuple((at, INFERRED if at in unproved else source) for at, source in why.route)
                judgement.why[place] = why._replace(route=route)
