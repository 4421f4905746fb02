"""The steps as students take them: what slips in blanks, known from charged answers, leave of those steps.

A charged answer may show a slip in a blank before it: a wrong ∂L/∂w shows what ∂L/∂ŷ was. The answers after it are
worked out from that blank as it was, and a second slip in them is one slip given the first. Where a charged answer does
not tell in which step its slip was made, each that would do is thought possible.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from grader.engine import Expr, names_in
from grader.reference import Graph

Steps = frozenset[tuple[str, Expr]]
"""What a student makes of some steps."""
MOST = 3
"""So many possibilities are kept of a student."""


@dataclass
class OwnSteps:
    """By student, what may have been made of blank steps, the latest known first."""

    known: dict[int, list[Steps]] = field(default_factory=dict)
    beside: set[tuple[int, str]] = field(default_factory=set)
    """The students and quantities of which a slip was found given others."""
    _graphs: dict[Steps, Graph] = field(default_factory=dict)

    def learn(self, student: int, possible: list[Steps]) -> None:
        """Enters what a charged answer of a student shows."""
        self.known[student] = list(dict.fromkeys((*possible, *self.known.get(student, ()))))[:MOST]

    def by_steps(self, students: NDArray[np.intp], rank: int) -> Iterator[tuple[Steps, NDArray[np.intp]]]:
        """The students of whom so many possibilities, and one more, are known, by what that one is."""
        found: dict[Steps, list[int]] = {}
        for student in students.tolist():
            if len(known := self.known.get(student, ())) > rank:
                found.setdefault(known[rank], []).append(student)
        for steps, theirs in found.items():
            yield steps, np.array(theirs, dtype=np.intp)

    def graph(self, graph: Graph, steps: Steps) -> Graph:
        """A graph with these steps in the place of its own."""
        if steps not in self._graphs:
            own = {name: replace(graph[name], formula=step) for name, step in steps}
            self._graphs[steps] = Graph({**graph, **own}, graph.bundles, graph.elements)
        return self._graphs[steps]


def in_order(steps: Mapping[str, Expr], graph: Graph) -> bool:
    """Whether steps make use of nothing that is computed after them."""
    return all(
        name in graph and graph.place[name] < graph.place[at] for at, step in steps.items() for name in names_in(step)
    )
