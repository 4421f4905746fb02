"""Work that is nearly all right in one problem, and in another has nothing that could be read."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.answers import Submission
from grader.errors import Attention, Weight
from grader.marking import Marks, Verdict

FEWEST = 3
"""Right answers of the one problem that must be there."""
NEARLY_ALL = 0.9
"""The share of its points."""
_NOTHING = (Verdict.MISSING.word, Verdict.UNREADABLE.word)


def unanswered(marks: Sequence[Marks], submissions: Iterable[Submission]) -> Iterator[Attention]:
    """Each student and problem of which nothing could be read, though another is nearly all right."""
    paths = {submission.student: submission.paths for submission in submissions}
    good = [_nearly_right(part) for part in marks]
    for part in marks:
        nothing = np.isin(part.verdict.astype(str), _NOTHING).all(axis=1)
        for row in np.flatnonzero(nothing).tolist():
            student = part.students[row]
            other = next((m.columns[0].problem for m, right in zip(marks, good, strict=True) if right[row]), None)
            if other is not None and part.columns and paths.get(student):
                issue = (
                    f"nothing of it could be read, though nearly all of problem {other} is right: is it in the work?"
                )
                yield Attention(paths[student][0], f"problem {part.columns[0].problem}", issue, Weight.LOST)


def _nearly_right(marks: Marks) -> NDArray[np.bool_]:
    """By student, whether nearly all of a problem is right, and some of it was written."""
    right = (marks.verdict == Verdict.CORRECT.word).sum(axis=1) >= FEWEST
    out_of = float(sum(column.out_of for column in marks.columns))
    return np.asarray(right & (marks.points().sum(axis=1) >= NEARLY_ALL * out_of))
