"""Error carried forward: whether an answer follows from the student's own earlier answers, by whatever route.

A route says for each predecessor which value was used: the answer as written (for a blank, what follows); the right
value (copied wrongly but used rightly, or worked out again); what follows from what came before it (the unrounded
value, or σ′ formed again from s); or the written one rounded. Only predecessors in doubt are varied.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import LEAD, Array
from grader.marking.case import Case
from grader.marking.closeness import Mask, Rows, of_rows
from grader.marking.ledger import INFERRED, LOOSE, MADE_AGAIN, SLIPPED, Ledger
from grader.marking.rounding import COARSEST

_MOST_ROUTES = 100
"""So many detours count for each student; the more there are, the less each proves."""
_MOST_WORKED_OUT = 400
"""So many are worked out for each student, since some make no difference."""
_MOST_SWITCHES = 3
_MOST_ELEMENTS = 3
"""So many elements of one array may be doubted one by one."""
_SAME = 1e-12
"""Relative difference below which two values are one."""
_AT_ONCE = 1_000_000
"""Numbers of one operand that are worked with in one go."""


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


class Detours(NamedTuple):
    """Some routes, each with the students that are tried on it, worked out one under another."""

    routes: list[Route]
    spans: list[slice]
    """Where the students of each route stand."""
    rows: Rows
    """(all,) which student of the case."""
    value: Array
    """What the quantity is by the route: (all, points, *shape)."""
    tried: NDArray[np.intp]
    """(all,) the how-manieth it is for that student; 0 where it makes no difference to what is open."""
    operands: Mapping[str, Array]
    off: Mapping[str, Array]
    held: Mapping[str, Mask]

    def of(self, some: Rows) -> "Detours":
        """The same for some of all, without the routes they belong to."""
        return self._replace(
            routes=[],
            spans=[],
            rows=self.rows[some],
            value=self.value[some],
            tried=self.tried[some],
            operands={name: of_rows(value, some) for name, value in self.operands.items()},
            off={name: value[some] for name, value in self.off.items()},
            held={name: mask[some] for name, mask in self.held.items()},
        )


def right(case: Case) -> Route:
    """Everything from the right values, as if the step had been worked out from scratch."""
    values = {name: of_rows(case.ledger.reference[name], case.rows) for name in case.trail.operands}
    differs = np.zeros(len(case.rows), dtype=bool)
    for name, value in values.items():
        differs |= _differs(case, name, value)
    switched = tuple((name, "reference") for name in values if case.ledger.graph[name].formula is not None)
    return Route(values, {}, switched, differs)


def detours(case: Case) -> Iterator[Detours]:
    """Every route worth trying besides the plain one, the fewest departures from it first, some at a time.

    Which they are for one student, and in what order, does not depend on anybody else. Students with nothing left open
    are passed over, and choices that alone make no difference to what is open are not combined with others.
    """
    count = _Count(case)
    yield from count.tried(_habitual(case))
    whole = [choice for name in case.plain for choice in _choices(name, case)]
    for trial in count.tried(_combined(whole, 1)):
        _forget_idle(whole, trial)
        yield trial
    parts = [part for choice in _open(whole, case) for part in _parts(case, choice)]
    for trial in count.tried(_combined(parts, 1)):
        _forget_idle(parts, trial)
        yield trial
    for switches in range(2, _MOST_SWITCHES + 1):
        yield from count.tried(_combined(_open(whole, case), switches))
    yield from count.tried(_combined(_open([*whole, *parts], case), 2))
    yield from count.tried(_roundings(case))


def _habitual(case: Case) -> Iterator[Route]:
    """All blanks as they are with the student's known slips made again; each student's route is called by the last."""
    values: dict[str, Array] = {}
    last: dict[str, Mask] = {}
    for name, plain in case.plain.items():
        if name in case.ledger.habitual:
            known = case.ledger.habitual[name][case.rows]
            values[name] = np.where(np.isnan(known), plain, known)
            differs = _differs(case, name, values[name])
            last = {before: mask & ~differs for before, mask in last.items()} | {name: differs}
    off = {name: LOOSE * np.abs(value) for name, value in values.items()}
    for name, differs in last.items():
        if differs.any():
            yield Route(values, off, ((name, MADE_AGAIN),), differs)


class _Count:
    """Works routes out, and counts for each student how many made a difference."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.worked_out = np.zeros(len(case.rows), dtype=np.intp)
        self.counted = np.zeros(len(case.rows), dtype=np.intp)
        self.size = max((int(np.prod(value.shape[1:])) for value in case.plain.values()), default=1)

    def tried(self, routes: Iterator[Route]) -> Iterator[Detours]:
        """The routes for those students who have anything open, and have not been tried on too many."""
        batch: list[tuple[Route, Rows]] = []
        numbers, pending = 0, self._pending()
        for route in routes:
            rows = np.flatnonzero(route.differs & pending)
            if rows.size:
                self.worked_out[rows] += 1
                pending[rows] = self.worked_out[rows] < _MOST_WORKED_OUT
                batch.append((route, rows))
                numbers += len(rows) * self.size
            elif not pending.any():
                break
            if numbers > _AT_ONCE:
                yield self._work_out(batch)
                batch, numbers, pending = [], 0, self._pending()
        if batch:
            yield self._work_out(batch)

    def _pending(self) -> Mask:
        few = (self.worked_out < _MOST_WORKED_OUT) & (self.counted < _MOST_ROUTES)
        return np.asarray(self.case.pending & few)

    def _work_out(self, batch: list[tuple[Route, Rows]]) -> Detours:
        case = self.case
        at = np.concatenate([rows for _, rows in batch])
        ends = np.cumsum([len(rows) for _, rows in batch]).tolist()
        spans = [slice(end - len(rows), end) for end, (_, rows) in zip(ends, batch, strict=True)]
        operands: dict[str, Array] = {}
        off: dict[str, Array] = {}
        held: dict[str, Mask] = {}
        for name, plain in case.plain.items():
            operands[name] = of_rows(plain, at)
            switched = [(span, *one) for span, one in zip(spans, batch, strict=True) if name in one[0].values]
            if switched:
                points = max(plain.shape[1], *(route.values[name].shape[1] for _, route, _ in switched))
                operands[name] = np.broadcast_to(operands[name], (len(at), points, *plain.shape[LEAD:])).copy()
                off[name], held[name] = np.full_like(operands[name], np.nan), np.zeros(len(at), dtype=bool)
                for span, route, rows in switched:
                    operands[name][span] = of_rows(route.values[name], rows)
                    off[name][span] = of_rows(route.off[name], rows)
                    held[name][span] = True
        value = np.broadcast_to(case.trail.run(operands, case.rows[at], held), (len(at), *case.written.value.shape[1:]))
        matters = _rows(_differ(value, case.follow[at]) & case.open[at][:, None], len(at))
        tried = np.zeros(len(at), dtype=np.intp)
        for span, (_, rows) in zip(spans, batch, strict=True):
            self.counted[rows] += matters[span]
            tried[span] = np.where(matters[span], self.counted[rows], 0)
        return Detours([route for route, _ in batch], spans, at, value, tried, operands, off, held)


