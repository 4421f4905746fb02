"""A squared error taken for a cross-entropy: (y − t)² where −t·ln y belongs, added up as that is, or half of it."""

from collections.abc import Iterator

from grader.engine.expr import ONE, Expr, Name, apply, is_apply, mul, neg, number, rewrite, sub, walk
from grader.engine.mutate.edit import Edit

_SAYS = "the squared error {1} is used where the cross-entropy {0} belongs"


def other_losses(formula: Expr) -> Iterator[Edit]:
    """A loss as if it were the squared error of what its logarithms are of."""
    found = {node: pair for node in walk(formula) if (pair := _compared(node)) is not None}
    terms = {arg for node in found if is_apply(node, "add") for arg in node.args}
    for node, (probability, target) in found.items():
        if node not in terms and probability != target:  # that is an entropy
            square = apply("pow", sub(probability, target), number(2))
            for error in (square, apply("div", square, number(2))):
                loss = _with(formula, node, error)
                yield Edit("missing-function", loss, _SAYS, (neg(node), error))


def _with(formula: Expr, node: Expr, error: Expr) -> Expr:
    """The loss with minus an error in the place of a node; as it is written where there is a minus in front of all."""
    if is_apply(formula, "neg"):
        return neg(rewrite(formula, {node: error}.get))
    return rewrite(formula, {node: neg(error)}.get)


def _compared(node: Expr) -> tuple[Expr, Expr] | None:
    """Of t·ln y, or of t·ln y + (1 − t)·ln(1 − y), what is compared: y and t."""
    if is_apply(node, "mul") and len(logs := [arg for arg in node.args if is_apply(arg, "log")]) == 1:
        [log] = logs
        return log.args[0], mul(*(arg for arg in node.args if arg != log))
    if is_apply(node, "add") and len(node.args) == 2:
        pairs = [pair for arg in node.args if (pair := _compared(arg)) is not None]
        if len(pairs) == 2 and all(_is_rest(one, other) for one, other in zip(*pairs, strict=True)):
            return next((pair for pair in pairs if isinstance(pair[0], Name)), pairs[0])
    return None


def _is_rest(one: Expr, other: Expr) -> bool:
    return sub(ONE, one) == other or sub(ONE, other) == one
