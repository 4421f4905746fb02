"""Which of the slips found is the one: for each student the slip that explains most of what is open of a quantity.

Of two that explain as much, it is the one that gives the very digits written, and not only if earlier answers were
rounded so; then the one that would have left the quantity's other elements as they are written; then the one that takes
no single element of a blank for another, of which there are a great many; then the one that was tried first, since
likelier slips are tried before others. It has to beat chance by all that it explains.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, Expr, Mutation, Name, evaluate, names_in
from grader.marking.carrying.misread import as_read, read_rightly
from grader.marking.case import Case
from grader.marking.closeness import Mask, Rows, Written, by_student
from grader.marking.evidence import beats_chance, chance_of_noughts, likely_worked_out, together
from grader.marking.judgement import Why
from grader.marking.ledger import MISREAD, SLIPPED
from grader.marking.verdicts import Verdict
from grader.reference import Role


class Match(NamedTuple):
    """A slip that explains some of what some students have open."""

    why: Why
    rows: Rows
    covers: Mask
    """Which answers it explains: (rows, *shape)."""
    shares: Array
    """For each answer, the share of random numbers that would be explained as well: (rows, *shape)."""
    tried: NDArray[np.intp]
    """How many slips of its cause (of all causes for two at once) had been tried for each student when it was found."""
    in_all: NDArray[np.intp]
    """How many of all causes."""
    value: Array
    """What the quantity should then read: (rows, points, *shape)."""
    off: Array
    """How far `made`, or else `value`, may be off by rounding: of the same shape."""
    made: Array | None = None
    """What the slip made of a blank: (rows, points, *its shape); None for a slip in the step itself."""

    def of(self, some: NDArray[np.intp]) -> "Match":
        """The match for some of its rows."""
        return Match(
            self.why,
            self.rows[some],
            self.covers[some],
            self.shares[some],
            self.tried[some],
            self.in_all[some],
            self.value[some],
            self.off[some],
            None if self.made is None else self.made[some],
        )


Found = tuple[int, int]
"""A match for one student: its number among all, and the student's among its rows."""


def settle(case: Case, matches: Sequence[Match]) -> None:
    """Closes what is open with the slips that explain it best; `matches` in the order in which they were tried.

    That goes in rounds: the best slip of each student, then the next best for what is still open.
    """
    found: dict[int, list[Found]] = {}
    for m, match in enumerate(matches):
        for k, row in enumerate(match.rows.tolist()):
            found.setdefault(row, []).append((m, k))
    explained, read = np.zeros_like(case.open), _read(case, matches)
    busy, closing = sorted(found), list[Match]()
    while busy:
        open_ = [_Open(case, match) for match in matches]
        best = {row: one for row in busy if (one := _best(open_, found[row])) is not None}
        for m, some in _by_match(best.values()):
            closing.append(matches[m].of(some))
            _close(case, closing[-1], explained)
        busy = list(best)
    for match in reversed(closing):
        _expect_throughout(case, match)
    _suspect_others(case, matches, found, explained)
    _suspect_givens(case, read)
    for match, *_ in read:
        _note_reading(case, match, explained)


_Read = tuple[Match, str, Expr, NDArray[np.bool_]]
"""A slip by which a given is read as something else: which, as what, and for which of its rows that is no chance."""


def _read(case: Case, matches: Sequence[Match]) -> list[_Read]:
    found = []
    for match in matches:
        if (read := as_read(match.why, case.ledger.graph)) is not None:
            open_ = _Open(case, match)
            found.append((match, *read, np.array([open_.beats_chance(k) for k in range(len(match.rows))])))
    return found


def _suspect_givens(case: Case, read: Iterable[_Read]) -> None:
    """Enters as what givens may have been read: first what is no chance, or explains what nothing else does.

    Whatever it was taken for here, it comes up again in later steps.
    """
    given = list(read)
    for first in (True, False):
        for match, name, other, likely in given:
            still = by_student(match.covers & case.open[match.rows])
            rows = match.rows[(likely | still) == first]
            if rows.size:
                rows = rows[~read_rightly(case, name, other, rows)]
                value = evaluate(other, case.ledger.reference)
                case.ledger.suspect(name, case.rows[rows], value, np.zeros(1), MISREAD)


def _note_reading(case: Case, match: Match, explained: Mask) -> None:
    """Keeps a reading beside the charged answers of whom it explains all that another slip does, and what is open."""
    covered = ~by_student(explained[match.rows] & ~match.covers)
    charged = np.isin(case.outcome.verdict[case.rows[match.rows]], (Verdict.SLIP, Verdict.WRONG))
    for k, *index in np.argwhere(match.covers & charged & _along(covered, charged)).tolist():
        place = (int(case.rows[match.rows[k]]), *index)
        case.outcome.read.setdefault(place, []).append(match.why)


def _along(students: Mask, places: Mask) -> Mask:
    return students.reshape(-1, *(1,) * (places.ndim - 1))


