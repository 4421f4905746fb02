"""Sums, means, variances and maxima along axes, and softmax: a row each, with its derivative."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.engine.expr import Apply, Expr, apply, mul, number, sub
from grader.engine.primitives.arithmetic import over
from grader.engine.primitives.primitive import LEAD, TIE, Array, Primitive, Rule, Shape, axes_said, setting
from grader.errors import FormulaError


def axes_of(params: Sequence[object], rank: int) -> tuple[int, ...]:
    """The axes a reduction runs over, from 0; the language counts them from 1, and none written means all."""
    axis = setting(params, "axis")
    if axis is None:
        return tuple(range(rank))
    if not isinstance(axis, int) or not 1 <= abs(axis) <= rank:
        raise FormulaError(f"axis {axis} does not exist", todo=f"axes count from 1; it has {axes_said(rank)}")
    return (axis - 1 if axis > 0 else rank + axis,)


def _reduced(shape: Shape, *params: object) -> Shape:
    axes = axes_of(params, len(shape))
    return tuple(n for k, n in enumerate(shape) if k not in axes)


def _reduction(function: Callable[..., Array], vjp: Callable[[Expr, Rule], Expr]) -> Primitive:
    def evaluate(value: Array, *params: object) -> Array:
        axes = axes_of(params, value.ndim - LEAD)
        return np.asarray(function(value, axis=tuple(k + LEAD for k in axes)))

    return Primitive(evaluate, _reduced, lambda _i, g, rule: vjp(g, rule))


def _spread(g: Expr, rule: Rule) -> Expr:
    """A gradient of the reduced shape, given back the axes that the reduction removed (as length 1)."""
    axes = axes_of(rule.params, len(rule.shapes[0]))
    if not rule.upstream:
        return g  # a number broadcasts by itself
    return apply("unsqueeze", g, params=axes)


def _count(rule: Rule) -> Expr:
    return number(math.prod(rule.shapes[0][k] for k in axes_of(rule.params, len(rule.shapes[0]))))


def _reduced_again(primitive: str, rule: Rule) -> Expr:
    return _spread(Apply(primitive, rule.args, rule.params), rule._replace(upstream=rule.shape))


def _variance_vjp(g: Expr, rule: Rule) -> Expr:
    centred = sub(rule.args[0], _reduced_again("mean", rule))
    return apply("div", mul(_spread(g, rule), number(2), centred), _count(rule))


def _max_vjp(g: Expr, rule: Rule) -> Expr:
    winners = apply("winners", rule.args[0], params=axes_of(rule.params, len(rule.shapes[0])))
    return mul(_spread(g, rule), winners)


def _winners(value: Array, *axes: int) -> Array:
    """1 at the first maximum along the axes, 0 elsewhere."""
    where, moved = _moved(value, axes)
    flat = moved.reshape(*moved.shape[: -len(where)], math.prod(moved.shape[-len(where) :]))
    first = np.zeros_like(flat)
    np.put_along_axis(first, _first_largest(flat)[..., None], 1.0, axis=-1)
    return np.moveaxis(first.reshape(moved.shape), range(-len(where), 0), where)


def _argmax(value: Array, *params: object) -> Array:
    """The place, from 1, of the first maximum along the axis; without one, of all elements row by row."""
    where, moved = _moved(value, axes_of(params, value.ndim - LEAD))
    flat = moved.reshape(*moved.shape[: moved.ndim - len(where)], -1)
    return np.asarray(_first_largest(flat) + 1.0, dtype=float)


def _moved(value: Array, axes: Sequence[int]) -> tuple[tuple[int, ...], Array]:
    """Some axes of the quantity as axes of the array, and the array with them last."""
    where = tuple(axis + LEAD for axis in axes)
    return where, np.moveaxis(value, where, range(-len(where), 0))


def _first_largest(flat: Array) -> NDArray[np.intp]:
    """Where on the last axis the largest stands first; of numbers that are equal but for rounding, too."""
    top = flat.max(axis=-1, keepdims=True)
    return np.asarray((flat >= top - TIE * np.abs(top)).argmax(axis=-1))


def _rowwise(shape: Shape) -> Shape:
    if not shape:
        raise FormulaError("softmax of a single number", todo="it takes a vector, or a matrix row by row")
    return shape


def _softmax(x: Array) -> Array:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def _log_softmax(x: Array) -> Array:
    shifted = x - x.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def row_sum(expr: Expr, shape: Shape) -> Expr:
    """The sum over the last axis, kept as an axis of length 1."""
    last = len(shape)
    if last == 1:
        return apply("sum", expr)
    return apply("unsqueeze", apply("sum", expr, params=(("axis", last),)), params=(last - 1,))


def _softmax_vjp(_: int, g: Expr, rule: Rule) -> Expr:
    return mul(rule.y, sub(g, row_sum(mul(g, rule.y), rule.shape)))


def _log_softmax_vjp(_: int, g: Expr, rule: Rule) -> Expr:
    spread = apply("expand", g, params=rule.shape)
    return sub(g, mul(apply("softmax", rule.args[0]), row_sum(spread, rule.shape)))


REDUCTIONS: dict[str, Primitive] = {
    "sum": _reduction(np.sum, lambda g, rule: _spread(g, rule)),
    "mean": _reduction(np.mean, lambda g, rule: over(_spread(g, rule), _count(rule))),
    "var": _reduction(np.var, _variance_vjp),
    "amax": _reduction(np.max, _max_vjp),
    "argmax": Primitive(_argmax, _reduced, lambda *_: None),
    "winners": Primitive(_winners, lambda shape, *_: shape, lambda *_: None),
    "softmax": Primitive(_softmax, _rowwise, _softmax_vjp, activation=True),
    "log_softmax": Primitive(_log_softmax, _rowwise, _log_softmax_vjp),
}
