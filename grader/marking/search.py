"""The search for the slip behind an answer that is neither right nor carried.

Every slip that is known for the step, and for the blank steps before it (alone, or in all of them that are alike), is
held against all that a student has open of a quantity: on the student's own earlier numbers, then on the right ones.
What is found is settled student by student; then, where there are blanks before it, the slips of the step itself are
tried once more as if the blanks had been rounded on scratch paper; then two slips at once are tried on what is left.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, Mutation, evaluate, names_in
from grader.marking.case import Case, Why
from grader.marking.closeness import Mask, Rows, Written, agrees, by_student, of_rows
from grader.marking.digits import swapped
from grader.marking.evidence import beats_chance, chance
from grader.marking.ledger import Ledger
from grader.marking.mirrors import Mirrors
from grader.marking.misread import CAUSE, misread
from grader.marking.on_paper import on_paper
from grader.marking.pen import EXCHANGED
from grader.marking.recurring import Recurring
from grader.marking.rounding import reach
from grader.marking.routes import Route, plain, right
from grader.marking.scaled import scaled
from grader.marking.settling import Match, settle
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.turns import other_turns
from grader.reference import Role, fitted

_EXACT = 0.1
"""How much less chance explains a number of few digits that is hit exactly by one slip; and how much more by two, which
hit a great many of the few such numbers that there are."""


_SEVERAL = 2
"""Blanks that are alike."""
_STAYS = 0.002
"""The share of numbers from nowhere that are, after a step, just what the parameter was before it."""


class Stage(NamedTuple):
    """Where to look: the step that slipped, whether once or twice, and how closely."""

    at: str
    pairs: bool = False
    blur: Array | None = None
    """The share of an answer by which rounding in the blanks before it may move it: (rows, points, *shape)."""


class Search:
    """Looks for slips, quantity by quantity."""

    def __init__(self, ledger: Ledger, recurring: Recurring, mirrors: Mirrors) -> None:
        self.ledger, self.recurring, self.mirrors = ledger, recurring, mirrors
        self.slips = recurring.slips

    def explain(self, case: Case) -> None:
        """Closes every open answer of a case that a known slip explains better than chance.

        What a mirror shows was done in the step before it, not in taking δ for −∂E/∂net.
        """
        case = case.narrowed()
        tried = np.zeros((len(case.rows), len(LIKELIEST_FIRST)), dtype=np.intp)
        base = self.mirrors.base(case.name)
        matches = list(self._matches(case, Stage(base), tried)) if base in case.trail.blanks else []
        matches += [*self._matches(case, Stage(case.name), tried), *self._digits(case)]
        for at in case.trail.blanks:
            if at != base:
                matches += self._matches(case, Stage(at), tried)
        matches += [*self._throughout(case, tried), *self._misread(case, tried), *self._turns(case, tried)]
        settle(case, [*matches, *self._misread_beside(case, matches, tried)])
        if case.open.any() and case.trail.blanks:
            tried = tried[case.pending]
            case = case.narrowed()
            blur = self._blur(case)
            settle(case, list(self._matches(case, Stage(case.name, blur=blur), tried)))
        if case.open.any():
            tried = tried[case.pending]
            case = case.narrowed()
            settle(case, list(self._matches(case, Stage(case.name, pairs=True), tried)))
        if case.open.any():
            case = case.narrowed()
            settle(case, list(scaled(case)))

    def _matches(self, case: Case, stage: Stage, tried: NDArray[np.intp]) -> Iterator[Match]:
        """The slips of one stage that explain anything; `tried` counts for each student those of each cause."""
        concerned = self._concerned(case, stage, tried)
        bases = [(base, concerned & base.differs) for base in _bases(case)]
        for mutation in self.slips.pairs(stage.at) if stage.pairs else self.slips.singles(stage.at):
            for base, own in bases:
                rows = np.flatnonzero(own)
                if rows.size:
                    count = tried[:, LIKELIEST_FIRST.index(mutation.cause)]
                    count[rows] += 1
                    so_far = tried.sum(axis=1) if stage.pairs else count
                    yield from self._match(case, Why(base.switched, mutation, stage.at), base, rows, so_far, stage.blur)

    def _throughout(self, case: Case, tried: NDArray[np.intp]) -> Iterator[Match]:
        """The slips that explain anything if they were made in all of several blanks that are alike.

        Of each student the first of these blanks is the one that slipped.
        """
        for alike in self._alike(case):
            reached = np.stack([case.trail.reaches(name, case.rows) for name in alike])
            first = np.where(reached.sum(axis=0) >= _SEVERAL, reached.argmax(axis=0), -1)
            for k, at in enumerate(alike):
                for mutation in self.slips.singles(at) if (first == k).any() else ():
                    steps = self.recurring.throughout(at, mutation, alike)
                    slipped = reached[[name in steps for name in alike]].sum(axis=0)
                    rows = np.flatnonzero((first == k) & (slipped >= _SEVERAL))
                    if rows.size:
                        count = tried[:, LIKELIEST_FIRST.index(mutation.cause)]
                        count[rows] += 1
                        again = tuple((name, step) for name, step in steps.items() if name != at)
                        why = Why((), mutation, at, again=again)
                        yield from self._match(case, why, plain(case), rows, count, None)

    def _misread(self, case: Case, tried: NDArray[np.intp]) -> Iterator[Match]:
        """The numbers of what is given that explain anything if they were misread."""
        count = tried[:, LIKELIEST_FIRST.index(CAUSE)]
        for base in _bases(case):
            for why, rows in misread(case, base, self.slips.rate, count, base.differs):
                yield from self._match(case, why, base, rows, count, None)

    def _misread_beside(self, case: Case, matches: Sequence[Match], tried: NDArray[np.intp]) -> Iterator[Match]:
        """The same beside a slip that was made throughout: of each student the one that explains most."""
        count, base = tried[:, LIKELIEST_FIRST.index(CAUSE)], plain(case)
        most = np.ones(len(case.rows), dtype=np.intp)
        best = np.full(len(case.rows), -1)
        for m, match in enumerate(matches):
            if match.made is None and match.why.mutation and self.recurring.habit(case.name, match.why.mutation):
                covered = match.covers.reshape(len(match.rows), -1).sum(axis=1)
                rows = match.rows[covered > most[match.rows]]
                most[match.rows], best[rows] = np.maximum(most[match.rows], covered), m
        for m in np.unique(best[best >= 0]).tolist():
            explained = np.zeros_like(case.open)
            explained[matches[m].rows] = matches[m].covers
            among = (best == m) & by_student(case.open & ~explained)
            for why, rows in misread(case, base, self.slips.rate, count, among, matches[m].why.slips[case.name]):
                for found in self._match(case, why, base, rows, count, None):
                    rest = found._replace(covers=found.covers & ~explained[found.rows])
                    if (some := np.flatnonzero(by_student(rest.covers))).size:
                        yield rest.of(some)

    def _turns(self, case: Case, tried: NDArray[np.intp]) -> Iterator[Match]:
        """The samples that explain anything if they were taken out of turn."""
        count = tried[:, LIKELIEST_FIRST.index("wrong-operand")]
        for why, rows in other_turns(case, self.ledger.graph):
            count[rows] += 1
            yield from self._match(case, why, plain(case), rows, count, None)

    def _alike(self, case: Case) -> Iterator[list[str]]:
        """The blanks that are alike, several each time, in the order of computation."""
        found: dict[Hashable, list[str]] = {}
        for name in reversed(case.trail.blanks):
            found.setdefault(self.recurring.outlines[name], []).append(name)
        return (names for names in found.values() if len(names) >= _SEVERAL)

    def _concerned(self, case: Case, stage: Stage, tried: NDArray[np.intp]) -> Mask:
        """The students for whom a slip may be at a stage: everybody in the step itself, else who left it blank."""
        if stage.pairs:
            return self._could_name(case, tried)
        if stage.at == case.name:
            return np.ones(len(case.rows), dtype=bool) if stage.blur is None else case.trail.has_blanks(case.rows)
        return case.trail.reaches(stage.at, case.rows)

    def _could_name(self, case: Case, tried: NDArray[np.intp]) -> Mask:
        """The students for whom one more slip could still be named, if it explained all that is open."""
        shares = chance(case.written.value, case.written.unit + (case.up - case.down)).max(axis=1)
        least = np.where(case.open, shares, 1.0).reshape(len(case.rows), -1).prod(axis=1)
        counts = tried.sum(axis=1).tolist()
        return np.array([beats_chance(s, n + 1, "") for s, n in zip(least.tolist(), counts, strict=True)])

    def _blur(self, case: Case) -> Array:
        """The share of each answer by which it may move if every blank before it was rounded as the student rounds."""
        down, up = on_paper(case.trail, case.plain, case.rows)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.nan_to_num(np.maximum(up, -down) / np.abs(case.follow), posinf=0.0)

    def _match(
        self, case: Case, why: Why, base: Route, rows: Rows, tried: NDArray[np.intp], blur: Array | None
    ) -> Iterator[Match]:
        """Holds the open answers of some rows against one slip, worked out from the values of one route."""
        assert why.mutation is not None
        names = dict.fromkeys((*(name for step in why.slips.values() for name in names_in(step)), *case.trail.operands))
        source = self.ledger.right_of if base.switched else self.ledger.value_of
        values = {name: source(name, case.rows[rows]) for name in names}
        shape = (len(rows), *case.written.value.shape[1:])
        value = np.broadcast_to(self._slipped(case, why, values, case.rows[rows], afresh=False), shape)
        with np.errstate(invalid="ignore"):  # of a slip that makes it infinite nothing is near
            extra = np.zeros(shape) if blur is None else blur[rows] * np.abs(value)
        near = case.open[rows] & case.near(value, rows, extra).all(axis=1) & self._tells(case, why, base, value, rows)
        some = np.flatnonzero(near.reshape(len(near), -1).any(axis=1))
        if not some.size:
            return
        values = {name: of_rows(v, some) for name, v in values.items()}
        value, at = value[some], rows[some]
        agreed, shares, off = self._agreed(case, why, values, value, at, extra[some])
        covers = near[some] & agreed
        if covers.any():
            made = None
            if why.at != case.name:
                made, off = self._made(why, values, case.rows[at])
            yield Match(why, at, covers, shares, tried[at].copy(), value, off, made)

    def _made(self, why: Why, values: Mapping[str, Array], rows: Rows) -> tuple[Array, Array]:
        """What a slip made of a blank, and how far that may be off."""
        assert why.mutation is not None
        expr, shape = why.mutation.expr, self.ledger.graph[why.at].shape

        def step(inputs: Mapping[str, Array], _: Rows) -> Array:
            return fitted(evaluate(expr, inputs), shape)

        points = max(value.shape[1] for value in values.values())
        made = np.broadcast_to(step(values, rows), (len(rows), points, *shape))
        down, up = reach(step, made, {name: values[name] for name in names_in(expr)}, self.ledger, rows)
        return made, np.maximum(up, -down)

    def _slipped(self, case: Case, why: Why, values: Mapping[str, Array], rows: Rows, afresh: bool = True) -> Array:
        """The quantity's value when the step of `why.at`, and those like it, are the mutated ones."""
        return case.trail.run(values, rows, slips=why.slips, afresh=afresh)

    def _tells(self, case: Case, why: Why, base: Route, value: Array, rows: Rows) -> Mask:
        """Where a slip makes a difference that the digits show.

        In a step of training that is seen in the parameter's having moved, or not by a hair.
        """
        right = of_rows(self.ledger.right_of(case.name, case.rows), rows) if base.switched else case.follow[rows]
        unit = case.written.unit[rows]
        with np.errstate(invalid="ignore"):
            exact = (case.written.value[rows] == value) & (value != right)
            told = exact | (np.abs(value - right) > unit / 2 * (1 - _LAST_DIGIT))
            quantity = self.ledger.graph[case.name]
            if quantity.role is Role.UPDATE and why.at == case.name:
                before = self.ledger.value_of(quantity.of, case.rows[rows])
                told &= (value == before) | (np.abs(value - before) > unit / 2)
        return np.asarray(told.any(axis=1))

    def _agreed(
        self, case: Case, why: Why, values: Mapping[str, Array], value: Array, rows: Rows, extra: Array
    ) -> tuple[Mask, Array, Array]:
        """Whether answers agree with a slip, what share of numbers would, and how far rounding may move it.

        `extra`: how far rounding in blanks may.
        """
        who = case.rows[rows]
        base = np.broadcast_to(self._slipped(case, why, values, who), value.shape)
        down, up = reach(lambda inputs, some: self._slipped(case, why, inputs, some), base, values, self.ledger, who)
        down, up = down - extra, up + extra
        written = case.written.rows(rows)
        band = 1e-9 * np.abs(value) + self.ledger.dust(case.name)
        twice = why.mutation is not None and why.mutation.also is not None
        unit = _grain(written, case.follow[rows]) if twice else written.unit
        shares = chance(written.value, unit + (up - down))
        favour = 1 / _EXACT if twice else _EXACT
        shares = np.minimum(shares * np.where(_exact(written, value, case.follow[rows]), favour, 1.0), 1.0)
        shares = np.where(self.ledger.stays(case.name, case.rows[rows], value), np.minimum(shares, _STAYS), shares)
        shares = np.where(self.ledger.hand.repeated(case.name, case.rows[rows]), 1.0, shares)
        agreed = agrees(written, value + down, value + up, band)
        return agreed, shares.max(axis=1), np.maximum(up, -down)

    def _digits(self, case: Case) -> Iterator[Match]:
        """Two neighbouring digits exchanged in what should have been written."""
        formula = self.ledger.graph[case.name].formula
        if formula is None or case.written.value.shape[1] > 1:
            return
        for expected in (of_rows(self.ledger.reference[case.name], case.rows), case.follow):
            value = np.broadcast_to(expected, case.written.value.shape)
            for row, *index in np.argwhere(case.open & _off_by_digits(case.written, value)).tolist():
                at = (row, 0, *index)
                if swapped(float(case.written.value[at]), float(case.written.unit[at]), float(value[at])):
                    covers = np.zeros((1, *case.open.shape[1:]), dtype=bool)
                    covers[(0, *index)] = True
                    why = Why((), Mutation("digits", formula, EXCHANGED), case.name)
                    shares, tried = np.zeros(covers.shape), np.ones(1, dtype=np.intp)
                    exact = np.zeros_like(value[row : row + 1])
                    yield Match(why, np.array([row]), covers, shares, tried, value[row : row + 1], exact)


