"""The primitives of the formula language: how each is evaluated, what shape it has, and its derivative rule.

Values carry two leading axes, students and points (a numeric problem has one point; a symbolic one, many), and then
the axes of the quantity itself. Shapes here are those of the quantity alone. A derivative rule is a row: given the
upstream gradient `g`, the output `y` and the arguments, it gives the gradient for one argument *as an expression*
(a vector-Jacobian product), so that what is derived can be printed, evaluated and mutated like what was written.
"""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine.expr import ONE, Apply, Expr, add, apply, mul, neg, number, sub
from grader.errors import FormulaError

Array = NDArray[np.float64]
Shape = tuple[int, ...]

LEAD = 2
"""Leading axes of every value: students, points."""


class Rule(NamedTuple):
    """What a derivative rule may use: the arguments, their shapes, the output and the static settings."""

    primitive: str
    args: tuple[Expr, ...]
    shapes: tuple[Shape, ...]
    y: Expr
    shape: Shape
    params: tuple[object, ...]


class Primitive(NamedTuple):
    """One row of the catalogue."""

    evaluate: Callable[..., Array]
    shape: Callable[..., Shape]
    vjp: Callable[[int, Expr, Rule], Expr | None]
    """(argument's position, upstream gradient, what the rule may use) to that argument's gradient; None: constant."""
    activation: bool = False


# ---- elementwise ------------------------------------------------------------------------------------------------


def aligned(*values: Array) -> list[Array]:
    """The values with item axes added on the left, so that leading axes never meet item axes in broadcasting."""
    rank = max(value.ndim for value in values)
    return [value.reshape(value.shape[:LEAD] + (1,) * (rank - value.ndim) + value.shape[LEAD:]) for value in values]


def broadcast(*shapes: Shape) -> Shape:
    """The common shape of an elementwise operation."""
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        listed = " and ".join("×".join(map(str, shape)) or "a number" for shape in shapes)
        raise FormulaError(f"shapes do not fit: {listed}") from None


def _elementwise(function: Callable[..., Array], vjp: Callable[[int, Expr, Rule], Expr | None]) -> Primitive:
    return Primitive(lambda *values: function(*aligned(*values)), broadcast, vjp)


def _unary(
    function: Callable[[Array], Array], local: Callable[[Expr, Expr], Expr], activation: bool = False
) -> Primitive:
    """A function of one argument, its derivative an expression in the output `y` and the argument `x`.

    The derivative stands in a `local` node, which evaluates to its one argument and remembers y, x and the function.
    """

    def vjp(_: int, g: Expr, rule: Rule) -> Expr:
        x = rule.args[0]
        return mul(g, apply("local", local(rule.y, x), params=(rule.y, x, rule.primitive)))

    return Primitive(function, lambda shape: shape, vjp, activation)


def _flat(function: Callable[[Array], Array]) -> Primitive:
    """A function whose derivative is 0 wherever it exists."""
    return Primitive(function, lambda shape: shape, lambda *_: None)


def _sum(*values: Array) -> Array:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


def _product(*values: Array) -> Array:
    total = values[0]
    for value in values[1:]:
        total = total * value
    return total


def _mul_vjp(i: int, g: Expr, rule: Rule) -> Expr:
    return mul(g, *rule.args[:i], *rule.args[i + 1 :])


def _div_vjp(i: int, g: Expr, rule: Rule) -> Expr:
    a, b = rule.args
    return apply("div", g, b) if i == 0 else neg(apply("div", mul(g, a), apply("pow", b, number(2))))


def _pow_vjp(i: int, g: Expr, rule: Rule) -> Expr:
    base, exponent = rule.args
    if i == 1:
        return mul(g, rule.y, apply("log", base))
    value = getattr(exponent, "value", None)
    if value in (1, 2):
        return g if value == 1 else mul(g, exponent, base)
    lower = number(value - 1) if value is not None else sub(exponent, ONE)
    return mul(g, exponent, apply("pow", base, lower))


def _extreme_vjp(wins: str) -> Callable[[int, Expr, Rule], Expr]:
    """The gradient goes to the argument that won; at a tie, to the first."""

    def vjp(i: int, g: Expr, rule: Rule) -> Expr:
        others = rule.args[:i] + rule.args[i + 1 :]
        return mul(g, apply(wins, rule.args[i], *others, params=(i,)))

    return vjp


