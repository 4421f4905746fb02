"""The forward formulas of a problem, and what is wrong with any of them."""

from collections.abc import Collection

from grader.engine import Expr, names_in, read
from grader.errors import FormulaError
from grader.rubric.document import Node
from grader.rubric.given import is_name
from grader.rubric.place import Faults


def formulas(node: Node | None, known: Collection[str], faults: Faults, gradients: bool = False) -> dict[str, Expr]:
    """Every formula of a table that can be read; all the faults of the others."""
    found: dict[str, Expr] = {}
    for name, entry in node.table.items() if node else ():
        expr = _formula(entry, known, faults)
        if is_name(name, entry, faults) and expr is not None and (gradients or _plain(expr, known, entry, faults)):
            found[name] = expr
    return found


def _formula(entry: Node, known: Collection[str], faults: Faults) -> Expr | None:
    if not isinstance(entry.value, str):
        faults.add(entry.place, "not a formula", 'a formula stands in quotes, as in "sigmoid(s1)"')
        return None
    reading = read(entry.value, known)
    for error in reading.faults:
        faults.formula(entry.place, error)
    return reading.expr


def _plain(expr: Expr, known: Collection[str], entry: Node, faults: Faults) -> bool:
    """Whether the formula uses no gradient: these follow from the formulas, not the other way round."""
    derived = [name for name in names_in(expr) if name not in known]
    for name in derived:
        start = str(entry.value).index(name)
        faults.formula(
            entry.place,
            FormulaError(
                f"the gradient '{name}' in a forward formula", start, start + len(name), "only an update uses one"
            ),
        )
    return not derived
