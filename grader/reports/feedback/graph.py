"""The graph of a computation with the student's own numbers on it, each marked as in the table."""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite, prod
from typing import NamedTuple

from grader.drawing import Box, Line
from grader.engine import pretty
from grader.marking import Verdict
from grader.numbers import brief, is_undefined
from grader.reference import Reference
from grader.reports.feedback.own import Own
from grader.reports.feedback.row import Row
from grader.wording import SIGNS

_WORST_FIRST = ("slip", "wrong", "unreadable", "missing", "imprecise", "carried", "implied", "correct")


class Picture(NamedTuple):
    """One pass of the computation with the student's numbers on it."""

    number: int
    boxes: tuple[Box, ...]
    arrows: tuple[tuple[str, str], ...]


def pictures_of(reference: Reference, own: Own, n: int, rows: Sequence[Row]) -> Iterator[Picture]:
    """A picture for each pass; `rows` are the answers of student `n`, as they are asked."""
    by_quantity: dict[str, dict[str, Row]] = {}
    for asked, row in zip(reference.asked, rows, strict=True):
        several = prod(reference.graph[asked.quantity].shape) > 1
        place = f"[{','.join(map(str, asked.index))}]" if asked.index and several else ""
        by_quantity.setdefault(asked.quantity, {})[asked.quantity + place] = row
    for drawn in own.passes(n):
        lines = {name: _line(name, by_quantity.get(name, {}), own, n) for names in drawn.boxes for name in names}
        alike = _alike(lines)
        boxes = tuple(Box(names[0], tuple(alike[name] for name in names)) for names in drawn.boxes)
        yield Picture(drawn.number, boxes, drawn.arrows)


def _line(name: str, elements: Mapping[str, Row], own: Own, n: int) -> Line:
    """A quantity with what the student wrote for it, and its verdict; of an array, how many of each.

    `elements`: what is asked of it, by name; one element of an array that is asked alone is called by its own.
    """
    if not elements:
        return Line(own.given(name, n))
    rows = list(elements.values())
    worst = min((row.look for row in rows), key=_WORST_FIRST.index)
    if len(rows) == 1:
        [name] = elements
        number = rows[0].verdict != Verdict.UNREADABLE.word and not is_undefined(rows[0].answer)
        numeric = rows[0].answer and not rows[0].symbolic and number
        answer = _to_figures(rows[0].answer, own.value(name, n)) if numeric else rows[0].answer
        shown = f"{pretty(name)}{_EQUALS}{answer}" if answer and not rows[0].symbolic else pretty(name)
        return Line(shown, worst, SIGNS[worst])
    counts = [(SIGNS[v], sum(row.look == v for row in rows)) for v in reversed(_WORST_FIRST)]
    merged: dict[str, int] = {}
    for sign, count in counts:
        merged[sign] = merged.get(sign, 0) + count
    return Line(pretty(name), worst, " ".join(f"{count}{sign}" for sign, count in merged.items() if count))


def _alike(lines: Mapping[str, Line]) -> dict[str, Line]:
    """The lines with room in each for the longest answer and the longest sign of all.

    So the boxes of most students are of the same few sizes, and what is laid out for one of them serves the others.
    """
    answers = [len(line.text.partition(_EQUALS)[2]) for line in lines.values() if line.sign]
    longest = "0" * max((length for length in answers if length <= _ROOM), default=0)
    signs = sorted([*(line.sign for line in lines.values()), SIGNS["correct"]], key=len)
    return {
        name: line._replace(room=(f"{pretty(name)}{_EQUALS}{longest}" if _EQUALS in line.text else "", signs[-1]))
        if line.sign
        else line
        for name, line in lines.items()
    }


_EQUALS = " = "
_ROOM = 12
"""An answer of more characters has more room than the others."""


def _to_figures(text: str, value: float) -> str:
    """A number for a box: as it is written, but with no more than so many figures.

    >>> _to_figures("0.0078750", 0.007875), _to_figures("-0.3810098579421298", -0.3810098579421298)
    ('0.0078750', '-0.38101')
    """
    written = brief(text, value)
    mantissa = written.casefold().partition("e")[0]
    many = sum(map(str.isdigit, mantissa.lstrip("+-−0.,"))) > _FIGURES
    return f"{value:.{_FIGURES}g}" if many and isfinite(value) else written


_FIGURES = 6
