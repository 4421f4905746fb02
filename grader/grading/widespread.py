"""One slip that most of a class has made in the same place: then it may be the rubric, or the sheet, that has it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from grader.answers import Submission
from grader.errors import Attention, Weight
from grader.grading.shared import works
from grader.marking import Marks, Verdict, went_wrong, without

LEAST = 8
"""Students who have answered something: of fewer, half may well do the same."""
MOST = 0.5
"""The share of them that is most of a class."""


def widespread(rubric: str, marks: Sequence[Marks], submissions: Iterable[Submission]) -> Iterator[Attention]:
    """Each slip that so many have made, at what the rubric asks for in one; a group counts once.

    `rubric` is what its file is called.
    """
    each = {submission.student for submission in works(submissions)}
    for part in (without(m, set(m.students) - each) for m in marks):
        for asked in dict.fromkeys(column.of or column.quantity for column in part.columns):
            columns = [c for c, column in enumerate(part.columns) if (column.of or column.quantity) == asked]
            answered = int((part.answer[:, columns] != "").any(axis=1).sum())
            for slip, count in _slips(part, columns).items() if answered >= LEAST else ():
                if count >= MOST * answered:
                    place = " ".join(filter(None, (part.columns[columns[0]].problem, asked)))
                    issue = (
                        f"{count} of the {answered} who answered it have the same slip: {slip} (is the rubric right?)"
                    )
                    yield Attention(rubric, place, issue, Weight.LOST)


def _slips(marks: Marks, columns: Sequence[int]) -> Counter[str]:
    """How many students are charged with each slip in some columns, where no person has ruled on it."""
    slipped = marks.verdict[:, columns] == Verdict.SLIP.word
    if marks.ruled is not None:
        slipped &= ~marks.ruled[:, columns]
    made = {(row, went_wrong(marks.note[row, columns[k]])) for row, k in np.argwhere(slipped).tolist()}
    return Counter(slip for _, slip in made)
