"""How a problem's parameters are trained: the loss, the rule with its settings, the samples and the number of steps."""

from collections.abc import Collection, Mapping, Sequence
from math import prod

from grader.engine import Expr, Name, shape_said, suggestion
from grader.errors import FormulaError
from grader.rubric.announced import MOST, RATE, Moments, count, setting_names, settings_bent
from grader.rubric.document import Node
from grader.rubric.elsewhere import key_called, rule_called
from grader.rubric.formulas import formulas
from grader.rubric.given import as_list, several_names
from grader.rubric.lookahead import at_point, looks_ahead
from grader.rubric.place import Faults
from grader.rubric.policy import exact, unquoted
from grader.rubric.record import Samples, Training
from grader.rubric.rules import AHEAD, INSIDE, LOOKAHEAD, RULES, settings_of
from grader.rubric.scope import Scope, parents
from grader.rubric.shapes import shape_in, tidied_in

_CLIPPED = ("clip_norm", "clipnorm", "max_norm", "max_grad_norm", "global_clipnorm", "gradient_clip")
"""What a bound on the length of the gradient is called; `clip` bounds each element."""

_KEYS = ("loss", "parameters", "rule", "rate", "steps", "epochs", "samples", "batch", "update", "gradients")


def training(
    node: Node | None, scope: Scope, moments: Moments, own: Collection[str], faults: Faults
) -> Training | None:
    """The record of a `[training]` table; None where there is none, or it cannot be used.

    `own` are the names that the rubric itself gives, symbols and formulas: no others are a setting by another's name.
    """
    if node is None or not isinstance(node.value, dict):
        return None
    table = node.table
    rule = _text(table.get("rule"), "sgd", faults, "sgd")
    if rule not in RULES:
        called = rule_called(rule)
        todo = f"it is called '{called}' here" if called else suggestion(rule, RULES)
        faults.add(table["rule"].place, f"unknown rule '{rule}'", todo)
    parameters = _parameters(node, scope, faults)
    update = _formulas(table.get("update"), parameters, scope, faults)
    gradients = _formulas(table.get("gradients"), parameters, scope, faults, one_for_all=True)
    loss = _loss(node, scope, bool(update or gradients) and {*update, *gradients} >= set(parameters), faults)
    ahead = looks_ahead(node, faults)
    steps = _steps(table, scope.samples, faults)
    return Training(
        loss=loss,
        parameters=parameters,
        rule=AHEAD[rule].rule if ahead else rule,
        rate=_rate(node, scope, steps, bool(update), faults),
        steps=steps,
        settings=_settings(node, rule, scope, own, faults),
        update=update,
        gradients=_gradients_ahead(gradients, loss, scope) if ahead else gradients,
        moments=moments,
        bent=tuple(settings_bent(node)),
        eps_inside=_inside(table.get(INSIDE), rule, faults),
        samples=scope.samples,
        ahead=scope.bundles,
    )


def _gradients_ahead(gradients: Mapping[str, Expr], loss: str, scope: Scope) -> dict[str, Expr]:
    """What the rule takes as a parameter's gradient: that of the loss by the point ahead, or its formula there."""
    moved = [name for name, point in scope.ahead.items() if name in scope.fixed and isinstance(point, Name)]
    own = {name: gradients.get(name, gradients.get(scope.elements.get(name, ""))) for name in moved}
    return {name: at_point(own[name] or Name(f"d{loss}/d{name}"), scope.ahead) for name in moved}


def _text(node: Node | None, usual: str, faults: Faults, example: str) -> str:
    if node is None:
        return usual
    if not isinstance(node.value, str):
        faults.add(node.place, "not a text in quotes", f'as in "{example}"')
        return usual
    return node.value


def _is_called_otherwise(key: str, node: Node) -> bool:
    """Whether what a table lacks stands there under the name that a library has for it, which is told by itself."""
    return any(key_called(name) == key for name in node.table)


