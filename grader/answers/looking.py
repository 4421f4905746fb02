"""How far a student's work is looked at: what its cells cost to be understood is known before any of them is."""

import re

from grader.answers.record import Cell, Kind, Sheet

MOST = 200_000
"""Cells of a student's work that are looked at, the blank ones between them counted; a homework has a thousandth."""
MOST_IN_SHEET = MOST // 4
TEXT, DIGITS = 12, 3
"""What a cell of text, and a number typed as text, count for: a text can be a name, a statement, a list and more."""
CHARACTERS = 8
"""Characters that count for one cell more."""
SMALL = 1_000
"""Cells of a sheet in which every text counts as one in words: to tell them apart costs more than it saves."""
NUMBER = re.compile(r"\s*[-+−]?[\d.,]+(?:[eE][-+−]?\d+)?\s*", re.ASCII)


class Looking:
    """What is left of the cells that are looked at, while the sheets of a student go by."""

    def __init__(self) -> None:
        self.left = MOST

    def rows(self, sheet: Sheet) -> int:
        """How many rows of the next sheet are looked at, from the first: all of them, but for a sheet made to cost."""
        width, kind = max(map(len, sheet.rows), default=0), Kind.TEXT
        if width * len(sheet.rows) <= SMALL:
            texts = [cell.text for row in sheet.rows for cell in row if cell.kind is kind]
            cost = width * len(sheet.rows) + (TEXT - 1) * len(texts) + sum(map(len, texts)) // CHARACTERS
            if cost <= self.left:
                self.left -= cost
                return len(sheet.rows)
        rows = min(len(sheet.rows), MOST_IN_SHEET // max(width, 1))
        for at, row in enumerate(sheet.rows[:rows]):
            self.left -= width + sum(_more(cell) for cell in row if cell.kind is kind)
            if self.left < 0:
                return at
        return rows


def _more(cell: Cell) -> int:
    """What a text counts for, beyond a cell that is blank."""
    return (DIGITS if NUMBER.fullmatch(cell.text) else TEXT) - 1 + len(cell.text) // CHARACTERS
