"""Convolution and windows for pooling, in one and two dimensions: a row each, with its derivative.

As deep learning means it, a convolution is a cross-correlation: the filter is not flipped (Goodfellow, Bengio and
Courville, *Deep Learning*, 2016, section 9.1). The spatial axes are the last ones; before them may stand the channels,
and before those the samples of a batch: x is [sample, channel, row, column], the weights
[filter, channel, row, column]. What an operand does not need it leaves out: a picture of one channel and one filter are
two matrices.
"""

import math
from collections.abc import Sequence
from types import EllipsisType
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grader.engine.expr import Expr, apply
from grader.engine.primitive import LEAD, Array, Primitive, Rule, Shape, axes_said, setting, shape_said
from grader.errors import FormulaError


class Frame(NamedTuple):
    """How filters move over one spatial axis after another."""

    size: Shape
    stride: int
    before: Shape
    """Zeros put in front of each axis, and behind it:"""
    after: Shape

    def padded(self, x: Array) -> Array:
        """With the zeros around it."""
        around = [(0, 0)] * (x.ndim - len(self.size)) + list(zip(self.before, self.after, strict=True))
        return np.pad(x, around) if any(self.before + self.after) else x

    def windows(self, x: Array) -> Array:
        """(…, places, window) from (…, spatial)."""
        d = len(self.size)
        seen = sliding_window_view(self.padded(x), self.size, axis=tuple(range(-d, 0)))
        windows: Array = seen[_last(*(slice(None, None, self.stride),) * d, *(slice(None),) * d)]
        return windows

    def scattered(self, parts: Array, spatial: Shape) -> Array:
        """What `windows` took apart added up again: (…, spatial) from (…, places, window)."""
        d = len(self.size)
        places = parts.shape[-2 * d : -d]
        whole = np.zeros(parts.shape[: -2 * d] + self._padded_shape(spatial))
        for at in np.ndindex(*self.size):
            part = tuple(slice(k, k + n * self.stride, self.stride) for k, n in zip(at, places, strict=True))
            whole[_last(*part)] += parts[_last(*at)]
        inside = tuple(slice(b, b + n) for b, n in zip(self.before, spatial, strict=True))
        found: Array = whole[_last(*inside)]
        return found

    def places(self, spatial: Shape) -> Shape:
        """How many places the filter takes along each axis."""
        room = [(n - k) for n, k in zip(self._padded_shape(spatial), self.size, strict=True)]
        if min(room) < 0:
            raise FormulaError(f"a window of {shape_said(self.size)} does not fit into {shape_said(spatial)}")
        return tuple(free // self.stride + 1 for free in room)

    def seen(self, place: Sequence[int], tap: Sequence[int]) -> tuple[int, ...]:
        """Which element of the input, from 1, the filter's tap (from 0) lies on at a place (from 1)."""
        return tuple((p - 1) * self.stride + k - b + 1 for p, k, b in zip(place, tap, self.before, strict=True))

    def _padded_shape(self, spatial: Shape) -> Shape:
        return tuple(b + n + a for b, n, a in zip(self.before, spatial, self.after, strict=True))


def _last(*places: slice | int) -> tuple[EllipsisType | slice | int, ...]:
    """An index of the last axes."""
    return (..., *places)


def frame_of(params: Sequence[object], spatial: Shape, size: Shape) -> Frame:
    """The frame of a convolution with these settings. FormulaError where they make none."""
    stride, padding = (setting(params, key) for key in ("stride", "padding"))
    stride, padding = 1 if stride is None else stride, 0 if padding is None else padding
    if not isinstance(stride, int) or not 1 <= stride <= _WIDEST:
        raise FormulaError(f"a stride of {stride}", todo="a whole number, from 1")
    if padding == "same":  # the result has as many places as there are strides in the input
        steps = [-(-n // stride) for n in spatial]
        total = [max((m - 1) * stride + k - n, 0) for m, k, n in zip(steps, size, spatial, strict=True)]
    elif padding in ("valid", "full"):
        total = [2 * (k - 1) * (padding == "full") for k in size]
    elif isinstance(padding, int) and 0 <= padding <= _WIDEST:
        total = [2 * padding] * len(size)
    else:
        raise FormulaError(f"a padding of {padding}", todo="a whole number, or valid, same or full")
    return Frame(size, stride, tuple(t // 2 for t in total), tuple(t - t // 2 for t in total))


_WIDEST = 1000
_MOST = 1_000_000
"""Elements of all the windows together."""


# ---- convolution ----------------------------------------------------------------------------------------------------


class Ranks(NamedTuple):
    """What axes the operands of a convolution have beside the spatial ones."""

    batch: bool
    inner: bool
    """Channels."""
    filters: bool

    def input(self, x: Array) -> Array:
        """(…, samples, channels, spatial)."""
        return self._with(x, self.batch, self.inner)

    def weights(self, w: Array) -> Array:
        """(…, filters, channels, spatial)."""
        return self._with(w, self.filters, self.inner)

    def output(self, y: Array) -> Array:
        """(…, samples, filters, spatial)."""
        return self._with(y, self.batch, self.filters)

    def _with(self, value: Array, first: bool, second: bool) -> Array:
        value = value if first else np.expand_dims(value, LEAD)
        return value if second else np.expand_dims(value, LEAD + 1)


def ranks_of(dims: int, x: int, w: int) -> Ranks:
    """The axes by the number of them: those of the input and those of the weights."""
    extra = (x - dims, w - dims)
    if extra not in _AXES:
        raise FormulaError(f"a convolution of {axes_said(x)} with weights of {w}", todo=_ORDER[dims])
    return _AXES[extra]


_AXES = {
    (0, 0): Ranks(False, False, False),
    (0, 1): Ranks(False, False, True),
    (1, 0): Ranks(True, False, False),
    (1, 1): Ranks(False, True, False),
    (1, 2): Ranks(False, True, True),
    (2, 1): Ranks(True, True, False),
    (2, 2): Ranks(True, True, True),
}
_ORDER = {
    1: "the axes are [sample, channel, place] and [filter, channel, place]",
    2: "the axes are [sample, channel, row, column] and [filter, channel, row, column]",
}
_SPOTS = {1: ("i", "k"), 2: ("ij", "kl")}


def _squeezed(value: Array, first: bool, second: bool) -> Array:
    gone = tuple(axis for axis, kept in ((LEAD, first), (LEAD + 1, second)) if not kept)
    return value.squeeze(axis=gone) if gone else value


def _conv(dims: int) -> dict[str, Primitive]:
    """The convolution of so many dimensions, and the two gradients of it, which are each other's."""
    places, window = _SPOTS[dims]
    forward, back_w, back_x = f"conv{dims}d", f"conv{dims}d_weights", f"conv{dims}d_input"

    def evaluate(x: Array, w: Array, *params: object) -> Array:
        ranks = ranks_of(dims, x.ndim - LEAD, w.ndim - LEAD)
        seen = frame_of(params, x.shape[-dims:], w.shape[-dims:]).windows(ranks.input(x))
        y = np.einsum(f"...nc{places}{window},...fc{window}->...nf{places}", seen, ranks.weights(w))
        return _squeezed(y, ranks.batch, ranks.filters)

    def weights(x: Array, g: Array, shape: Shape, *params: object) -> Array:
        ranks = ranks_of(dims, x.ndim - LEAD, len(shape))
        seen = frame_of(params, x.shape[-dims:], shape[-dims:]).windows(ranks.input(x))
        w = np.einsum(f"...nc{places}{window},...nf{places}->...fc{window}", seen, ranks.output(g))
        return _squeezed(w, ranks.filters, ranks.inner)

    def into(g: Array, w: Array, shape: Shape, *params: object) -> Array:
        ranks = ranks_of(dims, len(shape), w.ndim - LEAD)
        frame = frame_of(params, shape[-dims:], w.shape[-dims:])
        parts = np.einsum(f"...nf{places},...fc{window}->...nc{places}{window}", ranks.output(g), ranks.weights(w))
        return _squeezed(frame.scattered(parts, shape[-dims:]), ranks.batch, ranks.inner)

    def shape(x: Shape, w: Shape, *params: object) -> Shape:
        ranks = ranks_of(dims, len(x), len(w))
        if ranks.inner and x[-dims - 1] != w[-dims - 1]:
            raise FormulaError(f"{x[-dims - 1]} channels, but weights for {w[-dims - 1]}", todo=_ORDER[dims])
        spots = frame_of(params, x[-dims:], w[-dims:]).places(x[-dims:])
        if math.prod((*x[:-dims], *spots, *w[-dims:])) > _MOST:
            raise FormulaError("a convolution too large to work out")
        return (*x[: ranks.batch], *w[: ranks.filters], *spots)

    def vjp(i: int, g: Expr, rule: Rule) -> Expr:
        x, w = rule.args
        own = (rule.shapes[i], *rule.params)
        return apply(back_x, g, w, params=own) if i == 0 else apply(back_w, x, g, params=own)

    def weights_vjp(i: int, g: Expr, rule: Rule) -> Expr:
        x, upstream = rule.args
        params = rule.params[1:]
        own = (rule.shapes[0], *params)
        return apply(back_x, upstream, g, params=own) if i == 0 else apply(forward, x, g, params=params)

    def into_vjp(i: int, g: Expr, rule: Rule) -> Expr:
        upstream, w = rule.args
        params = rule.params[1:]
        own = (rule.shapes[1], *params)
        return apply(forward, g, w, params=params) if i == 0 else apply(back_w, g, upstream, params=own)

    return {
        forward: Primitive(evaluate, shape, vjp),
        back_w: Primitive(weights, lambda _x, _g, own, *_: own, weights_vjp),
        back_x: Primitive(into, lambda _g, _w, own, *_: own, into_vjp),
    }


# ---- windows --------------------------------------------------------------------------------------------------------


def pooling_of(params: Sequence[object], shape: Shape) -> Frame:
    """The frame of a pooling over the last axes."""
    dims, size = setting(params, "dims"), setting(params, "size")
    if not isinstance(dims, int) or not 1 <= dims <= len(shape):
        raise FormulaError("too few axes to pool over", todo="the last axes are those of the picture")
    if not isinstance(size, int) or not 1 <= size <= _WIDEST:
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


def _unwindow_shape(parts: Shape, shape: Shape, *params: object) -> Shape:
    """That of the picture; a part may be one number for all of its window."""
    whole = _windows_shape(shape, *params)
    if len(parts) != len(whole) or any(n not in (1, full) for n, full in zip(parts, whole, strict=True)):
        raise FormulaError(f"{parts} is not taken apart from {shape}, which has windows of {whole}")
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


CONVOLUTION: dict[str, Primitive] = {
    **_conv(1),
    **_conv(2),
    "windows": Primitive(
        _windows, _windows_shape, lambda _i, g, r: apply("unwindow", g, params=(r.shapes[0], *r.params))
    ),
    "unwindow": Primitive(_unwindow, _unwindow_shape, lambda _i, g, r: apply("windows", g, params=r.params[1:])),
    "flip": Primitive(_flip, _flip_shape, lambda _i, g, r: apply("flip", g, params=r.params)),
}