def _forget_idle(choices: list[Choice], trial: Detours) -> None:
    """Choices that alone make no difference to a student are not thought of again."""
    for route, span in zip(trial.routes, trial.spans, strict=True):
        [choice] = [c for c in choices if c.value is route.values.get(c.operand)]
        idle = trial.rows[span][trial.tried[span] == 0]
        choice.differs[idle] = False


def _open(choices: list[Choice], case: Case) -> list[Choice]:
    """The choices that matter to somebody with anything still open."""
    return [choice for choice in choices if (choice.differs & case.pending).any()]


def _combined(choices: list[Choice], count: int, picked: tuple[Choice, ...] = ()) -> Iterator[Route]:
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
    for k, choice in enumerate(choices):
        if all(choice.operand != other.operand for other in picked):
            yield from _combined(choices[k + 1 :], count - 1, (*picked, choice))


def _choices(name: str, case: Case) -> Iterator[Choice]:
    """The values an operand may have had that differ, by more than its digits leave open, from the plain one."""
    ledger, plain = case.ledger, case.plain[name]
    if ledger.graph[name].formula is None or name not in ledger.carry:
        return
    slack = ledger.slack(name, case.rows)
    others: list[Array] = []
    for label, source, unsure in _sources(name, ledger, case.rows):
        value = np.where(np.isnan(source), plain, source)
        differs = case.trail.uses(name, case.rows) & _rows(_differ(value, plain, slack), len(case.rows))
        for other in others:
            differs &= _rows(_differ(value, other), len(case.rows))
        if differs.any():
            others.append(value)
            yield Choice(name, label, value, np.broadcast_to(unsure, value.shape), differs)


