"""What a slip that is proved tells of earlier answers that nothing explains: that it was made there, too.

Of m̂ = 0.2 where 2 belongs a single figure proves nothing. Where the division that was left out there is left out in
the next step again, and there beyond chance, the slip began in the first of them: there it is told and charged.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from grader.engine import Array, Expr, Mutation, evaluate, names_in
from grader.marking.charging.kinds import Kinds
from grader.marking.closeness import LAST_DIGIT
from grader.marking.judgement import Judgement, Place, Why
from grader.marking.ledger import Ledger
from grader.marking.slips import ACCIDENTS, LIKELIEST_FIRST
from grader.marking.verdicts import Verdict
from grader.reference import fitted


def settle_repeated(judged: Mapping[str, Judgement], ledger: Ledger, kinds: Kinds) -> None:
    """Charges slips that were charged where they are proved in the earlier answers that come of the same, if any do."""
    for name, judgement in judged.items():
        for student, made in _proved(name, judgement).items():
            first = ""
            for other, place, mutation in list(_made_before(name, student, made, judged, ledger, kinds)):
                _charge(judged[other], place, Why((), mutation, other), first)
                first = first or other
            if first:
                _carry(judged, student, name, first)


def _proved(name: str, judgement: Judgement) -> dict[int, Mutation]:
    """By student, the slip in a quantity's own step that is charged there, if it may be made again, and is alone."""
    slips: dict[int, list[Why]] = {}
    for place, why in judgement.why.items():
        if judgement.verdict[place] == Verdict.SLIP:
            slips.setdefault(place[0], []).append(why)
    return {
        student: made
        for student, whys in slips.items()
        if len({why.mutation for why in whys}) == 1
        and (made := whys[0].mutation) is not None
        and whys[0].at == name
        and made.cause not in ACCIDENTS
    }


def _made_before(
    name: str, student: int, made: Mutation, judged: Mapping[str, Judgement], ledger: Ledger, kinds: Kinds
) -> Iterator[tuple[str, Place, Mutation]]:
    """The unexplained answers of a student, before a quantity, that come of a slip that is one with one made in it."""
    proved = set(kinds.of(name, made, student))
    for other, judgement in judged.items():
        if other == name:
            return
        wrong = np.argwhere(judgement.verdict[student] == Verdict.WRONG).tolist()
        for mutation in kinds.recurring.slips.singles(other) if wrong else ():
            if mutation.cause == made.cause and proved.intersection(kinds.of(other, mutation, student)):
                value = _made_of(other, mutation.expr, student, ledger)
                found = [index for index in wrong if _comes_of(other, (student, *index), value, judgement, ledger)]
                if found:
                    yield other, (student, *found[0]), mutation
                    break


def _made_of(name: str, step: Expr, student: int, ledger: Ledger) -> Array:
    """What a slip makes of a quantity, worked out from a student's own earlier answers: (1, points, *shape)."""
    rows = np.array([student])
    values = {each: ledger.value_of(each, rows) for each in names_in(step)}
    return fitted(evaluate(step, values), ledger.graph[name].shape)


def _comes_of(name: str, place: Place, value: Array, judgement: Judgement, ledger: Ledger) -> bool:
    """Whether an answer is what a slip makes of it, to its digits; a single figure exactly; nought tells nothing."""
    own, unit, figures = ledger.written[name].rows(np.array(place[:1]))
    at: tuple[Any, ...] = (0, slice(None), *place[1:])
    value = np.broadcast_to(value, own.shape)
    follow = judgement.follow[place[0] : place[0] + 1][at]
    near = np.where(figures[at] > 1, 0.5 + LAST_DIGIT, LAST_DIGIT) * unit[at]
    with np.errstate(invalid="ignore"):
        same, told = np.abs(own[at] - value[at]) <= near, np.abs(value[at] - follow) > unit[at]
    return bool((same & told & (value[at] != 0)).all())


def _charge(judgement: Judgement, place: Place, why: Why, charged: str) -> None:
    """Charges an answer with a slip, or carries it where that is charged in another quantity."""
    assert why.mutation is not None
    judgement.verdict[place] = Verdict.CARRIED if charged else Verdict.SLIP
    judgement.cause[place] = -1 if charged else LIKELIEST_FIRST.index(why.mutation.cause)
    judgement.why[place] = Why((), at=why.at, same=charged) if charged else why


def _carry(judged: Mapping[str, Judgement], student: int, name: str, first: str) -> None:
    """Carries what a student was charged for in a quantity, or with it, now that it is charged in an earlier one."""
    for each, judgement in judged.items():
        for place, why in list(judgement.why.items()):
            here = each == name and judgement.verdict[place] == Verdict.SLIP
            if place[0] == student and (here or why.same == name):
                judgement.verdict[place], judgement.cause[place] = Verdict.CARRIED, -1
                judgement.why[place] = Why(why.route, at=why.at, same=first, without=why.without)
