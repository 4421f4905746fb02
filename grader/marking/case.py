"""One quantity's open answers, the explanations found for them, and what is left to explain."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, Expr
from grader.marking.closeness import Mask, Rows, Written, by_student, of_rows
from grader.marking.judgement import Judgement, Why
from grader.marking.ledger import Ledger
from grader.marking.rounding import reach
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.suspicions import SLIPPED
from grader.marking.trail import Trail
from grader.marking.verdicts import Verdict


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
    given: Mapping[str, Expr]
    """What slips known from earlier answers leave of blanks before it, if the case is looked at given these."""

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        name: str,
        rows: Rows,
        outcome: Judgement,
        open_: Mask,
        given: Mapping[str, Expr] = MappingProxyType({}),
    ) -> "Case":
        """The case of the open answers of some students; the ledger is one where the blanks are as they are `given`."""
        trail = Trail(name, rows, ledger)
        plain, follow = trail.plain(rows), outcome.follow[rows]
        # What follows may have been told by another answer, so that the steps before would not give it.
        base = np.broadcast_to(trail.run(plain, rows), follow.shape)
        down, up = reach(trail.run, base, plain, ledger, rows)
        follow = base if given else follow
        written = ledger.written[name].rows(rows)
        return cls(ledger, name, rows, outcome, open_[rows], written, trail, plain, follow, down, up, given)

    @cached_property
    def left_blank(self) -> NDArray[np.intp]:
        """How many steps before it each of the rows left blank."""
        return self.trail.left_blank(self.rows)

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
        least, share = self._margins
        with np.errstate(all="ignore"):
            margin = least[rows] + extra + np.abs(value) * share[rows]
            return np.asarray((np.abs(self.written.value[rows] - value) <= margin) & np.isfinite(value))

    @cached_property
    def _margins(self) -> tuple[Array, Array]:
        """How near answers have to come to any value, and the share of it by which they may miss it besides."""
        reached, size = self.up - self.down, np.abs(self.follow)
        with np.errstate(all="ignore"):
            loose = np.where(size > 0, reached / size, 0.0)
            return self.written.unit + reached, 4 * np.minimum(loose, 0.2) + 1e-6

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
        if self.given:
            why = self._beside_the_given(why, verdict, at[0])
        if why.mutation is not None and verdict is Verdict.SLIP:
            self.outcome.cause[at] = LIKELIEST_FIRST.index(why.mutation.cause)
        if why != Why(()):
            self.outcome.why.update((tuple(map(int, place)), why) for place in zip(*at, strict=True))
        self.open[here] = False

    def _beside_the_given(self, why: Why, verdict: Verdict, students: Rows) -> Why:
        """What explains answers beside the slips that are given."""
        if verdict is Verdict.CARRIED and not why.same:
            route = dict.fromkeys((*((at, SLIPPED) for at in self.given), *why.route))
            return why._replace(route=tuple(route))
        self.ledger.own_steps.beside.update((student, self.name) for student in students.tolist())
        return why

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
