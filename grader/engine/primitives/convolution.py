"""Convolution in one and two dimensions: a row each, with its derivative.

As deep learning means it, a convolution is a cross-correlation: the filter is not flipped (Goodfellow, Bengio and
Courville, *Deep Learning*, 2016, section 9.1). The spatial axes are the last ones; before them may stand the channels,
and before those the samples of a batch: x is [sample, channel, row, column], the weights
[filter, channel, row, column]. What an operand does not need it leaves out: a picture of one channel and one filter are
two matrices.

A transposed convolution is the gradient of a convolution's input taken as a function of its own (Dumoulin and Visin, *A
guide to convolution arithmetic for deep learning*, 2016, section 4): x is [sample, filter, row, column] of the
convolution that it undoes, the weights are that one's. So the first axis of the weights is of the channels that come
in, and the second of those that go out, as in PyTorch.
"""

import math
from typing import NamedTuple

import numpy as np

from grader.engine.expr import Expr, apply
from grader.engine.primitives.frames import frame_of, unplaced
from grader.engine.primitives.primitive import LEAD, Array, Primitive, Rule, Shape, axes_said
from grader.errors import FormulaError

_MOST = 1_000_000
"""Elements of all the windows together."""


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
_TRANSPOSED_AXES = {extra: Ranks(batch, out, into) for extra, (batch, into, out) in _AXES.items() if extra != (2, 1)}
"""Of those of a transposed convolution: its input is the output of the convolution that it undoes. Samples of several
channels that become pictures without are left out: those look like the channels of one picture."""
_TRANSPOSED_ORDER = {
    1: "the axes are [sample, channel, place] and [channel, channel of the output, place]",
    2: "the axes are [sample, channel, row, column] and [channel, channel of the output, row, column]",
}
_SPOTS = {1: ("i", "k"), 2: ("ij", "kl")}


def _squeezed(value: Array, first: bool, second: bool) -> Array:
    gone = tuple(axis for axis, kept in ((LEAD, first), (LEAD + 1, second)) if not kept)
    return value.squeeze(axis=gone) if gone else value


