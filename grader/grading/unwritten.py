"""Work most of whose points are for what was left blank: later answers prove it, but who wrote them is not known."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.answers import Submission
from grader.errors import Attention
from grader.grading.places import places
from grader.marking import Marks, Verdict
from grader.numbers import points_text


def unwritten(marks: Sequence[Marks], submissions: Iterable[Submission]) -> Iterator[Attention]:
    """Each student of whom more than half of the points are for blanks that later answers imply."""
    students = marks[0].students if marks else ()
    points = sum((_points(part) for part in marks), np.zeros((len(students), 2)))
    place = places(submissions)
    for row in np.flatnonzero(2 * points[:, 0] > points[:, 1]).tolist():
        implied, had = points[row].tolist()
        issue = f"{points_text(implied)} of {points_text(had)} points are for answers left blank that later ones imply"
        todo = "implied = 0 in [credit] gives none for them"
        yield Attention(place(students[row]), "", f"{issue} ({todo})")


def _points(marks: Marks) -> NDArray[np.float64]:
    """By student, the points for what is implied, and all."""
    points = marks.points()
    return np.stack([np.where(marks.verdict == Verdict.IMPLIED.word, points, 0.0).sum(axis=1), points.sum(axis=1)], 1)
