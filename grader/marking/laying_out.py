"""Every answer of a class put in its place in the sheet of a problem."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.answers.record import Answer, Formula
from grader.engine import Array
from grader.errors import FormulaError
from grader.marking.closeness import Written
from grader.marking.formulas import Formulas, placed
from grader.marking.sheet import Sheet
from grader.notation import Target, key
from grader.numbers import Number, Unreadable
from grader.reference import Reference

_EXACT = 17
"""Figures of a number that has no last place: a fraction, worked-out arithmetic, a formula's value."""


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
