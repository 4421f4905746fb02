"""One element of an array's formula, written out: row times column, sums term by term, as one works it out by hand."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import NamedTuple, cast

import numpy as np

from grader.engine.elementwise import ELEMENTWISE
from grader.engine.evaluate import shape_of
from grader.engine.expr import ZERO, Apply, Constant, Expr, Name, add, is_apply, mul, neg, number, sub
from grader.engine.overlaps import of_output, of_picture, of_weights, of_window, of_windows_at
from grader.engine.primitive import Shape, setting
from grader.engine.primitives import SLIPS
from grader.engine.reductions import axes_of

MOST = 12
"""More terms than this nobody writes out."""

Index = tuple[int, ...]


Worth = Callable[[Expr, Index], Expr]
"""What stands for the value of a part of a formula at an index."""


def element(
    formula: Expr, index: Index, shapes: Mapping[str, Shape], worth: Worth | None = None, most: int = MOST
) -> Expr | None:
    """The formula of the element at an index (from 1) over elements of its operands, named `W1[1,2]`.

    None where it cannot be written out in a line: more terms than `most`, or a function of the whole array. With
    `worth`, what is summed up within the formula stands as the number that it is, as in (3 − 2.5)/√(1.25 + 0.001).

    >>> from grader.engine import parse, show
    >>> shapes = {"x": (3, 2), "W": (2, 2), "b": (2,)}
    >>> show(element(parse("x @ W.T + b", shapes), (3, 1), shapes), ascii=True)
    'x[3,1]*W[1,1] + x[3,2]*W[1,2] + b[1]'
    """
    try:
        return _element(formula, index, _Given(shapes, worth, most))
    except _UnwritableError:
        return None


class _Given(NamedTuple):
    """What is known of the operands."""

    shapes: Mapping[str, Shape]
    worth: Worth | None
    most: int

    def bear(self, terms: int) -> None:
        """Refuses so many terms."""
        if not 0 < terms <= self.most:
            raise _UnwritableError

    def shape(self, expr: Expr) -> Shape:
        """The shape of a part."""
        return shape_of(expr, self.shapes)

    def number(self, expr: Expr, index: Index) -> Expr:
        """A part as the number that it is."""
        if self.worth is None:
            raise _UnwritableError
        return self.worth(expr, index)


class _UnwritableError(Exception):
    """The element is no short formula of elements."""


def _element(node: Expr, index: Index, given: _Given) -> Expr:
    if isinstance(node, Constant):
        return node
    if isinstance(node, Name):
        place = _own(index, given.shapes[node.name])
        return Name(f"{node.name}[{','.join(map(str, place))}]") if place else node
    primitive = node.primitive
    if primitive == "unsqueeze":
        added = {axis % len(index) for axis in node.params if isinstance(axis, int)}
        return _part(node.args[0], tuple(i for k, i in enumerate(index) if k not in added), given)
    if primitive in ELEMENTWISE:
        args = [_broadcast(arg, index, given) for arg in node.args]
        flattened = {"add": add, "mul": mul}.get(primitive)
        return flattened(*args) if flattened else Apply(primitive, tuple(args), node.params)
    if primitive == "local":
        return Apply("local", (_part(node.args[0], index, given),), node.params)
    if primitive == "index":
        return _picked(node, index, given)
    if primitive == "expand":
        return _broadcast(node.args[0], index, given)
    if primitive == "transpose":
        return _element(node.args[0], (*index[:-2], *index[-2:][::-1]), given)
    if primitive == "outer":
        left, right = node.args
        return mul(_element(left, index[:1], given), _element(right, index[1:], given))
    if primitive == "matmul":
        return _product(node, index, given)
    if primitive in ("sum", "mean", "amax", "var"):
        return _reduced(node, index, given)
    if primitive == "softmax":
        return _share(node, index, given)
    if primitive in ("conv1d", "conv2d"):
        return _convolved(node, index, given)
    if primitive in SLIPS:
        return _slipped(node, index, given)
    if primitive.startswith(("conv1d_", "conv2d_")):
        return _back_through(node, index, given)
    if primitive == "unwindow":
        return _unwindowed(node, index, given)
    if primitive == "winners":
        return _winner(node, index, given)
    if primitive == "put":
        return _placed(node, index, given)
    if primitive == "fold":
        return _folded(node, index, given)
    if primitive == "windows":
        return _part(node.args[0], of_window(node.params, given.shape(node.args[0]), index[:-1])[index[-1] - 1], given)
    if primitive in ("concat", "stack", "flatten", "reshape"):
        return _rearranged(node, index, given)
    raise _UnwritableError


def _slipped(node: Apply, index: Index, given: _Given) -> Expr:
    """What a slip has in an element's place: another, nothing, or minus it."""
    axis, k, *others = (int(str(param)) for param in node.params)
    at, here = list(index), index[axis] == k + 1
    if node.primitive in ("without", "only") and here == (node.primitive == "without"):
        return ZERO
    if node.primitive == "sibling":
        at[axis] = k + 1
    elif others and here:
        at[axis] = others[0] + 1
    found = _element(node.args[0], tuple(at), given)
    return neg(found) if node.primitive == "negated" and here else found


