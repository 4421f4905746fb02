"""Which right answers may hide what a student went on with: those nearest before errors, a quantity or some of it."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.marking.closeness import Mask
from grader.marking.marks import Marks
from grader.marking.needed import led_from
from grader.marking.sheet import Sheet
from grader.reference import Graph, Reference

CHARGED = ("slip", "wrong")
_MOST_TRIED = 4
"""So many right quantities are set aside one by one for a student, and then all of them together."""
_SEVERAL = 2
"""Errors that a right answer leads to."""
_UNITS = 2
"""An answer is not what earlier ones lead to if it is so many units of its last place away from that, and more than"""
_NEAR = 1e-3
"""this share of it, as far as rounding easily takes it."""
_FAR = 0.02
"""How far, relatively, earlier answers lead elsewhere; rounding alone rarely does."""


class Doubt(NamedTuple):
    """A student's work without some right answers: which columns are set aside."""

    row: int
    columns: NDArray[np.intp]
    stray: bool
    """Whether the student had something else there by the rest of the work: a slip was made in the same quantity, or
    the numbers before it lead elsewhere."""
    part: bool = False
    """Whether it is marked just as it would be without them, whatever the rest then tells of them."""
    single: bool = False
    """Whether that takes an error to be carried: of a single one, or beside right answers, chance may name a slip."""


def doubts_of(reference: Reference, sheet: Sheet, marks: Marks) -> Iterator[Doubt]:
    """For each student with errors that follow on right answers, those nearest before them: by quantity, and all.

    A single slip has nothing to gain by that: that it was made is likelier than that right answers were not gone on
    with. But every right answer that does not follow from the numbers before it may have been filled in, and so may one
    that leads to nothing but errors.
    """
    quantities = np.array([element.quantity for element in reference.asked], dtype=object)
    wrong = np.isin(marks.verdict, CHARGED)
    rows = np.flatnonzero(wrong.any(axis=1))
    strays, hiding = _strays(reference, sheet, marks, rows), _hiding(reference, marks, rows)
    for row, stray, hides in zip(rows.tolist(), strays, hiding, strict=True):
        if wrong[row].sum() > 1 or "wrong" in marks.verdict[row]:
            yield from _nearest_right(reference, quantities, marks, row)
        yield from (Doubt(row, columns, True, part=True) for columns in _by_quantity(np.flatnonzero(stray), quantities))
        yield from (Doubt(row, np.array([c]), True, part=True, single=single) for c, single in hides)


def _nearest_right(reference: Reference, quantities: NDArray[np.object_], marks: Marks, row: int) -> Iterator[Doubt]:
    """The right answers of a student nearest before errors: by quantity, and all."""
    right, wrong = marks.verdict[row] == "correct", np.isin(marks.verdict[row], CHARGED)
    written, charged = marks.answer[row] != "", set(quantities[wrong])
    before = _nearest(reference.graph, quantities[wrong], set(quantities[written]), set(quantities[~written]))
    aside = [c for name in before if len(c := np.flatnonzero(right & (quantities == name)))]
    found = [Doubt(row, c, quantities[c[0]] in charged or _leads_elsewhere(marks, row, c)) for c in aside]
    yield from sorted(found, key=lambda doubt: doubt.stray)[-_MOST_TRIED:]
    if len(found) > 1:
        yield Doubt(row, np.concatenate(aside), all(doubt.stray for doubt in found))


def _strays(reference: Reference, sheet: Sheet, marks: Marks, rows: NDArray[np.intp]) -> Mask:
    """The right answers of some students that are not what the numbers before them lead to: (rows, columns)."""
    found = np.zeros((len(rows), len(marks.columns)), dtype=bool)
    for column, element in enumerate(reference.asked if marks.formula is None else ()):
        unit = sheet.written[element.quantity].unit[(rows, 0, *(i - 1 for i in element.index))]
        followed = np.array([float(text or "nan") for text in marks.followed[rows, column]])
        with np.errstate(all="ignore"):  # they may lead to infinity
            near = np.maximum(_UNITS * unit, _NEAR * np.abs(followed))
            found[:, column] = np.abs(followed - marks.value[rows, column]) > near
    return np.asarray(found & (marks.verdict[rows] == "correct"))


def _by_quantity(columns: NDArray[np.intp], quantities: NDArray[np.object_]) -> Iterator[NDArray[np.intp]]:
    """Some columns together and, if they are of several quantities, those of each of the first of these."""
    names = list(dict.fromkeys(quantities[columns]))
    if names:
        yield columns
    for name in names[:_MOST_TRIED] if len(names) > 1 else ():
        yield columns[quantities[columns] == name]


def _hiding(reference: Reference, marks: Marks, rows: NDArray[np.intp]) -> list[list[tuple[int, bool]]]:
    """Of each of some students the columns of right answers that lead to errors, first those that lead to most.

    Before all others those that lead to nothing but errors; and whether it is not to several errors and nothing else.
    """
    verdict, written = marks.verdict[rows], marks.answer[rows] != ""
    right = verdict == "correct"
    alone = right & ~led_from(reference, np.isin(verdict, ("correct", "carried")), written)
    each, column = np.nonzero(np.isin(verdict, CHARGED) & right.any(axis=1, keepdims=True))
    errors = np.zeros((len(each), verdict.shape[1]), dtype=bool)
    errors[np.arange(len(each)), column] = True
    count = np.zeros(verdict.shape, dtype=np.intp)
    np.add.at(count, each, led_from(reference, errors, written[each]))
    order = np.where(right, -count - alone * (count > 0) * verdict.shape[1], 0)
    ranked = np.argsort(order, axis=1, kind="stable")[:, :_MOST_TRIED]
    single = ~alone | (count < _SEVERAL)
    return [[(c, bool(single[k, c])) for c in of if order[k, c] < 0] for k, of in enumerate(ranked.tolist())]


def _leads_elsewhere(marks: Marks, row: int, columns: NDArray[np.intp]) -> bool:
    """Whether the numbers before some right answers, of which any is a number, lead to others."""
    if marks.formula is not None:
        return False
    expected = marks.expected[row, columns].astype(float)
    followed = np.array([float(text or "inf") for text in marks.followed[row, columns]])
    return bool((np.abs(followed - expected) > _FAR * np.abs(expected)).any())


def _nearest(graph: Graph, names: Iterable[str], answered: Collection[str], blank: Collection[str]) -> list[str]:
    """The answered quantities that some others are computed from, directly or by way of blanks.

    Of an array some elements may be answered and others blank.
    """
    pending = list(dict.fromkeys(names))
    seen: set[str] = set()
    found: list[str] = []
    while pending:
        for parent in graph[pending.pop(0)].parents:
            if parent not in seen and graph[parent].formula is not None:
                seen.add(parent)
                if parent in answered:
                    found.append(parent)
                if parent in blank or parent not in answered:
                    pending.append(parent)
    return found
