"""Judges one quantity for a whole class: right, carried, a known slip, or wrong.

Quantities are judged in the order of computation, all students at once; only those whose answer is not right go on to
the search for a route, and only those for whom there is none to the search for a slip.
"""

from collections.abc import Callable, Iterable

import numpy as np

from grader.engine import Array
from grader.marking import bands, updating
from grader.marking.carrying import FEW, Following, Mirrors, doubt, suspect_transfer, tell_hidden
from grader.marking.case import Case
from grader.marking.closeness import LEADING, ONE_FIGURE, Mask, agrees, by_student, fine_enough
from grader.marking.given import given_cases
from grader.marking.judgement import Judgement, Why
from grader.marking.ledger import Consistent, Ledger
from grader.marking.rounding import looseness
from grader.marking.searching import Search
from grader.marking.slips import LIKELIEST_FIRST, Recurring
from grader.marking.verdicts import Verdict
from grader.rubric import Tolerance

_DIGITS = LIKELIEST_FIRST.index("digits")


MadeBefore = Callable[[str], Iterable[Consistent]]


class Judge:
    """Marks quantities one after another; what it learns of each goes into the ledger for those after it."""

    def __init__(
        self, ledger: Ledger, recurring: Recurring, tolerance: Tolerance, figures: int, made_before: MadeBefore
    ) -> None:
        """`made_before`: for a quantity, how it follows for those who slip in it as they have done before."""
        self.ledger, self.figures, self.made_before = ledger, figures, made_before
        self.mirrors = Mirrors(ledger)
        self.following = Following(ledger, recurring.slips, tolerance, figures)
        self.search = Search(ledger, recurring, self.mirrors)

    def judge(self, name: str) -> Judgement:
        """Marks a quantity for everyone and enters what they go on with."""
        answered: Mask = ~np.asarray(np.isnan(self.ledger.written[name].value).any(axis=1))
        outcome, is_right = self._at_sight(name, answered)
        case = self._explain(name, outcome, answered & ~is_right)
        self._made_again(name, outcome)
        self._settle(name, outcome, answered)
        if case:
            _tell_charged_what_is_right(case)
        return outcome

    def _at_sight(self, name: str, answered: Mask) -> tuple[Judgement, Mask]:
        """What is known without a search, and which answers are right: (students, *shape)."""
        ledger = self.ledger
        written, expected = ledger.written[name], ledger.reference[name]
        operands = {parent: ledger.carry[parent] for parent in ledger.graph[name].parents}
        follow = np.broadcast_to(ledger.graph.step(name, operands), written.value.shape).copy()
        band = self.following.band(name, expected, ledger.reference)
        one_figure = ONE_FIGURE if self.figures < FEW else LEADING
        is_right: Mask = answered & agrees(written, expected, expected, band, bands.places(ledger, name), one_figure)
        rough: Mask = answered & ~is_right & agrees(written, expected, expected, band, bands.rough_places(ledger, name))
        led = (np.abs(follow) > bands.dust(ledger, name)).all(axis=1)  # else nothing is what follows
        rough |= (
            answered
            & ~is_right
            & led
            & bands.leaves_nothing(ledger, name, np.arange(len(answered)), expected, expected)
        )
        is_right = is_right | rough
        telling = self._shows_its_step(name, expected, band) & ~rough
        outcome = Judgement.begin(answered, is_right, fine_enough(written, expected, self.figures) & telling, follow)
        outcome.figures = self.figures
        around = self.following.band(name, follow, operands)
        outcome.plain = answered & agrees(written, follow, follow, around, bands.places(ledger, name), one_figure)
        outcome.behind = np.where(is_right[:, None], expected, np.where(answered[:, None], written.value, follow))
        stays = updating.stays(ledger, name, np.arange(len(written.value)), follow).all(axis=1)
        finely = fine_enough(written, follow, self.figures) & (
            telling | stays | self._shows_its_step(name, follow, around) & ~rough
        )
        outcome.verdict[(outcome.verdict == Verdict.IMPRECISE) & outcome.plain & finely] = Verdict.CARRIED
        return outcome, is_right

    def _settle(self, name: str, outcome: Judgement, answered: Mask) -> None:
        """Enters what the students go on with."""
        ledger, written = self.ledger, self.ledger.written[name]
        explained = (outcome.verdict != Verdict.WRONG)[:, None]
        places = bands.usual_places(ledger, name, ledger.hand.throughout)
        spread = ledger.spread.get(name, 0.0)
        loose = looseness(written, outcome.behind, explained, ledger.inexact(name), places, spread)
        ledger.settle(name, outcome.follow, *loose)
        ledger.tidy(name, ~explained | (outcome.cause == _DIGITS)[:, None])
        charged = np.isin(outcome.verdict, (Verdict.SLIP, Verdict.WRONG))
        ledger.miswritten.settle(name, charged[:, None], ~answered[:, None], outcome.follow)
        self.mirrors.settle(name)

    def _shows_its_step(self, name: str, expected: Array, band: Array) -> Mask:
        """Whether an updated parameter is written so that one can see that a step was taken.

        Or to as many figures as are asked for, and not just as the one before: 0.700 for 0.69995, after 0.7.
        """
        written = updating.spelt_out(self.ledger, name, expected)
        with np.errstate(invalid="ignore"):
            near = np.abs(written.value - expected) <= band
        as_asked = (
            updating.finer(self.ledger, name, written.unit) & (written.figures >= self.figures) & (self.figures > 0)
        )
        return np.asarray((near | updating.moved(self.ledger, name) | as_asked).all(axis=1))

    def _explain(self, name: str, outcome: Judgement, open_: Mask) -> Case | None:
        """Looks for what explains the answers that are open; the case of those whose answers are."""
        rows = np.flatnonzero(open_.any(axis=tuple(range(1, open_.ndim))))
        case = None
        if rows.size:
            case = Case.of(self.ledger, name, rows, outcome, open_)
            self.following.carry(case)
            for consistent in self.made_before(name) if case.open.any() else ():
                self.following.made_again(case, consistent)
            for _, given in given_cases(case):
                self.following.given(given)
            if case.open.any():
                self.search.explain(case)
                self._after_a_slip(case)
            unshown = rows[~case.trail.shown(rows)]
            outcome.unfounded[unshown] = outcome.verdict[unshown] == Verdict.CARRIED
            self._remember(case)
            if self.ledger.doubted and tell_hidden(case):
                self.following.told(case)
            doubt(case)
            suspect_transfer(case)
        return case

    def _made_again(self, name: str, outcome: Judgement) -> None:
        """Closes what is right by its few figures alone, but in full what a slip made before gives here."""
        few = outcome.verdict == Verdict.IMPRECISE
        rows = np.flatnonzero(by_student(few))
        known = list(self.made_before(name)) if rows.size else []
        if known:
            case = Case.of(self.ledger, name, rows, outcome, few)
            for consistent in known:
                self.following.made_again(case, consistent, in_full=True)

    def _remember(self, case: Case) -> None:
        """Keeps of what followed at first what a later answer may have been worked out from all the same."""
        now = case.outcome.follow[case.rows]
        self.ledger.spread[case.name] = self._for_all(case, np.maximum(case.up, -case.down), 0.0)
        if (changed := now != case.follow).any():
            self.ledger.at_first[case.name] = self._for_all(case, np.where(changed, case.follow, np.nan), np.nan)

    def _for_all(self, case: Case, value: Array, otherwise: float) -> Array:
        found = np.full_like(case.outcome.follow, otherwise)
        found[case.rows] = value
        return found

    def _after_a_slip(self, case: Case) -> None:
        """Closes what follows, within the tolerance, from a slip that other elements have shown.

        Or as near to it as blanks that were rounded on scratch paper may bring it.
        """
        follow = case.outcome.follow[case.rows]
        told = (follow != case.follow).any(axis=1) & (case.outcome.verdict[case.rows] == Verdict.WRONG)
        if not told.any():
            return
        band = self.following.band(case.name, follow, case.plain)
        moved = self.search.blur(case) * np.abs(follow) if case.trail.has_blanks(case.rows).any() else 0.0
        found = told & agrees(case.written, follow - moved, follow + moved, band)
        case.close(found, follow, Verdict.CARRIED, Why(()))


def _tell_charged_what_is_right(case: Case) -> None:
    """Takes what a slip in other answers would have made of one that is charged for what follows from none.

    Its student is told what their earlier numbers come to, and no slip made of these comes to that. The ledger keeps
    what may have been gone on with.
    """
    outcome = case.outcome
    charged = np.isin(outcome.verdict[case.rows], (Verdict.SLIP, Verdict.WRONG))[:, None]
    outcome.follow = outcome.follow.copy()
    outcome.follow[case.rows] = np.where(charged, case.follow, outcome.follow[case.rows])
