"""The reference for one problem: every quantity's right value, and what is asked of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.engine import Apply, Array, Name, evaluate, is_apply, pretty, show, sides, value, walk
from grader.errors import Fault, RubricError
from grader.reference.asked import Asked, asked
from grader.reference.derive import derive, fault_in
from grader.reference.graph import Graph, Quantity, Role
from grader.reference.samples import with_samples
from grader.rubric import SHARES, Problem

POINTS = 16
"""At how many random points two formulas must agree to be the same."""
_FEWEST = 8
"""At fewer points nobody can say that two formulas are the same."""
_DRAWS = ((4 * POINTS, False), (64 * POINTS, False), (64 * POINTS, True))
"""So many points are drawn, until enough have values; the last of them with no symbol below 0."""
_SEED = 20240228


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A problem with its graph, the value of every quantity (1, points, *shape), and the elements it asks.

    Each is equal to itself alone.
    """

    problem: Problem
    graph: Graph
    values: Mapping[str, Array]
    asked: tuple[Asked, ...]

    @property
    def points(self) -> int:
        """1 where answers are numbers; the number of random points where they are formulas."""
        return next(iter(self.values.values())).shape[1] if self.problem.symbols else 1

    @property
    def needed(self) -> set[str]:
        """The quantities that are asked, and all behind them (see `Graph.behind`)."""
        return self.graph.behind(element.quantity for element in self.asked)


def refer(problem: Problem) -> Reference:
    """Derives and evaluates everything a problem implies.

    RubricError where shapes do not fit, or where a value is not a finite number (log of 0, a division by 0; with
    symbols, at nearly all points).
    """
    graph = derive(problem)
    givens = _givens(problem, graph)
    values = _at_points(problem, graph, givens) if problem.symbols else graph.evaluate(givens)
    if faults := list(_infinite(problem, graph, values)):
        raise RubricError(faults)
    graph = with_samples(graph, values)
    return Reference(problem, graph, values, asked(problem, graph))


def _infinite(problem: Problem, graph: Graph, values: Mapping[str, Array]) -> Iterator[Fault]:
    """The quantities that are not numbers although all that they are computed from is.

    Of several passes, the first; and gradients only where nothing else is at fault, for they go back through that.
    """
    bad = {name for name, value in values.items() if not np.isfinite(value).all()}
    told: set[str] = set()
    others = any(graph[name].role is not Role.GRADIENT for name in bad)
    for quantity in graph.computed:
        if others and quantity.role is Role.GRADIENT:
            continue
        plain = quantity.name.replace("'", "")
        if quantity.name in bad and bad.isdisjoint(quantity.parents) and plain not in told:
            told.add(plain)
            inputs = ", ".join(f"{_called(p)} = {_brief(values[p])}" for p in quantity.parents)
            what = _where_it_fails(quantity, values)
            yield fault_in(problem, quantity.name, what, f"it is computed from {inputs}" if inputs else "")


def _where_it_fails(quantity: Quantity, values: Mapping[str, Array]) -> str:
    """What is said of the first part of a formula that is no number, although its own parts are."""
    assert quantity.formula is not None
    for node in reversed([n for n in walk(quantity.formula) if isinstance(n, Apply)][:_LONGEST]):
        found = evaluate(node, values)
        if not np.isfinite(found).all():
            called = repr(_called(quantity.name))
            part = called if node == quantity.formula else f"{called}: {show(node)}"
            if node.primitive == "onehot":
                return f"{part} is of a class that is not there: they count from 1"
            return f"{part} is {'infinite' if np.isinf(found).any() else 'not a number'}"
    return f"{_called(quantity.name)!r} is not a finite number"


def _called(name: str) -> str:
    """A quantity as a rubric writes it; a gradient by a gradient, which none writes, as it is on paper."""
    nested = name.count("/d") > 1
    return pretty(name) if nested else name


_LONGEST = 1000
"""So many parts of a formula are looked at."""


def _givens(problem: Problem, graph: Graph) -> dict[str, Array]:
    """The givens as values, vectors that are used by their elements taken apart."""
    values: dict[str, Array] = {}
    for name, data in problem.givens.items():
        for i, member in enumerate(graph.bundles.get(name, (name,))):
            values[member] = value(data[i] if name in graph.bundles else data)
        if name in graph:
            values[name] = value(data)
    return values


def _at_points(problem: Problem, graph: Graph, givens: Mapping[str, Array]) -> dict[str, Array]:
    """The values at random points of the symbols where every quantity has one; RubricError where hardly any has."""
    rng, bounds, shares = np.random.default_rng(_SEED), _bounds(graph), _shares(problem)
    found: list[dict[str, Array]] = []
    kept = 0
    for count, positive in _DRAWS:
        symbols = {}
        for name in problem.symbols:
            size = rng.uniform(0.4, 2.2, count)
            sign = rng.choice([-1.0, 1.0], count)
            above = positive or name in bounds
            symbols[name] = (size / _ABOVE if name in shares else size if above else size * sign)[None, :]
        values = graph.evaluate({**givens, **symbols})
        fine = np.ones(count, dtype=bool)
        for v in values.values():
            fine &= _has_value(v)
        full = {name: np.broadcast_to(v, (1, count, *v.shape[2:])) for name, v in values.items()}
        found.append({name: v[:, fine] for name, v in full.items()})
        kept += int(fine.sum())
        if kept >= POINTS:
            break
    if kept < _FEWEST:
        raise RubricError([_nowhere(problem, graph, values)])
    return {name: np.concatenate([part[name] for part in found], axis=1)[:, :POINTS] for name in found[0]}


def _shares(problem: Problem) -> frozenset[str]:
    """The names of what a rule keeps of the step before, β of β·v + (1 − β)·g²: a part of 1, so that √v is a number."""
    settings = problem.training.settings if problem.training else {}
    return frozenset(settings[key] for key in SHARES if key in settings)


_ABOVE = 2.5
"""More than any symbol's size, so that what is divided by it is a part of 1."""


def _bounds(graph: Graph) -> frozenset[str]:
    """The names that an absolute value is held against, δ in |y - t| <= δ: below 0 they would bound nothing."""
    asked = [
        sides(node.args[0])
        for quantity in graph.computed
        if quantity.formula is not None
        for node in walk(quantity.formula)
        if is_apply(node, "where", "step")
    ]
    pairs = [pair for two in asked if two is not None for pair in (two, two[::-1])]
    return frozenset(one.name for one, other in pairs if isinstance(one, Name) and is_apply(other, "abs"))


def _nowhere(problem: Problem, graph: Graph, values: Mapping[str, Array]) -> Fault:
    """The first formula that leaves too few of the points."""
    fine = np.ones(_DRAWS[-1][0], dtype=bool)
    for quantity in graph.computed:
        fine = fine & _has_value(values[quantity.name])
        if fine.sum() < _FEWEST:
            break
    tried = "the symbols are tried from 0.4 to 2.2, above and below 0"
    return fault_in(problem, quantity.name, f"{quantity.name!r} has a value at hardly any point", tried)


def _has_value(data: Array) -> NDArray[np.bool_]:
    """At which points every element is a number; length 1 where all points have the same."""
    return np.asarray(np.isfinite(data).all(axis=(0, *range(2, data.ndim))))


def _brief(data: Array) -> str:
    flat = data.ravel()
    shown = ", ".join(f"{x:.6g}" for x in flat[:4])
    return f"[{shown}, …]" if flat.size > 4 else f"[{shown}]" if flat.size > 1 else shown
