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
from grader.marking.ledger import Ledger, Rows, of_rows

_MOST_ROUTES = 100
"""So many detours are tried for each student; the more there are, the less each proves."""
_MOST_SWITCHES = 3
_MOST_ELEMENTS = 3
"""So many elements of one array may be doubted one by one."""
_SAME = 1e-12
"""Relative difference below which two values of a predecessor are one."""
_AT_ONCE = 1_000_000
"""Numbers of one operand that are worked with in one go."""


class Choice(NamedTuple):
    """A value that an operand may have had instead of the plain one, and for which students that makes a difference."""

    operand: str
    label: str
    value: Array
    differs: Mask
    """(rows,)"""


class Route(NamedTuple):
    """Values for some of a step's operands, in place of what the student wrote."""

    values: Mapping[str, Array]
    switched: tuple[tuple[str, str], ...]
    """(operand, `slip` | `reference` | `follow` | `2 figures` …)"""
    differs: Mask
    """For which students it is a route of its own: (rows,)."""


class Detour(NamedTuple):
    """A route with the students that are to be tried on it, and how many were tried on before it for each."""

    route: Route
    rows: Rows
    tried: Rows


def right(case: Case) -> Route:
    """Everything from the right values, as if the step had been worked out from scratch."""
    values = {name: of_rows(case.ledger.reference[name], case.rows) for name in case.trail.operands}
    differs = np.zeros(len(case.rows), dtype=bool)
    for name, value in values.items():
        differs |= _rows(_differ(value, case.plain[name]), len(case.rows))
    return Route(
        values, tuple((name, "reference") for name in values if case.ledger.graph[name].formula is not None), differs
    )


def detours(case: Case) -> Iterator[list[Detour]]:
    """Every route worth trying besides the plain one, the fewest departures from it first, some at a time.

    Which they are for one student, and in what order, does not depend on anybody else. Students with nothing left open
    are passed over.
    """
    size = max((int(np.prod(value.shape[1:])) for value in case.plain.values()), default=1)
    tried = np.zeros(len(case.rows), dtype=int)
    for stage in chain(_switches(case), [_roundings(case)]):
        batch: list[Detour] = []
        numbers, pending = 0, case.pending & (tried < _MOST_ROUTES)
        for route in stage:
            rows = np.flatnonzero(route.differs & pending)
            if rows.size:
                tried[rows] += 1
                pending[rows] = tried[rows] < _MOST_ROUTES
                batch.append(Detour(route, rows, tried[rows]))
                numbers += len(rows) * size
            elif not pending.any():
                break
            if numbers > _AT_ONCE:
                yield batch
                batch, numbers, pending = [], 0, pending & case.pending
        if batch:
            yield batch


def along(case: Case, batch: list[Detour]) -> Array:
    """The quantity by several detours at once, one under another: (all their rows, points, *shape)."""
    at = np.concatenate([detour.rows for detour in batch])
    ends = np.cumsum([len(detour.rows) for detour in batch])
    spans = [slice(end - len(detour.rows), end) for end, detour in zip(ends, batch, strict=True)]
    values: dict[str, Array] = {}
    held: dict[str, Mask] = {}
    for name, plain in case.plain.items():
        values[name] = of_rows(plain, at)
        switched = [(span, detour) for span, detour in zip(spans, batch, strict=True) if name in detour.route.values]
        if switched:
            points = max(plain.shape[1], *(detour.route.values[name].shape[1] for _, detour in switched))
            values[name] = np.broadcast_to(values[name], (len(at), points, *plain.shape[LEAD:])).copy()
            held[name] = np.zeros(len(at), dtype=bool)
            for span, detour in switched:
                values[name][span] = of_rows(detour.route.values[name], detour.rows)
                held[name][span] = True
    return np.broadcast_to(case.trail.run(values, case.rows[at], held), (len(at), *case.written.value.shape[1:]))


def _switches(case: Case) -> Iterator[Iterator[Route]]:
    """Routes by the number of switches, in stages; whole operands before single elements of them."""
    whole = [choice for name in case.plain for choice in _choices(name, case)]
    yield _combined(_open(whole, case), 1)
    parts = [part for choice in _open(whole, case) for part in _parts(case, choice)]
    yield _combined(parts, 1)
    for count in range(2, _MOST_SWITCHES + 1):
        yield _combined(_open(whole, case), count)
    yield _combined(_open([*whole, *parts], case), 2)


def _open(choices: list[Choice], case: Case) -> list[Choice]:
    """The choices that matter to somebody with anything still open."""
    return [choice for choice in choices if (choice.differs & case.pending).any()]


def _combined(choices: list[Choice], count: int, picked: tuple[Choice, ...] = ()) -> Iterator[Route]:
    """Every route with so many switches more than those picked, for the students to whom each makes a difference."""
    if not count:
        values = {choice.operand: choice.value for choice in picked}
        yield Route(values, tuple((c.operand, c.label) for c in picked), picked[-1].differs)
        return
    for k, choice in enumerate(choices):
        differs = choice.differs & picked[-1].differs if picked else choice.differs
        if differs.any() and all(choice.operand != other.operand for other in picked):
            yield from _combined(choices[k + 1 :], count - 1, (*picked, choice._replace(differs=differs)))


def _choices(name: str, case: Case) -> Iterator[Choice]:
    """The values an operand may have had that differ, by more than its digits leave open, from the plain one."""
    ledger, plain = case.ledger, case.plain[name]
    if ledger.graph[name].formula is None or name not in ledger.carry:
        return
    others = [plain]
    for label, source in _sources(name, ledger):
        value = of_rows(source, case.rows)
        value = np.where(np.isnan(value), plain, value) if label == "slip" else value
        differs = np.ones(len(case.rows), dtype=bool)
        for other in others:
            differs &= _rows(_differ(value, other, ledger.slack(name, case.rows)), len(case.rows))
        if differs.any():
            others.append(value)
            yield Choice(name, label, value, differs)


def _sources(name: str, ledger: Ledger) -> Iterator[tuple[str, Array]]:
    """Where another value for an operand may come from."""
    yield from (("slip", value) for value in ledger.slipped.get(name, ()))
    yield "reference", ledger.reference[name]
    yield "follow", ledger.follow[name]


def _parts(case: Case, choice: Choice) -> Iterator[Choice]:
    """The same for some of an array's elements in doubt: one miscopied and used rightly beside one used as written."""
    count, plain = len(choice.differs), case.plain[choice.operand]
    differ = _differ(plain, choice.value, case.ledger.slack(choice.operand, case.rows)).any(axis=1)
    doubt = np.broadcast_to(differ, (count, *plain.shape[LEAD:])).reshape(count, -1)
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
                yield Route(values, tuple((name, label) for name in computed), differs)


def to_figures(value: Array, figures: int) -> Array:
    """Values rounded to so many significant figures.

    >>> to_figures(np.array([0.787513, -12345.0, 0.0]), 3).tolist()
    [0.788, -12300.0, 0.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.floor(np.log10(np.abs(value)))
        scale = 10.0 ** (figures - 1 - size)
        return np.where((value == 0) | ~np.isfinite(value), value, np.round(value * scale) / scale)
