"""Closes the answers that follow from what a student had before: by the step as it stands, or in another form of it."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from grader.engine import Apply, Array, Expr, Name, names_in, rewrite
from grader.engine.expr import apply, is_apply
from grader.marking import bands
from grader.marking.carrying.closing import close_by, close_rounded_on_paper
from grader.marking.carrying.detours import departures, detours
from grader.marking.carrying.otherwise import whose
from grader.marking.case import Case
from grader.marking.closeness import LEADING, Rows, agrees, fine_enough, of_rows
from grader.marking.judgement import Why
from grader.marking.ledger import Consistent, Ledger
from grader.marking.rounding import Step, reach
from grader.marking.slips import Slips
from grader.marking.verdicts import Verdict
from grader.rubric import Tolerance

FEW = 2
"""A rubric that asks for so many figures or more tells one from enough."""


class Following:
    """Looks for what explains answers by those before them, the nearest explanation first."""

    def __init__(self, ledger: Ledger, slips: Slips, tolerance: Tolerance, figures: int) -> None:
        self.ledger, self.slips, self.tolerance, self.figures = ledger, slips, tolerance, figures

    def carry(self, case: Case) -> None:
        """Looks for a route by which the open answers follow from earlier ones."""
        self._as_written(case)
        self._merged(case)
        self._formed_again(case)
        self._by_the_root(case)
        self._without_negligible(case)
        for consistent in self.ledger.consistent.get(case.name, ()):
            self.made_again(case, consistent)
        for trial in detours(case):
            close_by(case, trial)
        close_rounded_on_paper(case)
        for trial in departures(case):
            close_by(case, trial, on_scratch_paper=True)

    def told(self, case: Case) -> None:
        """Looks for a route from what answers of the case itself have told."""
        for trial in detours(case):
            close_by(case, trial)

    def given(self, case: Case) -> None:
        """Looks for nothing but what follows from the slips that the case is given, or from what they have left."""
        self._as_written(case)
        self._merged(case)
        for consistent in self.ledger.consistent.get(case.name, ()):
            self.made_again(case, consistent)

    def _as_written(self, case: Case) -> None:
        """Closes what follows from what was written before, as far as its rounding allows."""
        band = self.band(case.name, case.follow, case.plain)
        low, high = case.follow + case.down, case.follow + case.up
        telling = ~case.ledger.hand.repeated(case.name, case.rows).any(axis=1)
        places = bands.places(case.ledger, case.name)[case.rows]
        found = agrees(case.written, low, high, band) | telling & agrees(case.written, low, high, band, places)
        case.close(case.open & found, case.follow, Verdict.CARRIED, Why(()))
        if self.figures >= FEW:  # as what is right to a single figure is, too
            coarsely = telling & agrees(case.written, low, high, band, places, LEADING)
            case.close(case.open & coarsely, case.follow, Verdict.IMPRECISE, Why((), at=case.name))
        roughly = agrees(case.written, low, high, band, bands.rough_places(case.ledger, case.name)[case.rows])
        roughly |= bands.leaves_nothing(case.ledger, case.name, case.rows, low, high) & (case.follow != 0).all(axis=1)
        case.close(case.open & roughly, case.follow, Verdict.IMPRECISE, Why((), at=case.name))

    def _merged(self, case: Case) -> None:
        """Closes what follows by the short form of a step, p − y, where that is what the chain rule comes to."""
        for at in case.trail.steps if case.open.any() else ():
            form = self.slips.short_form(at)
            if form is not None:
                self._in_another_form(case, at, form)

    def _formed_again(self, case: Case) -> None:
        """Closes what follows if σ′ alone was formed from what goes into σ, beside what was written for it."""
        for at in case.trail.steps if case.open.any() else ():
            formula = self.ledger.graph[at].formula
            again = formula and rewrite(formula, _from_the_input)
            if again is not None and again != formula:
                self._in_another_form(case, at, again)

    def _by_the_root(self, case: Case) -> None:
        """Closes what follows if a variance is the square of the standard deviation that was written."""
        for at in case.trail.steps if case.open.any() else ():
            if (form := self.slips.by_the_root(at)) is not None:
                self._in_another_form(case, at, form)

    def _without_negligible(self, case: Case) -> None:
        """Closes what follows without a given number that is too small to be seen in the sum that it is added in."""
        share = float(self.tolerance.relative)
        for at in case.trail.steps if case.open.any() else ():
            if (form := self.slips.without_negligible(at, share)) is not None:
                self._in_another_form(case, at, form)

    def _in_another_form(self, case: Case, at: str, form: Expr) -> None:
        """Closes what follows if a step, or a blank one before it, was worked out by another form of it."""
        rows = np.flatnonzero(case.pending & case.trail.reaches(at, case.rows))
        if rows.size:
            names = dict.fromkeys((*names_in(form), *case.trail.operands))
            values = {name: self.ledger.value_of(name, case.rows[rows]) for name in names}
            self._follow(case, partial(case.trail.run, slips={at: form}), values, rows, Why(()))

    def made_again(self, case: Case, consistent: Consistent, in_full: bool = False) -> None:
        """Closes the answers of those who went on with a slip by differentiating what it left, or made it again.

        `in_full`: only what has as many figures of that as are asked for.
        """
        rows = np.flatnonzero(np.isin(case.rows, consistent.students) & case.pending)
        rows = rows[np.isin(case.rows[rows], whose(self.ledger, consistent))] if rows.size else rows
        if not rows.size:
            return
        names = dict.fromkeys((*names_in(consistent.step), *case.trail.operands))
        values = {
            n: of_rows(case.plain[n], rows) if n in case.plain else self.ledger.value_of(n, case.rows[rows])
            for n in names
        }
        step = partial(case.trail.run, slips={case.name: consistent.step})
        why = Why((), consistent.mutation, at=case.name, same=consistent.charged)
        self._follow(case, step, values, rows, why, in_full)

    def _follow(
        self, case: Case, step: Step, values: Mapping[str, Array], rows: Rows, why: Why, in_full: bool = False
    ) -> None:
        """Closes what some of the rows have open that follows by another form of the step."""
        value = np.broadcast_to(step(values, case.rows[rows]), (len(rows), *case.written.value.shape[1:]))
        down, up = reach(step, value, values, self.ledger, case.rows[rows])
        band = self.band(case.name, value, values)
        written = case.written.rows(rows)
        found = agrees(written, value + down, value + up, band)
        if in_full:
            found &= fine_enough(written, value, self.figures)
        case.close(found, value, Verdict.CARRIED, why, rows)

    def band(self, name: str, expected: Array, operands: Mapping[str, Array]) -> Array:
        """How far an answer may be from `expected`, which was worked out from some operands, by the rubric."""
        return bands.band(self.ledger, name, expected, operands, self.tolerance)


def _from_the_input(node: Expr) -> Expr | None:
    """The derivative of an activation without the activation's value: y·(1 − y) with σ(x) for y."""
    if not is_apply(node, "local"):
        return None
    y, x, activation, *more = node.params
    assert isinstance(x, (Name, Apply))
    assert isinstance(activation, str)
    again = apply(activation, x, *more)  # type: ignore[arg-type]
    if y == again:
        return None
    return apply("local", rewrite(node.args[0], lambda part: again if part == y else None), params=node.params)
