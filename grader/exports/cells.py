"""A table's rows as the text of a worksheet: openpyxl draws the sheet, and the rows are poured in, ten times as fast.

A cell is either a number or an inline string. There is no third kind, so nothing that a student wrote can become a
formula, an error or a date, whatever it looks like. (ECMA-376, part 1, 18.3.1.4 and 18.3.1.53.)
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from html import escape
from itertools import islice, repeat
from math import ceil, isfinite
from typing import NamedTuple

from grader.exports.once import Once

LONGEST = 16_000
"""Characters of a text; a spreadsheet takes 32,767 units of UTF-16, and shows far fewer."""
_CHUNK = 5_000
_FIRST = 2
_PLACE = b"\0"
"""Where the number of its row is put into a cell; no text can hold one."""
_DIGITS = 15
"""As many as a spreadsheet keeps; so a number is the same when the file has been saved again."""
_LINE, _MOST_LINES = 15, 8
"""In points; and how many of them a row is high at most."""
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
    wraps: int = 0
    """In how many characters a line breaks; 0 where none does."""


def rows(
    columns: Sequence[tuple[str, Sequence[object], Look]], groups: Sequence[object] = (), folded: bool = False
) -> Iterator[bytes]:
    """The rows under the heading, some thousands at a time; each column is its letter, its values and its look.

    `groups` is what the rows belong to: those of a group can be folded away under its first, or are `folded`.
    """
    cells = [map(Once(partial(_cell, letter, look=look)).__getitem__, values) for letter, values, look in columns]
    tall = [
        map(Once(partial(_lines, wraps=look.wraps)).__getitem__, values) for _, values, look in columns if look.wraps
    ]
    count = len(columns[0][1]) if columns else 0
    levels = _levels(groups, folded) if groups else repeat(b"", count)
    heights = map(Once(_height).__getitem__, zip(*tall, strict=True)) if tall else repeat(b"", count)
    opened = (repeat(b'<row r="%b"' % _PLACE, count), levels, heights, repeat(b">", count))
    written = map(b"".join, zip(*opened, *cells, repeat(b"</row>", count), strict=True))
    numbered = (row.replace(_PLACE, b"%d" % n) for n, row in enumerate(written, _FIRST))
    while some := b"".join(islice(numbered, _CHUNK)):
        yield some


def _height(lines: tuple[int, ...]) -> bytes:
    """How high a row is whose texts take several lines: not every program measures them when it opens a file."""
    most = max(lines)
    return b' ht="%d" customHeight="1"' % (_LINE * most) if most > 1 else b""


def _lines(text: object, wraps: int) -> int:
    r"""How many lines a text takes.

    >>> _lines("right", 70), _lines("x" * 71, 70), _lines("a\nb", 70)
    (1, 2, 2)
    """
    return min(_MOST_LINES, sum(max(1, ceil(len(part) / wraps)) for part in str(text).split("\n")))


def _cell(letter: str, value: object, look: Look) -> bytes:
    """A whole cell, of whatever row; nothing where there is nothing."""
    text = content(value, look)
    return b'<c r="%b%b"%b' % (letter.encode(), _PLACE, text.encode()) if text else b""


def _levels(groups: Sequence[object], folded: bool) -> Iterator[bytes]:
    """The outline level of each row: none for the first of a group (ECMA-376, part 1, 18.3.1.73)."""
    level = b' outlineLevel="1" hidden="1"' if folded else b' outlineLevel="1"'
    for place, group in enumerate(groups):
        within = place > 0 and group == groups[place - 1]
        heads = folded and place + 1 < len(groups) and group == groups[place + 1]
        yield level if within else b' collapsed="1"' if heads else b""


def content(value: object, look: Look) -> str:
    """A cell behind its reference: a number, or a text whatever it begins with; nothing where there is nothing.

    >>> content(0.5, Look(1, 2)), content("=1+1", Look(1, 2)), content(float("nan"), Look(1, 2))
    (' s="1"><v>0.5</v></c>', ' s="2" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>', '')
    """
    if isinstance(value, float | int):
        return f' s="{look.plain}"><v>{value:.{_DIGITS}g}</v></c>' if isfinite(value) else ""
    text = str(value)
    if not text:
        return ""
    if look.numeric and _DECIMAL.fullmatch(text):
        return content(float(text), look)
    style = look.quoted if text[0] in _FORMULA else look.plain
    return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(_clean(text), quote=False)}</t></is></c>'


def _clean(text: str) -> str:
    """What XML can hold of a text: one kind of line end, and no control characters or halves of a character."""
    if text.isprintable() and len(text) <= LONGEST:
        return text
    text = _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
