"""The shape of every quantity, and what is at fault where the operands of a formula do not fit."""

from collections.abc import Mapping

from grader.engine import (
    Expr,
    Shape,
    check_pairs,
    class_numbers,
    gradient_parts,
    misfit,
    names_in,
    shape_of,
    tidied,
)
from grader.errors import FormulaError
from grader.rubric.scope import Scope, ordered


def infer_shapes(scope: Scope) -> dict[str, FormulaError]:
    """Adds the shape of every forward quantity to the scope; the faults of those whose operands do not fit."""
    faults: dict[str, FormulaError] = {}
    for name in ordered(scope.forward):
        formula = scope.forward[name]
        try:
            shape = shape_in(scope, formula)
        except FormulaError as error:
            faults[name] = error
            continue
        if shape is not None:
            scope.shapes[name] = shape
            scope.forward[name] = tidied_in(scope, formula)
    return faults


def tidied_in(scope: Scope, formula: Expr) -> Expr:
    """A formula without what its operands' shapes make idle."""
    return tidied(formula, _with_gradients(formula, scope.shapes))


def shape_in(scope: Scope, formula: Expr) -> Shape | None:
    """The shape of a formula's value; None where that of something in it is not known. FormulaError if it has none."""
    shapes = _with_gradients(formula, scope.shapes)
    if len(shapes) < len(names_in(formula)):
        return None
    try:
        shape = shape_of(formula, shapes)
    except FormulaError:
        if told := class_numbers(formula, shapes) or misfit(formula, shapes):
            raise told from None
        raise
    check_pairs(formula, shapes)
    return shape


def _with_gradients(formula: Expr, shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """The shapes of what a formula uses, as far as they are known: a gradient has that of what it is by."""
    of = {name: name if name in shapes else (gradient_parts(name) or ("", name))[1] for name in names_in(formula)}
    return {name: shapes[source] for name, source in of.items() if source in shapes}
