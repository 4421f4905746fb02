"""Elements picked, put, stacked and spread: a row each, with its derivative."""

import math
from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np

from grader.engine.expr import Expr, apply
from grader.engine.primitives.primitive import (
    LEAD,
    Array,
    Primitive,
    Rule,
    Shape,
    aligned,
    axes_said,
    broadcast,
    setting,
    shape_said,
)
from grader.engine.primitives.reductions import axes_of
from grader.errors import FormulaError

_SLICE = "its first and its last index both count, from 1"


def _selector(params: Sequence[object], shape: Shape) -> tuple[int | slice, ...]:
    """Numpy's index for 1-based indices and inclusive slices."""
    if len(params) > len(shape):
        raise FormulaError(f"{len(params)} indices for an array of {axes_said(len(shape))}")
    picked: list[int | slice] = []
    for n, part in zip(shape, params, strict=False):
        if isinstance(part, tuple):
            start, stop = 1 if part[1] is None else part[1], n if part[2] is None else part[2]
            if part != ("slice", None, None) and not 1 <= start <= stop <= n:
                raise FormulaError(f"the slice {start}:{stop} is not within 1 … {n}", todo=_SLICE)
            picked.append(slice(start - 1, stop))
        elif isinstance(part, int) and 1 <= part <= n:
            picked.append(part - 1)
        else:
            raise FormulaError(f"index {part} is outside 1 … {n}", todo="indices count from 1")
    return tuple(picked)


def _index(value: Array, *params: object) -> Array:
    return value[(slice(None),) * LEAD + _selector(params, value.shape[LEAD:])]


def _index_shape(shape: Shape, *params: object) -> Shape:
    return np.empty(shape, dtype=bool)[_selector(params, shape)].shape


def _put(value: Array, shape: Shape, *params: object) -> Array:
    out = np.zeros(value.shape[:LEAD] + shape)
    place = out[(slice(None),) * LEAD + _selector(params, shape)]
    place[...] = aligned(value, place)[0]
    return out


def _put_shape(value: Shape, shape: Shape, *params: object) -> Shape:
    place = _index_shape(shape, *params)
    if broadcast(value, place) != place:
        raise FormulaError(f"{shape_said(value)} elements do not fit into a place for {shape_said(place)}")
    return shape


def _stack(*values: Array) -> Array:
    lead = np.broadcast_shapes(*(value.shape[:LEAD] for value in values))
    return np.stack([np.broadcast_to(v, lead + v.shape[LEAD:]) for v in values], axis=LEAD)


def _stack_shape(*shapes: Shape) -> Shape:
    if len(set(shapes)) != 1:
        raise FormulaError("the rows of an array differ in length")
    return (len(shapes), *shapes[0])


class _Joined(NamedTuple):
    """How the parts of concat lie beside one another: along an axis, a number as long as what it stands beside."""

    axis: int
    parts: list[Shape]

    @classmethod
    def of(cls, shapes: Sequence[Shape], params: Sequence[object]) -> "_Joined":
        longest: Shape = next(filter(None, shapes), (1,))
        axes = axes_of(params, len(longest))
        axis = axes[0] if axes else 0
        return cls(axis, [shape or (*longest[:axis], 1, *longest[axis + 1 :]) for shape in shapes])


def _concat(*given: object) -> Array:
    values = [v for v in given if isinstance(v, np.ndarray)]
    params = [p for p in given if not isinstance(p, np.ndarray)]
    axis, parts = _Joined.of([v.shape[LEAD:] for v in values], params)
    lead = np.broadcast_shapes(*(value.shape[:LEAD] for value in values))
    along = [np.broadcast_to(aligned(v, np.empty((1, 1, *p)))[0], lead + p) for v, p in zip(values, parts, strict=True)]
    return np.concatenate(along, axis=LEAD + axis)


def _concat_shape(*given: object) -> Shape:
    settings = [p for p in given if isinstance(p, tuple) and p and isinstance(p[0], str)]
    axis, parts = _Joined.of([cast(Shape, s) for s in given if s not in settings], settings)
    first = parts[0]
    if len({(len(s), s[:axis] + s[axis + 1 :]) for s in parts}) != 1:
        raise FormulaError(f"the parts of concat do not fit: {' and '.join(map(shape_said, parts))}")
    return (*first[:axis], sum(s[axis] for s in parts), *first[axis + 1 :])


def _concat_vjp(i: int, g: Expr, rule: Rule) -> Expr:
    axis, parts = _Joined.of(rule.shapes, rule.params)
    start = sum(part[axis] for part in parts[:i])
    before: tuple[object, ...] = (("slice", None, None),) * axis
    if not rule.shapes[i]:
        own = apply("index", g, params=(*before, start + 1))
        return apply("sum", own) if len(parts[i]) > 1 else own
    return apply("index", g, params=(*before, ("slice", start + 1, start + parts[i][axis])))


