"""Activations of neurons: a row each, with its derivative.

Where a derivative does not exist, at the kink of ReLU and of its kin at 0, it is that from the left: ReLU'(0) = 0.
"""

import math

import numpy as np

from grader.engine.expr import ONE, ZERO, Constant, Expr, add, apply, mul, neg, number, sub
from grader.engine.primitives.arithmetic import elementwise, one_minus, power, unary
from grader.engine.primitives.primitive import Array, Primitive, Rule


def sigmoid(x: Array) -> Array:
    """1 / (1 + e⁻ˣ), without overflow on either side."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, e) / (1.0 + e)


def _bipolar_slope(y: Expr, _: Expr) -> Expr:
    return mul(number(0.5), add(ONE, y), one_minus(y))


def softplus(x: Array) -> Array:
    """log(1 + eˣ), without overflow."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


_erfc = np.vectorize(math.erfc, otypes=[float])


def normal_cdf(x: Array) -> Array:
    """Φ(x), the standard normal distribution function; by erfc, as 1 + erf cancels far to the left."""
    return 0.5 * np.asarray(_erfc(-x / math.sqrt(2.0)))


_GELU_SCALE, _GELU_CUBIC = math.sqrt(2.0 / math.pi), 0.044715
"""The constants of the approximation of GELU by tanh: Hendrycks and Gimpel, arXiv:1606.08415, section 2."""


def gelu_tanh(x: Array) -> Array:
    """x/2 · (1 + tanh u), which approximates GELU, with u = √(2/π)·(x + 0.044715·x³).

    As x · σ(2u), which is the same: 1 + tanh u cancels far to the left.
    """
    return x * sigmoid(2.0 * _GELU_SCALE * (x + _GELU_CUBIC * x**3))


def _gelu_tanh_slope(_: Expr, x: Expr) -> Expr:
    scale, cubic, half = number(_GELU_SCALE), number(_GELU_CUBIC), number(0.5)
    t = apply("tanh", mul(scale, add(x, mul(cubic, power(x, 3)))))
    inner = mul(scale, add(ONE, mul(number(3 * _GELU_CUBIC), power(x, 2))))
    return add(mul(half, add(ONE, t)), mul(half, x, one_minus(power(t, 2)), inner))


def _leaky_vjp(i: int, g: Expr, rule: Rule) -> Expr | None:
    x, slope = rule.args
    if i == 0:
        return mul(g, _local(rule, apply("where", x, ONE, slope)))
    return None if isinstance(slope, Constant) else mul(g, apply("min", x, ZERO))


def _elu_vjp(i: int, g: Expr, rule: Rule) -> Expr | None:
    x, scale = rule.args
    if i == 0:
        return mul(g, _local(rule, apply("where", x, ONE, mul(scale, apply("exp", x)))))
    return None if isinstance(scale, Constant) else mul(g, apply("where", x, ZERO, sub(apply("exp", x), ONE)))


def _local(rule: Rule, derivative: Expr) -> Expr:
    x, *rest = rule.args
    return apply("local", derivative, params=(rule.y, x, rule.primitive, *rest))


ACTIVATING: dict[str, Primitive] = {
    "sigmoid": unary(sigmoid, lambda y, _: mul(y, one_minus(y)), activation=True),
    "bipolar": unary(lambda x: np.tanh(x / 2.0), _bipolar_slope, activation=True),
    "tanh": unary(np.tanh, lambda y, _: one_minus(power(y, 2)), activation=True),
    "relu": unary(lambda x: np.maximum(x, 0.0), lambda _, x: apply("step", x), activation=True),
    "leaky_relu": elementwise(lambda x, a: np.where(x > 0, x, a * x), _leaky_vjp, activation=True),
    "elu": elementwise(lambda x, a: np.where(x > 0, x, a * np.expm1(x)), _elu_vjp, activation=True),
    "softplus": unary(softplus, lambda _, x: apply("sigmoid", x), activation=True),
    "swish": unary(
        lambda x: x * sigmoid(x),
        lambda y, x: add(apply("sigmoid", x), mul(y, one_minus(apply("sigmoid", x)))),
        activation=True,
    ),
    "gelu": unary(
        lambda x: x * normal_cdf(x),
        lambda _, x: add(apply("normal_cdf", x), mul(x, apply("normal_pdf", x))),
        activation=True,
    ),
    "gelu_tanh": unary(gelu_tanh, _gelu_tanh_slope, activation=True),
    "normal_cdf": unary(normal_cdf, lambda _, x: apply("normal_pdf", x)),
    "normal_pdf": unary(lambda x: np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi), lambda y, x: neg(mul(x, y))),
}
