"""How the rounding of what was written moves what follows: through a step, by its derivatives."""

from collections.abc import Callable, Mapping

import numpy as np

from grader.engine import LEAD, Array
from grader.marking.ledger import Ledger, Rows, of_rows

_MOST_ELEMENTS = 64
"""Beyond this many elements a parent is moved as a whole, at twice the effect: a bound good enough for large sums."""

Step = Callable[[Mapping[str, Array]], Array]


def reach(step: Step, base: Array, values: Mapping[str, Array], ledger: Ledger, rows: Rows) -> tuple[Array, Array]:
    """How far below and above `base` = step(values) a student may come who kept more digits than are written.

    Each parent's element may have been anything between what was written and the unrounded value behind it (where
    nothing explains it: half a unit of the last place less, to one unit more). First-order effects add up in the worst
    case. Returns two arrays of base's shape, the first not positive, the second not negative.
    """
    down, up = np.zeros_like(base), np.zeros_like(base)
    for name, value in values.items():
        for moves in _moves(name, ledger, rows):
            for effect in _effects(step, base, values, name, value, moves):
                down += np.minimum(effect, 0.0)
                up += np.maximum(effect, 0.0)
    return down, up


def _moves(name: str, ledger: Ledger, rows: Rows) -> list[Array]:
    """The differences from a parent's written value that its digits leave open."""
    written = ledger.written.get(name)
    if written is None or name not in ledger.carry:  # a given, or a quantity not yet marked
        return []
    carry = ledger.carry[name][rows]
    move = np.where(np.isnan(written.value[rows]), 0.0, of_rows(ledger.behind[name], rows) - carry)
    moves = [np.nan_to_num(move, nan=0.0, posinf=0.0, neginf=0.0)]
    if name in ledger.loose:
        loose = ledger.loose[name][rows][:, None]
        unit = written.unit[rows] * np.sign(carry)
        moves += [np.where(loose, unit, 0.0), np.where(loose, -unit / 2, 0.0)]
    return [m for m in moves if m.any()]


def _effects(step: Step, base: Array, values: Mapping[str, Array], name: str, value: Array, move: Array) -> list[Array]:
    """What moving each element of one parent does to the step."""
    shape = move.shape[LEAD:]
    if int(np.prod(shape)) > _MOST_ELEMENTS:
        return [_effect(step, base, values, name, value + move) * 2]
    effects = []
    for index in np.ndindex(shape):
        place = (slice(None), slice(None), *index)
        if move[place].any():
            moved = np.array(np.broadcast_to(value, move.shape))
            moved[place] += move[place]
            effects.append(_effect(step, base, values, name, moved))
    return effects


def _effect(step: Step, base: Array, values: Mapping[str, Array], name: str, moved: Array) -> Array:
    return np.nan_to_num(step({**values, name: moved}) - base, nan=0.0, posinf=0.0, neginf=0.0)
