"""Credit: the share of a quantity's points that a verdict, or a slip's cause, earns. Exact throughout."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.verdicts import VERDICTS, Verdict

_TRIVIAL, AGAIN = "trivial", "again"
"""Carried answers that are worth something else: see `grader.rubric`."""


class Credit:
    """What answers earn: one set of shares an element asked, all of them numbered together in `shares`."""

    def __init__(self, credits: Sequence[Mapping[str, Fraction]]) -> None:
        worth = {id(credit): worth_of(credit) for credit in credits}  # most elements have the problem's own
        self.shares = tuple(dict.fromkeys(share for known in worth.values() for share in known.values()))
        place = {share: i for i, share in enumerate(self.shares)}
        tables = {each: {word: place[share] for word, share in known.items()} for each, known in worth.items()}
        self._tables = [tables[id(credit)] for credit in credits]

    def index(
        self,
        column: int,
        verdict: NDArray[np.int8],
        cause: NDArray[np.int8],
        again: NDArray[np.bool_],
        trivial: NDArray[np.bool_],
    ) -> NDArray[np.intp]:
        """Where in `shares` the credit of each answer to an element stands.

        The slip of those of `again` is charged elsewhere; a slip has emptied those of `trivial`.
        """
        table = self._tables[column]
        by_verdict = np.array([table[word] for word in VERDICTS])
        by_cause = np.array([table[word] for word in LIKELIEST_FIRST])
        found = np.where(verdict == Verdict.SLIP, by_cause[cause], by_verdict[verdict])
        found = np.where(again, table[AGAIN], found)
        return np.where(trivial, table[_TRIVIAL], found).astype(np.intp)


def worth_of(credit: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The share for every verdict and every cause; a cause without a share of its own is worth that of `slip`."""
    known = {word: Fraction(credit.get(word, credit["slip"])) for word in (*VERDICTS, *LIKELIEST_FIRST)}
    return {**known, _TRIVIAL: Fraction(credit.get(_TRIVIAL, 0)), AGAIN: Fraction(credit.get(AGAIN, known["carried"]))}
