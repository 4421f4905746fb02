"""Evaluates expressions, and tells their shapes, for a whole class at once."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.engine.expr import Apply, Constant, Expr, Name, walk
from grader.engine.primitives import PRIMITIVES
from grader.engine.primitives.primitive import LEAD, Array, Shape, shape_said
from grader.errors import FormulaError


def value(data: object) -> Array:
    """Plain numbers as a value that every student shares: two leading axes of length 1."""
    array = np.asarray(data, dtype=float)
    return array.reshape((1, 1, *array.shape))


def evaluate(expr: Expr, values: Mapping[str, Array], limits: bool = True) -> Array:
    """The value of an expression, with leading axes (students, points), where `values` has one for each of its names.

    Floating-point trouble (log of 0, overflow) gives inf or nan, without a warning; the caller looks. What is 0 times
    the logarithm of what has none is 0, but without `limits` nan, as in a program.

    >>> from grader.engine import parse
    >>> evaluate(parse("x^2 + 1"), {"x": value([1, 2])}).tolist()
    [[[2.0, 5.0]]]
    >>> [evaluate(parse("0*ln(x)"), {"x": value(-1)}, limits).item() for limits in (True, False)]
    [0.0, nan]
    """
    with np.errstate(all="ignore"):
        return _evaluate(expr, values, limits=limits)


def underflows(expr: Expr) -> bool:
    """Whether something on the way to the value of an expression without names is too small for a number: `2^-9999`.

    >>> from grader.engine import parse
    >>> underflows(parse("2^-9999 * 5")), underflows(parse("1 - 1"))
    (True, False)
    """
    with np.errstate(all="ignore", under="raise"):
        try:
            _evaluate(expr, {})
        except FloatingPointError:
            return True
    return False


_NONE: Mapping[int, Any] = {}


def _evaluate(
    expr: Expr, values: Mapping[str, Array], known: Mapping[int, Array] = _NONE, limits: bool = True
) -> Array:
    """The value of an expression, of which the values of some nodes are `known` by their identity."""
    if isinstance(expr, Apply):
        if (before := known.get(id(expr))) is not None:
            return before
        args = [_evaluate(arg, values, known, limits) for arg in expr.args]
        found = PRIMITIVES[expr.primitive].evaluate(*args, *expr.params)
        if limits and expr.primitive in _PRODUCTS and any(map(_may_be_logarithm, expr.args)) and np.isnan(found).any():
            return _at_limit(expr, args, found)
        return found
    if isinstance(expr, Name):
        return values[expr.name]
    return np.full((1, 1), expr.value)


# ---- 0 · ln 0, which is 0: the limit of p·ln(p), and what a class other than the target adds to a cross-entropy; -----
# ---- and 0 · ln(1 − p) where a slip has made p more than 1: what is there 0 times is not there -----------------------

_PRODUCTS = ("mul", "matmul")
_LOGARITHMS = ("log", "log2", "log10")
_PLAIN = ("add", "neg", "mul", "div", "index", "stack", "concat", "transpose", "unsqueeze", "expand")


def _may_be_logarithm(expr: Expr) -> bool:
    return isinstance(expr, Apply) and (expr.primitive in _LOGARITHMS or expr.primitive in ("local", "add", "neg"))


def _is_logarithm(expr: Expr) -> bool:
    """Whether an expression is infinite only where a logarithm in it, or the derivative of one, is that of exactly 0.

    What stands in the logarithm is plain arithmetic on names: what has only become 0 because it was too small for a
    number, as in ln(softmax(z)), is none.
    """
    if not isinstance(expr, Apply):
        return True
    if expr.primitive == "local":
        return expr.params[2] in _LOGARITHMS and _is_plain(expr.args[0])
    if expr.primitive in _LOGARITHMS:
        return _is_plain(expr.args[0])
    return expr.primitive in ("add", "neg") and all(map(_is_logarithm, expr.args))


def _is_plain(expr: Expr) -> bool:
    return not isinstance(expr, Apply) or (expr.primitive in _PLAIN and all(map(_is_plain, expr.args)))


def _at_limit(product: Apply, args: list[Array], found: Array) -> Array:
    """The value of a product without what is exactly 0 times a logarithm that is infinite or none."""
    without = [_is_logarithm(node) and not np.isfinite(arg).all() for node, arg in zip(product.args, args, strict=True)]
    if sum(without) != 1:
        return found
    cut = [np.where(np.isfinite(arg), arg, 0.0) if bad else arg for bad, arg in zip(without, args, strict=True)]
    # Where anything but 0 meets what has no value, the product has none: counted by the same product of 0 and 1.
    flags = [(~np.isfinite(arg) if bad else arg != 0) * 1.0 for bad, arg in zip(without, args, strict=True)]
    evaluated = PRIMITIVES[product.primitive].evaluate
    return np.where(evaluated(*flags) > 0, found, evaluated(*cut))


def shape_of(expr: Expr, shapes: Mapping[str, Shape]) -> Shape:
    """The shape of an expression's value, without leading axes; FormulaError where operands do not fit.

    >>> from grader.engine import parse
    >>> shape_of(parse("x @ W.T"), {"x": (5, 2), "W": (3, 2)})
    (5, 3)
    """
    return _shape(expr, shapes)


def _shape(expr: Expr, shapes: Mapping[str, Shape], known: Mapping[int, Shape] = _NONE) -> Shape:
    if isinstance(expr, Apply):
        if (before := known.get(id(expr))) is not None:
            return before
        args = (_shape(arg, shapes, known) for arg in expr.args)
        shape = tuple(PRIMITIVES[expr.primitive].shape(*args, *expr.params))
        if math.prod(shape) > LARGEST:
            raise FormulaError(f"an array of {shape_said(shape)} elements", todo=f"at most {LARGEST:,}")
        return shape
    return shapes[expr.name] if isinstance(expr, Name) else ()


LARGEST = 1_000_000
"""The most elements of an array."""


class Variants:
    """Evaluates a formula and variants of it, such as slips make: the nodes that they share are worked out once.

    A variant shares the nodes that are the same objects, as all are that a slip in one place leaves alone. In a sum of
    many terms, each with its slips, all that a slip costs is then its own term and the additions.

    >>> from grader.engine import mul, parse
    >>> formula = parse("exp(x) + x")
    >>> variants = Variants(formula, {"x": value(0.0)})
    >>> variants.evaluate(mul(formula.args[0], Name("x"))).item(), variants.shape(formula)
    (0.0, ())
    """

    def __init__(self, formula: Expr, values: Mapping[str, Array]) -> None:
        self._formula = formula  # kept, so that no other node comes to have the identity of one of its own
        self._values, self._shapes = values, {name: data.shape[LEAD:] for name, data in values.items()}
        nodes = [node for node in walk(formula) if isinstance(node, Apply)][::-1]
        self._known, self._known_shapes = dict[int, Array](), dict[int, Shape]()
        with np.errstate(all="ignore"):
            for node in nodes:
                self._known[id(node)] = _evaluate(node, values, self._known)
                self._known_shapes[id(node)] = _shape(node, self._shapes, self._known_shapes)

    def evaluate(self, expr: Expr) -> Array:
        """The value of a variant: see `evaluate`."""
        with np.errstate(all="ignore"):
            return _evaluate(expr, self._values, self._known)

    def shape(self, expr: Expr) -> Shape:
        """The shape of a variant's value; FormulaError where operands do not fit."""
        return _shape(expr, self._shapes, self._known_shapes)


def is_constant(expr: Expr) -> bool:
    """Whether an expression mentions no name, so that its value is the same for everyone."""
    if isinstance(expr, Constant):
        return True
    return isinstance(expr, Apply) and all(is_constant(arg) for arg in expr.args)
