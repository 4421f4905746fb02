"""Where everything stands: columns of boxes (or rows), each as near as may be to the middle of what it is joined to."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from grader.drawing.boxes import Box, Line
from grader.drawing.ordering import Links, Spot, backwards

ROW, PAD, MARGIN = 22.0, 9.0, 6.0
"""The height of a line; the room beside its text; the room around the drawing. All lengths are in pixels."""
_BETWEEN, _BESIDE_LANE, _LEAST_GUTTER, _GUTTER_PER_LINK, _MOST_GUTTER = 14.0, 9.0, 36.0, 1.2, 72.0
_SWEEPS = 16
_STRAIGHT = 8.0
"""How much more a lane pulls than a box."""
_CHARACTER = 7.8
"""About the width of a digit of 13 px, on the safe side: nobody knows the reader's fonts."""
_WIDE, _NARROW = frozenset("mwMWQOG@%&∂Σ…—✓✗↪≈"), frozenset("iIjlftr.,:;'|()[]{}/ ′")


@dataclass(frozen=True, slots=True)
class Placed:
    """A drawing's measures: the columns' left edges and widths, and the height of the middle of every spot.

    Of one that goes `down` they are the rows' upper edges and heights, and how far to the right every middle is.
    """

    left: tuple[float, ...]
    wide: tuple[float, ...]
    middle: Mapping[Spot, float]
    width: float
    height: float
    down: bool = False


def text_width(text: str) -> float:
    """About how wide a text is.

    >>> text_width("h") == text_width("ĥ") == text_width("h\N{COMBINING CIRCUMFLEX ACCENT}")
    True
    """
    return sum(_character(character) for character in text)


@lru_cache(maxsize=4096)
def _character(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 2 * _CHARACTER
    if character in _WIDE:
        return 1.4 * _CHARACTER
    small = character in _NARROW or unicodedata.decomposition(character)[:5] in ("<sub>", "<supe")
    return 0.7 * _CHARACTER if small else 1.15 * _CHARACTER if character.isupper() else _CHARACTER


def box_width(box: Box) -> float:
    """The width of a box, for its widest line."""
    return max(map(_line_width, box.lines), default=0.0) + 2 * PAD


def _line_width(line: Line) -> float:
    return text_width(line.text) + (text_width(line.sign) + PAD if line.sign else 0.0)


def apart(sizes: Sequence[float]) -> float:
    """How much room boxes of these sizes take beside one another."""
    return sum(sizes) + _BETWEEN * max(0, len(sizes) - 1)


def box_height(box: Box) -> float:
    """The height of a box, for all its lines."""
    return ROW * max(1, len(box.lines))


def placed(
    rows: Sequence[Sequence[Spot]],
    leads: Links,
    boxes: Mapping[Spot, Box],
    middle: Mapping[Spot, float],
    down: bool = False,
) -> Placed:
    """The measures of a drawing of these boxes at these heights; spots without a box are lanes."""
    along, across = (box_height, box_width) if down else (box_width, box_height)
    left, wide, x = [], [], MARGIN
    for layer, row in enumerate(rows):
        left.append(x)
        wide.append(max((along(boxes[spot]) for spot in row if spot in boxes), default=0.0))
        links = sum(len(leads.get(spot, ())) for spot in row)
        gutter = min(_MOST_GUTTER, _LEAST_GUTTER + _GUTTER_PER_LINK * links) if layer + 1 < len(rows) else MARGIN
        x += wide[-1] + gutter
    half = {spot: across(boxes[spot]) / 2 if spot in boxes else 0.0 for spot in middle}
    y = max((y + half[spot] for spot, y in middle.items()), default=0.0) + MARGIN
    return Placed(tuple(left), tuple(wide), middle, *((y, x) if down else (x, y)), down)


def heights(
    rows: Sequence[Sequence[Spot]], leads: Links, boxes: Mapping[Spot, float], most: float = inf
) -> dict[Spot, float]:
    """The middle of every spot, from how tall the boxes are (or wide, in rows); spots without a box are lanes.

    Everything is pulled from either side in turn, at last from both, without changing the order. What is no longer
    than `most` has no row that leaves it.
    """
    tall = {spot: boxes.get(spot, 0.0) for row in rows for spot in row}
    comes, middle = backwards(leads), dict[Spot, float]()
    for row in rows:
        middle.update(zip(row, _apart(row, [0.0] * len(row), tall, most), strict=True))
    sides = [{spot: _pulling(spot, side, tall) for spot in tall} for side in (comes, leads)]
    either = {spot: (*sides[0][spot], *sides[1][spot]) for spot in tall}
    for sweep in range(_SWEEPS):
        first, second = sides[sweep % 2], sides[1 - sweep % 2]
        pulls = either if sweep >= _SWEEPS // 2 else {spot: first[spot] or second[spot] for spot in tall}
        for row in rows[::-1] if sweep % 2 else rows:
            wished = [_mean([middle[other] for other in pulls[spot]], middle[spot]) for spot in row]
            middle.update(zip(row, _apart(row, wished, tall, most), strict=True))
    top = min((y - tall[spot] / 2 for spot, y in middle.items()), default=0.0) - MARGIN
    return {spot: y - top for spot, y in middle.items()}


def _pulling(spot: Spot, side: Links, tall: Mapping[Spot, float]) -> tuple[Spot, ...]:
    """What a spot is joined to on one side. A lane runs straight on: it looks only to its own arrow."""
    joined = side.get(spot, ())
    return joined if tall[spot] else tuple(other for other in joined if other.key == spot.key)


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise


def _apart(row: Sequence[Spot], wished: Sequence[float], tall: Mapping[Spot, float], most: float = inf) -> list[float]:
    """The heights nearest to those wished for, in least squares, that keep the order and the distances.

    Without the distances it is isotonic regression, solved by pooling adjacent violators; between 0 and `most`, if that
    is a limit, the solution is the same one, cut off there.
    """
    below, offset = [], 0.0
    for before, spot in zip((None, *row), row, strict=False):
        if before is not None:
            gap = _BETWEEN if tall[before] and tall[spot] else _BESIDE_LANE
            offset += (tall[before] + tall[spot]) / 2 + gap
        below.append(offset)
    pools: list[tuple[float, float, int]] = []
    for spot, wish, distance in zip(row, wished, below, strict=True):
        mean, weight, size = wish - distance, 1.0 if tall[spot] else _STRAIGHT, 1
        while pools and pools[-1][0] > mean:
            other, pull, count = pools.pop()
            mean, weight, size = (mean * weight + other * pull) / (weight + pull), weight + pull, size + count
        pools.append((mean, weight, size))
    flat = [mean for mean, _, size in pools for _ in range(size)]
    if row and most < inf:
        first, last = tall[row[0]] / 2, most - tall[row[-1]] / 2 - below[-1]
        flat = [max(first, min(level, last)) for level in flat]
    return [level + distance for level, distance in zip(flat, below, strict=True)]
