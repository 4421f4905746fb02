"""What is known of a class while it is marked, quantity by quantity in the order of computation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import ELEMENTWISE, Apply, Array, Expr, Mutation, walk
from grader.marking.closeness import PROVING, Rows, Written, by_student, of_rows
from grader.marking.handwriting import Handwriting
from grader.marking.miswritten import Miswritten
from grader.numbers import last_place
from grader.reference import Graph, Role
from grader.rubric import Tolerance

SLIPPED, INFERRED, MADE_AGAIN, MISREAD = "slip", "inferred", "again", "misread"
"""Where a route takes a blank's value from: a slip that was found there; an answer that nothing explains but that tells
what it was; all known slips, made again. And that of a given, or of an answer, as an earlier answer shows it to have
been read."""
OF_SLIPS = frozenset({SLIPPED, INFERRED, MADE_AGAIN, MISREAD})
"""All these: by such a route an answer follows from a slip, and not from rounding alone."""
LOOSE = 1e-3
"""How far, relatively, what a habit makes of a blank may be off by the rounding of what it was made of."""
_DUST = 1e-13
_MOST_SUSPICIONS = 8
"""So many slips are thought possible in one blank."""
_NEAREST = 256
"""So many quantities before one are looked at for blanks."""
_PLACING = ("local", "winners", "windows", "unwindow", "unsqueeze")


class Consistent(NamedTuple):
    """Another way for a quantity to follow, for those who made a slip before."""

    students: Rows
    step: Expr
    charged: str
    """The answer at which the slip is charged."""
    mutation: Mutation | None = None
    """The slip, if it is made here again."""


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
    suspected: dict[tuple[str, str], list[tuple[Array, Array]]] = field(default_factory=dict)
    """By quantity and source, the values that it may have had, and how far they may be off; else nan."""
    decided: dict[str, Array] = field(default_factory=dict)
    """For blanks whose value another answer decides, how far it may be off; else nan."""

    habitual: dict[str, Array] = field(default_factory=dict)
    """What blanks would read for students who make their known slips wherever the steps come up; else nan."""
    _before: dict[str, frozenset[str]] = field(default_factory=dict)
    consistent: dict[str, list[Consistent]] = field(default_factory=dict)
    """For gradients, the steps of those who differentiate what an earlier slip has left."""

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
        value, off = (np.broadcast_to(array, (len(rows), *shape[1:])) for array in (value, off))
        levels = self.suspected.setdefault((name, source), [])
        for level in range(_MOST_SUSPICIONS):
            if not len(rows):
                return
            if level == len(levels):
                levels.append((np.full(shape, np.nan), np.full(shape, np.nan)))
            known = levels[level][0][rows]
            free = ~by_student(~np.isnan(known))
            levels[level][0][rows[free]], levels[level][1][rows[free]] = value[free], off[free]
            with np.errstate(invalid="ignore"):
                same = (np.abs(known - value) <= _DUST * np.abs(value)) | np.isnan(value)
            other = ~free & by_student(~same)
            rows, value, off = rows[other], value[other], off[other]

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

    def slack(self, name: str, rows: Rows) -> Array | float:
        """By how much the number behind an answer may differ from the one written, for some students."""
        return self.above[name][rows] - self.below[name][rows] if name in self.above else 0.0

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

    def places(self, name: str) -> Array:
        """What is written to this many places is written finely beside a student's other right values: see `agrees`.

        (students, 1, *shape or 1s). An updated parameter that the digits as written do not tell from the one before the
        step has to prove something.
        """
        fine = self.hand.finest.reshape(-1, *(1,) * (self.reference[name].ndim - 1))
        return np.where(self.moved(name), np.maximum(fine, self.hand.decimals(name)), PROVING)

    def rough_places(self, name: str) -> Array:
        """The like for what is written to two decimals, as nearly all of a student's numbers are, but not finely."""
        return np.where(self.moved(name), self.usual_places(name, self.hand.rough), PROVING)

    def usual_places(self, name: str, habit: Array) -> Array:
        """A last place that each student writes throughout, but for a number that they write again and again."""
        everybody = np.arange(len(self.written[name].value))
        habit = habit.reshape(-1, *(1,) * (self.reference[name].ndim - 1))
        return np.where(self.hand.repeated(name, everybody), PROVING, habit)

    def moved(self, name: str) -> NDArray[np.bool_]:
        """Where an updated parameter, as written, cannot be the one before the step: (students, points, *shape)."""
        quantity = self.graph[name]
        value, unit, _ = self.written[name]
        if quantity.role is not Role.UPDATE:
            return np.ones(value.shape, dtype=bool)
        with np.errstate(invalid="ignore"):
            return np.asarray(np.abs(value - self.carry[quantity.of]) > unit / 2)

    def finer(self, name: str) -> NDArray[np.bool_]:
        """Where an updated parameter is written to more places than the one before the step is."""
        before = self.graph[name].of
        if self.graph[name].role is not Role.UPDATE:
            return np.zeros(self.written[name].value.shape, dtype=bool)
        if before not in self.written:
            places = np.vectorize(last_place, otypes=[float])(self.reference[before])
        else:
            places = np.where(np.isnan(self.written[before].value), np.inf, self.written[before].unit)
        return np.asarray(self.written[name].unit < places * (1 - _DUST))

    def stepped(self, name: str, student: int) -> bool:
        """Whether a student has answered an updated parameter, and as it follows with the rubric's learning rate."""
        written = self.written[name].rows(np.array([student])) if self.graph[name].role is Role.UPDATE else None
        if written is None or np.isnan(written.value).any():
            return False
        off = np.abs(written.value - of_rows(self.follow[name], np.array([student])))
        return bool((off <= written.unit).all())

    def stays(self, name: str, rows: Rows, value: Array) -> NDArray[np.bool_]:
        """Where an updated parameter is written as it was before the step, and by `value` would be so."""
        quantity = self.graph[name]
        if quantity.role is not Role.UPDATE:
            return np.zeros(value.shape, dtype=bool)
        before = self.value_of(quantity.of, rows)
        return np.asarray((self.written[name].value[rows] == before) & (value == before))

    def vanishes(self, name: str) -> NDArray[np.bool_]:
        """Where a step is 0 however large its operands are, and not because they cancel: (students, *shape).

        Of an update that is what it adds. Beside others that are not 0, an element of a step that goes element by
        element was worked out like them; so was the place of the largest in a window.
        """
        rng = np.random.default_rng(0)
        operands = {}
        for parent in self.graph[name].parents:
            value = self.carry[parent]
            computed = self.graph[parent].formula is not None
            operands[parent] = value * rng.uniform(0.5, 1.5, value.shape[2:]) if computed else value
        value = self.scale(name, self.graph.step(name, operands), operands)
        zero = np.asarray((value <= self.dust(name)).all(axis=1))
        formula = self.graph[name].formula
        assert formula is not None
        if all(node.primitive in (*ELEMENTWISE, *_PLACING) for node in walk(formula) if isinstance(node, Apply)):
            zero = zero & ~by_student(~zero).reshape(-1, *(1,) * (zero.ndim - 1))
        return np.broadcast_to(zero, (len(self.written[name].value), *zero.shape[1:]))

    def descends(self, name: str) -> bool:
        """Whether a parameter is updated by its gradient, or by a moment of it."""
        roles = {self.graph[parent].role for parent in self.graph[name].parents}
        return not roles.isdisjoint((Role.GRADIENT, Role.MOMENT))

    def dust(self, name: str) -> float:
        """The size of a difference that is floating-point dust beside the numbers that go into a step."""
        sizes = (self.reference[p] for p in (name, *self.graph[name].parents))
        return _DUST * max(float(np.abs(size).max(initial=0.0)) for size in sizes)

    def scale(self, name: str, expected: Array, parents: Mapping[str, Array]) -> Array:
        """What a relative tolerance is relative to: the value; for an updated parameter, the step."""
        quantity = self.graph[name]
        if quantity.role is Role.UPDATE:
            return np.abs(expected - parents[quantity.of])
        return np.abs(expected)

    def band(self, name: str, expected: Array, parents: Mapping[str, Array], tolerance: Tolerance) -> Array:
        """Half the width of the band around an expected value: the wider of the relative and the absolute part."""
        scale = self.scale(name, expected, parents)
        return np.maximum(float(tolerance.relative) * scale, float(tolerance.absolute)) + self.dust(name)
