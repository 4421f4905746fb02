"""Functions of each element alone, and arithmetic with broadcasting: a row each, with its derivative."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from grader.engine.expr import ONE, Expr, add, apply, mul, neg, number, sub
from grader.engine.primitive import Array, Primitive, Rule, aligned, broadcast


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
