"""A layer worked out from what goes into the activations before it, in every term of its sum."""

from collections.abc import Iterator

from grader.engine import ACTIVATIONS, Mutation, Name, rename
from grader.engine.expr import is_apply
from grader.reference import Graph, Quantity, Role

THROUGHOUT = "{1} is used where {0} belongs, and so in every term"


def unactivated_layer(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """A sum w₁·z₁ + w₂·z₂ for w₁·h₁ + w₂·h₂, where each h comes out of an activation of its own z."""
    if quantity.role is not Role.FORWARD or quantity.formula is None or not is_apply(quantity.formula, "add"):
        return
    before = {name: inner for name in quantity.parents if (inner := _inside(graph[name]))}
    if len(before) > 1:
        first = next(iter(before))
        parts = (Name(first), Name(before[first]))
        yield Mutation("wrong-operand", rename(quantity.formula, before), THROUGHOUT, parts)


def _inside(quantity: Quantity) -> str:
    """What the activation is of that a quantity is; empty if it is none."""
    formula = quantity.formula
    if quantity.role is Role.FORWARD and is_apply(formula, *ACTIVATIONS):
        inner = formula.args[0]
        return inner.name if isinstance(inner, Name) else ""
    return ""
