"""Holds open answers against one slip: do they come out, how far may rounding move them, and how many numbers would."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, evaluate, names_in
from grader.marking import bands, updating
from grader.marking.carrying import Route
from grader.marking.carrying.misread import is_another_rate
from grader.marking.case import Case
from grader.marking.closeness import LAST_DIGIT, Mask, Rows, Written, agrees, by_student, of_rows
from grader.marking.evidence import Tries, chance
from grader.marking.judgement import Why
from grader.marking.rounding import reach
from grader.marking.searching.match import Match
from grader.reference import Role, fitted

_EXACT = 0.1
"""How much less chance explains a number of few digits that is hit exactly by one slip; and how much more by two, which
hit a great many of the few such numbers that there are."""
_TWICE = 2.0
"""How much more chance explains where a slip is held against an answer twice: with the earlier numbers as they are
written, which tells more, and with all that these may be the rounding of."""
_STAYS = 0.002
"""The share of numbers from nowhere that are, after a step, just what the parameter was before it."""


def hold(
    case: Case,
    why: Why,
    base: Route,
    rows: Rows,
    tries: Tries,
    blur: Array | None = None,
    value: Array | None = None,
) -> Iterator[Match]:
    """Holds the open answers of some rows against one slip, worked out from the values of one route.

    `tries`: how many slips the rows were held against so far. `blur`: the share of an answer by which rounding in the
    blanks before it may move it, (rows, points, *shape). `value`: what the slip makes of the answers, if that is known.
    """
    shape = (len(rows), *case.written.value.shape[1:])
    if value is None:
        operands = _operands(case, why, base, rows)
        value = np.broadcast_to(case.trail.run(operands, case.rows[rows], slips=why.slips, afresh=False), shape)
    extra = np.zeros(shape)
    if blur is not None:
        with np.errstate(invalid="ignore"):  # of a slip that makes it infinite nothing is near
            extra = blur[rows] * np.abs(value)
    near = case.open[rows] & case.near(value, rows, extra).all(axis=1)
    if not near.any():
        return  # as with nearly every slip
    near &= _tells(case, why, base, value, rows)
    some = np.flatnonzero(by_student(near))
    if some.size:
        values = _operands(case, why, base, rows[some])
        yield from _held(case, why, values, value[some], rows[some], tries, extra[some], near[some])


def _operands(case: Case, why: Why, base: Route, rows: Rows) -> dict[str, Array]:
    """The values of one route of whatever a slip is worked out from."""
    names = dict.fromkeys((*(name for step in why.slips.values() for name in names_in(step)), *case.trail.operands))
    source = source_of(case, base)
    return {name: source(name, case.rows[rows]) for name in names}


def source_of(case: Case, base: Route) -> Callable[[str, Rows], Array]:
    """Where the values of a route come from: what the students went on with, or the right ones."""
    return case.ledger.right_of if base.switched else case.ledger.value_of


def _held(
    case: Case, why: Why, values: Mapping[str, Array], value: Array, rows: Rows, tries: Tries, extra: Array, near: Mask
) -> Iterator[Match]:
    """Holds answers that are `near` a slip's value against it closely."""
    assert why.mutation is not None
    agreed, shares, off = _agreed(case, why, values, value, rows, extra)
    covers = near & agreed
    if covers.any():
        made = None
        if why.at != case.name:
            made, off = _made(case, why, values, case.rows[rows])
        in_all = tries.in_all(rows)
        tried = in_all if why.mutation.also else tries.of_cause(why.mutation.cause, rows)
        yield Match(why, rows, covers, shares, tried, in_all, value, off, made)


def _made(case: Case, why: Why, values: Mapping[str, Array], rows: Rows) -> tuple[Array, Array]:
    """What a slip made of a blank, and how far that may be off."""
    assert why.mutation is not None
    expr, shape = why.mutation.expr, case.ledger.graph[why.at].shape

    def step(inputs: Mapping[str, Array], _: Rows) -> Array:
        return fitted(evaluate(expr, inputs), shape)

    points = max(value.shape[1] for value in values.values())
    made = np.broadcast_to(step(values, rows), (len(rows), points, *shape))
    down, up = reach(step, made, {name: values[name] for name in names_in(expr)}, case.ledger, rows)
    return made, np.maximum(up, -down)


