"""Which elements a filter or a window brings together: pairs of places, from 1, for one element of what comes of it."""

from collections.abc import Iterator, Sequence
from itertools import product

from grader.engine.primitives.convolution import ranks_of
from grader.engine.primitives.frames import Frame, frame_of
from grader.engine.primitives.primitive import Shape
from grader.engine.primitives.windows import pooling_of

Place = tuple[int, ...]
Pairs = list[tuple[Place, Place]]
"""The places of two operands whose elements are multiplied."""


def of_output(dims: int, params: Sequence[object], picture: Shape, weights: Shape, place: Place) -> Pairs:
    """For an element of a convolution: the places in the picture and in the weights. What lies beyond the edge is 0."""
    ranks = ranks_of(dims, len(picture), len(weights))
    frame = frame_of(params, picture[-dims:], weights[-dims:])
    sample, filter_ = _leading(place, ranks.batch, ranks.filters)
    found = []
    for channel in _channels(weights, dims, ranks.inner):
        for tap in product(*map(range, frame.size)):
            at = frame.seen(place[-dims:], tap)
            if _inside(at, picture[-dims:]):
                found.append(((*sample, *channel, *at), (*filter_, *channel, *_from_1(tap))))
    return found


def of_weights(dims: int, params: Sequence[object], picture: Shape, weights: Shape, output: Shape, own: Place) -> Pairs:
    """For an element of the gradient of the weights: the places in the picture and in the output's gradient."""
    ranks = ranks_of(dims, len(picture), len(weights))
    frame = frame_of(params, picture[-dims:], weights[-dims:])
    filter_, channel = _leading(own, ranks.filters, ranks.inner)
    tap = tuple(k - 1 for k in own[-dims:])
    found = []
    everywhere = output[-dims:] or frame.places(picture[-dims:])  # one number is the gradient at every place
    for sample in _range(picture[0]) if ranks.batch else [()]:
        for place in _places(everywhere):
            at = frame.seen(place, tap)
            if _inside(at, picture[-dims:]):
                found.append(((*sample, *channel, *at), (*sample, *filter_, *place)))
    return found


def of_picture(dims: int, params: Sequence[object], picture: Shape, weights: Shape, output: Shape, own: Place) -> Pairs:
    """For an element of the gradient of the picture: the places in the weights and in the output's gradient."""
    ranks = ranks_of(dims, len(picture), len(weights))
    frame = frame_of(params, picture[-dims:], weights[-dims:])
    sample, channel = _leading(own, ranks.batch, ranks.inner)
    found = []
    for filter_ in _range(weights[0]) if ranks.filters else [()]:
        for place, tap in _seeing(frame, output[-dims:] or (1,) * dims, own[-dims:]):
            found.append(((*filter_, *channel, *_from_1(tap)), (*sample, *filter_, *place)))
    return found


def of_window(params: Sequence[object], picture: Shape, window: Place) -> list[Place]:
    """The places of the picture that a window holds."""
    frame = pooling_of(params, picture)
    dims = len(frame.size)
    seen = (frame.seen(window[-dims:], tap) for tap in product(*map(range, frame.size)))
    return [(*window[:-dims], *at) for at in seen if _inside(at, picture[-dims:])]


def of_windows_at(params: Sequence[object], picture: Shape, place: Place) -> list[Place]:
    """The windows that hold a place of the picture, each with the number of the place in it."""
    frame = pooling_of(params, picture)
    dims = len(frame.size)
    return [
        (*place[:-dims], *window, 1 + sum(k * frame.size[0] ** (dims - 1 - i) for i, k in enumerate(tap)))
        for window, tap in _seeing(frame, frame.places(picture[-dims:]), place[-dims:])
    ]


def _seeing(frame: Frame, places: Shape, at: Place) -> Iterator[tuple[Place, Place]]:
    """The places of a filter from which it sees an element, each with the tap (from 0) that lies on it."""
    for tap in product(*map(range, frame.size)):
        first = [a - 1 - k * frame.dilation + b for a, k, b in zip(at, tap, frame.before, strict=True)]
        if all(f % frame.stride == 0 and 0 <= f // frame.stride < n for f, n in zip(first, places, strict=True)):
            yield tuple(f // frame.stride + 1 for f in first), tap


def _leading(place: Place, first: bool, second: bool) -> tuple[Place, Place]:
    """What stands before the spatial axes: of the first kind, and of the second."""
    return place[:first], place[first : first + second]


def _channels(weights: Shape, dims: int, inner: bool) -> list[Place]:
    return _range(weights[-dims - 1]) if inner else [()]


def _range(size: int) -> list[Place]:
    return [(k,) for k in range(1, size + 1)]


def _places(shape: Shape) -> Iterator[Place]:
    return product(*(range(1, n + 1) for n in shape))


def _from_1(tap: Place) -> Place:
    return tuple(k + 1 for k in tap)


def _inside(at: Place, shape: Shape) -> bool:
    return all(1 <= i <= n for i, n in zip(at, shape, strict=True))
