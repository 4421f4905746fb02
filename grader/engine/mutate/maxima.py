"""Slips in the largest of an array or of each window: another element, another reduction, a gradient shared out."""

from collections.abc import Iterator
from math import prod
from typing import cast

from grader.engine.evaluate import shape_of
from grader.engine.expr import Apply, Expr, Name, apply, is_apply, mul, neg, number
from grader.engine.mutate.edit import Edit, Setting, rank
from grader.engine.mutate.operands import WIDEST


def largest(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """Another element of a vector, or the smallest, for its largest."""
    if not is_apply(node, "amax") or rank(node.args[0], setting) != 1:
        return
    vector = node.args[0]
    for k in range(length if (length := shape_of(vector, setting.shapes)[0]) <= WIDEST else 0):
        element = apply("index", vector, params=(k + 1,))
        yield Edit("wrong-branch", element, "{1} is taken, not {0}", (node, element))
    yield Edit("wrong-branch", neg(apply("amax", neg(vector))), "{1} is used for {0}", (Name("max"), Name("min")))


def pooled(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """The mean or the sum where the largest belongs, of windows or of a whole array, and what becomes of a gradient."""
    if is_apply(node, "amax"):
        for primitive, says in zip(("mean", "sum"), _IN_WINDOWS if _goes_by_windows(node) else _OF_ALL, strict=True):
            yield Edit("reduction", Apply(primitive, node.args, node.params), says)
    if is_apply(node, "winners"):
        shape = shape_of(node, setting.shapes)
        everywhere = apply("pow", node, number(0))
        shared = mul(number(1 / prod(shape[axis] for axis in cast(tuple[int, ...], node.params))), everywhere)
        says, to_all = _BACK_IN_WINDOWS if _goes_by_windows(node) else _BACK
        yield Edit("reduction", shared, says)
        yield Edit("reduction", everywhere, to_all)


def _goes_by_windows(node: Apply) -> bool:
    return is_apply(node.args[0], "windows")


_IN_WINDOWS = (
    "the mean of each window is taken, not the largest",
    "the sum of each window is taken, not the largest",
)
_OF_ALL = ("the mean is taken, not the largest", "the sum is taken, not the largest")
_BACK_IN_WINDOWS = (
    "the gradient is shared out in each window, not given to its largest",
    "the gradient is given to all of a window, not to its largest alone",
)
_BACK = (
    "the gradient is shared out, not given to the largest",
    "the gradient is given to all, not to the largest alone",
)
