"""Separated values as a system writes them: cells, and where each stands; nothing is guessed from what they say."""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

_SEPARATORS = ",;\t"
_LOOKED_AT = 5
"""Rows from which the separator is told: the one that makes the widest of them."""
_MOST, _MOST_ROWS = 2_000_000, 500_000
"""Cells of a gradebook: of 10,000 students and 200 columns; and rows: of as many and 50 questions."""


class Field(NamedTuple):
    """One cell: what it says, and where it stands in the text."""

    text: str
    start: int
    end: int
    quoted: bool


class TableError(Exception):
    """A text that cannot be parted into cells: what is wrong with it."""


class TooLargeError(TableError):
    """A text that no separator makes a gradebook."""

    def __init__(self, most: str) -> None:
        super().__init__(f"has more than {most}, which no gradebook has")


def by_width(text: str) -> dict[str, int]:
    r"""The separators by the cells of the widest of the first rows that each makes; the widest first.

    >>> by_width("Lovelace, Ada;7")
    {',': 2, ';': 2, '\t': 1}
    """
    widths = {separator: _width(text, separator) for separator in _SEPARATORS}
    return dict(sorted(widths.items(), key=lambda found: -found[1]))


def _width(text: str, separator: str) -> int:
    """The cells of the widest of the first rows that can be read."""
    widest = 0
    with suppress(TableError):
        for row in islice(separated(text, separator), _LOOKED_AT):
            widest = max(widest, len(row))
    return widest


def separated(text: str, separator: str) -> Iterator[list[Field]]:
    """The rows of a text. TableError, where it comes to that, at a quotation that does not end or at too many cells."""
    field, position, row, cells, rows = _field(separator), 0, list[Field](), 0, 0
    while position < len(text):
        found = field.match(text, position)
        assert found is not None
        quoted, bare, end = found.groups()
        if quoted is None and bare.startswith('"') and not _QUOTATION.match(text, position):
            raise TableError(f"has a quotation mark in line {_line(text, position)} that is not closed")
        said = bare if quoted is None else quoted.replace('""', '"')
        row.append(Field(said, position, found.start(3), quoted is not None))
        cells += 1
        if cells > _MOST:
            raise TooLargeError(f"{_MOST:,} cells")
        position = found.end()
        if end == separator:
            if position < len(text):
                continue
            row.append(Field("", position, position, False))
        yield row
        row, rows = [], rows + 1
        if rows > _MOST_ROWS:
            raise TooLargeError(f"{_MOST_ROWS:,} rows")


_QUOTATION = re.compile(r'"[^"]*(?:""[^"]*)*"(?!")')


@lru_cache
def _field(separator: str) -> re.Pattern[str]:
    """A cell and what ends it; what stands in quotation marks, and what follows them, is not in them."""
    ends = rf"{separator}\r\n"
    return re.compile(rf'(?:"([^"]*(?:""[^"]*)*)"(?=[{ends}]|\Z)|([^{ends}]*))({separator}|\r\n?|\n|\Z)')


def _line(text: str, position: int) -> int:
    """The line of the text, from 1, in which a position is."""
    return 1 + len(re.findall(r"\r\n?|\n", text[:position]))