def _wins(compare: Callable[[Array, Array], NDArray[np.bool_]]) -> Primitive:
    """1 where the first argument beats the others, 0 elsewhere; it stood at place `place` among them."""

    def evaluate(value: Array, *rest: object) -> Array:
        *others, place = rest
        values = aligned(value, *others)  # type: ignore[arg-type]
        won = np.ones(np.broadcast_shapes(*(v.shape for v in values)), dtype=bool)
        for position, other in enumerate(values[1:]):
            ahead = position < place  # type: ignore[operator]
            won &= compare(values[0], other) | (not ahead) & (values[0] == other)
        return won.astype(float)

    return Primitive(evaluate, lambda *given: broadcast(*given[:-1]), lambda *_: None)


def sigmoid(x: Array) -> Array:
    """1 / (1 + e⁻ˣ), without overflow on either side."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, e) / (1.0 + e)


def softplus(x: Array) -> Array:
    """log(1 + eˣ), without overflow."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


_erf = np.vectorize(math.erf, otypes=[float])


def normal_cdf(x: Array) -> Array:
    """Φ(x), the standard normal distribution function."""
    return 0.5 * (1.0 + np.asarray(_erf(x / math.sqrt(2.0))))


def _one_minus(expr: Expr) -> Expr:
    return sub(ONE, expr)


def _power(expr: Expr, exponent: float) -> Expr:
    return apply("pow", expr, number(exponent))


def _over(above: Expr, below: Expr) -> Expr:
    return apply("div", above, below)


_TWO = number(2)

ELEMENTWISE: dict[str, Primitive] = {
    "add": _elementwise(_sum, lambda _i, g, _r: g),
    "neg": Primitive(np.negative, lambda shape: shape, lambda _i, g, _r: neg(g)),
    "mul": _elementwise(_product, _mul_vjp),
    "div": _elementwise(np.divide, _div_vjp),
    "pow": _elementwise(np.power, _pow_vjp),
    "max": _elementwise(lambda *v: np.maximum.reduce(np.broadcast_arrays(*v)), _extreme_vjp("is_max")),
    "min": _elementwise(lambda *v: np.minimum.reduce(np.broadcast_arrays(*v)), _extreme_vjp("is_min")),
    "is_max": _wins(np.greater),
    "is_min": _wins(np.less),
    "sigmoid": _unary(sigmoid, lambda y, _: mul(y, _one_minus(y)), activation=True),
    "tanh": _unary(np.tanh, lambda y, _: _one_minus(_power(y, 2)), activation=True),
    "relu": _unary(lambda x: np.maximum(x, 0.0), lambda _, x: apply("step", x), activation=True),
    "softplus": _unary(softplus, lambda _, x: apply("sigmoid", x), activation=True),
    "gelu": _unary(
        lambda x: x * normal_cdf(x),
        lambda _, x: add(apply("normal_cdf", x), mul(x, apply("normal_pdf", x))),
        activation=True,
    ),
    "normal_cdf": _unary(normal_cdf, lambda _, x: apply("normal_pdf", x)),
    "normal_pdf": _unary(lambda x: np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi), lambda y, x: neg(mul(x, y))),
    "exp": _unary(np.exp, lambda y, _: y),
    "log": _unary(np.log, lambda _, x: _over(ONE, x)),
    "log2": _unary(np.log2, lambda _, x: _over(ONE, mul(x, number(math.log(2.0))))),
    "log10": _unary(np.log10, lambda _, x: _over(ONE, mul(x, number(math.log(10.0))))),
    "sqrt": _unary(np.sqrt, lambda y, _: _over(ONE, mul(_TWO, y))),
    "abs": _unary(np.abs, lambda _, x: apply("sign", x)),
    "sin": _unary(np.sin, lambda _, x: apply("cos", x)),
    "cos": _unary(np.cos, lambda _, x: neg(apply("sin", x))),
    "sign": _flat(np.sign),
    "step": _flat(lambda x: (x > 0).astype(float)),
}

# ---- whole arrays -------------------------------------------------------------------------------------------------


def setting(params: Sequence[object], name: str) -> object:
    """A static setting such as `("axis", 1)` among a node's parameters; None where it is not there.

    >>> setting((("axis", 2),), "axis")
    2
    """
    return next((pair[1] for pair in params if isinstance(pair, tuple) and pair[:1] == (name,)), None)


def _axes(params: Sequence[object], rank: int) -> tuple[int, ...]:
    """The axes a reduction runs over, from 0; the language counts them from 1, and none written means all."""
    axis = setting(params, "axis")
    if axis is None:
        return tuple(range(rank))
    if not isinstance(axis, int) or not 1 <= abs(axis) <= rank:
        raise FormulaError(f"axis {axis} does not exist", todo=f"axes count from 1; there are {rank}")
    return (axis - 1 if axis > 0 else rank + axis,)


