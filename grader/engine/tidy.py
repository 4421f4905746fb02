"""A formula without what its operands' shapes make idle, so that a loss for batches reads well for one sample."""

from collections.abc import Mapping

from grader.engine.evaluate import shape_of
from grader.engine.expr import Apply, Expr, is_apply
from grader.engine.primitives.primitive import Shape, setting

_REDUCTIONS = ("sum", "mean", "var", "amax")


def tidied(formula: Expr, shapes: Mapping[str, Shape]) -> Expr:
    """The formula without sums of single numbers, without the one axis of a vector, and with axes counted from 1.

    >>> from grader.engine import parse, show
    >>> show(tidied(parse("cross_entropy(p, y)"), {"p": (3,), "y": (3,)}))
    '−Σ(y·ln(p))'
    >>> show(tidied(parse("cross_entropy(p, y)"), {"p": (5, 3), "y": (5, 3)}))
    '−mean(sum(y·ln(p), axis=2))'
    """
    if not isinstance(formula, Apply):
        return formula
    args = tuple(tidied(arg, shapes) for arg in formula.args)
    node = Apply(formula.primitive, args, formula.params)
    if is_apply(node, "unsqueeze") and is_apply(args[0], *_REDUCTIONS) and not shape_of(args[0], shapes):
        return args[0]
    if node.primitive not in _REDUCTIONS:
        return node
    rank, axis = len(shape_of(args[0], shapes)), setting(node.params, "axis")
    if not rank and node.primitive in ("sum", "mean", "amax") and axis in (None, -1):
        return args[0]
    if rank == 1 and axis in (1, -1):
        return Apply(node.primitive, args)
    if axis == -1 and rank and not is_apply(args[0], "windows"):
        params = tuple(("axis", rank) if param == ("axis", -1) else param for param in node.params)
        return Apply(node.primitive, args, params)
    return node
