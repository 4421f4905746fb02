"""The marks of a class: one row a student, one column an element asked."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.object_]


class Column(NamedTuple):
    """One element asked: its problem (empty where there is one), its name for `marks.csv`, and its points."""

    problem: str
    quantity: str
    out_of: Fraction
    bonus: bool = False
    """Whether its points count in a total but not in what the total is out of."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a rubric's marking gave, each array (students, columns).

    Credit is exact: the points of a cell are `columns[c].out_of * shares[share[n, c]]`.
    """

    rubric: str
    """The stem of the rubric's file."""
    title: str
    students: tuple[str, ...]
    columns: tuple[Column, ...]
    answer: Texts
    """As written, exactly."""
    value: NDArray[np.float64]
    """The number read from it; nan where there is none."""
    expected: Texts
    followed: Texts
    verdict: Texts
    cause: Texts
    share: NDArray[np.intp]
    """Index into `shares`."""
    shares: tuple[Fraction, ...]
    note: Texts
    most_lost: Fraction | None = None
    """At most so many of the problem's points are lost to slips (see `totals`); None where there is no limit."""
