"""Rows of numbers as they are typed, with blanks, commas, semicolons, bars or words between them."""

import re
from collections.abc import Sequence
from itertools import takewhile

from grader.answers.parallel import AND

_POINTED = re.compile(r"[-+−]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+−]?\d+)?", re.ASCII)
_COMMAED = re.compile(r"[-+−]?\d+(?:,\d+)?(?:[eE][-+−]?\d+)?", re.ASCII)
_AND = rf"{AND}[ \t]+"
_BETWEEN = re.compile(rf"[ \t]*[,;|│][ \t]*(?:{_AND})?|[ \t]+{_AND}|[ \t]+")
_BESIDE_COMMAS = re.compile(rf"[ \t]*[;|│][ \t]*(?:{_AND})?|,[ \t]+(?:{_AND})?|[ \t]+{_AND}|[ \t]+")
"""The same between numbers with decimal commas."""
_RUN = r"[-+−]?[\d.](?:[-+−\d.,;|│eE \t]*[\d.])?"
TYPED = rf"{_RUN}(?:[,;]?[ \t]+{_AND}{_RUN})?"
"""Numbers and what may stand between them."""
_ROW = re.compile(
    rf"(?:[\s*•-]*\b(?:row|zeile|ligne|fila|linha|riga)\s?#?\d{{1,2}}\s*[:=.)])?[\s\[(|│⎡⎢⎣]*({TYPED})[\s\])|│⎤⎥⎦;,]*"
    r"(?:(?<=\s)\([A-Za-z][A-Za-z ,.]{0,30}\)\s*)?",
    re.ASCII | re.IGNORECASE,
)
"""A row of a matrix, brackets or bars around it or not, `Row 1:` before it or not, `(rounded)` behind it or not."""
_THOUSANDS = re.compile(r"[-+−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_GROUPS = re.compile(r"[-+−]?[1-9]\d{0,2}(?: \d{3})+,\d+", re.ASCII)
_LONGEST = 2_000


def numbers_of(rows: Sequence[str]) -> list[list[str]]:
    """The numbers of each row, with points in place of decimal commas; only of the rows before one with fewer than two.

    Where one of the rows has a decimal point, no comma is one.

    >>> numbers_of(["0.1,0.2", "0,1"]), numbers_of(["0,1, -0,2"]), numbers_of(["0.1 | 0.2"]), numbers_of(["0,1", "2 3"])
    ([['0.1', '0.2'], ['0', '1']], [['0.1', '-0.2']], [['0.1', '0.2']], [])
    """
    pointed = any("." in row.rstrip(". \t") for row in rows)
    number, between = (_POINTED, _BETWEEN) if pointed else (_COMMAED, _BESIDE_COMMAS)
    parted = (between.split(row.strip(" \t,;|│")) for row in rows)
    return [
        [item.replace(",", ".") for item in items]
        for items in takewhile(lambda items: len(items) > 1 and all(map(number.fullmatch, items)), parted)
    ]


def list_of(text: str) -> str:
    """The list that a text is without its brackets; nothing of one that has but spaces between its numbers, or one.

    >>> list_of("0.86, -0.25"), list_of("0,3 and 0,4"), list_of("1,234.5"), list_of("1 234,5"), list_of("1, 2; 3, 4")
    ('[0.86, -0.25]', '[0.3, 0.4]', '', '', '[[1, 2], [3, 4]]')
    """
    said = text.strip().rstrip(".")
    if not re.search(r"[^\d.eE+\-− ]", said) or _THOUSANDS.fullmatch(said) or _GROUPS.fullmatch(said):
        return ""
    parts = said.split(";")
    if len(rows := numbers_of(parts)) == len(parts) > 1:
        return as_list(rows)
    row = numbers_of([said])
    return as_list(row) if row else ""


def pointed(text: str) -> str:
    """One number with groups of digits, with a decimal point for its comma; what reads it says that it could be two.

    >>> pointed("1 234,5"), pointed("0,5 0,25")
    ('1 234.5', '')
    """
    said = text.strip().rstrip(".")
    return said.replace(",", ".") if _GROUPS.fullmatch(said) else ""


def is_row(line: str) -> bool:
    """Whether a line holds nothing but two numbers or more."""
    return bool(numbers_of(_typed(line)))


def typed_rows(lines: Sequence[str], fields: bool = True) -> tuple[list[list[str]], int]:
    """The numbers of each of the rows with which lines begin, and how many lines that are.

    The rows follow upon each other, or each stands below a blank line. Without `fields`, those do not count that may be
    of a table, with separators and no blanks between the numbers.
    """
    spread = len(lines) > 2 and not lines[1].strip() and _typed(lines[2]) and not any(map(_typed, lines[3:4]))
    step = 2 if spread else 1
    typed: list[str] = []
    for at in range(0, len(lines), step):
        row = _typed(lines[at]) if step == 1 or not at or not lines[at - 1].strip() else []
        if not row or not (fields or re.search(r"[ \t]", row[0].strip(" \t|│"))):
            break
        typed += row
    rows = numbers_of(typed)
    taken = (len(rows) - 1) * step + 1 if rows else 0
    counted = all(row[0] == f"{n}." for n, row in enumerate(rows, 1))
    return [row[1:] for row in rows] if counted else rows, taken  # `1. 0.2`, `2. 0.3` is a list


def as_list(rows: Sequence[Sequence[str]]) -> str:
    """The rows as a list of lists; one as a list.

    >>> as_list([["1", "2"], ["3", "4"]]), as_list([["1", "2"]])
    ('[[1, 2], [3, 4]]', '[1, 2]')
    """
    lists = [f"[{', '.join(row)}]" for row in rows]
    return lists[0] if len(lists) == 1 else f"[{', '.join(lists)}]"


def _typed(line: str) -> list[str]:
    found = _ROW.fullmatch(line) if len(line) < _LONGEST else None
    return [found[1]] if found else []
