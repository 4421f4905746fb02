"""A slip that explains some of what is open of a quantity, and for whom."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, Mutation, Name
from grader.marking.closeness import Mask, Rows
from grader.marking.judgement import Why


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


def by_match(found: Iterable[Found]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """The students of each match."""
    together: dict[int, list[int]] = {}
    for m, k in found:
        together.setdefault(m, []).append(k)
    for m, some in together.items():
        yield m, np.array(some, dtype=np.intp)


def at_one_place(mutation: Mutation) -> bool:
    """Whether a slip says nothing of other elements: two digits change places, or one row or element is another's."""
    whole = all(isinstance(part, Name) for part in mutation.parts)
    return mutation.cause == "digits" or (mutation.cause == "wrong-operand" and not whole)
