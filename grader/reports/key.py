"""The worked solution, step by step: each quantity with its formula, the formula with numbers in it, and the value."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.engine import Array, Expr, names_in, pretty, show
from grader.reference import Quantity, Reference, Role
from grader.reference.closed import closed_form

_FIGURES = 6
_WIDEST = 100
_TITLES = {
    Role.FORWARD: "Forward",
    Role.GRADIENT: "Backward",
    Role.UPDATE: "Update",
}


def key(reference: Reference) -> str:
    """The solution of one problem as text."""
    problem = reference.problem
    heading = " ".join(filter(None, (f"Problem {problem.name}." if problem.name else "", problem.title)))
    lines = [heading, "=" * len(heading), ""] if heading else []
    lines += [*_givens(reference), ""] if problem.givens else []
    title = ""
    for quantity in _wanted(reference):
        section = _section(quantity)
        if section != title:
            lines += [*([""] if title else []), section, "-" * len(section)]
            title = section
        lines += _step(quantity, reference)
    return "\n".join(lines) + "\n"


def _section(quantity: Quantity) -> str:
    return "Forward again" if quantity.role is Role.FORWARD and quantity.of else _TITLES[quantity.role]


def _wanted(reference: Reference) -> list[Quantity]:
    """The quantities that are asked, and those they are computed from."""
    wanted = {a.quantity for a in reference.asked}
    for quantity in reversed(reference.graph.computed):
        if quantity.name in wanted:
            wanted.update(quantity.parents)
    return [q for q in reference.graph.computed if q.name in wanted]


def _givens(reference: Reference) -> Iterator[str]:
    yield "Given"
    yield "-----"
    for name, data in reference.problem.givens.items():
        yield from _assigned(pretty(name), data)


def _step(quantity: Quantity, reference: Reference) -> Iterator[str]:
    name, formula = pretty(quantity.name), quantity.formula
    assert formula is not None
    if reference.problem.symbols:
        closed = show(closed_form(quantity.name, reference.graph))
        yield f"{name} = " + " = ".join(dict.fromkeys((show(formula), closed)))
        return
    value = reference.values[quantity.name][0, 0]
    if value.ndim:
        yield f"{name} = {show(formula)}"
        yield from _assigned(" " * len(name), value)
        return
    steps = [show(formula), *_with_numbers(formula, reference), _number(float(value))]
    steps = [step for i, step in enumerate(steps) if step not in steps[:i]]
    line = f"{name} = " + " = ".join(steps)
    yield line if len(line) <= _WIDEST else f"\n{' ' * len(name)} = ".join([f"{name} = {steps[0]}", *steps[1:]])


def _with_numbers(formula: Expr, reference: Reference) -> list[str]:
    """The formula with the values in it, where they are all single numbers."""
    names = names_in(formula)
    if not names or any(reference.graph[n].shape for n in names):
        return []
    return [show(formula, {n: _number(reference.values[n].item()).replace("−", "-") for n in names})]


def _assigned(name: str, data: Array) -> Iterator[str]:
    """`name = value`, a matrix row by row."""
    data = np.asarray(data)
    if data.ndim < 2:
        yield f"{name} = {_vector(data)}"
        return
    rows = [_vector(row) if row.ndim == 1 else str(row.tolist()) for row in data]
    yield f"{name} = [{rows[0]}"
    for i, row in enumerate(rows[1:], 2):
        yield f"{' ' * len(name)}    {row}{']' if i == len(rows) else ''}"


def _vector(data: Any) -> str:
    if not data.ndim:
        return _number(float(data))
    return "[" + ", ".join(_number(float(x)) for x in data) + "]"


def _number(value: float) -> str:
    return re.sub(r"e([-+])0*", r"e\1", f"{value:.{_FIGURES}g}").replace("-", "−")
