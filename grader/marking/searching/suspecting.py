"""What slips that are not proved may have left, blanks and givens as they were read: later answers may prove it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from grader.engine import Expr, evaluate, names_in
from grader.marking.carrying.misread import as_read, read_rightly
from grader.marking.case import Case
from grader.marking.closeness import Mask, by_student
from grader.marking.searching.match import Found, Match, at_one_place, by_match
from grader.marking.searching.weighing import Weighed
from grader.marking.suspicions import MISREAD
from grader.marking.verdicts import Verdict

_Read = tuple[Match, str, Expr, NDArray[np.bool_]]
"""A slip by which a given is read as something else: which, as what, and for which of its rows that is no chance."""


def readings_of(case: Case, matches: Sequence[Match]) -> list[_Read]:
    """The matches by which a given was read as something else, each held against chance while all is open."""
    found = []
    for match in matches:
        if (read := as_read(match.why, case.ledger.graph)) is not None:
            open_ = Weighed(case, match)
            found.append((match, *read, np.array([open_.beats_chance(k) for k in range(len(match.rows))])))
    return found


def suspect_givens(case: Case, read: Iterable[_Read]) -> None:
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


def note_reading(case: Case, match: Match, explained: Mask) -> None:
    """Keeps a reading beside the charged answers of whom it explains all that another slip does, and what is open."""
    covered = ~by_student(explained[match.rows] & ~match.covers)
    charged = np.isin(case.outcome.verdict[case.rows[match.rows]], (Verdict.SLIP, Verdict.WRONG))
    for k, *index in np.argwhere(match.covers & charged & _along(covered, charged)).tolist():
        place = (int(case.rows[match.rows[k]]), *index)
        case.outcome.read.setdefault(place, []).append(match.why)


def _along(students: Mask, places: Mask) -> Mask:
    return students.reshape(-1, *(1,) * (places.ndim - 1))


def suspect_others(case: Case, matches: Sequence[Match], found: Mapping[int, Sequence[Found]], explained: Mask) -> None:
    """Enters what slips may have made of blanks: those that explain what is still open, or what another one explains.

    Of each student those that explain most come first.
    """
    counts = [match.covers.reshape(len(match.rows), -1).sum(axis=1).tolist() for match in matches]
    doubted = [_doubted(case, match, explained).tolist() for match in matches]
    ranked = [
        [(m, k) for m, k in sorted(f, key=lambda one: -counts[one[0]][one[1]]) if doubted[m][k]] for f in found.values()
    ]
    for rank in zip_longest(*ranked):
        for m, some in by_match(filter(None, rank)):
            suspect(case, matches[m].of(some))


def _doubted(case: Case, match: Match, explained: Mask) -> NDArray[np.bool_]:
    """For which students a match may be what happened, though it is not proved."""
    rows = len(match.rows)
    still = (match.covers & case.open[match.rows]).reshape(rows, -1).any(axis=1)
    others = explained[match.rows].reshape(rows, -1)
    covered = (match.covers.reshape(rows, -1) | ~others).all(axis=1)
    return np.asarray(still | (others.any(axis=1) & covered))


def follow_in_blanks(case: Case, match: Match) -> None:
    """A slip made in several elements of a quantity was made in those, too, that were left blank."""
    off = match.off if match.made is None else np.maximum(case.up, -case.down)[match.rows]
    _suspect_as_meant(case, match)
    case.decide(match.value, off, match.rows)
    suspect(case, match)


def _suspect_as_meant(case: Case, match: Match) -> None:
    """What the same slip made of such a blank if charged answers before it were only written wrongly."""
    ledger, student = case.ledger, case.rows[match.rows]
    names = sorted({name for step in match.why.slips.values() for name in names_in(step)} | set(case.trail.operands))
    if match.made is None and ledger.miswritten.among(names):
        for values in ledger.miswritten.instead({n: ledger.value_of(n, student) for n in names}, student):
            value = np.broadcast_to(case.trail.run(values, student, slips=match.why.slips), match.value.shape)
            if (other := np.flatnonzero(by_student(value != match.value))).size:
                suspect(case, match._replace(value=value).of(other))


def suspect(case: Case, match: Match) -> None:
    """What a slip may have made of a blank, or of the blank elements beside it, so that answers can follow from it.

    That is of use even where the slip is not proved: later answers may prove it.
    """
    student, mutation, at = case.rows[match.rows], match.why.mutation, match.why.at
    if match.made is not None:
        if at in case.ledger.carry:
            made = np.where(case.ledger.blank(at, student), match.made, np.nan)
            case.ledger.suspect(at, student, made, match.off)
    elif mutation is not None and not at_one_place(mutation):
        blank = case.ledger.blank(case.name, student)
        some = np.flatnonzero(by_student(blank))
        if some.size:
            value = np.where(blank, match.value, np.nan)[some]
            case.ledger.suspect(case.name, student[some], value, match.off[some])
