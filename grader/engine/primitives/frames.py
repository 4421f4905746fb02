"""How a filter or a window moves over the last axes of an array: in which strides, over how many zeros at the edge."""

from collections.abc import Sequence
from types import EllipsisType
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grader.engine.primitives.primitive import Array, Shape, setting, shape_said
from grader.errors import FormulaError


class Frame(NamedTuple):
    """How filters move over one spatial axis after another."""

    size: Shape
    stride: int
    before: Shape
    """Zeros put in front of each axis, and behind it:"""
    after: Shape
    dilation: int = 1
    """How far apart neighbouring taps of a filter lie on the input."""

    def padded(self, x: Array) -> Array:
        """With the zeros around it."""
        around = [(0, 0)] * (x.ndim - len(self.size)) + list(zip(self.before, self.after, strict=True))
        return np.pad(x, around) if any(self.before + self.after) else x

    def windows(self, x: Array) -> Array:
        """(…, places, window) from (…, spatial)."""
        d = len(self.size)
        seen = sliding_window_view(self.padded(x), self._extent, axis=tuple(range(-d, 0)))
        windows: Array = seen[_last(*(slice(None, None, self.stride),) * d, *(slice(None, None, self.dilation),) * d)]
        return windows

    def scattered(self, parts: Array, spatial: Shape) -> Array:
        """What `windows` took apart added up again: (…, spatial) from (…, places, window)."""
        d = len(self.size)
        places = parts.shape[-2 * d : -d]
        whole = np.zeros(parts.shape[: -2 * d] + self._padded_shape(spatial))
        for at in np.ndindex(*self.size):
            starts = (k * self.dilation for k in at)
            part = tuple(slice(k, k + n * self.stride, self.stride) for k, n in zip(starts, places, strict=True))
            whole[_last(*part)] += parts[_last(*at)]
        inside = tuple(slice(b, b + n) for b, n in zip(self.before, spatial, strict=True))
        found: Array = whole[_last(*inside)]
        return found

    def places(self, spatial: Shape) -> Shape:
        """How many places the filter takes along each axis."""
        room = [(n - k) for n, k in zip(self._padded_shape(spatial), self._extent, strict=True)]
        if min(room) < 0:
            raise FormulaError(f"a window of {shape_said(self._extent)} does not fit into {shape_said(spatial)}")
        return tuple(free // self.stride + 1 for free in room)

    def seen(self, place: Sequence[int], tap: Sequence[int]) -> tuple[int, ...]:
        """Which element of the input, from 1, the filter's tap (from 0) lies on at a place (from 1)."""
        spots = zip(place, tap, self.before, strict=True)
        return tuple((p - 1) * self.stride + k * self.dilation - b + 1 for p, k, b in spots)

    @property
    def _extent(self) -> Shape:
        """How much of the input a filter reaches over."""
        return reached(self.size, self.dilation)

    def _padded_shape(self, spatial: Shape) -> Shape:
        return tuple(b + n + a for b, n, a in zip(self.before, spatial, self.after, strict=True))


def _last(*places: slice | int) -> tuple[EllipsisType | slice | int, ...]:
    """An index of the last axes."""
    return (..., *places)


def reached(size: Shape, dilation: int) -> Shape:
    """How much of the input taps so far apart reach over.

    >>> reached((3, 2), 2)
    (5, 3)
    """
    return tuple((k - 1) * dilation + 1 for k in size)


def frame_of(params: Sequence[object], spatial: Shape, size: Shape) -> Frame:
    """The frame of a convolution with these settings. FormulaError where they make none."""
    padding = setting(params, "padding")
    padding = 0 if padding is None else padding
    stride, dilation = (_whole(params, key) for key in ("stride", "dilation"))
    extent = reached(size, dilation)
    if padding == "same":  # the result has as many places as there are strides in the input
        steps = [-(-n // stride) for n in spatial]
        total = [max((m - 1) * stride + k - n, 0) for m, k, n in zip(steps, extent, spatial, strict=True)]
    elif padding in ("valid", "full"):
        total = [2 * (k - 1) * (padding == "full") for k in extent]
    elif isinstance(padding, int) and 0 <= padding <= WIDEST:
        total = [2 * padding] * len(size)
    else:
        raise FormulaError(f"a padding of {padding}", todo="a whole number, or valid, same or full")
    return Frame(size, stride, tuple(t // 2 for t in total), tuple(t - t // 2 for t in total), dilation)


def unplaced(params: Sequence[object], places: Shape, size: Shape) -> Shape:
    """The smallest axes on which a filter with these settings takes so many places. FormulaError where there are none.

    >>> unplaced((("stride", 2), ("padding", 1)), (4, 4), (3, 3))
    (7, 7)
    """
    if setting(params, "padding") in ("same", "full"):
        raise FormulaError(f"a padding of {setting(params, 'padding')}", todo="a whole number")
    frame = frame_of(params, places, size)
    extents = reached(size, frame.dilation)
    zeros = [before + after for before, after in zip(frame.before, frame.after, strict=True)]
    spatial = tuple((n - 1) * frame.stride + k - z for n, k, z in zip(places, extents, zeros, strict=True))
    if min(spatial) < 1:
        raise FormulaError(f"nothing is left within a padding of {setting(params, 'padding')}", todo="a smaller one")
    return spatial


def _whole(params: Sequence[object], key: str) -> int:
    """A setting that counts, 1 where it is not there."""
    value = setting(params, key)
    if value is None:
        return 1
    if not isinstance(value, int) or not 1 <= value <= WIDEST:
        raise FormulaError(f"a {key} of {value}", todo="a whole number, from 1")
    return value


WIDEST = 1000
"""The widest stride, padding or window."""
