"""Numbers of a list in lines of their own: `(1)` over 0.5 and `(2)` over 0.6, below the name of an array."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.answers.layouts.text.worth import readable
from grader.answers.record import BLANK, Cell, Kind, Sheet

_COUNT = re.compile(r"\s*(?:\((?P<both>\d{1,2})\)|(?P<behind>\d{1,2})\)|#(?P<before>\d{1,2}))\s*:?\s*")
_FEWEST = 2


def uncounted(sheet: Sheet) -> Sheet:
    """The sheet without lines that only count the numbers in the lines below them; itself where there are none.

    They count from 1 on, each stands over one number, and nothing stands between.
    """
    counts = [r for r, row in enumerate(sheet.rows) if _count(row)]
    found = {r for first in counts for r in _run(sheet.rows, first)} if len(counts) >= _FEWEST else set()
    if not found:
        return sheet
    rows = [row for r, row in enumerate(sheet.rows) if r not in found]
    numbered = range(1, len(sheet.rows) + 1) if sheet.lines is None else sheet.lines  # a person looks in the file
    lines = [line for r, line in enumerate(numbered) if r not in found]
    return replace(sheet, rows=rows, lines=lines, form=None)


def _run(rows: Sequence[Sequence[Cell]], first: int) -> Iterator[int]:
    """The rows with counts of a list that begins in a row."""
    run: list[int] = []
    while _count(_at(rows, first + 2 * len(run))) == len(run) + 1 and _is_number(_at(rows, first + 2 * len(run) + 1)):
        run.append(first + 2 * len(run))
    return iter(run if len(run) >= _FEWEST else [])


def _at(rows: Sequence[Sequence[Cell]], row: int) -> Sequence[Cell]:
    return rows[row] if row < len(rows) else []


def _only(row: Sequence[Cell]) -> Cell:
    """The one cell of a row with something in it; a blank one where there are several."""
    filled = [cell for cell in row if cell.kind is not Kind.BLANK]
    return filled[0] if len(filled) == 1 else BLANK


def _count(row: Sequence[Cell]) -> int:
    return counts(cell.text) if (cell := _only(row)).kind is Kind.TEXT else 0


def counts(text: str) -> int:
    """The number that a text says by which something is listed; 0 where it is none.

    >>> counts("(2)"), counts("3):"), counts("#1"), counts("2."), counts("(0.5)")
    (2, 3, 1, 0, 0)
    """
    found = _COUNT.fullmatch(text)
    return int(found["both"] or found["behind"] or found["before"]) if found else 0


def _is_number(row: Sequence[Cell]) -> bool:
    return readable(_only(row)) > 0 and not _count(row)
