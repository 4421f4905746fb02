"""Everything that is checked of one problem."""

from collections.abc import Mapping
from dataclasses import dataclass

from grader.checking.blindness import Looking, Sight
from grader.checking.conventions import conventions, formulas
from grader.checking.finding import Section
from grader.checking.gradients import Verified, verified
from grader.checking.kinks import kinks
from grader.checking.magnitudes import magnitudes
from grader.checking.naming import labels, spellings
from grader.checking.needs import needs
from grader.checking.spots import spots
from grader.reference import Reference
from grader.rubric import Problem


@dataclass(frozen=True)
class Checked:
    """What was found in one problem."""

    problem: Problem
    sections: tuple[Section, ...]
    """Those that found something: what is wrong first."""
    verified: Verified
    sight: Sight | None
    """None for formulas, which no numbers can hide."""

    @property
    def wrong(self) -> bool:
        """Whether anything is wrong, not only weak."""
        return any(section.wrong for section in self.sections)


def check(references: Mapping[str, Reference]) -> Checked:
    """Checks a problem, given with its declared alternatives by name; "" is the problem itself."""
    reference = references[""]
    derivatives, agreement = verified(reference)
    found = [derivatives, labels(reference)]
    sight = None
    if reference.problem.symbols:
        found.append(formulas(reference))
    else:
        looking = Looking(reference)
        sight = looking.sight()
        found += [spots(reference, sight), magnitudes(reference, looking.acceptance)]
        found.append(kinks(reference, looking.acceptance.figures))
    found += [conventions(references), needs(reference), spellings(reference)]
    return Checked(reference.problem, tuple(s for s in found if s.findings), agreement, sight)
