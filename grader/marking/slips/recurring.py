"""Steps that come up again, and slips that can be made wherever they do.

Two steps are the same if their formulas differ in the names alone: the update of every parameter, the error of every
output, a layer's activation at every time.
"""

from collections.abc import Hashable, Iterable, Sequence

from grader.engine import Expr, Mutation, Name, names_in, rename, rewrite, show
from grader.engine.expr import is_apply
from grader.marking.slips.candidates import Slips
from grader.reference import Graph

OF_THE_PEN = frozenset({"decimal-point", "digits", "misread", "copy", "exchanged", "misplaced"})
"""Slips that nobody makes twice for the same reason."""
ACCIDENTS = OF_THE_PEN | {"wrong-operand"}

Habit = tuple[Hashable, ...]
"""Of a slip in a step that may come up again: its cause, the step's outline, and that of what the slip makes of it."""


class Recurring:
    """What the steps of a graph look like without their names."""

    def __init__(self, graph: Graph, slips: Slips) -> None:
        self.graph, self.slips = graph, slips
        self.outlines = {q.name: outline(q.formula, q.formula) for q in graph.computed if q.formula is not None}
        self._alike: dict[Hashable, list[str]] = {}
        for name, found in self.outlines.items():
            self._alike.setdefault(found, []).append(name)
        self._habits: dict[tuple[str, Expr], Habit] = {}
        self._steps: dict[tuple[str, Habit], Expr | None] = {}

    def alike(self, look: Hashable) -> Sequence[str]:
        """The quantities whose step has an outline."""
        return self._alike.get(look, ())

    def habit(self, at: str, mutation: Mutation) -> Habit | None:
        """What a slip is wherever its step comes up; None for one that nobody makes twice for the same reason."""
        if mutation.cause in ACCIDENTS or mutation.also is not None:
            return None
        if (at, mutation.expr) not in self._habits:
            formula = self.graph[at].formula
            assert formula is not None
            self._habits[at, mutation.expr] = (mutation.cause, self.outlines[at], outline(mutation.expr, formula))
        return self._habits[at, mutation.expr]

    def step(self, name: str, habit: Habit) -> Expr | None:
        """What a habit makes of a step; None if it is no slip there."""
        if habit[1] != self.outlines[name]:
            return None
        key = (name, habit)
        if key not in self._steps:
            found = (m.expr for m in self.slips.singles(name) if self.habit(name, m) == habit)
            self._steps[key] = next(found, None)
        return self._steps[key]

    def throughout(self, at: str, mutation: Mutation, among: Iterable[str]) -> dict[str, Expr]:
        """What a slip makes of all of some steps that are like the one it was made in, that one among them."""
        habit = self.habit(at, mutation)
        steps = {name: self.step(name, habit) for name in among} if habit else {}
        return {name: step for name, step in steps.items() if step is not None}


def outline(expr: Expr, formula: Expr) -> Expr:
    """An expression without its names: numbered in the order in which the formula uses them.

    An element of a vector is as good as a name: x[2] in the second step is what x[1] is in the first.
    """
    expr, formula = rewrite(expr, _element), rewrite(formula, _element)
    names = dict.fromkeys((*names_in(formula), *names_in(expr)))
    numbered = rename(expr, {name: f"#{i}" for i, name in enumerate(names)})
    return rewrite(numbered, lambda node: node.args[0] if is_apply(node, "local") else None)


def _element(node: Expr) -> Expr | None:
    return Name(show(node)) if is_apply(node, "index") and isinstance(node.args[0], Name) else None
