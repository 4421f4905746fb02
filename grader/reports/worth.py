"""What problems are worth, added up: by which an instructor sees whether the points are those that were meant."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from grader.numbers import points_text
from grader.rubric import Problem


class Worth(NamedTuple):
    """Points of one problem or of several."""

    out_of: Fraction
    bonus: Fraction
    """What counts beside them."""

    def __str__(self) -> str:
        """`20 points and a bonus of 2`."""
        return f"{points_text(self.out_of)} point{'s' * (self.out_of != 1)}{self._beside()}"

    def bare(self) -> str:
        """The same where it is clear that points are told: `20 and a bonus of 2`."""
        return f"{points_text(self.out_of)}{self._beside()}"

    def _beside(self) -> str:
        return f" and a bonus of {points_text(self.bonus)}" if self.bonus else ""


def worth(problem: Problem) -> Worth:
    """What the answers of a problem are worth."""
    bonus = sum((points for name, points in problem.marks.items() if name in problem.bonus), Fraction(0))
    return Worth(sum(problem.marks.values(), Fraction(0)) - bonus, bonus)


def in_all(worths: Iterable[Worth]) -> Worth:
    """The sum."""
    out_of, bonus = zip(*worths, strict=True)
    return Worth(sum(out_of, Fraction(0)), sum(bonus, Fraction(0)))


def added_up(of_problems: Mapping[str, Worth], dropped: int = 0) -> str:
    """The sum of several problems, by their names, and what each has in it; "" of one, which says it itself.

    >>> added_up({"a": Worth(Fraction(20), Fraction(2)), "b": Worth(Fraction(10), Fraction(0))}, dropped=1)
    'In all 30 points and a bonus of 2: 20 and a bonus of 2 in problem a, 10 in b (before the worst is dropped)'
    """
    if len(of_problems) < 2:
        return ""
    places = (f"{'' if n else 'problem '}{name}" for n, name in enumerate(of_problems))
    parts = ", ".join(f"{each.bare()} in {place}" for place, each in zip(places, of_problems.values(), strict=True))
    worst = "" if not dropped else f" (before the worst {f'{dropped} are' if dropped > 1 else 'is'} dropped)"
    return f"In all {in_all(of_problems.values())}: {parts}{worst}"
