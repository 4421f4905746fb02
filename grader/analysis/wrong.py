"""The commonest wrong values: what many have in common is worth a word in class, or a ruling."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grader.analysis.sheet import Floats, Sheet

WRONG_VALUES = ("rubric", "problem", "quantity", "value", "students", "who", "cause", "note")
ALIKE, ONE_FORMULA = 1e-3, 1e-9
"""Values that differ by at most this share of them are one, written to different figures; and two formulas at a point
are one that differ there by no more than rounding."""


def wrong_values(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """Each wrong value that two works or more share where an error starts, the commonest first.

    `value` is its median, of a formula what one of them wrote; `who` are the students, `cause` is the commonest of
    those found (empty: nothing explains it), `note` that of one who has it; of those whom a person has ruled on none's
    is (empty: of all of them).
    """
    rows = [row for sheet in sheets for row in _shared(sheet)]
    rows.sort(key=lambda row: -row[4])
    return pd.DataFrame(rows, columns=list(WRONG_VALUES))


def _shared(sheet: Sheet) -> Iterator[tuple[str, str, str, float | str, int, tuple[str, ...], str, str]]:
    for c, column in enumerate(sheet.columns):
        for rows in alike_in(sheet, c, sheet.in_error[:, c]):
            if len({sheet.work[row] for row in rows}) < _FEWEST:
                continue
            [(cause, _)] = Counter(sheet.cause[rows, c].tolist()).most_common(1)
            said = rows[(sheet.cause[rows, c] == cause) & ~sheet.ruled[rows, c]]
            note = sheet.note[said[0], c] if len(said) else ""
            who = tuple(sheet.students[row] for row in rows)
            value = sheet.answer[rows[0], c] if sheet.formula[c] else float(np.median(sheet.value[rows, c]))
            yield sheet.rubric, column.problem, column.quantity, value, len(rows), who, cause, note


_FEWEST = 2


def alike_in(sheet: Sheet, column: int, where: NDArray[np.bool_]) -> Iterator[NDArray[np.intp]]:
    """Of the students `where` something holds, those who have one value, or one formula, in a column."""
    rows = np.flatnonzero(where & np.isfinite(sheet.value[:, column]))
    for group in alike(sheet.value[rows, column], within(sheet, column)):
        yield rows[group]


def within(sheet: Sheet, column: int) -> float:
    """By what share of them two values of a column may differ and be one."""
    return ONE_FORMULA if sheet.formula[column] else ALIKE


def alike(values: Floats, share: float = ALIKE) -> Iterator[NDArray[np.intp]]:
    """The places of values that are one value, that of the first of them, from the least to the greatest.

    >>> [group.tolist() for group in alike(np.array([0.5, 0.7875, -1.0, 0.78751]))]
    [[2], [0], [1, 3]]
    """
    order = np.argsort(values, kind="stable")
    ranked, start = values[order], 0
    while start < len(order):
        first = ranked[start]
        near = ranked[start:] - first <= share * np.maximum(np.abs(ranked[start:]), abs(first))
        stop = start + (int(near.argmin()) if not near.all() else len(near))
        yield order[start:stop]
        start = stop
