"""What is left where numbers cancel: 1·0.3 + 2·(−0.2) + 0.1 is 0, though binary arithmetic leaves −2.8·10⁻¹⁷."""

from collections.abc import Mapping

import numpy as np

from grader.engine.evaluate import evaluate
from grader.engine.expr import Apply, Expr
from grader.engine.primitive import Array
from grader.engine.primitives import PRIMITIVES

_DUST = 8 * np.finfo(float).eps
_ADDING = ("add", "sum", "mean", "matmul", "mul", "transpose", "index")
"""Primitives whose value is at most that of the same on the sizes of their arguments."""


def without_dust(expr: Expr, values: Mapping[str, Array], value: Array) -> Array:
    """The value of an expression, with 0 wherever it is nothing beside the terms that it is the sum of.

    >>> from grader.engine import parse
    >>> x = {"x": np.array([[0.3]]), "y": np.array([[0.1]])}
    >>> e = parse("x - 2*0.2 + y")
    >>> evaluate(e, x).item() == 0, without_dust(e, x, evaluate(e, x)).item()
    (False, 0.0)
    """
    with np.errstate(all="ignore"):
        dust = np.isfinite(value) & (np.abs(value) <= _DUST * _size(expr, values))
    return np.where(dust, 0.0, value) if dust.any() else value


def _size(expr: Expr, values: Mapping[str, Array]) -> Array:
    if isinstance(expr, Apply) and expr.primitive == "neg":
        return _size(expr.args[0], values)
    if isinstance(expr, Apply) and expr.primitive in _ADDING:
        return PRIMITIVES[expr.primitive].evaluate(*(_size(arg, values) for arg in expr.args), *expr.params)
    return np.asarray(np.abs(evaluate(expr, values)))
