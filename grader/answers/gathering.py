"""What is told of many places of one file in the same words, told in one row that names them all."""

import re
from collections.abc import Iterable
from dataclasses import replace

from grader.errors import Attention

FEWEST = 4
"""Rows of one kind that are told in one."""
LONGEST = 1_500
"""Characters of what such a row names after the first; where there is more, it says how many."""
_QUOTED = re.compile(r"'.+?'(?=[\s,:;.?)]|$)")


def gathered(rows: Iterable[Attention]) -> list[Attention]:
    """The rows, but in place of several of one file that differ in what they quote at most, the first with the others.

    >>> rows = [Attention("a.csv", f"line {n}", f"nobody asked for 'x{n}'") for n in range(1, 5)]
    >>> gathered(rows)[0].issue
    "nobody asked for 'x1', and 3 more of the kind: 'x2' (line 2), 'x3' (line 3), 'x4' (line 4)"
    >>> gathered([Attention("a.csv", f"line {n}", "was left out") for n in range(1, 5)])[0].issue
    'was left out, and 3 more of the kind: line 2, line 3, line 4'
    """
    kinds: dict[tuple[object, ...], list[Attention]] = {}
    for row in rows:
        alike = (row.submission, row.weight, _QUOTED.sub("''", row.issue)) if row.place else (row,)
        kinds.setdefault(alike, []).append(row)
    return [row for each in kinds.values() for row in ([_in_one(each)] if len(each) >= FEWEST else each)]


def _in_one(rows: list[Attention]) -> Attention:
    first, *others = rows
    said, left = "", 0
    for row in others:
        quoted = _QUOTED.findall(row.issue)
        piece = f"{', '.join(dict.fromkeys(quoted))} ({row.place})" if quoted else row.place
        left += bool(left) or len(said) + len(piece) > LONGEST
        said += "" if left else f"{', ' if said else ''}{piece}"
    more = f" … and {left:,} more" if left else ""
    issue = f"{first.issue}, and {len(others):,} more of the kind: {said}{more}"
    return replace(first, issue=issue)
