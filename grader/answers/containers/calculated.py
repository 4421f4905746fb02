"""Formulas and the values stored with them: whether a program calculated these, or put a 0 in their place."""

from grader.answers.record import Cell, Kind

UNCALCULATED = "the formula was never calculated: open the file in a spreadsheet program and save it"


def uncalculated(formula: str) -> Cell:
    """The cell of a formula whose value is not known."""
    return Cell(Kind.UNCALCULATED, formula, None, UNCALCULATED, formula)


def doubt_zeros(rows: list[list[Cell]]) -> None:
    """Take the zeros that are stored with formulas for placeholders, unless the sheet proves that they are none.

    A program that only writes files stores 0 with every formula, so one other value shows that all were calculated.

    >>> rows = [[Cell(Kind.NUMBER, "0", 0.0, "", "=MAX(0,A9)"), Cell(Kind.NUMBER, "2", 2.0)]]
    >>> doubt_zeros(rows)
    >>> [cell.text for cell in rows[0]]
    ['=MAX(0,A9)', '2']
    """
    stored = [cell for row in rows for cell in row if cell.formula and cell.kind is not Kind.UNCALCULATED]
    if any(cell.value != 0 for cell in stored):
        return
    for row in rows:
        for column, cell in enumerate(row):
            if cell.formula and cell.kind in (Kind.NUMBER, Kind.DATE):
                row[column] = uncalculated(cell.formula)
