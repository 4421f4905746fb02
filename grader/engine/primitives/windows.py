"""Windows over the last axes, for pooling, and filters turned round: a row each, with its derivative."""

import math
from collections.abc import Sequence

import numpy as np

from grader.engine.expr import apply
from grader.engine.primitives.frames import WIDEST, Frame, frame_of
from grader.engine.primitives.primitive import LEAD, Array, Primitive, Shape, setting
from grader.errors import FormulaError


def pooling_of(params: Sequence[object], shape: Shape) -> Frame:
    """The frame of a pooling over the last axes."""
    dims, size = setting(params, "dims"), setting(params, "size")
    if not isinstance(dims, int) or not 1 <= dims <= len(shape):
        raise FormulaError("too few axes to pool over", todo="the last axes are those of the picture")
    if not isinstance(size, int) or not 1 <= size <= WIDEST:
        raise FormulaError(f"a window of size {size}", todo="a whole number, from 1")
    return frame_of(params, shape[-dims:], (size,) * dims)


def _windows(x: Array, *params: object) -> Array:
    frame = pooling_of(params, x.shape[LEAD:])
    seen = frame.windows(x)
    return seen.reshape(*seen.shape[: -len(frame.size)], math.prod(frame.size))


def _windows_shape(shape: Shape, *params: object) -> Shape:
    frame = pooling_of(params, shape)
    dims = len(frame.size)
    return (*shape[:-dims], *frame.places(shape[-dims:]), math.prod(frame.size))


def _unwindow(g: Array, shape: Shape, *params: object) -> Array:
    frame = pooling_of(params, shape)
    whole = np.broadcast_to(g, g.shape[:LEAD] + _windows_shape(shape, *params))
    return frame.scattered(whole.reshape(whole.shape[:-1] + frame.size), shape[-len(frame.size) :])


def unwindow_shape(parts: Shape, shape: Shape, *params: object) -> Shape:
    """That of the picture; a part may be one number for all of its window."""
    whole = _windows_shape(shape, *params)
    if len(parts) != len(whole) or any(n not in (1, full) for n, full in zip(parts, whole, strict=True)):
        raise FormulaError(f"{parts} is not taken apart from {shape}, which has windows of {whole}")
    return shape


def _picked(windows: Array, tap: int, *place: int) -> Array:
    """The windows with everything else in the one at a place made smaller than its element at the tap."""
    at: tuple[int | slice, ...] = (slice(None), slice(None), *place)
    picked, kept = windows.copy(), windows[(*at, tap)]
    picked[at] = (kept - np.abs(kept) - 1)[..., None]
    picked[(*at, tap)] = kept
    return picked


def _picked_shape(shape: Shape, tap: int, *place: int) -> Shape:
    if len(place) + 1 != len(shape) or any(k >= n for k, n in zip((*place, tap), shape, strict=True)):
        raise FormulaError(f"{shape} has no element {tap} in a window at {place}")
    return shape


def _flip(x: Array, *params: object) -> Array:
    return np.flip(x, axis=tuple(range(-_flipped(params), 0)))


def _flipped(params: Sequence[object]) -> int:
    dims = setting(params, "dims")
    return dims if isinstance(dims, int) and dims > 0 else 1


def _flip_shape(shape: Shape, *params: object) -> Shape:
    if len(shape) < _flipped(params):
        raise FormulaError(f"{_flipped(params)} axes to flip of {len(shape)}")
    return shape


WINDOWS: dict[str, Primitive] = {
    "windows": Primitive(
        _windows, _windows_shape, lambda _i, g, r: apply("unwindow", g, params=(r.shapes[0], *r.params))
    ),
    "unwindow": Primitive(_unwindow, unwindow_shape, lambda _i, g, r: apply("windows", g, params=r.params[1:])),
    "picked": Primitive(_picked, _picked_shape, lambda _i, g, _: g),
    "flip": Primitive(_flip, _flip_shape, lambda _i, g, r: apply("flip", g, params=r.params)),
}
"""Only slips have `picked`: nothing is done to it but to take the largest, so that this has all of a gradient."""
