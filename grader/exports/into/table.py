"""A delimited file as it stands: its cells can be read and some replaced, and every other byte stays what it is."""

import codecs
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SEPARATORS = ",;\t"
_LOOKED_AT = 5
"""Rows from which the separator is told: the one that makes the widest of them."""

Spot = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True)
class Field:
    """One cell: what it says, and where it stands in the text."""

    text: str
    start: int
    end: int
    quoted: bool


class TableError(Exception):
    """A file that cannot be edited cell by cell: what is wrong with it."""


class Table:
    """A file of separated values."""

    def __init__(self, data: bytes) -> None:
        self.mark, self.encoding, self.text = _decoded(data)
        self.separator, self.rows = _parted(self.text)

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


def _parted(text: str) -> tuple[str, list[list[Field]]]:
    """The separator that makes the widest of the first rows, of those by which the whole can be read; and the rows."""
    found: dict[str, list[list[Field]]] = {}
    for separator in _SEPARATORS:
        with suppress(TableError):
            found[separator] = list(_rows(text, separator))
    if not found:
        raise TableError("has a quotation mark that is not closed")
    widest = max(found, key=lambda separator: max(map(len, found[separator][:_LOOKED_AT]), default=0))
    return widest, found[widest]


def _rows(text: str, separator: str) -> Iterator[list[Field]]:
    position, row = 0, []
    while position < len(text):
        field, position = _field(text, position, separator)
        row.append(field)
        if position < len(text) and text[position] == separator:
            position += 1
            if position == len(text):
                row.append(Field("", position, position, False))
            else:
                continue
        yield row
        row = []
        position += 2 if text.startswith("\r\n", position) else 1


def _field(text: str, start: int, separator: str) -> tuple[Field, int]:
    """The field that begins here, and where it ends."""
    if text[start] == '"':
        end, said = start + 1, []
        while True:
            close = text.find('"', end)
            if close < 0:
                raise TableError("has a quotation mark that is not closed")
            said.append(text[end:close])
            end = close + 1
            if not text.startswith('"', end):
                break
            said.append('"')
            end += 1
        if end == len(text) or text[end] in (separator, "\r", "\n"):
            return Field("".join(said), start, end, True), end
    end = start
    while end < len(text) and text[end] not in (separator, "\r", "\n"):
        end += 1
    return Field(text[start:end], start, end, False), end
