"""Derivatives of one quantity by another that it is computed from in one step, ∂ŷ/∂h₃ of ∂L/∂ŷ · ∂ŷ/∂h₃ · (1 − h₃²).

The chain rule is written with them; the rubric has names for the gradients of what is differentiated alone.
"""

from grader.engine import ELEMENTWISE, ONE, Constant, Expr, Name, add, is_apply, pullback, walk
from grader.errors import FormulaError
from grader.reference import Graph


def one_step(graph: Graph, of: str, wrt: str) -> Expr:
    """The derivative of a quantity by one that stands in its formula, for each element by the same one of the other.

    By itself it is 1. FormulaError where it does not stand there, and where an element depends on several of it.
    """
    if of == wrt:
        return ONE
    formula, said = graph[of].formula, f"the derivative of '{of}' by '{wrt}'"
    if formula is None or wrt not in graph[of].parents:
        raise FormulaError(f"{said} is not one of a single step")
    if graph[of].shape != graph[wrt].shape or not all(_is_by_element(graph, of, node) for node in walk(formula)):
        raise FormulaError(f"{said} is not one number")
    shapes = {name: quantity.shape for name, quantity in graph.items()}
    return add(*pullback(formula, ONE, Name(of), shapes)[wrt])


def has_other_paths(graph: Graph, of: str, wrt: str) -> bool:
    """Whether a quantity depends on another by what lies between, too: a₃ = w·h₂ on w, which is in h₂."""
    others = set(graph[of].parents) - {wrt}
    return not graph.down_from([wrt]).isdisjoint(graph.up_to(others))


def _is_by_element(graph: Graph, of: str, node: Expr) -> bool:
    if isinstance(node, Name):
        return graph[node.name].shape in ((), graph[of].shape)
    return isinstance(node, Constant) or is_apply(node, *ELEMENTWISE)
