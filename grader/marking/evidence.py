"""How much an explanation proves: whether a number from nowhere would have been explained as well.

Of one answer that is the share of random numbers that fall as near; of several answers explained by the same slip the
shares are multiplied, but only as far as the answers are independent of one another. The more explanations of a kind
are tried, the less each proves; but that there are fifty siblings to be taken for an operand says nothing of a square
that is left out, so every cause is held against chance by itself, a common one less strictly. How often a number from
nowhere is given a cause all the same is measured by `python -m tests.accuracy`.
"""

from math import comb

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array

CHANCE = 0.02
"""A slip is named if at most this share of random numbers would be explained as well by it, or by one of the same cause
tried before."""
_DENSITY = 0.25
"""The chance to hit a band, over its relative width: 1/ln 100 = 0.22 for numbers spread evenly over two decades."""
_NOUGHTS = 0.05
"""The share of noughts in an array that stand for nothing worked out."""
_FAVOUR = {"sign": 10.0, "wrong-factor": 4.0, "ascent": 10.0, "rate": 3.0, "missing-derivative": 3.0}
"""How much likelier than the average slip the commonest ones are."""


def chance(value: Array, width: Array) -> Array:
    """The share of random numbers of the right size that fall into a band of this full width around a value.

    >>> chance(np.array([0.5, 0.0]), np.array([0.01, 0.01])).tolist()
    [0.005, 1.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.minimum(_DENSITY * width / np.abs(value), 1.0)
    return np.asarray(np.nan_to_num(found, nan=1.0))


def chance_of_noughts(answered: int, noughts: int) -> float:
    """The share of random answers of which as many as these are noughts, and at the same places.

    >>> chance_of_noughts(1, 1), chance_of_noughts(5, 2)
    (0.05, 0.005)
    """
    return _NOUGHTS / comb(answered, noughts)


def beats_chance(share: float, tried: int, cause: str) -> bool:
    """Whether an explanation, the `tried`-th of its cause, beats chance; `share` as `chance` or `together` gives it."""
    return share * tried <= CHANCE * _FAVOUR.get(cause, 1.0)


def likely_worked_out(share: float, in_all: int, blanks: int) -> bool:
    """Whether a number that an explanation, the `in_all`-th of all, explains is likelier worked out than invented.

    The more steps before it were left blank, the less that is likely, and the more explanations there are.

    >>> likely_worked_out(0.001, 300, 1), likely_worked_out(0.001, 300, 10)
    (True, False)
    """
    return share * in_all * blanks <= 1


class Tries:
    """How many slips each of some students' open answers were held against, by cause."""

    def __init__(self, students: int, times: int = 1) -> None:
        """`times`: so many possibilities, of which this is one, are looked through for slips."""
        self._times = times
        self._of_cause: dict[str, NDArray[np.intp]] = {}
        self._in_all = np.zeros(students, dtype=np.intp)

    def add(self, cause: str, rows: NDArray[np.intp]) -> None:
        """Counts one more slip for some of the students."""
        self._of_cause.setdefault(cause, np.zeros_like(self._in_all))[rows] += 1
        self._in_all[rows] += 1

    def of_cause(self, cause: str, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """How many were of a cause, for some of the students."""
        return self._times * self._of_cause.get(cause, np.zeros_like(self._in_all))[rows]

    def in_all(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """How many there were of all causes."""
        return self._times * self._in_all[rows]

    def narrowed(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> "Tries":
        """The counts of some of the students."""
        found = Tries(0, self._times)
        found._of_cause = {cause: count[rows] for cause, count in self._of_cause.items()}
        found._in_all = self._in_all[rows]
        return found


def together(shares: NDArray[np.float64], written: Array, follow: Array, unit: Array) -> float:
    """The share of random answers explained as well, where one slip explains several: all arguments (answers,).

    Answers that are off by the same factor, or by the same amount, are one piece of evidence: whatever made one of them
    wrong made the others so. But that different answers are off alike is itself no accident, and few things do that.

    >>> written, follow = np.array([0.25, 0.5]), np.array([0.5, 1.0])
    >>> shares, unit = np.array([0.01, 0.02]), np.array([0.01, 0.1])
    >>> together(shares, written, follow, unit), together(shares, written, np.array([0.5, -0.7]), unit)
    (0.001, 0.0002)
    """
    if len(shares) == 1:
        return float(shares[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        factor, spread = written / follow, unit / np.abs(follow)
    return max(_pieces(shares, factor, spread, written), _pieces(shares, written - follow, unit, written))


def _pieces(shares: NDArray[np.float64], key: Array, spread: Array, written: Array) -> float:
    """The product over the answers with a key of their own, to within twice their spread, of the least share."""
    order = np.argsort(np.where(np.isfinite(key), key, np.inf))
    product, piece = 1.0, [int(order[0])]
    for i in map(int, order[1:]):
        if not _same(float(key[i]), float(key[piece[-1]]), float(spread[i] + spread[piece[-1]])):
            product, piece = product * _piece(shares, written, piece), []
        piece.append(i)
    return product * _piece(shares, written, piece)


def _piece(shares: NDArray[np.float64], written: Array, piece: list[int]) -> float:
    """The least share, less for each different number beside the first."""
    numbers = len(set(np.abs(written[piece]).tolist()))
    return float(shares[piece].min()) * _ALIKE ** min(numbers - 1, _MOST_ALIKE)


_ALIKE = 0.1
_MOST_ALIKE = 2


def _same(one: float, other: float, spread: float) -> bool:
    return one == other or abs(one - other) <= 2 * spread + 1e-9 * abs(one)
