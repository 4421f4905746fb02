"""A table's rows as the text of a worksheet: openpyxl draws the sheet, and the rows are poured in, ten times as fast.

A cell is either a number or an inline string. There is no third kind, so nothing that a student wrote can become a
formula, an error or a date, whatever it looks like. (ECMA-376, part 1, 18.3.1.4 and 18.3.1.53.)
"""

import re
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import NamedTuple
from xml.sax.saxutils import escape

LONGEST = 16_000
"""Characters of a text; a spreadsheet takes 32,767 units of UTF-16, and shows far fewer."""
_CHUNK = 5_000
_FIRST = 2
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]\d+)?", re.ASCII)
_FORMULA = "=+-@"


class Look(NamedTuple):
    """The cell formats of a column, by their numbers in the workbook."""

    plain: int
    quoted: int
    """For a text that would be a formula if it were typed: the apostrophe that keeps it one when it is edited."""
    numeric: bool = False
    """Whether a text that is a plain decimal number stands there as that number."""


def rows(columns: Sequence[tuple[str, Sequence[object], Look]], groups: Sequence[object] = ()) -> Iterator[bytes]:
    """The rows under the heading, some thousands at a time; each column is its letter, its values and its look.

    `groups` is what the rows belong to: those of a group can be folded away under its first.
    """
    count = len(columns[0][1]) if columns else 0
    for start in range(0, count, _CHUNK):
        place = slice(start, start + _CHUNK)
        cells = [_cells(letter, values[place], look, start + _FIRST) for letter, values, look in columns]
        numbered = enumerate(zip(*cells, strict=True), start + _FIRST)
        if not groups:
            yield "".join(f'<row r="{n}">{"".join(row)}</row>' for n, row in numbered).encode()
            continue
        levels = _levels(groups, start)
        yield "".join(f'<row r="{n}"{next(levels)}>{"".join(row)}</row>' for n, row in numbered).encode()


def _levels(groups: Sequence[object], start: int) -> Iterator[str]:
    """The outline level of each row from one on: none for the first of a group (ECMA-376, part 1, 18.3.1.73)."""
    before = groups[start - 1] if start else None
    for group in groups[start : start + _CHUNK]:
        yield ' outlineLevel="1"' if group == before else ""
        before = group


def _cells(letter: str, values: Sequence[object], look: Look, first: int) -> list[str]:
    known: dict[object, str] = {}
    for value in values:
        if value not in known:
            known[value] = content(value, look)
    contents = map(known.__getitem__, values)
    return [f'<c r="{letter}{n}"{text}' if text else "" for n, text in enumerate(contents, first)]


def content(value: object, look: Look) -> str:
    """A cell behind its reference: a number, or a text whatever it begins with; nothing where there is nothing.

    >>> content(0.5, Look(1, 2)), content("=1+1", Look(1, 2)), content(float("nan"), Look(1, 2))
    (' s="1"><v>0.5</v></c>', ' s="2" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>', '')
    """
    if isinstance(value, float | int):
        return f' s="{look.plain}"><v>{value!r}</v></c>' if isfinite(value) else ""
    text = str(value)
    if not text:
        return ""
    if look.numeric and _DECIMAL.fullmatch(text):
        return f' s="{look.plain}"><v>{text}</v></c>'
    style = look.quoted if text[0] in _FORMULA else look.plain
    return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(_clean(text))}</t></is></c>'


def _clean(text: str) -> str:
    """What XML can hold of a text: one kind of line end, and no control characters or halves of a character."""
    if text.isprintable() and len(text) <= LONGEST:
        return text
    text = _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
