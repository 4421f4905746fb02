"""A quantity in terms of the givens alone, as a formula answer is expected."""

from grader.engine import Apply, Expr, Name, names_in, rewrite, walk
from grader.reference.graph import Graph

LARGEST = 1000
"""The most parts, and"""
DEEPEST = 60
"""the most levels of a form: what is larger keeps the names of its parts."""


def closed_form(name: str, graph: Graph) -> Expr:
    """The formula of a quantity with every computed name replaced by its own formula, down to the givens."""
    forms: dict[str, Expr] = {}
    pending = [name]
    while pending:
        current = pending[-1]
        formula = graph[current].formula
        waiting = [] if formula is None else [n for n in names_in(formula) if n not in forms]
        pending.extend(waiting)
        if not waiting:
            forms[pending.pop()] = Name(current) if formula is None else _opened(formula, forms)
    return forms[name]


def _opened(formula: Expr, forms: dict[str, Expr]) -> Expr:
    names = names_in(formula)
    size = sum(sum(1 for _ in walk(forms[n])) for n in names)
    if size > LARGEST or max((_depth(forms[n]) for n in names), default=0) > DEEPEST:
        return formula
    return rewrite(formula, lambda node: forms[node.name] if isinstance(node, Name) else None)


def _depth(expr: Expr) -> int:
    levels, row = 0, [expr]
    while row:
        row = [arg for node in row if isinstance(node, Apply) for arg in node.args]
        levels += 1
    return levels
