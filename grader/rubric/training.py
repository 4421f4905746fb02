"""How a problem's parameters are trained: the loss, the rule, its rate and the number of steps."""

from fractions import Fraction

import numpy as np

from grader.engine import Expr, suggestion
from grader.rubric.document import Node
from grader.rubric.formulas import formulas
from grader.rubric.given import Array
from grader.rubric.place import Faults
from grader.rubric.policy import exact, to_float
from grader.rubric.record import Training
from grader.rubric.scope import Scope

RULES: dict[str, tuple[str, ...]] = {"sgd": ()}
"""The rules by which parameters move, each with the settings that it knows beside the rate."""

_KEYS = ("loss", "parameters", "rule", "rate", "steps", "update")
_RATE = "rate"
_MOST_STEPS = 1000


def rate_given(node: Node | None) -> dict[str, Array]:
    """A learning rate written as a plain number, as a given of the name `rate`."""
    number = exact(node.table["rate"].value) if node and "rate" in node.table else None
    return {} if number is None else {_RATE: np.array(to_float(number))}


def training(node: Node | None, scope: Scope, faults: Faults) -> Training | None:
    """The record of a `[training]` table; None where there is none, or it cannot be used."""
    if node is None or not isinstance(node.value, dict):
        return None
    table = node.table
    rule = _text(table.get("rule"), "sgd", faults)
    if rule not in RULES:
        faults.add(table["rule"].place, f"unknown rule '{rule}'", suggestion(rule, RULES))
    update = _updates(table.get("update"), scope, faults)
    parameters = _parameters(node, scope, faults)
    return Training(
        _loss(node, scope, bool(update) and set(update) >= set(parameters), faults),
        parameters,
        rule,
        _rate(node, scope, bool(update), faults),
        _steps(table.get("steps"), faults),
        _settings(node, rule, scope, faults),
        update,
    )


def _text(node: Node | None, usual: str, faults: Faults) -> str:
    if node is None:
        return usual
    if not isinstance(node.value, str):
        faults.add(node.place, "not a text in quotes")
        return usual
    return node.value


def _loss(node: Node, scope: Scope, optional: bool, faults: Faults) -> str:
    entry = node.table.get("loss")
    if entry is None:
        if not optional:
            faults.add(node.key, "[training] names no loss", 'as in loss = "MSE"')
        return ""
    loss = _text(entry, "", faults)
    if loss in scope.fixed or loss not in scope.known:
        what = f"'{loss}' is given, not computed" if loss in scope.fixed else f"unknown quantity '{loss}'"
        faults.add(entry.place, what, suggestion(loss, scope.forward))
    elif scope.shapes.get(loss):
        shape = "×".join(map(str, scope.shapes[loss]))
        faults.add(entry.place, f"the loss '{loss}' has {shape} elements", "a loss is one number")
    return loss


def _parameters(node: Node, scope: Scope, faults: Faults) -> tuple[str, ...]:
    entry = node.table.get("parameters")
    if entry is None:
        faults.add(node.key, "[training] names no parameters", 'as in parameters = ["W1", "b1"]')
        return ()
    found: list[str] = []
    for item in entry.value if isinstance(entry.value, tuple) else (entry,):
        name = _text(item, "", faults)
        if name in found:
            faults.add(item.place, f"the parameter '{name}' is named twice")
        elif name in scope.fixed or scope.known.doubts(name):
            found.append(name)
        elif isinstance(item.value, str):
            computed = name in scope.forward
            what = f"'{name}' is computed, not given" if computed else f"unknown parameter '{name}'"
            faults.add(item.place, what, suggestion(name, sorted(scope.fixed)))
    return tuple(found)


def _rate(node: Node, scope: Scope, optional: bool, faults: Faults) -> str:
    entry = node.table.get("rate")
    if entry is None:
        if not optional:
            faults.add(node.key, "[training] names no learning rate", 'as in rate = 0.1 or rate = "eta"')
        return ""
    if exact(entry.value) is not None:
        return _RATE
    rate = _text(entry, "", faults)
    if isinstance(entry.value, str) and rate not in scope.known:
        faults.add(entry.place, f"unknown name '{rate}'", suggestion(rate, scope.known))
    return rate


def _steps(node: Node | None, faults: Faults) -> int:
    if node is None:
        return 1
    if type(node.value) is int and 1 <= node.value <= _MOST_STEPS:
        return node.value
    faults.add(node.place, "not a number of steps", f"a whole number from 1 to {_MOST_STEPS}")
    return 1


def _settings(node: Node, rule: str, scope: Scope, faults: Faults) -> dict[str, Fraction | str]:
    known = RULES.get(rule, ())
    found: dict[str, Fraction | str] = {}
    for name, entry in node.table.items():
        if name in _KEYS:
            continue
        number = exact(entry.value)
        if name not in known and rule in RULES:
            faults.add(entry.key, f"unknown key '{name}' in [training]", suggestion(name, [*_KEYS, *known]))
        elif number is not None:
            found[name] = number
        elif isinstance(entry.value, str) and entry.value in scope.known:
            found[name] = entry.value
        else:
            faults.add(entry.place, f"'{name}' is neither a number nor the name of a given")
    return found


def _updates(node: Node | None, scope: Scope, faults: Faults) -> dict[str, Expr]:
    """A formula of its own for a parameter's next value."""
    for name, entry in node.table.items() if node else ():
        if name not in scope.fixed and not scope.known.doubts(name):
            faults.add(entry.key, f"unknown parameter '{name}'", suggestion(name, sorted(scope.fixed)))
    return formulas(node, scope.known, faults, gradients=True)
