"""What follows from a slip by differentiation: the gradients of what was really computed.

Who leaves out the ½ of a loss and differentiates what then stands there, or flips a filter both ways, has slipped once.
So the chain-rule steps are derived anew from the step as the slip has it; where they differ from the right ones, they
are a second way in which gradients may follow.
"""

from collections.abc import Mapping
from dataclasses import replace

from grader.engine import Expr, names_in, walk
from grader.engine.expr import is_apply
from grader.engine.primitives.slips import SLIPS
from grader.errors import FormulaError, RubricError
from grader.reference import Graph, Role, derive
from grader.rubric import Problem

_LARGEST = 1_000
"""Of a problem of more quantities than this the steps are not derived anew."""


class Consistency:
    """The steps that change with a slip, worked out when first needed."""

    def __init__(self, problem: Problem, graph: Graph) -> None:
        self.problem, self.graph = problem, graph
        self._known: dict[tuple[tuple[str, Expr], ...], Mapping[str, Expr]] = {}

    def steps(self, made: Mapping[str, Expr]) -> Mapping[str, Expr]:
        """By gradient, its step if some forward quantities really were what a slip made of them."""
        key = tuple(made.items())
        if key not in self._known:
            self._known[key] = self._derived(made)
        return self._known[key]

    def _derived(self, made: Mapping[str, Expr]) -> Mapping[str, Expr]:
        if not made.keys() <= self.problem.forward.keys() or len(self.graph) > _LARGEST:
            return {}
        nodes = (node for expr in made.values() for node in walk(expr) if is_apply(node, *SLIPS))
        if any(self.graph[name].formula for node in nodes for name in names_in(node)):
            return {}  # what a slip does to what is given needs no derivative
        if not all(self._could_stand(at, expr) for at, expr in made.items()):
            return {}
        try:
            other = derive(replace(self.problem, forward={**self.problem.forward, **made}))
        except (FormulaError, RubricError):  # its arrays do not fit
            return {}
        if any(other[at].shape != self.graph[at].shape for at in made):
            return {}
        return {
            q.name: formula
            for q in self.graph.computed
            if q.role is Role.GRADIENT
            and q.name in other
            and (formula := other[q.name].formula) is not None
            and formula != q.formula
            and other[q.name].shape == q.shape
        }

    def _could_stand(self, at: str, expr: Expr) -> bool:
        """Whether a step uses nothing that comes after it, and is taken again after a step of training as before."""
        names, place = names_in(expr), self.graph.place
        again = f"{at}'" not in self.graph or any(f"{name}'" in self.graph for name in names)
        return again and all(place[name] < place[at] for name in names)
