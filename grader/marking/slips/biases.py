"""The gradient of a bias multiplied by what the weight beside it is multiplied by: δ·x for δ."""

from collections.abc import Iterator

from grader.engine import Mutation, Name, mul, walk
from grader.engine.expr import is_apply
from grader.reference import Graph, Quantity, Role

_SAYS = "there is a factor {0} too many"


def as_of_a_weight(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """The gradient of what is added to a product, as if it were multiplied, too."""
    if quantity.role is not Role.GRADIENT or quantity.formula is None or not graph[quantity.wrt].role.begins:
        return
    for name in dict.fromkeys(_beside(quantity.wrt, graph)):
        if graph[name].shape in ((), quantity.shape):
            yield Mutation("wrong-factor", mul(Name(name), quantity.formula), _SAYS, (Name(name),))


def _beside(bias: str, graph: Graph) -> Iterator[str]:
    """What stands beside weights in the sums that a bias is a term of."""
    steps = (graph[child] for child in graph.children[bias])
    formulas = [step.formula for step in steps if step.role is Role.FORWARD and step.formula is not None]
    for node in (node for formula in formulas for node in walk(formula)):
        terms = node.args if is_apply(node, "add") and Name(bias) in node.args else ()
        for term in terms:
            if is_apply(term, "mul", "matmul") and len(term.args) == 2:
                names = [arg.name for arg in term.args if isinstance(arg, Name)]
                yield from (name for name in names if graph[name].role in (Role.FORWARD, Role.GIVEN))
