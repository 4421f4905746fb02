"""A whole graph put in its place: in columns from left to right, or in rows down the page that fit its width."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import NamedTuple, TypeAlias

from grader.drawing.boxes import Arrows, Box, layers
from grader.drawing.ordering import Links, Spot, ordered, spotted
from grader.drawing.placing import Placed, apart, box_height, box_width, heights, placed

Joins: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""The arrows, as something that can be remembered."""
_Sizes: TypeAlias = tuple[tuple[str, float], ...]
_Layers: TypeAlias = tuple[tuple[str, ...], ...]


class Frame(NamedTuple):
    """Where a box stands: its left and upper edge, its width and height."""

    left: float
    top: float
    wide: float
    tall: float


@dataclass(frozen=True, eq=False, slots=True)
class Arranged:
    """Where everything stands. Boxes of the same sizes, joined alike, share it, whatever is written in them."""

    rows: Sequence[Sequence[str]]
    """The boxes of each layer in order."""
    leads: Links
    frames: Mapping[Spot, Frame]
    """The boxes' by their spots; the others are lanes."""
    at: Placed


def across(boxes: Sequence[Box], arrows: Arrows) -> Arranged:
    """From left to right."""
    return _arranged(_sizes(boxes), tuple(arrows.items()), False, inf)


def down(boxes: Sequence[Box], arrows: Arrows, most: float = inf) -> Arranged:
    """Downwards; a layer whose boxes are wider than `most` pixels together is broken into rows."""
    return _arranged(_sizes(boxes), tuple(arrows.items()), True, most)


def _sizes(boxes: Sequence[Box]) -> tuple[tuple[str, float, float], ...]:
    return tuple((box.key, box_width(box), box_height(box)) for box in boxes)


@lru_cache(maxsize=256)
def _arranged(sizes: tuple[tuple[str, float, float], ...], joins: Joins, down: bool, most: float) -> Arranged:
    breadth = tuple((key, wide if down else tall) for key, wide, tall in sizes)
    by_layer = _broken(breadth, joins, most)
    rows, leads = _ordered(joins, by_layer)
    size = {key: (wide, tall) for key, wide, tall in sizes}
    own = {Spot(key, layer): size[key] for layer, keys in enumerate(by_layer) for key in keys}
    at = placed(rows, leads, own, _middles(breadth, joins, by_layer, most), down)
    frames = {spot: _frame(spot, *own[spot], at) for spot in own}
    return Arranged([[spot.key for spot in row if spot in own] for row in rows], leads, frames, at)


def _frame(spot: Spot, wide: float, tall: float, at: Placed) -> Frame:
    """A box's place; in a column all are as wide as the widest."""
    edge, middle = at.left[spot.layer], at.middle[spot]
    if at.down:
        return Frame(middle - wide / 2, edge, wide, tall)
    return Frame(edge, middle - tall / 2, at.wide[spot.layer], tall)


@lru_cache(maxsize=64)
def _broken(sizes: _Sizes, joins: Joins, most: float) -> _Layers:
    """The layers, each broken where its boxes come to more than `most`; those that lie side by side stay together."""
    by_layer = _layers(joins)
    size = dict(sizes)
    if all(apart([size[key] for key in layer]) <= most for layer in by_layer):
        return by_layer
    rows, _ = _ordered(joins, by_layer)
    own = [[spot.key for spot in row if spot.key in layer] for row, layer in zip(rows, map(set, by_layer), strict=True)]
    return tuple(part for layer in own for part in _parts(layer, size, most))


def _parts(layer: Sequence[str], size: Mapping[str, float], most: float) -> Iterator[tuple[str, ...]]:
    """As many of a layer's boxes as fit, again and again."""
    part: list[str] = []
    for key in layer:
        if part and apart([size[each] for each in (*part, key)]) > most:
            yield tuple(part)
            part = []
        part.append(key)
    yield tuple(part)


@lru_cache(maxsize=64)
def _middles(sizes: _Sizes, joins: Joins, by_layer: _Layers, most: float) -> dict[Spot, float]:
    """Where the boxes stand in their layers, by how large they are across."""
    rows, leads = _ordered(joins, by_layer)
    size = dict(sizes)
    return heights(rows, leads, {Spot(key, n): size[key] for n, layer in enumerate(by_layer) for key in layer}, most)


@lru_cache(maxsize=64)
def _layers(joins: Joins) -> _Layers:
    return tuple(map(tuple, layers(dict(joins))))


@lru_cache(maxsize=64)
def _ordered(joins: Joins, by_layer: _Layers) -> tuple[list[list[Spot]], Links]:
    """What does not depend on the texts, and is the same for every student whose rows are."""
    rows, leads = spotted(by_layer, dict(joins))
    return ordered(rows, leads), leads
