"""Tables as CSV, so that no spreadsheet runs what a student wrote."""

import csv
import io
import re
from collections.abc import Callable

import numpy as np
import pandas as pd

_RUNS = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠|%]")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what could run; numbers as they are.

    The rule is OWASP's (CSV injection, ASVS 5.0, 1.2.10).

    >>> defused("=cmd|'/c calc'!A1"), defused("-0.0077"), defused("h1")
    ("'=cmd|'/c calc'!A1", '-0.0077', 'h1')
    """
    text = text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    return f"'{text}" if _RUNS.match(text) and not _NUMBER.fullmatch(text) else text


def to_csv(table: pd.DataFrame) -> bytes:
    """A table as UTF-8 with `.` decimals: numbers with up to 17 digits, nothing where there is none."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(zip(*(_texts(table[name]) for name in table.columns), strict=True))
    return out.getvalue().encode("utf-8")


def _texts(column: pd.Series) -> list[str]:
    if column.dtype.kind == "f":
        return [_shown(value) for value in column.to_numpy().tolist()]
    known: dict[str, str] = {}
    write: Callable[[str], str] = lambda text: known.setdefault(text, defused(text))  # noqa: E731
    return [known.get(text) or write(text) for text in column.tolist()]


def _shown(value: float) -> str:
    if np.isnan(value):
        return ""
    text = repr(value)
    return text[:-2] if text.endswith(".0") else text
