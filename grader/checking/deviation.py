"""Imagined students who each come off the right way at one step: what becomes of everything after it.

Values are as everywhere (students, points, *shape). The right values have one student; here every deviation is a
student more, so that thousands are followed at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np

from grader.engine import Array
from grader.reference import Graph

_AT_ONCE = 8_000_000
"""Numbers that are held at once."""
_HELD = 20
"""So many quantities at a time are held whose values are still needed: more of them are small ones."""
_MOST_STUDENTS = 2_000


class Deviation(NamedTuple):
    """Students who have something else for one quantity: `value` is (students, points, *shape)."""

    name: str
    value: Array


Arrives = Callable[[str, Array, slice], Array | None]
"""Told of each quantity that may differ: its values, and which of all the deviating students these are. Gives what they
go on with; None where that is the same."""


def follow(
    graph: Graph,
    values: Mapping[str, Array],
    deviations: Iterable[Deviation],
    within: frozenset[str],
    arrives: Arrives,
) -> None:
    """Follows deviations, given in the order of computation, through what is computed from them `within` some names."""
    points = max(value.shape[1] for value in values.values())
    size = points * max(int(np.prod(graph[name].shape)) for name in within)
    last = _last_uses(graph, within)
    first = 0
    for group in _groups(deviations, max(1, min(_MOST_STUDENTS, _AT_ONCE // (_HELD * size)))):
        count = sum(len(deviation.value) for deviation in group)
        _follow(graph, values, group, last, partial(_told, arrives, slice(first, first + count)))
        first += count


def _last_uses(graph: Graph, within: frozenset[str]) -> dict[str, list[str]]:
    """For each of some names, in the order of computation, those that nothing after it is computed from."""
    order = [name for name in graph if name in within]
    last = {parent: name for name in order for parent in (*graph[name].parents, name)}
    found: dict[str, list[str]] = {name: [] for name in order}
    for name, at in last.items():
        found[at].append(name)
    return found


def _told(arrives: Arrives, rows: slice, name: str, value: Array) -> Array | None:
    return arrives(name, value, rows)


def _groups(deviations: Iterable[Deviation], most: int) -> Iterator[list[Deviation]]:
    """So many deviations together that there are at most so many students, but for one who has many values."""
    group: list[Deviation] = []
    count = 0
    for deviation in deviations:
        if group and count + len(deviation.value) > most:
            yield group
            group, count = [], 0
        group.append(deviation)
        count += len(deviation.value)
    if group:
        yield group


def _follow(
    graph: Graph,
    values: Mapping[str, Array],
    deviations: list[Deviation],
    last: Mapping[str, list[str]],
    arrives: Callable[[str, Array], Array | None],
) -> None:
    starts: dict[str, list[tuple[slice, Array]]] = {}
    count = 0
    for name, value in deviations:
        starts.setdefault(name, []).append((slice(count, count + len(value)), value))
        count += len(value)
    moved: dict[str, Array] = {}
    for name, done in last.items():
        quantity = graph[name]
        through = not moved.keys().isdisjoint(quantity.parents)
        if through or name in starts:
            operands = {p: moved.get(p, values[p]) for p in quantity.parents}
            value = graph.step(name, operands) if through else values[name]
            value = np.broadcast_to(value, (count, values[name].shape[1], *quantity.shape))
            if name in starts:
                value = value.copy()
                for rows, other in starts[name]:
                    value[rows] = other
            kept = arrives(name, value)
            kept = value if kept is None else kept
            if not (kept == values[name]).all():
                moved[name] = kept
        for gone in done if moved else ():
            moved.pop(gone, None)