def _reduced(shape: Shape, *params: object) -> Shape:
    axes = _axes(params, len(shape))
    return tuple(n for k, n in enumerate(shape) if k not in axes)


def _reduction(function: Callable[..., Array], vjp: Callable[[Expr, Rule], Expr]) -> Primitive:
    def evaluate(value: Array, *params: object) -> Array:
        axes = _axes(params, value.ndim - LEAD)
        return np.asarray(function(value, axis=tuple(k + LEAD for k in axes)))

    return Primitive(evaluate, _reduced, lambda _i, g, rule: vjp(g, rule))


def _spread(g: Expr, rule: Rule) -> Expr:
    """A gradient of the reduced shape, given back the axes that the reduction removed (as length 1)."""
    axes = _axes(rule.params, len(rule.shapes[0]))
    if len(axes) == len(rule.shapes[0]):
        return g  # a number broadcasts by itself
    return apply("unsqueeze", g, params=axes)


def _count(rule: Rule) -> Expr:
    return number(math.prod(rule.shapes[0][k] for k in _axes(rule.params, len(rule.shapes[0]))))


def _reduced_again(primitive: str, rule: Rule) -> Expr:
    return _spread(Apply(primitive, rule.args, rule.params), rule)


def _variance_vjp(g: Expr, rule: Rule) -> Expr:
    centred = sub(rule.args[0], _reduced_again("mean", rule))
    return apply("div", mul(_spread(g, rule), _TWO, centred), _count(rule))


def _max_vjp(g: Expr, rule: Rule) -> Expr:
    winners = apply("winners", rule.args[0], params=_axes(rule.params, len(rule.shapes[0])))
    return mul(_spread(g, rule), winners)


def _winners(value: Array, *axes: int) -> Array:
    """1 at the first maximum along the axes, 0 elsewhere."""
    where = tuple(axis + LEAD for axis in axes)
    moved = np.moveaxis(value, where, range(-len(where), 0))
    flat = moved.reshape(*moved.shape[: -len(where)], -1)
    first = np.zeros_like(flat)
    np.put_along_axis(first, flat.argmax(axis=-1)[..., None], 1.0, axis=-1)
    return np.moveaxis(first.reshape(moved.shape), range(-len(where), 0), where)


def _matmul(a: Array, b: Array) -> Array:
    left = a[..., None, :] if a.ndim == LEAD + 1 else a
    right = b[..., :, None] if b.ndim == LEAD + 1 else b
    product: Array = np.matmul(left, right)
    product = product[..., 0, :] if a.ndim == LEAD + 1 else product
    return product[..., 0] if b.ndim == LEAD + 1 else product


def _matmul_shape(a: Shape, b: Shape) -> Shape:
    if not a or not b or a[-1] != b[-2 if len(b) > 1 else 0]:
        listed = " @ ".join("×".join(map(str, shape)) or "a number" for shape in (a, b))
        raise FormulaError(f"shapes do not fit: {listed}", todo="the inner sizes must agree")
    return a[:-1] + (b[:-2] + b[-1:] if len(b) > 1 else ())


def _matmul_vjp(i: int, g: Expr, rule: Rule) -> Expr:
    a, b = rule.args
    ranks = tuple(map(len, rule.shapes))
    if ranks == (1, 1):
        return mul(g, (b, a)[i])
    if ranks[i] == 1:  # the vector's gradient: the matrix, from the other side
        return apply("matmul", b, g) if i == 0 else apply("matmul", transpose(a), g)
    if ranks[1 - i] == 1:  # the matrix beside a vector: an outer product
        return apply("outer", g, b) if i == 0 else apply("outer", a, g)
    return apply("matmul", g, transpose(b)) if i == 0 else apply("matmul", transpose(a), g)


def transpose(expr: Expr) -> Expr:
    """The last two axes exchanged; twice is nothing."""
    if isinstance(expr, Apply) and expr.primitive == "transpose":
        return expr.args[0]
    return apply("transpose", expr)


def _transpose_vjp(_: int, g: Expr, rule: Rule) -> Expr:
    if len(rule.shape) == 2 and isinstance(g, Apply) and g.primitive in ("matmul", "outer"):
        left, right = g.args  # (AᵀB)ᵀ = BᵀA, as one writes δᵀx
        return (
            apply("outer", right, left)
            if g.primitive == "outer"
            else apply("matmul", transpose(right), transpose(left))
        )
    return transpose(g)


