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

    `carry` is what each student goes on with: the answer as written or, where there is none, what follows. `behind` is
    the unrounded value that explains the answer. Where nothing explains it, `loose` is true and only the digits as
    written bound what the student had.
    """

    graph: Graph
    written: Mapping[str, Written]
    reference: dict[str, Array]
    carry: dict[str, Array] = field(default_factory=dict)
    follow: dict[str, Array] = field(default_factory=dict)
    behind: dict[str, Array] = field(default_factory=dict)
    loose: dict[str, NDArray[np.bool_]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, quantity in self.graph.items():
            if quantity.formula is None:
                self.settle(name, self.reference[name], self.reference[name], self.reference[name], None)

    def settle(self, name: str, carry: Array, follow: Array, behind: Array, loose: NDArray[np.bool_] | None) -> None:
        """Enters a quantity that has been marked."""
        self.carry[name], self.follow[name], self.behind[name] = carry, follow, behind
        if loose is not None and loose.any():
            self.loose[name] = loose

    def carried(self, names: tuple[str, ...], rows: Rows) -> dict[str, Array]:
        """What some students go on with, for these quantities."""
        return {name: of_rows(self.carry[name], rows) for name in names}

    def value_of(self, name: str, rows: Rows) -> Array:
        """What some students go on with; for a quantity not yet marked, what they wrote or else the right value."""
        if name in self.carry:
            return of_rows(self.carry[name], rows)
        right = of_rows(self.reference[name], rows)
        if name not in self.written:
            return right
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
