"""What only slips do to an array."""

import math
from collections.abc import Callable

import numpy as np

from grader.engine.primitives.primitive import LEAD, Array, Primitive, Shape, shape_said
from grader.engine.primitives.windows import pooling_of, unwindow_shape
from grader.errors import FormulaError


def _sibling(value: Array, axis: int, k: int) -> Array:
    n = value.shape[LEAD + axis]
    return np.take(value, np.full(n, k), axis=LEAD + axis)


def _masked(value: Array, axis: int, k: int, inside: float, outside: float) -> Array:
    shape = [1] * value.ndim
    shape[LEAD + axis] = -1
    mask = np.arange(value.shape[LEAD + axis]).reshape(shape) == k
    return np.where(mask, inside, outside) * value


def _put_for(value: Array, axis: int, k: int, other: int) -> Array:
    order = np.arange(value.shape[LEAD + axis])
    order[k] = other
    return np.take(value, order, axis=LEAD + axis)


def _swapped(value: Array, axis: int, k: int, other: int) -> Array:
    order = np.arange(value.shape[LEAD + axis])
    order[[k, other]] = other, k
    return np.take(value, order, axis=LEAD + axis)


def _read_as(value: Array, read: float, *index: int) -> Array:
    at: tuple[int | slice, ...] = (slice(None), slice(None), *index)
    other = value.copy()
    other[at] = read
    return other


def _weighed(value: Array, inside: int, outside: int, *place: int) -> Array:
    at: tuple[int | slice, ...] = (slice(None), slice(None), *place)
    weighed = outside * value
    weighed[at] = inside * value[at]
    return weighed


def _latest(parts: Array, shape: Shape, *params: object) -> Array:
    frame = pooling_of(params, shape)
    dims = len(frame.size)
    parts = np.broadcast_to(parts, (*parts.shape[:-1], math.prod(frame.size)))
    found = np.zeros((*parts.shape[: -1 - dims], *shape[-dims:]))
    for place in np.ndindex(*parts.shape[-1 - dims : -1]):
        alone = np.zeros_like(parts)
        alone[(..., *place, slice(None))] = parts[(..., *place, slice(None))]
        given = frame.scattered(alone.reshape(parts.shape[:-1] + frame.size), shape[-dims:])
        found = np.where(given != 0, given, found)
    return found


def _slip(evaluate: Callable[..., Array], shape: Callable[..., Shape]) -> Primitive:
    return Primitive(evaluate, shape, lambda *_: None)


def _along(shape: Shape, axis: int, *places: int) -> Shape:
    """The shape as it is; an axis or a place on it may be gone by a slip before."""
    if axis >= len(shape) or max(places) >= shape[axis]:
        raise FormulaError(f"{shape_said(shape)} has no place {max(places) + 1} on axis {axis + 1}")
    return shape


SLIPS: dict[str, Primitive] = {
    "sibling": _slip(_sibling, _along),
    "without": _slip(lambda value, axis, k: _masked(value, axis, k, 0.0, 1.0), _along),
    "only": _slip(lambda value, axis, k: _masked(value, axis, k, 1.0, 0.0), _along),
    "negated": _slip(lambda value, axis, k: _masked(value, axis, k, -1.0, 1.0), _along),
    "put_for": _slip(_put_for, _along),
    "swapped": _slip(_swapped, _along),
    "read_as": _slip(_read_as, lambda shape, *_: shape),
    "weighed": _slip(_weighed, lambda shape, *_: shape),
    "latest": _slip(_latest, unwindow_shape),
}
"""What only a slip does to an array: element k of an axis for every other; element k left out, alone, or with the wrong
sign; another in its place; the two in each other's; another number read for one element;
one element, and all others, multiplied by −1, 0 or 1;
of what several windows give one place, the last alone."""
