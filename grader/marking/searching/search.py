"""The search for the slip behind an answer that is neither right nor carried.

Every slip that is known for the step, and for the blank steps before it (alone, or in all of them that are alike), is
held against all that a student has open of a quantity: on the student's own earlier numbers, then on the right ones.
Before that, where a slip in a blank is known from earlier answers, all are held against them given that one.
What is found is settled student by student; then, where there are blanks before it, the slips of the step itself are
tried once more as if the blanks had been rounded on scratch paper; then those beside a slip before it that is carried;
then two slips at once are tried on what is left.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from grader.engine import Array
from grader.marking.carrying import Mirrors, Route, on_paper, plain, right
from grader.marking.carrying.misread import misread
from grader.marking.carrying.otherwise import whose
from grader.marking.case import Case
from grader.marking.closeness import Mask, by_student
from grader.marking.evidence import Tries, beats_chance, chance
from grader.marking.given import given_cases
from grader.marking.judgement import Why
from grader.marking.ledger import Ledger
from grader.marking.searching.digits import exchanged
from grader.marking.searching.holding import hold
from grader.marking.searching.match import Match
from grader.marking.searching.scaled import scaled
from grader.marking.searching.settling import settle
from grader.marking.searching.slipped import slipped
from grader.marking.searching.turns import other_turns
from grader.marking.slips import Recurring

_SEVERAL = 2
"""Blanks that are alike."""


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
        for before, given in given_cases(case):
            Search(given.ledger, self.recurring, self.mirrors).explain_given(given, before + 2)
        if not case.open.any():
            return
        case = case.narrowed()
        tries = Tries(len(case.rows))
        matches = list(self._of_one(case, tries))
        settle(case, [*matches, *self._misread_beside(case, matches, tries)])
        if case.open.any() and case.trail.blanks:
            tries = tries.narrowed(case.pending)
            case = case.narrowed()
            blur = self.blur(case)
            settle(case, list(self._matches(case, Stage(case.name, blur=blur), tries)))
        if case.open.any() and case.name in self.ledger.consistent:
            tries = tries.narrowed(case.pending)
            case = case.narrowed()
            settle(case, list(self._beside_a_carried_slip(case, tries)))
        if case.open.any():
            tries = tries.narrowed(case.pending)
            case = case.narrowed()
            settle(case, list(self._matches(case, Stage(case.name, pairs=True), tries)))
        if case.open.any():
            case = case.narrowed()
            in_all = list(scaled(case))
            for match in in_all:
                case.open[match.rows] |= match.covers  # a slip found in one of them before is but a part of it
            settle(case, in_all)

    def explain_given(self, case: Case, times: int) -> None:
        """Closes every open answer that one more slip explains; it is the `times`-th possibility that is looked at."""
        settle(case, list(self._of_one(case, Tries(len(case.rows), times))))

    def _of_one(self, case: Case, tries: Tries) -> Iterator[Match]:
        """The slips that explain anything if one was made, in the step itself or in the blanks before it."""
        base = self.mirrors.base(case.name)
        if base in case.trail.blanks:
            yield from self._matches(case, Stage(base), tries)
        yield from self._matches(case, Stage(case.name), tries)
        yield from exchanged(case)
        for at in case.trail.blanks:
            if at != base and at not in case.given:
                yield from self._matches(case, Stage(at), tries)
        yield from self._throughout(case, tries)
        yield from self._misread(case, tries)
        yield from self._turns(case, tries)

    def _matches(self, case: Case, stage: Stage, tries: Tries) -> Iterator[Match]:
        """The slips of one stage that explain anything; `tries` counts them."""
        concerned = self._concerned(case, stage, tries)
        own = [(base, np.flatnonzero(concerned & base.differs)) for base in _bases(case)] if concerned.any() else []
        bases = [(base, rows) for base, rows in own if rows.size]
        if not bases:
            return  # before all that two slips make is worked out
        mutations = self.slips.pairs(stage.at) if stage.pairs else self.slips.singles(stage.at)
        made = [slipped(case, stage.at, mutations, base, rows) for base, rows in bases]
        for mutation in mutations:
            for (base, rows), values in zip(bases, made, strict=True):
                tries.add(mutation.cause, rows)
                why = Why(base.switched, mutation, stage.at)
                yield from hold(case, why, base, rows, tries, stage.blur, next(values))

    def _beside_a_carried_slip(self, case: Case, tries: Tries) -> Iterator[Match]:
        """The slips that explain anything in the step as it is by differentiating what a slip before it has left."""
        base = plain(case)
        for consistent in self.ledger.consistent[case.name]:
            rows = np.flatnonzero(np.isin(case.rows, whose(self.ledger, consistent)))
            mutations = self.slips.beside(case.name, consistent.step) if rows.size else ()
            values = slipped(case, case.name, mutations, base, rows) if rows.size else iter(())
            for mutation, value in zip(mutations, values, strict=True):
                tries.add(mutation.cause, rows)
                yield from hold(case, Why((), mutation, case.name), base, rows, tries, value=value)

    def _throughout(self, case: Case, tries: Tries) -> Iterator[Match]:
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
                        tries.add(mutation.cause, rows)
                        again = tuple((name, step) for name, step in steps.items() if name != at)
                        why = Why((), mutation, at, again=again)
                        yield from hold(case, why, plain(case), rows, tries)

    def _misread(self, case: Case, tries: Tries) -> Iterator[Match]:
        """The numbers of what is given that explain anything if they were misread."""
        for base in _bases(case):
            for why, rows in misread(case, base, self.slips.rate, tries, base.differs):
                yield from hold(case, why, base, rows, tries)

    def _misread_beside(self, case: Case, matches: Sequence[Match], tries: Tries) -> Iterator[Match]:
        """The same beside a slip that was made throughout: of each student the one that explains most."""
        base = plain(case)
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
            for why, rows in misread(case, base, self.slips.rate, tries, among, matches[m].why.slips[case.name]):
                for found in hold(case, why, base, rows, tries):
                    rest = found._replace(covers=found.covers & ~explained[found.rows])
                    if (some := np.flatnonzero(by_student(rest.covers))).size:
                        yield rest.of(some)

    def _turns(self, case: Case, tries: Tries) -> Iterator[Match]:
        """The samples that explain anything if they were taken out of turn."""
        for why, rows in other_turns(case, self.ledger.graph):
            tries.add("wrong-operand", rows)
            yield from hold(case, why, plain(case), rows, tries)

    def _alike(self, case: Case) -> Iterator[Sequence[str]]:
        """The blanks that are alike, several each time, in the order of computation.

        Those of them, too, that share what is given or a parameter: a factor left out at every time is not left out
        where another stands in its place.
        """
        found: dict[Hashable, list[str]] = {}
        graph, outlines = self.ledger.graph, self.recurring.outlines
        for name in (blank for blank in reversed(case.trail.blanks) if blank not in case.given):
            shared = tuple(parent for parent in graph[name].parents if graph[parent].role.begins)
            found.setdefault((outlines[name],), []).append(name)
            found.setdefault((outlines[name], shared), []).append(name)
        yield from (names for names in dict.fromkeys(map(tuple, found.values())) if len(names) >= _SEVERAL)

    def _concerned(self, case: Case, stage: Stage, tries: Tries) -> Mask:
        """The students for whom a slip may be at a stage: everybody in the step itself, else who left it blank."""
        if stage.pairs:
            return self._could_name(case, tries)
        if stage.at == case.name:
            return np.ones(len(case.rows), dtype=bool) if stage.blur is None else case.trail.has_blanks(case.rows)
        return case.trail.reaches(stage.at, case.rows)

    def _could_name(self, case: Case, tries: Tries) -> Mask:
        """The students for whom one more slip could still be named, if it explained all that is open."""
        shares = chance(case.written.value, case.written.unit + (case.up - case.down)).max(axis=1)
        least = np.where(case.open, shares, 1.0).reshape(len(case.rows), -1).prod(axis=1)
        counts = tries.in_all(np.arange(len(case.rows))).tolist()
        return np.array([beats_chance(s, n + 1, "") for s, n in zip(least.tolist(), counts, strict=True)])

    def blur(self, case: Case) -> Array:
        """The share of each answer by which it may move if every blank before it was rounded as the student rounds."""
        down, up = on_paper(case.trail, case.plain, case.rows)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.nan_to_num(np.maximum(up, -down) / np.abs(case.follow), posinf=0.0)


def _bases(case: Case) -> Iterator[Route]:
    """What a slip may have been made on: the student's own numbers, or the right ones, where no slip is given."""
    yield plain(case)
    if not case.given:
        yield right(case)