def _bases(case: Case) -> Iterator[Route]:
    """What a slip may have been made on: the student's own numbers, or the right ones."""
    yield plain(case)
    yield right(case)


def _exact(written: Written, value: Array, expected: Array) -> NDArray[np.bool_]:
    """Whether an answer is the slip's value to the last digit, and the expected value has no more decimals than it.

    Where the arithmetic is so short that few digits are all there are, a number from nowhere has few digits, too. A
    single figure after the point shows nothing of the kind.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        steps = expected / written.unit
        short = (np.abs(steps - np.round(steps)) < _LAST_DIGIT) & ((written.figures > 1) | (written.unit >= 1))
        return np.asarray(short & (np.abs(written.value - value) <= _LAST_DIGIT * written.unit))


def _grain(written: Written, expected: Array) -> Array:
    """The unit that answers are multiples of, if what is expected is one, too: of 0.34000 for 0.64 it is 0.01.

    Where the arithmetic is so short, noughts at the end tell nothing, and two slips at once give nearly every number.
    """
    unit = np.broadcast_to(written.unit, np.broadcast_shapes(written.unit.shape, expected.shape)).copy()
    grows = np.ones_like(unit, dtype=bool)
    with np.errstate(invalid="ignore", divide="ignore"):
        while grows.any():
            times = np.stack(np.broadcast_arrays(written.value, expected)) / (10 * unit)
            grows &= (np.abs(times - np.round(times)) < _LAST_DIGIT).all(axis=0) & (np.abs(written.value) >= unit)
            unit[grows] *= 10
    return unit


def _off_by_digits(written: Written, expected: Array) -> Mask:
    """Whether an answer is off by what an exchange of neighbouring digits makes: nine times 1 to 9 units of a place.

    A quick look before the digits themselves are compared; the last place may have been rounded or cut off.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.abs(np.abs(written.value) - np.abs(expected)) / written.unit
        times = off[..., None] / (9.0 * 10.0 ** np.arange(_MOST_DIGITS))
        least = 1.0 / (9.0 * 10.0 ** np.arange(_MOST_DIGITS)) + _LAST_DIGIT
        near = (np.abs(times - np.round(times)) <= least) & (times < 9.5) & (times > 0.5)
    return np.asarray(near.any(axis=-1).all(axis=1))


_MOST_DIGITS = 17
_LAST_DIGIT = 1e-6
"""A part of the last place that binary arithmetic may leave over."""