def _swapped(shape: Shape) -> Shape:
    return (*shape[:-2], shape[-1], shape[-2]) if len(shape) > 1 else shape


def _outer_vjp(i: int, g: Expr, rule: Rule) -> Expr:
    a, b = rule.args
    return apply("matmul", g, b) if i == 0 else apply("matmul", transpose(g), a)


def _selector(params: Sequence[object], shape: Shape) -> tuple[int | slice, ...]:
    """Numpy's index for 1-based indices and inclusive slices."""
    if len(params) > len(shape):
        raise FormulaError(f"{len(params)} indices for an array of {len(shape)} axes")
    picked: list[int | slice] = []
    for n, part in zip(shape, params, strict=False):
        if isinstance(part, tuple):
            _, start, stop = part
            picked.append(slice(None if start is None else start - 1, stop))
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
    out[(slice(None),) * LEAD + _selector(params, shape)] = value
    return out


def _stack(*values: Array) -> Array:
    lead = np.broadcast_shapes(*(value.shape[:LEAD] for value in values))
    return np.stack([np.broadcast_to(v, lead + v.shape[LEAD:]) for v in values], axis=LEAD)


def _stack_shape(*shapes: Shape) -> Shape:
    if len(set(shapes)) != 1:
        raise FormulaError("the rows of an array differ in length")
    return (len(shapes), *shapes[0])


def _concat_axis(params: Sequence[object]) -> int:
    axis = setting(params, "axis")
    return axis - 1 if isinstance(axis, int) else 0


def _concat(*given: object) -> Array:
    values = [v for v in given if isinstance(v, np.ndarray)]
    axis = _concat_axis([p for p in given if not isinstance(p, np.ndarray)])
    lead = np.broadcast_shapes(*(value.shape[:LEAD] for value in values))
    return np.concatenate([np.broadcast_to(v, lead + v.shape[LEAD:]) for v in values], axis=LEAD + axis)


def _concat_shape(*given: object) -> Shape:
    shapes = [s for s in given if not (isinstance(s, tuple) and s and isinstance(s[0], str))]
    axis = _concat_axis([p for p in given if isinstance(p, tuple) and p and isinstance(p[0], str)])
    first = shapes[0]
    rest = {s[:axis] + s[axis + 1 :] for s in shapes}  # type: ignore[index]
    if len(rest) != 1 or axis >= len(first):  # type: ignore[arg-type]
        raise FormulaError("the parts of concat do not fit")
    return (*first[:axis], sum(s[axis] for s in shapes), *first[axis + 1 :])  # type: ignore[index]


def _concat_vjp(i: int, g: Expr, rule: Rule) -> Expr:
    axis = _concat_axis(rule.params)
    start = sum(shape[axis] for shape in rule.shapes[:i])
    window = ("slice", start + 1, start + rule.shapes[i][axis])
    return apply("index", g, params=(("slice", None, None),) * axis + (window,))


def _rowwise(shape: Shape) -> Shape:
    if not shape:
        raise FormulaError("softmax of a single number", todo="it takes a vector, or a matrix row by row")
    return shape


def _softmax(x: Array) -> Array:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def _log_softmax(x: Array) -> Array:
    shifted = x - x.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def _row_sum(expr: Expr, shape: Shape) -> Expr:
    """The sum over the last axis, kept as an axis of length 1."""
    last = len(shape)
    total = apply("sum", expr, params=(("axis", last),))
    return apply("unsqueeze", total, params=(last - 1,)) if last > 1 else total


def _softmax_vjp(_: int, g: Expr, rule: Rule) -> Expr:
    return mul(rule.y, sub(g, _row_sum(mul(g, rule.y), rule.shape)))


def _log_softmax_vjp(_: int, g: Expr, rule: Rule) -> Expr:
    spread = apply("expand", g, params=rule.shape)
    return sub(g, mul(apply("softmax", rule.args[0]), _row_sum(spread, rule.shape)))


def _unsqueeze(value: Array, *axes: int) -> Array:
    return np.expand_dims(value, tuple(axis + LEAD for axis in axes))


def _unsqueezed(shape: Shape, *axes: int) -> Shape:
    return np.expand_dims(np.empty(shape, dtype=bool), axes).shape


def _fold(value: Array, *shape: int) -> Array:
    """Sums away the axes that broadcasting had added or stretched."""
    extra = value.ndim - LEAD - len(shape)
    value = value.sum(axis=tuple(range(LEAD, LEAD + extra))) if extra else value
    stretched = tuple(k + LEAD for k, n in enumerate(shape) if n == 1 and value.shape[k + LEAD] != 1)
    return np.asarray(value.sum(axis=stretched, keepdims=True)) if stretched else value


