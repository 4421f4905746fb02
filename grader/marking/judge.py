"""Judges one quantity for a whole class: right, carried, a known slip, or wrong.

Quantities are judged in the order of computation, all students at once; only those whose answer is not right go on to
the search for a route, and only those for whom there is none to the search for a slip.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import numpy as np

from grader.engine import Apply, Array, Expr, Name, evaluate, names_in, rewrite
from grader.engine.expr import apply, is_apply
from grader.marking.backwards import doubt
from grader.marking.carrying import Detours, departures, detours
from grader.marking.case import Case
from grader.marking.closeness import LEADING, ONE_FIGURE, Mask, Rows, Written, agrees, by_student, fine_enough, of_rows
from grader.marking.evidence import chance, chance_of_noughts
from grader.marking.judgement import Judgement, Why
from grader.marking.ledger import Consistent, Ledger
from grader.marking.mirrors import Mirrors
from grader.marking.on_paper import on_paper
from grader.marking.recurring import Recurring
from grader.marking.rounding import Step, looseness, reach
from grader.marking.search import Search
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.transfer import suspect_transfer
from grader.marking.verdicts import Verdict
from grader.reference import fitted
from grader.rubric import Tolerance

_CHANCE = 0.1
"""A detour counts if at most this share of random numbers would be reached by it or by one before it."""
_FEW = 2
"""A rubric that asks for so many figures or more tells one from enough."""
_NEAR = 0.02
_DIGITS = LIKELIEST_FIRST.index("digits")


MadeBefore = Callable[[str], Iterable[Consistent]]


class Judge:
    """Marks quantities one after another; what it learns of each goes into the ledger for those after it."""

    def __init__(
        self, ledger: Ledger, recurring: Recurring, tolerance: Tolerance, figures: int, made_before: MadeBefore
    ) -> None:
        """`made_before`: for a quantity, how it follows for those who slip in it as they have done before."""
        self.ledger, self.figures, self.made_before = ledger, figures, made_before
        self.slips, self.mirrors = recurring.slips, Mirrors(ledger)
        self.search = Search(ledger, recurring, self.mirrors)
        self.tolerance = tolerance

    def judge(self, name: str) -> Judgement:
        """Marks a quantity for everyone and enters what they go on with."""
        ledger = self.ledger
        written, expected = ledger.written[name], ledger.reference[name]
        answered: Mask = ~np.asarray(np.isnan(written.value).any(axis=1))
        operands = {parent: ledger.carry[parent] for parent in ledger.graph[name].parents}
        follow = np.broadcast_to(ledger.graph.step(name, operands), written.value.shape).copy()
        band = self._band(name, expected, ledger.reference)
        one_figure = ONE_FIGURE if self.figures < _FEW else LEADING
        is_right: Mask = answered & agrees(written, expected, expected, band, ledger.places(name), one_figure)
        rough: Mask = answered & ~is_right & agrees(written, expected, expected, band, ledger.rough_places(name))
        is_right = is_right | rough
        telling = self._shows_its_step(name, written, band) & ~rough
        fine = fine_enough(written, expected, self.figures) & telling
        outcome = Judgement.begin(answered, is_right, fine, follow)
        outcome.plain = answered & agrees(
            written, follow, follow, self._band(name, follow, operands), ledger.places(name), one_figure
        )
        outcome.behind = np.where(is_right[:, None], expected, np.where(answered[:, None], written.value, follow))
        stays = ledger.stays(name, np.arange(len(written.value)), follow).all(axis=1)
        finely = fine_enough(written, follow, self.figures) & (telling | stays)
        outcome.verdict[(outcome.verdict == Verdict.IMPRECISE) & outcome.plain & finely] = Verdict.CARRIED
        self._explain(name, outcome, answered & ~is_right)
        explained = (outcome.verdict != Verdict.WRONG)[:, None]
        places = ledger.usual_places(name, ledger.hand.throughout)
        spread = ledger.spread.get(name, 0.0)
        ledger.settle(
            name, outcome.follow, *looseness(written, outcome.behind, explained, ledger.inexact(name), places, spread)
        )
        ledger.tidy(name, ~explained | (outcome.cause == _DIGITS)[:, None])
        charged = np.isin(outcome.verdict, (Verdict.SLIP, Verdict.WRONG))
        ledger.miswritten.settle(name, charged[:, None], ~answered[:, None], outcome.follow)
        self.mirrors.settle(name)
        return outcome

    def _shows_its_step(self, name: str, written: Written, band: Array) -> Mask:
        """Whether an updated parameter is written so that one can see that a step was taken."""
        with np.errstate(invalid="ignore"):
            near = np.abs(written.value - self.ledger.reference[name]) <= band
        return np.asarray((near | self.ledger.moved(name)).all(axis=1))

    def _explain(self, name: str, outcome: Judgement, open_: Mask) -> None:
        rows = np.flatnonzero(open_.any(axis=tuple(range(1, open_.ndim))))
        if rows.size:
            case = Case.of(self.ledger, name, rows, outcome, open_)
            self._carry(case)
            for consistent in self.made_before(name) if case.open.any() else ():
                self._differentiated(case, consistent)
            if case.open.any():
                self.search.explain(case)
                self._after_a_slip(case)
            unshown = rows[~case.trail.shown(rows)]
            outcome.unfounded[unshown] = outcome.verdict[unshown] == Verdict.CARRIED
            self._remember(case)
            doubt(case)
            suspect_transfer(case)

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
        """Closes what follows, within the tolerance, from a slip in a blank that other elements have shown."""
        follow = case.outcome.follow[case.rows]
        told = (follow != case.follow).any(axis=1) & (case.outcome.verdict[case.rows] == Verdict.WRONG)
        found = told & agrees(case.written, follow, follow, self._band(case.name, follow, case.plain))
        case.close(found, follow, Verdict.CARRIED, Why(()))

    def _carry(self, case: Case) -> None:
        """Looks for a route by which the open answers follow from earlier ones."""
        band = self._band(case.name, case.follow, case.plain)
        low, high = case.follow + case.down, case.follow + case.up
        telling = ~case.ledger.hand.repeated(case.name, case.rows).any(axis=1)
        places = case.ledger.places(case.name)[case.rows]
        found = agrees(case.written, low, high, band) | telling & agrees(case.written, low, high, band, places)
        case.close(case.open & found, case.follow, Verdict.CARRIED, Why(()))
        if self.figures >= _FEW:  # as what is right to a single figure is, too
            coarsely = telling & agrees(case.written, low, high, band, places, LEADING)
            case.close(case.open & coarsely, case.follow, Verdict.IMPRECISE, Why((), at=case.name))
        roughly = agrees(case.written, low, high, band, case.ledger.rough_places(case.name)[case.rows])
        case.close(case.open & roughly, case.follow, Verdict.IMPRECISE, Why((), at=case.name))
        self._merged(case)
        self._formed_again(case)
        for consistent in self.ledger.consistent.get(case.name, ()):
            self._differentiated(case, consistent)
        for trial in detours(case):
            self._detour(case, trial)
        self._rounded_on_paper(case)
        for trial in departures(case):
            self._detour(case, trial, on_scratch_paper=True)

    def _rounded_on_paper(self, case: Case) -> None:
        """Closes what follows from blanks that were rounded on scratch paper as the student rounds."""
        rows = np.flatnonzero(case.pending & case.trail.has_blanks(case.rows))
        if not rows.size:
            return
        values = {name: of_rows(value, rows) for name, value in case.plain.items()}
        down, up = on_paper(case.trail, values, case.rows[rows])
        follow, written = case.follow[rows], case.written.rows(rows)
        down, up = case.down[rows] + down, case.up[rows] + up
        shares = chance(np.maximum(np.abs(written.value), np.abs(follow)), written.unit + (up - down))
        telling = ~case.ledger.hand.repeated(case.name, case.rows[rows]).any(axis=1)
        telling &= (shares <= _CHANCE).all(axis=1)
        found = telling & agrees(written, follow + down, follow + up, self._tight(case.name, follow))
        case.close(found, follow, Verdict.CARRIED, Why(()), rows)

    def _merged(self, case: Case) -> None:
        """Closes what follows by p − y, where that is what the chain rule comes to."""
        form = self.slips.short_form(case.name) if case.open.any() else None
        if form is None:
            return
        everyone = np.arange(len(case.rows))
        values = {name: self.ledger.value_of(name, case.rows) for name in names_in(form)}

        def step(operands: Mapping[str, Array], _: Rows) -> Array:
            return fitted(evaluate(form, operands), self.ledger.graph[case.name].shape)

        self._follow(case, step, values, everyone, Why(()))

    def _formed_again(self, case: Case) -> None:
        """Closes what follows if σ′ alone was formed from what goes into σ, beside what was written for it."""
        for at in case.trail.steps if case.open.any() else ():
            formula = self.ledger.graph[at].formula
            again = formula and rewrite(formula, _from_the_input)
            rows = np.flatnonzero(case.pending & case.trail.reaches(at, case.rows))
            if again is None or again == formula or not rows.size:
                continue
            names = dict.fromkeys((*names_in(again), *case.trail.operands))
            values = {name: self.ledger.value_of(name, case.rows[rows]) for name in names}
            step = partial(case.trail.run, slips={at: again})
            self._follow(case, step, values, rows, Why(()))

    def _follow(self, case: Case, step: Step, values: Mapping[str, Array], rows: Rows, why: Why) -> None:
        """Closes what some of the rows have open that follows by another form of the step."""
        value = np.broadcast_to(step(values, case.rows[rows]), (len(rows), *case.written.value.shape[1:]))
        down, up = reach(step, value, values, self.ledger, case.rows[rows])
        band = self._band(case.name, value, values)
        found = agrees(case.written.rows(rows), value + down, value + up, band)
        case.close(found, value, Verdict.CARRIED, why, rows)

    def _differentiated(self, case: Case, consistent: Consistent) -> None:
        """Closes the answers of those who went on with a slip by differentiating what it left, or made it again."""
        rows = np.flatnonzero(np.isin(case.rows, consistent.students) & case.pending)
        if not rows.size:
            return
        names = dict.fromkeys((*names_in(consistent.step), *case.trail.operands))
        values = {
            n: of_rows(case.plain[n], rows) if n in case.plain else self.ledger.value_of(n, case.rows[rows])
            for n in names
        }

        step = partial(case.trail.run, slips={case.name: consistent.step})
        why = Why((), consistent.mutation, at=case.name, same=consistent.charged)
        self._follow(case, step, values, rows, why)

    def _detour(self, case: Case, trial: Detours, on_scratch_paper: bool = False) -> None:
        """Closes what some detours explain; of two that explain the same answer the earlier one.

        `on_scratch_paper`: if the blanks were rounded there.
        """
        some = self._near(case, trial)
        if not some.size:
            return
        near = trial.of(some)
        rows, value = near.rows, near.value

        def step(operands: Mapping[str, Array], who: Rows) -> Array:
            times = len(who) // len(rows)
            return case.trail.run(operands, who, {name: np.tile(mask, times) for name, mask in near.held.items()})

        down, up = reach(step, value, near.operands, case.ledger, case.rows[rows], near.off)
        if on_scratch_paper:
            lower, higher = on_paper(case.trail, near.operands, case.rows[rows], near.held)
            down, up = down + lower, up + higher
        written = case.written.rows(rows)
        found = agrees(written, value + down, value + up, self._tight(case.name, value))
        size = np.maximum(np.abs(written.value), np.abs(case.follow[rows]))
        shares = chance(size, written.unit + (up - down))
        shares = np.where(found[:, None], np.minimum(shares, _noughts(written, value, trial.of_slips[some])), shares)
        tried = near.tried.reshape(-1, *(1,) * (value.ndim - 1))
        found &= ~case.ledger.hand.repeated(case.name, case.rows[rows]).any(axis=1)
        likely = found & (tried * shares <= _CHANCE).all(axis=1)
        shown = _several(likely)
        found &= likely | shown
        for route, span in zip(trial.routes, trial.spans, strict=True):
            here = (some >= span.start) & (some < span.stop)
            if found[here].any():
                case.close(found[here], value[here], Verdict.CARRIED, Why(route.switched), rows[here])
                beside = np.flatnonzero(here & shown.reshape(len(shown), -1).all(axis=1))
                case.expect(value[beside], rows[beside])
                whole = np.flatnonzero(here)[_explains_all(found[here], written.value[here])]
                if whole.size:
                    case.decide(value[whole], np.maximum(up, -down)[whole], rows[whole])

    def _near(self, case: Case, trial: Detours) -> Rows:
        """Which students of which detours come near to what they have open: a quick and generous first look."""
        written, value = case.written.rows(trial.rows), trial.value
        with np.errstate(invalid="ignore"):
            margin = written.unit + 4 * (case.up - case.down)[trial.rows] + _NEAR * np.abs(value)
            near = ((np.abs(written.value - value) <= margin) & np.isfinite(value)).all(axis=1) & case.open[trial.rows]
        return np.flatnonzero(by_student(near) & (trial.tried > 0))

    def _tight(self, name: str, value: Array) -> Array:
        """A detour has to be hit to the digits as written: within a tolerance, some detour leads almost anywhere."""
        return 1e-9 * np.abs(value) + self.ledger.dust(name)

    def _band(self, name: str, expected: Array, operands: Mapping[str, Array]) -> Array:
        return self.ledger.band(name, expected, operands, self.tolerance)


def _noughts(written: Written, value: Array, of_slips: Mask) -> Array:
    """What chance makes of noughts that are the very value of a route, if that is one `of_slips`; else 1.

    A nought says nothing of what it was worked out from; but that a slip which an earlier answer has shown leaves
    nothing of it, and of nothing else beside it, is no accident.
    """
    count = len(value)
    answered = (~np.isnan(written.value)).reshape(count, -1)
    noughts = ((written.value == 0) & (value == 0)).reshape(count, -1)
    counts = zip(answered.sum(axis=1).tolist(), noughts.sum(axis=1).tolist(), strict=True)
    shares = np.array([chance_of_noughts(*some) for some in counts])
    return np.where(noughts & of_slips[:, None], shares[:, None], 1.0).reshape(value.shape)


def _several(found: Mask) -> Mask:
    """Which detours explain several answers: they need not be proved again for those beside them."""
    axes = tuple(range(1, found.ndim))
    return np.asarray(found.sum(axis=axes, keepdims=True) > 1)


def _explains_all(found: Mask, written: Array) -> Mask:
    """By student, whether a detour explains all elements that are answered, and several of them."""
    blank = np.isnan(written).any(axis=1)
    axes = tuple(range(1, found.ndim))
    return np.asarray((found | blank).all(axis=axes) & ((found & ~blank).sum(axis=axes) > 1))


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
