"""Functions of each element alone, arithmetic and activations among them: a row each, with its derivative."""

import math

import numpy as np

from grader.engine.expr import ONE, add, apply, mul, neg, number
from grader.engine.primitives.activations import ACTIVATING
from grader.engine.primitives.arithmetic import ARITHMETIC, over, power, unary
from grader.engine.primitives.primitive import Primitive

_TWO = number(2)
_SLOPE_OF_ERF = number(2.0 / math.sqrt(math.pi))

ELEMENTWISE: dict[str, Primitive] = {
    **ARITHMETIC,
    **ACTIVATING,
    "exp": unary(np.exp, lambda y, _: y),
    "log": unary(np.log, lambda _, x: over(ONE, x)),
    "log2": unary(np.log2, lambda _, x: over(ONE, mul(x, number(math.log(2.0))))),
    "log10": unary(np.log10, lambda _, x: over(ONE, mul(x, number(math.log(10.0))))),
    "sqrt": unary(np.sqrt, lambda y, _: over(ONE, mul(_TWO, y))),
    "abs": unary(np.abs, lambda _, x: apply("sign", x)),
    "sin": unary(np.sin, lambda _, x: apply("cos", x)),
    "cos": unary(np.cos, lambda _, x: neg(apply("sin", x))),
    "tan": unary(np.tan, lambda y, _: add(ONE, power(y, 2))),
    "sinh": unary(np.sinh, lambda _, x: apply("cosh", x)),
    "cosh": unary(np.cosh, lambda _, x: apply("sinh", x)),
    "arctan": unary(np.arctan, lambda _, x: over(ONE, add(ONE, power(x, 2)))),
    "erf": unary(
        np.vectorize(math.erf, otypes=[float]), lambda _, x: mul(_SLOPE_OF_ERF, apply("exp", neg(power(x, 2))))
    ),
}
"""Whatever works on each element by itself; where shapes differ, by broadcasting."""
