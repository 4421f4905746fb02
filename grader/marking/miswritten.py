"""What students went on with if answers of theirs that are charged were only written wrongly.

Of two charged answers one after the other the first may be gone on with as it should have been: then the second
follows from that. Or the first is, as written, what the second was worked out from.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array
from grader.marking.closeness import Rows, by_student, of_rows
from grader.reference import Graph


class Miswritten:
    """Values by quantity, each (students, points, *shape): nan where there is nothing but what is gone on with."""

    def __init__(self, graph: Graph, carry: Mapping[str, Array]) -> None:
        self.graph, self.carry = graph, carry
        self.charged: dict[str, NDArray[np.bool_]] = {}
        """Where answers are charged: (students, 1, *shape)."""
        self.used: dict[str, Array] = {}
        """What follows for charged answers, and for the blanks after them from that."""
        self.afresh: dict[str, list[Array]] = {}
        """What follows for charged answers from such values in the place of charged answers right before them."""

    def settle(self, name: str, charged: NDArray[np.bool_], blank: NDArray[np.bool_], follow: Array) -> None:
        """Enters a quantity that has been marked; `charged` and `blank` say which of its elements are."""
        self.charged[name] = charged
        used = np.where(charged, follow, np.nan)
        concerned = np.zeros(len(used), dtype=bool)
        for parent in self.among(self.graph[name].parents):
            concerned |= by_student(~np.isnan(self.used[parent]))
        rows = np.flatnonzero(concerned & by_student(charged | blank))
        if rows.size:
            plain = {parent: of_rows(self.carry[parent], rows) for parent in self.graph[name].parents}
            values = [self.graph.step(name, v) for v in self.instead(plain, rows)]
            self.afresh[name] = [np.full_like(follow, np.nan) for _ in values]
            for whole, value in zip(self.afresh[name], values, strict=True):
                whole[rows] = np.where(charged[rows], value, np.nan)
            used[rows] = np.where(blank[rows], values[-1], used[rows])
        if not np.isnan(used).all():
            self.used[name] = used

    def among(self, names: Iterable[str]) -> list[str]:
        """Those of some quantities for which there is such a value."""
        return [name for name in names if name in self.used]

    def instead(self, plain: Mapping[str, Array], rows: Rows) -> list[dict[str, Array]]:
        """What some students may have gone on with beside what is `plain`: one such value, each in turn, then all."""
        used = {name: of_rows(self.used[name], rows) for name in self.among(plain)}
        others = {name: np.where(np.isnan(value), plain[name], value) for name, value in used.items()}
        each = [{**plain, name: value} for name, value in others.items()]
        return each if len(each) == 1 else [*each, {**plain, **others}]
