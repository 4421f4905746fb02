"""A delimited file as it stands: its cells can be read and some replaced, and every other byte stays what it is."""

import codecs
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache

from grader.answers import Field, TableError, TooLargeError, by_width, separated, wide

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

Spot = tuple[int, int]
"""Row and column, from 0."""


class Table:
    """A file of separated values."""

    def __init__(self, data: bytes, separator: str = "") -> None:
        """By a separator, or by the one that makes the widest of the first rows."""
        self.data = data
        self.mark, self.encoding, self.text = _decoded(data)
        self.separator, self.rows = _parted(self.text, separator)

    def otherwise(self) -> Iterator["Table"]:
        """The same by each other separator that makes rows of it: names and decimals may have more commas."""
        for separator, width in by_width(self.text).items():
            if separator != self.separator and width > 1:
                with suppress(TableError):
                    yield Table(self.data, separator)

    def cell(self, row: int, column: int) -> str:
        """What a cell says; nothing where the row is shorter."""
        return self.rows[row][column].text if 0 <= column < len(self.rows[row]) else ""

    def texts(self, row: int) -> list[str]:
        """What the cells of a row say."""
        return [field.text for field in self.rows[row]]

    def with_cells(self, changes: Mapping[Spot, str]) -> bytes:
        r"""The file with other texts in some of its cells, each quoted if it was, or has to be.

        >>> Table(b'a;"b";c\r\n1;"2";\r\n').with_cells({(1, 1): "3", (1, 2): "x;y"})
        b'a;"b";c\r\n1;"3";"x;y"\r\n'
        """
        parts, last = [], 0
        for row, column in sorted(changes):
            field = self.rows[row][column]
            parts += [self.text[last : field.start], self._written(changes[row, column], field.quoted)]
            last = field.end
        return self.mark + ("".join(parts) + self.text[last:]).encode(self.encoding)

    def spelt(self, text: str, otherwise: Callable[[str], str]) -> str:
        """A text in the characters that the file has; `otherwise` says each that it has not with those of ASCII."""
        return "".join(c if _has(self.encoding, c) else otherwise(c) for c in text)

    def _written(self, text: str, quoted: bool) -> str:
        if quoted or any(sign in text for sign in (self.separator, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text


def _decoded(data: bytes) -> tuple[bytes, str, str]:
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise TableError("is a workbook, in which nothing but the cells to fill could be left as it is")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return mark, encoding, _exactly(data[len(mark) :], encoding)
    if unmarked := wide(data):
        return b"", unmarked, _exactly(data, unmarked)
    try:
        return b"", "utf-8", _exactly(data, "utf-8")
    except TableError:
        return b"", "cp1252", _exactly(data, "cp1252")


def _exactly(data: bytes, encoding: str) -> str:
    """A text that is written back as the same bytes."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise TableError("has characters that cannot be read") from None
    if "\0" in text or text.encode(encoding) != data:
        raise TableError("has characters that could not be written back as they are")
    return text


@lru_cache(maxsize=4096)
def _has(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _parted(text: str, separator: str) -> tuple[str, list[list[Field]]]:
    """A separator, or that of the widest of the first rows, of those by which the whole can be read; and the rows.

    One that parts nothing is not tried where another does: it would read a file of faulty quotations, as nothing.
    """
    faults: list[TableError] = []
    widths = by_width(text)
    for mark in [separator] if separator else [m for m, width in widths.items() if width > 1] or widths:
        try:
            return mark, list(separated(text, mark))
        except TooLargeError:
            raise
        except TableError as error:
            faults.append(error)
    raise faults[0]
