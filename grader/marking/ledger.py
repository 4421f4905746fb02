"""What is known of a class while it is marked, quantity by quantity in the order of computation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, Expr, Mutation
from grader.marking.closeness import Rows, Written, by_student, of_rows
from grader.marking.handwriting import Handwriting
from grader.marking.miswritten import Miswritten
from grader.marking.own_steps import OwnSteps, Steps
from grader.marking.suspicions import SLIPPED, Levels, enter
from grader.reference import Graph

DUST = 1e-13
"""A share of a number that floating-point arithmetic may leave over."""
_NEAREST = 256
"""So many quantities before one are looked at for blanks."""


class Consistent(NamedTuple):
    """Another way for a quantity to follow, for those who made a slip before."""

    students: Rows
    step: Expr
    charged: str
    """The answer at which the slip is charged."""
    mutation: Mutation | None = None
    """The slip, if it is made here again."""
    left: tuple[tuple[str, Expr], ...] = ()
    """Else the forward steps that were differentiated, and what the slip left of each."""


@dataclass
class Ledger:
    """Values by quantity, each (students or 1, points, *shape).

    `carry` is what each student goes on with: the answer as written or, where there is none, what follows. `below` and
    `above` bound by how much the number that a student really had may differ from the one that is written.
    """

    graph: Graph
    written: Mapping[str, Written]
    reference: Mapping[str, Array]
    aside: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    """Where an answer is taken for a blank though it is there: (students, *shape)."""
    doubted: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    """The same, where answers after it may tell what was gone on with."""
    carry: dict[str, Array] = field(default_factory=dict)
    follow: dict[str, Array] = field(default_factory=dict)
    at_first: dict[str, Array] = field(default_factory=dict)
    """What followed for answers before a route was found to them; else nan."""
    spread: dict[str, Array] = field(default_factory=dict)
    """How far what follows for answers that are not right may be off, by the digits of those before it; else 0."""
    clean: dict[str, Array] = field(default_factory=dict)
    """What each student would go on with if nothing had been written that nothing explains: so do blanks follow."""
    below: dict[str, Array] = field(default_factory=dict)
    above: dict[str, Array] = field(default_factory=dict)
    loose: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    """By student, whether the number behind any element of a quantity may differ from the one that is gone on with."""
    suspected: dict[tuple[str, str], Levels] = field(default_factory=dict)
    """By quantity and source, the values that it may have had, and how far they may be off; else nan."""
    decided: dict[str, Array] = field(default_factory=dict)
    """For blanks whose value another answer decides, how far it may be off; else nan."""

    habitual: dict[str, Array] = field(default_factory=dict)
    """What blanks would read for students who make their known slips wherever the steps come up; else nan."""
    _before: dict[str, frozenset[str]] = field(default_factory=dict)
    consistent: dict[str, list[Consistent]] = field(default_factory=dict)
    """For gradients, the steps of those who differentiate what an earlier slip has left."""
    otherwise: dict[tuple[str, Expr], NDArray[np.bool_]] = field(default_factory=dict)
    """By step, and what a slip may have left of it, whose answers show that it did not: (students,)."""
    own_steps: OwnSteps = field(default_factory=OwnSteps)

    @cached_property
    def students(self) -> int:
        """How many there are."""
        return len(next(iter(self.written.values())).value)

    @cached_property
    def hand(self) -> Handwriting:
        """How the students write."""
        return Handwriting(self.graph, self.written, self.reference)

    @cached_property
    def miswritten(self) -> Miswritten:
        """What they went on with if charged answers were only written wrongly."""
        return Miswritten(self.graph, self.carry)

    def __post_init__(self) -> None:
        for name, quantity in self.graph.items():
            if quantity.formula is None:
                self.carry[name] = self.follow[name] = self.clean[name] = self.reference[name]

    def settle(self, name: str, follow: Array, below: Array, above: Array) -> None:
        """Enters a quantity that has been marked."""
        written = self.written[name].value
        blank = np.isnan(written)
        self.carry[name] = np.where(blank, follow, written)
        if name in self.decided:
            reach = self.decided[name] + self._precision(name) * np.abs(follow)
            below = np.where(np.isnan(reach), below, -reach)
            above = np.where(np.isnan(reach), above, reach)
        self.follow[name], self.below[name], self.above[name] = follow, below, above
        self.loose[name] = by_student((below != 0) | (above != 0))
        if blank.any():
            self.loose[name] |= by_student(blank) & self.inexact(name)

    def tidy(self, name: str, unexplained: NDArray[np.bool_]) -> None:
        """Enters what follows from all that is explained, where an answer is not or there is none."""
        doubted = unexplained | np.isnan(self.written[name].value)
        self.clean[name] = self.carry[name]
        if doubted.any():
            follow = self.graph.step(name, {parent: self.clean[parent] for parent in self.graph[name].parents})
            self.clean[name] = np.where(doubted, follow, self.carry[name])

    def follows(self, name: str) -> list[Array]:
        """What may be meant by a quantity as it follows from what comes before it; else nan."""
        found = [known[name] for known in (self.follow, self.clean, self.at_first) if name in known]
        return [*found, *self.miswritten.afresh.get(name, ())]

    def _precision(self, name: str) -> Array:
        """The coarsest relative unit in which each student wrote a quantity: (students, 1, *1)."""
        value, unit, _ = self.written[name]
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(np.isnan(value) | (value == 0), 0.0, unit / np.abs(value))
        axes = tuple(range(1, share.ndim))
        return np.asarray(share.max(axis=axes, keepdims=True, initial=0.0))

    def inexact(self, name: str) -> NDArray[np.bool_]:
        """By student, whether a quantity is computed from numbers of which more digits may have been kept."""
        found = np.zeros(len(self.written[name].value), dtype=bool)
        for parent in self.graph[name].parents:
            if parent in self.loose:
                found |= self.loose[parent]
        return found

    def blank(self, name: str, rows: Rows) -> NDArray[np.bool_]:
        """Which elements some students have no number for: (rows, points, *shape)."""
        blank = np.isnan(self.written[name].value[rows])
        return blank & np.isnan(self.decided[name][rows]) if name in self.decided else blank

    def left(self, name: str, rows: Rows) -> NDArray[np.bool_]:
        """Which elements some students have left blank themselves: (rows, points, *shape)."""
        blank = self.blank(name, rows)
        return blank & ~self.aside[name][rows][:, None] if name in self.aside else blank

    def unanswered(self, name: str) -> NDArray[np.bool_]:
        """By student, whether any element of a quantity is blank."""
        return by_student(self.blank(name, np.arange(len(self.written[name].value))))

    def before(self, name: str) -> frozenset[str]:
        """The quantities nearest before one, of which blanks are looked into."""
        if name not in self._before:
            found, pending = dict[str, None](), [name]
            while pending and len(found) < _NEAREST:
                computed = [p for p in self.graph[pending.pop(0)].parents if self.graph[p].formula is not None]
                pending += [parent for parent in computed if parent not in found]
                found |= dict.fromkeys(computed)
            self._before[name] = frozenset(found)
        return self._before[name]

    def suspect(self, name: str, rows: Rows, value: Array, off: Array, source: str = SLIPPED) -> None:
        """Enters a value that some students may have gone on with for a quantity, or nan; it may be off by `off`."""
        shape = (self.students, *self.reference[name].shape[1:])
        enter(self.suspected.setdefault((name, source), []), shape, rows, value, off)

    def decide(self, name: str, rows: Rows, reach: Array) -> None:
        """Enters that what now follows for some students' blanks is what they had, to within `reach` (else nan)."""
        known = self.decided.setdefault(name, np.full_like(self.written[name].value, np.nan))
        known[rows] = np.where(np.isnan(reach), known[rows], reach)

    def tell(self, name: str, told: NDArray[np.bool_], value: Array, clean: Array, ends: tuple[Array, Array]) -> None:
        """Enters what blanks are that another answer tells, and how far that may be off either way.

        `clean` is what is gone on with where nothing counts that nothing explains.
        """
        below, above = np.minimum(*ends), np.maximum(*ends)
        self.carry[name] = np.where(told, value, self.carry[name])
        self.clean[name] = np.where(told, clean, self.clean[name])
        self.below[name] = np.where(told, below, self.below[name])
        self.above[name] = np.where(told, above, self.above[name])
        self.loose[name] = self.loose[name] | by_student(told & ((below != 0) | (above != 0)))
        if name in self.habitual:
            self.habitual[name] = np.where(told, np.nan, self.habitual[name])
        self.decide(name, np.arange(len(told)), np.where(told, np.maximum(above, -below), np.nan))
        self._pass_on(name, by_student(told))

    def _pass_on(self, name: str, told: NDArray[np.bool_]) -> None:
        """Works the blanks after a quantity that have been marked out anew for those to whom it is another."""
        moved = {name: told}
        for later in self.graph.computed:
            before = [moved[parent] for parent in self.graph[later.name].parents if parent in moved]
            if before and later.name in self.carry:
                rows = np.flatnonzero(np.logical_or.reduce(before) & self.unanswered(later.name))
                if rows.size:
                    self._work_out(later.name, rows)
                    moved[later.name] = np.isin(np.arange(len(told)), rows)

    def _work_out(self, name: str, rows: Rows) -> None:
        """Enters what follows now for some students' blanks."""
        blank = self.blank(name, rows)
        for known in (self.carry, self.clean):
            parents = {parent: of_rows(known[parent], rows) for parent in self.graph[name].parents}
            known[name][rows] = np.where(blank, self.graph.step(name, parents), known[name][rows])
        self.follow[name][rows] = np.where(blank, self.carry[name][rows], self.follow[name][rows])

    def given(self, steps: Steps, rows: Rows) -> "Ledger":
        """The same for some students who take some steps that they left blank in a way of their own."""
        graph = self.own_steps.graph(self.graph, steps)
        known = (dict(self.carry), dict(self.clean), dict(self.follow))
        found = replace(self, graph=graph, carry=known[0], clean=known[1], follow=known[2], _before={})
        found.__dict__.update(hand=self.hand, miswritten=self.miswritten)
        moved = {at for at, _ in steps}
        for name in [later.name for later in graph.computed if later.name in self.carry]:
            concerned = name in moved or not moved.isdisjoint(graph[name].parents)
            if concerned and self.blank(name, rows).any():
                moved.add(name)
                for values in known:
                    values[name] = values[name].copy()
                found._work_out(name, rows)
        return found

    def slack(self, name: str, rows: Rows) -> Array | float:
        """By how much the number behind an answer may differ from the one written, for some students."""
        return np.maximum(self.above[name][rows], -self.below[name][rows]) if name in self.above else 0.0

    def value_of(self, name: str, rows: Rows, ahead: int = 3) -> Array:
        """What some students go on with; for a quantity not yet marked, what they wrote or what they would have got.

        That is worked out at most `ahead` steps before its time, else it is the right value.
        """
        if name in self.carry:
            return of_rows(self.carry[name], rows)
        written = self.written[name].value[rows]
        if not ahead or not np.isnan(written).any():
            return np.where(np.isnan(written), of_rows(self.reference[name], rows), written)
        parents = {parent: self.value_of(parent, rows, ahead - 1) for parent in self.graph[name].parents}
        return np.where(np.isnan(written), self.graph.step(name, parents), written)

    def right_of(self, name: str, rows: Rows) -> Array:
        """The right value for some students."""
        return of_rows(self.reference[name], rows)
