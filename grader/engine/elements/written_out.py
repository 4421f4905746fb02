"""One element of an array's formula, written out: row times column, sums term by term, as one works it out by hand."""

import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import cast

import numpy as np

from grader.engine.elements.pictures import PICTURES, window
from grader.engine.elements.writing import Index, Row, UnwritableError, Worth, Writing, own_place
from grader.engine.expr import ZERO, Apply, Expr, add, is_apply, mul, neg, number, sub
from grader.engine.primitives.elementwise import ELEMENTWISE
from grader.engine.primitives.primitive import Shape, setting
from grader.engine.primitives.reductions import axes_of
from grader.engine.primitives.slips import SLIPS

MOST = 12
"""More terms than this nobody writes out."""


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
        return Writing(_ROWS, shapes, worth, most).element(formula, index)
    except UnwritableError:
        return None


def _slipped(node: Apply, index: Index, w: Writing) -> Expr:
    """What a slip has in an element's place: another, nothing, or minus it."""
    axis, k, *others = (int(str(param)) for param in node.params)
    at, here = list(index), index[axis] == k + 1
    if node.primitive in ("without", "only") and here == (node.primitive == "without"):
        return ZERO
    if node.primitive == "sibling":
        at[axis] = k + 1
    elif others and here:
        at[axis] = others[0] + 1
    elif node.primitive == "swapped" and index[axis] == others[0] + 1:
        at[axis] = k + 1
    found = w.element(node.args[0], tuple(at))
    return neg(found) if node.primitive == "negated" and here else found


def _read_as(node: Apply, index: Index, w: Writing) -> Expr:
    """A number that was misread, in the place of an element."""
    read, *place = node.params
    assert isinstance(read, float)
    here = index == tuple(int(str(k)) + 1 for k in place)
    return number(read) if here else w.element(node.args[0], index)


def _weighed(node: Apply, index: Index, w: Writing) -> Expr:
    """An element with the sign that a slip gives it, or what is left of it."""
    inside, outside, *place = (int(str(param)) for param in node.params)
    times = inside if index == tuple(k + 1 for k in place) else outside
    found = w.element(node.args[0], index) if times else ZERO
    return neg(found) if times < 0 else found


def _broadcast(arg: Expr, index: Index, w: Writing) -> Expr:
    shape = w.shape(arg)
    if len(shape) > len(index):
        raise UnwritableError
    return w.part(arg, own_place(index, shape))


def _product(node: Apply, index: Index, w: Writing) -> Expr:
    """Row times column; a vector on the left is a row, one on the right a column."""
    left, right = node.args
    rows, columns = w.shape(left), w.shape(right)
    row = len(rows) > 1
    samples = index[: len(index) - row - (len(columns) > 1)]
    above = (*own_place(samples, rows[:-2]), *index[len(samples) : len(samples) + row])
    before, column = own_place(samples, columns[:-2]), index[len(samples) + row :]
    return add(
        *[mul(w.element(left, (*above, k)), w.element(right, (*before, k, *column))) for k in _range(rows[-1], w)]
    )


def _picked(node: Apply, index: Index, w: Writing) -> Expr:
    """An element of what an index or a slice picks."""
    base, rest = node.args[0], list(index)
    place: list[int] = []
    for part in (*node.params, *(("slice", None, None),) * (len(w.shape(base)) - len(node.params))):
        if isinstance(part, int):
            place.append(part)
        elif isinstance(part, tuple) and rest:
            place.append((part[1] or 1) - 1 + rest.pop(0))
        else:
            raise UnwritableError
    return w.element(base, tuple(place))


def _placed(node: Apply, index: Index, w: Writing) -> Expr:
    """What an index or a slice has put in a place; 0 elsewhere."""
    inner, (shape, *parts) = node.args[0], node.params
    place: list[int] = []
    for k, (i, n) in enumerate(zip(index, cast("Shape", shape), strict=True)):
        first, last = _span(parts[k], n) if k < len(parts) else (1, n)
        if not first <= i <= last:
            return ZERO
        if k >= len(parts) or isinstance(parts[k], tuple):
            place.append(i - first + 1)
    return w.part(inner, own_place(tuple(place), w.shape(inner)))


def _span(part: object, size: int) -> tuple[int, int]:
    """The first and the last place of an index or a slice."""
    if isinstance(part, tuple):
        return part[1] or 1, part[2] or size
    return int(str(part)), int(str(part))


def _share(node: Apply, index: Index, w: Writing) -> Expr:
    """Of a softmax: one exponential over the sum of those of its row."""
    row = _range(w.shape(node.args[0])[-1], w)
    powers = [Apply("exp", (w.element(node.args[0], (*index[:-1], k)),)) for k in row]
    return Apply("div", (powers[index[-1] - 1], add(*powers)))


