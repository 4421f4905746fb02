"""The drawing as SVG: one element that stands by itself in a page, with a name and a description in words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape

from grader.drawing.arranging import Arranged, Frame, across, down
from grader.drawing.boxes import MORE, Arrows, Box, Line, folded, joined, reversed_arrows
from grader.drawing.ordering import Spot
from grader.drawing.placing import PAD, ROW

STYLE = """\
.drawing { overflow-x: auto; }
.drawing svg { display: block; max-width: 100%; height: auto; font: 13px/1 system-ui, sans-serif; }
.drawing svg { min-width: calc(.6 * var(--wide)); }
.drawing svg.narrow { display: none; }
@media (max-width: 40rem) {
  .drawing svg { min-width: calc(.75 * var(--wide)); }
  .drawing svg.narrow { display: block; min-width: calc(.7 * var(--wide)); }
  .drawing svg:has(+ svg.narrow) { display: none; }
}
.drawing text { font-variant-numeric: tabular-nums; }
.drawing text { fill: currentColor; dominant-baseline: central; }
.drawing .below { font-size: .8em; }
.drawing .sign { text-anchor: end; font-weight: 600; }
.drawing .frame { fill: none; stroke: currentColor; stroke-opacity: .45; }
.drawing .line { fill: currentColor; fill-opacity: .04; }
.drawing .box:has(a:focus-visible) .frame, .drawing .box:hover .frame { stroke-opacity: 1; stroke-width: 1.5; }
.drawing .arrow { fill: none; stroke: currentColor; stroke-opacity: .45; stroke-width: 1.2; }
.drawing .more .frame { stroke-dasharray: 3 3; }
@media print { .drawing { overflow: visible; } .drawing svg { min-width: 0 !important; max-height: 240mm; } }
"""
"""How a page shows drawings; the colours are the text's own, so that it suits light and dark. The page's own classes of
boxes and lines (`.drawing .carried .line` …) colour what they mark."""

_LONGEST, _SIGN = 36, 24
_LEGIBLE = 0.75
"""Where there is no room it shrinks so far on a telephone, a little further elsewhere (`STYLE`); then it is scrolled.
Rows are broken to shrink less; where none breaks shorter, it shrinks a little further there, too."""
PAGE = 1000.0
"""Pixels of a usual page's width."""
_MUCH = 0.75
"""What is so much of another's width, at most, is much narrower."""
_PHONE = 360.0
"""Pixels of a telephone's width, within the margins of a page."""
_MOST_SAID = 80
FROM = "{quantity}, from {others}"
"""How a box is said in words, and what leads to it."""


def draw(
    boxes: Sequence[Box],
    arrows: Iterable[tuple[str, str]],
    name: str,
    words: tuple[str, str] = (FROM, MORE),
    page: float = PAGE,
) -> str:
    """The SVG element of a graph, and one for a telephone beside it where that is narrower and needs to be.

    `name` is its name for those who do not see it; `arrows` are pairs of boxes' keys, from and to. ValueError where
    they go in a circle or join what is not there. Of more than `MOST` boxes the middle is drawn as one. All texts are
    escaped here. `words` are `FROM` and `MORE` in the language of the page; `page` is its width in pixels: a drawing
    that is wider goes down it, in rows that fit, where that is much narrower.
    """
    shown, joins = folded([_cut(box) for box in boxes], joined(boxes, arrows), words[1])
    by_key = {box.key: box for box in shown}
    said = _said(by_key, joins, *words)
    wide = across(shown, joins)
    if wide.at.width > page:
        rows = down(shown, joins, page)
        wide = rows if rows.at.width < _MUCH * wide.at.width else wide
    drawn = [_svg(by_key, wide, name, said)]
    if _LEGIBLE * wide.at.width > _PHONE:
        narrow = down(shown, joins, _PHONE / _LEGIBLE)
        if narrow.at.width < wide.at.width:
            drawn.append(_svg(by_key, narrow, name, said, ' class="narrow"'))
    return "".join(drawn)


def _svg(boxes: Mapping[str, Box], graph: Arranged, name: str, said: str, kind: str = "") -> str:
    at, frames = graph.at, graph.frames
    layers = [
        _layer(_box(boxes[key], frames[Spot(key, layer)]) for key in keys) for layer, keys in enumerate(graph.rows)
    ]
    role = "group" if any(box.href for box in boxes.values()) else "img"
    size = f'width="{at.width:.0f}" height="{at.height:.0f}" viewBox="0 0 {at.width:.0f} {at.height:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{kind} role="{role}" aria-label="{_text(name)}" '
        f'{size} style="--wide:{at.width:.0f}px">'
        f"<title>{_text(name)}</title><desc>{_text(said)}</desc>{_paths(graph)}{''.join(layers)}</svg>"
    )


def _said(boxes: Mapping[str, Box], arrows: Arrows, leading: str, more: str) -> str:
    """The graph in words: each box with what leads to it."""
    before = reversed_arrows(arrows)
    said = []
    for key, box in list(boxes.items())[:_MOST_SAID]:
        others = ", ".join(_first(boxes[k]) for k in before[key])
        said.append(leading.format(quantity=_lines(box), others=others) if others else _lines(box))
    if len(boxes) > _MOST_SAID:
        said.append(more.format(count=f"{len(boxes) - _MOST_SAID:,}"))
    return "; ".join(said) + "."


def _lines(box: Box) -> str:
    return ", ".join(f"{line.text} {line.sign}".strip() for line in box.lines)


