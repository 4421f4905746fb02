"""What later answers say of a slip made in several blanks: those that come of it, too, bear it out beforehand.

One answer that many blanks lead to hardly proves which of all slips was made in which of them. But the derivative left
out at every time shows in the gradient of every parameter, and a number from nowhere has no such witnesses.
"""

from functools import partial
from math import comb
from typing import NamedTuple

import numpy as np

from grader.engine import Array
from grader.marking.case import Case
from grader.marking.closeness import LAST_DIGIT, Mask, agrees
from grader.marking.evidence import chance
from grader.marking.judgement import Why
from grader.marking.rounding import reach
from grader.marking.trail import Trail


class Evidence(NamedTuple):
    """Of some answers, what `evidence.together` asks for: (answers,) each."""

    shares: Array
    written: Array
    follow: Array
    unit: Array

    def of(self, some: Mask) -> "Evidence":
        """The same of some of them."""
        return Evidence(*(array[some] for array in self))

    def and_of(self, others: "Evidence") -> "Evidence":
        """The same of these and others."""
        return Evidence(*map(np.concatenate, zip(self, others, strict=True)))


def witnesses(case: Case, why: Why, student: int) -> tuple[Evidence, int]:
    """The answers of a student not marked yet in which a slip in blanks shows, and that come of it.

    And in how many ways as many could be picked of all those in which it should show.
    """
    ledger, found, shown = case.ledger, Evidence(*[np.zeros(0)] * 4), 0
    later = [q.name for q in ledger.graph.computed if q.name not in ledger.carry and q.name != case.name]
    known = [name for name in later if not np.isnan(ledger.written[name].value[student]).all()]
    below = ledger.graph.down_from([why.at]) if known else set()
    for name in known:
        trail = Trail(name, np.array([student]), ledger)
        if name in below and why.at in trail.blanks:
            evidence, shows, agreed = _held(trail, why, student)
            found, shown = found.and_of(evidence.of(agreed)), shown + int(shows.sum())
    return found, comb(shown, len(found.shares))


def _held(trail: Trail, why: Why, student: int) -> tuple[Evidence, Mask, Mask]:
    """Answers to a quantity held against what a slip makes of them; where it shows, and which agree: (elements,)."""
    ledger, row, run = trail.ledger, np.array([student]), partial(trail.run, slips=why.slips)
    values, written = trail.plain(row), ledger.written[trail.name].rows(row)
    plain, value = trail.run(values, row), np.broadcast_to(run(values, row), written.value.shape)
    down, up = reach(run, value, values, ledger, row)
    with np.errstate(invalid="ignore"):
        shows = ~np.isnan(written.value) & (np.abs(value - plain) > written.unit / 2 * (1 - LAST_DIGIT))
    shows &= ~ledger.hand.repeated(trail.name, row)
    agreed = shows.all(axis=1) & agrees(written, value + down, value + up, 1e-9 * np.abs(value))
    shares = chance(written.value, written.unit + (up - down))
    arrays = np.broadcast_arrays(shares, written.value, plain, written.unit)
    return Evidence(*(array[0, 0].ravel() for array in arrays)), shows[0, 0].ravel(), agreed[0].ravel()