def _unsqueeze(value: Array, *axes: int) -> Array:
    return np.expand_dims(value, tuple(axis + LEAD if axis >= 0 else axis for axis in axes))


def _unsqueezed(shape: Shape, *axes: int) -> Shape:
    return np.expand_dims(np.empty(shape, dtype=bool), axes).shape


def _reshaped(old: Shape, *shape: int) -> Shape:
    if math.prod(old) != math.prod(shape):
        raise FormulaError(f"{math.prod(old)} elements do not make {shape_said(shape)}")
    return shape


def _onehot(value: Array, *params: object) -> Array:
    """A row for each class number, counted from 1: 1 at its place, 0 elsewhere; nan where there is no such class."""
    places = np.arange(1, _classes(params) + 1)
    fine = np.isin(value, places)[..., None]
    return np.where(fine, (value[..., None] == places).astype(float), np.nan)


def _classes(params: Sequence[object]) -> int:
    count = setting(params, "classes")
    if not isinstance(count, int) or count < 1:
        raise FormulaError("onehot needs to know how many classes there are", todo="as in onehot(y, classes=3)")
    return count


def _fold(value: Array, *shape: int) -> Array:
    """Sums away the axes that broadcasting had added or stretched."""
    extra = value.ndim - LEAD - len(shape)
    value = value.sum(axis=tuple(range(LEAD, LEAD + extra))) if extra else value
    stretched = tuple(k + LEAD for k, n in enumerate(shape) if n == 1 and value.shape[k + LEAD] != 1)
    return np.asarray(value.sum(axis=stretched, keepdims=True)) if stretched else value


def _reshape(value: Array, *shape: int) -> Array:
    return value.reshape(value.shape[:LEAD] + shape)


def _diag(value: Array) -> Array:
    """The matrix with a vector on its diagonal and 0 elsewhere; of a matrix, its diagonal."""
    if value.ndim == LEAD + 1:
        return np.where(np.eye(value.shape[-1]) > 0, value[..., :, None], 0.0)
    return np.diagonal(value, axis1=-2, axis2=-1)


def _diag_shape(shape: Shape) -> Shape:
    if len(shape) == 1:
        return shape * 2
    if len(shape) != 2 or shape[0] != shape[1]:
        raise FormulaError(f"the diagonal of {shape_said(shape)}", todo="of a vector, or of a square matrix")
    return shape[:1]


ARRANGING: dict[str, Primitive] = {
    "index": Primitive(_index, _index_shape, lambda _i, g, r: apply("put", g, params=(r.shapes[0], *r.params))),
    "put": Primitive(_put, _put_shape, lambda _i, g, r: apply("index", g, params=r.params[1:])),
    "stack": Primitive(_stack, _stack_shape, lambda i, g, _r: apply("index", g, params=(i + 1,))),
    "concat": Primitive(_concat, _concat_shape, _concat_vjp),
    "unsqueeze": Primitive(_unsqueeze, _unsqueezed, lambda _i, g, r: apply("reshape", g, params=r.shapes[0])),
    "reshape": Primitive(_reshape, _reshaped, lambda _i, g, r: apply("reshape", g, params=r.shapes[0])),
    "expand": Primitive(
        lambda v, *shape: np.broadcast_to(aligned(v, np.empty((1, 1, *shape)))[0], v.shape[:LEAD] + shape),
        lambda _s, *shape: shape,
        lambda _i, g, r: apply("fold", g, params=r.shapes[0]),
    ),
    "fold": Primitive(_fold, lambda _s, *shape: shape, lambda _i, g, r: apply("expand", g, params=r.shapes[0])),
    "flatten": Primitive(
        lambda v: v.reshape(*v.shape[:LEAD], math.prod(v.shape[LEAD:])),
        lambda shape: (math.prod(shape),),
        lambda _i, g, r: apply("reshape", g, params=r.shapes[0]) if len(r.shapes[0]) != 1 else g,
    ),
    "diag": Primitive(_diag, _diag_shape, lambda _i, g, _r: apply("diag", g)),
    "eye": Primitive(lambda _, n: np.eye(n)[None, None], lambda _, n: (n, n), lambda *_: None),
    "onehot": Primitive(_onehot, lambda shape, *params: (*shape, _classes(params)), lambda *_: None),
    "local": Primitive(lambda value, *_: value, lambda shape, *_: shape, lambda _i, g, _r: g),
}