class _Convolution:
    """The convolution of so many dimensions, and the two gradients of it, which are each other's."""

    def __init__(self, dims: int) -> None:
        self.dims = dims
        self.places, self.window = _SPOTS[dims]
        self.forward, self.back_w, self.back_x = f"conv{dims}d", f"conv{dims}d_weights", f"conv{dims}d_input"
        self.turned = f"conv{dims}d_transposed"

    def rows(self) -> dict[str, Primitive]:
        """Each with its derivative."""
        return {
            self.forward: Primitive(self.convolved, self.shape, self.vjp),
            self.back_w: Primitive(self.weights, lambda _x, _g, own, *_: own, self.weights_vjp),
            self.back_x: Primitive(self.input, lambda _g, _w, own, *_: own, self.input_vjp),
            self.turned: Primitive(self.transposed, self.transposed_shape, self.transposed_vjp),
        }

    def convolved(self, x: Array, w: Array, *params: object) -> Array:
        """The convolution itself."""
        ranks = ranks_of(self.dims, x.ndim - LEAD, w.ndim - LEAD)
        seen = frame_of(params, x.shape[-self.dims :], w.shape[-self.dims :]).windows(ranks.input(x))
        y = self._einsum("...nc{p}{w},...fc{w}->...nf{p}", seen, ranks.weights(w))
        return _squeezed(y, ranks.batch, ranks.filters)

    def weights(self, x: Array, g: Array, shape: Shape, *params: object) -> Array:
        """The gradient of the weights, which are of that shape, from that of the output."""
        ranks = ranks_of(self.dims, x.ndim - LEAD, len(shape))
        seen = frame_of(params, x.shape[-self.dims :], shape[-self.dims :]).windows(ranks.input(x))
        w = self._einsum("...nc{p}{w},...nf{p}->...fc{w}", seen, ranks.output(g))
        return _squeezed(w, ranks.filters, ranks.inner)

    def input(self, g: Array, w: Array, shape: Shape, *params: object) -> Array:
        """The gradient of the input, which is of that shape, from that of the output."""
        ranks = ranks_of(self.dims, len(shape), w.ndim - LEAD)
        frame = frame_of(params, shape[-self.dims :], w.shape[-self.dims :])
        parts = self._einsum("...nf{p},...fc{w}->...nc{p}{w}", ranks.output(g), ranks.weights(w))
        return _squeezed(frame.scattered(parts, shape[-self.dims :]), ranks.batch, ranks.inner)

    def transposed(self, x: Array, w: Array, *params: object) -> Array:
        """The transposed convolution: every number of the input lays the filter, so many times, onto the output."""
        return self.input(x, w, self.transposed_shape(x.shape[LEAD:], w.shape[LEAD:], *params), *params)

    def transposed_shape(self, x: Shape, w: Shape, *params: object) -> Shape:
        """That of its output. FormulaError where the operands do not fit."""
        dims, extra = self.dims, (len(x) - self.dims, len(w) - self.dims)
        if extra not in _TRANSPOSED_AXES:
            what = f"a transposed convolution of {axes_said(len(x))} with weights of {len(w)}"
            raise FormulaError(what, todo=_TRANSPOSED_ORDER[dims])
        batch, inner, filters = _TRANSPOSED_AXES[extra]
        if filters and x[-dims - 1] != w[0]:
            raise FormulaError(f"{x[-dims - 1]} channels, but weights for {w[0]}", todo=_TRANSPOSED_ORDER[dims])
        spatial = unplaced(params, x[-dims:], w[-dims:])
        if math.prod((*x, *w[-dims:])) > _MOST:
            raise FormulaError("a convolution too large to work out")
        return (*x[:batch], *w[filters : filters + inner], *spatial)

    def transposed_vjp(self, i: int, g: Expr, rule: Rule) -> Expr:
        """Its derivative: for the input, the convolution itself."""
        x, w = rule.args
        own = (rule.shapes[1], *rule.params)
        return apply(self.forward, g, w, params=rule.params) if i == 0 else apply(self.back_w, g, x, params=own)

    def _einsum(self, form: str, one: Array, other: Array) -> Array:
        found: Array = np.einsum(form.format(p=self.places, w=self.window), one, other)
        return found

    def shape(self, x: Shape, w: Shape, *params: object) -> Shape:
        """That of the output. FormulaError where the operands do not fit."""
        dims, ranks = self.dims, ranks_of(self.dims, len(x), len(w))
        if ranks.inner and x[-dims - 1] != w[-dims - 1]:
            raise FormulaError(f"{x[-dims - 1]} channels, but weights for {w[-dims - 1]}", todo=_ORDER[dims])
        spots = frame_of(params, x[-dims:], w[-dims:]).places(x[-dims:])
        if math.prod((*x[:-dims], *spots, *w[-dims:])) > _MOST:
            raise FormulaError("a convolution too large to work out")
        return (*x[: ranks.batch], *w[: ranks.filters], *spots)

    def vjp(self, i: int, g: Expr, rule: Rule) -> Expr:
        """The derivative of the convolution."""
        x, w = rule.args
        own = (rule.shapes[i], *rule.params)
        return apply(self.back_x, g, w, params=own) if i == 0 else apply(self.back_w, x, g, params=own)

    def weights_vjp(self, i: int, g: Expr, rule: Rule) -> Expr:
        """The derivative of its gradient for the weights."""
        (x, upstream), params = rule.args, rule.params[1:]
        own = (rule.shapes[0], *params)
        return apply(self.back_x, upstream, g, params=own) if i == 0 else apply(self.forward, x, g, params=params)

    def input_vjp(self, i: int, g: Expr, rule: Rule) -> Expr:
        """The derivative of its gradient for the input."""
        (upstream, w), params = rule.args, rule.params[1:]
        own = (rule.shapes[1], *params)
        return apply(self.forward, g, w, params=params) if i == 0 else apply(self.back_w, g, upstream, params=own)


CONVOLUTION: dict[str, Primitive] = {**_Convolution(1).rows(), **_Convolution(2).rows()}
