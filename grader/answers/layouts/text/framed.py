"""Data frames with nothing but numbers, as pandas writes them: their rows and columns are counted from 0.

`H | 0 | 1` over `0 | 0.75 | -0.91` and `1 | 0.04 | -0.09`: the counts are no numbers of H.
"""

from collections.abc import Sequence
from dataclasses import replace
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
    frames = [frame for r, row in enumerate(sheet.rows) for c in range(1, len(row)) if (frame := _frame(sheet, r, c))]
    if not frames:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for row, column, width, height in frames:
        name = rows[row][column] if rows[row][column].kind is Kind.TEXT else _taken_from_above(rows, row, column)
        rows[row][column : column + width + 1] = [BLANK] * (width + 1)
        rows[row][column + 1] = name
        for each in rows[row + 1 : row + height + 1]:
            each[column] = BLANK
    return replace(sheet, rows=rows, form=None)


def _taken_from_above(rows: list[list[Cell]], row: int, column: int) -> Cell:
    """The name in the row above, where it has nothing else, and that comes to stand right over the numbers."""
    above = rows[row - 1] if row else []
    filled = [c for c, cell in enumerate(above) if cell.kind is not Kind.BLANK]
    if filled not in ([column], [column + 1]) or above[filled[0]].kind is not Kind.TEXT:
        return BLANK
    name, above[filled[0]] = above[filled[0]], BLANK
    return name


def _frame(sheet: Sheet, row: int, first: int) -> _Frame | None:
    """The frame whose first column is counted in a cell."""
    width = _counted(sheet.rows[row][first:])
    name = sheet.cell(row, first - 1)
    if (
        not width
        or sheet.cell(row, first + width).kind is not Kind.BLANK
        or (name.kind is not Kind.BLANK and readable(name))
    ):
        return None
    height = _counted([sheet.cell(r, first - 1) for r in range(row + 1, len(sheet.rows))])
    numbers = [sheet.cell(row + 1 + r, first + c) for r in range(height) for c in range(width)]
    if not numbers or not all(readable(cell) == 1 for cell in numbers) or all(map(_is_whole, numbers)):
        return None
    return _Frame(row, first - 1, width, height)


def _counted(cells: Sequence[Cell]) -> int:
    """How many cells count from 0 at the beginning."""
    return next((n for n, cell in enumerate(cells) if cell.text.strip() != str(n)), len(cells))


def _is_whole(cell: Cell) -> bool:
    return cell.text.strip().lstrip("-").isdecimal()
