"""Slips made again: what blanks would read if a student made a known slip wherever its step comes up.

Who leaves the bias out once leaves it out in the next layer and in the pass after the step, too, written down or
not. So beside what follows from the answers stands, for whoever has slipped, what follows with all slips made again.
"""

from collections.abc import Callable, Iterable

import numpy as np

from grader.engine import Array, Expr, evaluate, names_in
from grader.marking.closeness import Rows, of_rows
from grader.marking.ledger import Ledger
from grader.reference import fitted

Steps = Callable[[str], Iterable[tuple[Rows, Expr]]]
"""For a quantity, the steps that some students make of it by habit."""


class Habits:
    """Keeps `Ledger.habitual`, quantity by quantity."""

    def __init__(self, ledger: Ledger, steps: Steps) -> None:
        self.ledger, self.steps = ledger, steps
        self._students: Rows = np.zeros(0, dtype=np.intp)

    def enter(self, name: str) -> None:
        """Works out a quantity that has been marked."""
        if self._students.size:
            self._work_out(name, self._students)

    def learn(self, students: Rows) -> None:
        """Works everything marked so far out anew for students of whom a slip has become known."""
        self._students = np.union1d(self._students, students)
        for quantity in self.ledger.graph.computed:
            if quantity.name not in self.ledger.carry:
                break
            self._work_out(quantity.name, students)

    def _work_out(self, name: str, rows: Rows) -> None:
        blank = self.ledger.blank(name, rows)
        some = np.flatnonzero(blank.reshape(len(rows), -1).any(axis=1))
        if not some.size:
            return
        rows, blank = rows[some], blank[some]
        formula, changed = self.ledger.graph[name].formula, False
        assert formula is not None
        value = self._value(name, formula, rows)
        for students, step in self.steps(name):
            who = np.flatnonzero(np.isin(rows, students))
            if who.size:
                value[who], changed = self._value(name, step, rows[who]), True
        known = self.ledger.habitual.get(name)
        if known is None:
            if not changed and not any(p in self.ledger.habitual for p in self.ledger.graph[name].parents):
                return
            known = self.ledger.habitual[name] = np.full_like(self.ledger.written[name].value, np.nan)
        known[rows] = np.where(blank, value, np.nan)

    def _value(self, name: str, step: Expr, rows: Rows) -> Array:
        shape = self.ledger.written[name].value.shape[1:]
        value = fitted(evaluate(step, {p: self._of(p, rows) for p in names_in(step)}), self.ledger.graph[name].shape)
        return np.broadcast_to(value, (len(rows), *shape)).copy()

    def _of(self, name: str, rows: Rows) -> Array:
        plain = self.ledger.value_of(name, rows)
        known = self.ledger.habitual.get(name)
        return (
            plain
            if known is None
            else np.where(np.isnan(known[rows]), of_rows(plain, np.arange(len(rows))), known[rows])
        )
