"""Formulas that were handed in and could not be read: a person has to look at them."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from grader.answers import Submission
from grader.errors import Attention
from grader.grading.places import places
from grader.marking import Marks, Verdict
from grader.marking.notes import NO_FORMULA

_ADD = " (where it is meant to be known, add it to the rubric: a symbol, a quantity, or a spelling under [names])"


def unparsed(marks: Sequence[Marks], submissions: Iterable[Submission]) -> Iterator[Attention]:
    """Each answer where a formula is asked for that is none."""
    place = places(submissions)
    for part in marks:
        for row, c in np.argwhere(part.verdict == Verdict.UNREADABLE.word).tolist():
            note = part.note[row, c]
            if not note.startswith(NO_FORMULA):
                continue
            student, column = part.students[row], part.columns[c]
            name = f"{column.problem}: {column.quantity}" if column.problem else column.quantity
            issue = f"'{part.answer[row, c]}' for {name} {note}"
            issue += _ADD if "unknown name" in note else ""
            yield Attention(place(student), "", issue)
