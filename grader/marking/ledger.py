"""What is known of a class while it is marked, quantity by quantity in the order of computation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array
from grader.marking.closeness import Written
from grader.reference import Graph, Role

Rows = NDArray[np.intp]

_DUST = 1e-13


@dataclass
class Ledger:
    """Values by quantity, each (students or 1, points, *shape).

    `carry` is what each student goes on with: the answer as written or, where there is none, what follows. `below` and
    `above` bound by how much the number that a student really had may differ from the one that is written.
    """

    graph: Graph
    written: Mapping[str, Written]
    reference: Mapping[str, Array]
    carry: dict[str, Array] = field(default_factory=dict)
    follow: dict[str, Array] = field(default_factory=dict)
    below: dict[str, Array] = field(default_factory=dict)
    above: dict[str, Array] = field(default_factory=dict)
    slipped: dict[str, Array] = field(default_factory=dict)
    """For blanks in which a slip was found by what came after: the value that it gave; nan for everybody else."""

    def __post_init__(self) -> None:
        for name, quantity in self.graph.items():
            if quantity.formula is None:
                self.carry[name] = self.follow[name] = self.reference[name]

    def settle(self, name: str, follow: Array, below: Array, above: Array) -> None:
        """Enters a quantity that has been marked."""
        written = self.written[name].value
        self.carry[name] = np.where(np.isnan(written), follow, written)
        self.follow[name], self.below[name], self.above[name] = follow, below, above

    def blank(self, name: str, rows: Rows) -> NDArray[np.bool_]:
        """Which elements some students have no number for: (rows, points, *shape)."""
        return np.isnan(self.written[name].value[rows])

    def suspect(self, name: str, rows: Rows, value: Array) -> None:
        """Enters the value that a slip gave some students in a quantity that they left blank."""
        known = self.slipped.setdefault(name, np.full_like(self.written[name].value, np.nan))
        known[rows] = value

    def slack(self, name: str, rows: Rows) -> Array | float:
        """By how much the number behind an answer may differ from the one written, for some students."""
        return self.above[name][rows] - self.below[name][rows] if name in self.above else 0.0

    def value_of(self, name: str, rows: Rows) -> Array:
        """What some students go on with; for a quantity not yet marked, what they wrote or else the right value."""
        if name in self.carry:
            return of_rows(self.carry[name], rows)
        right = of_rows(self.reference[name], rows)
        written = self.written[name].value[rows]
        return np.where(np.isnan(written), right, written)

    def dust(self, name: str) -> float:
        """The size of a difference that is floating-point dust beside the numbers that go into a step."""
        sizes = (self.reference[p] for p in (name, *self.graph[name].parents))
        return _DUST * max(float(np.abs(size).max(initial=0.0)) for size in sizes)

    def scale(self, name: str, expected: Array, parents: Mapping[str, Array]) -> Array:
        """What a relative tolerance is relative to: the value; for an updated parameter, the step."""
        quantity = self.graph[name]
        if quantity.role is Role.UPDATE:
            return np.abs(expected - parents[quantity.of])
        return np.abs(expected)


def of_rows(values: Array, rows: Rows) -> Array:
    """Some students' values, where the class may share one row."""
    return values if values.shape[0] == 1 else values[rows]
