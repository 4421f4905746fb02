"""What a derivative of an array is: one number for each element, where each depends on its own element alone.

Elsewhere it would be a Jacobian matrix, and what automatic differentiation gives in its place, the sum over all
elements, is what nobody means: of a softmax by its input it is 0.
"""

import math
from collections.abc import Collection

from grader.engine import ELEMENTWISE, Apply, Expr, Name, shape_said, taken_apart
from grader.errors import FormulaError
from grader.rubric.scope import Scope, ordered, parents


def jacobian(of: str, wrt: str, scope: Scope) -> FormulaError | None:
    """What is wrong with a derivative that would be a matrix; None for any other, or if not all of it is known."""
    base, start = taken_apart(of)[0], taken_apart(wrt)[0]
    shape, other = scope.shapes.get(base), scope.shapes.get(start)
    if shape is None or other is None or math.prod(shape) == 1:
        return None
    reached, alone = _computed_from(start, scope)
    if base not in reached or (shape == other and base in alone):
        return None
    element = f"{base}[{','.join('1' for _ in shape)}]"
    todo = f'of one element it is a row: row1 = "{element}" in [forward], and then "drow1/d{wrt}"'
    return FormulaError(f"'d{of}/d{wrt}' is a Jacobian matrix: '{of}' has {shape_said(shape)} elements", todo=todo)


def _computed_from(start: str, scope: Scope) -> tuple[set[str], set[str]]:
    """What is computed from a quantity; and what of that is so element by element."""
    reached = {start, *(element for element, vector in scope.elements.items() if vector == start)}
    alone = {start}
    for name in ordered(scope.forward):
        formula = scope.forward[name]
        if not reached.isdisjoint(parents(formula)):
            reached.add(name)
            if _by_element(formula, reached, alone):
                alone.add(name)
    return reached, alone


def _by_element(formula: Expr, reached: Collection[str], alone: Collection[str]) -> bool:
    """Whether nothing mixes elements (there may be more of them, where a number meets a vector)."""
    if not any(name in reached for name in parents(formula)):
        return True
    if isinstance(formula, Name):
        return formula.name in alone
    return (
        isinstance(formula, Apply)
        and formula.primitive in ELEMENTWISE
        and all(_by_element(arg, reached, alone) for arg in formula.args)
    )
