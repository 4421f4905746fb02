"""Which of the slips found is the one: for each student the slip that explains most of what is open of a quantity.

Of two that explain as much, it is the one that was tried first, since likelier slips are tried before others. It has to
beat chance by all that it explains.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array
from grader.marking.case import Case, Why
from grader.marking.closeness import Mask
from grader.marking.evidence import beats_chance, together
from grader.marking.ledger import Rows
from grader.marking.verdicts import Verdict

_AT_ONE_PLACE = ("wrong-operand", "digits")
"""Slips that are made at one place, and not in all of an array."""


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
    value: Array
    """What the quantity should then read: (rows, points, *shape)."""
    off: Array
    """How far `made`, or else `value`, may be off by rounding: of the same shape."""
    made: Array | None = None
    """What the slip made of a blank: (rows, points, *its shape); None for a slip in the step itself."""

    def of(self, k: int) -> "Match":
        """The match for the k-th of its rows alone."""
        return Match(
            self.why,
            self.rows[k : k + 1],
            self.covers[k : k + 1],
            self.shares[k : k + 1],
            self.tried[k : k + 1],
            self.value[k : k + 1],
            self.off[k : k + 1],
            None if self.made is None else self.made[k : k + 1],
        )


def settle(case: Case, matches: Sequence[Match]) -> None:
    """Closes what is open with the slips that explain it best; `matches` in the order in which they were tried."""
    found: dict[int, list[tuple[int, int]]] = {}
    for m, match in enumerate(matches):
        for k, row in enumerate(match.rows.tolist()):
            found.setdefault(row, []).append((m, k))
    for row in sorted(found):
        _settle_student(case, row, [matches[m].of(k) for m, k in found[row]])


def _settle_student(case: Case, row: int, matches: list[Match]) -> None:
    here = np.zeros_like(case.open[row])
    """What is explained by slips in the step itself."""
    while (best := _best(case, row, matches)) is not None:
        covers = best.covers & case.open[row]
        if best.made is None:
            case.close(covers, best.value, Verdict.SLIP, best.why, best.rows)
            here |= covers[0]
        else:
            _close_from_blank(case, best, covers)
        if covers.sum() > 1:
            _follow_in_blanks(case, best)
        else:
            _suspect(case, best)
    for match in sorted(matches, key=lambda match: -int(match.covers.sum())):
        still = bool((match.covers[0] & case.open[row]).any())
        instead = match.made is not None and here.any() and bool((match.covers[0] | ~here).all())
        if still or instead:
            _suspect(case, match)


def _best(case: Case, row: int, matches: list[Match]) -> Match | None:
    """The match that explains most of what is open, if it beats chance."""
    open_ = case.open[row]
    counts = [int((match.covers[0] & open_).sum()) for match in matches]
    for k in sorted(range(len(matches)), key=lambda k: (-counts[k], k)):
        if not counts[k]:
            return None
        if _beats_chance(case, row, matches[k], matches[k].covers[0] & open_):
            return matches[k]
    return None


def _beats_chance(case: Case, row: int, match: Match, covers: Mask) -> bool:
    written = case.written.value[row, 0][covers]
    unit = np.broadcast_to(case.written.unit[row, 0], covers.shape)[covers]
    share = together(match.shares[0][covers], written, case.follow[row, 0][covers], unit)
    assert match.why.mutation is not None
    return beats_chance(share, int(match.tried[0]), match.why.mutation.cause)


def _close_from_blank(case: Case, match: Match, covers: Mask) -> None:
    """A slip in a blank shows in every answer that follows: the first is charged, the others are carried.

    What the quantity's other elements should be then follows from the slip, too.
    """
    first = np.zeros_like(covers)
    first[tuple(np.argwhere(covers)[0])] = True
    case.close(first, match.value, Verdict.SLIP, match.why, match.rows)
    case.close(covers, match.value, Verdict.CARRIED, Why(((match.why.at, "slip"),)), match.rows)
    student = case.rows[match.rows]
    still = np.broadcast_to(case.open[match.rows][:, None], match.value.shape)
    case.outcome.follow[student] = np.where(still, match.value, case.outcome.follow[student])


def _follow_in_blanks(case: Case, match: Match) -> None:
    """A slip made in several elements of a quantity was made in those, too, that were left blank."""
    off = match.off if match.made is None else np.maximum(case.up, -case.down)[match.rows]
    case.decide(match.value, off, match.rows)
    _suspect(case, match)


def _suspect(case: Case, match: Match) -> None:
    """What a slip may have made of a blank, or of the blank elements beside it, so that answers can follow from it.

    That is of use even where the slip is not proved: later answers may prove it.
    """
    student, (_, mutation, at, _) = case.rows[match.rows], match.why
    if match.made is not None:
        if at in case.ledger.carry:
            case.ledger.suspect(at, student, match.made, match.off)
    elif mutation is not None and mutation.cause not in _AT_ONE_PLACE:
        blank = case.ledger.blank(case.name, student)
        if blank.any():
            case.ledger.suspect(case.name, student, np.where(blank, match.value, np.nan), match.off)
