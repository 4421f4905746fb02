"""What a slip is one with in other steps of a pass, though these are no longer alike: by what it is, not by the step.

The same time step is left out of the gradient of every gate, whatever its activation; the state after is taken for the
one before at every time; two inputs taken for each other are so in a sum, too.
"""

import re

from grader.engine import Apply, Constant, Expr, Mutation, Name, names_in
from grader.engine.expr import is_apply
from grader.engine.mutate.edit import share_of
from grader.marking.slips import Habit, Recurring
from grader.reference import Graph, Role


def of_uses(at: str, mutation: Mutation, graph: Graph, recurring: Recurring) -> list[Habit]:
    """What a term left out of a parameter's gradient is one with: of any other's, that of the same of its uses."""
    own = recurring.slips.parameter_of(at)
    if mutation.cause != "dropped-term" or mutation.also is not None or not own or not graph[at].wrt:
        return []
    uses = [use for use in graph.children[own] if not graph[use].wrt]
    names = {name for part in mutation.parts for name in names_in(part) if name in graph}
    lost = frozenset(uses.index(graph[name].wrt) for name in names if graph[name].wrt in uses)
    if not lost or len(uses) < 2:
        return []
    forward = [use for use in uses if graph[use].role is Role.FORWARD]
    numbered = {use: number for use in forward if (number := _NUMBERED.fullmatch(use))}
    times = {use: int(number[2]) for use, number in numbered.items()}
    found: list[Habit] = [("of its uses", mutation.says, lost, len(uses))]
    if len(set(times.values())) == len(forward):  # the last alone, be it of three steps or of two
        kept = {graph[name].wrt for name in names_in(mutation.expr) if name in graph}
        found.append(("at some times", frozenset(times[use] for use in forward if use in kept)))
    return found


def of_paths(at: str, mutation: Mutation, graph: Graph) -> list[Habit]:
    """What a path left out of a gradient is one with: the same left out of any other; so is what comes in, left out."""
    formula = graph[at].formula
    if mutation.cause not in ("dropped-term", "missing-factor") or mutation.also is not None or formula is None:
        return []
    lost = set(names_in(formula)) - set(names_in(mutation.expr))
    gradients = frozenset(name for name in lost if graph[name].wrt)
    alone = mutation.cause == "dropped-term" or mutation.parts == tuple(map(Name, gradients))
    return [("without what comes in", mutation.cause, gradients)] if gradients and alone and graph[at].wrt else []


def of_moments(at: str, mutation: Mutation, graph: Graph) -> list[Habit]:
    """What is left out of a moment is one with: the correction of any, or the share 1 − β of any."""
    if graph[at].role is not Role.MOMENT or mutation.cause != "missing-factor" or mutation.also is not None:
        return []
    formula = graph[at].formula
    if formula is not None and is_apply(formula, "div"):
        return [("uncorrected",)] if mutation.expr == formula.args[0] else []
    shares = [part for part in mutation.parts if share_of(part) is not None]
    return [("without what is left",)] if shares else []


def of_states(at: str, mutation: Mutation, graph: Graph, recurring: Recurring) -> list[Habit]:
    """What the state of another time is one with: the same in the step of any time, c₁ for c₀ as c₂ for c₁."""
    if mutation.cause != "wrong-operand" or len(mutation.parts) != 2 or mutation.axis is not None:
        return []
    numbered = [_NUMBERED.fullmatch(part.name) for part in mutation.parts if isinstance(part, Name)]
    belongs, taken = numbered if len(numbered) == 2 else (None, None)
    here = _NUMBERED.fullmatch(graph[at].wrt or at)
    if not (here and belongs and taken) or belongs[1] != taken[1]:
        return []
    away = tuple(int(state[2]) - int(here[2]) for state in (belongs, taken))
    return [("another time", recurring.outlines[at], here[1], belongs[1], away)]


_NUMBERED = re.compile(r"(.*\D)(\d+)")
"""What has a number at its end: a quantity at a time, or of a layer."""


def of_owners(at: str, mutation: Mutation, recurring: Recurring) -> list[Habit]:
    """What one quantity of a parameter taken for another is one with: the same of any, b_ahead for b, w_ahead for w."""
    own = recurring.slips.parameter_of(at)
    names = [part.name for part in mutation.parts if isinstance(part, Name)]
    if mutation.cause != "wrong-operand" or not own or len(names) != 2 or len(names) != len(mutation.parts):
        return []
    places = [re.subn(rf"(?<![A-Za-z0-9])(d?){re.escape(own)}(?![A-Za-z0-9])", r"\1", name) for name in names]
    others = tuple(place for place, times in places if times)
    return [("of its owner", recurring.outlines[at], others)] if len(others) == len(names) else []


def of_elements(mutation: Mutation, graph: Graph) -> list[Habit]:
    """What two elements of a vector in each other's place are one with: the one of them taken for the other."""
    if mutation.cause != "wrong-operand" or len(mutation.parts) != 3:
        return []
    vector, *places = mutation.parts
    if not isinstance(vector, Name) or vector.name not in graph or len(graph[vector.name].shape) != 1:
        return []
    taken = (place.value for place in places if isinstance(place, Constant))
    elements: frozenset[Expr] = frozenset(Apply("index", (vector,), (int(place),)) for place in taken)
    return [("mixed up", elements)]
