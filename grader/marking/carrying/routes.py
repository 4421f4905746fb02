"""The routes by which an answer may follow from earlier ones, one student like another.

A route says for each predecessor which value was used: the answer as written (for a blank, what follows); the right
value (copied wrongly but used rightly, or worked out again); what follows from what came before it (the unrounded
value, or σ′ formed again from s); or the written one rounded. Only predecessors in doubt are varied.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np

from grader.engine import LEAD, Array
from grader.marking.case import Case
from grader.marking.closeness import Mask, Rows, by_student, of_rows
from grader.marking.ledger import Ledger
from grader.marking.rounding import COARSEST
from grader.marking.shortening import SHORTENED
from grader.marking.suspicions import INFERRED, LOOSE, MADE_AGAIN, MISREAD, SLIPPED

_MOST_ELEMENTS = 3
"""So many elements of one array may be doubted one by one."""
_SAME = 1e-12
"""Relative difference below which two values are one."""


@dataclass
class Choice:
    """A value that an operand may have had instead of the plain one, and for which students that makes a difference."""

    operand: str
    label: str
    value: Array
    off: Array
    """How far the value may be off by rounding; nan in elements that have their plain value."""
    differs: Mask
    """(rows,)"""


class Route(NamedTuple):
    """Values for some of a step's operands, in place of what the student wrote."""

    values: Mapping[str, Array]
    off: Mapping[str, Array]
    """How far they may be off by rounding."""
    switched: tuple[tuple[str, str], ...]
    """(operand, `slip` | `inferred` | `again` | `reference` | `follow` | `2 figures` …)"""
    differs: Mask
    """For which students it is a route of its own: (rows,)."""


def plain(case: Case) -> Route:
    """Everything as it is written, or follows."""
    return Route(case.plain, {}, (), np.ones(len(case.rows), dtype=bool))


def right(case: Case) -> Route:
    """Everything from the right values, as if the step had been worked out from scratch."""
    values = {name: of_rows(case.ledger.reference[name], case.rows) for name in case.trail.operands}
    differs = np.zeros(len(case.rows), dtype=bool)
    for name, value in values.items():
        differs |= _differs(case, name, value)
    switched = tuple((name, "reference") for name in values if case.ledger.graph[name].formula is not None)
    return Route(values, {}, switched, differs)


def habitual(case: Case) -> Iterator[Route]:
    """All blanks as they are with the student's known slips made again; each student's route is called by the last."""
    values: dict[str, Array] = {}
    off: dict[str, Array] = {}
    last: dict[str, Mask] = {}
    for name, plain in case.plain.items():
        if name in case.ledger.habitual:
            known = case.ledger.habitual[name][case.rows]
            values[name] = np.where(np.isnan(known), plain, known)
            off[name] = np.where(differ(known, plain), LOOSE * np.abs(known), np.nan)
            differs = _differs(case, name, values[name])
            last = {before: mask & ~differs for before, mask in last.items()} | {name: differs}
    for name, differs in last.items():
        if differs.any():
            yield Route(values, off, ((name, MADE_AGAIN),), differs)


def choices(name: str, case: Case) -> Iterator[Choice]:
    """The values an operand may have had that differ, by more than its digits leave open, from the plain one."""
    ledger, plain = case.ledger, case.plain[name]
    if name not in ledger.carry:
        return
    slack = ledger.slack(name, case.rows)
    others: list[Array] = []
    for label, source, unsure in _sources(name, ledger, case.rows):
        value = np.where(np.isnan(source), plain, source)
        differs = case.trail.uses(name, case.rows) & rows_of(differ(value, plain, slack), len(case.rows))
        for other in others:
            differs &= rows_of(differ(value, other), len(case.rows))
        if differs.any():
            others.append(value)
            yield Choice(name, label, value, np.broadcast_to(unsure, value.shape), differs)