def _own(index: Index, shape: Shape) -> Index:
    """The place in an operand of that shape that broadcasting takes for an index of the result."""
    return tuple(1 if n == 1 else i for i, n in zip(index[len(index) - len(shape) :], shape, strict=True))


def _broadcast(arg: Expr, index: Index, given: _Given) -> Expr:
    shape = given.shape(arg)
    if len(shape) > len(index):
        raise _UnwritableError
    return _part(arg, _own(index, shape), given)


_AT_ONCE = ("sum", "mean", "var", "amax", "softmax", "matmul")


def _part(node: Expr, index: Index, given: _Given) -> Expr:
    """An operand's element; what is summed up in it, or cannot be written out, as a number where there is one."""
    if given.worth and isinstance(node, Apply) and node.primitive in _AT_ONCE:
        return given.number(node, index)
    try:
        return _element(node, index, given)
    except _UnwritableError:
        return given.number(node, index)


def _product(node: Apply, index: Index, given: _Given) -> Expr:
    """Row times column; a vector on the left is a row, one on the right a column."""
    left, right = node.args
    rows, columns = given.shape(left), given.shape(right)
    row = len(rows) > 1
    samples = index[: len(index) - row - (len(columns) > 1)]
    above = (*_own(samples, rows[:-2]), *index[len(samples) : len(samples) + row])
    before, column = _own(samples, columns[:-2]), index[len(samples) + row :]
    return add(
        *[
            mul(_element(left, (*above, k), given), _element(right, (*before, k, *column), given))
            for k in _range(rows[-1], given)
        ]
    )


def _picked(node: Apply, index: Index, given: _Given) -> Expr:
    """An element of what an index or a slice picks."""
    base, rest = node.args[0], list(index)
    place: list[int] = []
    for part in (*node.params, *(("slice", None, None),) * (len(given.shape(base)) - len(node.params))):
        if isinstance(part, int):
            place.append(part)
        elif isinstance(part, tuple) and rest:
            place.append((part[1] or 1) - 1 + rest.pop(0))
        else:
            raise _UnwritableError
    return _element(base, tuple(place), given)


def _placed(node: Apply, index: Index, given: _Given) -> Expr:
    """What an index or a slice has put in a place; 0 elsewhere."""
    inner, (shape, *parts) = node.args[0], node.params
    place: list[int] = []
    for k, (i, n) in enumerate(zip(index, cast("Shape", shape), strict=True)):
        first, last = _span(parts[k], n) if k < len(parts) else (1, n)
        if not first <= i <= last:
            return ZERO
        if k >= len(parts) or isinstance(parts[k], tuple):
            place.append(i - first + 1)
    return _part(inner, _own(tuple(place), given.shape(inner)), given)


def _span(part: object, size: int) -> tuple[int, int]:
    """The first and the last place of an index or a slice."""
    if isinstance(part, tuple):
        return part[1] or 1, part[2] or size
    return int(str(part)), int(str(part))


def _share(node: Apply, index: Index, given: _Given) -> Expr:
    """Of a softmax: one exponential over the sum of those of its row."""
    row = _range(given.shape(node.args[0])[-1], given)
    powers = [Apply("exp", (_element(node.args[0], (*index[:-1], k), given),)) for k in row]
    return Apply("div", (powers[index[-1] - 1], add(*powers)))


def _convolved(node: Apply, index: Index, given: _Given) -> Expr:
    """The filter laid on the picture, number by number; what lies beyond its edge is 0 and not written."""
    picture, weights = node.args
    met = of_output(int(node.primitive[4]), node.params, given.shape(picture), given.shape(weights), index)
    return _products(met, picture, weights, given)


def _back_through(node: Apply, index: Index, given: _Given) -> Expr:
    """Of a convolution's gradient: what the filter met at an output times the gradient there, output by output.

    For an element of the filter these are the picture's; for one of the picture, the filter's.
    """
    first, second = node.args
    dims, params, own = int(node.primitive[4]), node.params[1:], given.shape(node)
    if node.primitive.endswith("weights"):
        met = of_weights(dims, params, given.shape(first), own, given.shape(second), index)
        return _products(met, first, second, given)
    met = of_picture(dims, params, own, given.shape(second), given.shape(first), index)
    return _products(met, second, first, given)


