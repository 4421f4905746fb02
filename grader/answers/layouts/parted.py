"""Fields that may be the halves of one number: where they are as many as an array has in a row, they are none."""

from collections.abc import Sequence
from dataclasses import replace

from grader.answers.record import Cell, Kind, Sheet
from grader.notation import Vocabulary

DECIMAL = ","
"""What stands between two halves."""


def parted(sheet: Sheet, vocabulary: Vocabulary) -> Sheet:
    """The sheet, with such fields apart in rows that are then as long as a row of the array whose name they have."""
    if not any(cell.kind is Kind.SPLIT for row in sheet.rows for cell in row):
        return sheet
    return replace(sheet, rows=[_apart(row, vocabulary) for row in sheet.rows])


def _apart(row: list[Cell], vocabulary: Vocabulary) -> list[Cell]:
    name = next((c for c, cell in enumerate(row) if cell.kind is Kind.TEXT), len(row))
    if name == len(row) or all(cell.kind is not Kind.SPLIT for cell in row):
        return row
    shapes = {vocabulary.symbol(target).shape for target in vocabulary.find(row[name].text) if target.index is None}
    apart = _fields(row[name + 1 :])
    return [*row[: name + 1], *apart] if len(apart) in {shape[-1] for shape in shapes if shape} else row


def _fields(cells: Sequence[Cell]) -> list[Cell]:
    """The cells with the halves in two; beside them stands a blank for the second."""
    fields: list[Cell] = []
    for before, cell in zip([None, *cells], cells, strict=False):
        if cell.kind is Kind.SPLIT:
            fields += [Cell(Kind.TEXT, half) for half in cell.text.split(DECIMAL, 1)]
        elif before is None or before.kind is not Kind.SPLIT:
            fields.append(cell)
    return fields
