"""Arithmetic with broadcasting: a row each, with its derivative."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.engine.expr import ONE, Constant, Expr, apply, is_apply, mul, neg, number, sub
from grader.engine.primitives.primitive import TIE, Array, MisfitError, Primitive, Rule, Shape, aligned, broadcast


def elementwise(
    function: Callable[..., Array], vjp: Callable[[int, Expr, Rule], Expr | None], activation: bool = False
) -> Primitive:
    """A function of several arguments that broadcast."""
    return Primitive(lambda *values: function(*aligned(*values)), broadcast, vjp, activation)


def unary(
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


def _times(*shapes: Shape) -> Shape:
    """The shape of a product element by element, which beginners write for the product of matrices."""
    try:
        return broadcast(*shapes)
    except MisfitError:
        todo = "the product of matrices is written @"
        columns = [v for v in shapes if len(v) == 1 and any(len(m) == 2 and m[:1] == v for m in shapes)]
        if columns:
            todo += f", a vector as a column reshape(…, {columns[0][0]}, 1)"
        raise MisfitError(shapes, todo=todo) from None


def _mul_vjp(i: int, g: Expr, rule: Rule) -> Expr:
    return mul(g, *rule.args[:i], *rule.args[i + 1 :])


def _div_vjp(i: int, g: Expr, rule: Rule) -> Expr:
    a, b = rule.args
    return over(g, b) if i == 0 else neg(over(mul(g, a), power(b, 2)))


def _pow_vjp(i: int, g: Expr, rule: Rule) -> Expr:
    base, exponent = rule.args
    if i == 1:
        return mul(g, rule.y, apply("log", base))
    value = exponent.value if isinstance(exponent, Constant) else None
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

    def evaluate(*given: Any) -> Array:
        *values, place = given
        own, *others = aligned(*values)
        won = np.ones(np.broadcast_shapes(own.shape, *(other.shape for other in others)), dtype=bool)
        for position, other in enumerate(others):
            equal = np.abs(own - other) <= TIE * np.abs(other)
            won &= compare(own, other) & ~equal if position < place else compare(own, other) | equal
        return won.astype(float)

    return Primitive(evaluate, lambda *given: broadcast(*given[:-1]), lambda *_: None)


def _chosen(condition: Array, one: Array, other: Array) -> Array:
    return np.asarray(np.where(condition > 0, one, other), dtype=float)


def _where_vjp(i: int, g: Expr, rule: Rule) -> Expr | None:
    """The gradient goes to what was chosen; at 0, to the second."""
    chosen = apply("step", rule.args[0])
    return None if i == 0 else mul(g, chosen if i == 1 else one_minus(chosen))


def one_minus(expr: Expr) -> Expr:
    """1 - expr."""
    return sub(ONE, expr)


def power(expr: Expr, exponent: float) -> Expr:
    """The power of an expression; of a root, its square is what is in it."""
    if exponent == 2 and is_apply(expr, "sqrt"):
        return expr.args[0]
    return apply("pow", expr, number(exponent))


def over(above: Expr, below: Expr) -> Expr:
    """A quotient, with the sign in front."""
    return neg(apply("div", above.args[0], below)) if is_apply(above, "neg") else apply("div", above, below)


ARITHMETIC: dict[str, Primitive] = {
    "add": elementwise(_sum, lambda _i, g, _r: g),
    "neg": Primitive(np.negative, lambda shape: shape, lambda _i, g, _r: neg(g)),
    "mul": elementwise(_product, _mul_vjp)._replace(shape=_times),
    "div": elementwise(np.divide, _div_vjp),
    "pow": elementwise(np.power, _pow_vjp),
    "max": elementwise(lambda *v: np.maximum.reduce(np.broadcast_arrays(*v)), _extreme_vjp("is_max")),
    "min": elementwise(lambda *v: np.minimum.reduce(np.broadcast_arrays(*v)), _extreme_vjp("is_min")),
    "is_max": _wins(np.greater),
    "is_min": _wins(np.less),
    "where": elementwise(_chosen, _where_vjp),
    "sign": _flat(np.sign),
    "step": _flat(lambda x: (x > 0).astype(float)),
}
