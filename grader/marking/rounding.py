"""How the rounding of what was written moves what follows: through a step, by its derivatives."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from grader.engine import LEAD, Array
from grader.marking.closeness import Mask, Rows, Written
from grader.marking.ledger import Ledger

_MOST_ELEMENTS = 64
"""Beyond this many elements a parent is moved as a whole, at twice the effect: a bound good enough for large sums."""
AT_ONCE = 400_000
"""Numbers of the result that are worked out in one go."""

Step = Callable[[Mapping[str, Array], Rows], Array]
"""A step as a function of its operands' values, for some of the students."""


class Move(NamedTuple):
    """One element of one operand (or the whole of it, counted `times`) moved for every student."""

    name: str
    place: tuple[Any, ...]
    by: Array
    times: int = 1


def reach(
    step: Step,
    base: Array,
    values: Mapping[str, Array],
    ledger: Ledger,
    rows: Rows,
    switched: Mapping[str, Array] | None = None,
) -> tuple[Array, Array]:
    """How far below and above `base` = step(values) a student may come who kept more digits than are written.

    Each element of each operand may have been anything that its digits leave open (see `looseness`), or be off by what
    `switched` says of those that have another value than the written one (nan: as written). First-order effects add up
    in the worst case. Returns two arrays like `base`: the first not positive, the other not negative.
    """
    down, up = np.zeros_like(base), np.zeros_like(base)
    moves = _moves(values, ledger, rows, switched or {})
    for effects in effects_of(step, base, values, rows, moves, base.size):
        down += np.minimum(effects, 0.0).sum(axis=0)
        up += np.maximum(effects, 0.0).sum(axis=0)
    return down, up


def _moves(values: Mapping[str, Array], ledger: Ledger, rows: Rows, switched: Mapping[str, Array]) -> Iterator[Move]:
    for name in values:
        for by in _differences(name, ledger, rows, switched.get(name)):
            yield from element_by_element(name, by)


def element_by_element(name: str, by: Array) -> Iterator[Move]:
    """Moves of one operand by (students, points, *shape)."""
    shape = by.shape[LEAD:]
    if int(np.prod(shape)) > _MOST_ELEMENTS:
        yield Move(name, (), by, 2)
        return
    for index in np.ndindex(shape):
        place = (slice(None), slice(None), *index)
        if by[place].any():
            yield Move(name, place, by[place])


def _differences(name: str, ledger: Ledger, rows: Rows, switched: Array | None) -> list[Array]:
    """The differences from an operand's written value that its digits leave open, downwards and upwards."""
    if name not in ledger.below:
        return _not_yet_marked(name, ledger, rows)
    below, above = ledger.below[name][rows], ledger.above[name][rows]
    if switched is not None:
        below = np.where(np.isnan(switched), below, -switched)
        above = np.where(np.isnan(switched), above, switched)
    return [by for by in (below, above) if by.any()]


def _not_yet_marked(name: str, ledger: Ledger, rows: Rows) -> list[Array]:
    """The like for an answer that is marked later, an updated weight that is used too early; none for a given."""
    if name not in ledger.written:
        return []
    written = ledger.written[name].rows(rows)
    half = np.minimum(written.unit, COARSEST * np.abs(written.value)) / 2
    half = np.where(np.isnan(written.value), 0.0, half)
    return [-half, half] if half.any() else []


def looseness(
    written: Written, behind: Array, explained: Mask, inexact: Mask, places: Array, spread: Array | float
) -> tuple[Array, Array]:
    """By how much the number behind each answer may lie below and above it: two arrays like `written.value`.

    `behind` is the unrounded value that explains an answer, where one does. An answer that is exactly that number is
    exact, unless that number itself comes from rounded ones (`inexact`, by student). Otherwise its last digit was
    rounded, or perhaps cut off: where nothing explains it, or where what it follows from may be off by as much
    (`spread`). What is left of a small number may be off by half of the last place to which its student writes
    everything (`places`), however few figures it has.
    """
    with np.errstate(invalid="ignore"):
        move = np.where(np.isnan(written.value), 0.0, behind - written.value)
        exact = explained & (np.abs(move) <= _EXACT * np.abs(written.value))
        exact &= ~inexact.reshape(len(inexact), *(1,) * (exact.ndim - 1))
    capped = np.minimum(written.unit, COARSEST * np.abs(written.value))
    unit = np.where(written.unit <= places, written.unit, capped)
    half = np.where(np.isnan(written.value) | exact, 0.0, unit / 2)
    past = np.where(explained | np.isnan(written.value), np.clip(spread, half, 2 * half), 2 * half)
    upwards = written.value > 0
    below = np.minimum(np.where(exact, 0.0, move), -np.where(upwards, half, past))
    above = np.maximum(np.where(exact, 0.0, move), np.where(upwards, past, half))
    return np.nan_to_num(below), np.nan_to_num(above)


_EXACT = 1e-12
COARSEST = 0.02
"""The last place of a number of one or two figures is not taken for more than this share of it: what is written as 0 or
1 may be meant so, and must not excuse whatever comes after it."""


def effects_of(
    step: Step, base: Array, values: Mapping[str, Array], rows: Rows, moves: Iterator[Move], size: int
) -> Iterator[Array]:
    """What each move does to the step, some moves at a time: (moves, *base.shape). `size`: numbers that one takes."""
    while batch := list(islice(moves, max(1, AT_ONCE // max(1, size)))):
        yield _effects(step, base, values, rows, batch)


def _effects(step: Step, base: Array, values: Mapping[str, Array], rows: Rows, moves: list[Move]) -> Array:
    """What each move does to the step: (moves, *base.shape), all worked out at once as if they were more students."""
    count, students = len(moves), len(rows)
    operands = {name: tiled(value, count) for name, value in values.items()}
    for k, move in enumerate(moves):
        operand = operands[move.name]
        if operand.shape[0] == 1:  # so far everyone's: now each student's own
            operand = operands[move.name] = np.repeat(operand, count * students, axis=0)
        operand[k * students : (k + 1) * students][move.place] += move.by
    moved = np.broadcast_to(step(operands, np.tile(rows, count)), (count * students, *base.shape[1:]))
    with np.errstate(invalid="ignore"):  # ∞ − ∞, where a step overflows
        effects: Array = np.nan_to_num(moved.reshape(count, *base.shape) - base, nan=0.0, posinf=0.0, neginf=0.0)
    times: Array = np.array([float(move.times) for move in moves])
    return effects * times.reshape(count, *(1,) * base.ndim)


def tiled(value: Array, count: int) -> Array:
    """The students' values so many times over, where the class does not share one row."""
    if value.shape[0] == 1:
        return value
    return np.tile(value, (count, *(1,) * (value.ndim - 1)))