def _first(box: Box) -> str:
    return box.lines[0].text.partition(" = ")[0] if box.lines else box.key


def _layer(drawn: Iterable[str]) -> str:
    return f'<g class="layer">{"".join(drawn)}</g>'


def _box(box: Box, frame: Frame) -> str:
    x, y, wide, tall = frame
    place = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="4"'
    inside = "".join(_line(line, x, y + ROW * n, wide) for n, line in enumerate(box.lines))
    inside = f'<title>{_text(box.title or _lines(box))}</title>{inside}<rect class="frame" {place}/>'
    if box.href:
        inside = f'<a href="{_text(box.href)}" aria-label="{_text(_lines(box))}">{inside}</a>'
    return f'<g class="box {_classes(box.style)}">{inside}</g>'


def _line(line: Line, x: float, y: float, wide: float) -> str:
    middle = y + ROW / 2
    sign = (
        f'<text class="sign" x="{x + wide - PAD:.1f}" y="{middle:.1f}">{_text(line.sign)}</text>' if line.sign else ""
    )
    return (
        f'<g class="{_classes(line.style)}"><rect class="line" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" '
        f'height="{ROW:.1f}"/><text x="{x + PAD:.1f}" y="{middle:.1f}">{_lowered(line.text)}</text>{sign}</g>'
    )


_BELOW = re.compile(r"(?<=[^\W\d_])_(\w+)")
"""What stands below a letter or a word: the b₁ of v_b₁. After a number or a brace it is a label of somebody's own."""


@lru_cache(maxsize=4096)
def _lowered(text: str) -> str:
    """A text with what follows an underscore of its name below the line; what somebody has written stays as it is.

    >>> _lowered("v_b₁′ = a_1")
    'v<tspan class="below" dy="3">b₁</tspan><tspan dy="-3">′ = a_1</tspan>'
    """
    name, equals, value = text.partition(" = ")
    parts = _BELOW.split(name)
    parts[-1] += equals + value
    drawn = [_text(parts[0])]
    for below, then in zip(parts[1::2], parts[2::2], strict=True):
        drawn.append(f'<tspan class="below" dy="{_DROP}">{_text(below)}</tspan>')
        drawn.append(f'<tspan dy="-{_DROP}">{_text(then)}</tspan>' if then else "")
    return "".join(drawn)


_DROP = 3
"""Pixels."""


@lru_cache(maxsize=256)
def _paths(graph: Arranged) -> str:
    """All links, which are the same whatever is written in the boxes.

    They are one path, and what several have in common stands in it once: where faint lines lie upon each other, as they
    do close to a box, they would be a black one.
    """
    links = [(start, end) for start, ends in graph.leads.items() for end in ends]
    lines = [_stub(start, graph) for start in dict.fromkeys(start for start, _ in links)]
    lines += [_curve(start, end, graph) for start, end in links]
    lines += [_head(end, graph) for end in dict.fromkeys(end for _, end in links) if end in graph.frames]
    return f'<path class="arrow" d="{"".join(_drawn(line, graph.at.down) for line in lines)}"/>' if lines else ""


Strokes = list[tuple[str, list[tuple[float, float]]]]
"""Words of a path with the points that belong to each."""


def _stub(start: Spot, graph: Arranged) -> Strokes:
    """From a box to the edge of its layer; a lane runs straight through its layer."""
    at, own = graph.at, graph.frames
    edge = at.left[start.layer]
    x, y = edge + at.wide[start.layer], at.middle[start]
    begins = edge if start not in own else edge + own[start].tall if at.down else x
    return [("M", [(begins, y)]), ("L", [(x, y)])] if begins != x else []


def _curve(start: Spot, end: Spot, graph: Arranged) -> Strokes:
    """A link from one layer to the next."""
    at = graph.at
    x, y = at.left[start.layer] + at.wide[start.layer], at.middle[start]
    to_x, to_y, half = at.left[end.layer], at.middle[end], (at.left[end.layer] - x) / 2
    return [("M", [(x, y)]), ("C", [(x + half, y), (to_x - half, to_y), (to_x, to_y)])]


def _head(end: Spot, graph: Arranged) -> Strokes:
    x, y = graph.at.left[end.layer], graph.at.middle[end]
    return [("M", [(x - 5, y - 3)]), ("L", [(x, y)]), ("L", [(x - 5, y + 3)])]


def _drawn(line: Strokes, down: bool) -> str:
    turned = [(word, [point[::-1] if down else point for point in points]) for word, points in line]
    return "".join(word + " ".join(f"{a:.1f} {b:.1f}" for a, b in points) for word, points in turned)


def _cut(box: Box) -> Box:
    """The box with lines that are no longer than can be read; what was cut can be pointed at."""
    lines = tuple(line._replace(text=_short(line.text, _LONGEST), sign=_short(line.sign, _SIGN)) for line in box.lines)
    if lines == box.lines:
        return box
    return box._replace(lines=lines, title=box.title or _lines(box))


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _text(text: str) -> str:
    """A text as it can stand in a page: on one line, with nothing in it that is not seen.

    >>> _text("a<b"), _text("x\u202e1")
    ('a&lt;b', 'x\ufffd1')
    """
    if text.isprintable():
        return escape(text)
    seen = "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text)
    return escape(seen)


@lru_cache(maxsize=64)
def _classes(names: str) -> str:
    return " ".join(re.findall(r"[\w-]+", names))