def _tells(case: Case, why: Why, base: Route, value: Array, rows: Rows) -> Mask:
    """Where a slip makes a difference that the digits show.

    In a step of training that is seen in the parameter's having moved, or not by a hair.
    """
    right = of_rows(case.ledger.right_of(case.name, case.rows), rows) if base.switched else case.follow[rows]
    unit = case.written.unit[rows]
    with np.errstate(invalid="ignore"):
        exact = (case.written.value[rows] == value) & (value != right)
        told = exact | (np.abs(value - right) > unit / 2 * (1 - LAST_DIGIT))
        quantity = case.ledger.graph[case.name]
        if quantity.role is Role.UPDATE and why.at == case.name:
            before = case.ledger.value_of(quantity.of, case.rows[rows])
            told &= (value == before) | (np.abs(value - before) > unit / 2)
    return np.asarray(told.any(axis=1))


def _agreed(
    case: Case, why: Why, values: Mapping[str, Array], value: Array, rows: Rows, extra: Array
) -> tuple[Mask, Array, Array]:
    """Whether answers agree with a slip, what share of numbers would, and how far rounding may move it.

    `extra`: how far rounding in blanks may.
    """
    who = case.rows[rows]
    base = np.broadcast_to(case.trail.run(values, who, slips=why.slips), value.shape)
    down, up = reach(partial(case.trail.run, slips=why.slips), base, values, case.ledger, who)
    down, up = down - extra, up + extra
    written = case.written.rows(rows)
    band = 1e-9 * np.abs(value) + bands.dust(case.ledger, case.name)
    twice = why.mutation is not None and why.mutation.also is not None
    unit = _grain(written, case.follow[rows]) if twice else written.unit
    shares = chance(written.value, unit + (up - down))
    as_written = agrees(written, value - extra, value + extra, band)[:, None]
    shares = np.where(as_written, np.minimum(shares, _TWICE * chance(written.value, unit + 2 * extra)), shares)
    favour = 1 / _EXACT if twice else _EXACT
    shares = np.minimum(shares * np.where(_exact(written, value, case.follow[rows]), favour, 1.0), 1.0)
    stays = updating.stays(case.ledger, case.name, who, value)
    shares = np.where(stays, np.minimum(shares, _STAYS), shares)
    if is_another_rate(why.mutation):
        shares = np.maximum(shares, chance(updating.step(case.ledger, case.name, who), unit + (up - down)))
    shares = np.where(case.ledger.hand.repeated(case.name, case.rows[rows]), 1.0, shares)
    agreed = agrees(written, value + down, value + up, band)
    return agreed, shares.max(axis=1), np.maximum(up, -down)


def _exact(written: Written, value: Array, expected: Array) -> NDArray[np.bool_]:
    """Whether an answer is the slip's value to the last digit, and the expected value has no more decimals than it.

    Where the arithmetic is so short that few digits are all there are, a number from nowhere has few digits, too. A
    single figure after the point shows nothing of the kind.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        steps = expected / written.unit
        short = (np.abs(steps - np.round(steps)) < LAST_DIGIT) & ((written.figures > 1) | (written.unit >= 1))
        return np.asarray(short & (np.abs(written.value - value) <= LAST_DIGIT * written.unit))


def _grain(written: Written, expected: Array) -> Array:
    """The unit that answers are multiples of, if what is expected is one, too: of 0.34000 for 0.64 it is 0.01.

    Where the arithmetic is so short, noughts at the end tell nothing, and two slips at once give nearly every number.
    """
    unit = np.broadcast_to(written.unit, np.broadcast_shapes(written.unit.shape, expected.shape)).copy()
    grows = np.ones_like(unit, dtype=bool)
    with np.errstate(invalid="ignore", divide="ignore"):
        while grows.any():
            times = np.stack(np.broadcast_arrays(written.value, expected)) / (10 * unit)
            grows &= (np.abs(times - np.round(times)) < LAST_DIGIT).all(axis=0) & (np.abs(written.value) >= unit)
            unit[grows] *= 10
    return unit
