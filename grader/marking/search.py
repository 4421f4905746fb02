"""The search for the slip behind an answer that is neither right nor carried.

First the step itself is held against one slip, then the blank steps before it, then the step against two slips at once;
on the student's own earlier numbers, then on the right ones.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from grader.engine import Array, Mutation, evaluate, names_in
from grader.marking.carrying import Route, right
from grader.marking.case import Case, Why
from grader.marking.closeness import Mask, agrees
from grader.marking.digits import swapped
from grader.marking.ledger import Ledger, Rows, of_rows
from grader.marking.marks import Texts
from grader.marking.rounding import reach
from grader.marking.slips import Slips, chains, nameable
from grader.marking.verdicts import Verdict
from grader.reference import fitted

_EXCHANGED = "two neighbouring digits are exchanged"


class Stage(NamedTuple):
    """Where to look: `chain` leads back through blanks to the step that slipped, and is empty for the step itself."""

    chain: tuple[str, ...]
    pairs: bool = False


class Search:
    """Looks for slips, quantity by quantity."""

    def __init__(self, ledger: Ledger, slips: Slips, texts: Mapping[str, Texts]) -> None:
        self.ledger, self.slips, self.texts = ledger, slips, texts

    def explain(self, case: Case) -> None:
        """Closes every open answer of a case that a known slip explains better than chance."""
        tried = 0
        for stage in self._stages(case):
            if stage.pairs and not self._could_name(case, tried):
                return
            at = stage.chain[-1] if stage.chain else case.name
            for route in self._bases(case):
                for mutation in self.slips.pairs(at) if stage.pairs else self.slips.singles(at):
                    tried += 1
                    self._try(case, Why(route.switched, mutation, at), stage, route, tried)
                    if not case.open.any():
                        return
            if not stage.chain and not stage.pairs:
                self._try_digits(case)

    def _stages(self, case: Case) -> Iterator[Stage]:
        yield Stage(())
        blank = {
            name: np.isnan(self.ledger.written[name].value[case.rows]).any(axis=1)
            for name in self.ledger.written
            if name in self.ledger.carry
        }
        for chain in chains(case.name, self.ledger.graph, blank):
            yield Stage(chain)
        yield Stage((), pairs=True)

    def _bases(self, case: Case) -> Iterator[Route]:
        yield case.plain
        other = right(case.ledger.graph[case.name].parents, self.ledger, case.rows)
        if any(not np.array_equal(other.values[p], case.plain.values[p]) for p in other.values):
            yield other

    def _could_name(self, case: Case, tried: int) -> bool:
        width = case.written.unit + (case.up - case.down)
        return bool((nameable(case.written.value, width, tried + 1, "").all(axis=1) & case.open).any())

    def _try(self, case: Case, why: Why, stage: Stage, route: Route, tried: int) -> None:
        """Holds the open answers against one slip on one route."""
        assert why.mutation is not None
        values = {**self._surroundings(case, why.mutation, stage), **route.values}
        value = np.broadcast_to(self._slipped(case, why, stage, values, case.rows), case.written.value.shape)
        near = case.open & self._near(case, value)
        some = np.flatnonzero(near.reshape(len(near), -1).any(axis=1))
        if some.size:
            found = np.zeros_like(near)
            found[some] = near[some] & self._confirmed(case, why, stage, values, value, some, tried)
            case.close(found, value, Verdict.SLIP, why)

    def _confirmed(
        self, case: Case, why: Why, stage: Stage, values: Mapping[str, Array], value: Array, some: Rows, tried: int
    ) -> Mask:
        """Whether the answers of some rows agree, with rounding followed through the slip, and not by chance."""
        assert why.mutation is not None
        here = {name: of_rows(v, some) for name, v in values.items()}
        down, up = reach(
            lambda inputs, rows: self._slipped(case, why, stage, inputs, rows),
            value[some],
            here,
            self.ledger,
            case.rows[some],
        )
        written = case.written.rows(some)
        known = nameable(written.value, written.unit + (up - down), tried, why.mutation.cause).all(axis=1)
        band = 1e-9 * np.abs(value[some]) + self.ledger.dust(case.name)
        return known & agrees(written, value[some] + down, value[some] + up, band, least_figures=2)

    def _slipped(self, case: Case, why: Why, stage: Stage, values: Mapping[str, Array], rows: Rows) -> Array:
        """The quantity's value when the step of `why.at` is the mutated one."""
        assert why.mutation is not None
        graph = self.ledger.graph
        mutated = fitted(evaluate(why.mutation.expr, values), graph[why.at].shape)
        for name, onward in pairwise((*reversed(stage.chain), case.name)):
            written = self.ledger.written[name].value[rows]
            values = {**values, name: np.where(np.isnan(written), mutated, written)}
            mutated = graph.step(onward, values)
        return mutated

    def _surroundings(self, case: Case, mutation: Mutation, stage: Stage) -> dict[str, Array]:
        """Values of every name that the slip or the steps after it mention."""
        names = {*names_in(mutation.expr), *(p for name in stage.chain for p in self.ledger.graph[name].parents)}
        return {name: self.ledger.value_of(name, case.rows) for name in names}

    def _near(self, case: Case, value: Array) -> Mask:
        """A quick and generous first look, before the rounding is followed through the slip."""
        with np.errstate(all="ignore"):
            size = np.abs(case.follow)
            loose = np.where(size > 0, (case.up - case.down) / size, 0.0)
            margin = case.written.unit + np.abs(value) * (4 * np.minimum(loose, 0.2) + 1e-6) + (case.up - case.down)
            return np.asarray((np.abs(case.written.value - value) <= margin).all(axis=1))

    def _try_digits(self, case: Case) -> None:
        """Two neighbouring digits exchanged in what should have been written."""
        texts = self.texts.get(case.name)
        if texts is None:
            return
        formula = self.ledger.graph[case.name].formula
        assert formula is not None
        for expected in (of_rows(self.ledger.reference[case.name], case.rows), case.follow):
            value = np.broadcast_to(expected, case.written.value.shape)
            found = np.zeros_like(case.open)
            for place in zip(*np.nonzero(case.open), strict=True):
                text = texts[(case.rows[place[0]], *place[1:])]
                found[place] = swapped(str(text), float(value[(place[0], 0, *place[1:])]))
            case.close(found, value, Verdict.SLIP, Why((), Mutation("digits", formula, _EXCHANGED), case.name))
