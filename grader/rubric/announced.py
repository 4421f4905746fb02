"""What a `[training]` table announces before the formulas are read: givens, moments, samples and the pass ahead."""

import re
from collections.abc import Collection, Mapping

import numpy as np

from grader.engine import Array, Expr, suggestion
from grader.rubric.document import Node
from grader.rubric.lookahead import looks_ahead, pass_ahead, points_ahead
from grader.rubric.place import Faults
from grader.rubric.policy import exact, to_float, unquoted
from grader.rubric.record import NO_SAMPLES, Samples
from grader.rubric.rules import FOR_ALL, RULES, settings_of

RATE = "rate"
MOST = 1000
"""So many steps, epochs or samples a batch at the most."""


def numbers_given(node: Node | None, taken: Collection[str]) -> dict[str, Array]:
    """The learning rate and the rule's settings written as plain numbers, as givens.

    Also the usual ones, where the rubric neither sets them nor has something else of that name.
    """
    if node is None or not isinstance(node.value, dict):
        return {}
    found: dict[str, Array] = {}
    usual, called = settings_of(_rule(node)), setting_names(node, taken)
    for name in (RATE, *usual):
        number = exact(node.table[name].value) if name in node.table else None
        if number is not None:
            found[called.get(name, name)] = np.array(to_float(number))
        elif name not in node.table and name not in taken and usual.get(name):
            found[name] = np.array(float(usual[name]))
    return found


def setting_names(node: Node, taken: Collection[str]) -> dict[str, str]:
    """The quantity that each setting of the rule is: of its own name, or what the rubric says.

    A number that `[training]` has for it goes by `beta_rmsprop` where the rubric has something else called `beta`.
    """
    found: dict[str, str] = {}
    for name, usual in settings_of(_rule(node)).items():
        entry = node.table.get(name)
        if entry is None and usual:
            found[name] = name
        elif entry is not None and exact(entry.value) is not None:
            found[name] = f"{name}_{_rule(node)}" if name in taken else name
        elif entry is not None and isinstance(entry.value, str):
            found[name] = entry.value
    return found


def moments_given(node: Node | None, values: Mapping[str, Array], names: "Moments") -> dict[str, Array]:
    """What the rule keeps from step to step, before the first one: 0 where the rubric gives nothing else."""
    kept = RULES[_rule(node)].kept() if node and _rule(node) in RULES else ()
    missing = {(m, p): name for (m, p), name in names.items() if m in kept and name not in values}
    return {name: np.zeros_like(values.get(parameter, _ZERO)) for (_, parameter), name in missing.items()}


_ZERO = np.array(0.0)
Moments = Mapping[tuple[str, str], str]
"""By the rule's name of a moment and the parameter's: what it is called in the problem."""


def moment_names(node: Node | None, forward: Node | None) -> Moments:
    """What the moments are called: `v` where there is one parameter and no formula uses that name, else `v_W1`."""
    if node is None or not isinstance(node.value, dict):
        return {}
    parameters, rule = _names(node), _rule(node)
    table = forward.table if forward else {}
    words = {word for entry in table.values() for word in re.findall(r"\w+", str(entry.value))}
    taken = {*table, *words, *parameters}
    own = tuple(RULES[rule].moments) if rule in RULES else ()
    moments = (*(("g",) if settings_bent(node) else ()), *own)
    return {
        (moment, parameter): moment if len(parameters) == 1 and moment not in taken else f"{moment}_{parameter}"
        for moment in moments
        for parameter in parameters
    }


def settings_bent(node: Node) -> list[str]:
    """The settings by which the gradient is another before the rule sees it."""
    own = RULES[_rule(node)].settings if _rule(node) in RULES else {}
    return [name for name in FOR_ALL if name in node.table and name not in own]


def samples_drawn(node: Node | None, values: Mapping[str, Array], faults: Faults) -> Samples:
    """What stands for the samples of a step: `samples = {x = "X"}` makes x a row of X, or some with `batch`."""
    entry = node.table.get("samples") if node else None
    if node is None or entry is None:
        return NO_SAMPLES
    batch = count(node.table.get("batch"), "batch", 0, faults)
    data: dict[str, str] = {}
    for name, item in entry.table.items():
        source = item.value if isinstance(item.value, str) else ""
        if source in values and values[source].ndim:
            data[name] = source
        else:
            faults.add(
                item.place,
                f"'{item.value}' is no given with a row a sample",
                "" if source in values else suggestion(source, values),
            )
    if not isinstance(entry.value, dict) or not entry.table:
        faults.add(entry.place, "samples are named one by one", 'as in samples = {x = "X", t = "T"}')
    sizes = {source: len(values[source]) for source in data.values()}
    if len(set(sizes.values())) > 1:
        listed = ", ".join(f"{source} has {size}" for source, size in sizes.items())
        faults.add(entry.place, "the data differ in the number of samples", listed)
    size = min(sizes.values(), default=0)
    if batch and size % batch:
        faults.add(node.table["batch"].place, f"{size} samples do not make batches of {batch}")
    return Samples(data, batch, size // max(batch, 1))


def forward_ahead(
    node: Node | None,
    formulas: Mapping[str, Expr],
    elements: Mapping[str, str],
    moments: Moments,
    taken: Collection[str],
) -> tuple[dict[str, Expr], dict[str, Expr]]:
    """Where the rule looks ahead: the formulas of the forward pass there, and what then stands for each quantity.

    `taken` are the names that the rubric has for something else than a setting.
    """
    if node is None or not looks_ahead(node):
        return {}, {}
    meant = {RATE: _word(node, RATE) or RATE, **setting_names(node, taken)}
    points, moved = points_ahead(_rule(node), dict.fromkeys(_names(node)), meant, moments, formulas, elements)
    found, there = pass_ahead(_word(node, "loss"), formulas, moved)
    return points | found, there


def _word(node: Node, key: str) -> str:
    """What a setting is called that names a quantity; empty where it is a number, or not there."""
    entry = node.table.get(key)
    return entry.value if entry and isinstance(entry.value, str) else ""


def _rule(node: Node) -> str:
    entry = node.table.get("rule")
    return entry.value if entry and isinstance(entry.value, str) else "sgd"


def _names(node: Node) -> tuple[str, ...]:
    entry = node.table.get("parameters")
    return tuple(item.value for item in (entry.items if entry else ()) if isinstance(item.value, str))


def count(node: Node | None, what: str, usual: int, faults: Faults) -> int:
    """A whole number of steps, epochs or samples; `usual` where the rubric says none."""
    if node is None:
        return usual
    if type(node.value) is int and 1 <= node.value <= MOST:
        return node.value
    faults.add(node.place, f"not a number of {what}", unquoted(node.value, f"a whole number from 1 to {MOST}"))
    return usual
