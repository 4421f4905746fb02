"""The order within each layer: few arrows cross.

An arrow that passes a layer has a lane in it, and all arrows from one box share their lanes. The orders are improved
by medians, as Gansner, Koutsofios, North and Vo do ("A Technique for Drawing Directed Graphs", 1993).
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from grader.drawing.boxes import Arrows


class Spot(NamedTuple):
    """A place in a layer: a box's own, or, further on, the lane of the arrows from it."""

    key: str
    layer: int


Links: TypeAlias = Mapping[Spot, tuple[Spot, ...]]
"""For each spot, those of the next layer (or of the one before) that it is joined to."""

_SWEEPS = 12
_MOST_SPOTS = 4_000
"""Orders of more spots are not improved: it would take long, and nobody could follow the arrows."""


def spotted(by_layer: Sequence[Sequence[str]], arrows: Arrows) -> tuple[list[list[Spot]], Links]:
    """The spots of each layer, and for each spot those that it leads to in the next."""
    depth = {key: n for n, layer in enumerate(by_layer) for key in layer}
    rows = [[Spot(key, n) for key in layer] for n, layer in enumerate(by_layer)]
    leads: dict[Spot, tuple[Spot, ...]] = {}
    for key, ends in arrows.items():
        furthest = max((depth[end] for end in ends), default=depth[key] + 1)
        for layer in range(depth[key], furthest):
            onward = (Spot(key, layer + 1),) if layer + 1 < furthest else ()
            leads[Spot(key, layer)] = (*(Spot(end, depth[end]) for end in ends if depth[end] == layer + 1), *onward)
            if onward:
                rows[layer + 1].append(onward[0])
    return rows, leads


def ordered(rows: Sequence[Sequence[Spot]], leads: Links) -> list[list[Spot]]:
    """Each layer in an order in which few links cross."""
    best = [list(row) for row in rows]
    if sum(map(len, best)) > _MOST_SPOTS:
        return best
    comes = backwards(leads)
    fewest, now = _crossings(best, leads), best
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        now = _swept(now, comes) if sweep % 2 == 0 else _swept(now[::-1], leads)[::-1]
        crossings = _crossings(now, leads)
        if crossings < fewest:
            best, fewest = now, crossings
    return best


def backwards(leads: Links) -> Links:
    """For each spot, those of the layer before that lead to it."""
    found: dict[Spot, list[Spot]] = {}
    for start, ends in leads.items():
        for end in ends:
            found.setdefault(end, []).append(start)
    return {end: tuple(starts) for end, starts in found.items()}


def _swept(rows: Sequence[Sequence[Spot]], towards: Links) -> list[list[Spot]]:
    """Every layer after the first ordered by the medians of what its spots are joined to in the layer before."""
    found = [list(rows[0])]
    for row in rows[1:]:
        place = {spot: i for i, spot in enumerate(found[-1])}
        middles = [_median([place[other] for other in towards.get(spot, ())]) for spot in row]
        found.append(_rearranged(row, middles))
    return found


def _median(places: Iterable[int]) -> float | None:
    found = sorted(places)
    half = len(found) // 2
    if not found:
        return None
    return float(found[half]) if len(found) % 2 else (found[half - 1] + found[half]) / 2


def _rearranged(row: Sequence[Spot], middles: Sequence[float | None]) -> list[Spot]:
    """The spots by their medians; one that is joined to nothing stays where it is."""
    free = iter(sorted((m, i) for i, m in enumerate(middles) if m is not None))
    return [row[next(free)[1]] if m is not None else row[i] for i, m in enumerate(middles)]


def _crossings(rows: Sequence[Sequence[Spot]], leads: Links) -> int:
    """How many links cross: for each link, those before it that end further down."""
    total = 0
    for row, following in pairwise(rows):
        place, ended = {spot: i for i, spot in enumerate(following)}, list[int]()
        for spot in row:
            ends = sorted(place[end] for end in leads.get(spot, ()))
            total += sum(len(ended) - bisect_left(ended, end + 1) for end in ends)
            for end in ends:
                insort(ended, end)
    return total
