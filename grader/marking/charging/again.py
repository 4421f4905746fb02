"""What a slip is one with in other steps of a pass, though these are no longer alike: by what it is, not by the step.

The same time step is left out of the gradient of every gate, whatever its activation; the state after is taken for the
one before at every time; two inputs taken for each other are so in a sum, too.
"""

import re

from grader.engine import Apply, Constant, Expr, Mutation, Name, names_in
from grader.marking.slips import Habit, Recurring
from grader.reference import Graph


def of_uses(at: str, mutation: Mutation, graph: Graph, recurring: Recurring) -> list[Habit]:
    """What a term left out of a parameter's gradient is one with: of any other's, that of the same of its uses."""
    own = recurring.slips.parameter_of(at)
    if mutation.cause != "dropped-term" or mutation.also is not None or not own or not graph[at].wrt:
        return []
    uses = [use for use in graph.children[own] if not graph[use].wrt]
    names = {name for part in mutation.parts for name in names_in(part) if name in graph}
    lost = frozenset(uses.index(graph[name].wrt) for name in names if graph[name].wrt in uses)
    return [("of its uses", mutation.says, lost, len(uses))] if lost and len(uses) > 1 else []


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
