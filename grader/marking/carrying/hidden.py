"""What an unexplained answer tells of a right one before it that is marked as if blank: the number gone on with.

Where one element of an array was corrected, and nothing after it, a single answer after it tells that number, and the
others follow from it. It is found by Newton's method, however many steps lie between.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array
from grader.marking.case import Case
from grader.marking.closeness import Rows, of_rows
from grader.marking.suspicions import INFERRED
from grader.marking.verdicts import Verdict

_STEPS = 20
_NEAR = 1e-10
"""A root is found if it gives the answer to within this share of it."""
_ROOTS = 2
"""A square has a root on either side; the second one is looked for as far away as the first."""
_STEP = 1e-6
"""The step by which a slope is taken, as a share."""


def tell_hidden(case: Case) -> bool:
    """Enters what doubted elements were by the first answer that each leads to and nothing explains.

    That answer has told all that it can, and is closed as it is; so is all of whoever has none. Whether anyone has.
    """
    told = np.zeros(len(case.rows), dtype=bool)
    case.open &= case.outcome.verdict[case.rows] == Verdict.WRONG  # a search may have closed what was open
    if case.written.value.shape[1] > 1:
        return False
    for name, doubted in case.ledger.doubted.items():
        if name in case.plain:
            for index in np.argwhere(doubted[case.rows].any(axis=0)).tolist():
                concerned = doubted[(case.rows, *index)] & case.trail.uses(name, case.rows) & case.pending
                rows = np.flatnonzero(concerned)
                if rows.size:
                    told[rows] |= _tell(_Doubted(case, name, tuple(index), rows))
    case.open[~told] = False
    return bool(told.any())


@dataclass
class _Doubted:
    """One element of an operand that may have been another number, and for which rows of a case."""

    case: Case
    name: str
    index: tuple[int, ...]
    rows: Rows

    def after(self, value: Array) -> Array:
        """What the answers would be if it were this, a number a row: (rows, elements)."""
        values = {operand: of_rows(whole, self.rows) for operand, whole in self.case.plain.items()}
        values[self.name] = self.whole(value, values[self.name])
        held = {self.name: np.ones(len(self.rows), dtype=bool)}
        return np.asarray(self.case.trail.run(values, self.case.rows[self.rows], held)).reshape(len(self.rows), -1)

    def whole(self, value: Array, others: Array | float = np.nan) -> Array:
        """The operand with these numbers in the place of the element: (rows, 1, *shape)."""
        shape = (len(self.rows), *self.case.plain[self.name].shape[1:])
        found = np.broadcast_to(others, shape).copy()
        at: tuple[Any, ...] = (slice(None), 0, *self.index)
        found[at] = value
        return found

    def start(self) -> Array:
        """What it is where nothing is known: (rows,)."""
        at: tuple[Any, ...] = (slice(None), 0, *self.index)
        return np.broadcast_to(of_rows(self.case.plain[self.name], self.rows)[at], len(self.rows))


def _tell(doubted: _Doubted) -> NDArray[np.bool_]:
    """Enters what one element was to some of the rows, and closes what has told that; of which of them any has."""
    case, rows, every = doubted.case, doubted.rows, np.arange(len(doubted.rows))
    start = doubted.start()
    telling, k = _telling(doubted, start)
    goal = case.written.value[rows].reshape(len(rows), -1)[every, k]
    told, first = np.zeros(len(rows), dtype=bool), start
    for _ in range(_ROOTS):
        value, slope = _root(doubted, k, goal, first)
        found = telling & np.isfinite(value) & (slope != 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            off = case.written.unit[rows].reshape(len(rows), -1)[every, k] / np.abs(slope)
        whole, around = (doubted.whole(np.where(found, part, np.nan)) for part in (value, off))
        case.ledger.suspect(doubted.name, case.rows[rows], whole, around, INFERRED)
        told, first = told | found, 2 * start - value
    for row, element in zip(rows[told].tolist(), k[told].tolist(), strict=True):
        case.open[(row, *np.unravel_index(element, case.open.shape[1:]))] = False
    return np.asarray(told)


def _telling(doubted: _Doubted, start: Array) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Of each row, whether an answer that nothing explains depends on an element, and the first that does: (rows,)."""
    moved = doubted.after(start + _STEP * (1 + np.abs(start))) != doubted.after(start)
    depends = doubted.case.open[doubted.rows].reshape(len(start), -1) & moved
    return depends.any(axis=1), depends.argmax(axis=1)


def _root(doubted: _Doubted, k: NDArray[np.intp], goal: Array, start: Array) -> tuple[Array, Array]:
    """Where the k-th answer of each row is what is written, else nan; and its slope there: (rows,)."""

    def run(value: Array) -> Array:
        return np.asarray(doubted.after(value)[np.arange(len(k)), k])

    value, slope = start.astype(float), np.ones_like(start)
    with np.errstate(all="ignore"):
        for _ in range(_STEPS):
            step = _STEP * (1 + np.abs(value))
            slope = (run(value + step) - run(value - step)) / (2 * step)
            value = value - (run(value) - goal) / slope
        near = np.abs(run(value) - goal) <= _NEAR * np.abs(goal)
    return np.where(near, value, np.nan), slope
