"""An answer of a student's own that was read wrongly where it was gone on with: 0.0384 written, and 0.0348 used.

Whoever carries a number over wrongly uses it so wherever it comes up, so that this is one slip. Where an answer goes
wrong that such a reading of an earlier one would explain, later answers may follow from the same reading.
"""

from collections.abc import Iterator
from math import ceil, prod

import numpy as np

from grader.engine import LEAD, Array
from grader.marking.carrying.misread import readings
from grader.marking.case import Case
from grader.marking.closeness import Mask, Rows, by_student, of_rows
from grader.marking.rounding import AT_ONCE
from grader.marking.suspicions import MISREAD
from grader.marking.verdicts import Verdict

_MOST_ELEMENTS = 48
"""So many elements of an earlier answer are thought of."""
_CHARGED = (Verdict.WRONG, Verdict.SLIP)


def suspect_transfer(case: Case) -> None:
    """Enters what the earlier answers may have been read as from which the charged answers of a case come."""
    charged = np.isin(case.outcome.verdict[case.rows], _CHARGED)
    rows = np.flatnonzero(by_student(charged))
    if case.written.value.shape[1] > 1 or not rows.size:
        return
    for name, index in _elements(case):
        value = case.ledger.written[name].value[(case.rows[rows], 0, *index)]
        used = np.isfinite(value) & (value != 0) & case.trail.uses(name, case.rows[rows])
        if used.any():
            numbers, whose = np.unique(value[used], return_inverse=True)
            read = _padded([readings(float(number)) for number in numbers])[whose]
            parts = ceil(read.size * prod(charged.shape[1:]) / AT_ONCE)
            for some, others in zip(np.array_split(rows[used], parts), np.array_split(read, parts), strict=True):
                explains = _explains(case, name, index, some, others, charged)
                _suspect(case, name, index, some, np.where(explains, others, np.nan))


def _elements(case: Case) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The numbers of students' own that go into an answer."""
    for name in case.trail.operands:
        quantity = case.ledger.graph[name]
        if quantity.formula is not None and prod(quantity.shape) <= _MOST_ELEMENTS:
            yield from ((name, index) for index in np.ndindex(quantity.shape))


def _padded(lists: list[tuple[float, ...]]) -> Array:
    """Lists of different lengths as rows of one array; nan behind the shorter ones."""
    found = np.full((len(lists), max(map(len, lists))), np.nan)
    for row, numbers in zip(found, lists, strict=True):
        row[: len(numbers)] = numbers
    return found


def _explains(case: Case, name: str, index: tuple[int, ...], rows: Rows, read: Array, charged: Mask) -> Mask:
    """The readings by which all charged answers come out that they change, and no others change: (rows, readings)."""
    plain = {operand: of_rows(value, rows) for operand, value in case.plain.items()}
    shape = case.written.value.shape[LEAD:]
    array = np.repeat(np.broadcast_to(plain[name], (len(rows), *plain[name].shape[1:])), read.shape[1], axis=1)
    at: tuple[slice | int, ...] = (slice(None), slice(None), *index)
    array[at] = read
    written, width = case.written.value[rows], (case.written.unit + case.up - case.down)[rows]
    with np.errstate(all="ignore"):
        follow = case.trail.run(plain, case.rows[rows])
        value = np.broadcast_to(case.trail.run({**plain, name: array}, case.rows[rows]), (*read.shape, *shape))
        changed = (np.abs(value - follow) > width) & ~np.isnan(written)
        agreed = np.abs(value - written) <= width
    axes = tuple(range(LEAD, changed.ndim))
    return np.asarray(changed.any(axis=axes) & (~changed | agreed & charged[rows][:, None]).all(axis=axes))


def _suspect(case: Case, name: str, index: tuple[int, ...], rows: Rows, read: Array) -> None:
    """Enters for some students what they may have read an earlier answer as; nan where it is none of the readings."""
    at: tuple[slice | int, ...] = (slice(None), 0, *index)
    for others in read.T:
        some = np.flatnonzero(~np.isnan(others))
        if some.size:
            value = np.full((len(some), 1, *case.ledger.graph[name].shape), np.nan)
            value[at] = others[some]
            case.ledger.suspect(name, case.rows[rows[some]], value, np.where(np.isnan(value), np.nan, 0.0), MISREAD)
