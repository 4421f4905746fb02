"""What a problem asks: every element that has points, with its label, in the order of the answer sheet."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product

from grader.engine import gradient_parts, taken_apart
from grader.reference.derive import base_of
from grader.reference.gradients import gradient_name
from grader.reference.graph import Graph
from grader.reference.labels import Index, filled
from grader.rubric import Problem, narrowed


@dataclass(frozen=True, slots=True)
class Asked:
    """One element that has points."""

    quantity: str
    """The graph's name for the quantity it belongs to."""
    index: Index
    """Where in the quantity, from 1; () for a single number."""
    label: str
    """How `marks.csv` names it."""
    out_of: Fraction
    credit: Mapping[str, Fraction]
    """The share of its points for each verdict, and for those causes that have one of their own."""
    bonus: bool = False
    """Whether its points count in a total but not in what the total is out of."""
    of: str = ""
    """What the rubric asks for in one, where this is one element of several."""


def asked(problem: Problem, graph: Graph) -> tuple[Asked, ...]:
    """Every element asked; the points of an array are shared equally by its elements."""
    found: list[Asked] = []
    own = [(set(_elements(name, graph)), shares) for name, shares in problem.credit_of if _is_there(name, graph)]
    for mark, points in problem.marks.items():
        elements = _elements(mark, graph)
        share = Fraction(points) / len(elements)
        named, bonus = _of_vector(mark, graph) is not None, mark in problem.bonus
        for element in elements:
            name = mark if named else label(*element, problem)
            of = mark if len(elements) > 1 else ""
            found.append(Asked(*element, name, share, _credit(element, problem, own), bonus, of))
    return tuple(found)


def _credit(
    element: tuple[str, Index], problem: Problem, own: Iterable[tuple[set[tuple[str, Index]], Mapping[str, Fraction]]]
) -> Mapping[str, Fraction]:
    """What an element is worth: what the rubric says of all, with what it says of this one laid over it."""
    return reduce(narrowed, (shares for elements, shares in own if element in elements), problem.credit)


def _is_there(name: str, graph: Graph) -> bool:
    """Whether a quantity is in the graph: a gradient that nobody asks for, nor needs on the way, is not."""
    base = base_of(name)
    return base in graph or base in graph.bundles or _of_vector(base, graph) is not None


def _elements(mark: str, graph: Graph) -> list[tuple[str, Index]]:
    base = base_of(mark)
    element = _of_vector(base, graph)
    if element is not None:
        return [element]
    if mark != base:
        index = tuple(int(i) for i in re.findall(r"\d+", mark[len(base) :]))
        return [(graph.bundles[base][index[0] - 1], ())] if base in graph.bundles else [(base, index)]
    return [(member, index) for member in graph.bundles.get(base, (base,)) for index in indices(graph[member].shape)]


def _of_vector(name: str, graph: Graph) -> tuple[str, Index] | None:
    """`w1'` and `dL/dw1` as an element of `w'` and `dL/dw`, where formulas use the vector whole."""
    gradient = gradient_parts(name)
    if gradient:
        inner = _of_vector(gradient[1], graph)
        return (gradient_name(gradient[0], inner[0]), inner[1]) if inner else None
    base, primes = taken_apart(name)
    if base not in graph.elements:
        return None
    vector, place = graph.elements[base]
    return vector + primes, (place,)


def indices(shape: tuple[int, ...]) -> list[Index]:
    """Every index of an array, from 1, row by row.

    >>> indices((2, 2))
    [(1, 1), (1, 2), (2, 1), (2, 2)]
    """
    return list(product(*(range(1, n + 1) for n in shape)))


def label(quantity: str, index: Index, problem: Problem) -> str:
    """How one element is called: by the rubric's own pattern where it has one, else `W1[1,2]`."""
    gradient = gradient_parts(quantity)
    if gradient:
        return gradient_name(gradient[0], label(gradient[1], index, problem))
    base, primes = taken_apart(quantity)
    for pattern in problem.labels:
        if pattern.quantity == base and len(pattern.indices) == len(index):
            return filled(pattern, index, primes)
    return f"{quantity}[{','.join(map(str, index))}]" if index else quantity
