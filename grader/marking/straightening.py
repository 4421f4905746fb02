"""Whole works with rows for columns: where a sample or a token is a column, every matrix is the transpose.

Of a matrix that is not square the reader sees that, and reads it so. Square ones cannot tell: they are marked as they
stand, and once more as transposes. Where that explains all of a student's square matrices, in the forward pass and
wherever else, without the slips that it takes otherwise, it is how the student writes, and no slip. So it is where it
explains all that goes with a weight, its gradients and what it is after a step: activations tell nothing of these, as
they may have a row a sample all the same. One matrix turned among others that are not is a slip. Where a batch has but
one that is asked, nothing tells the two apart: whoever goes on with it as they should has written its samples as
columns.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from grader.marking.closeness import Written
from grader.marking.marks import Marks
from grader.marking.sheet import Sheet
from grader.reference import Graph, Quantity, Reference, Role

_FEWEST = 2
"""So many square matrices of a student have to be turned."""
_CHARGED = ("slip", "wrong")


def can_be_turned(graph: Graph) -> bool:
    """Whether a problem has square matrices enough for anybody to be seen to write them as transposes."""
    return any(True for _ in _choices(graph))


def _fewest(reference: Reference, names: Collection[str]) -> int:
    """So many of the square matrices have to be turned: the only one that is asked, if it has a row a sample."""
    asked = [name for name in names if _columns(reference, name)]
    return 1 if len(asked) == 1 and reference.graph[asked[0]].samples else _FEWEST


def straightened(reference: Reference, sheet: Sheet, marks: Marks, mark: Callable[[Sheet], Marks]) -> Sheet:
    """The sheet with the square matrices of those transposed who write rows for columns throughout.

    `marks` are those of the sheet as it stands, which is given back where nobody does; `mark` marks another one.
    """
    found, open_ = sheet, list(range(len(sheet.students)))
    for names in _choices(reference.graph):
        rows = np.array([n for n in open_ if _may_be_turned(reference, sheet, marks, names, n)], dtype=np.intp)
        if rows.size:
            others = mark(_turned(sheet, names, rows).of(rows))
            turned = [n for k, n in enumerate(rows.tolist()) if _explains(reference, names, marks, n, others, k)]
            found = _turned(found, names, np.array(turned)) if turned else found
            open_ = [n for n in open_ if n not in turned]
    return found


def _choices(graph: Graph) -> Iterator[frozenset[str]]:
    """The square matrices: all; those that are not of a weight, which may be written as it is given; those that are."""
    square = [q for q in graph.computed if len(q.shape) == 2 and q.shape[0] == q.shape[1] > 1]
    every = frozenset(q.name for q in square)
    own = frozenset(q.name for q in square if _is_of_a_weight(q, graph))
    passed = [every, every - own] if any(q.role is Role.FORWARD for q in square) else []
    for names in dict.fromkeys((*passed, own)):
        if len(names) >= _FEWEST:
            yield names


def _is_of_a_weight(quantity: Quantity, graph: Graph) -> bool:
    """Whether it is a weight after a step, its gradient or a moment of it, and so laid out as the weight is."""
    of_one = quantity.wrt and graph[quantity.wrt].role.begins
    return quantity.role in (Role.UPDATE, Role.MOMENT) or bool(of_one)


def _may_be_turned(reference: Reference, sheet: Sheet, marks: Marks, names: Collection[str], row: int) -> bool:
    """Whether each of several matrices of a student takes a slip as it stands, or follows from those that do.

    What is done to each element by itself follows from a matrix whichever way round that lies. One of the forward pass
    has to be among those that take a slip; where all are of a weight, one after the step, as w − η·g is only where both
    are turned: a gradient that is turned by itself may be the product in the wrong order.
    """
    told = {name for name in names if _tells(sheet, name, row) and _columns(reference, name)}
    graph, amiss = reference.graph, _amiss(reference, marks, row, names)
    follows = {name for name in told if (marks.verdict[row, _columns(reference, name)] == "carried").any()}
    proving = Role.UPDATE if all(_is_of_a_weight(graph[name], graph) for name in names) else Role.FORWARD
    return (
        len(told & amiss) >= _fewest(reference, names)
        and any(graph[name].role is proving for name in told & amiss)
        and told <= amiss | follows
    )


def _tells(sheet: Sheet, name: str, row: int) -> bool:
    """Whether a matrix is all there, and not the same when it is transposed."""
    value, unit = sheet.written[name].value[row, 0], sheet.written[name].unit[row, 0]
    return bool(np.isfinite(value).all() and (np.abs(value - value.T) > unit + unit.T).any())


def _explains(reference: Reference, names: Collection[str], marks: Marks, row: int, others: Marks, k: int) -> bool:
    """Whether fewer slips are charged of the matrices as transposes, several take none any more, and no other one."""
    fewer = np.isin(others.verdict[k], _CHARGED).sum() < np.isin(marks.verdict[row], _CHARGED).sum()
    still = _amiss(reference, others, k, names)
    before = _amiss(reference, marks, row, names)
    straight = before - still
    gains = others.points()[k].sum() > marks.points()[row].sum()
    enough = len(straight) >= _fewest(reference, names) and len(still) < len(straight)
    return bool(fewer and gains and enough and still <= before)


def _amiss(reference: Reference, marks: Marks, row: int, names: Collection[str]) -> set[str]:
    """Those of some matrices in which a student has made a slip, here or as elsewhere before."""
    amiss = np.isin(marks.verdict[row], _CHARGED) | marks.again[row]
    return {name for name in names if amiss[_columns(reference, name)].any()}


def _columns(reference: Reference, name: str) -> list[int]:
    """The columns of a quantity's elements."""
    return [c for c, element in enumerate(reference.asked) if element.quantity == name]


def _turned(sheet: Sheet, names: Collection[str], rows: NDArray[np.intp]) -> Sheet:
    """The sheet with some matrices of some students transposed."""

    def turn(arrays: Mapping[str, _Array]) -> dict[str, _Array]:
        return {name: _with_turned(array, rows) if name in names else array for name, array in arrays.items()}

    written = {
        name: Written(*(_with_turned(part, rows) for part in w)) for name, w in sheet.written.items() if name in names
    }
    return replace(
        sheet,
        written={**sheet.written, **written},
        texts=turn(sheet.texts),
        unreadable=turn(sheet.unreadable),
        aside=turn(sheet.aside),
    )


_Array = TypeVar("_Array", bound=NDArray[Any])


def _with_turned(array: _Array, rows: NDArray[np.intp]) -> _Array:
    found = array.copy()
    found[rows] = np.swapaxes(array[rows], -1, -2)
    return found
