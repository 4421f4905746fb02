"""What the formula of a quantity makes of it, by which people call it: `softmax output`, `cross-entropy loss`."""

from collections.abc import Collection, Iterator, Mapping

from grader.engine import ACTIVATIONS, Apply, Expr, Name, is_apply, names_in, number, taken_apart, walk
from grader.reference.graph import Graph, Quantity, Role

_CONVOLUTIONS = ("conv1d", "conv2d")
_OF_ENTROPY = ("log", "log_softmax", "softplus")


def inner(formula: Expr | None) -> str:
    """What a formula is the activation of; empty where it is none, or not of a quantity by itself."""
    if is_apply(formula, *ACTIVATIONS) and isinstance(formula.args[0], Name):
        return formula.args[0].name
    return ""


def traits(graph: Graph, losses: Collection[str]) -> Mapping[str, frozenset[str]]:
    """By quantity: `entropy` or `squares` of a loss, and `mean`; of an activation it and its layer; `pool`; `conv`.

    The layer is `output` where nothing but the loss is computed from it, else `hidden`.
    """
    hidden = {
        parent
        for quantity in graph.values()
        if quantity.role is Role.FORWARD and taken_apart(quantity.name)[0] not in losses
        for parent in quantity.parents
    }
    found = {}
    for name, quantity in graph.items():
        if quantity.role is not Role.FORWARD or quantity.formula is None:
            continue
        if taken_apart(name)[0] in losses:
            sort = () if _adds_up(quantity, graph) else _sort(quantity.formula)
            found[name] = frozenset((*sort, "mean") if _is_mean(quantity, graph) else sort)
        elif inner(quantity.formula) and isinstance(quantity.formula, Apply):
            found[name] = frozenset((quantity.formula.primitive, "hidden" if name in hidden else "output"))
        elif _pools(quantity.formula):
            found[name] = frozenset(("pool",))
        elif any(is_apply(term, *_CONVOLUTIONS) for term in _terms(quantity.formula)):
            found[name] = frozenset(("conv",))
    return found


def _terms(formula: Expr) -> tuple[Expr, ...]:
    """What a sum adds up, a bias beside it too; else the formula itself."""
    return formula.args if isinstance(formula, Apply) and formula.primitive == "add" else (formula,)


def _pools(formula: Expr) -> bool:
    """Whether the largest, or the mean, is taken of windows, or of a quantity as a whole."""
    return is_apply(formula, "amax", "mean") and (isinstance(of := formula.args[0], Name) or is_apply(of, "windows"))


def _adds_up(loss: Quantity, graph: Graph) -> bool:
    """Whether a loss has a penalty, or parts that are losses by other names: it is not of the sort of one of them."""
    parts = [graph[parent].formula for parent in loss.parents]
    penalties = (node for node in _squares(loss.formula) if all(graph[name].role.begins for name in names_in(node)))
    return any(formula is not None and _sort(formula) for formula in parts) or any(penalties)


def _is_mean(loss: Quantity, graph: Graph) -> bool:
    """Whether a loss, or a part of it, is a mean: what people call the total is another number then.

    A loss that is a sum of terms, such as a mean and a penalty, is itself what they call so.
    """
    if is_apply(loss.formula, "add"):
        return False
    parts = (loss.formula, *(graph[parent].formula for parent in loss.parents))
    return any(is_apply(node, "mean") for formula in parts if formula is not None for node in walk(formula))


def _sort(formula: Expr) -> tuple[str, ...]:
    """Of what sort a loss is; nothing of one that is of both, or of neither."""
    entropy = any(isinstance(node, Apply) and node.primitive in _OF_ENTROPY for node in walk(formula))
    squares = any(_squares(formula))
    return () if entropy == squares else ("entropy",) if entropy else ("squares",)


def _squares(formula: Expr | None) -> Iterator[Expr]:
    for node in walk(formula) if formula is not None else ():
        if is_apply(node, "pow") and node.args[1] == number(2):
            yield node
