"""Error carried forward: whether an answer follows from the student's own earlier answers, by whatever route.

A route says for each predecessor which value was used: the answer as written (for a blank, what follows); the right
value (copied wrongly but used rightly, or worked out again); what follows from what came before it (the unrounded
value, or σ′ formed again from s); or the written one rounded. Only predecessors in doubt are varied.
"""

from collections.abc import Iterator, Mapping
from itertools import chain, combinations
from typing import NamedTuple

import numpy as np

from grader.engine import LEAD, Array
from grader.marking.case import Case
from grader.marking.closeness import Mask
from grader.marking.ledger import of_rows

_MOST_ROUTES = 100
"""So many detours are tried for each student; the more there are, the less each proves."""
_MOST_SWITCHES = 3
_MOST_ELEMENTS = 3
"""So many elements of one array may be doubted one by one."""
_SAME = 1e-12
"""Relative difference below which two values of a predecessor are one."""


class Choice(NamedTuple):
    """A value that an operand may have had instead of the plain one, and for which students that makes a difference."""

    operand: str
    label: str
    value: Array
    differs: Mask
    """(rows,)"""


class Route(NamedTuple):
    """Values for a step's operands, and which of them are not simply what the student wrote."""

    values: Mapping[str, Array]
    switched: tuple[tuple[str, str], ...] = ()
    """(operand, `slip` | `reference` | `follow` | `2 figures` …)"""
    differs: Mask | None = None
    """For which students it is a route of its own; None: for all."""

    @property
    def pinned(self) -> frozenset[str]:
        """The operands whose value the route decides."""
        return frozenset(name for name, _ in self.switched)


def right(case: Case) -> Route:
    """Everything from the right values, as if the step had been worked out from scratch."""
    values = {name: of_rows(case.ledger.reference[name], case.rows) for name in case.trail.operands}
    differs = np.zeros(len(case.rows), dtype=bool)
    for name, value in values.items():
        differs |= _rows(_differ(value, case.plain[name]), len(case.rows))
    return Route(
        values, tuple((name, "reference") for name in values if case.ledger.graph[name].formula is not None), differs
    )


def detours(case: Case) -> Iterator[Route]:
    """Every route worth trying besides the plain one, the fewest departures from it first.

    Which they are for one student, and in what order, does not depend on anybody else.
    """
    tried = np.zeros(len(case.rows), dtype=int)
    for route in chain(_switches(case), _roundings(case)):
        assert route.differs is not None
        differs = route.differs & (tried < _MOST_ROUTES)
        if differs.any():
            tried += differs
            yield route._replace(differs=differs)


def _switches(case: Case) -> Iterator[Route]:
    """Routes by the number of switches; whole operands before single elements of them."""
    whole = [choice for name in case.plain for choice in _choices(name, case)]
    parts = [part for choice in whole for part in _parts(case.plain[choice.operand], choice)]
    yield from _combined(case, whole, 1)
    yield from _combined(case, parts, 1)
    for count in range(2, _MOST_SWITCHES + 1):
        yield from _combined(case, whole, count)
    yield from _combined(case, [*whole, *parts], 2)


def _combined(case: Case, choices: list[Choice], count: int) -> Iterator[Route]:
    for picked in combinations(choices, count):
        differs = picked[0].differs
        for choice in picked[1:]:
            differs = differs & choice.differs
        if differs.any() and len({choice.operand for choice in picked}) == count:
            values = {choice.operand: choice.value for choice in picked}
            yield Route({**case.plain, **values}, tuple((c.operand, c.label) for c in picked), differs)


def _choices(name: str, case: Case) -> Iterator[Choice]:
    """The values an operand may have had that differ, by more than its digits leave open, from the plain one."""
    ledger, plain = case.ledger, case.plain[name]
    if ledger.graph[name].formula is None or name not in ledger.carry:
        return
    others = [plain]
    for label, source in (("slip", ledger.slipped), ("reference", ledger.reference), ("follow", ledger.follow)):
        if name not in source:
            continue
        value = of_rows(source[name], case.rows)
        value = np.where(np.isnan(value), plain, value) if label == "slip" else value
        differs = np.ones(len(case.rows), dtype=bool)
        for other in others:
            differs &= _rows(_differ(value, other, ledger.slack(name, case.rows)), len(case.rows))
        if differs.any():
            others.append(value)
            yield Choice(name, label, value, differs)


def _parts(plain: Array, choice: Choice) -> Iterator[Choice]:
    """The same for some of an array's elements in doubt: one miscopied and used rightly beside one used as written."""
    count = len(choice.differs)
    doubt = np.broadcast_to(_differ(plain, choice.value).any(axis=1), (count, *plain.shape[LEAD:])).reshape(count, -1)
    rank = np.where(doubt, np.cumsum(doubt, axis=1), 0)
    several = choice.differs & (rank.max(axis=1, initial=0) > 1)
    if not several.any():
        return
    ranks = rank.reshape(count, *plain.shape[LEAD:])
    for size in range(1, _MOST_ELEMENTS):
        for picked in combinations(range(1, _MOST_ELEMENTS + 1), size):
            differs = several & (rank.max(axis=1) >= max(picked)) & (rank.max(axis=1) > size)
            yield choice._replace(value=np.where(np.isin(ranks, picked)[:, None], choice.value, plain), differs=differs)


def _differ(one: Array, other: Array, slack: Array | float = 0.0) -> Mask:
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(one - other) > slack + _SAME * np.maximum(np.abs(one), np.abs(other)))


def _rows(mask: Mask, count: int) -> Mask:
    """The students for whom anything of a mask is true."""
    return np.broadcast_to(mask.reshape(len(mask), -1).any(axis=1), (count,))


def _roundings(case: Case) -> Iterator[Route]:
    """The written values rounded before use: to 2, 3 or 4 figures or decimals."""
    computed = [name for name in case.plain if case.ledger.graph[name].formula is not None]
    for digits in (4, 3, 2):
        for label, rounded in ((f"{digits} figures", to_figures), (f"{digits} decimals", np.round)):
            values = {name: rounded(case.plain[name], digits) for name in computed}
            differs = np.zeros(len(case.rows), dtype=bool)
            for name, value in values.items():
                differs |= _rows(_differ(value, case.plain[name]), len(case.rows))
            if differs.any():
                yield Route({**case.plain, **values}, tuple((name, label) for name in computed), differs)


def to_figures(value: Array, figures: int) -> Array:
    """Values rounded to so many significant figures.

    >>> to_figures(np.array([0.787513, -12345.0, 0.0]), 3).tolist()
    [0.788, -12300.0, 0.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.floor(np.log10(np.abs(value)))
        scale = 10.0 ** (figures - 1 - size)
        return np.where((value == 0) | ~np.isfinite(value), value, np.round(value * scale) / scale)
