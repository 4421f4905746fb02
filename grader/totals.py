"""What each student has for a rubric, exactly: the points of its problems, and what its policies then give or take."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from grader.marking import Marks

NOTHING = Fraction(0)
_UNEXCUSED = ("wrong", "missing", "unreadable")
"""Verdicts that no cap on what slips cost covers: blanks, and numbers from nowhere."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a student has for one problem."""

    points: Fraction
    """The sum of the points of the answers."""
    returned: Fraction
    """What slips cost beyond the most that they may (`most_lost`)."""
    out_of: Fraction

    @property
    def earned(self) -> Fraction:
        """What counts."""
        return self.points + self.returned


@dataclass(frozen=True, slots=True)
class Total:
    """What a student has for a rubric: the scores of its problems, in their order; None where there is none."""

    scores: tuple[Score | None, ...]

    @property
    def had(self) -> tuple[Score, ...]:
        """The scores that there are."""
        return tuple(score for score in self.scores if score is not None)

    @property
    def returned(self) -> Fraction:
        """What the caps give back."""
        return sum((score.returned for score in self.had), NOTHING)

    @property
    def total(self) -> Fraction:
        """What the student gets."""
        return sum((score.earned for score in self.had), NOTHING)

    @property
    def out_of(self) -> Fraction:
        """What the total is out of; a bonus is not in it."""
        return sum((score.out_of for score in self.had), NOTHING)


def totals(marks: Sequence[Marks]) -> dict[str, Total]:
    """Each student's total from the marks of one rubric's problems."""
    scores = [_scores(problem) for problem in marks]
    students = sorted({student for problem in marks for student in problem.students})
    return {student: Total(tuple(found.get(student) for found in scores)) for student in students}


def _scores(marks: Marks) -> dict[str, Score]:
    out_of = sum((c.out_of for c in marks.columns if not c.bonus), NOTHING)
    points = _summed(marks, [[c.out_of * share for share in marks.shares] for c in marks.columns])
    returned = _returned(marks)
    return {
        student: Score(theirs, back, out_of)
        for student, theirs, back in zip(marks.students, points, returned, strict=True)
    }


def _returned(marks: Marks) -> list[Fraction]:
    """What slips, and what comes of them, cost each student beyond the most that they may."""
    if marks.most_lost is None:
        return [NOTHING] * len(marks.students)
    lost = [[NOTHING if c.bonus else c.out_of * (1 - share) for share in marks.shares] for c in marks.columns]
    slipped = ~np.isin(marks.verdict.astype(str), _UNEXCUSED)
    return [max(NOTHING, cost - marks.most_lost) for cost in _summed(marks, lost, slipped)]


def _summed(
    marks: Marks, worth: Sequence[Sequence[Fraction]], where: NDArray[np.bool_] | bool = True
) -> list[Fraction]:
    """The sum over each student's answers of `worth[column][share]`, exactly.

    It is counted by how often each worth occurs, rather than added answer by answer.
    """
    kinds = sorted({value for row in worth for value in row})
    place = {value: i for i, value in enumerate(kinds)}
    table = np.array([[place[value] for value in row] for row in worth])
    index = np.where(where, table[np.arange(len(marks.columns)), marks.share], -1)
    counts = np.stack([(index == i).sum(axis=1) for i in range(len(kinds))], axis=1)
    return [sum((int(n) * value for n, value in zip(row, kinds, strict=True) if n), NOTHING) for row in counts]
