"""What a slip that runs through all of an array costs: as much as in one of its elements, which may be very little."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from grader.checking.finding import Finding, Section, section
from grader.checking.listing import listed
from grader.engine import pretty
from grader.marking import AGAIN, worth_of
from grader.numbers import points_text
from grader.reference import Asked, Reference

_LITTLE = Fraction(1, 10)
"""Of an array's points, less than which a slip all through it costs."""
_MOST = 4


def charges(reference: Reference) -> Section:
    """The arrays of numbers all through which a slip costs little, unless the rubric says what it costs again."""
    return section("What a slip costs", [] if reference.problem.symbols else list(_cheap(reference)))


def _cheap(reference: Reference) -> Iterator[Finding]:
    costs = []
    for of, found in groupby(reference.asked, lambda element: element.of):
        elements = list(found)
        whole = sum((element.out_of for element in elements), Fraction(0))
        if of and (cost := _cost(elements)) < _LITTLE * whole:
            costs.append(f"{points_text(cost)} of the {points_text(whole)} points of {pretty(of)}")
    if costs:
        says = f"a slip that runs through a whole array is charged once, on one of its elements: {listed(costs, _MOST)}"
        more = "with again = 0.5 in [credit] it costs half of what all the elements that show it are worth"
        yield Finding(says, (more,))


def _cost(elements: list[Asked]) -> Fraction:
    """What it costs where all the elements are made by the same slip."""
    first, *others = elements
    shares = [worth_of(element.credit)[AGAIN] for element in others]
    lost = sum(((1 - share) * each.out_of for share, each in zip(shares, others, strict=True)), Fraction(0))
    return (1 - worth_of(first.credit)["slip"]) * first.out_of + lost
