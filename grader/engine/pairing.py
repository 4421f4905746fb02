"""Operands that make no pair, or one that is seldom meant: a vector and a column, a matrix and a vector.

Broadcasting gives a value to these, as numpy does: every element of the one with every element of the other, or each
row of the matrix by the vector. That is seldom what a formula on paper says.
"""

import math
from collections.abc import Iterator, Mapping
from itertools import combinations

from grader.engine.evaluate import shape_of
from grader.engine.expr import Apply, Expr, Name, is_apply, neg, walk
from grader.engine.primitives.elementwise import ELEMENTWISE
from grader.engine.primitives.primitive import MisfitError, Shape, shape_said
from grader.engine.printing.show import show
from grader.errors import FormulaError


def check_pairs(formula: Expr, shapes: Mapping[str, Shape]) -> None:
    """FormulaError where n numbers and n others make n×n: a vector beside a column, a column added to a row.

    And where a softmax is taken of a column, each of whose rows is one number.

    >>> from grader.engine import sub
    >>> check_pairs(sub(Name("p"), Name("t")), {"p": (5,), "t": (5, 1)})
    Traceback (most recent call last):
    ...
    grader.errors.FormulaError: p has 5 elements and t has 5×1, which make 5×5
    """
    for node in walk(formula):
        if isinstance(node, Apply) and node.primitive in ELEMENTWISE:
            sized = [(arg, shape_of(arg, shapes)) for arg in node.args]
            for one, other in combinations(sized, 2):
                if _crossed(node.primitive, one[1], other[1]):
                    raise _fault(one, other)
        if is_apply(node, "softmax", "log_softmax"):
            _check_rows(node.args[0], shape_of(node.args[0], shapes))


def misfit(formula: Expr, shapes: Mapping[str, Shape]) -> FormulaError | None:
    """Which operands of a formula do not fit; None where all do.

    >>> from grader.engine import parse
    >>> print(misfit(parse("tanh(W @ x + b)"), {"W": (2, 2), "x": (2,), "b": (3,)}).what)
    shapes do not fit: W @ x (2) and b (3)
    """
    for node in reversed([*walk(formula)]):  # the parts of a part before itself
        try:
            shape_of(node, shapes)
        except MisfitError as error:
            assert isinstance(node, Apply)
            operands = [f"{_shown(arg)} ({shape_said(shape_of(arg, shapes))})" for arg in node.args]
            return FormulaError(f"shapes do not fit: {error.sign.join(operands)}", todo=error.todo)
        except FormulaError:
            continue
    return None


def _shown(operand: Expr) -> str:
    """An operand without its minus; of a long one, how it begins."""
    text = show(operand.args[0] if is_apply(operand, "neg") else operand)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"


_LONGEST = 40


def class_numbers(formula: Expr, shapes: Mapping[str, Shape]) -> FormulaError | None:
    """Where a target is multiplied by the logarithms of rows of shares: that it has one number a row, not one a class.

    >>> from grader.engine import parse
    >>> print(class_numbers(parse("cross_entropy(p, y)"), {"p": (2, 3), "y": (2,)}).what)
    the target y has 2 numbers and p 2×3, one for each class
    """
    for node in walk(formula):
        if not is_apply(node, "mul") or len(node.args) != 2 or not is_apply(node.args[1], "log", "log_softmax"):
            continue
        target, shares = node.args[0], node.args[1].args[0]
        one, other = shape_of(target, shapes), shape_of(shares, shapes)
        if len(one) == 1 and len(other) == 2 and one[0] == other[0] != other[1]:
            shape = shape_said(other)
            what = f"the target {show(target)} has {one[0]} numbers and {show(shares)} {shape}, one for each class"
            return FormulaError(what, todo=f"of the numbers of classes, write onehot(…, classes={other[1]})")
    return None


def _crossed(primitive: str, one: Shape, other: Shape) -> bool:
    """Whether two operands are the same numbers in other directions; a column times a row may well be meant."""
    count = math.prod(one)
    column, row = (count, 1), (1, count)
    if count < 2 or math.prod(other) != count:
        return False
    return {one, other} == {(count,), column} or ({one, other} == {column, row} and primitive != "mul")


def _check_rows(expr: Expr, shape: Shape) -> None:
    if len(shape) == 2 and shape[1] == 1 < shape[0]:
        what = f"softmax goes along rows, and those of {show(expr)} have one number each"
        raise FormulaError(what, todo="give a vector, as in [1, 2, 3], or write softmax(z.T).T")


def _fault(*operands: tuple[Expr, Shape]) -> FormulaError:
    one, other = (show(neg(a) if is_apply(a, "neg") else a) for a, _ in operands)
    first, second = (shape_said(shape) for _, shape in operands)
    count = math.prod(operands[0][1])
    todo = "[1, 0] is a vector, [[1], [0]] a column: write both in one way"
    return FormulaError(f"{one} has {first} elements and {other} has {second}, which make {count}×{count}", todo=todo)


def matrix_times_vector(formula: Expr, shapes: Mapping[str, Shape]) -> Iterator[tuple[str, str]]:
    """The matrices that a formula multiplies by a vector element by element although they fit as matrix and vector.

    Not where the product is then summed up, which makes the product of matrices of it.
    """
    summed = {arg for node in walk(formula) if is_apply(node, "sum", "mean") for arg in node.args}
    for node in walk(formula):
        if not is_apply(node, "mul") or node in summed:
            continue
        names = [arg.name for arg in node.args if isinstance(arg, Name)]
        for matrix in (name for name in names if len(shapes[name]) == 2 and 1 not in shapes[name]):
            for vector in names:
                if shapes[vector] in ((shapes[matrix][1],), (shapes[matrix][0], 1)):
                    yield matrix, vector
