"""Slips in the largest of an array or of each window: another element, another reduction, a gradient shared out."""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import cast

from numpy import ndindex

from grader.engine.evaluate import shape_of
from grader.engine.expr import Apply, Expr, Name, apply, is_apply, mul, neg, number
from grader.engine.mutate.edit import Edit, Setting, rank
from grader.engine.mutate.operands import WIDEST
from grader.engine.primitives.primitive import Shape
from grader.engine.primitives.primitive import setting as setting_of
from grader.engine.primitives.windows import pooling_of


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


def places_of_largest(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """In one window an element taken that is not its largest, or the gradient brought to such a one.

    And where windows overlap, their gradients written over one another in place of added.
    """
    if is_apply(node, "amax", "winners") and _goes_by_windows(node):
        windows = cast(Apply, node.args[0])
        *places, taps = shape_of(windows, setting.shapes)
        picture = shape_of(windows.args[0], setting.shapes)
        for number_of, place in enumerate(ndindex(*places) if prod((*places, taps)) <= _MOST_PICKED else ()):
            for tap, held in enumerate(_held(windows.params, picture, place)):
                picked = Apply(node.primitive, (apply("picked", windows, params=(tap, *place)),), node.params)
                parts = (apply("index", windows.args[0], params=held), number(number_of + 1))
                yield Edit("wrong-branch", picked, _PICKED, parts)
    if is_apply(node, "unwindow") and _overlap(node.params[1:]):
        yield Edit("dropped-term", Apply("latest", node.args, node.params), _LATEST)


def _held(params: tuple[object, ...], picture: Shape, place: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The places, from 1, that a window holds; none where zeros around the picture are among them."""
    frame = pooling_of(params, picture)
    dims = len(frame.size)
    first = [k + 1 for k in place[-dims:]]
    seen = [frame.seen(first, tap) for tap in product(*map(range, frame.size))]
    inside = all(1 <= k <= n for at in seen for k, n in zip(at, picture[-dims:], strict=True))
    return [(*(k + 1 for k in place[:-dims]), *at) for at in seen] if inside else []


_MOST_PICKED = 64
"""Of more elements in all windows together none is taken for the largest: nobody pools so many by hand."""
_PICKED = "{0} is taken as the largest of window {1} (counted row by row)"
_LATEST = "where windows overlap, the gradient of the last of them stands, not the sum"


def _overlap(params: tuple[object, ...]) -> bool:
    return (setting_of(params, "stride") or 1) != setting_of(params, "size")


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
