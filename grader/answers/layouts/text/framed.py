"""Frames of nothing but numbers whose rows and columns are counted: from 0 as pandas does, or in words, `col 1`.

`H | 0 | 1` over `0 | 0.75 | -0.91` and `1 | 0.04 | -0.09`: the counts are no numbers of H.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from grader.answers.layouts.text.worth import readable
from grader.answers.record import BLANK, Cell, Kind, Sheet


class _Frame(NamedTuple):
    """Where the counts stand: the row of those of columns, the column of those of rows, and how many there are."""

    row: int
    column: int
    width: int
    height: int


def unframed(sheet: Sheet) -> Sheet:
    """The sheet without the counts of its data frames; itself where it has none.

    What stands over the counts of the rows is the name of the numbers, and comes to stand over these.
    """
    starts = ((r, c) for r, row in enumerate(sheet.rows) for c in range(1, len(row)) if row[c].text[-1:] in _FIRST)
    frames = [frame for r, c in starts if (frame := _frame(sheet, r, c))]
    if not frames:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for row, column, width, height in frames:
        name = _name(rows, row, column)
        rows[row][column : column + width + 1] = [BLANK] * (width + 1)
        rows[row][column + 1] = name
        for each in rows[row + 1 : row + height + 1]:
            each[column] = BLANK
    return replace(sheet, rows=rows, form=None)


def _name(rows: list[list[Cell]], row: int, column: int) -> Cell:
    """What stands over the counts of the rows; or, taken from there, left of that, or above it with nothing beside."""
    if rows[row][column].kind is Kind.TEXT:
        return rows[row][column]
    left = rows[row][:column]
    above = rows[row - 1] if row else []
    for where, places in ((left, [column - 1]), (above, [column, column + 1])):
        filled = [c for c, cell in enumerate(where) if cell.kind is not Kind.BLANK]
        if len(filled) == 1 and filled[0] in places and where[filled[0]].kind is Kind.TEXT:
            name = where[filled[0]]
            rows[row if where is left else row - 1][filled[0]] = BLANK
            return name
    return BLANK


def _frame(sheet: Sheet, row: int, first: int) -> _Frame | None:
    """The frame whose first column is counted in a cell."""
    width = _counted(islice(sheet.rows[row], first, None))
    name = sheet.cell(row, first - 1)
    if (
        not width
        or sheet.cell(row, first + width).kind is not Kind.BLANK
        or (name.kind is not Kind.BLANK and readable(name))
    ):
        return None
    height = _counted(sheet.cell(r, first - 1) for r in range(row + 1, len(sheet.rows)))
    numbers = [sheet.cell(row + 1 + r, first + c) for r in range(height) for c in range(width)]
    if not numbers or not all(readable(cell) == 1 for cell in numbers) or all(map(_is_whole, numbers)):
        return None
    return _Frame(row, first - 1, width, height)


def _counted(cells: Iterable[Cell]) -> int:
    """How many cells at the beginning count: from 0, or in words from 0 or 1."""
    first, found = None, 0
    for cell in cells:
        label = _LABEL.fullmatch(cell.text)
        first = first or label
        if not label or not first or (label[1], int(label[2])) != (first[1], int(first[2]) + found):
            break
        found += 1
    return found if first and (first[2] == "0" or (first[1] and first[2] == "1")) else 0


_FIRST = ("0", "1", " ")
"""With these what counts first may end."""
_LABEL = re.compile(
    r"\s*(?:(col(?:umn)?|row|spalte|zeile|colonne|ligne|columna|coluna|fila|linha|riga)\.?\s*)?(\d{1,3})\s*", re.I
)


def _is_whole(cell: Cell) -> bool:
    return cell.text.strip().lstrip("-").isdecimal()
