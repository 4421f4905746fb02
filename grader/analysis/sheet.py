"""The marks of a rubric's problems side by side, as numbers: one row a student, one column an element asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.marking import Column, Marks, Verdict
from grader.totals import totals

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]

_RIGHT = ("correct", "carried", "implied", "imprecise")
_ERRORS = ("slip", "wrong", "unreadable")
_BLANK = ("missing", "implied")


@dataclass(frozen=True)
class Sheet:
    """One rubric's marks; arrays are (students, columns)."""

    rubric: str
    students: tuple[str, ...]
    columns: tuple[Column, ...]
    points: Floats
    out_of: Floats
    """(columns,)"""
    totals: Floats
    """(students,): what each has in the gradebook, after caps, drops and lateness."""
    possible: Floats
    """(students,): what that is out of."""
    answer: Texts
    value: Floats
    """The number that was written; of a formula what it is at a point."""
    expected: Floats
    """The same of the key."""
    formula: NDArray[np.bool_]
    """(columns,): where formulas are asked."""
    verdict: Texts
    cause: Texts
    note: Texts
    again: NDArray[np.bool_]
    """Where an answer is wrong by a slip that is charged elsewhere."""
    ruled: NDArray[np.bool_]
    """Where a person has ruled: what its note says is of nobody else."""
    work: tuple[str, ...] = ()
    """By student, whose work it is: of several who handed in one together, the first of them."""
    variants: tuple[str, ...] = ()
    """By student, the variant of the givens; () where all have the same."""

    def once(self) -> "Sheet":
        """The same with each work once, whoever handed it in together."""
        rows = [row for row, student in enumerate(self.students) if self.work[row] == student]
        if len(rows) == len(self.students):
            return self
        return self._of(rows)

    def by_variant(self) -> Iterator["Sheet"]:
        """The same of those who have the same givens, for all of them: a number means the same to these alone."""
        for variant in dict.fromkeys(self.variants):
            yield self._of([row for row, theirs in enumerate(self.variants) if theirs == variant])
        if not self.variants:
            yield self

    def _of(self, rows: Sequence[int]) -> "Sheet":
        names = ("students", "work", *(["variants"] if self.variants else ()))
        own: dict[str, Any] = {name: tuple(getattr(self, name)[row] for row in rows) for name in names}
        return replace(self, **own, **{name: getattr(self, name)[rows] for name in _BY_STUDENT})

    @cached_property
    def answered(self) -> NDArray[np.bool_]:
        """Where something was written."""
        return ~np.isin(self.verdict, _BLANK)

    @cached_property
    def step_right(self) -> Floats:
        """1 where the step was right given what the student had before, 0 where it was not, nan where none was taken.

        A slip that is charged elsewhere was made here, too; a step that a later answer implies was taken, though blank.
        """
        right = np.isin(self.verdict, _RIGHT) & ~self.again
        return np.where(self.verdict != "missing", right.astype(float), np.nan)

    @cached_property
    def in_error(self) -> NDArray[np.bool_]:
        """Where an error starts."""
        return np.asarray(np.isin(self.verdict, _ERRORS))

    def starts(self) -> NDArray[np.intp]:
        """How many students make their first error of a problem in each column: (columns,)."""
        counts = np.zeros(len(self.columns), dtype=np.intp)
        for problem in dict.fromkeys(column.problem for column in self.columns):
            places = np.flatnonzero([column.problem == problem for column in self.columns])
            errors = self.in_error[:, places]
            first = places[errors.argmax(axis=1)][errors.any(axis=1)]
            counts += np.bincount(first, minlength=len(counts))
        return counts


_BY_STUDENT = (
    "points", "totals", "possible", "answer", "value", "expected", "verdict", "cause", "note", "again", "ruled",
)  # fmt: skip
"""The arrays of a sheet with a row a student."""
Together = Mapping[tuple[str, str], str]
"""By rubric and student, for whoever handed something in with others, the first of them."""


def sheets(marks: Sequence[Marks], together: Together = MappingProxyType({})) -> Iterator[Sheet]:
    """One sheet a rubric, in the order of the marks."""
    for rubric in dict.fromkeys(m.rubric for m in marks):
        theirs = [m for m in marks if m.rubric == rubric and m.columns]
        if theirs and theirs[0].students:
            yield _sheet(rubric, theirs, together)


def _sheet(rubric: str, marks: Sequence[Marks], together: Together) -> Sheet:
    students = tuple(sorted(set.intersection(*(set(m.students) for m in marks))))
    places = [{student: row for row, student in enumerate(m.students)} for m in marks]
    rows = [[place[student] for student in students] for place in places]
    columns, had = tuple(column for m in marks for column in m.columns), totals(marks)

    def beside(of: Callable[[Marks], NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate([of(m)[at] for m, at in zip(marks, rows, strict=True)], axis=1)

    return Sheet(
        rubric=rubric,
        students=students,
        columns=columns,
        points=beside(Marks.points),
        out_of=np.array([float(column.out_of) for column in columns]),
        totals=np.array([float(had[student].total) for student in students]),
        possible=np.array([float(had[student].out_of) for student in students]),
        answer=beside(lambda m: m.answer),
        value=beside(_values),
        expected=beside(_key),
        formula=np.repeat([m.formula is not None for m in marks], [len(m.columns) for m in marks]),
        verdict=beside(settled),
        cause=beside(lambda m: np.where(accepted(m), "", m.cause)),
        note=beside(lambda m: m.note),
        again=beside(lambda m: m.again & ~accepted(m)),
        ruled=beside(_ruled),
        variants=tuple(marks[0].variants[row] for row in rows[0]) if marks[0].variants else (),
        work=tuple(together.get((rubric, student), student) for student in students),
    )


def accepted(marks: Marks) -> NDArray[np.bool_]:
    """Where a person has ruled that an answer has all its points: it is right, whatever was found of it."""
    full = np.array([share >= 1 for share in marks.shares], dtype=bool)
    return np.asarray(_ruled(marks) & full[marks.share])


def settled(marks: Marks) -> Texts:
    """The verdicts as they stand after every ruling: who was given all points by hand is right."""
    return np.where(accepted(marks), str(Verdict.CORRECT.word), marks.verdict)


def as_ruled(marks: Marks) -> Marks:
    """The marks with the verdicts as they stand, and no cause where there is nothing wrong any more."""
    return replace(marks, verdict=settled(marks), cause=np.where(accepted(marks), "", marks.cause))


def _ruled(marks: Marks) -> NDArray[np.bool_]:
    return np.zeros(marks.verdict.shape, dtype=bool) if marks.ruled is None else marks.ruled


def _values(marks: Marks) -> Floats:
    return np.asarray(marks.value if marks.formula is None else marks.formula[:, :, 0], dtype=float)


def _key(marks: Marks) -> Floats:
    if marks.formula is not None:
        return marks.formula[:, :, 1]
    texts = marks.expected.ravel().tolist()
    known = {text: _number(text) for text in dict.fromkeys(texts)}
    return np.array([known[text] for text in texts], dtype=float).reshape(marks.expected.shape)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return np.nan
