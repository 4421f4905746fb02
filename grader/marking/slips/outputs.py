"""An activation where none belongs: on the linear output of a network, as on every layer before it."""

from collections.abc import Iterator

from grader.engine import ACTIVATIONS, Expr, Mutation, Name, walk
from grader.engine.expr import apply, is_apply
from grader.reference import Graph, Quantity, Role

ACTIVATED = "{0} is applied, where no activation belongs"
_LINEAR = ("add", "matmul")
_USUAL = ("sigmoid", "tanh", "relu")


def activated_output(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """The output with an activation that the network has elsewhere in that pass, or with one of the usual.

    What an activation is applied to anyway is no such output; nor is what nothing is made of: that is the loss.
    """
    formula = quantity.formula
    if formula is None or quantity.role is not Role.FORWARD or not is_apply(formula, *_LINEAR):
        return
    later = [graph[name].formula for name in graph.children[quantity.name] if graph[name].role is Role.FORWARD]
    if not later or any(_activates(step, quantity.name) for step in later):
        return
    before = [graph[name].formula for name in graph.up_to([quantity.name])]
    own = [activation for activation in ACTIVATIONS if any(is_apply(step, activation) for step in before)]
    for activation in dict.fromkeys((*own, *_USUAL)) if own else ():
        if activation != "softmax":
            yield Mutation("wrong-activation", apply(activation, formula), ACTIVATED, (Name(activation),))


def _activates(formula: Expr | None, name: str) -> bool:
    """Whether an activation is applied to a quantity somewhere in a formula."""
    nodes = walk(formula) if formula is not None else ()
    return any(is_apply(node, *ACTIVATIONS) and node.args[0] == Name(name) for node in nodes)
