"""Which elements depend on which, read off the steps themselves.

An element is set to nan, and the nans that come out are the elements that cannot be had without it.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array
from grader.marking.closeness import Mask
from grader.reference import Graph, Reference


def needed_by(name: str, graph: Graph, values: Mapping[str, Array], known: Mapping[str, Mask]) -> Mask:
    """Which elements of a quantity the elements that `known` marks in its children depend on: (students, *shape)."""
    shape = graph[name].shape
    children = [c for c in graph.children[name] if c in known and known[c].any()]
    students = next(iter(known.values())).shape[0] if known else 1
    needed = np.zeros((students, *shape), dtype=bool)
    for child in children:
        mask = known[child].reshape(students, -1)
        for index, depends in _dependence(name, child, graph, values):
            everyone: tuple[Any, ...] = (slice(None), *index)
            needed[everyone] |= (mask & depends).any(axis=1)
    return needed


def _dependence(
    name: str, child: str, graph: Graph, values: Mapping[str, Array]
) -> list[tuple[tuple[int, ...], NDArray[np.bool_]]]:
    """For each element of `name`, the elements of `child` (flattened) that are nan without it."""
    found = []
    for index in np.ndindex(graph[name].shape):
        without = values[name][:1, :1].copy()
        element: tuple[Any, ...] = (slice(None), slice(None), *index)
        without[element] = np.nan
        inputs = {p: values[p][:1, :1] for p in graph[child].parents}
        out = graph.step(child, {**inputs, name: without})
        found.append((index, np.isnan(out).reshape(-1)))
    return found


def led_from(reference: Reference, seeds: Mask, written: Mask) -> Mask:
    """The answers that some others (`seeds`) depend on, directly or by way of blanks: all (students, columns)."""
    found, known, columns = np.zeros_like(seeds), dict[str, Mask](), dict[str, list[tuple[int, tuple[Any, ...]]]]()
    for column, element in enumerate(reference.asked):
        place: tuple[Any, ...] = (slice(None), *(i - 1 for i in element.index))
        columns.setdefault(element.quantity, []).append((column, place))
    for quantity in reversed(reference.graph.computed):
        needed = np.zeros((len(seeds), *quantity.shape), dtype=bool)
        if not known.keys().isdisjoint(reference.graph.children[quantity.name]):
            needed = needed_by(quantity.name, reference.graph, reference.values, known)
        for column, place in columns.get(quantity.name, ()):
            found[:, column] = needed[place] & written[:, column]
            needed[place] = seeds[:, column] | needed[place] & ~written[:, column]
        if needed.any():
            known[quantity.name] = needed
    return found
