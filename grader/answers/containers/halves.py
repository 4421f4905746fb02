"""Decimal commas that were taken for separators: `out_h1,0,59327` is one answer, and never 0.

The halves of a number are put together where nothing else can be meant; where something else can, they are one cell,
for the layouts to read or to tell of. What stands in columns of its own, under headings of its own, is left alone; so
is what stands in a row with a number that has a decimal point: a comma only separates there.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from grader.answers.containers.separator import DECIMAL_POINT
from grader.answers.record import Remark

Row = tuple[int, list[str]]
"""The line (from 1) where a row begins, and its fields."""

WHOLE = re.compile(r"\s*[-+−]?\d+")
FRACTION = re.compile(r"\d+(?:[eE][-+−]?\d+)?\s*%?\s*")
POINTED = re.compile(r"\s*[-+−]?(?:\d+\.\d*|\.\d+)(?:[eE][-+−]?\d+)?\s*%?\s*")
"""A number with a decimal point, and nothing else."""
ZERO = re.compile(r"\s*[-+−]?0+")
STATED = re.compile(r"[^\W\d][^=:≈]{0,80}[=:≈]\s{0,4}[-+−]?\d{1,20}$")
"""The end of `h1 = 0`, whose decimals are in the next field."""
NOTES = re.compile(r"not[ae]|comment|remark|bemerk|anmerk|observ|opmerk|uwag|working|rechen|calc", re.IGNORECASE)
"""In headings of columns where numbers by themselves are not expected."""
LONG = 3
"""Digits after a 0 that are no column of their own."""


class Half(str):
    """A field with both halves of what may be one number or two."""


class _File(NamedTuple):
    """What the rows of a file have in common."""

    width: int
    """Of the first row with more than one field; where that is no header, of most rows, of as many the narrower."""
    header: list[str]
    """The first such row, where it is no row of numbers."""
    points: bool
    """Whether a decimal point is used."""


class _Pair(NamedTuple):
    """Two fields beside each other that may be halves: the column of the second."""

    row: int
    at: int
    strong: bool
    """Whether they are hardly anything else."""


def joined(rows: list[Row], remarks: list[Remark]) -> list[Row]:
    """The rows with the halves of numbers in one field, and a remark for each that is read as one number."""
    rows = [(line, _with_statements(line, fields, remarks)) for line, fields in rows]
    found = {i: [at for at in range(1, len(f)) if _halves(f, at)] for i, (_, f) in enumerate(rows) if len(f) > 1}
    found = {i: ats for i, ats in found.items() if ats}
    if not found:
        return rows
    file = _file(rows, min(found))
    pairs = [pair for i, ats in found.items() for pair in _pairs(file, i, rows[i][1], ats)]
    suspects = [pair for pair in pairs if pair.strong]
    if not suspects:
        return rows
    sure = not file.points and _alike(pairs)
    remarks += _mend(rows, pairs if sure else suspects, sure)
    return rows


def _with_statements(line: int, fields: list[str], remarks: list[Remark]) -> list[str]:
    """The fields of a row, of which those of `h1 = 0,79` are one; `x = 1,2,3` is a list."""
    whole: list[str] = []
    for at, field in enumerate(fields):
        ends = at + 1 == len(fields) or not _is_number(fields[at + 1])
        if at and ends and FRACTION.fullmatch(field) and STATED.search(whole[-1][-120:]):
            whole[-1] = f"{whole[-1]},{field.rstrip()}"
            remarks.append(
                Remark(f"line {line}", f"read '{_shortened(whole[-1].strip())}' as one number with a decimal comma")
            )
        else:
            whole.append(field)
    return whole


def _halves(fields: list[str], at: int) -> bool:
    return bool(FRACTION.fullmatch(fields[at]) and WHOLE.fullmatch(fields[at - 1]))


def _file(rows: list[Row], first: int) -> _File:
    lead = next((fields for _, fields in rows if sum(map(bool, fields)) > 1), [])
    is_header = lead is not rows[first][1] and not any(map(_is_number, lead))
    points = any(DECIMAL_POINT.search(field) for _, fields in rows for field in fields)
    widths = Counter(len(fields) for _, fields in rows if sum(map(bool, fields)) > 1)
    common = min(widths, key=lambda width: (-widths[width], width), default=0)
    return _File(len(lead) if is_header else common, lead if is_header else [], points)


def _has_points(fields: list[str]) -> bool:
    """Whether a number has a decimal point; before the row's name stands that of a problem."""
    name = next((at for at, field in enumerate(fields) if field and not _is_number(field)), 0)
    return any(map(POINTED.fullmatch, fields[name:]))


def _is_number(field: str) -> bool:
    return bool(WHOLE.fullmatch(field) or DECIMAL_POINT.search(field))


def _pairs(file: _File, row: int, fields: list[str], ats: list[int]) -> list[_Pair]:
    """The pairs of a row that do not overlap, from the left. A row without a name is one of a matrix or of samples."""
    overlong = len(fields) > file.width and any(fields[file.width :])
    named = any(field and not _is_number(field) for field in fields[: ats[0]])
    pointed = _has_points(fields)
    kept: list[_Pair] = []
    for at in ats if named or overlong else ():
        head = file.header[at].strip() if at < len(file.header) else ""
        apart = head and not overlong and (file.points or not NOTES.search(head))
        if not apart and not (kept and at - kept[-1].at < 2):
            whole, fraction = fields[at - 1], fields[at].strip()
            likely = overlong or (not head and ZERO.fullmatch(whole) is not None)
            nought = file.points and not fraction.strip("0")  # 0,0 in columns is 0, too
            kept.append(_Pair(row, at, _are_digits(whole, fraction) or (likely and not pointed and not nought)))
    return kept


def _are_digits(whole: str, fraction: str) -> bool:
    """Whether these can hardly be numbers of their own: `05`, and `59327` behind a 0."""
    return bool(ZERO.fullmatch(whole) and len(fraction) >= LONG) or (fraction[0] == "0" and len(fraction) > 1)


def _alike(pairs: list[_Pair]) -> bool:
    """Whether the pairs stand in the same columns of every row that has any, and most are hardly anything else."""
    columns: dict[int, list[int]] = {}
    for pair in pairs:
        columns.setdefault(pair.row, []).append(pair.at)
    alike = len(set(map(tuple, columns.values()))) == 1
    return alike and 2 * sum(pair.strong for pair in pairs) >= len(pairs)


def _mend(rows: list[Row], pairs: list[_Pair], sure: bool) -> Iterator[Remark]:
    shift = dict.fromkeys({pair.row for pair in pairs}, 0)
    for row, at, _ in pairs:
        line, fields = rows[row]
        at -= shift[row]
        text = f"{fields[at - 1]},{fields[at]}"
        if sure:
            rows[row] = (line, [*fields[: at - 1], text, *fields[at + 1 :]])
            shift[row] += 1
            yield Remark(f"line {line}", f"read '{_shortened(text.strip())}' as one number with a decimal comma")
        else:
            rows[row] = (line, [*fields[: at - 1], Half(text), "", *fields[at + 1 :]])


def _shortened(text: str) -> str:
    """A text for a message: its first 40 characters."""
    return text if len(text) <= 40 else text[:40] + "…"
