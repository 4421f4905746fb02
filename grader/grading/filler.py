"""Sheets that were only filled in: nearly all of their numbers are one and the same, though the right ones are not."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.answers import Submission
from grader.errors import Attention
from grader.grading.places import places
from grader.marking import Marks

FEWEST = 6
"""Numbers of a problem that must be there: of fewer, most may well be the same."""
NEARLY_ALL, DIFFER = 0.9, 0.5
"""The share of a problem's numbers that is one number, and the most of the right ones that may be: a network whose
units are dead has zeros all over, rightly."""


def filler(marks: Sequence[Marks], submissions: Iterable[Submission]) -> Iterator[Attention]:
    """Each student and problem where nearly all numbers are the same: some come out right, whoever writes them."""
    place = places(submissions)
    for part in marks:
        problem = part.columns[0].problem if part.columns else ""
        for row, count, answered, number in _filled(part):
            student = part.students[row]
            issue = f"{count} of {answered} numbers are {number:.6g}, where the right ones differ"
            where = f"problem {problem}" if problem else ""
            yield Attention(place(student), where, f"{issue}: was it only filled in?")


def _filled(marks: Marks) -> Iterator[tuple[int, int, int, float]]:
    """The rows of such work, how many numbers are the same, of how many, and which it is."""
    there = np.isfinite(marks.value)
    answered = there.sum(axis=1)
    rows = np.flatnonzero(answered >= FEWEST)
    # What most of a row is, stands in the middle of it in order, too.
    ordered = np.sort(np.where(there, marks.value, np.inf)[rows], axis=1)
    middle = ordered[np.arange(len(rows)), answered[rows] // 2].reshape(-1, 1)
    same = (marks.value[rows] == middle).sum(axis=1)
    for row, count, (number,) in zip(rows.tolist(), same.tolist(), middle.tolist(), strict=True):
        if count >= NEARLY_ALL * answered[row] and _most_alike(marks.expected[row, there[row]]) <= DIFFER:
            yield row, count, int(answered[row]), number + 0.0


def _most_alike(expected: NDArray[np.object_]) -> float:
    """The share of some right values that is one value."""
    return float(np.unique(expected.astype(str), return_counts=True)[1].max() / len(expected))
