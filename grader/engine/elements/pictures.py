"""One element of a convolution, of a pooling or of their gradients, written out."""

from collections.abc import Sequence
from itertools import product
from typing import cast

from grader.engine.elements.overlaps import of_output, of_picture, of_weights, of_window, of_windows_at
from grader.engine.elements.writing import Index, Row, Writing, own_place
from grader.engine.expr import ZERO, Apply, Expr, add, mul
from grader.engine.primitives.primitive import Shape


def _convolved(node: Apply, index: Index, w: Writing) -> Expr:
    """The filter laid on the picture, number by number; what lies beyond its edge is 0 and not written."""
    picture, weights = node.args
    met = of_output(int(node.primitive[4]), node.params, w.shape(picture), w.shape(weights), index)
    return _products(met, picture, weights, w)


def _back_through(node: Apply, index: Index, w: Writing) -> Expr:
    """Of a convolution's gradient: what the filter met at an output times the gradient there, output by output.

    For an element of the filter these are the picture's; for one of the picture, the filter's.
    """
    first, second = node.args
    dims, params, own = int(node.primitive[4]), node.params[1:], w.shape(node)
    if node.primitive.endswith("weights"):
        met = of_weights(dims, params, w.shape(first), own, w.shape(second), index)
        return _products(met, first, second, w)
    met = of_picture(dims, params, own, w.shape(second), w.shape(first), index)
    return _products(met, second, first, w)


def _transposed(node: Apply, index: Index, w: Writing) -> Expr:
    """Of a transposed convolution: every number of the input that lays the filter here, times what lies here of it."""
    first, second = node.args
    dims = int(node.primitive[4])
    met = of_picture(dims, node.params, w.shape(node), w.shape(second), w.shape(first), index)
    return _products([(at, to) for to, at in met], first, second, w)


def _products(places: Sequence[tuple[Index, Index]], left: Expr, right: Expr, w: Writing) -> Expr:
    """The sum of products of elements at pairs of places."""
    if not places:
        return ZERO
    w.bear(len(places))
    return add(*[mul(w.part(left, at), w.part(right, to)) for at, to in places])


def window(node: Apply, index: Index, w: Writing) -> list[Expr]:
    """What a pooling's window holds."""
    places = of_window(node.params, w.shape(node.args[0]), index)
    w.bear(len(places))
    return [w.part(node.args[0], place) for place in places]


def _unwindowed(node: Apply, index: Index, w: Writing) -> Expr:
    """What the windows that hold an element add up to there."""
    inner, (shape, *params) = node.args[0], node.params
    places = of_windows_at(params, cast("Shape", shape), index)
    if not places:
        return ZERO
    w.bear(len(places))
    return add(*[w.part(inner, own_place(place, w.shape(inner))) for place in places])


def _winner(node: Apply, index: Index, w: Writing) -> Expr:
    """1 where an element is the largest of its window, or along an axis; of equal ones, the first."""
    inner = node.args[0]
    shape = w.shape(inner)
    axes = [int(str(axis)) for axis in node.params]
    places = list(product(*(range(1, n + 1) if k in axes else [index[k]] for k, n in enumerate(shape))))
    w.bear(len(places))
    parts = [w.part(inner, place) for place in places]
    own = places.index(index)
    return Apply("is_max", (parts[own], *parts[:own], *parts[own + 1 :]), (own,))


def _seen(node: Apply, index: Index, w: Writing) -> Expr:
    """One of the elements that a window holds."""
    inner = node.args[0]
    return w.part(inner, of_window(node.params, w.shape(inner), index[:-1])[index[-1] - 1])


PICTURES: dict[str, Row] = {
    "conv1d": _convolved,
    "conv2d": _convolved,
    "conv1d_weights": _back_through,
    "conv2d_weights": _back_through,
    "conv1d_input": _back_through,
    "conv2d_input": _back_through,
    "conv1d_transposed": _transposed,
    "conv2d_transposed": _transposed,
    "windows": _seen,
    "unwindow": _unwindowed,
    "winners": _winner,
}
