"""Tables as CSV, so that no spreadsheet runs what a student wrote."""

import csv
import io
import re

import pandas as pd

_RUNS = re.compile(r"[\s\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠|%]")
_NUMBER = re.compile(r"[-+]?[\d.,'\u00a0\u202f ]*(?:(?<=\d)[eE][-+]?\d+)?\s?%?|-*", re.ASCII)
"""A number as people write it, or the dash of a blank: nothing that a spreadsheet works out."""
_FIRST = frozenset("=+-@＝＋－＠|%\u200b\ufeff")


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what could run; numbers as they are.

    The rule is OWASP's (CSV injection, ASVS 5.0, 1.2.10).

    >>> defused("=cmd|'/c calc'!A1"), defused("-0.0077"), defused("h1")
    ("'=cmd|'/c calc'!A1", '-0.0077', 'h1')
    """
    return f"'{text}" if _RUNS.match(text) and not _NUMBER.fullmatch(text) else text


def to_csv(table: pd.DataFrame) -> bytes:
    """A table as UTF-8 with `.` decimals: numbers with up to 17 digits, nothing where there is none."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_texts(table.columns.to_series()))
    writer.writerows(zip(*(_texts(table[name]) for name in table.columns), strict=True))
    return out.getvalue().replace("\0", "\ufffd").encode("utf-8", "replace")


def _texts(column: pd.Series) -> list[str]:
    if column.dtype.kind == "f":
        return _numbers(column)
    return [text if text[:1] not in _FIRST and not text[:1].isspace() else defused(text) for text in column.tolist()]


def _numbers(column: pd.Series) -> list[str]:
    """The shortest decimals that read back as the same numbers."""
    texts = map(repr, column.tolist())
    return ["" if text == "nan" else text.removesuffix(".0") for text in texts]
