"""The commonest wrong values: what many have in common is worth a word in class, or a ruling."""

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median_low

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grader.analysis.sheet import Floats, Sheet
from grader.numbers import last_place

WRONG_VALUES = ("rubric", "problem", "quantity", "value", "students", "who", "cause", "note")
ALIKE, EXACT = 1e-3, 1e-9
"""Values that differ by more than the first share of them are two, however they are written; those that do by less than
the second are one, as two that were computed in another order, or two formulas at a point."""


def wrong_values(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """Each wrong value, and each text that could not be read, that two works or more share, the commonest first.

    `value` is one that was written, from the middle of them; `who` are the students, `cause` is the commonest of
    those found (empty: nothing explains it), `note` that of one who has it; of those whom a person has ruled on none's
    is (empty: of all of them). Of students with other givens the same number is another mistake.
    """
    rows = [row for sheet in sheets for part in sheet.by_variant() for row in _shared(part)]
    rows.sort(key=lambda row: -row[4])
    return pd.DataFrame(rows, columns=list(WRONG_VALUES))


def _shared(sheet: Sheet) -> Iterator[tuple[str, str, str, float | str, int, tuple[str, ...], str, str]]:
    for c, column in enumerate(sheet.columns):
        for rows in (*alike_in(sheet, c, sheet.in_error[:, c]), *_of_one_text(sheet, c)):
            if len({sheet.work[row] for row in rows}) < max(_FEWEST, _RARE * len(sheet.students)):
                continue
            [(cause, _)] = Counter(sheet.cause[rows, c].tolist()).most_common(1)
            said = rows[(sheet.cause[rows, c] == cause) & ~sheet.ruled[rows, c]]
            note = sheet.note[said[0], c] if len(said) else ""
            who = tuple(sheet.students[row] for row in rows)
            numbers = not sheet.formula[c] and np.isfinite(sheet.value[rows, c]).all()
            value = median_low(sheet.value[rows, c].tolist()) if numbers else sheet.answer[rows[0], c]
            yield sheet.rubric, column.problem, column.quantity, value, len(rows), who, cause, note


def _of_one_text(sheet: Sheet, column: int) -> Iterator[NDArray[np.intp]]:
    """Those who have written the same that could not be read, which a ruling on that text may settle."""
    found: dict[str, list[int]] = {}
    for row in np.flatnonzero(sheet.in_error[:, column] & ~np.isfinite(sheet.value[:, column])).tolist():
        if text := " ".join(str(sheet.answer[row, column]).split()):
            found.setdefault(text, []).append(row)
    yield from (np.array(rows, dtype=np.intp) for rows in found.values())


_FEWEST, _RARE = 2, 0.004
"""What fewer have in common, or a smaller share of a large class, they may well have by chance."""


def alike_in(sheet: Sheet, column: int, where: NDArray[np.bool_], written: bool = False) -> Iterator[NDArray[np.intp]]:
    """Of the students `where` something holds, those who have one value, or one formula, in a column (see `alike`)."""
    rows = np.flatnonzero(where & np.isfinite(sheet.value[:, column]))
    for group in alike(sheet.value[rows, column], within(sheet, column), written):
        yield rows[group]


def within(sheet: Sheet, column: int) -> float:
    """By what share of them two values of a column may differ and be one."""
    return EXACT if sheet.formula[column] else ALIKE


def alike(values: Floats, share: float = ALIKE, written: bool = False) -> Iterator[NDArray[np.intp]]:
    """The places of values that are one value, that of the first of them, from the least to the greatest.

    Who goes wrong alike has the same but for rounding. As they are `written`, two are one only where they are so to the
    last digit of that with fewer.

    >>> [group.tolist() for group in alike(np.array([0.5, 0.7875, -1.0, 0.78751, 0.788]))]
    [[2], [0], [1, 3, 4]]
    >>> [group.tolist() for group in alike(np.array([8.66, 8.6577, 8.6603, 8.6577]), written=True)]
    [[1, 3, 0], [2]]
    """
    order = np.argsort(values, kind="stable")
    ranked, start = values[order], 0
    units = np.array([last_place(value) for value in ranked.tolist()]) if written else np.full(len(order), np.inf)
    while start < len(order):
        first, size = ranked[start], np.maximum(np.abs(ranked[start:]), abs(ranked[start]))
        last = np.clip(np.maximum(units[start:], units[start]), EXACT * size, share * size)
        near = ranked[start:] - first <= last * (1 + EXACT)
        stop = start + (int(near.argmin()) if not near.all() else len(near))
        yield order[start:stop]
        start = stop
