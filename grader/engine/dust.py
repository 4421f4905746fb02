"""What is left of a sum whose terms cancel is no value of it, only the rounding of floating point."""

from collections.abc import Mapping

import numpy as np

from grader.engine.evaluate import evaluate
from grader.engine.expr import Constant, Expr, Name
from grader.engine.primitives import PRIMITIVES
from grader.engine.primitives.primitive import Array

_DUST = 1e-14
_SMALL = 1e-9
_SUMS = frozenset({
    "add", "neg", "mul", "matmul", "outer", "sum", "fold", "mean", "local", "transpose", "reshape", "flatten", "flip",
    "index", "stack", "concat", "expand", "unsqueeze", "put", "windows", "unwindow", "diag",
    "conv1d", "conv2d", "conv1d_weights", "conv2d_weights", "conv1d_input", "conv2d_input",
    "conv1d_transposed", "conv2d_transposed",
})  # fmt: skip
"""Primitives that add up, multiply or rearrange: of the sizes of their arguments they make that of their terms."""


def without_dust(expr: Expr, values: Mapping[str, Array], value: Array) -> Array:
    """The value of an expression, with 0 where all its terms have cancelled.

    >>> from grader.engine import parse, value
    >>> given = {"x": value([0.1, 0.2]), "z": value(-40)}
    >>> def cleaned(text): return float(without_dust(parse(text), given, evaluate(parse(text), given)).squeeze())
    >>> cleaned("x[1] + x[2] - 0.3"), cleaned("sigmoid(z)") > 0
    (0.0, True)
    """
    size = np.abs(value)
    if not ((size < _SMALL) & (size > 0)).any():
        return value
    with np.errstate(all="ignore"):
        return np.where(size < _DUST * _size(expr, values), 0.0, value)


def _size(expr: Expr, values: Mapping[str, Array]) -> Array:
    """What the value would be if no term had a sign."""
    if isinstance(expr, (Name, Constant)):
        return np.abs(evaluate(expr, values))
    if expr.primitive == "div":
        return PRIMITIVES["div"].evaluate(_size(expr.args[0], values), np.abs(evaluate(expr.args[1], values)))
    if expr.primitive in _SUMS:
        return np.abs(PRIMITIVES[expr.primitive].evaluate(*(_size(arg, values) for arg in expr.args), *expr.params))
    return np.abs(evaluate(expr, values))
