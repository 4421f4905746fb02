"""Slips where a formula goes one way or another: the other case taken, a mask left out on the way back."""

from collections.abc import Iterator

from grader.engine.expr import ONE, ZERO, Apply, Expr, Name, add, is_apply, neg, rewrite, walk
from grader.engine.mutate.edit import Edit, Setting


def branches(node: Expr, _: Setting, __: bool) -> Iterator[Edit]:
    """One of two cases taken throughout, or each for the other; one of several numbers for the largest."""
    if is_apply(node, "where"):
        condition, positive, other = node.args
        yield Edit("wrong-branch", positive, "{0} is used in every case", (positive,))
        yield Edit("wrong-branch", other, "{0} is used in every case", (other,))
        yield Edit("wrong-branch", Apply("where", (condition, other, positive)), "the two cases are exchanged")
    if is_apply(node, "max", "min"):
        opposite = "min" if node.primitive == "max" else "max"
        names = (Name(node.primitive), Name(opposite))
        yield Edit("wrong-branch", Apply(opposite, node.args, node.params), "{1} is used for {0}", names)
        for arg in node.args:
            yield Edit("wrong-branch", arg, "{1} is taken, not {0}", (node, arg))


MASKS = ("step", "is_max", "is_min")


def outside_masks(expr: Expr) -> Iterator[Expr]:
    """Every part of an expression but what a mask or the condition of a case is made of."""
    yield expr
    if isinstance(expr, Apply) and not is_apply(expr, *MASKS):
        for arg in expr.args[is_apply(expr, "where") :]:
            yield from outside_masks(arg)


def without_masks(formula: Expr) -> Iterator[Edit]:
    """A mask left out, the wrong way round, or taken to be 0, wherever it stands."""
    for mask in dict.fromkeys(node for node in walk(formula) if is_apply(node, *MASKS)):
        for says, put in (
            ("the condition {0} is left out", ONE),
            ("the condition {0} is taken the wrong way round", add(ONE, neg(mask))),
            ("the condition {0} is taken to fail", ZERO),
        ):
            changed = rewrite(formula, lambda node, mask=mask, put=put: put if node == mask else None)  # type: ignore[misc]
            yield Edit("wrong-branch", changed, says, (mask,))
