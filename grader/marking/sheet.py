"""The answers of a class laid out as arrays, one per quantity."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.answers.record import Answer, Formula
from grader.engine import LEAD, Array, Expr, evaluate, is_apply, names_in, parse_answer, walk
from grader.errors import FormulaError
from grader.marking.closeness import Written
from grader.marking.contained import contained
from grader.notation import Target, Vocabulary, key
from grader.numbers import Number, Unreadable
from grader.reference import Graph, Reference, symbols

_EXACT = 17
"""Figures of a number that has no last place: a fraction, worked-out arithmetic, a formula's value."""

_FEWEST = 4
"""At so many points at least a formula has to have a value, so that one can say that it is the right one."""


@dataclass(frozen=True)
class Sheet:
    """What a class wrote for one problem, by quantity.

    `texts`: (students, *shape) as written; `unreadable`: the same, where there is text but no number; `aside`: the
    same of some quantities, where there is an answer that is marked as if it had been left blank; `whole`: the same,
    where one formula was given for all of an array; `shown`: by quantity, whose formulas for others hold its step.
    """

    students: tuple[str, ...]
    written: Mapping[str, Written]
    texts: Mapping[str, NDArray[np.object_]]
    unreadable: Mapping[str, NDArray[np.bool_]]
    aside: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    whole: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    shown: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)

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
            *({name: mask[rows] for name, mask in masks.items()} for masks in (self.aside, self.whole, self.shown)),
        )


def lay_out(reference: Reference, students: Sequence[str], answers: Sequence[Iterable[Answer]]) -> Sheet:
    """Puts every answer that is meant for this problem in its place; `answers` has one collection a student."""
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
    for target, given in sorted(by_target.items(), key=lambda item: len(item[0].index or ())):
        if target is not _NOBODYS and target.problem == reference.problem.name:
            layout.put(target, given)
    return Sheet(tuple(students), layout.written(), layout.texts, layout.unreadable, {}, layout.whole, layout.shown)


class _Given(NamedTuple):
    """What a class answers to one target, and in which rows."""

    rows: list[int]
    answers: list[Answer]


_NOBODYS = Target("", "")
"""What nobody asked for."""


