"""Nesterov's gradient where textbooks take it: not at the parameters but ahead of them, by a forward pass there.

With `lookahead = true` that pass is more formulas of the rubric, of quantities named `w_ahead`, `E_ahead` …, so that
they are derived, asked and marked like any others, in every step.
"""

from collections.abc import Iterable, Mapping

from grader.engine import Apply, Expr, Name, gradient_parts, is_apply, names_in, rename, substitute
from grader.rubric.document import Node
from grader.rubric.place import Faults
from grader.rubric.rules import AHEAD, LOOKAHEAD, rule_formula
from grader.rubric.scope import ordered, parents

_SUFFIX = "_ahead"
Moved = Mapping[str, Expr]
"""What stands for a quantity at the point ahead, of those that have another value there."""


def looks_ahead(node: Node | None, faults: Faults | None = None) -> bool:
    """Whether a `[training]` takes its gradients ahead of the parameters; faults where it says so and cannot."""
    entry = node.table.get(LOOKAHEAD) if node else None
    if node is None or entry is None or entry.value is False:
        return False
    rule = node.table["rule"].value if "rule" in node.table else "sgd"
    fault = ""
    if entry.value is not True:
        fault, todo = f"not a choice of {LOOKAHEAD}", "true or false"
    elif rule not in AHEAD:
        fault, todo = f"the rule '{rule}' does not look ahead", f"those that can: {', '.join(AHEAD)}"
    elif "loss" not in node.table and "gradients" not in node.table:
        fault, todo = "no loss to look ahead at", 'as in loss = "MSE"'
    if fault and faults is not None:
        faults.add(entry.place, fault, todo)
    return not fault


def points_ahead(
    rule: str,
    parameters: Iterable[str],
    settings: Mapping[str, str],
    moments: Mapping[tuple[str, str], str],
    formulas: Mapping[str, Expr],
    elements: Mapping[str, str],
) -> tuple[dict[str, Expr], dict[str, Expr]]:
    """The formulas of the points ahead of the parameters, and what stands there for each parameter.

    `settings` are the givens that the rule's settings and its rate are; `elements`, the vectors that names are of. A
    vector that the formulas use by its elements is moved by its elements, as everywhere.
    """
    used = {name for formula in formulas.values() for name in parents(formula)}
    points: dict[str, Expr] = {}
    moved: dict[str, Expr] = {}
    for vector in parameters:
        own = [name for name, of in elements.items() if of == vector]
        apart = vector not in used and not used.isdisjoint(own)
        for name in own if apart else [vector]:
            meant = {**settings, "p": name, "v": moments["v", vector] + name[len(vector) :]}
            points[name + _SUFFIX] = rename(rule_formula(AHEAD[rule].point), meant)
            moved[name] = Name(name + _SUFFIX)
        if apart:
            moved[vector] = Apply("stack", tuple(moved[name] for name in own))
        else:
            moved |= {name: Apply("index", (moved[vector],), (i,)) for i, name in enumerate(own, 1)}
    return points, moved


def vectors_ahead(there: Moved) -> dict[str, tuple[str, ...]]:
    """The vectors ahead that are moved by their elements, with these."""
    stacks = {name: point.args for name, point in there.items() if is_apply(point, "stack")}
    return {
        name + _SUFFIX: tuple(part.name for part in parts if isinstance(part, Name)) for name, parts in stacks.items()
    }


def pass_ahead(loss: str, formulas: Mapping[str, Expr], moved: Moved) -> tuple[dict[str, Expr], dict[str, Expr]]:
    """The formulas of all that leads from the points ahead to the loss there, and what stands for each quantity."""
    needed, pending = set[str](), [loss]
    while pending:
        name = pending.pop()
        if name in formulas and name not in needed:
            needed.add(name)
            pending += parents(formulas[name])
    found: dict[str, Expr] = {}
    there = dict(moved)
    for name in ordered(formulas):
        if name in needed and any(parent in there for parent in parents(formulas[name])):
            found[name + _SUFFIX] = at_point(formulas[name], there)
            there[name] = Name(name + _SUFFIX)
    return found, there


def at_point(formula: Expr, there: Moved) -> Expr:
    """A formula at the point ahead.

    >>> at_point(Name("dE/dw"), {"E": Name("E_ahead"), "w": Name("w_ahead")})
    Name(name='dE_ahead/dw_ahead')
    """
    meant = dict(there)
    for name in names_in(formula):
        parts = [there.get(part, Name(part)) for part in gradient_parts(name) or ()]
        if any(part.name.endswith(_SUFFIX) for part in parts if isinstance(part, Name)):
            meant[name] = Name("/".join(f"d{part.name}" for part in parts if isinstance(part, Name)))
    return substitute(formula, meant)
