"""Judges one quantity for a whole class: right, carried, a known slip, or wrong.

Quantities are judged in the order of computation, all students at once; only those whose answer is not right go on to
the search for a route, and only those for whom there is none to the search for a slip.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, Expr, Mutation, evaluate, names_in
from grader.marking.carrying import Route, detours, own, right
from grader.marking.closeness import Mask, Written, agrees, fine_enough
from grader.marking.digits import swapped
from grader.marking.ledger import Ledger, Rows, of_rows
from grader.marking.rounding import reach
from grader.marking.slips import LIKELIEST_FIRST, Slips, chains, nameable, through
from grader.marking.verdicts import Verdict
from grader.reference import fitted
from grader.rubric import Tolerance


class Why(NamedTuple):
    """What explains an answer: the route it was reached by, and the slip, if any, at the quantity where it happened."""

    route: tuple[tuple[str, str], ...]
    mutation: Mutation | None = None
    at: str = ""


@dataclass
class Judgement:
    """The verdicts of a class on one quantity, each (students, *shape)."""

    verdict: NDArray[np.int8]
    cause: NDArray[np.int8]
    """Index into LIKELIEST_FIRST; -1 where there is no cause."""
    follow: Array
    plain: Mask
    """Where the answer follows from the earlier ones exactly as they were written."""
    why: dict[tuple[int, ...], Why] = field(default_factory=dict)
    """By (student, *index), where the plain route does not explain the answer."""


class _Case:
    """One quantity's open answers: those of `rows` that nothing has explained yet."""

    def __init__(self, judge: "Judge", name: str, rows: Rows, follow: Array, open_: Mask) -> None:
        self.judge, self.name, self.rows = judge, name, rows
        self.quantity = judge.ledger.graph[name]
        self.written = judge.ledger.written[name].rows(rows)
        self.plain = own(self.quantity.parents, judge.ledger, rows)
        self.open = open_[rows]
        self.expected = of_rows(judge.ledger.reference[name], rows)
        self.base = np.broadcast_to(of_rows(follow, rows), self.written.value.shape)
        step = partial(judge.ledger.graph.step, name)
        self.down, self.up = reach(step, self.base, self.plain.values, judge.ledger, rows)


