"""One quantity's open answers, the explanations found for them, and what is left to explain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, Expr, Mutation, evaluate
from grader.marking.closeness import Mask, Rows, Written, by_student, of_rows
from grader.marking.ledger import MISREAD, OF_SLIPS, Ledger
from grader.marking.rounding import reach
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.verdicts import Verdict
from grader.reference import fitted

Place = tuple[int, ...]


class Why(NamedTuple):
    """What explains an answer: the route it was reached by, and the slip, if any, at the quantity where it happened."""

    route: tuple[tuple[str, str], ...]
    mutation: Mutation | None = None
    at: str = ""
    same: str = ""
    """The quantity where the same slip was charged before."""
    without: frozenset[str] = frozenset()
    """What the step does not go on with by that slip."""
    again: tuple[tuple[str, Expr], ...] = ()
    """Blanks like the one that slipped, in which the same slip was made, and what it makes of them."""
    beside: Expr | None = None
    """What another slip, made in the step's other elements as well, leaves of the step."""

    @property
    def elsewhere(self) -> bool:
        """Whether it is wrong by a slip that is charged at another answer: made again, or a number misread there."""
        return bool(self.same) or any(source == MISREAD for _, source in self.route)

    @property
    def of_a_slip(self) -> bool:
        """Whether it takes a slip to explain an answer that is carried."""
        return bool(self.same) or not OF_SLIPS.isdisjoint(source for _, source in self.route)

    @property
    def slips(self) -> dict[str, Expr]:
        """By step, what the slip makes of it."""
        return {self.at: self.mutation.expr, **dict(self.again)} if self.mutation else {}


@dataclass
class Judgement:
    """The verdicts of a class on one quantity, each (students, *shape), and what explains them."""

    verdict: NDArray[np.int8]
    cause: NDArray[np.int8]
    """Index into LIKELIEST_FIRST; -1 where there is no cause."""
    follow: Array
    """What follows from earlier answers, by the route that explains the answer best: (students, points, *shape)."""
    behind: Array
    """The unrounded value that explains the answer; the answer itself where nothing does."""
    plain: Mask
    """Where the answer follows from the earlier ones exactly as they were written."""
    unfounded: Mask
    """Where an answer is carried though nothing is written that it follows from: so it proves nothing of the blanks."""
    why: dict[Place, Why] = field(default_factory=dict)
    """By (student, *index), where the plain route does not explain the answer."""

    @classmethod
    def begin(cls, answered: Mask, is_right: Mask, fine: Mask, follow: Array) -> "Judgement":
        """What is known before anything is searched for: right, or wrong until explained."""
        verdict = np.full(answered.shape, Verdict.MISSING, dtype=np.int8)
        verdict[answered] = Verdict.WRONG
        verdict[is_right] = Verdict.IMPRECISE
        verdict[is_right & fine] = Verdict.CORRECT
        cause = np.full(answered.shape, -1, dtype=np.int8)
        return cls(verdict, cause, follow, follow.copy(), np.zeros_like(answered), np.zeros_like(answered))


