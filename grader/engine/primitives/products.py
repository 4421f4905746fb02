"""Products of arrays: matrices, vectors, outer products, transposes, inverses; a row each, with its derivative."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.engine.expr import Apply, Expr, apply, mul, neg
from grader.engine.primitives.arithmetic import ARITHMETIC
from grader.engine.primitives.primitive import (
    LEAD,
    Array,
    MisfitError,
    Primitive,
    Rule,
    Shape,
    aligned,
    broadcast,
    shape_said,
)
from grader.errors import FormulaError


def _matmul(a: Array, b: Array) -> Array:
    """Rows times columns; before the last two axes may stand others, of samples say, which broadcast."""
    left = a[..., None, :] if a.ndim == LEAD + 1 else a
    right = b[..., :, None] if b.ndim == LEAD + 1 else b
    product: Array = np.matmul(*aligned(left, right))
    product = product[..., 0, :] if a.ndim == LEAD + 1 else product
    return product[..., 0] if b.ndim == LEAD + 1 else product


def _matmul_shape(a: Shape, b: Shape) -> Shape:
    if not a or not b or a[-1] != b[-2 if len(b) > 1 else 0]:
        raise MisfitError((a, b), " @ ", "the inner sizes must agree")
    return broadcast(a[:-2], b[:-2]) + a[-2:-1] + (b[-1:] if len(b) > 1 else ())


def _matmul_vjp(i: int, g: Expr, rule: Rule) -> Expr:
    a, b = rule.args
    ranks = tuple(map(len, rule.shapes))
    if ranks == (1, 1):
        return mul(g, (b, a)[i])
    if max(ranks) > 2:
        return _of_samples(i, g, rule)
    if ranks[i] == 1:  # the vector's gradient: the matrix, from the other side
        return apply("matmul", b, g) if i == 0 else apply("matmul", transpose(a), g)
    if ranks[1 - i] == 1:  # the matrix beside a vector: an outer product
        return apply("outer", g, b) if i == 0 else apply("outer", a, g)
    return apply("matmul", g, transpose(b)) if i == 0 else apply("matmul", transpose(a), g)


def _of_samples(i: int, g: Expr, rule: Rule) -> Expr:
    """The same, matrix by matrix; what stood for every sample has the sum of all that comes back."""
    a, b = rule.args
    rank = len(rule.shape)
    if len(rule.shapes[1]) == 1:  # each row of a times the vector b
        column = apply("unsqueeze", g, params=(rank,))
        return mul(column, b) if i == 0 else apply("fold", mul(column, a), params=rule.shapes[1])
    if len(rule.shapes[0]) == 1:  # the vector a times each matrix of b
        row = apply("unsqueeze", g, params=(rank - 1,))
        if i == 1:
            return mul(apply("unsqueeze", a, params=(1,)), row)
        return apply("fold", apply("sum", mul(row, b), params=(("axis", rank + 1),)), params=rule.shapes[0])
    back = apply("matmul", g, transpose(b)) if i == 0 else apply("matmul", transpose(a), g)
    samples = broadcast(rule.shapes[0][:-2], rule.shapes[1][:-2])
    return back if rule.shapes[i][:-2] == samples else apply("fold", back, params=rule.shapes[i])


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


def _outer_shape(a: Shape, b: Shape) -> Shape:
    if len(a) != 1 or len(b) != 1:
        raise MisfitError((a, b), " ⊗ ", "an outer product is of two vectors")
    return a + b


def _outer_vjp(i: int, g: Expr, rule: Rule) -> Expr:
    a, b = rule.args
    return apply("matmul", g, b) if i == 0 else apply("matmul", transpose(g), a)


def _inverse(x: Array) -> Array:
    """What a matrix times is 1; nan where there is no such matrix."""
    singular = np.linalg.det(x)[..., None, None] == 0
    found: Array = np.where(singular, np.nan, np.linalg.inv(np.where(singular, np.eye(x.shape[-1]), x)))
    return found


def _square(shape: Shape) -> Shape:
    if len(shape) < 2 or shape[-1] != shape[-2]:
        raise FormulaError(f"the inverse of {shape_said(shape)}", todo="a matrix with as many rows as columns has one")
    return shape


def _inverse_vjp(_: int, g: Expr, rule: Rule) -> Expr:
    return neg(apply("matmul", apply("matmul", transpose(rule.y), g), transpose(rule.y)))


# ---- products as they are written on paper, in answers --------------------------------------------------------------


def _sign(left: int, right: int, before: object, turned: object) -> str:
    """How two factors of so many axes are multiplied, of which the one `before` or the next is transposed.

    Beside a transposed factor it is a product of matrices, and of a vector and a transposed one the outer product. A
    matrix times a vector is one of matrices, too; all others are multiplied element by element.
    """
    if not left or not right:
        return "mul"
    if left == right == 1 and turned and not before:
        return "outer"
    return "matmul" if before or turned or (left, right) == (2, 1) else "mul"


def _chained(factors: Sequence[Any], turned: Sequence[object], rank: Callable[[Any], int], how: str) -> Any:
    """The factors multiplied from left to right, or their shapes."""
    total, before = factors[0], turned[0]
    for factor, own in zip(factors[1:], turned[1:], strict=True):
        sign = _sign(rank(total), rank(factor), before, own)
        is_row = sign == "matmul" and rank(total) == 1 and rank(factor) == 2
        total = getattr({**ARITHMETIC, **PRODUCTS}[sign], how)(total, factor)
        before = is_row or (own if rank(factor) else before)
    return total


def _product(*given: Any) -> Array:
    factors = given[: len(given) // 2]
    found: Array = _chained(factors, given[len(factors) :], lambda value: value.ndim - LEAD, "evaluate")
    return found


def _product_shape(*given: Any) -> Shape:
    factors = given[: len(given) // 2]
    found: Shape = _chained(factors, given[len(factors) :], len, "shape")
    return found


def _underived(_i: int, _g: Expr, _rule: Rule) -> Expr:
    raise FormulaError("a product as answers write it has no derivative")


PRODUCTS: dict[str, Primitive] = {
    "matmul": Primitive(_matmul, _matmul_shape, _matmul_vjp),
    "outer": Primitive(lambda a, b: a[..., :, None] * b[..., None, :], _outer_shape, _outer_vjp),
    "inv": Primitive(_inverse, _square, _inverse_vjp),
    "product": Primitive(_product, _product_shape, _underived),
    "transpose": Primitive(lambda x: np.swapaxes(x, -1, -2) if x.ndim > LEAD + 1 else x, _swapped, _transpose_vjp),
}
