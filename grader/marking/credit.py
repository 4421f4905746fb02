"""Credit: the share of a quantity's points that a verdict, or a slip's cause, earns. Exact throughout."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.verdicts import VERDICTS, Verdict

_TRIVIAL = "trivial"


class Credit:
    """The share of a quantity's points that a verdict, or a slip's cause, earns."""

    def __init__(self, shares: Mapping[str, Fraction]) -> None:
        words = [*VERDICTS, *LIKELIEST_FIRST]
        known = {word: Fraction(shares.get(word, shares["slip"])) for word in words}
        known[_TRIVIAL] = Fraction(shares.get(_TRIVIAL, 0))
        self.shares = tuple(dict.fromkeys(known.values()))
        place = {word: self.shares.index(share) for word, share in known.items()}
        self._by_verdict = np.array([place[word] for word in VERDICTS])
        self._trivial = place[_TRIVIAL]
        self._by_cause = np.array([place[word] for word in LIKELIEST_FIRST])

    def index(self, verdict: NDArray[np.int8], cause: NDArray[np.int8], trivial: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Where in `shares` the credit of each answer stands; `trivial` marks steps that a slip has emptied."""
        by_cause = np.where(verdict == Verdict.SLIP, self._by_cause[cause], self._by_verdict[verdict])
        return np.where(trivial, self._trivial, by_cause).astype(np.intp)
