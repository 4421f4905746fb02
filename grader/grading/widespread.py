"""What most of a class has wrong alike in the same place: then it may be the rubric, or the sheet, that has it.

That is one slip, or one answer that nothing explains; of an array, that which most of them have.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from textwrap import shorten

import numpy as np
from numpy.typing import NDArray

from grader.answers import Submission
from grader.engine import Array
from grader.errors import Attention, Weight
from grader.grading.shared import works
from grader.marking import Marks, Verdict, went_wrong, without

LEAST = 8
"""Students who have answered something: of fewer, half may well do the same."""
MOST = 0.5
"""The share of them that is most of a class."""


def widespread(rubric: str, marks: Sequence[Marks], submissions: Iterable[Submission]) -> Iterator[Attention]:
    """Each slip and each wrong answer that so many have, at what the rubric asks for in one; a group counts once.

    `rubric` is what its file is called.
    """
    each = {submission.student for submission in works(submissions)}
    for part in (without(m, set(m.students) - each) for m in marks):
        for asked in dict.fromkeys(column.of or column.quantity for column in part.columns):
            columns = [c for c, column in enumerate(part.columns) if (column.of or column.quantity) == asked]
            answered = int((part.answer[:, columns] != "").any(axis=1).sum())
            place = " ".join(filter(None, (part.columns[columns[0]].problem, asked)))
            for said, count in _alike(part, columns).items() if answered >= LEAST else ():
                if count >= MOST * answered:
                    issue = f"{count} of the {answered} who answered it have the same {said} (is the rubric right?)"
                    yield Attention(rubric, place, issue, Weight.LOST)


def _alike(marks: Marks, columns: Sequence[int]) -> Counter[str]:
    """How many students have the same wrong in some columns, by what it is."""
    return Counter({f"slip: {slip}": count for slip, count in _slips(marks, columns).items()}) + _answers(
        marks, columns
    )


def _slips(marks: Marks, columns: Sequence[int]) -> Counter[str]:
    """How many students are charged with each slip in some columns, where no person has ruled on it."""
    slipped = _unruled(marks, columns, Verdict.SLIP)
    made = {(row, went_wrong(marks.note[row, columns[k]])) for row, k in np.argwhere(slipped).tolist()}
    return Counter(slip for _, slip in made)


def _answers(marks: Marks, columns: Sequence[int]) -> Counter[str]:
    """The wrong answer that most students have in one of some columns, as most of them write it, and how many."""
    wrong = _unruled(marks, columns, Verdict.WRONG)
    best = Counter[str]()
    for k, column in enumerate(columns):
        rows = np.flatnonzero(wrong[:, k])
        values = (marks.value[:, column] if marks.formula is None else marks.formula[:, column, 0])[rows]
        right = marks.expected[rows, column].tolist() if marks.formula is None else ()
        expected = np.array([float(text or "nan") for text in right]) if right else np.full(len(rows), np.nan)
        alike = rows[_most_alike(values, expected)]
        if len(alike) > best.total():
            [(text, _)] = Counter(map(str, marks.answer[alike, column])).most_common(1)
            where = f" for {marks.columns[column].quantity}" if len(columns) > 1 else ""
            best = Counter({f"wrong answer{where}: '{shorten(text, _LONGEST, placeholder=' …')}'": len(alike)})
    return best


def _most_alike(values: Array, expected: Array) -> NDArray[np.intp]:
    """The places of those of some numbers that are nearly the same as one of them, of which there are most.

    A new weight is near the old one, be it right or not: numbers are the same that are off by nearly the same, too.
    """
    order = np.argsort(values)
    ranked = values[order]
    near = np.fmin(_SAME * np.abs(values), _OFF * np.abs(values - expected))
    first, last = np.searchsorted(ranked, values - near), np.searchsorted(ranked, values + near, side="right")
    most = int(np.argmax(last - first)) if len(values) else 0
    return order[first[most] : last[most]] if len(values) else order


def _unruled(marks: Marks, columns: Sequence[int], verdict: Verdict) -> NDArray[np.bool_]:
    """Which answers in some columns have a verdict that no person has ruled on."""
    found = np.asarray(marks.verdict[:, columns] == verdict.word)
    return found if marks.ruled is None else found & ~marks.ruled[:, columns]


_SAME = 0.005
"""How near, relatively, two wrong numbers are the same, however many figures of them are written."""
_OFF = 0.05
"""The same of what they are off the expected value."""
_LONGEST = 80
"""Characters of an answer that are told."""
