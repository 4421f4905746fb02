"""A layer worked out from what goes into the activations before it, in every term of its sum."""

from collections.abc import Iterator

from grader.engine import Mutation, Name, rename
from grader.engine.expr import is_apply
from grader.reference import Graph, Quantity, Role
from grader.reference.traits import inner

THROUGHOUT = "{1} is used where {0} belongs, and so in every term"


def unactivated_layer(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """A sum w₁·z₁ + w₂·z₂ for w₁·h₁ + w₂·h₂, where each h comes out of an activation of its own z."""
    if quantity.role is not Role.FORWARD or quantity.formula is None or not is_apply(quantity.formula, "add"):
        return
    forward = [name for name in quantity.parents if graph[name].role is Role.FORWARD]
    before = {name: of for name in forward if (of := inner(graph[name].formula))}
    if len(before) > 1:
        first = next(iter(before))
        parts = (Name(first), Name(before[first]))
        yield Mutation("wrong-operand", rename(quantity.formula, before), THROUGHOUT, parts)
