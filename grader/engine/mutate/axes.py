"""Slips along an axis: an element left out of a sum, a mean for a sum, columns for rows, windows and filters."""

import math
from collections.abc import Iterator

from grader.engine.evaluate import shape_of
from grader.engine.expr import (
    Apply,
    Expr,
    apply,
    is_apply,
    mul,
    names_in,
    number,
    sub,
)
from grader.engine.mutate.edit import Edit, Setting, fits, rank
from grader.engine.mutate.operands import WIDEST
from grader.engine.primitives.convolution import CONVOLUTION
from grader.engine.primitives.primitive import setting as setting_of
from grader.engine.primitives.reductions import axes_of


def products(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """Products of a row and a column: the sign of one term, another element for one of its factors."""
    if not is_apply(node, "matmul"):
        return
    for i, arg in enumerate(node.args):
        ranks = rank(arg, setting)
        axis = ranks - 1 if i == 0 else 0
        size = shape_of(arg, setting.shapes)[axis]
        word = "element" if ranks == 1 else "column" if axis else "row"
        for k in range(size if 1 < size <= WIDEST else 0):

            def slipped(primitive: str, *params: int, i: int = i, arg: Expr = arg) -> Expr:
                args = (*node.args[:i], apply(primitive, arg, params=params), *node.args[i + 1 :])
                return Apply("matmul", args)

            if i == 0:
                yield Edit(
                    "sign", slipped("negated", axis, k), "term {0} of the sum has the wrong sign", (number(k + 1),)
                )
            for other in range(max(k - _NEAR, 0), min(k + _NEAR + 1, size)):
                if other != k:
                    parts = (arg, number(other + 1), number(k + 1))
                    yield Edit("wrong-operand", slipped("put_for", axis, k, other), _PUT_FOR[word], parts)


_PUT_FOR = {
    "element": "in the sum element {1} of {0} is used where element {2} belongs",
    "row": "in the sum row {1} of {0} is used where row {2} belongs",
    "column": "in the sum column {1} of {0} is used where column {2} belongs",
}
_NEAR = 2
"""An element is taken for one that stands so near."""


def summed_elements(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """Sums over an axis: one element (a sample, a path) left out, or taken alone; a mean for a sum."""
    if is_apply(node, "unsqueeze") and is_apply(node.args[0], "sum"):  # a sum that is as long as what it is of
        yield Edit("dropped-term", node.args[0].args[0], _OWN_TERM, node.args)
    if is_apply(node, "matmul"):
        arg, axis = node.args[0], rank(node.args[0], setting) - 1
    elif is_apply(node, "sum", "mean") and rank(node.args[0], setting):
        arg, axis = node.args[0], axes_of(node.params, rank(node.args[0], setting))[0]
    else:
        return
    size = shape_of(arg, setting.shapes)[axis]
    cause = "dropped-sample" if _over_samples(arg, axis, setting) else "dropped-term"
    for k in range(size if 1 < size <= WIDEST else 0):
        for primitive, says in _PICKED[cause].items():
            args = (apply(primitive, arg, params=(axis, k)), *node.args[1:])
            yield Edit(cause, Apply(node.primitive, args, node.params), says, (number(k + 1),))
    if node.primitive == "mean" and cause == "dropped-sample" and 2 < size <= WIDEST:
        yield from _means_of_the_others(node, axis, size)
    if node.primitive == "sum":
        yield Edit("dropped-term", arg, _OWN_TERM, (node,))
    if node.primitive in ("sum", "mean"):
        other = "mean" if node.primitive == "sum" else "sum"
        yield Edit("reduction", Apply(other, node.args, node.params), _REDUCED[other])


def _means_of_the_others(node: Apply, axis: int, size: int) -> Iterator[Edit]:
    """The mean over a batch without a sample of it, divided by as many as are left."""
    for k in range(size):
        rest = Apply(node.primitive, (apply("without", node.args[0], params=(axis, k)),), node.params)
        mean = mul(number(size / (size - 1)), rest)
        yield Edit("dropped-sample", mean, _OF_THE_OTHERS, (number(k + 1), number(size - 1)))


_OF_THE_OTHERS = "sample {0} is left out, and the mean is that of the other {1}"
_OWN_TERM = "of {0} each element has only its own term"
_PICKED = {
    "dropped-sample": {"without": "sample {0} is left out of the sum", "only": "only sample {0} is counted"},
    "dropped-term": {"without": "term {0} is left out of the sum", "only": "only term {0} is counted"},
}
_REDUCED = {"mean": "the mean is taken, not the sum", "sum": "the sum is taken, not the mean"}


def variances(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A mean of squares divided by n − 1, as the variance of a sample is; or its root, the standard deviation."""
    if not is_apply(node, "var", "mean", "div"):
        return
    inner = node.args[0].args[0] if node.primitive == "div" and is_apply(node.args[0], "sum") else node.args[0]
    if node.primitive != "var" and not (is_apply(inner, "pow") and inner.args[1] == number(2)):
        return
    yield Edit("not-squared", apply("sqrt", node), "the root of {0} is taken, not that itself", (node,))
    if node.primitive == "div":
        return
    shape = shape_of(node.args[0], setting.shapes)
    count = math.prod(shape[axis] for axis in axes_of(node.params, len(shape)))
    if count > 2:
        unbiased = mul(number(count / (count - 1)), node)
        parts = (node, number(count - 1), number(count))
        yield Edit("wrong-factor", unbiased, "it is divided by {1}, not by {2}", parts)


def turned_axes(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A function of rows taken of columns: softmax down a column, the mean of a batch over the features."""
    if not isinstance(node, Apply) or rank(node.args[0], setting) != 2:
        return
    flipped = apply("transpose", node.args[0])
    if node.primitive in ("softmax", "log_softmax"):
        turned = apply("transpose", Apply(node.primitive, (flipped,), node.params))
        yield Edit("wrong-axis", turned, "{0} is taken of the columns, not of the rows", (node,))
        yield Edit("wrong-axis", _of_all(node), "it is taken of the whole array, not of each row or column", (node,))
    elif is_apply(node, *_ALONG) and not is_apply(node.args[0], "windows"):
        axes = axes_of(node.params, 2)
        turned = Apply(node.primitive, (flipped,), node.params)
        if len(axes) == 1 and fits(turned, node, setting):
            yield Edit("wrong-axis", turned, _INSTEAD[axes[0]], (node,))


def _of_all(node: Apply) -> Expr:
    """A softmax, or its logarithm, of all that an array holds."""
    [logits] = node.args
    total = apply("sum", apply("exp", logits))
    if node.primitive == "log_softmax":
        return sub(logits, apply("log", total))
    return apply("div", apply("exp", logits), total)


_ALONG = ("sum", "mean", "var", "amax")
_INSTEAD = (
    "it goes along the rows, not down the columns",
    "it goes down the columns, not along the rows",
)
"""By the axis that belongs there: over the first of a matrix it goes down each column."""


def kept_axes(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """What each row has of its own, its mean or largest, taken of the columns, or of the whole array."""
    if not is_apply(node, "unsqueeze") or not is_apply(node.args[0], *_ALONG) or rank(node, setting) != 2:
        return
    of_each = node.args[0]
    axis, *more = axes_of(of_each.params, rank(of_each.args[0], setting))
    if more:
        return
    turned = Apply(of_each.primitive, (apply("transpose", of_each.args[0]),), of_each.params)
    yield Edit("wrong-axis", apply("unsqueeze", turned, params=(1 - axis,)), _INSTEAD[axis], (of_each,))
    whole = Apply(of_each.primitive, of_each.args)
    yield Edit("wrong-axis", whole, "it is taken of the whole array, not of each row or column", (of_each,))


def _over_samples(arg: Expr, axis: int, setting: Setting) -> bool:
    if is_apply(arg, "transpose"):
        return _over_samples(arg.args[0], 1 - axis, setting)
    return axis == 0 and any(name in setting.samples for name in names_in(arg))


def _undilated(node: Apply, setting: Setting) -> Expr:
    """A convolution with the taps side by side, as far as its own places go."""
    shape, dims = shape_of(node, setting.shapes), int(node.primitive[4])
    dilation = setting_of(node.params, "dilation")
    close = Apply(node.primitive, node.args, tuple(param for param in node.params if param != ("dilation", dilation)))
    places = (("slice", None, None),) * (len(shape) - dims) + tuple(("slice", 1, n) for n in shape[-dims:])
    return apply("index", close, params=places)


_FILTERED = tuple(name for name in CONVOLUTION if not name.endswith("weights"))
"""In these a filter lies on something."""


def pictures(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A filter turned round in a convolution, or not turned where it belongs so."""
    if is_apply(node, *_FILTERED):
        first, weights = node.args
        turned = is_apply(weights, "flip")
        dims = (("dims", int(node.primitive[4])),)
        other = weights.args[0] if is_apply(weights, "flip") else apply("flip", weights, params=dims)
        says = "the filter {0} is not flipped" if turned or "input" in node.primitive else "the filter {0} is flipped"
        yield Edit("transposed", Apply(node.primitive, (first, other), node.params), says, (weights,))
        sides = shape_of(weights, setting.shapes)
        if len(sides) == 2 and sides[0] == sides[1]:
            turned_round = Apply(node.primitive, (first, apply("transpose", weights)), node.params)
            yield Edit("transposed", turned_round, "{0} is used the wrong way round (transposed)", (weights,))
        if is_apply(node, "conv1d", "conv2d") and setting_of(node.params, "dilation"):
            yield Edit("wrong-operand", _undilated(node, setting), "the filter {0} is not dilated", (weights,))
    if is_apply(node, "conv1d_weights", "conv2d_weights"):
        flipped = apply("flip", node, params=(("dims", int(node.primitive[4])),))
        yield Edit("transposed", flipped, "the gradient of the filter comes out flipped")