def _reshape(value: Array, *shape: int) -> Array:
    return value.reshape(value.shape[:LEAD] + shape)


ARRAYS: dict[str, Primitive] = {
    "sum": _reduction(np.sum, lambda g, rule: _spread(g, rule)),
    "mean": _reduction(np.mean, lambda g, rule: apply("div", _spread(g, rule), _count(rule))),
    "var": _reduction(np.var, _variance_vjp),
    "amax": _reduction(np.max, _max_vjp),
    "winners": Primitive(_winners, lambda shape, *_: shape, lambda *_: None),
    "matmul": Primitive(_matmul, _matmul_shape, _matmul_vjp),
    "outer": Primitive(lambda a, b: a[..., :, None] * b[..., None, :], lambda a, b: a + b, _outer_vjp),
    "transpose": Primitive(lambda x: np.swapaxes(x, -1, -2) if x.ndim > LEAD + 1 else x, _swapped, _transpose_vjp),
    "index": Primitive(_index, _index_shape, lambda _i, g, r: apply("put", g, params=(r.shapes[0], *r.params))),
    "put": Primitive(_put, lambda _s, shape, *_: shape, lambda _i, g, r: apply("index", g, params=r.params[1:])),
    "stack": Primitive(_stack, _stack_shape, lambda i, g, _r: apply("index", g, params=(i + 1,))),
    "concat": Primitive(_concat, _concat_shape, _concat_vjp),
    "softmax": Primitive(_softmax, _rowwise, _softmax_vjp, activation=True),
    "log_softmax": Primitive(_log_softmax, _rowwise, _log_softmax_vjp),
    "unsqueeze": Primitive(_unsqueeze, _unsqueezed, lambda _i, g, r: apply("reshape", g, params=r.shapes[0])),
    "reshape": Primitive(_reshape, lambda _s, *shape: shape, lambda _i, g, r: apply("reshape", g, params=r.shapes[0])),
    "expand": Primitive(
        lambda v, *shape: np.broadcast_to(aligned(v, np.empty((1, 1, *shape)))[0], v.shape[:LEAD] + shape),
        lambda _s, *shape: shape,
        lambda _i, g, r: apply("fold", g, params=r.shapes[0]),
    ),
    "fold": Primitive(_fold, lambda _s, *shape: shape, lambda _i, g, r: apply("expand", g, params=r.shapes[0])),
    "local": Primitive(lambda value, *_: value, lambda shape, *_: shape, lambda _i, g, _r: g),
}


def _sibling(value: Array, axis: int, k: int) -> Array:
    n = value.shape[LEAD + axis]
    return np.take(value, np.full(n, k), axis=LEAD + axis)


def _masked(value: Array, axis: int, k: int, keep: bool) -> Array:
    mask = np.arange(value.shape[LEAD + axis]) == k
    shape = [1] * value.ndim
    shape[LEAD + axis] = -1
    return np.where((mask if keep else ~mask).reshape(shape), value, 0.0)


SLIPS: dict[str, Primitive] = {
    "sibling": Primitive(_sibling, lambda shape, *_: shape, lambda *_: None),
    "without": Primitive(lambda v, axis, k: _masked(v, axis, k, False), lambda shape, *_: shape, lambda *_: None),
    "only": Primitive(lambda v, axis, k: _masked(v, axis, k, True), lambda shape, *_: shape, lambda *_: None),
}
"""What only a slip does to an array: element k of an axis for every other; element k left out; element k alone."""

PRIMITIVES: dict[str, Primitive] = {**ELEMENTWISE, **ARRAYS, **SLIPS}

FUNCTIONS: dict[str, str] = {
    "sigmoid": "sigmoid", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu", "softplus": "softplus", "gelu": "gelu",
    "exp": "exp", "log": "log", "ln": "log", "log2": "log2", "log10": "log10", "sqrt": "sqrt", "abs": "abs",
    "sin": "sin", "cos": "cos", "sign": "sign", "step": "step", "max": "max", "min": "min", "sum": "sum",
    "mean": "mean", "var": "var", "softmax": "softmax", "log_softmax": "log_softmax", "dot": "matmul",
    "matmul": "matmul", "outer": "outer", "transpose": "transpose", "concat": "concat",
}  # fmt: skip
"""What a formula may call, and the primitive behind it (`max` of one argument is the array's own: `amax`)."""

ACTIVATIONS: tuple[str, ...] = tuple(name for name, row in PRIMITIVES.items() if row.activation)
