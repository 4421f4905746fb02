"""Tables as CSV, so that no spreadsheet runs what a student wrote."""

import re
from collections.abc import Iterator
from itertools import chain, islice

import pandas as pd

from grader.defusing import defused
from grader.exports.once import Once

_APART = re.compile(r'[,"\r\n]')
"""What parts fields and lines."""
_AT_ONCE = 20_000
"""Lines that are put together at once: apart they take more memory."""
_LOOKED_AT = 1_000
"""Values from which it is told whether a column has the same ones again and again."""


def to_csv(table: pd.DataFrame) -> bytes:
    """A table as UTF-8 with `.` decimals: numbers with up to 17 digits, nothing where there is none."""
    rows = chain([map(_field, table.columns)], zip(*(_fields(table[name]) for name in table.columns), strict=True))
    lines, parts = map(b",".join, rows), []
    while some := list(islice(lines, _AT_ONCE)):
        parts.append(b"\r\n".join([*some, b""]))
    return b"".join(parts)


def _fields(column: pd.Series) -> Iterator[bytes]:
    write, values = _number if column.dtype.kind == "f" else _field, column.tolist()
    some = values[:_LOOKED_AT]
    return map(write if 2 * len(set(some)) > len(some) else Once(write).__getitem__, values)


def _number(value: float) -> bytes:
    """The shortest decimal that reads back as the same number; nothing for one that is none."""
    return b"" if value != value else repr(value).removesuffix(".0").encode()


def _field(text: str) -> bytes:
    """A text that nothing runs, in quotation marks where it cannot do without (RFC 4180)."""
    text = defused(text)
    field = '"{}"'.format(text.replace('"', '""')) if _APART.search(text) else text
    return field.replace("\0", "\ufffd").encode("utf-8", "replace")
