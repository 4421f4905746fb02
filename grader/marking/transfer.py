"""An answer of a student's own that was read wrongly where it was gone on with: 0.0384 written, and 0.0348 used.

Whoever carries a number over wrongly uses it so wherever it comes up, so that this is one slip. Where an answer goes
wrong that such a reading of an earlier one would explain, later answers may follow from the same reading.
"""

from collections.abc import Iterator

import numpy as np

from grader.engine import Array
from grader.marking.case import Case
from grader.marking.closeness import of_rows
from grader.marking.ledger import MISREAD
from grader.marking.misread import readings
from grader.marking.verdicts import Verdict

_MOST_ELEMENTS = 48
"""So many elements of an earlier answer are thought of."""
_CHARGED = (Verdict.WRONG, Verdict.SLIP)


def suspect_transfer(case: Case) -> None:
    """Enters what the earlier answers may have been read as from which the charged answers of a case come."""
    if case.written.value.shape[1] > 1:
        return
    charged = np.isin(case.outcome.verdict[case.rows], _CHARGED)
    for row in np.flatnonzero(charged.reshape(len(charged), -1).any(axis=1)).tolist():
        for name, index, read in _readings(case, row):
            for other in _explaining(case, row, name, index, read, charged[row]):
                value = np.full((1, 1, *case.ledger.graph[name].shape), np.nan)
                value[(0, 0, *index)] = other
                off = np.where(np.isnan(value), np.nan, 0.0)
                case.ledger.suspect(name, case.rows[[row]], value, off, MISREAD)


def _readings(case: Case, row: int) -> Iterator[tuple[str, tuple[int, ...], Array]]:
    """The numbers of a student's own that go into an answer, and what each may be read as."""
    ledger, at = case.ledger, case.rows[[row]]
    for name in case.trail.operands:
        if ledger.graph[name].formula is None or not case.trail.uses(name, at).any():
            continue
        written = ledger.written[name].value[at][0, 0]
        for index in np.ndindex(written.shape) if written.size <= _MOST_ELEMENTS else ():
            if np.isfinite(written[index]) and written[index]:
                yield name, index, np.array(readings(float(written[index])))


def _explaining(case: Case, row: int, name: str, index: tuple[int, ...], read: Array, charged: Array) -> Array:
    """The readings by which all charged answers come out that they change, and no others change: (some,)."""
    rows, written = np.array([row]), case.written.value[row]
    plain = {operand: of_rows(value, rows) for operand, value in case.plain.items()}
    array = np.repeat(plain[name], len(read), axis=1)
    at: tuple[slice | int, ...] = (0, slice(None), *index)
    array[at] = read
    with np.errstate(all="ignore"):
        follow = case.trail.run(plain, case.rows[rows])
        value = np.broadcast_to(case.trail.run({**plain, name: array}, case.rows[rows]), (1, len(read), *charged.shape))
        width = (case.written.unit + case.up - case.down)[row]
        changed = (np.abs(value[0] - follow[0]) > width) & ~np.isnan(written)
        agreed = np.abs(value[0] - written) <= width
    axes = tuple(range(1, changed.ndim))
    return np.asarray(read[changed.any(axis=axes) & (~changed | agreed & charged).all(axis=axes)])
