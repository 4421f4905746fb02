"""An activation or its derivative where none belongs: on the linear output of a network, as on the layers before."""

from collections.abc import Callable, Iterator, Mapping

from grader.engine import ACTIVATIONS, Expr, Mutation, Name, mul, walk
from grader.engine.expr import apply, is_apply
from grader.marking.slips.slopes import SLOPES
from grader.reference import Graph, Quantity, Role

ACTIVATED = "{0} is applied, where no activation belongs"
SLOPED = "the derivative {1} is in it, though no activation is applied to {0}"
_LINEAR = ("add", "matmul")
_USUAL = ("sigmoid", "tanh", "relu")
_SLOPES: Mapping[str, Callable[[Expr], Expr]] = {
    **SLOPES,
    "relu": lambda output: apply("step", output),
}


def activated_output(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """The output with an activation that the network has elsewhere in that pass, or with one of the usual."""
    own, formula = _activations_before(quantity, graph), quantity.formula
    if not own or formula is None:
        return
    for activation in dict.fromkeys((*own, *_USUAL)):
        if activation != "softmax":
            yield Mutation("wrong-activation", apply(activation, formula), ACTIVATED, (Name(activation),))


def sloped_output(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """The gradient with respect to such an output, with the derivative of an activation that the network has."""
    if quantity.role is not Role.GRADIENT or quantity.formula is None or quantity.wrt not in graph:
        return
    output, own = Name(quantity.wrt), _activations_before(graph[quantity.wrt], graph)
    for activation, slope in _SLOPES.items():
        if activation in own:
            derivative = slope(output)
            yield Mutation("extra-derivative", mul(quantity.formula, derivative), SLOPED, (output, derivative))


def _activations_before(output: Quantity, graph: Graph) -> list[str]:
    """The activations on the way to a linear output; none where it is not one.

    What an activation is applied to anyway is no such output; nor is what nothing is made of: that is the loss.
    """
    if output.role is not Role.FORWARD or not is_apply(output.formula, *_LINEAR):
        return []
    later = [graph[name].formula for name in graph.children[output.name] if graph[name].role is Role.FORWARD]
    if not later or any(_activates(step, output.name) for step in later):
        return []
    before = [graph[name].formula for name in graph.up_to([output.name])]
    return [activation for activation in ACTIVATIONS if any(is_apply(step, activation) for step in before)]


def _activates(formula: Expr | None, name: str) -> bool:
    """Whether an activation is applied to a quantity somewhere in a formula."""
    nodes = walk(formula) if formula is not None else ()
    return any(is_apply(node, *ACTIVATIONS) and node.args[0] == Name(name) for node in nodes)