def _loss(node: Node, scope: Scope, optional: bool, faults: Faults) -> str:
    entry = node.table.get("loss")
    if entry is None:
        if not optional and not _is_called_otherwise("loss", node):
            faults.add(node.key, "[training] names no loss", 'as in loss = "MSE"')
        return ""
    loss = _text(entry, "", faults, "MSE")
    if not loss or loss in scope.upstream:
        return loss
    if loss in scope.fixed or loss not in scope.known:
        what = f"'{loss}' is given, not computed" if loss in scope.fixed else f"unknown quantity '{loss}'"
        faults.add(entry.place, what, suggestion(loss, scope.forward))
    elif shape := scope.shapes.get(loss):
        numbers = f"{shape_said(shape)} number{'s' if prod(shape) > 1 else ''}"
        faults.add(
            entry.place, f"the loss '{loss}' is an array of {numbers}", "take the sum or the mean in its formula"
        )
    return loss


def _parameters(node: Node, scope: Scope, faults: Faults) -> tuple[str, ...]:
    """The names of the parameters, unknown ones too."""
    entry = node.table.get("parameters")
    if entry is None:
        if not _is_called_otherwise("parameters", node):
            faults.add(node.key, "[training] names no parameters", 'as in parameters = ["W1", "b1"]')
        return ()
    found: list[str] = []
    for item in entry.items:
        name = _text(item, "", faults, "W1")
        if name in found:
            faults.add(item.place, f"the parameter '{name}' is named twice")
        else:
            found.append(name)
            _check_parameter(name, item, scope, faults)
    return tuple(found)


def _check_parameter(name: str, item: Node, scope: Scope, faults: Faults) -> None:
    if name in scope.fixed or scope.known.doubts(name):
        _check_element(name, item, scope, faults)
    elif name in scope.forward:
        faults.add(item.place, f"'{name}' is computed, not given", suggestion(name, sorted(scope.fixed)))
    elif isinstance(item.value, str):
        several = several_names(name)
        todo = as_list(several) if several else suggestion(name, sorted(scope.fixed))
        faults.add(item.place, f"unknown parameter '{name}'", todo)


def _check_element(name: str, item: Node, scope: Scope, faults: Faults) -> None:
    """An element moves by itself only where no formula uses the vector whole."""
    vector = scope.elements.get(name)
    if vector and any(vector in parents(formula) for formula in scope.forward.values()):
        faults.add(item.place, f"'{name}' is an element of '{vector}', which is used whole", f"name '{vector}'")


def _rate(node: Node, scope: Scope, steps: int, optional: bool, faults: Faults) -> str:
    """The name of the rate: one number, or a vector with one for each step."""
    entry = node.table.get("rate")
    if entry is None:
        if not optional and not _is_called_otherwise("rate", node):
            faults.add(node.key, "[training] names no learning rate", 'as in rate = 0.1 or rate = "eta"')
        return ""
    if exact(entry.value) is not None:
        return RATE
    rate = _text(entry, "", faults, "eta")
    if isinstance(entry.value, str) and rate not in scope.known:
        faults.add(entry.place, f"unknown name '{rate}'", unquoted(rate, suggestion(rate, scope.known)))
    if (shape := scope.shapes.get(rate, ())) not in ((), (steps,)):
        what = (
            f"the rate '{rate}' is {shape_said(shape)}"
            if len(shape) > 1
            else f"the rate '{rate}' has {shape[0]} elements"
        )
        faults.add(
            entry.place, what, f"one number, or one for each of {steps} steps" if steps > 1 else "it is one number"
        )
    return rate


def _steps(table: Mapping[str, Node], samples: Samples, faults: Faults) -> int:
    """How many steps: as many as written, or as all the samples take, or one."""
    epochs = count(table.get("epochs"), "epochs", 1, faults)
    if "epochs" in table and not samples.rounds:
        faults.add(table["epochs"].key, "epochs of no samples", 'as in samples = {x = "X"}')
    if "epochs" in table and "steps" in table:
        faults.add(table["epochs"].key, "both steps and epochs", "leave one out")
    if "batch" in table and "samples" not in table:
        faults.add(table["batch"].key, "a batch of no samples", 'as in samples = {x = "X"}')
    steps = count(table.get("steps"), "steps", max(1, epochs * samples.rounds), faults)
    if steps > MOST and "steps" not in table:
        faults.add(table["samples"].place, f"{steps} steps", f"at most {MOST}; steps = 5 takes five of them")
    return min(steps, MOST)


