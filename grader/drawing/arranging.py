"""A whole graph put in its place: in columns from left to right, or in rows down the page that fit its width."""

from collections.abc import Iterator, Mapping, Sequence
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


class Arranged(NamedTuple):
    """Where everything stands."""

    rows: Sequence[Sequence[Spot]]
    """The layers in order."""
    leads: Links
    own: Mapping[Spot, Box]
    """The boxes by their spots; the others are lanes."""
    at: Placed


def across(boxes: Sequence[Box], arrows: Arrows) -> Arranged:
    """From left to right."""
    return _arranged(boxes, tuple(arrows.items()), False, inf)


def down(boxes: Sequence[Box], arrows: Arrows, most: float = inf) -> Arranged:
    """Downwards; a layer whose boxes are wider than `most` pixels together is broken into rows."""
    return _arranged(boxes, tuple(arrows.items()), True, most)


def _arranged(boxes: Sequence[Box], joins: Joins, down: bool, most: float) -> Arranged:
    sizes = tuple((box.key, box_width(box) if down else box_height(box)) for box in boxes)
    by_layer = _broken(sizes, joins, most)
    rows, leads = _ordered(joins, by_layer)
    by_key = {box.key: box for box in boxes}
    own = {Spot(key, layer): by_key[key] for layer, keys in enumerate(by_layer) for key in keys}
    return Arranged(rows, leads, own, placed(rows, leads, own, _middles(sizes, joins, by_layer, most), down))


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