def _sources(name: str, ledger: Ledger, rows: Rows) -> Iterator[tuple[str, Array, Array]]:
    """Where another value for an operand may come from, and how far it may be off.

    The number that was really used was rounded like the one written in its place, which may be far larger; and where it
    follows from earlier answers, they were rounded, too.
    """
    for source in (SLIPPED, INFERRED):
        for value, off in ledger.suspected.get((name, source), ()):
            yield source, value[rows], off[rows]
    rounding = np.maximum(ledger.above[name][rows], -ledger.below[name][rows])
    spread = ledger.spread[name][rows] if name in ledger.spread else 0.0
    follows = [known[name] for known in (ledger.follow, ledger.clean, ledger.at_first) if name in known]
    for label, known, unsure in [("reference", ledger.reference[name], 0.0), *(("follow", f, spread) for f in follows)]:
        value = of_rows(known, rows)
        yield label, value, np.minimum(rounding, COARSEST * np.abs(value)) + unsure


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
            here = np.isin(ranks, picked)[:, None]
            value, off = np.where(here, choice.value, plain), np.where(here, choice.off, np.nan)
            yield replace(choice, value=value, off=off, differs=differs)


def _differ(one: Array, other: Array, slack: Array | float = 0.0) -> Mask:
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(one - other) > slack + _SAME * np.maximum(np.abs(one), np.abs(other)))


def _differs(case: Case, name: str, value: Array) -> Mask:
    """The students to whom it matters that an operand has another value than the plain one."""
    return _rows(_differ(value, case.plain[name]), len(case.rows)) & case.trail.uses(name, case.rows)


def _rows(mask: Mask, count: int) -> Mask:
    """The students for whom anything of a mask is true."""
    return np.broadcast_to(mask.reshape(len(mask), -1).any(axis=1), (count,))


def _roundings(case: Case) -> Iterator[Route]:
    """The written values rounded before use, or cut off: to 2, 3 or 4 figures or decimals; blanks as they come."""
    computed = [name for name in case.plain if case.ledger.graph[name].formula is not None]
    for digits in (4, 3, 2):
        for word, rounded in ROUNDINGS.items():
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


def to_figures(value: Array, figures: int) -> Array:
    """Values rounded to so many significant figures.

    >>> to_figures(np.array([0.787513, -12345.0, 0.0]), 3).tolist()
    [0.788, -12300.0, 0.0]
    """
    with np.errstate(all="ignore"):
        size = np.floor(np.log10(np.abs(value)))
        scale = 10.0 ** (figures - 1 - size)
        return np.where((value == 0) | ~np.isfinite(value), value, np.round(value * scale) / scale)


def _cut_to_figures(value: Array, figures: int) -> Array:
    with np.errstate(all="ignore"):
        return _cut(value, figures - 1 - np.floor(np.log10(np.abs(value))))


def _cut(value: Array, decimals: Array | int) -> Array:
    """Values without what comes after so many decimals; 0.3 that is held as 0.29999… keeps its 3."""
    with np.errstate(all="ignore"):
        scale = 10.0 ** np.asarray(decimals, dtype=float)
        return np.where((value == 0) | ~np.isfinite(value), value, np.trunc(value * scale * (1 + _SAME)) / scale)


ROUNDINGS: Mapping[str, Callable[[Array, int], Array]] = {
    "figures": to_figures,
    "decimals": np.round,
    "figures-cut": _cut_to_figures,
    "decimals-cut": _cut,
}
"""How numbers are made shorter, by the word that a route has for it: of so many figures, or decimals."""
