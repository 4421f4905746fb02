"""The numbers that each student went on with: what they wrote or, where they wrote nothing, what follows from it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from grader.engine import Array, Shape, pretty
from grader.marking import Marks
from grader.reference import Reference
from grader.reports.computation import Pass, passes
from grader.reports.solution import number


class Own:
    """One problem's marks as numbers by quantity, for the whole class at once."""

    def __init__(self, marks: Marks, references: Mapping[str, Reference]) -> None:
        self.marks, self.references = marks, references
        self._names = list(references)
        self._values: dict[str, dict[str, Array]] = {}
        self._passes: dict[str, list[Pass]] = {}

    def convention(self, n: int) -> str:
        """The convention that a student's work is marked under."""
        return self.marks.conventions[n] if self.marks.conventions else ""

    def reference(self, n: int) -> Reference:
        """The reference under that convention."""
        return self.references[self.convention(n)]

    def passes(self, n: int) -> list[Pass]:
        """The computation as it is drawn under that convention."""
        name = self.convention(n)
        if name not in self._passes:
            self._passes[name] = passes(self.references[name])
        return self._passes[name]

    def order(self, n: int) -> Sequence[int]:
        """The columns of the marks in the order of computation."""
        return self._orders[self.convention(n)]

    @cached_property
    def _orders(self) -> dict[str, list[int]]:
        found = {}
        for name, reference in self.references.items():
            place = {quantity: i for i, quantity in enumerate(reference.graph)}
            found[name] = sorted(range(len(reference.asked)), key=lambda c: place[reference.asked[c].quantity])
        return found

    def shapes(self, n: int) -> Mapping[str, Shape]:
        """The shape of every quantity under that convention."""
        return {name: quantity.shape for name, quantity in self.reference(n).graph.items()}

    def shown(self, name: str, n: int) -> str:
        """The number that a student went on with for a quantity, or for an element `W1[1,2]` of one."""
        return number(self.value(name, n))

    def value(self, name: str, n: int) -> float:
        """The same, in full."""
        base, _, place = name.partition("[")
        index = tuple(int(i) - 1 for i in place.rstrip("]").split(",")) if place else ()
        values = self._worked_out(self.convention(n))[base]
        return float(values[(min(n, len(values) - 1), 0, *index)].item())  # an array of one number has no index

    def given(self, name: str, n: int) -> str:
        """A quantity that is not asked, as the graph shows it: a given with its number, anything else by its name."""
        reference = self.reference(n)
        known = reference.graph[name].formula is None and not reference.problem.symbols
        if not known or reference.graph[name].shape:
            return pretty(name)
        return f"{pretty(name)} = {number(float(reference.values[name].item()))}".replace("-", "−")

    def _worked_out(self, convention: str) -> Mapping[str, Array]:
        """Every quantity, (students or 1, 1, *shape): the answers, and from them, step by step, what is blank."""
        if convention in self._values:
            return self._values[convention]
        reference, students = self.references[convention], len(self.marks.students)
        graph, columns = reference.graph, dict[str, list[tuple[tuple[int, ...], int]]]()
        for c, asked in enumerate(reference.asked):
            columns.setdefault(asked.quantity, []).append((asked.index, c))
        values = {name: reference.values[name] for name, q in graph.items() if q.formula is None}
        with np.errstate(all="ignore"):
            for quantity in graph.computed:
                follows = graph.step(quantity.name, values)
                answered = columns.get(quantity.name, [])
                if answered:
                    follows = np.broadcast_to(follows, (students, 1, *quantity.shape)).copy()
                for index, c in answered:
                    at: tuple[Any, ...] = (slice(None), 0, *(i - 1 for i in index))
                    written = self.marks.value[:, c]
                    follows[at] = np.where(np.isfinite(written), written, follows[at])
                values[quantity.name] = follows
        self._values[convention] = values
        return values