class Judge:
    """Marks quantities one after another; what it learns of each goes into the ledger for those after it."""

    def __init__(
        self, ledger: Ledger, slips: Slips, tolerance: Tolerance, figures: int, texts: Mapping[str, NDArray[np.object_]]
    ) -> None:
        self.ledger, self.slips, self.figures, self.texts = ledger, slips, figures, texts
        self.relative, self.absolute = float(tolerance.relative), float(tolerance.absolute)

    def judge(self, name: str) -> Judgement:
        """Marks a quantity for everyone and enters what they go on with."""
        ledger = self.ledger
        written, expected = ledger.written[name], ledger.reference[name]
        everyone = np.arange(written.value.shape[0])
        plain = own(ledger.graph[name].parents, ledger, everyone)
        follow = np.broadcast_to(ledger.graph.step(name, plain.values), written.value.shape).copy()
        answered = ~np.isnan(written.value).any(axis=1)
        is_right = answered & agrees(written, expected, expected, self._band(name, expected, ledger.reference))
        fine = fine_enough(written, expected, self.figures)
        verdict = np.full(answered.shape, Verdict.MISSING, dtype=np.int8)
        verdict[answered] = Verdict.WRONG
        verdict[is_right] = Verdict.IMPRECISE
        verdict[is_right & fine] = Verdict.CORRECT
        plainly = answered & agrees(written, follow, follow, self._band(name, follow, plain.values))
        outcome = Judgement(verdict, np.full(answered.shape, -1, dtype=np.int8), follow, plainly)
        behind = np.where(is_right[:, None], expected, follow)
        behind = np.where((answered & ~is_right)[:, None], written.value, behind)
        self._explain(name, outcome, behind, answered & ~is_right)
        carry = np.where(np.isnan(written.value), follow, written.value)
        ledger.settle(name, carry, outcome.follow, behind, outcome.verdict == Verdict.WRONG)
        return outcome

    def _band(self, name: str, expected: Array, parents: Mapping[str, Array]) -> Array:
        return np.maximum(self.relative * self.ledger.scale(name, expected, parents), self.absolute) + self._dust(name)

    def _dust(self, name: str) -> Array:
        """Floating-point dust beside the largest number that goes into the step."""
        sizes = [self.ledger.reference[p] for p in (name, *self.ledger.graph[name].parents)]
        return np.asarray(1e-13 * max(float(np.nanmax(np.abs(size), initial=0.0)) for size in sizes))

    # ---- what is not right ------------------------------------------------------------------------------------------

    def _explain(self, name: str, outcome: Judgement, behind: Array, open_: Mask) -> None:
        rows = np.flatnonzero(open_.reshape(len(open_), -1).any(axis=1))
        if not rows.size:
            return
        case = _Case(self, name, rows, outcome.follow, open_)
        self._carry(case, outcome, behind)
        if case.open.any():
            self._find_slips(case, outcome, behind)

    def _carry(self, case: _Case, outcome: Judgement, behind: Array) -> None:
        for route in self._routes(case):
            value = self._value(case, self.ledger.graph[case.name].formula, route)
            band = self._band_of_route(case, value, route)
            found = case.open & agrees(case.written, value + case.down, value + case.up, band, least_figures=2)
            if found.any():
                self._enter(case, outcome, behind, found, value, Verdict.CARRIED, Why(route.switched))
            if not case.open.any():
                return

    def _routes(self, case: _Case) -> Iterator[Route]:
        yield case.plain
        yield from detours(case.plain, self.ledger, case.rows)

    def _band_of_route(self, case: _Case, value: Array, route: Route) -> Array:
        scale = self.ledger.scale(case.name, value, route.values)
        return np.maximum(self.relative * scale, self.absolute) + self._dust(case.name)

    def _value(self, case: _Case, expr: Expr | None, route: Route) -> Array:
        assert expr is not None
        value = fitted(evaluate(expr, route.values), case.quantity.shape)
        return np.broadcast_to(value, case.written.value.shape)

    def _enter(
        self, case: _Case, outcome: Judgement, behind: Array, found: Mask, value: Array, verdict: Verdict, why: Why
    ) -> None:
        """Enters an explanation for the answers where it was found, and closes them."""
        places = np.nonzero(found)
        at = (case.rows[places[0]], *places[1:])
        outcome.verdict[at] = verdict
        for p in range(behind.shape[1]):
            behind[(at[0], p, *at[1:])] = value[(places[0], p, *places[1:])]
            if verdict is Verdict.CARRIED:
                outcome.follow[(at[0], p, *at[1:])] = value[(places[0], p, *places[1:])]
        if why.mutation is not None:
            outcome.cause[at] = LIKELIEST_FIRST.index(why.mutation.cause)
        if why.route or why.mutation is not None:
            outcome.why.update((tuple(map(int, place)), why) for place in zip(*at, strict=True))
        case.open &= ~found

    # ---- slips ------------------------------------------------------------------------------------------------------

    def _find_slips(self, case: _Case, outcome: Judgement, behind: Array) -> None:
        tried = 0
        for at, chain, single in self._stages(case):
            for route in self._bases(case):
                candidates = self.slips.singles(at) if single else self.slips.pairs(at)
                if not single and not self._could_name(case, tried + 1):
                    break
                for mutation in candidates:
                    tried += 1
                    self._try(case, outcome, behind, Why(route.switched, mutation, at), chain, route, tried)
                    if not case.open.any():
                        return
            if at == case.name and single:
                self._try_digits(case, outcome, behind)
                if not case.open.any():
                    return

    def _stages(self, case: _Case) -> Iterator[tuple[str, tuple[str, ...], bool]]:
        """Where the slip may be: in this step, in a blank one before it, in two places of this step."""
        yield case.name, (), True
        blank = {
            name: np.isnan(self.ledger.written[name].value[case.rows]).any(axis=1)
            for name in self.ledger.written
            if name in self.ledger.carry
        }
        for chain in chains(case.name, self.ledger.graph, blank):
            yield chain[-1], chain, True
        yield case.name, (), False

    def _bases(self, case: _Case) -> Iterator[Route]:
        yield case.plain
        other = right(case.quantity.parents, self.ledger, case.rows)
        if any(not np.array_equal(other.values[p], case.plain.values[p]) for p in other.values):
            yield other

    def _could_name(self, case: _Case, tried: int) -> bool:
        width = case.written.unit + (case.up - case.down)
        return bool((nameable(case.written.value, width, tried, "") & case.open[:, None]).any())

    def _try(
        self, case: _Case, outcome: Judgement, behind: Array, why: Why, chain: tuple[str, ...], route: Route, tried: int
    ) -> None:
        """Holds the open answers against one slip on one route."""
        assert why.mutation is not None
        step = partial(self._slipped, case, why, chain)
        values = {**self._surroundings(case, why, chain), **route.values}
        value = np.broadcast_to(step(values), case.written.value.shape)
        near = case.open & self._near(case, value)
        if not near.any():
            return
        down, up = reach(step, value, values, self.ledger, case.rows)
        width = case.written.unit + (up - down)
        known = nameable(case.written.value, width, tried, why.mutation.cause).all(axis=1)
        band = 1e-9 * np.abs(value) + self._dust(case.name)
        found = near & known & agrees(case.written, value + down, value + up, band, least_figures=2)
        if found.any():
            self._enter(case, outcome, behind, found, value, Verdict.SLIP, why)

    def _slipped(self, case: _Case, why: Why, chain: tuple[str, ...], values: Mapping[str, Array]) -> Array:
        """The quantity's value when the step of `why.at` is the mutated one."""
        assert why.mutation is not None
        shape = self.ledger.graph[why.at].shape
        mutated = fitted(evaluate(why.mutation.expr, values), shape)
        if not chain:
            return mutated
        onward = through(chain, mutated, values, self.ledger, case.rows)
        return self.ledger.graph.step(case.name, onward)

    def _surroundings(self, case: _Case, why: Why, chain: tuple[str, ...]) -> dict[str, Array]:
        """Values of every name that the slip or the steps after it mention."""
        assert why.mutation is not None
        names = {*names_in(why.mutation.expr), *(p for name in chain for p in self.ledger.graph[name].parents)}
        return {name: self.ledger.value_of(name, case.rows) for name in names}

    def _near(self, case: _Case, value: Array) -> Mask:
        """A quick and generous first look, before the rounding is followed through the slip."""
        with np.errstate(all="ignore"):
            size = np.abs(case.base)
            loose = np.where(size > 0, (case.up - case.down) / size, 0.0)
            margin = case.written.unit + np.abs(value) * (4 * np.minimum(loose, 0.2) + 1e-6) + (case.up - case.down)
            return np.asarray((np.abs(case.written.value - value) <= margin).all(axis=1))

    def _try_digits(self, case: _Case, outcome: Judgement, behind: Array) -> None:
        """Two neighbouring digits exchanged in what should have been written."""
        texts = self.texts.get(case.name)
        if texts is None:
            return
        for expected in (case.expected, case.base):
            found = np.zeros_like(case.open)
            for place in zip(*np.nonzero(case.open), strict=True):
                text = texts[(case.rows[place[0]], *place[1:])]
                target = np.broadcast_to(expected, case.written.value.shape)[(place[0], 0, *place[1:])]
                found[place] = swapped(text, float(target))
            if found.any():
                value = np.broadcast_to(expected, case.written.value.shape)
                why = Why(
                    (),
                    Mutation("digits", self.ledger.graph[case.name].formula, "two neighbouring digits are exchanged"),
                    case.name,
                )
                self._enter(case, outcome, behind, found, value, Verdict.SLIP, why)
