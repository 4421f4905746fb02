"""Work that is nearly all right in one problem, and of which nothing was read in another."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.answers import Submission
from grader.errors import Attention, Weight
from grader.grading.shared import named
from grader.marking import Marks, Verdict

FEWEST = 3
"""Right answers of the one problem that must be there."""
NEARLY_ALL = 0.9
"""The share of its points."""
_NOTHING = (Verdict.MISSING.word, Verdict.UNREADABLE.word)


def unanswered(marks: Sequence[Marks], submissions: Iterable[Submission]) -> Iterator[Attention]:
    """Each problem of which nothing was read of some students of whom another is nearly all right: it may be lost.

    Where a person has ruled on some of it, that person knows.
    """
    handed_in = {submission.student for submission in submissions if submission.paths}
    good = np.array([_nearly_right(part) for part in marks]).any(axis=0)
    for part in marks:
        nothing = good & np.isin(part.verdict.astype(str), _NOTHING).all(axis=1)
        if part.ruled is not None:
            nothing &= ~part.ruled.any(axis=1)
        rows = [row for row in np.flatnonzero(nothing).tolist() if part.students[row] in handed_in]
        if rows and part.columns:
            who = named([part.students[row] for row in rows])
            said = (
                f"nothing of it was read of {who}, though nearly all of another problem is right (is it in the work?)"
            )
            unread = bool((part.verdict[rows] == Verdict.UNREADABLE.word).any())
            place, weight = f"problem {part.columns[0].problem}", Weight.LOST if unread else Weight.LOOK
            yield Attention(f"{part.rubric}.toml", place, said, weight)


def _nearly_right(marks: Marks) -> NDArray[np.bool_]:
    """By student, whether nearly all of a problem is right, but for a bonus, and some of it was written."""
    right = (marks.verdict == Verdict.CORRECT.word).sum(axis=1) >= FEWEST
    counted = np.array([not column.bonus for column in marks.columns], dtype=bool)
    out_of = float(sum(column.out_of for column in marks.columns if not column.bonus))
    return np.asarray(right & (marks.points()[:, counted].sum(axis=1) >= NEARLY_ALL * out_of))
