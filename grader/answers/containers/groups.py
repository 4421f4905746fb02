"""Groups of columns by which MATLAB and Octave show a wide matrix: `Columns 1 through 8` over the first numbers."""

import re
from itertools import takewhile

from grader.answers.containers.bounds import MAX_COLUMNS
from grader.answers.containers.rows import numbers_of

_HEADING = re.compile(r"\s*Columns?\s+(?P<first>\d{1,4})(?:\s+(?:through|and|to)\s+(?P<last>\d{1,4}))?\s*:?\s*")
_LONGEST = 2_000
_MOST = 400
"""Rows of a group."""


def ungrouped(lines: list[str]) -> list[str]:
    """The lines, each row of such a matrix on one, where its first group begins.

    >>> ungrouped(["W =", "", " Columns 1 and 2", "", " 1 2", " 3 4", "", " Column 3", "", " 5", " 6"])[:5]
    ['W =', '', '1 2 5', '3 4 6', '']
    """
    lines = lines.copy()
    at = 0
    while at < len(lines):
        end, rows = _matrix(lines, at)
        if rows:
            lines[at:end] = [*(" ".join(row) for row in rows), *[""] * (end - at - len(rows))]
        at = max(end, at + 1)
    return lines


def _matrix(lines: list[str], at: int) -> tuple[int, list[list[str]]]:
    """One past the last line of the groups that begin at a line, and the rows; none where they are not as they say."""
    rows: list[list[str]] = []
    while heading := _heading(lines, at):
        first, last = int(heading["first"]), int(heading["last"] or heading["first"])
        begun = next((y for y in range(at + 1, min(at + 3, len(lines))) if lines[y].strip()), len(lines))
        group = list(takewhile(bool, (_numbers(line) for line in lines[begun : begun + _MOST])))
        before = len(rows[0]) if rows else 0
        fits = not rows or len(group) == len(rows)
        if (
            not group
            or not fits
            or last > MAX_COLUMNS
            or first != before + 1
            or any(len(row) != last - first + 1 for row in group)
        ):
            return at, []
        rows = [one + other for one, other in zip(rows or [[] for _ in group], group, strict=True)]
        at = begun + len(group)
        following = next((y for y in range(at, min(at + 3, len(lines))) if lines[y].strip()), at)
        at = following if _heading(lines, following) else at
    return at, rows


def _heading(lines: list[str], at: int) -> re.Match[str] | None:
    return _HEADING.fullmatch(lines[at]) if at < len(lines) and len(lines[at]) < _LONGEST else None


def _numbers(line: str) -> list[str]:
    """The numbers of a row, which may be but one."""
    if len(line) > _LONGEST or not line.strip():
        return []
    rows = numbers_of([f"{line.strip()} 0"])
    return rows[0][:-1] if rows else []
