"""Which of the slips found is the one: for each student the slip that explains most of what is open of a quantity.

Of two that explain as much, it is the one that gives the very digits written, and not only if earlier answers were
rounded so; then the one that reads no given as 0, for by that a term is left out just as well; then the one that would
have left the quantity's other elements as they are written; then the one that takes no single element of a blank for
another, of which there are a great many; then the one that was tried first, since likelier slips are tried before
others. It has to beat chance by all that it explains.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from grader.marking import bands
from grader.marking.carrying import close_rounded_from
from grader.marking.carrying.misread import READ
from grader.marking.case import Case
from grader.marking.closeness import Mask, agrees, by_student, fine_enough
from grader.marking.judgement import Why
from grader.marking.own_steps import in_order
from grader.marking.searching.factors import factors_before
from grader.marking.searching.match import Found, Match, at_one_place, by_match
from grader.marking.searching.suspecting import (
    follow_in_blanks,
    note_reading,
    readings_of,
    suspect,
    suspect_givens,
    suspect_others,
)
from grader.marking.searching.weighing import Weighed, best_of
from grader.marking.slips import OF_THE_PEN
from grader.marking.suspicions import SLIPPED
from grader.marking.verdicts import Verdict


def settle(case: Case, matches: Sequence[Match]) -> None:
    """Closes what is open with the slips that explain it best; `matches` in the order in which they were tried.

    That goes in rounds: the best slip of each student, then the next best for what is still open.
    """
    found: dict[int, list[Found]] = {}
    for m, match in enumerate(matches):
        for k, row in enumerate(match.rows.tolist()):
            found.setdefault(row, []).append((m, k))
    explained, read = np.zeros_like(case.open), readings_of(case, matches)
    busy, closing = sorted(found), list[Match]()
    while busy:
        open_ = [Weighed(case, match) for match in matches]
        best = {row: one for row in busy if (one := best_of(open_, found[row])) is not None}
        for m, some in by_match(best.values()):
            closing.append(matches[m].of(some))
            _close(case, closing[-1], explained)
        busy = list(best)
    _learn(case, matches, found, explained)
    for match in reversed(closing):
        _expect_throughout(case, match)
    for match in closing:
        _close_coarse(case, match)
    suspect_others(case, matches, found, explained)
    suspect_givens(case, read)
    for match, *_ in read:
        note_reading(case, match, explained)


def _learn(case: Case, matches: Sequence[Match], found: Mapping[int, Sequence[Found]], explained: Mask) -> None:
    """Keeps of each student what slips in blanks may be behind all that is charged here, if that is most of it."""
    axes = tuple(range(1, explained.ndim))
    for row in np.flatnonzero(explained.sum(axis=axes) > case.open.sum(axis=axes)).tolist():
        whole = [(m, k) for m, k in found[row] if not (explained[row] & ~matches[m].covers[k]).any()]
        behind = [matches[m] for m, _ in whole]
        possible = [{**case.given, **match.why.slips} for match in behind if _is_of_a_step(case, match)]
        possible += [{**case.given, **steps} for m, k in whole for steps in factors_before(case, matches[m], k)]
        known = [frozenset(steps.items()) for steps in possible if in_order(steps, case.ledger.graph)]
        if known:
            case.ledger.own_steps.learn(int(case.rows[row]), known)


def _is_of_a_step(case: Case, match: Match) -> bool:
    """Whether a slip is one in a blank, and of the whole of it; none of the pen."""
    mutation = match.why.mutation
    if mutation is None or match.made is None or match.why.at not in case.ledger.carry:
        return False
    return mutation.says != READ and mutation.cause not in OF_THE_PEN and not at_one_place(mutation)


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
        follow_in_blanks(case, match.of(np.flatnonzero(several)))
    if not several.all():
        suspect(case, match.of(np.flatnonzero(~several)))


def _expect_throughout(case: Case, match: Match) -> None:
    """By a slip that explains several answers of a step the others, which nothing explains, should read so, too."""
    several = np.flatnonzero(match.covers.reshape(len(match.rows), -1).sum(axis=1) > 1)
    if several.size and match.made is None and match.why.mutation and not at_one_place(match.why.mutation):
        case.expect(match.value[several], match.rows[several])
        _close_short(case, match.of(several))


def _close_from_blank(case: Case, match: Match, covers: Mask) -> None:
    """A slip in a blank shows in every answer that follows: the first is charged, the others are carried.

    What the quantity's other elements should be then follows from the slip, too; where several show it, also from what
    it made of the blank, rounded on scratch paper.
    """
    flat = covers.reshape(len(covers), -1)
    first = (flat & (flat.cumsum(axis=1) == 1)).reshape(covers.shape)
    case.close(first, match.value, Verdict.SLIP, match.why, match.rows)
    carried = Why(((match.why.at, SLIPPED),))
    case.close(covers, match.value, Verdict.CARRIED, carried, match.rows)
    case.expect(match.value, match.rows)
    several = np.flatnonzero((flat.sum(axis=1) > 1) & by_student(case.open[match.rows]))
    if several.size:
        close_rounded_from(case, match.value[several], carried, match.rows[several])


def _close_short(case: Case, match: Match) -> None:
    """Closes what follows from a slip that others have proved, though it is too short to prove anything itself."""
    who = case.rows[match.rows]
    telling = ~case.ledger.hand.repeated(case.name, who).any(axis=1)
    low, high = match.value - match.off, match.value + match.off
    band = 1e-9 * np.abs(match.value) + bands.dust(case.ledger, case.name)
    found = agrees(case.written.rows(match.rows), low, high, band, bands.places(case.ledger, case.name)[who])
    case.close(telling & found, match.value, Verdict.SLIP, match.why, match.rows)


def _close_coarse(case: Case, match: Match) -> None:
    """Closes what is right by its few figures alone, but the very number that a slip found in others makes of it."""
    mutation, student = match.why.mutation, case.rows[match.rows]
    few = case.outcome.verdict[student] == Verdict.IMPRECISE
    if mutation is None or at_one_place(mutation) or not few.any():
        return
    off = match.off if match.made is None else np.maximum(case.up, -case.down)[match.rows]
    written, band = case.written.rows(match.rows), 1e-9 * np.abs(match.value) + bands.dust(case.ledger, case.name)
    few &= agrees(written, match.value - off, match.value + off, band)
    few &= fine_enough(written, match.value, case.outcome.figures)
    few &= ~fine_enough(written, case.ledger.right_of(case.name, student), case.outcome.figures)
    few &= ~case.ledger.hand.repeated(case.name, student).any(axis=1)
    case.open[match.rows] |= few
    if match.made is None:
        case.close(few, match.value, Verdict.SLIP, match.why, match.rows)
    else:
        case.close(few, match.value, Verdict.CARRIED, Why(((match.why.at, SLIPPED),)), match.rows)
