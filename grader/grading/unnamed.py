"""A name that nobody asked for, in just the works in which one quantity is blank: it may be that quantity's."""

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from grader.answers import Submission
from grader.errors import Attention, Weight
from grader.grading.shared import works
from grader.marking import Marks, Verdict

_FEWEST = 2
"""Works that must have the name: in a single one all that is blank is so together."""
_NOBODYS = re.compile(r"nobody asked for '([^']+)' \(no name asked for is near\)")
_BLANK = (Verdict.MISSING.word, Verdict.IMPLIED.word)


def unnamed(rubric: str, marks: Sequence[Marks], submissions: Iterable[Submission]) -> Iterator[Attention]:
    """Each such name, with the only quantity of the rubric that is blank where it stands and nowhere else.

    `rubric` is what its file is called.
    """
    each = works(submissions)
    named: dict[str, set[str]] = {}
    for submission in each:
        for told in submission.attention:
            if found := _NOBODYS.match(told.issue):
                named.setdefault(found[1], set()).add(submission.student)
    blank = dict(_blank(marks, {submission.student for submission in each}))
    for name, students in named.items():
        same = [at for at, theirs in blank.items() if theirs == students]
        if len(students) >= _FEWEST and len(same) == 1:
            problem, quantity = same[0]
            what = f"{quantity} is blank in the {len(students)} works that have '{name}', and in no other"
            todo = f'is it called so? then say "{quantity}" = ["{name}"] in [names]'
            yield Attention(rubric, " ".join(filter(None, (problem, quantity))), f"{what} ({todo})", Weight.LOST)


def _blank(marks: Sequence[Marks], students: set[str]) -> Iterator[tuple[tuple[str, str], set[str]]]:
    """By problem and what it asks for, if that is one number or formula, the students who have left it blank."""
    for part in marks:
        rows = [row for row, student in enumerate(part.students) if student in students]
        for asked in dict.fromkeys(column.of or column.quantity for column in part.columns):
            columns = [c for c, column in enumerate(part.columns) if (column.of or column.quantity) == asked]
            if len(columns) > 1:
                continue  # what is beside a name is no array
            nothing = np.isin(part.verdict[:, columns[0]].astype(str), _BLANK)
            yield (part.columns[columns[0]].problem, asked), {part.students[row] for row in rows if nothing[row]}