class Trail:
    """A step together with the blank steps before it, worked out from the nearest quantities that are answered.

    It is laid out for some students together, and says of each which of it is their own: what follows for one does not
    depend on what others left blank.
    """

    def __init__(self, name: str, rows: Rows, ledger: Ledger) -> None:
        self.name, self.ledger = name, ledger
        self._reached = self._followed_back(rows)
        """By step, which students have nothing but blanks between it and the last one: (students,)."""
        place = ledger.graph.place
        self.steps = tuple(sorted(self._reached, key=place.__getitem__))
        self.blanks = self.steps[-2::-1]
        """The steps before it that some of these students left blank, nearest first."""
        operands = {parent for step in self.steps for parent in ledger.graph[step].parents}
        self.operands = tuple(sorted(operands, key=place.__getitem__))
        self._since: dict[tuple[str, ...], tuple[str, ...]] = {}

    def _followed_back(self, rows: Rows) -> dict[str, Mask]:
        graph, ledger = self.ledger.graph, self.ledger
        near = ledger.before(self.name)
        found = {self.name: np.ones(len(ledger.written[self.name].value), dtype=bool)}
        pending = dict.fromkeys(graph[self.name].parents)
        while pending:
            step = max(pending, key=graph.place.__getitem__)  # all that comes after it has been looked at
            del pending[step]
            if step not in near:
                continue
            after = [found[child] for child in graph.children[step] if child in found]
            reached = np.logical_or.reduce(after) & ledger.unanswered(step)
            if reached[rows].any():
                found[step] = reached
                pending |= dict.fromkeys(graph[step].parents)
        return found

    def reaches(self, step: str, rows: Rows) -> Mask:
        """Which of some students have nothing but blanks between a step and the last one."""
        return self._reached[step][rows]

    def has_blanks(self, rows: Rows) -> Mask:
        """Which of some students left a step before the last one blank."""
        none = np.zeros(len(rows), dtype=bool)
        return np.asarray(np.logical_or.reduce([none, *(self.reaches(step, rows) for step in self.blanks)]))

    def uses(self, operand: str, rows: Rows) -> Mask:
        """To which of some students the value of an operand matters."""
        after = [self._reached[child][rows] for child in self.ledger.graph.children[operand] if child in self._reached]
        return np.asarray(np.logical_or.reduce(after))

    def shown(self, rows: Rows) -> Mask:
        """Which of some students have written anything that the last step is worked out from."""
        found = np.zeros(len(rows), dtype=bool)
        for name in self.operands:
            if self.ledger.graph[name].formula is not None:
                found |= self.uses(name, rows) & by_student(~np.isnan(self.ledger.written[name].value[rows]))
        return found

    def plain(self, rows: Rows) -> dict[str, Array]:
        """What the students go on with, for every operand."""
        return {name: self.ledger.value_of(name, rows) for name in self.operands}

    def blank(self, name: str, values: Mapping[str, Array], rows: Rows) -> Array:
        """The value of an operand where some students left it blank on the way here, from those of its parents."""
        if name not in self.blanks:
            return values[name]
        return np.where(self._passed(name, rows), self.ledger.graph.step(name, values), values[name])

    def _passed(self, step: str, rows: Rows) -> Mask:
        """Which elements of a step some students left blank on the way here: (rows, points, *shape)."""
        blank = self.ledger.blank(step, rows)
        return blank & self.reaches(step, rows).reshape(len(rows), *(1,) * (blank.ndim - 1))

    def run(
        self,
        values: Mapping[str, Array],
        rows: Rows,
        held: Mapping[str, Mask] | None = None,
        slips: Mapping[str, Expr] | None = None,
        afresh: bool = True,
    ) -> Array:
        """The step's value for some students: blanks before it are worked out, unless they are `held` to a value.

        `held`: by name, which of the rows. `slips` puts other expressions in the place of some of the steps. If nothing
        is worked out `afresh`, blanks that do not come after a slip are as they were.
        """
        slips = slips or {}
        steps = self.steps if afresh or not slips else self.since(*slips)
        return self._worked_out(steps, values, rows, held or {}, slips, {})[self.name]

    def with_blanks(
        self,
        values: Mapping[str, Array],
        rows: Rows,
        held: Mapping[str, Mask],
        moved: Mapping[str, Array] | None = None,
    ) -> dict[str, Array]:
        """The values of all steps and their operands; `moved` makes blanks larger by shares of themselves."""
        return self._worked_out(self.steps, values, rows, held, {}, moved or {})

    def _worked_out(
        self,
        steps: Iterable[str],
        values: Mapping[str, Array],
        rows: Rows,
        held: Mapping[str, Mask],
        slips: Mapping[str, Expr],
        moved: Mapping[str, Array],
    ) -> dict[str, Array]:
        found, graph = dict(values), self.ledger.graph
        for step in steps:
            formula = slips.get(step, graph[step].formula)
            assert formula is not None
            value = fitted(evaluate(formula, found), graph[step].shape)
            if step in moved:
                value = value + value * moved[step]
            found[step] = value if step == self.name else np.where(self.open(step, rows, held), value, found[step])
        return found

    def open(self, step: str, rows: Rows, held: Mapping[str, Mask]) -> Mask:
        """Which elements of a step some students left blank on the way here and are not `held` to a value.

        (rows, points, *shape).
        """
        blank = self._passed(step, rows)
        return blank & ~held[step].reshape(len(rows), *(1,) * (blank.ndim - 1)) if step in held else blank

    def since(self, *slipped: str) -> tuple[str, ...]:
        """The steps whose values other values of some of them change, and those."""
        if slipped not in self._since:
            found: list[str] = []
            for step in self.steps:
                if step in slipped or not set(found).isdisjoint(self.ledger.graph[step].parents):
                    found.append(step)
            self._since[slipped] = tuple(found)
        return self._since[slipped]


