"""The marks of a class: one row a student, one column an element asked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from fractions import Fraction
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.rubric import NO_POLICY, Policy

Texts = NDArray[np.object_]


class Column(NamedTuple):
    """One element asked: its problem (empty where there is one), its name for `marks.csv`, and its points."""

    problem: str
    quantity: str
    out_of: Fraction
    bonus: bool = False
    """Whether its points count in a total but not in what the total is out of."""
    of: str = ""
    """What the rubric asks for in one, where this is one element of several."""


class Receipt(NamedTuple):
    """When a student's work was handed in, as far as is known."""

    when: datetime | None = None
    """Without a zone: by the clock of whoever set the due time."""
    late: bool | None = None
    """What the learning management system says; None where it says nothing."""


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
    """What is said to the student (see `Said`)."""
    again: NDArray[np.bool_]
    """Where an answer is wrong by a slip that is charged elsewhere."""
    most_lost: Fraction | None = None
    """At most so many of the problem's points are lost to slips (see `totals`); None where there is no limit."""
    policy: Policy = NO_POLICY
    """What the rubric says of all its problems together."""
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    """By student, when the work was handed in; marks do not depend on it, totals do."""
    conventions: tuple[str, ...] = ()
    """By student, the declared alternative that the work is marked under ("" is the rubric's own); () where none is
    declared."""
    variants: tuple[str, ...] = ()
    """By student, the variant of the givens that the work is marked by ("" where none is known); () where all have the
    same."""
    ruled: NDArray[np.bool_] | None = None
    """Where a person has ruled by hand; None where nobody has."""
    formula: NDArray[np.float64] | None = None
    """By which a formula is known again: what it is at a point, the same for all, and what is expected there,
    (students, columns, 2); None where numbers are asked."""

    def points(self) -> NDArray[np.float64]:
        """The points of every answer, (students, columns), as numbers: to compare by, not to give."""
        worth = np.array([float(share) for share in self.shares])
        return np.asarray(worth[self.share] * np.array([float(column.out_of) for column in self.columns]))


class Taken(NamedTuple):
    """Some of a student's answers as they are judged in other marks, by another reading of the same work."""

    row: int
    """The student's, in the marks that these are put into."""
    marks: Marks
    at: int
    """The student's row in the other marks."""
    columns: Sequence[tuple[int, int]]
    """Which answers, each with its column in the other marks."""


_JUDGED = ("followed", "verdict", "cause", "share", "note", "again")
"""What a reading of the same answers may change."""


def taking(marks: Marks, readings: Iterable[Taken]) -> Marks:
    """A copy of the marks with what some students' answers are by other readings, whose shares it has to know."""
    arrays = {name: getattr(marks, name).copy() for name in _JUDGED}
    for row, other, at, columns in readings:
        for column, theirs in columns:
            for name, array in arrays.items():
                array[row, column] = getattr(other, name)[at, theirs]
            arrays["share"][row, column] = marks.shares.index(other.shares[other.share[at, theirs]])
    return replace(marks, **arrays)


def joined(parts: Sequence[Marks]) -> Marks:
    """The marks of parts of a class on the same problem, put together."""
    if len(parts) == 1:
        return parts[0]
    return replace(
        parts[0],
        students=tuple(chain.from_iterable(part.students for part in parts)),
        answer=np.concatenate([part.answer for part in parts]),
        value=np.concatenate([part.value for part in parts]),
        expected=np.concatenate([part.expected for part in parts]),
        followed=np.concatenate([part.followed for part in parts]),
        verdict=np.concatenate([part.verdict for part in parts]),
        cause=np.concatenate([part.cause for part in parts]),
        share=np.concatenate([part.share for part in parts]),
        note=np.concatenate([part.note for part in parts]),
        again=np.concatenate([part.again for part in parts]),
        formula=None if parts[0].formula is None else np.concatenate([part.formula for part in parts]),
        conventions=tuple(chain.from_iterable(part.conventions for part in parts)),
        variants=tuple(chain.from_iterable(part.variants for part in parts)),
    )


def without(marks: Marks, students: Collection[str]) -> Marks:
    """The marks of all but some students."""
    return of_rows(marks, [row for row, student in enumerate(marks.students) if student not in students])


def of_rows(marks: Marks, rows: Sequence[int]) -> Marks:
    """The marks of some students, by their rows, in this order; one may come several times."""
    named = ["students", *(name for name in ("conventions", "variants") if getattr(marks, name))]
    found: dict[str, Any] = {name: tuple(getattr(marks, name)[row] for row in rows) for name in named}
    at = np.array(rows, dtype=np.intp)
    found |= {f.name: value[at] for f in fields(marks) if isinstance(value := getattr(marks, f.name), np.ndarray)}
    return replace(marks, **found)
