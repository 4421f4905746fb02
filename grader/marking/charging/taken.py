"""What one thing taken for another is one with in other steps, though these are no longer alike.

The state after is taken for the one before at every time; two inputs taken for each other are so in a sum, too.
"""

import re
from collections.abc import Iterator

from grader.engine import ONE, Apply, Constant, Expr, Name, sub
from grader.marking.charging.slip import NUMBERED, Slip
from grader.marking.searching.turns import turn_of
from grader.marking.slips import Habit


def of_samples(slip: Slip) -> Iterator[Habit]:
    """All others by which a step goes by a sample that was not its turn."""
    if slip.mutation.cause != "wrong-operand":
        return
    names, graph = _names(slip), slip.graph
    both = len(names) > 1 and all(name in graph and turn_of(name, graph) for name in names)
    if both or turn_of(slip.at, graph):
        yield ("another sample",)


def of_operands(slip: Slip) -> Iterator[Habit]:
    """What a slip in an operand is one with: w1 for w2 with w2 for w1, ρ with 1 − ρ; δ·w for δ·x with any such.

    β₁ for 1 − β₁ is one with β₂ for 1 − β₂ where the steps are alike.

    Who takes one for another in a step of nothing else has its answer in the place of the other's.
    """
    operands = slip.exchanged()
    if operands is None or slip.mutation.axis is not None:
        return
    if len(slip.quantity.parents) > 1:
        yield ("mixed up", frozenset(operands))
    one, other = operands
    if sub(ONE, one) == other or sub(ONE, other) == one:
        yield ("what is left of it", slip.recurring.outlines[slip.at])
    if other == Name(slip.quantity.wrt):
        yield ("multiplied by itself",)


def of_elements(slip: Slip) -> Iterator[Habit]:
    """What two elements of a vector in each other's place are one with: the one of them taken for the other."""
    if slip.mutation.cause != "wrong-operand" or len(slip.mutation.parts) != 3:
        return
    vector, *places = slip.mutation.parts
    if isinstance(vector, Name) and vector.name in slip.graph and len(slip.graph[vector.name].shape) == 1:
        taken = (place.value for place in places if isinstance(place, Constant))
        elements: frozenset[Expr] = frozenset(Apply("index", (vector,), (int(place),)) for place in taken)
        yield ("mixed up", elements)


def of_states(slip: Slip) -> Iterator[Habit]:
    """What the state of another time is one with: the same in the step of any time, c₁ for c₀ as c₂ for c₁."""
    if slip.exchanged() is None or slip.mutation.axis is not None:
        return
    here = NUMBERED.fullmatch(slip.quantity.wrt or slip.at)
    numbered = [NUMBERED.fullmatch(name) for name in _names(slip)]
    belongs, taken = numbered if len(numbered) == 2 else (None, None)
    if here and belongs and taken and belongs[1] == taken[1]:
        away = tuple(int(state[2]) - int(here[2]) for state in (belongs, taken))
        yield ("another time", slip.recurring.outlines[slip.at], here[1], belongs[1], away)


def of_owners(slip: Slip) -> Iterator[Habit]:
    """What one quantity of a parameter taken for another is one with: the same of any, b_ahead for b, w_ahead for w."""
    own, names = slip.owner, _names(slip)
    if slip.exchanged() is None or not own or len(names) != 2:
        return
    places = [re.subn(rf"(?<![A-Za-z0-9])(d?){re.escape(own)}(?![A-Za-z0-9])", r"\1", name) for name in names]
    if all(times for _, times in places):
        yield ("of its owner", slip.recurring.outlines[slip.at], tuple(place for place, _ in places))


def _names(slip: Slip) -> tuple[str, ...]:
    """What is taken and what for, if these are names and nothing else."""
    names = tuple(part.name for part in slip.mutation.parts if isinstance(part, Name))
    return names if len(names) == len(slip.mutation.parts) else ()
