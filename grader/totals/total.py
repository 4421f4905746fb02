"""What each student has for a rubric, exactly: the points of its problems, and what its policies then give or take."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, cached_property, partial

import numpy as np
from numpy.typing import NDArray

from grader.marking import Marks, Receipt
from grader.rubric import Late, Policy
from grader.totals.lateness import Lateness, lateness, off

NOTHING = Fraction(0)
_UNEXCUSED = ("wrong", "missing", "unreadable", "implied")
"""Verdicts that no cap on what slips cost covers: blanks, whatever may follow from them, and numbers from nowhere."""


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

    def __hash__(self) -> int:
        """Equal scores have equal points. To hash a fraction takes longer than all else that is done with a score."""
        return hash(self.points.as_integer_ratio())


@dataclass(frozen=True)
class Total:
    """What a student has for a rubric; students with the same scores, equally late, have the same one."""

    scores: tuple[Score | None, ...]
    """Of its problems, in their order; None where there is none."""
    dropped: frozenset[int] = frozenset()
    """Which of them do not count."""
    lateness: Lateness | None = None
    """None where being late costs nothing."""
    penalty: Fraction = NOTHING
    """The points that being late costs."""
    late: Late | None = field(default=None, compare=False)
    """By which rule; None where being late costs nothing."""

    @cached_property
    def counted(self) -> tuple[Score, ...]:
        """The scores that count."""
        return tuple(s for i, s in enumerate(self.scores) if s is not None and i not in self.dropped)

    @cached_property
    def returned(self) -> Fraction:
        """What the caps give back."""
        return sum((score.returned for score in self.counted), NOTHING)

    @cached_property
    def earned(self) -> Fraction:
        """What the answers are worth, in time."""
        return sum((score.earned for score in self.counted), NOTHING)

    @cached_property
    def total(self) -> Fraction:
        """What the student gets."""
        return self.earned - self.penalty

    @cached_property
    def out_of(self) -> Fraction:
        """What the total is out of; a bonus is not in it."""
        return sum((score.out_of for score in self.counted), NOTHING)

    @cached_property
    def lacks(self) -> Fraction:
        """What the answers are short of it."""
        return self.out_of - self.earned


def totals(marks: Sequence[Marks]) -> dict[str, Total]:
    """Each student's total from the marks of one rubric's problems."""
    scores = [_scores(problem) for problem in marks]
    students = sorted({student for problem in marks for student in problem.students})
    if not students:
        return {}
    policy = marks[0].policy
    settled = cache(partial(_settled, policy))
    late = {student: _lateness(student, marks, policy.late) if policy.late else None for student in students}
    return {student: settled(tuple(found.get(student) for found in scores), late[student]) for student in students}


def uneven(marks: Sequence[Marks], had: Mapping[str, Total]) -> bool:
    """Whether the totals of a rubric are, or could be, out of other points for one student than for another.

    Then only shares can be compared: whoever loses a problem of many points is out of fewer.
    """
    problems = {sum((c.out_of for c in m.columns if not c.bonus), NOTHING) for m in marks}
    could = bool(marks) and marks[0].policy.drop > 0 and len(problems) > 1
    return could or len({total.out_of for total in had.values()}) > 1


def _lateness(student: str, marks: Sequence[Marks], late: Late) -> Lateness:
    receipt = next((m.receipts[student] for m in marks if student in m.receipts), Receipt())
    return lateness(late, student, receipt)


def _settled(policy: Policy, scores: tuple[Score | None, ...], late: Lateness | None) -> Total:
    """A total by the policies of the rubric: problems are dropped first, then what is left is late."""
    total = Total(scores, worst(scores, policy.drop), late)
    if late is None or policy.late is None:
        return total
    return replace(total, penalty=off(policy.late, late.units, total.earned, total.out_of), late=policy.late)


def worst(scores: Sequence[Score | None], count: int) -> frozenset[int]:
    """The `count` problems without which a student has the largest share of the points; at least one is left.

    A share grows if the problems of least `earned - share * out_of` are left out, until it no longer does.
    (D. M. Kane and J. M. Kane, Dropping lowest grades, Mathematics Magazine 79, 2006.)
    """
    had = {i: score for i, score in enumerate(scores) if score is not None}
    count = min(count, len(had) - 1)
    dropped: frozenset[int] = frozenset()
    share = _share(had.values())
    while count > 0 and share is not None:
        above = {i: score.earned - share * score.out_of for i, score in had.items()}
        found = frozenset(sorted(had, key=above.__getitem__)[:count])
        better = _share(score for i, score in had.items() if i not in found)
        if better is None or (dropped and better <= share):
            break
        dropped, share = found, better
    return dropped


def _share(scores: Iterable[Score]) -> Fraction | None:
    """What they earn of what they are out of; None where that is nothing."""
    earned, out_of = NOTHING, NOTHING
    for score in scores:
        earned, out_of = earned + score.earned, out_of + score.out_of
    return earned / out_of if out_of else None


def _scores(marks: Marks) -> dict[str, Score]:
    """By student; the same points are the same score. They are told apart by number, as fractions are slow."""
    out_of = sum((c.out_of for c in marks.columns if not c.bonus), NOTHING)
    points, theirs = _summed(marks, [[c.out_of * share for share in marks.shares] for c in marks.columns])
    returned, back = _returned(marks)
    score = cache(lambda i, k: Score(points[i], returned[k], out_of))
    return dict(zip(marks.students, map(score, theirs.tolist(), back.tolist()), strict=True))


def _returned(marks: Marks) -> tuple[list[Fraction], NDArray[np.intp]]:
    """What slips, and what comes of them, cost beyond the most that they may; and which of these is each student's.

    Where a person has ruled on all of a problem, that is what it is worth.
    """
    if marks.most_lost is None:
        return [NOTHING], np.zeros(len(marks.students), dtype=np.intp)
    lost = [[NOTHING if c.bonus else c.out_of * (1 - share) for share in marks.shares] for c in marks.columns]
    slipped = ~np.isin(marks.verdict.astype(str), _UNEXCUSED)
    if marks.ruled is not None:
        slipped &= ~marks.ruled.all(axis=1, keepdims=True)
    costs, theirs = _summed(marks, lost, slipped)
    return [max(NOTHING, cost - marks.most_lost) for cost in costs], theirs


def _summed(
    marks: Marks, worth: Sequence[Sequence[Fraction]], where: NDArray[np.bool_] | bool = True
) -> tuple[list[Fraction], NDArray[np.intp]]:
    """The sums over a student's answers of `worth[column][share]`, exactly, and which of them is each student's.

    It is counted by how often each worth occurs, rather than added answer by answer.
    """
    kinds = sorted({value for row in worth for value in row})
    place = {value: i for i, value in enumerate(kinds)}
    table = np.array([[place[value] for value in row] for row in worth])
    index = np.where(where, table[np.arange(len(marks.columns)), marks.share], -1)
    counts = np.stack([(index == i).sum(axis=1) for i in range(len(kinds))], axis=1)
    different, which = np.unique(counts, axis=0, return_inverse=True)
    sums = [sum((int(n) * value for n, value in zip(row, kinds, strict=True) if n), NOTHING) for row in different]
    found = {value: i for i, value in enumerate(dict.fromkeys(sums))}
    return list(found), np.array([found[value] for value in sums], dtype=np.intp)[which.ravel()]
