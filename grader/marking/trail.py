"""A step and the blank steps before it, as far back as something is answered."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, Expr, evaluate
from grader.marking.closeness import Mask, Rows, by_student
from grader.marking.ledger import Ledger
from grader.reference import fitted


class Trail:
    """A step together with the blank steps before it, worked out from the nearest quantities that are answered.

    It is laid out for some students together, and says of each which of it is their own: what follows for one does not
    depend on what others left blank.
    """

    def __init__(self, name: str, rows: Rows, ledger: Ledger) -> None:
        self.name, self.ledger = name, ledger
        self._reached = self._followed_back(rows)
        """By step, which students have nothing but blanks between it and the last one: (students,)."""
        place = ledger.graph.place
        self.steps = tuple(sorted(self._reached, key=place.__getitem__))
        self.blanks = self.steps[-2::-1]
        """The steps before it that some of these students left blank, nearest first."""
        operands = {parent for step in self.steps for parent in ledger.graph[step].parents}
        self.operands = tuple(sorted(operands, key=place.__getitem__))
        self._since: dict[tuple[str, ...], tuple[str, ...]] = {}

    def _followed_back(self, rows: Rows) -> dict[str, Mask]:
        graph, ledger = self.ledger.graph, self.ledger
        near = ledger.before(self.name)
        found = {self.name: np.ones(len(ledger.written[self.name].value), dtype=bool)}
        pending = dict.fromkeys(graph[self.name].parents)
        while pending:
            step = max(pending, key=graph.place.__getitem__)  # all that comes after it has been looked at
            del pending[step]
            if step not in near:
                continue
            after = [found[child] for child in graph.children[step] if child in found]
            reached = np.logical_or.reduce(after) & ledger.unanswered(step)
            if reached[rows].any():
                found[step] = reached
                pending |= dict.fromkeys(graph[step].parents)
        return found

    def reaches(self, step: str, rows: Rows) -> Mask:
        """Which of some students have nothing but blanks between a step and the last one."""
        return self._reached[step][rows]

    def has_blanks(self, rows: Rows) -> Mask:
        """Which of some students left a step before the last one blank."""
        return self.left_blank(rows) > 0

    def left_blank(self, rows: Rows) -> NDArray[np.intp]:
        """How many of the steps before the last one each of some students left blank."""
        reached = [np.zeros(len(rows), dtype=bool), *(self.reaches(step, rows) for step in self.blanks)]
        return np.asarray(np.sum(reached, axis=0, dtype=np.intp))

    def uses(self, operand: str, rows: Rows) -> Mask:
        """To which of some students the value of an operand matters."""
        after = [self._reached[child][rows] for child in self.ledger.graph.children[operand] if child in self._reached]
        return np.asarray(np.logical_or.reduce(after))

    def shown(self, rows: Rows) -> Mask:
        """Which of some students have written anything that the last step is worked out from."""
        found = np.zeros(len(rows), dtype=bool)
        for name in self.operands:
            if self.ledger.graph[name].formula is not None:
                found |= self.uses(name, rows) & by_student(~np.isnan(self.ledger.written[name].value[rows]))
        return found

    def plain(self, rows: Rows) -> dict[str, Array]:
        """What the students go on with, for every operand."""
        return {name: self.ledger.value_of(name, rows) for name in self.operands}

    def blank(self, name: str, values: Mapping[str, Array], rows: Rows) -> Array:
        """The value of an operand where some students left it blank on the way here, from those of its parents."""
        if name not in self.blanks:
            return values[name]
        return np.where(self._passed(name, rows), self.ledger.graph.step(name, values), values[name])

    def _passed(self, step: str, rows: Rows) -> Mask:
        """Which elements of a step some students left blank on the way here: (rows, points, *shape)."""
        blank = self.ledger.blank(step, rows)
        return blank & self.reaches(step, rows).reshape(len(rows), *(1,) * (blank.ndim - 1))

    def run(
        self,
        values: Mapping[str, Array],
        rows: Rows,
        held: Mapping[str, Mask] | None = None,
        slips: Mapping[str, Expr] | None = None,
        afresh: bool = True,
    ) -> Array:
        """The step's value for some students: blanks before it are worked out, unless they are `held` to a value.

        `held`: by name, which of the rows. `slips` puts other expressions in the place of some of the steps. If nothing
        is worked out `afresh`, blanks that do not come after a slip are as they were.
        """
        slips = slips or {}
        steps = self.steps if afresh or not slips else self.since(*slips)
        return self._worked_out(steps, values, rows, held or {}, slips, {})[self.name]

    def after(self, blank: str, value: Array, values: Mapping[str, Array], rows: Rows) -> Array:
        """The step's value for some students if a blank before it were this."""
        return self._worked_out(self.since(blank)[1:], {**values, blank: value}, rows, {}, {}, {})[self.name]

    def with_blanks(
        self,
        values: Mapping[str, Array],
        rows: Rows,
        held: Mapping[str, Mask],
        moved: Mapping[str, Array] | None = None,
    ) -> dict[str, Array]:
        """The values of all steps and their operands; `moved` makes blanks larger by shares of themselves."""
        return self._worked_out(self.steps, values, rows, held, {}, moved or {})

    def _worked_out(
        self,
        steps: Iterable[str],
        values: Mapping[str, Array],
        rows: Rows,
        held: Mapping[str, Mask],
        slips: Mapping[str, Expr],
        moved: Mapping[str, Array],
    ) -> dict[str, Array]:
        found, graph = dict(values), self.ledger.graph
        for step in steps:
            formula = slips.get(step, graph[step].formula)
            assert formula is not None
            value = fitted(evaluate(formula, found), graph[step].shape)
            if step in moved:
                value = value + value * moved[step]
            found[step] = value if step == self.name else np.where(self.open(step, rows, held), value, found[step])
        return found

    def open(self, step: str, rows: Rows, held: Mapping[str, Mask]) -> Mask:
        """Which elements of a step some students left blank on the way here and are not `held` to a value.

        (rows, points, *shape).
        """
        blank = self._passed(step, rows)
        return blank & ~held[step].reshape(len(rows), *(1,) * (blank.ndim - 1)) if step in held else blank

    def since(self, *slipped: str) -> tuple[str, ...]:
        """The steps whose values other values of some of them change, and those."""
        if slipped not in self._since:
            found: list[str] = []
            for step in self.steps:
                if step in slipped or not set(found).isdisjoint(self.ledger.graph[step].parents):
                    found.append(step)
            self._since[slipped] = tuple(found)
        return self._since[slipped]
