"""The search for the slip behind an answer that is neither right nor carried.

First the step itself is held against one slip, then the blank steps before it, then the step against two slips at once;
on the student's own earlier numbers, then on the right ones.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from grader.engine import Array, Mutation, evaluate, names_in
from grader.marking.carrying import Route, right
from grader.marking.case import Case, Why
from grader.marking.closeness import Mask, Written, agrees
from grader.marking.digits import swapped
from grader.marking.ledger import Ledger, Rows, of_rows
from grader.marking.marks import Texts
from grader.marking.rounding import reach
from grader.marking.slips import Slips, nameable
from grader.marking.verdicts import Verdict
from grader.reference import fitted

_EXCHANGED = "two neighbouring digits are exchanged"


def _any_open(case: Case) -> Mask:
    """The students who still have something open."""
    return case.open.reshape(len(case.open), -1).any(axis=1).reshape(_lead(case))


def _lead(case: Case) -> tuple[int, ...]:
    """The shape of something that each student has one of, to stand beside values."""
    return (len(case.rows), *(1,) * (case.written.value.ndim - 1))


def _exact(written: Written, value: Array, expected: Array) -> np.ndarray:
    """Whether an answer is the slip's value to the last digit, and the expected value has no more decimals than it."""
    with np.errstate(invalid="ignore", divide="ignore"):
        steps = expected / written.unit
        short = np.abs(steps - np.round(steps)) < _LAST_DIGIT
        return np.asarray(short & (np.abs(written.value - value) <= _LAST_DIGIT * written.unit))


_LAST_DIGIT = 1e-6
"""A part of the last place that binary arithmetic may leave over."""


def _count(found: Mask) -> np.ndarray:
    """How many elements are found in each row."""
    return np.asarray(found.reshape(len(found), -1).sum(axis=1))


def _first(found: Mask) -> Mask:
    """The first element found of each row."""
    flat = found.reshape(len(found), -1)
    first = np.zeros_like(flat)
    first[np.arange(len(flat)), flat.argmax(axis=1)] = flat.any(axis=1)
    return first.reshape(found.shape)


class Stage(NamedTuple):
    """Where to look: the step that slipped, and whether once or twice."""

    at: str
    pairs: bool = False