def _settings(node: Node, rule: str, scope: Scope, own: Collection[str], faults: Faults) -> dict[str, str]:
    """The quantity that each setting of the rule is."""
    known, called = settings_of(rule), setting_names(node, own)
    found = {name: name for name, usual in known.items() if usual}
    _check_silent(node, rule, scope, own, faults)
    for name, entry in node.table.items():
        if name in (*_KEYS, INSIDE, LOOKAHEAD):
            continue
        if name not in known and rule in RULES:
            keys = [*_KEYS, *known, INSIDE, LOOKAHEAD]
            faults.add(entry.key, f"unknown key '{name}' in [training]", _meant(name, rule, keys))
        elif exact(entry.value) is not None:
            found[name] = called.get(name, name)
        elif isinstance(entry.value, str) and entry.value in scope.known:
            found[name] = entry.value
        elif rule in RULES:
            faults.add(entry.place, f"'{name}' is neither a number nor the name of a given", unquoted(entry.value, ""))
    return found


def _check_silent(node: Node, rule: str, scope: Scope, own: Collection[str], faults: Faults) -> None:
    """A setting that is left out is not taken to be what only happens to have its name: batch norm's β for RMSprop's.

    A given that no formula uses is there for nothing else.
    """
    for name, usual in settings_of(rule).items():
        if not usual or name in node.table or name not in own:
            continue
        users = [user for user, formula in scope.forward.items() if name in parents(formula)]
        use = "is computed" if name in scope.forward else f"is used in {users[0]}" if users else ""
        use = use or ("is a parameter" if name in scope.parameters or name in _named(node) else "")
        if use:
            what = f"'{name}' {use}, and the rule '{rule}' has one of this name, too"
            same = "" if name in scope.forward else f', or {name} = "{name}" if it is the same'
            faults.add(node.table["rule"].place, what, f"say {name} = {usual} in [training], the usual one{same}")


def _named(node: Node) -> list[object]:
    entry = node.table.get("parameters")
    return [item.value for item in entry.items] if entry else []


def _meant(name: str, rule: str, keys: Sequence[str]) -> str:
    """What to do about a key that a rule does not know."""
    called = key_called(name)
    if called in keys:
        return f"it is called '{called}' here"
    if name.casefold() in _CLIPPED:
        return """a formula does it, as in gradients = {w = "dL/dw*min(1, 5/norm(dL/dw))"}"""
    having = [other for other in RULES if name in RULES[other].settings]
    return f"the rule '{rule}' has none; {', '.join(having)} have one" if having else suggestion(name, keys)


def _inside(node: Node | None, rule: str, faults: Faults) -> bool:
    if node is None:
        return False
    if not isinstance(node.value, bool):
        faults.add(node.place, f"not a choice of {INSIDE}", "true or false")
    if rule in RULES and "eps" not in RULES[rule].settings:
        faults.add(node.key, f"the rule '{rule}' has no eps")
    return node.value is True


def _formulas(
    node: Node | None, parameters: Collection[str], scope: Scope, faults: Faults, one_for_all: bool = False
) -> dict[str, Expr]:
    """A formula of its own for a parameter: for its next value, or for its gradient (which may be one number)."""
    entries = node.table if node else {}
    for name, entry in entries.items():
        if name not in scope.fixed and not scope.known.doubts(name):
            faults.add(entry.key, f"unknown parameter '{name}'", suggestion(name, sorted(scope.fixed)))
        elif not {name, scope.elements.get(name)} & {*parameters}:
            faults.add(entry.key, f"'{name}' is not among the parameters", suggestion(name, parameters))
    found = formulas(node, scope.known, faults)
    for name, formula in [*found.items()]:
        place, meant = entries[name].place, scope.shapes.get(name)
        try:
            shape = shape_in(scope, formula)
        except FormulaError as error:
            faults.formula(place, error)
            continue
        if shape is not None:
            found[name] = tidied_in(scope, formula)
        if None not in (shape, meant) and shape != meant and (shape or not one_for_all):
            faults.add(place, f"this is {shape_said(shape or ())}, but '{name}' is {shape_said(meant or ())}")
    return found
