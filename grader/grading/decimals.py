"""Work whose decimal points have gone astray: most of its numbers are the right ones but for powers of ten."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.answers import Submission
from grader.errors import Attention
from grader.grading.places import places
from grader.marking import Marks

FEWEST = 4
"""Numbers that must be so; one or two are slips of the student."""
NEAR = 0.05
"""How far a number may be from a power of ten times the expected one: others follow from a student's own mistakes."""


def astray(marks: Sequence[Marks], submissions: Iterable[Submission]) -> Iterator[Attention]:
    """Each student of whom most numbers are off by powers of ten: a decimal comma was lost, by them or in reading."""
    counts = np.zeros((2, 0), dtype=np.intp)
    for part in marks:
        found = np.array(_counted(part)).reshape(2, -1)
        counts = found if not counts.size else counts + found
    if not counts.any():
        return
    place = places(submissions)
    for student, shifted, answered in zip(marks[0].students, *counts.tolist(), strict=True):
        if shifted >= FEWEST and 2 * shifted > answered:
            issue = f"{shifted} of {answered} numbers are as expected but for powers of ten: was a decimal sign lost?"
            yield Attention(place(student), "", issue)


def _counted(marks: Marks) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For each student, how many numbers are off by a power of ten, and how many there are.

    Who has most of the answers right is not looked at any further.
    """
    answered = np.isfinite(marks.value).sum(axis=1)
    shifted = np.zeros_like(answered)
    suspects = np.flatnonzero((marks.verdict == "correct").sum(axis=1) * 2 < answered)
    if suspects.size:
        expected = np.array([[_float(text) for text in row] for row in marks.expected[suspects]]).reshape(
            len(suspects), -1
        )
        with np.errstate(all="ignore"):
            decades = np.log10(np.abs(marks.value[suspects] / expected))
            off = np.abs(decades - np.round(decades)) < np.log10(1 + NEAR)
            shifted[suspects] = (off & (np.round(decades) != 0)).sum(axis=1)
    return shifted, answered


def _float(text: object) -> float:
    try:
        return float(str(text))
    except ValueError:
        return np.nan
