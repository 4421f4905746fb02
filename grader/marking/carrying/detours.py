"""Routes worked out: for those students who have anything open, the fewest departures from what is written first."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import LEAD, Array
from grader.marking.carrying.routes import (
    Choice,
    Route,
    choices,
    combined,
    differ,
    habitual,
    partly,
    roundings,
    rows_of,
)
from grader.marking.case import Case
from grader.marking.closeness import Mask, Rows, of_rows
from grader.marking.suspicions import OF_SLIPS

_MOST_ROUTES = 100
"""So many detours count for each student; the more there are, the less each proves."""
_MOST_WORKED_OUT = 400
"""So many are worked out for each student, since some make no difference."""
_MOST_SWITCHES = 3
_AT_ONCE = 1_000_000
"""Numbers of one operand that are worked with in one go."""


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

    @property
    def of_slips(self) -> Mask:
        """(all,) whether the route is one by nothing but slips that an earlier answer has shown."""
        sizes = [span.stop - span.start for span in self.spans]
        return np.repeat([all(source in OF_SLIPS for _, source in route.switched) for route in self.routes], sizes)

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


def detours(case: Case) -> Iterator[Detours]:
    """Every route worth trying besides the plain one, the fewest departures from it first, some at a time.

    Which they are for one student, and in what order, does not depend on anybody else. Students with nothing left open
    are passed over, and choices that alone make no difference to what is open are not combined with others.
    """
    count = _Count(case)
    yield from count.tried(habitual(case))
    whole = _whole(case)
    for trial in count.tried(combined(whole, 1)):
        _forget_idle(whole, trial)
        yield trial
    parts = [part for choice in _open(whole, case) for part in partly(case, choice)]
    for trial in count.tried(combined(parts, 1)):
        _forget_idle(parts, trial)
        yield trial
    for switches in range(2, _MOST_SWITCHES + 1):
        yield from count.tried(combined(_open(whole, case), switches))
    yield from count.tried(combined(_open([*whole, *parts], case), 2))
    yield from count.tried(roundings(case))


def departures(case: Case) -> Iterator[Detours]:
    """The routes with a single departure from the plain one, for those who left anything blank on the way."""
    pending = case.pending & case.trail.has_blanks(case.rows)
    if pending.any():
        yield from _Count(case, pending).tried(combined(_whole(case), 1))


class _Count:
    """Works routes out, and counts for each student how many made a difference."""

    def __init__(self, case: Case, among: Mask | None = None) -> None:
        """`among`: only these rows, else all."""
        self.case, self.among = case, np.ones(len(case.rows), dtype=bool) if among is None else among
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
        return np.asarray(self.among & self.case.pending & few)

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
        matters = rows_of(differ(value, case.follow[at]) & case.open[at][:, None], len(at))
        tried = np.zeros(len(at), dtype=np.intp)
        for span, (_, rows) in zip(spans, batch, strict=True):
            self.counted[rows] += matters[span]
            counts = matters[span] & (self.counted[rows] <= _MOST_ROUTES)  # however many are worked out in one go
            tried[span] = np.where(counts, self.counted[rows], 0)
        return Detours([route for route, _ in batch], spans, at, value, tried, operands, off, held)


def _forget_idle(choices: list[Choice], trial: Detours) -> None:
    """Choices that alone make no difference to a student are not thought of again."""
    for route, span in zip(trial.routes, trial.spans, strict=True):
        [choice] = [c for c in choices if c.value is route.values.get(c.operand)]
        idle = trial.rows[span][trial.tried[span] == 0]
        choice.differs[idle] = False


def _whole(case: Case) -> list[Choice]:
    """What the operands may have been instead, as a whole."""
    return [choice for name in case.plain for choice in choices(name, case)]


def _open(choices: list[Choice], case: Case) -> list[Choice]:
    """The choices that matter to somebody with anything still open."""
    return [choice for choice in choices if (choice.differs & case.pending).any()]
