"""Closes the answers that only a detour explains, if it proves more than chance would: rounding, copying, blanks."""

from collections.abc import Mapping

import numpy as np

from grader.engine import Array
from grader.marking import bands
from grader.marking.carrying.detours import Detours
from grader.marking.carrying.on_paper import on_paper
from grader.marking.case import Case
from grader.marking.closeness import Mask, Rows, Written, agrees, by_student, of_rows
from grader.marking.evidence import chance, chance_of_noughts
from grader.marking.judgement import Why
from grader.marking.rounding import reach
from grader.marking.verdicts import Verdict

_CHANCE = 0.1
"""A detour counts if at most this share of random numbers would be reached by it or by one before it."""
_NEAR = 0.02
"""So far from a detour, as a share of it, an answer is looked at closely."""


def close_by(case: Case, trial: Detours, on_scratch_paper: bool = False) -> None:
    """Closes what some detours explain; of two that explain the same answer the earlier one.

    `on_scratch_paper`: if the blanks were rounded there.
    """
    some = _near(case, trial)
    if not some.size:
        return
    near = trial.of(some)
    rows, value = near.rows, near.value
    down, up = _reach(case, near, on_scratch_paper)
    written = case.written.rows(rows)
    found = agrees(written, value + down, value + up, _tight(case, value))
    found &= ~case.ledger.hand.repeated(case.name, case.rows[rows]).any(axis=1)
    shares = _shares(case, written, rows, up - down)
    shares = np.where(found[:, None], np.minimum(shares, _noughts(written, value, trial.of_slips[some])), shares)
    tried = near.tried.reshape(-1, *(1,) * (value.ndim - 1))
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


def _reach(case: Case, near: Detours, on_scratch_paper: bool) -> tuple[Array, Array]:
    """How far below and above their values rounding may move some detours."""

    def step(operands: Mapping[str, Array], who: Rows) -> Array:
        times = len(who) // len(near.rows)
        return case.trail.run(operands, who, {name: np.tile(mask, times) for name, mask in near.held.items()})

    who = case.rows[near.rows]
    down, up = reach(step, near.value, near.operands, case.ledger, who, near.off)
    if on_scratch_paper:
        lower, higher = on_paper(case.trail, near.operands, who, near.held)
        down, up = down + lower, up + higher
    return down, up


def _shares(case: Case, written: Written, rows: Rows, width: Array) -> Array:
    """The share of random numbers of an answer's size that would come as near as its digits and rounding allow."""
    return chance(np.maximum(np.abs(written.value), np.abs(case.follow[rows])), written.unit + width)


def close_rounded_on_paper(case: Case) -> None:
    """Closes what follows from blanks that were rounded on scratch paper as the student rounds."""
    rows = np.flatnonzero(case.pending & case.trail.has_blanks(case.rows))
    if rows.size:
        close_rounded_from(case, case.follow[rows], Why(()), rows)


def close_rounded_from(case: Case, follow: Array, why: Why, rows: Rows) -> None:
    """Closes for some rows what follows, with blanks before it that were rounded on scratch paper: that is `follow`."""
    values = {name: of_rows(value, rows) for name, value in case.plain.items()}
    down, up = on_paper(case.trail, values, case.rows[rows])
    written = case.written.rows(rows)
    down, up = case.down[rows] + down, case.up[rows] + up
    telling = ~case.ledger.hand.repeated(case.name, case.rows[rows]).any(axis=1)
    telling &= (_shares(case, written, rows, up - down) <= _CHANCE).all(axis=1)
    found = telling & agrees(written, follow + down, follow + up, _tight(case, follow))
    case.close(found, follow, Verdict.CARRIED, why, rows)


def _near(case: Case, trial: Detours) -> Rows:
    """Which students of which detours come near to what they have open: a quick and generous first look."""
    written, value = case.written.rows(trial.rows), trial.value
    with np.errstate(invalid="ignore"):
        margin = written.unit + 4 * (case.up - case.down)[trial.rows] + _NEAR * np.abs(value)
        near = ((np.abs(written.value - value) <= margin) & np.isfinite(value)).all(axis=1) & case.open[trial.rows]
    return np.flatnonzero(by_student(near) & (trial.tried > 0))


def _tight(case: Case, value: Array) -> Array:
    """A detour has to be hit to the digits as written: within a tolerance, some detour leads almost anywhere."""
    return 1e-9 * np.abs(value) + bands.dust(case.ledger, case.name)


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
