"""Matrices that are drawn over several lines, with a bracket or a bar around each row: `⎡ 1 2 ⎤` over `⎣ 3 4 ⎦`."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from grader.answers.containers.rows import as_list

_OPENS, _CLOSES = r"[⎡⎢⎣⎛⎜⎝|│┃\[(]", r"[⎤⎥⎦⎞⎟⎠|│┃\])]"
_NUMBER = r"[-+−]?(?:\d+(?:[.,]\d+|\.)?|\.\d+)(?:[eE][-+−]?\d+)?"
_BETWEEN = r"(?:\s*[;&]\s*|,\s+|\s+)"
_ROW = re.compile(
    rf"(?P<before>[^|│┃]*?){_OPENS}\s*(?P<row>{_NUMBER}(?:{_BETWEEN}{_NUMBER})*)\s*{_CLOSES}[\s.,;]*", re.ASCII
)
_NAME = re.compile(r"\s*[^\W\d][^;\t\"=:≈]{0,120}(?:[=:≈]|:=)\s*|\s*[∂∇\\$][^;\t\"=:≈]{1,120}[=:≈]\s*")
_MAY = re.compile(_OPENS)
_LONGEST = 400
_FEWEST = 2


class _Row(NamedTuple):
    """A row as drawn: what stands before it, where it is opened, and its numbers."""

    name: str
    column: int
    numbers: list[str]


def undrawn(lines: Sequence[str]) -> list[str]:
    r"""The lines, with each such matrix as a list behind its name, which stands before one of its rows or above them.

    >>> undrawn(["    ⎡ 1  -2 ⎤", "W = ⎢ 3   4 ⎥", "    ⎣ 5   6 ⎦", "z =", "| 0,5 |", "| 1,5 |"])
    ['', 'W = [[1, -2], [3, 4], [5, 6]]', '', 'z = [[0.5], [1.5]]', '', '']
    >>> undrawn(["a = [1 2]", "b = [3 4]", "(1, 2)", "(3, 4)"])
    ['a = [1 2]', 'b = [3 4]', '(1, 2)', '(3, 4)']
    """
    found = list(lines)
    at = 0
    while at < len(found):
        rows = _rows(found, at) if _MAY.search(found[at]) else []
        named = [n for n, row in enumerate(rows) if row.name]
        above = bool(rows) and not named and at > 0 and _NAME.fullmatch(found[at - 1])
        if len(rows) >= _FEWEST and (above or len(named) == 1):
            name = found[at - 1].strip() if above else rows[named[0]].name
            found[at : at + len(rows)] = [""] * len(rows)
            found[at - 1 if above else at + named[0]] = f"{name} {as_list([row.numbers for row in rows])}"
        at += max(1, len(rows))
    return found


def _rows(lines: Sequence[str], at: int) -> list[_Row]:
    """The rows that are drawn below one another from a line on, each opened in the same column and as long."""
    first = _row(lines[at])
    if first is None:
        return []
    alike = takewhile(
        lambda row: row is not None and row.column == first.column and len(row.numbers) == len(first.numbers),
        map(_row, lines[at + 1 : at + _LONGEST]),
    )
    return [first, *(row for row in alike if row)]


def _row(line: str) -> _Row | None:
    found = _ROW.fullmatch(line) if len(line) <= _LONGEST else None
    if not found or (found["before"].strip() and not _NAME.fullmatch(found["before"])):
        return None
    numbers = [number.replace(",", ".") for number in re.split(_BETWEEN, found["row"])]
    return _Row(found["before"].strip(), len(found["before"]), numbers)