def _products(places: Sequence[tuple[Index, Index]], left: Expr, right: Expr, given: _Given) -> Expr:
    """The sum of products of elements at pairs of places."""
    if not places:
        return ZERO
    given.bear(len(places))
    return add(*[mul(_part(left, at, given), _part(right, to, given)) for at, to in places])


def _rearranged(node: Apply, index: Index, given: _Given) -> Expr:
    """An element of what is only put together in another way: the element of a part that it is."""
    if node.primitive in ("flatten", "reshape"):
        shape = given.shape(node.args[0])
        at = np.unravel_index(np.ravel_multi_index(tuple(i - 1 for i in index), given.shape(node)), shape)
        return _element(node.args[0], tuple(int(i) + 1 for i in at), given)
    if node.primitive == "stack":
        return _element(node.args[index[0] - 1], index[1:], given)
    place, axis = index, axes_of(node.params, len(index))[0]
    for part in node.args:
        size = (given.shape(part) or (1,))[axis]
        if place[axis] <= size:
            return _element(part, place if given.shape(part) else (), given)
        place = (*place[:axis], place[axis] - size, *place[axis + 1 :])
    raise _UnwritableError


def _window(node: Apply, index: Index, given: _Given) -> list[Expr]:
    """What a pooling's window holds."""
    places = of_window(node.params, given.shape(node.args[0]), index)
    given.bear(len(places))
    return [_part(node.args[0], place, given) for place in places]


def _unwindowed(node: Apply, index: Index, given: _Given) -> Expr:
    """What the windows that hold an element add up to there."""
    inner, (shape, *params) = node.args[0], node.params
    places = of_windows_at(params, cast("Shape", shape), index)
    if not places:
        return ZERO
    given.bear(len(places))
    return add(*[_part(inner, _own(place, given.shape(inner)), given) for place in places])


def _winner(node: Apply, index: Index, given: _Given) -> Expr:
    """1 where an element is the largest of its window, or along an axis; of equal ones, the first."""
    inner = node.args[0]
    shape = given.shape(inner)
    axes = [int(str(axis)) for axis in node.params]
    places = list(product(*(range(1, n + 1) if k in axes else [index[k]] for k, n in enumerate(shape))))
    given.bear(len(places))
    parts = [_part(inner, place, given) for place in places]
    own = places.index(index)
    return Apply("is_max", (parts[own], *parts[:own], *parts[own + 1 :]), (own,))


def _reduced(node: Apply, index: Index, given: _Given) -> Expr:
    """A sum, a mean or the largest, along one axis or of everything; of windows, it is pooling."""
    inner = node.args[0]
    if is_apply(inner, "windows") and setting(node.params, "axis") == -1:
        return _together(node.primitive, _window(inner, index, given))
    shape, axis = given.shape(node.args[0]), setting(node.params, "axis")
    if axis is None:
        given.bear(math.prod(shape))
        places = list(product(*(range(1, n + 1) for n in shape)))
    elif isinstance(axis, int):
        at = axis - 1 if axis > 0 else len(shape) + axis
        places = [(*index[:at], k, *index[at:]) for k in _range(shape[at], given)]
    else:
        places = []
    if not places:
        raise _UnwritableError
    parts = [_part(node.args[0], place, given) for place in places]
    if node.primitive != "var":
        return _together(node.primitive, parts)
    mean = Apply("mean", node.args, node.params)
    middle = given.number(mean, index) if given.worth else _reduced(mean, index, given)
    return _together("mean", [Apply("pow", (sub(part, middle), number(2))) for part in parts])


def _folded(node: Apply, index: Index, given: _Given) -> Expr:
    """The sum along the axes that broadcasting had added or stretched."""
    shape = given.shape(node.args[0])
    extra = len(shape) - len(index)
    own = [None] * extra + [i if n == m else None for i, n, m in zip(index, shape[extra:], node.params, strict=True)]
    given.bear(math.prod(n for n, i in zip(shape, own, strict=True) if i is None))
    places = product(*(range(1, n + 1) if i is None else (i,) for n, i in zip(shape, own, strict=True)))
    return add(*[_part(node.args[0], place, given) for place in places])


def _together(primitive: str, parts: Sequence[Expr]) -> Expr:
    if primitive == "amax":
        return Apply("max", tuple(parts))
    return add(*parts) if primitive == "sum" else Apply("div", (add(*parts), number(len(parts))))


def _range(size: int, given: _Given) -> Sequence[int]:
    given.bear(size)
    return range(1, size + 1)
