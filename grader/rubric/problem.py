"""Reads one problem: from its tables to its record."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from grader.engine import Array, Expr, gradient_parts, names_in, shape_said, suggestion
from grader.errors import FormulaError
from grader.rubric.announced import (
    RATE,
    Moments,
    forward_ahead,
    moment_names,
    moments_given,
    numbers_given,
    samples_drawn,
)
from grader.rubric.credit import Crediting
from grader.rubric.document import Node
from grader.rubric.formulas import formulas
from grader.rubric.given import givens, symbols
from grader.rubric.jacobian import jacobian
from grader.rubric.lookahead import vectors_ahead
from grader.rubric.marks import Once, asked
from grader.rubric.place import Faults, Place
from grader.rubric.policy import SETTINGS, figures, points, tolerance
from grader.rubric.record import Problem
from grader.rubric.rules import LOOKAHEAD
from grader.rubric.scope import NAME, Scope, cycle
from grader.rubric.shapes import infer_shapes
from grader.rubric.training import training
from grader.rubric.wording import labels, other_names

Tables = Mapping[str, Node]
"""The tables and settings of a problem by their keys."""


def read_problem(name: str, title: str, tables: Tables, at: Place, lost: Iterable[str], faults: Faults) -> Problem:
    """A problem, without its alternatives; `lost` are keys of lines that could not be read, `at` is where it begins."""
    scope = _scope(tables, lost, faults)
    _check_complete(tables, at, lost, faults)
    moments = moment_names(tables.get("training"), tables.get("forward"))
    trained = training(tables.get("training"), scope, moments, _own(tables, scope.symbols), faults)
    if trained:
        scope.train(trained.parameters, trained.steps)
    crediting = Crediting(tables, scope, faults)
    return Problem(
        name=name,
        title=title,
        tolerance=tolerance(tables.get("tolerance"), faults),
        figures=figures(tables.get("figures"), faults),
        givens=scope.givens,
        symbols=scope.symbols,
        forward=scope.forward,
        training=trained,
        labels=labels(tables.get("labels"), scope, faults),
        names=other_names(tables.get("names"), scope, faults),
        marks={mark: points(node, faults) for mark, node in _marks(tables, scope, faults)},
        credit=crediting.general,
        accept=(),
        places=_places(tables),
        credit_of=crediting.own(),
        most_lost=crediting.most_lost(),
        bonus=crediting.bonus(),
    )


def _scope(tables: Tables, lost: Iterable[str], faults: Faults) -> Scope:
    """The names of a problem; faults where one is defined twice, a formula is wrong, or formulas go in a circle."""
    schedule = tables.get("training")
    moments = moment_names(schedule, tables.get("forward"))
    letters = symbols(tables.get("symbols"), faults)
    values = _values(tables, letters, moments, faults)
    samples = samples_drawn(schedule, values, faults)
    _check_once(tables, letters, faults)
    unread = frozenset({*lost, *_entries(tables, "given")} - values.keys())
    waiting = frozenset({*unread, *_meant(_entries(tables, "forward"))} - {*values, *letters})
    drawn: dict[str, Expr] = {name: samples.drawn(name, 0) for name in samples.data}
    before = Scope(values, letters, drawn, waiting, unread, samples)
    found = formulas(tables.get("forward"), before.known, faults)
    _cut_circles(found, tables, faults)
    beyond, ahead = forward_ahead(schedule, drawn | found, before.elements, moments, _own(tables, letters))
    _check_free(beyond, tables, {*values, *letters, *drawn, *found}, faults)
    scope = replace(
        before,
        forward=drawn | found | beyond,
        doubtful=waiting - found.keys(),
        moments=tuple(dict.fromkeys(moments.values())),
        ahead=ahead,
        bundles=vectors_ahead(ahead),
    )
    _check_shapes(scope, tables, faults)
    scope.shapes |= {name: values[of].shape for (_, of), name in moments.items() if of in values}
    return scope


def _meant(names: Iterable[str]) -> Iterator[str]:
    """The names of quantities; of what is none, `p'` or `p[1]`, what it begins with."""
    for name in names:
        found = NAME.match(name)
        yield found[0] if found else name


def _own(tables: Tables, letters: Iterable[str]) -> set[str]:
    """The names that the rubric itself defines."""
    return {*letters, *_entries(tables, "given"), *_entries(tables, "forward")}


def _values(tables: Tables, letters: Iterable[str], moments: Moments, faults: Faults) -> dict[str, Array]:
    """What has a number: givens, the settings of the rule, and what it keeps, before the first step."""
    schedule, values = tables.get("training"), givens(tables.get("given"), faults)
    values = numbers_given(schedule, _own(tables, letters)) | values
    return values | moments_given(schedule, values, moments)


def _check_shapes(scope: Scope, tables: Tables, faults: Faults) -> None:
    """The operands of every formula fit; and so does a gradient that is given, or mentioned."""
    wrong = infer_shapes(scope)
    for name, formula in scope.forward.items():
        mentioned = filter(None, map(gradient_parts, names_in(formula)))
        error = wrong.get(name) or next(filter(None, (jacobian(*parts, scope) for parts in mentioned)), None)
        if error and name in (written := _entries(tables, "forward")):
            faults.add(written[name].place, error.what, error.todo)
    _check_upstream(scope, tables, faults)


def _entries(tables: Tables, key: str) -> dict[str, Node]:
    return tables[key].table if key in tables else {}


def _check_once(tables: Tables, letters: tuple[str, ...], faults: Faults) -> None:
    """No name is two of: a given, a symbol, a forward quantity, a rate written as a number."""
    seen = dict.fromkeys(letters, tables["symbols"].key) if letters else {}
    schedule = _entries(tables, "training")
    if RATE in numbers_given(tables.get("training"), ()):
        seen[RATE] = schedule[RATE].key
    for name, entry in schedule["samples"].table.items() if "samples" in schedule else ():
        seen[name] = entry.key
    for table in ("given", "forward"):
        for name, entry in _entries(tables, table).items():
            if name in seen:
                faults.add(entry.key, f"'{name}' is defined twice", f"also on line {seen[name].line}")
            seen.setdefault(name, entry.key)


def _check_free(beyond: Iterable[str], tables: Tables, taken: Collection[str], faults: Faults) -> None:
    """What looking ahead brings with it has names that nothing else has."""
    for name in beyond:
        if name in taken:
            entry = next(table[name] for key in ("given", "forward") if name in (table := _entries(tables, key)))
            faults.add(entry.key, f"'{name}' is defined twice", f"{LOOKAHEAD} = true computes a {name}")


def _check_upstream(scope: Scope, tables: Tables, faults: Faults) -> None:
    """A gradient that is given is by a forward quantity, and of what is not computed."""
    for name, entry in _entries(tables, "given").items():
        parts = gradient_parts(name)
        if parts is None or name not in scope.givens:
            continue
        if parts[0] in {*scope.fixed, *scope.forward}:
            faults.add(entry.key, f"'{name}' is given, but '{parts[0]}' is computed", "its gradients follow from it")
        elif parts[1] not in scope.known:
            faults.add(entry.key, f"unknown quantity '{parts[1]}'", suggestion(parts[1], scope.forward))
        elif (shape := scope.shapes.get(parts[1])) not in (None, scope.givens[name].shape):
            said = "a list of one number" if shape == (1,) else shape_said(shape or ())
            faults.add(entry.place, f"'{parts[1]}' has another shape", f"it is {said}")
    without_value = scope.upstream - {*scope.fixed, *scope.forward}
    for name, formula in scope.forward.items() if without_value else ():
        for used in without_value & set(names_in(formula)):
            place = tables["forward"].table[name].place
            faults.add(place, f"'{used}' is not computed: its gradient is given")


def _cut_circles(found: dict[str, Expr], tables: Tables, faults: Faults) -> None:
    """Every circle of formulas is a fault, and is taken out."""
    while circle := cycle(found):
        key = tables["forward"].table[circle[0]].key
        faults.add(key, f"'{circle[0]}' is computed from itself", " → ".join([*circle, circle[0]]))
        for name in circle:
            del found[name]


def _check_complete(tables: Tables, at: Place, lost: Iterable[str], faults: Faults) -> None:
    """A problem has formulas and marks (one that is like another has told of missing formulas there).

    Where gradients are given, or how a parameter moves, there need be none of the forward pass.
    """
    moved = {"gradients", "update"} & _entries(tables, "training").keys()
    if "forward" not in tables and "like" not in tables and not moved and not lost:
        faults.add(at, "there are no formulas", "a [forward] table says how quantities are computed")
    marks = tables.get("marks")
    if marks is None or (marks.value == {} and not lost):
        faults.add(marks.key if marks else at, "nothing is asked", "[marks] gives points to quantities")


def _marks(tables: Tables, scope: Scope, faults: Faults) -> Iterator[tuple[str, Node]]:
    once = Once(scope, faults)
    for mark, entry in _entries(tables, "marks").items():
        if mark in SETTINGS and mark not in scope.known:
            faults.add(entry.key, f"'{mark}' is a setting, not a quantity", SETTINGS[mark])
            continue
        try:
            once.check(mark, asked(mark, scope), entry.key)
        except FormulaError as error:
            faults.formula(entry.key, error)
        yield mark, entry


def _places(tables: Tables) -> dict[str, Place]:
    """Every entry's place: of a mark, label or name the key's, of anything else the value's."""
    found: dict[str, Place] = {}
    for key, node in tables.items():
        found[key] = node.key
        for name, entry in node.table.items():
            found[f"{key}.{name}"] = entry.key if key in ("marks", "labels", "names") else entry.place
    return found