@dataclass
class Case:
    """The students `rows` for whom something of a quantity is open; `open` says which elements: (rows, *shape)."""

    ledger: Ledger
    name: str
    rows: Rows
    outcome: Judgement
    open: Mask
    written: Written
    trail: Trail
    plain: dict[str, Array]
    """What the students go on with, for every operand of the step and of the blanks before it."""
    follow: Array
    down: Array
    """How far below `follow` the digits of the earlier answers allow, and (`up`) above: (rows, points, *shape)."""
    up: Array

    @classmethod
    def of(cls, ledger: Ledger, name: str, rows: Rows, outcome: Judgement, open_: Mask) -> "Case":
        """The case of the open answers of some students."""
        trail = Trail(name, rows, ledger)
        plain, follow = trail.plain(rows), outcome.follow[rows]
        # What follows may have been told by another answer, so that the steps before would not give it.
        base = np.broadcast_to(trail.run(plain, rows), follow.shape)
        down, up = reach(trail.run, base, plain, ledger, rows)
        return cls(
            ledger, name, rows, outcome, open_[rows], ledger.written[name].rows(rows), trail, plain, follow, down, up
        )

    @property
    def pending(self) -> Mask:
        """The rows with anything still open."""
        return by_student(self.open)

    def narrowed(self) -> "Case":
        """The same for those rows that have anything still open."""
        some = np.flatnonzero(self.pending)
        if len(some) == len(self.rows):
            return self
        return replace(
            self,
            rows=self.rows[some],
            open=self.open[some],
            written=self.written.rows(some),
            plain={name: of_rows(value, some) for name, value in self.plain.items()},
            follow=self.follow[some],
            down=self.down[some],
            up=self.up[some],
        )

    def near(self, value: Array, rows: Rows, extra: Array | float = 0.0) -> NDArray[np.bool_]:
        """Where some answers come near to a value: a quick and generous look before its rounding is followed.

        `extra`: how far rounding in blanks may move it. `value` and the result: (rows, points, *shape).
        """
        follow, reached = self.follow[rows], (self.up - self.down)[rows]
        with np.errstate(all="ignore"):
            size = np.abs(follow)
            loose = np.where(size > 0, reached / size, 0.0)
            margin = self.written.unit[rows] + extra + np.abs(value) * (4 * np.minimum(loose, 0.2) + 1e-6) + reached
            return np.asarray((np.abs(self.written.value[rows] - value) <= margin) & np.isfinite(value))

    def close(self, found: Mask, value: Array, verdict: Verdict, why: Why, rows: Rows | None = None) -> None:
        """Enters an explanation for the open answers where it was found: `value` is what they should then read.

        `found` and `value` are of all rows, or of some.
        """
        rows = np.arange(len(self.rows)) if rows is None else rows
        found = found & self.open[rows]
        if not found.any():
            return
        places = np.nonzero(found)
        here = (rows[places[0]], *places[1:])
        at = (self.rows[here[0]], *places[1:])
        self.outcome.verdict[at] = verdict
        explained = np.moveaxis(value, 1, -1)[places]
        np.moveaxis(self.outcome.behind, 1, -1)[at] = explained
        if verdict is Verdict.CARRIED:
            np.moveaxis(self.outcome.follow, 1, -1)[at] = explained
        self.outcome.cause[at] = -1
        if why.mutation is not None and verdict is Verdict.SLIP:
            self.outcome.cause[at] = LIKELIEST_FIRST.index(why.mutation.cause)
        if why != Why(()):
            self.outcome.why.update((tuple(map(int, place)), why) for place in zip(*at, strict=True))
        self.open[here] = False

    def expect(self, value: Array, rows: Rows) -> None:
        """Enters for some rows what their answers that are still open should be, by what explains others."""
        student = self.rows[rows]
        still = self.open[rows][:, None]
        self.outcome.follow[student] = np.where(still, value, self.outcome.follow[student])

    def decide(self, value: Array, off: Array, rows: Rows) -> None:
        """Enters for some rows that the elements left blank, too, are what explains several others, to within `off`."""
        student = self.rows[rows]
        blank = self.ledger.blank(self.name, student)
        self.outcome.follow[student] = np.where(blank, value, self.outcome.follow[student])
        self.ledger.decide(self.name, student, np.where(blank, off, np.nan))