def _rearranged(node: Apply, index: Index, w: Writing) -> Expr:
    """An element of what is only put together in another way: the element of a part that it is."""
    if node.primitive in ("flatten", "reshape"):
        shape = w.shape(node.args[0])
        at = np.unravel_index(np.ravel_multi_index(tuple(i - 1 for i in index), w.shape(node)), shape)
        return w.element(node.args[0], tuple(int(i) + 1 for i in at))
    if node.primitive == "stack":
        return w.element(node.args[index[0] - 1], index[1:])
    place, axis = index, axes_of(node.params, len(index))[0]
    for part in node.args:
        shape = w.shape(part)
        size = shape[axis] if shape else 1
        if place[axis] <= size:
            return w.element(part, place if shape else ())
        place = (*place[:axis], place[axis] - size, *place[axis + 1 :])
    raise UnwritableError


def _reduced(node: Apply, index: Index, w: Writing) -> Expr:
    """A sum, a mean or the largest, along one axis or of everything; of windows, it is pooling."""
    inner = node.args[0]
    if is_apply(inner, "windows") and setting(node.params, "axis") == -1:
        return _together(node.primitive, window(inner, index, w))
    shape, axis = w.shape(node.args[0]), setting(node.params, "axis")
    if axis is None:
        w.bear(math.prod(shape))
        places = list(product(*(range(1, n + 1) for n in shape)))
    elif isinstance(axis, int):
        at = axis - 1 if axis > 0 else len(shape) + axis
        places = [(*index[:at], k, *index[at:]) for k in _range(shape[at], w)]
    else:
        places = []
    if not places:
        raise UnwritableError
    parts = [w.part(node.args[0], place) for place in places]
    if node.primitive != "var":
        return _together(node.primitive, parts)
    mean = Apply("mean", node.args, node.params)
    middle = w.number(mean, index) if w.worth else _reduced(mean, index, w)
    return _together("mean", [Apply("pow", (sub(part, middle), number(2))) for part in parts])


def _folded(node: Apply, index: Index, w: Writing) -> Expr:
    """The sum along the axes that broadcasting had added or stretched."""
    shape = w.shape(node.args[0])
    extra = len(shape) - len(index)
    own = [None] * extra + [i if n == m else None for i, n, m in zip(index, shape[extra:], node.params, strict=True)]
    w.bear(math.prod(n for n, i in zip(shape, own, strict=True) if i is None))
    places = product(*(range(1, n + 1) if i is None else (i,) for n, i in zip(shape, own, strict=True)))
    return add(*[w.part(node.args[0], place) for place in places])


def _together(primitive: str, parts: Sequence[Expr]) -> Expr:
    if primitive == "amax":
        return Apply("max", tuple(parts))
    return add(*parts) if primitive == "sum" else Apply("div", (add(*parts), number(len(parts))))


def _range(size: int, w: Writing) -> Sequence[int]:
    w.bear(size)
    return range(1, size + 1)


# ---- a row each -----------------------------------------------------------------------------------------------------


def _elementwise(node: Apply, index: Index, w: Writing) -> Expr:
    args = [_broadcast(arg, index, w) for arg in node.args]
    flattened = {"add": add, "mul": mul}.get(node.primitive)
    return flattened(*args) if flattened else Apply(node.primitive, tuple(args), node.params)


def _squeezed(node: Apply, index: Index, w: Writing) -> Expr:
    added = {axis % len(index) for axis in node.params if isinstance(axis, int)}
    return w.part(node.args[0], tuple(i for k, i in enumerate(index) if k not in added))


def _diagonal(node: Apply, index: Index, w: Writing) -> Expr:
    if len(index) == 1:
        return w.element(node.args[0], index * 2)
    return w.element(node.args[0], index[:1]) if index[0] == index[1] else ZERO


def _turned(node: Apply, index: Index, w: Writing) -> Expr:
    return w.element(node.args[0], (*index[:-2], *index[-2:][::-1]))


def _outer(node: Apply, index: Index, w: Writing) -> Expr:
    left, right = node.args
    return mul(w.element(left, index[:1]), w.element(right, index[1:]))


_ROWS: dict[str, Row] = {
    **dict.fromkeys(ELEMENTWISE, _elementwise),
    **PICTURES,
    **dict.fromkeys((name for name in SLIPS if name != "latest"), _slipped),
    "read_as": _read_as,
    "weighed": _weighed,
    **dict.fromkeys(("sum", "mean", "amax", "var"), _reduced),
    **dict.fromkeys(("concat", "stack", "flatten", "reshape"), _rearranged),
    "local": lambda node, index, w: Apply("local", (w.part(node.args[0], index),), node.params),
    "expand": lambda node, index, w: _broadcast(node.args[0], index, w),
    "unsqueeze": _squeezed,
    "transpose": _turned,
    "index": _picked,
    "put": _placed,
    "fold": _folded,
    "matmul": _product,
    "outer": _outer,
    "diag": _diagonal,
    "eye": lambda _node, index, _w: number(index[0] == index[1]),
    "softmax": _share,
}
"""How an element of each primitive's result is written; of what is not listed it cannot be."""