def _by_match(found: Iterable[Found]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """The students of each match."""
    together: dict[int, list[int]] = {}
    for m, k in found:
        together.setdefault(m, []).append(k)
    for m, some in together.items():
        yield m, np.array(some, dtype=np.intp)


class _Open:
    """What a match explains of what is still open, and whether that beats chance."""

    def __init__(self, case: Case, match: Match) -> None:
        self.case, self.match = case, match
        self.covers = match.covers & case.open[match.rows]
        flat = self.covers.reshape(len(self.covers), -1)
        self.counts: list[int] = flat.sum(axis=1).tolist()
        self.share = np.where(flat, match.shares.reshape(flat.shape), 0.0).sum(axis=1)
        """Of those that it explains one answer of."""
        written = case.written.rows(match.rows)
        with np.errstate(invalid="ignore"):
            near = (np.abs(written.value - match.value) <= written.unit).all(axis=1) | ~self.covers
        self.loose: Mask = by_student(~near)
        """Whether it takes the rounding of earlier answers to explain them."""
        self.against: list[int] = self._against(written)
        """How many of a student's other answers of the quantity a slip throughout it would have made another number."""

    def _against(self, written: Written) -> list[int]:
        if self.covers.ndim < 2:
            return [0] * len(self.covers)
        case, match = self.case, self.match
        off = match.off if match.made is None else np.maximum(case.up, -case.down)[match.rows]
        bare = (written.value == 0) & (written.unit >= 1)  # a mere 0 is rounded from nothing
        unit = np.where(bare, 0.0, written.unit)
        with np.errstate(invalid="ignore"):
            others = np.abs(written.value - match.value) > unit + off
        found: list[int] = (others.any(axis=1) & ~match.covers).reshape(len(others), -1).sum(axis=1).tolist()
        return found

    def rank(self, k: int) -> tuple[bool, int, bool, bool]:
        """Of those that explain as much of its k-th row the least goes first."""
        against = self.against[k] if self.match.made is None else 0  # a slip in a blank may be one in part of it
        doubtful = self._of_a_blank(k) or self._of_a_known_rate(k)
        return bool(self.loose[k]), against, doubtful, self._of_an_element

    @property
    def _of_an_element(self) -> bool:
        """Whether it is one of the many by which in a blank one element is taken for another."""
        mutation = self.match.why.mutation
        return self.match.made is not None and mutation is not None and _at_one_place(mutation)

    def _of_a_known_rate(self, k: int) -> bool:
        """Whether another learning rate is taken by one who has stepped rightly: rather the gradient is another."""
        mutation, ledger = self.match.why.mutation, self.case.ledger
        if mutation is None or mutation.cause != "rate":
            return False
        student = self.case.rows[self.match.rows[k]]
        return any(ledger.stepped(name, student) for name in ledger.carry if name != self.case.name)

    def _of_a_blank(self, k: int) -> bool:
        """Whether a gradient or moment is taken for one that was never written: rather that was worked out wrongly."""
        mutation, ledger = self.match.why.mutation, self.case.ledger
        if mutation is None or mutation.cause != "wrong-operand" or not isinstance(mutation.parts[0], Name):
            return False
        student, name = self.case.rows[self.match.rows[k]], mutation.parts[0].name
        derived = name in ledger.graph and ledger.graph[name].role in (Role.GRADIENT, Role.MOMENT)
        return derived and bool(np.isnan(ledger.written[name].value[student]).all())

    def _of_noughts(self, k: int) -> float:
        """The share for noughts alone: one says nothing, but where they stand among the other elements does.

        The slip has to leave all of these as they are written.
        """
        answered = int((~np.isnan(self.case.written.value[self.match.rows[k], 0])).sum())
        return chance_of_noughts(answered, self.counts[k]) if 1 < self.counts[k] < answered else 1.0

    def beats_chance(self, k: int) -> bool:
        """Whether it does for the k-th of its rows."""
        match, row, covers = self.match, self.match.rows[k], self.covers[k]
        share = float(self.share[k])
        if self.counts[k] > 1:
            written = self.case.written.value[row, 0][covers]
            unit = np.broadcast_to(self.case.written.unit[row, 0], covers.shape)[covers]
            share = together(match.shares[k][covers], written, self.case.follow[row, 0][covers], unit)
        if not self.against[k] and not self.case.written.value[row, 0][covers].any():
            share = min(share, self._of_noughts(k))
        assert match.why.mutation is not None
        cause = "" if match.why.mutation.also else match.why.mutation.cause
        blanks = int(self.case.left_blank[row])
        return beats_chance(share, int(match.tried[k]), cause) and likely_worked_out(
            share, int(match.in_all[k]), blanks
        )


def _best(open_: Sequence[_Open], found: Sequence[Found]) -> Found | None:
    """The match that explains most of what a student has open, if it beats chance."""
    counted = [(-open_[m].counts[k], open_[m].rank(k), m, k) for m, k in found]
    for count, _, m, k in sorted(counted):
        if not count:
            return None
        if open_[m].beats_chance(k):
            return m, k
    return None


def _close(case: Case, match: Match, explained: Mask) -> None:
    """Closes what a match explains."""
    covers = match.covers & case.open[match.rows]
    if match.made is None:
        case.close(covers, match.value, Verdict.SLIP, match.why, match.rows)
    else:
        _close_from_blank(case, match, covers)
    explained[match.rows] |= covers
    several = covers.reshape(len(covers), -1).sum(axis=1) > 1
    if several.any():
        _follow_in_blanks(case, match.of(np.flatnonzero(several)))
    if not several.all():
        _suspect(case, match.of(np.flatnonzero(~several)))


def _expect_throughout(case: Case, match: Match) -> None:
    """By a slip that explains several answers of a step the others, which nothing explains, should read so, too."""
    several = np.flatnonzero(match.covers.reshape(len(match.rows), -1).sum(axis=1) > 1)
    if several.size and match.made is None and match.why.mutation and not _at_one_place(match.why.mutation):
        case.expect(match.value[several], match.rows[several])


def _suspect_others(
    case: Case, matches: Sequence[Match], found: Mapping[int, Sequence[Found]], explained: Mask
) -> None:
    """Enters what slips may have made of blanks: those that explain what is still open, or what another one explains.

    Of each student those that explain most come first.
    """
    counts = [match.covers.reshape(len(match.rows), -1).sum(axis=1).tolist() for match in matches]
    doubted = [_doubted(case, match, explained).tolist() for match in matches]
    ranked = [
        [(m, k) for m, k in sorted(f, key=lambda one: -counts[one[0]][one[1]]) if doubted[m][k]] for f in found.values()
    ]
    for rank in zip_longest(*ranked):
        for m, some in _by_match(filter(None, rank)):
            _suspect(case, matches[m].of(some))


def _doubted(case: Case, match: Match, explained: Mask) -> NDArray[np.bool_]:
    """For which students a match may be what happened, though it is not proved."""
    rows = len(match.rows)
    still = (match.covers & case.open[match.rows]).reshape(rows, -1).any(axis=1)
    others = explained[match.rows].reshape(rows, -1)
    covered = (match.covers.reshape(rows, -1) | ~others).all(axis=1)
    return np.asarray(still | (others.any(axis=1) & covered))


def _close_from_blank(case: Case, match: Match, covers: Mask) -> None:
    """A slip in a blank shows in every answer that follows: the first is charged, the others are carried.

    What the quantity's other elements should be then follows from the slip, too.
    """
    flat = covers.reshape(len(covers), -1)
    first = (flat & (flat.cumsum(axis=1) == 1)).reshape(covers.shape)
    case.close(first, match.value, Verdict.SLIP, match.why, match.rows)
    case.close(covers, match.value, Verdict.CARRIED, Why(((match.why.at, SLIPPED),)), match.rows)
    case.expect(match.value, match.rows)


def _follow_in_blanks(case: Case, match: Match) -> None:
    """A slip made in several elements of a quantity was made in those, too, that were left blank."""
    off = match.off if match.made is None else np.maximum(case.up, -case.down)[match.rows]
    _suspect_as_meant(case, match)
    case.decide(match.value, off, match.rows)
    _suspect(case, match)


def _suspect_as_meant(case: Case, match: Match) -> None:
    """What the same slip made of such a blank if charged answers before it were only written wrongly."""
    ledger, student = case.ledger, case.rows[match.rows]
    names = sorted({name for step in match.why.slips.values() for name in names_in(step)} | set(case.trail.operands))
    if match.made is None and ledger.miswritten.among(names):
        for values in ledger.miswritten.instead({n: ledger.value_of(n, student) for n in names}, student):
            value = np.broadcast_to(case.trail.run(values, student, slips=match.why.slips), match.value.shape)
            if (other := np.flatnonzero(by_student(value != match.value))).size:
                _suspect(case, match._replace(value=value).of(other))


def _suspect(case: Case, match: Match) -> None:
    """What a slip may have made of a blank, or of the blank elements beside it, so that answers can follow from it.

    That is of use even where the slip is not proved: later answers may prove it.
    """
    student, mutation, at = case.rows[match.rows], match.why.mutation, match.why.at
    if match.made is not None:
        if at in case.ledger.carry:
            made = np.where(case.ledger.blank(at, student), match.made, np.nan)
            case.ledger.suspect(at, student, made, match.off)
    elif mutation is not None and not _at_one_place(mutation):
        blank = case.ledger.blank(case.name, student)
        some = np.flatnonzero(by_student(blank))
        if some.size:
            value = np.where(blank, match.value, np.nan)[some]
            case.ledger.suspect(case.name, student[some], value, match.off[some])


def _at_one_place(mutation: Mutation) -> bool:
    """Whether a slip says nothing of other elements: two digits change places, or one row or element is another's."""
    whole = all(isinstance(part, Name) for part in mutation.parts)
    return mutation.cause == "digits" or (mutation.cause == "wrong-operand" and not whole)