class _Layout:
    def __init__(self, reference: Reference, students: int) -> None:
        self.reference, self.graph = reference, reference.graph
        self._vocabulary = Vocabulary(symbols(reference))
        self._values: dict[str, Array] = {}
        self._later: dict[str, frozenset[str]] = {}
        self._elements: dict[str, Array] = {}
        """Elements of quantities that formulas mention, by a name of their own."""
        self._units: dict[str, Array] = {}
        self._figures: dict[str, Array] = {}
        self.texts: dict[str, NDArray[np.object_]] = {}
        self.unreadable: dict[str, NDArray[np.bool_]] = {}
        self.whole: dict[str, NDArray[np.bool_]] = {}
        self.shown: dict[str, NDArray[np.bool_]] = {}
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

    def put(self, target: Target, given: _Given) -> None:
        name, index = _place(target.quantity, target.index or (), self.graph)
        if name not in self._values:
            return  # a given, restated
        place = tuple(i - 1 for i in index)
        at: tuple[Any, ...] = (np.array(given.rows), *place)
        whole = [1] * (len(self.graph[name].shape) - len(place))
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
            elif isinstance(answer.number, Unreadable) and not self._is_its_formula(name, place, answer.text):
                self.unreadable[name][at] = True

    def _is_its_formula(self, name: str, place: tuple[int, ...], text: str) -> bool:
        """Whether, where a number is asked, the sheet's own formula for it stands: that is still to be worked out."""
        try:
            expr = parse_answer(text, partial(self._resolve, name))
            with np.errstate(all="ignore"):
                values = evaluate(expr, {**self.reference.values, **self._elements})
        except FormulaError:
            return False
        at: tuple[Any, ...] = (slice(None), slice(None), *place)
        expected = self.reference.values[name][at]
        same = values.shape == expected.shape and np.allclose(values, expected, rtol=1e-9, atol=0)
        return same and not self.reference.problem.symbols and bool(names_in(expr))

    def _put_formula(self, name: str, at: tuple[int, ...], formula: Formula, bare: bool = False) -> None:
        """Puts the values of a formula in their place; `bare`: it is of a later value, and its name has no prime."""
        try:
            expr = parse_answer(_EARLIER.sub(_BEFORE, formula.text), partial(self._resolve, name))
            known = {**self.reference.values, **self._elements}
            if _BY_SIGN.search(formula.text) and any(_sums_a_matrix(node, known) for node in walk(expr)):
                raise FormulaError("over which index of a matrix a sum goes, nobody can say")
            if bare and any(f"{each}'" in self.graph and f"{each}'" not in self._from(name) for each in names_in(expr)):
                raise FormulaError("whether a name without a prime is the earlier value here, nobody can say")
            values = evaluate(expr, known)
        except FormulaError:
            values = np.full((1, 1), np.nan)
        if formula.whole and values.shape[LEAD:] == self.graph[name].shape:
            element: tuple[Any, ...] = (..., *at[1:])
            values = values[element]
        values = values[0] if values.ndim <= LEAD else np.full(1, np.nan)
        if not np.isfinite(values).all():
            values = self._where_defined(name, at, values)
        if np.isfinite(values).all():
            self._values[name][_points(at, slice(None))] = values
            self._note(name, at, expr, formula.whole)
        else:
            self.unreadable[name][at] = True

    def _where_defined(self, name: str, at: tuple[int, ...], values: Array) -> Array:
        """What is right wherever it has a value, log(x) where x may be below 0, is right everywhere."""
        place: tuple[Any, ...] = (0, slice(None), *at[1:])
        expected = self.reference.values[name][place]
        values = np.broadcast_to(values, expected.shape)
        fine = np.isfinite(values)
        same = fine.sum() >= _FEWEST and np.allclose(values[fine], expected[fine], rtol=1e-9, atol=0)
        return np.where(fine, values, expected) if same else values

    def _note(self, name: str, at: tuple[int, ...], expr: Expr, whole: bool) -> None:
        """Keeps of a formula whether it is one for a whole array, and which other steps stand in it."""
        if whole:
            self.whole.setdefault(name, np.zeros_like(self.unreadable[name]))[at] = True
        before = self.graph.up_to([name]).difference([name]).intersection(self._values)
        steps = {other: self.reference.values[other] for other in before}
        for other in contained(expr, steps, {**self.reference.values, **self._elements}):
            self.shown.setdefault(other, np.zeros(len(self.texts[name]), dtype=bool))[at[0]] = True

    def _from(self, name: str) -> frozenset[str]:
        """A quantity, and all that is worked out from it."""
        if name not in self._later:
            found, pending = {name}, [name]
            while pending:
                more = [child for child in self.graph.children[pending.pop()] if child not in found]
                found.update(more)
                pending += more
            self._later[name] = frozenset(found)
        return self._later[name]

    def _resolve(self, answered: str, spelling: str) -> str | None:
        """The quantity, or the element of one, that a name in a formula means, if it is a single one.

        What is answered is not told by itself, nor by what is worked out from it.
        """
        if timed := self._timed(answered, spelling):
            return timed
        # what there is after the step only, the corrected moment m̂′, needs no prime
        found = self._vocabulary.find(spelling) or self._vocabulary.find(spelling, None, True)
        if not found:
            return self._family(answered, spelling)
        name, index = _place(found[0].quantity, found[0].index or (), self.graph)
        if name not in self.graph or len(index) not in (0, len(self.graph[name].shape)):
            return None
        if name in self._from(answered):
            return None
        if not index:
            return name
        element = f"{name}[{','.join(map(str, index))}]"
        at: tuple[Any, ...] = (..., *(i - 1 for i in index))
        self._elements[element] = self.reference.values[name][at]
        return element

    def _timed(self, answered: str, spelling: str) -> str | None:
        """What is written with the number of the step: m_t and m_1 for m', m_{t−1} and θ_0 for m and θ; t itself, 1.

        What a step begins with is meant by what cannot be known yet: θ_t, where θ' is asked for.
        """
        training = self.reference.problem.training
        if training is None or training.steps != 1 or not self.reference.problem.symbols:
            return None
        if spelling == "t" and not self._vocabulary.find(spelling):
            self._elements[spelling] = np.ones((1, 1))
            return spelling
        found = _TIMED.fullmatch(spelling)
        if not found or (found["at"] in "01" and self._vocabulary.find(spelling)):
            return None
        names = {each.quantity for each in self._vocabulary.find(found["of"]) if not each.index}
        names |= {each.quantity for each in self._vocabulary.find(found["of"], None, True) if not each.index}
        now = next((name for name in names if name.endswith("'")), "")
        early = found["at"] in ("0", _BEFORE[1:]) or (found["at"] == "t" and now in self._from(answered))
        meant = names - {now} if early else {now} if now in self.graph else names
        return next((name for name in meant if name in self.graph and name not in self._from(answered)), None)

    def _family(self, answered: str, spelling: str) -> str | None:
        """A vector that the rubric has only by its elements: y, or y_i, of y1, y2 and y3."""
        stem = _ANY_ELEMENT.sub("", spelling)
        members: list[str] = []
        while found := self._vocabulary.find(f"{stem}{len(members) + 1}"):
            name = found[0].quantity
            if found[0].index or name not in self.graph or self.graph[name].shape or name in self._from(answered):
                return None
            members.append(name)
        if len(members) < 2 or not stem.isalpha():
            return None
        values = np.broadcast_arrays(*(self.reference.values[name] for name in members))
        self._elements[spelling] = np.stack(values, axis=LEAD)
        return spelling


_BEFORE = "_tbefore"
_EARLIER = re.compile(r"_\(\s*t\s*-\s*1\s*\)")
_TIMED = re.compile(r"(?P<of>[^\W\d]\w*?)_(?P<at>t|tbefore|0|1)")
_BY_SIGN = re.compile(r"(?<![^\W\d])(?:Sigma|(?:sum|mean)_)")


def _sums_a_matrix(node: Expr, values: Mapping[str, Array]) -> bool:
    return is_apply(node, "sum", "mean") and not node.params and evaluate(node.args[0], values).ndim > LEAD + 1


_ANY_ELEMENT = re.compile(r"_[ijkc]$")


def _objects(texts: Sequence[str]) -> NDArray[np.object_]:
    """An array of these very objects."""
    found = np.empty(len(texts), dtype=object)
    found[:] = texts
    return found


def _points(at: tuple[Any, ...], points: int | slice) -> tuple[Any, ...]:
    """An answer's place with the points' axis put in."""
    return (at[0], points, *at[1:])


def _place(quantity: str, index: tuple[int, ...], graph: Graph) -> tuple[str, tuple[int, ...]]:
    """The graph's quantity and index: an element of a bundle is a quantity of its own."""
    if quantity in graph.bundles and index:
        return graph.bundles[quantity][index[0] - 1], ()
    return quantity, index


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