def _sources(name: str, ledger: Ledger, rows: Rows) -> Iterator[tuple[str, Array, Array]]:
    """Where another value for an operand may come from, and how far it may be off.

    The number that was really used was rounded like the one written in its place, which may be far larger; and where it
    follows from earlier answers, they were rounded, too.
    """
    for source in (SLIPPED, INFERRED, MISREAD):
        for value, off in ledger.suspected.get((name, source), ()):
            yield source, value[rows], off[rows]
    if ledger.graph[name].formula is None:
        return
    rounding = np.maximum(ledger.above[name][rows], -ledger.below[name][rows])
    spread = ledger.spread[name][rows] if name in ledger.spread else 0.0
    follows = [("follow", value, spread) for value in ledger.follows(name)]
    for label, known, unsure in [("reference", ledger.reference[name], 0.0), *follows]:
        value = of_rows(known, rows)
        yield label, value, np.minimum(rounding, COARSEST * np.abs(value)) + unsure


def partly(case: Case, choice: Choice) -> Iterator[Choice]:
    """The same for some of an array's elements in doubt: one miscopied and used rightly beside one used as written."""
    count, plain = len(choice.differs), case.plain[choice.operand]
    doubtful = differ(plain, choice.value, case.ledger.slack(choice.operand, case.rows)).any(axis=1)
    doubt = np.broadcast_to(doubtful, (count, *plain.shape[LEAD:])).reshape(count, -1)
    rank = np.where(doubt, np.cumsum(doubt, axis=1), 0)
    several = choice.differs & (rank.max(axis=1, initial=0) > 1)
    if not several.any():
        return
    ranks = rank.reshape(count, *plain.shape[LEAD:])
    for size in range(1, _MOST_ELEMENTS):
        for picked in combinations(range(1, _MOST_ELEMENTS + 1), size):
            differs = several & (rank.max(axis=1) >= max(picked)) & (rank.max(axis=1) > size)
            here = np.isin(ranks, picked)[:, None]
            value, off = np.where(here, choice.value, plain), np.where(here, choice.off, np.nan)
            yield replace(choice, value=value, off=off, differs=differs)


def combined(among: list[Choice], count: int, picked: tuple[Choice, ...] = ()) -> Iterator[Route]:
    """Every route with so many switches more than those picked, for the students to whom each makes a difference."""
    differs = np.logical_and.reduce([choice.differs for choice in picked]) if picked else None
    if differs is not None and not differs.any():
        return
    if not count:
        assert differs is not None
        values = {choice.operand: choice.value for choice in picked}
        off = {choice.operand: choice.off for choice in picked}
        yield Route(values, off, tuple((c.operand, c.label) for c in picked), differs)
        return
    for k, choice in enumerate(among):
        if all(choice.operand != other.operand for other in picked):
            yield from combined(among[k + 1 :], count - 1, (*picked, choice))


def roundings(case: Case) -> Iterator[Route]:
    """The written values rounded before use, or cut off: to 2, 3 or 4 figures or decimals; blanks as they come."""
    computed = [name for name in case.plain if case.ledger.graph[name].formula is not None]
    for digits in (4, 3, 2):
        for word, rounded in SHORTENED.items():
            label, values = f"{digits} {word}", dict(case.plain)
            for name in computed:
                value = case.trail.blank(name, values, case.rows)
                values[name] = _or_itself(rounded(value, digits), value)
            differs = np.zeros(len(case.rows), dtype=bool)
            for name in computed:
                differs |= _differs(case, name, values[name])
            if differs.any():
                off = {name: np.zeros_like(values[name]) for name in computed}
                route = tuple((name, label) for name in computed)
                yield Route({name: values[name] for name in computed}, off, route, differs)


def _or_itself(rounded: Array, value: Array) -> Array:
    """A number of which rounding leaves nothing is gone on with as it is."""
    return np.where(rounded == 0, value, rounded)


def differ(one: Array, other: Array, slack: Array | float = 0.0) -> Mask:
    """Where two values are more than `slack`, and dust, apart."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(one - other) > slack + _SAME * np.maximum(np.abs(one), np.abs(other)))


def _differs(case: Case, name: str, value: Array) -> Mask:
    """The students to whom it matters that an operand has another value than the plain one."""
    return rows_of(differ(value, case.plain[name]), len(case.rows)) & case.trail.uses(name, case.rows)


def rows_of(mask: Mask, count: int) -> Mask:
    """The students for whom anything of a mask is true."""
    return np.broadcast_to(by_student(mask), (count,))
