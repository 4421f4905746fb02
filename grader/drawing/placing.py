"""Where everything stands: columns of boxes (or rows), each as near as may be to the middle of what it is joined to."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
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
_BOLD = 1.1
"""How much wider the signs are, which are bold."""
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


@lru_cache(maxsize=16_384)
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
    text, sign = (max(map(text_width, both)) for both in zip((line.text, line.sign), line.room, strict=True))
    return text + (_BOLD * sign + PAD if sign else 0.0)


def apart(sizes: Sequence[float]) -> float:
    """How much room boxes of these sizes take beside one another."""
    return sum(sizes) + _BETWEEN * max(0, len(sizes) - 1)


def box_height(box: Box) -> float:
    """The height of a box, for all its lines."""
    return ROW * max(1, len(box.lines))


def placed(
    rows: Sequence[Sequence[Spot]],
    leads: Links,
    boxes: Mapping[Spot, tuple[float, float]],
    middle: Mapping[Spot, float],
    down: bool = False,
) -> Placed:
    """The measures of a drawing of boxes of these widths and heights; spots without a box are lanes."""
    along, across = (1, 0) if down else (0, 1)
    left, wide, x = [], [], MARGIN
    for layer, row in enumerate(rows):
        left.append(x)
        wide.append(max((boxes[spot][along] for spot in row if spot in boxes), default=0.0))
        links = sum(len(leads.get(spot, ())) for spot in row)
        gutter = min(_MOST_GUTTER, _LEAST_GUTTER + _GUTTER_PER_LINK * links) if layer + 1 < len(rows) else MARGIN
        x += wide[-1] + gutter
    half = {spot: boxes[spot][across] / 2 if spot in boxes else 0.0 for spot in middle}
    y = max((y + half[spot] for spot, y in middle.items()), default=0.0) + MARGIN
    return Placed(tuple(left), tuple(wide), middle, *((y, x) if down else (x, y)), down)


def heights(
    rows: Sequence[Sequence[Spot]], leads: Links, boxes: Mapping[Spot, float], most: float = inf
) -> dict[Spot, float]:
    """The middle of every spot, from how tall the boxes are (or wide, in rows); spots without a box are lanes.

    Everything is pulled from either side in turn, at last from both, without changing the order. What is no longer
    than `most` has no row that leaves it.
    """
    spots = [spot for row in rows for spot in row]
    number = {spot: i for i, spot in enumerate(spots)}
    tall = [boxes.get(spot, 0.0) for spot in spots]
    stacks = [_Stack([number[spot] for spot in row], tall, most) for row in rows if row]
    middle = [0.0] * len(spots)
    for stack in stacks:
        stack.settle([0.0] * len(stack.spots), middle)
    sides = [[_pulling(spot, side, boxes, number) for spot in spots] for side in (backwards(leads), leads)]
    either = [before + after for before, after in zip(*sides, strict=True)]
    for sweep in range(_SWEEPS):
        first, second = sides[sweep % 2], sides[1 - sweep % 2]
        pulls = either if sweep >= _SWEEPS // 2 else [one or other for one, other in zip(first, second, strict=True)]
        for stack in stacks[::-1] if sweep % 2 else stacks:
            stack.settle([_mean([middle[other] for other in pulls[i]], middle[i]) for i in stack.spots], middle)
    top = min((y - size / 2 for y, size in zip(middle, tall, strict=True)), default=0.0) - MARGIN
    return {spot: y - top for spot, y in zip(spots, middle, strict=True)}


def _pulling(spot: Spot, side: Links, boxes: Mapping[Spot, float], number: Mapping[Spot, int]) -> list[int]:
    """What a spot is joined to on one side. A lane runs straight on: it looks only to its own arrow."""
    return [number[other] for other in side.get(spot, ()) if spot in boxes or other.key == spot.key]


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise


class _Stack:
    """The spots of a row, by their numbers, which keep their order and their distances."""

    def __init__(self, spots: Sequence[int], tall: Sequence[float], most: float) -> None:
        self.spots = spots
        self._weights = [1.0 if tall[i] else _STRAIGHT for i in spots]
        self._below = [0.0]
        for before, i in pairwise(spots):
            gap = _BETWEEN if tall[before] and tall[i] else _BESIDE_LANE
            self._below.append(self._below[-1] + ((tall[before] + tall[i]) / 2 + gap))
        self._first, self._last = (-inf, inf)
        if most < inf:
            self._first, self._last = tall[spots[0]] / 2, most - tall[spots[-1]] / 2 - self._below[-1]

    def settle(self, wished: Sequence[float], middle: list[float]) -> None:
        """Puts the spots as near as can be to where they wish to be, in least squares.

        Without the distances it is isotonic regression, solved by pooling adjacent violators; within a limit the
        solution is the same one, cut off there.
        """
        pools: list[tuple[float, float, int]] = []
        for wish, distance, weight in zip(wished, self._below, self._weights, strict=True):
            mean, size = wish - distance, 1
            while pools and pools[-1][0] > mean:
                other, pull, count = pools.pop()
                mean, weight, size = (mean * weight + other * pull) / (weight + pull), weight + pull, size + count
            pools.append((mean, weight, size))
        at = 0
        for mean, _, size in pools:
            level = max(self._first, min(mean, self._last))
            for i in range(at, at + size):
                middle[self.spots[i]] = level + self._below[i]
            at += size
