"""The answers of a class laid out as arrays, one per quantity."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.answers.record import Answer, Formula
from grader.engine import Array
from grader.errors import FormulaError
from grader.marking.closeness import Written
from grader.marking.formulas import Formulas, placed
from grader.notation import Target, key
from grader.numbers import Number, Unreadable
from grader.reference import Reference

_EXACT = 17
"""Figures of a number that has no last place: a fraction, worked-out arithmetic, a formula's value."""


@dataclass(frozen=True)
class Sheet:
    """What a class wrote for one problem, by quantity.

    `texts`: (students, *shape) as written; `unreadable`: the same, where there is text but no number; `aside`: the
    same of some quantities, where there is an answer that is marked as if it had been left blank; `doubted`: the same,
    where what follows it may tell what was gone on with; `whole`: the same,
    where one formula was given for all of an array; `shown`: by quantity, whose formulas for others hold its step;
    `faults`: what is at fault in a formula that cannot be read; `shared`: where an answer is one to another problem,
    too, in which it is charged.
    """

    students: tuple[str, ...]
    written: Mapping[str, Written]
    texts: Mapping[str, NDArray[np.object_]]
    unreadable: Mapping[str, NDArray[np.bool_]]
    aside: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    doubted: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    whole: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    shown: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    faults: Mapping[str, NDArray[np.object_]] = field(default_factory=dict)
    shared: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """The answers that one student may give."""
        return sum(math.prod(texts.shape[1:]) for texts in self.texts.values()) or 1

    def parts(self, size: int) -> "Iterator[Sheet]":
        """The class in parts of at most so many students; one part, if there are none."""
        if len(self.students) <= size:
            yield self
            return
        for start in range(0, len(self.students), size):
            yield self.of(np.arange(start, min(start + size, len(self.students))))

    def of(self, rows: NDArray[np.intp]) -> "Sheet":
        """What some of the students wrote."""
        return Sheet(
            tuple(self.students[row] for row in rows.tolist()),
            {name: written.rows(rows) for name, written in self.written.items()},
            {name: texts[rows] for name, texts in self.texts.items()},
            {name: mask[rows] for name, mask in self.unreadable.items()},
            **{kind: {name: masks[rows] for name, masks in getattr(self, kind).items()} for kind in _OF_SOME},
        )

    def different(self) -> "tuple[Sheet, list[int]]":
        """The sheet of the first of each of those who wrote the very same, and for every student the row there."""
        if not self.students:
            return self, []
        rows: dict[tuple[object, ...], int] = {}
        parts = self.parts(max(1, _AT_ONCE // self.width))
        which = [rows.setdefault(row, len(rows)) for part in parts for row in part._rows()]
        if len(rows) == len(which):
            return self, which
        return self.of(np.unique(which, return_index=True)[1]), which

    def _rows(self) -> "Iterator[tuple[object, ...]]":
        """All that each student wrote, and what was made of it."""
        count = len(self.students)
        arrays = [array for kind in ("texts", "unreadable", *_OF_SOME) for array in getattr(self, kind).values()]
        arrays += [part for written in self.written.values() for part in written]
        numbers = [array.reshape(count, -1) for array in arrays if array.dtype != object]
        texts = [column for array in arrays if array.dtype == object for column in array.reshape(count, -1).T.tolist()]
        digests = (sha256(row).digest() for row in np.concatenate(numbers, axis=1, dtype=float))
        return zip(digests, *texts, strict=True)


_OF_SOME = ("aside", "doubted", "whole", "shown", "faults", "shared")
"""What a sheet has of some quantities."""
_AT_ONCE = 100_000
"""Answers that are compared at once: what a large class needs in memory is the sheet, and little besides."""


def elsewhere(references: Sequence[Reference], number: int) -> frozenset[tuple[str, str]]:
    """The quantities of a rubric's other problems at which an answer to one of them, by number from 0, is charged.

    That is what they ask; and what is not asked either, in the problem that comes first.
    """
    found = set[tuple[str, str]]()
    for k, other in enumerate(references):
        name, asked = other.problem.name, {element.quantity for element in other.asked}
        found |= {(name, quantity) for quantity in (asked if k > number else other.graph) if k != number}
    return frozenset(found)


def lay_out(
    reference: Reference,
    students: Sequence[str],
    answers: Sequence[Iterable[Answer]],
    charged: Collection[tuple[str, str]] = (),
) -> Sheet:
    """Puts every answer that is meant for this problem in its place; `answers` has one collection a student.

    `charged`: problem and quantity of what such an answer may be in another problem, too (see `elsewhere`).

    Most of a class have the very same answers, and of sheets read alike these are the same objects: they are put once.
    """
    each = [tuple(theirs) for theirs in answers]
    rows: dict[tuple[int, ...], int] = {}
    which = [rows.setdefault(tuple(map(id, theirs)), len(rows)) for theirs in each]
    if len(rows) == len(each):
        return _laid_out(reference, students, each, charged)
    first = np.unique(which, return_index=True)[1].tolist()
    sheet = _laid_out(reference, [students[n] for n in first], [each[n] for n in first], charged)
    return replace(sheet.of(np.array(which)), students=tuple(students))


def _laid_out(
    reference: Reference,
    students: Sequence[str],
    answers: Sequence[Iterable[Answer]],
    charged: Collection[tuple[str, str]],
) -> Sheet:
    """The same, of students who have not the same answers."""
    layout = _Layout(reference, len(students))
    by_target: dict[Target, _Given] = {}
    known: dict[int, _Given] = {}
    """The same by the identity of a target, which most of a class share."""
    for row, theirs in enumerate(answers):
        for answer in theirs:
            given = known.get(id(answer.target))
            if given is None:
                target = answer.target or _NOBODYS
                given = known[id(answer.target)] = by_target.setdefault(target, _Given([], []))
            given.rows.append(row)
            given.answers.append(answer)
    # What is said of a whole array comes first, whoever says it: in what order a class answers makes no difference.
    others = {
        (target.quantity, row, answer.place)
        for target, given in by_target.items()
        if (target.problem, target.quantity) in charged
        for row, answer in zip(given.rows, given.answers, strict=True)
    }
    for target, given in sorted(by_target.items(), key=lambda item: len(item[0].index or ())):
        if target is not _NOBODYS and target.problem == reference.problem.name:
            layout.put(target, given, others)
    return Sheet(
        tuple(students),
        layout.written(),
        layout.texts,
        layout.unreadable,
        whole=layout.whole,
        shown=layout.shown,
        faults=layout.faults,
        shared=layout.shared,
    )


class _Given(NamedTuple):
    """What a class answers to one target, and in which rows."""

    rows: list[int]
    answers: list[Answer]


_NOBODYS = Target("", "")
"""What nobody asked for."""


class _Layout:
    def __init__(self, reference: Reference, students: int) -> None:
        self.reference, self.graph = reference, reference.graph
        self._formulas = Formulas(reference)
        self._values: dict[str, Array] = {}
        self._units: dict[str, Array] = {}
        self._figures: dict[str, Array] = {}
        self.texts: dict[str, NDArray[np.object_]] = {}
        self.unreadable: dict[str, NDArray[np.bool_]] = {}
        self.whole: dict[str, NDArray[np.bool_]] = {}
        self.shown: dict[str, NDArray[np.bool_]] = {}
        self.faults: dict[str, NDArray[np.object_]] = {}
        self.shared: dict[str, NDArray[np.bool_]] = {}
        for quantity in self.graph.computed:
            shape = (students, *quantity.shape)
            self._values[quantity.name] = np.full((students, reference.points, *quantity.shape), np.nan)
            self._units[quantity.name] = np.zeros(shape)
            self._figures[quantity.name] = np.full(shape, _EXACT, dtype=float)
            self.texts[quantity.name] = np.full(shape, "", dtype=object)
            self.unreadable[quantity.name] = np.zeros(shape, dtype=bool)

    def written(self) -> dict[str, Written]:
        return {
            name: Written(value, self._units[name][:, None], self._figures[name][:, None])
            for name, value in self._values.items()
        }

    def put(self, target: Target, given: _Given, others: Collection[tuple[str, int, str]]) -> None:
        name, index = placed(target.quantity, target.index or (), self.graph)
        if name not in self._values:
            return  # a given, restated
        place = tuple(i - 1 for i in index)
        at: tuple[Any, ...]
        whole = [1] * (len(self.graph[name].shape) - len(place))
        each = zip(given.rows, given.answers, strict=True) if others else ()
        if shared := [row for row, answer in each if (target.quantity, row, answer.place) in others]:
            at = (np.array(shared), *place)
            self.shared.setdefault(name, np.zeros(self.texts[name].shape, dtype=bool))[at] = True
        at = (np.array(given.rows), *place)
        self.texts[name][at] = _objects([answer.text for answer in given.answers]).reshape(-1, *whole)
        read = [
            (row, a.number) for row, a in zip(given.rows, given.answers, strict=True) if isinstance(a.number, Number)
        ]
        at = (np.array([row for row, _ in read], dtype=np.intp), *place)
        values = np.reshape([number.value for _, number in read], (-1, 1, *whole))
        self._values[name][_points(at, slice(None))] = values
        if not self.reference.problem.symbols:
            self._units[name][at] = np.reshape([number.unit for _, number in read], (-1, *whole))
            self._figures[name][at] = np.reshape([number.figures for _, number in read], (-1, *whole))
        if len(read) < len(given.rows):
            self._put_others(name, place, given)

    def _put_others(self, name: str, place: tuple[int, ...], given: _Given) -> None:
        """Puts what is no number in its place: formulas, and what cannot be read."""
        for row, answer in zip(given.rows, given.answers, strict=True):
            at = (row, *place)
            if isinstance(answer.number, Formula):
                bare = name.endswith("'") and not key(answer.name).endswith(("'", "_t", "_1"))
                self._put_formula(name, at, answer.number, bare)
            elif isinstance(answer.number, Unreadable) and not self._formulas.is_its_own(name, place, answer.text):
                self.unreadable[name][at] = True

    def _put_formula(self, name: str, at: tuple[int, ...], formula: Formula, bare: bool) -> None:
        try:
            expr = self._formulas.parsed(name, formula, bare)
            values = self._formulas.worth(name, at[1:], formula, expr)
        except FormulaError as error:
            self.unreadable[name][at] = True
            self.faults.setdefault(name, np.full(self.texts[name].shape, "", dtype=object))[at] = error.what
            return
        if not np.isfinite(values).all():
            self.unreadable[name][at] = True
            return
        self._values[name][_points(at, slice(None))] = values
        if formula.whole:
            self.whole.setdefault(name, np.zeros_like(self.unreadable[name]))[at] = True
        for other in self._formulas.steps_in(name, expr, self._values):
            self.shown.setdefault(other, np.zeros(len(self.texts[name]), dtype=bool))[at[0]] = True


def _objects(texts: Sequence[str]) -> NDArray[np.object_]:
    """An array of these very objects."""
    found = np.empty(len(texts), dtype=object)
    found[:] = texts
    return found


def _points(at: tuple[Any, ...], points: int | slice) -> tuple[Any, ...]:
    """An answer's place with the points' axis put in."""
    return (at[0], points, *at[1:])


def shown(value: Array) -> str:
    """A number as the reports show it: 12 significant digits at most, and no minus before a nought.

    >>> shown(np.array(1.6500000000000001)), shown(np.array(-0.0))
    ('1.65', '0')
    """
    return f"{float(value) + 0.0:.12g}"


def all_shown(values: Array) -> NDArray[np.object_]:
    """Each of many numbers as `shown`, and nothing for one that is not finite; the same ones are written once.

    >>> all_shown(np.array([0.25, np.nan, 1.6500000000000001, -0.0])).tolist()
    ['0.25', '', '1.65', '0']
    """
    bits, which = np.unique(np.ascontiguousarray(values + 0.0, dtype=float).view(np.int64), return_inverse=True)
    different = bits.view(float)
    texts = np.empty(len(different), dtype=object)
    texts[:] = ("%.12g\n" * len(different) % tuple(different.tolist())).split("\n")[:-1]
    texts[~np.isfinite(different)] = ""
    return texts[which]