class Search:
    """Looks for slips, quantity by quantity."""

    def __init__(self, ledger: Ledger, slips: Slips, texts: Mapping[str, Texts]) -> None:
        self.ledger, self.slips, self.texts = ledger, slips, texts

    def explain(self, case: Case) -> None:
        """Closes every open answer of a case that a known slip explains better than chance."""
        tried, before = np.zeros(_lead(case)), case.open.copy()
        for stage in self._stages(case):
            here = self._concerned(case, stage)
            if stage.pairs:
                here &= self._could_name(case, tried).reshape(here.shape)
            for route in self._bases(case):
                own = here if route.differs is None else here & route.differs.reshape(here.shape)
                for mutation in self.slips.pairs(stage.at) if stage.pairs else self.slips.singles(stage.at):
                    if not (own & _any_open(case)).any():
                        break
                    tried += own
                    self._try(case, Why(route.switched, mutation, stage.at), route, own, tried)
            if stage == Stage(case.name):
                self._trace_back(case, before & ~case.open)
                self._try_digits(case)
            if not case.open.any():
                return

    def _concerned(self, case: Case, stage: Stage) -> Mask:
        """The students for whom a slip may be at a stage: everybody in the step itself, else who left it blank."""
        if stage.at == case.name:
            return np.ones(_lead(case), dtype=bool)
        blank = self.ledger.blank(stage.at, case.rows)
        return blank.reshape(len(blank), -1).any(axis=1).reshape(_lead(case))

    def _stages(self, case: Case) -> Iterator[Stage]:
        yield Stage(case.name)
        yield from map(Stage, case.trail.blanks)
        yield Stage(case.name, pairs=True)

    def _bases(self, case: Case) -> Iterator[Route]:
        yield Route(case.plain)
        yield right(case)

    def _could_name(self, case: Case, tried: Array) -> Mask:
        """The students for whom one more slip could still be named."""
        width = case.written.unit + (case.up - case.down)
        could = nameable(case.written.value, width, tried + 1, "").all(axis=1) & case.open
        return np.asarray(could.reshape(len(could), -1).any(axis=1))

    def _try(self, case: Case, why: Why, route: Route, own: Mask, tried: Array) -> None:
        """Holds the open answers against one slip on one route."""
        assert why.mutation is not None
        mentioned = {name: self.ledger.value_of(name, case.rows) for name in names_in(why.mutation.expr)}
        values = {**mentioned, **route.values}
        value = np.broadcast_to(self._slipped(case, why, values, case.rows), case.written.value.shape)
        near = case.open & self._near(case, value) & own[:, 0]
        some = np.flatnonzero(near.reshape(len(near), -1).any(axis=1))
        if some.size:
            found = np.zeros_like(near)
            found[some] = near[some] & self._confirmed(case, why, values, value, some, tried[some])
            if why.at == case.name:
                case.close(found, value, Verdict.SLIP, why)
            else:
                self._charge_once(case, found, value, why, values)

    def _charge_once(self, case: Case, found: Mask, value: Array, why: Why, values: Mapping[str, Array]) -> None:
        """A slip in a blank shows in every answer that follows: the first is charged, the others are carried."""
        first = _first(found)
        case.close(first, value, Verdict.SLIP, why)
        case.close(found & ~first, value, Verdict.CARRIED, Why(((why.at, "slip"),)))
        self._remember(case, np.flatnonzero(found.reshape(len(found), -1).any(axis=1)), why, values)

    def _remember(self, case: Case, some: Rows, why: Why, values: Mapping[str, Array]) -> None:
        """What the slip made of the blank, so that later answers can follow from it."""
        assert why.mutation is not None
        if some.size and why.at in self.ledger.carry:
            here = {name: of_rows(v, some) for name, v in values.items()}
            made = fitted(evaluate(why.mutation.expr, here), self.ledger.graph[why.at].shape)
            self.ledger.suspect(why.at, case.rows[some], made)

    def _trace_back(self, case: Case, slips: Mask) -> None:
        """Looks for slips in blanks that explain all the slips just found in a student's answers to a quantity.

        Several such slips are then one: the first is charged, the others are carried. Each blank where the slip may
        have been is remembered, so that what follows from it later is carried, too.
        """
        several = _count(slips) > 1
        for at in case.trail.blanks:
            pending = _count(slips) > 0
            for mutation in self.slips.singles(at):
                if not pending.any():
                    break
                why = Why((), mutation, at)
                mentioned = {name: self.ledger.value_of(name, case.rows) for name in names_in(mutation.expr)}
                values = {**mentioned, **case.plain}
                value = np.broadcast_to(self._slipped(case, why, values, case.rows), case.written.value.shape)
                some = self._explained(case, slips, pending, why, values, value)
                self._remember(case, some, why, values)
                pending[some] = False
                together = some[several[some]]
                if together.size:
                    again = np.zeros_like(slips)
                    again[together] = slips[together]
                    case.open |= again
                    self._charge_once(case, again, value, why, values)
                    several[together] = False

    def _explained(
        self, case: Case, slips: Mask, rows: Mask, why: Why, values: Mapping[str, Array], value: Array
    ) -> Rows:
        """The rows whose slips are all explained by one slip before them."""
        near = (self._near(case, value) | ~slips).reshape(len(slips), -1).all(axis=1)
        some = np.flatnonzero(rows & near)
        if not some.size:
            return some
        agreed = self._confirmed(case, why, values, value, some, 0) | ~slips[some]
        return some[agreed.reshape(len(some), -1).all(axis=1)]

    def _slipped(self, case: Case, why: Why, values: Mapping[str, Array], rows: Rows) -> Array:
        """The quantity's value when the step of `why.at` is the mutated one."""
        assert why.mutation is not None
        pinned = frozenset(name for name, _ in why.route) - {why.at}
        return case.trail.run(values, rows, pinned - set(case.trail.steps), (why.at, why.mutation.expr))

    def _near(self, case: Case, value: Array) -> Mask:
        """A quick and generous first look, before the rounding is followed through the slip."""
        with np.errstate(all="ignore"):
            size = np.abs(case.follow)
            loose = np.where(size > 0, (case.up - case.down) / size, 0.0)
            margin = case.written.unit + np.abs(value) * (4 * np.minimum(loose, 0.2) + 1e-6) + (case.up - case.down)
            return np.asarray((np.abs(case.written.value - value) <= margin).all(axis=1))

    def _confirmed(
        self, case: Case, why: Why, values: Mapping[str, Array], value: Array, some: Rows, tried: Array | int
    ) -> Mask:
        """Whether the answers of some rows agree, with rounding followed through the slip, and not by chance."""
        assert why.mutation is not None
        here = {name: of_rows(v, some) for name, v in values.items()}
        down, up = reach(
            lambda inputs, rows: self._slipped(case, why, inputs, rows), value[some], here, self.ledger, case.rows[some]
        )
        written = case.written.rows(some)
        exact = _exact(written, value[some], case.follow[some])
        known = nameable(written.value, written.unit + (up - down), tried, why.mutation.cause, exact).all(axis=1)
        band = 1e-9 * np.abs(value[some]) + self.ledger.dust(case.name)
        return known & agrees(written, value[some] + down, value[some] + up, band, least_figures=2)

    def _try_digits(self, case: Case) -> None:
        """Two neighbouring digits exchanged in what should have been written."""
        texts = self.texts.get(case.name)
        formula = self.ledger.graph[case.name].formula
        if texts is None or formula is None:
            return
        for expected in (of_rows(self.ledger.reference[case.name], case.rows), case.follow):
            value = np.broadcast_to(expected, case.written.value.shape)
            found = np.zeros_like(case.open)
            for place in zip(*np.nonzero(case.open), strict=True):
                text = texts[(case.rows[place[0]], *place[1:])]
                found[place] = swapped(str(text), float(value[(place[0], 0, *place[1:])]))
            case.close(found, value, Verdict.SLIP, Why((), Mutation("digits", formula, _EXCHANGED), case.name))
