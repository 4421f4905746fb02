"""Everything that is checked of one problem."""

from collections.abc import Mapping
from dataclasses import dataclass

from grader.checking.blindness import Looking, Sight
from grader.checking.charges import charges
from grader.checking.conventions import conventions, formulas
from grader.checking.decimals import decimals
from grader.checking.entropies import entropies
from grader.checking.finding import Section
from grader.checking.gradients import Verified, verified
from grader.checking.kinks import kinks
from grader.checking.magnitudes import magnitudes
from grader.checking.naming import labels, spellings
from grader.checking.needs import needs
from grader.checking.products import products
from grader.checking.rates import rates
from grader.checking.spots import spots
from grader.checking.suggesting import Suggestion, suggest
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
    suggestion: Suggestion | None = None
    """Givens that reveal more, where they were looked for and found."""

    @property
    def wrong(self) -> bool:
        """Whether anything is wrong, not only weak."""
        return any(section.wrong for section in self.sections)


def check(references: Mapping[str, Reference], suggesting: bool = False) -> Checked:
    """Checks a problem, given with its declared alternatives by name; "" is the problem itself.

    With `suggesting`, other givens are looked for that reveal more.
    """
    reference = references[""]
    derivatives, agreement = verified(reference)
    found = [derivatives, labels(reference), products(reference)]
    sight = suggestion = None
    if reference.problem.symbols:
        found.append(formulas(reference))
    else:
        looking = Looking(reference)
        sight = looking.sight()
        suggestion = suggest(looking, sight) if suggesting else None
        found += [entropies(reference), rates(reference)]
        found += [spots(reference, sight, looking.acceptance.figures), magnitudes(reference, looking.acceptance)]
        found += [decimals(reference), kinks(reference, looking.acceptance.figures), charges(reference)]
    found += [conventions(references), needs(reference), spellings(reference)]
    return Checked(reference.problem, tuple(s for s in found if s.findings), agreement, sight, suggestion)
