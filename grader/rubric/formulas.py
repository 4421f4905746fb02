"""The formulas of a problem: of forward quantities, of updates; and what is wrong with any of them."""

from collections.abc import Collection

from grader.engine import Expr, read
from grader.rubric.document import Node
from grader.rubric.given import is_name
from grader.rubric.place import Faults


def formulas(node: Node | None, known: Collection[str], faults: Faults) -> dict[str, Expr]:
    """Every formula of a table that can be read; all the faults of the others."""
    found: dict[str, Expr] = {}
    for name, entry in node.table.items() if node else ():
        expr = _formula(entry, known, faults)
        if is_name(name, entry, faults) and expr is not None:
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
