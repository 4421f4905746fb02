"""Fields that may be the halves of one number: where they are as many as an array has in a row, they are none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from grader.answers.record import BLANK, Cell, Kind, Sheet
from grader.notation import Vocabulary
from grader.numbers import Number, read_number

DECIMAL = ","
"""What stands between two halves."""
Shapes = Iterable[tuple[int, ...]]


def parted(sheet: Sheet, vocabulary: Vocabulary) -> Sheet:
    """The sheet, with such fields apart in rows that are then as long as a row of the array that they are of."""
    if not any(cell.kind is Kind.SPLIT for row in sheet.rows for cell in row):
        return sheet
    return replace(sheet, rows=list(_rows(sheet.rows, vocabulary)))


def _rows(rows: Iterable[list[Cell]], vocabulary: Vocabulary) -> Iterator[list[Cell]]:
    shapes: Shapes = ()
    for row in rows:
        name = next((c for c, cell in enumerate(row) if cell.kind is Kind.TEXT and not _is_number(cell)), -1)
        if name >= 0:
            found = vocabulary.find(row[name].text)
            shapes = [vocabulary.symbol(target).shape for target in found if target.index is None]
        yield _apart(row, name + 1, shapes) if any(cell.kind is Kind.SPLIT for cell in row) else row


def _apart(row: list[Cell], first: int, shapes: Shapes) -> list[Cell]:
    """A row whose numbers begin at a field or after it, in columns of their own where an array has as many in a row."""
    joined = list(takewhile(lambda cell: cell.kind is Kind.BLANK or _is_number(cell), row[first:]))
    apart = list(_fields(joined))
    fits = any(shape and shape[-1] == sum(cell is not BLANK for cell in apart) for shape in shapes)
    return [*row[:first], *apart, *row[first + len(joined) :]] if fits else row


def _fields(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The cells with the halves in two; beside them stands a blank for the second."""
    for before, cell in zip([BLANK, *cells], cells, strict=False):
        if cell.kind is Kind.SPLIT:
            yield from (Cell(Kind.TEXT, half) for half in cell.text.split(DECIMAL, 1))
        elif before.kind is not Kind.SPLIT:
            yield cell


def _is_number(cell: Cell) -> bool:
    return cell.kind is Kind.SPLIT or (cell.kind is Kind.TEXT and isinstance(read_number(cell.text), Number))
