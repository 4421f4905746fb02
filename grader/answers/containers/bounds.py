"""What a file may cost. A homework needs a thousandth of this; a bomb is stopped here."""

from grader.answers.record import Cell

MAX_FILE = 50_000_000
"""Bytes of a file, or of a member of a zip once unpacked."""
MAX_TEXT_FILE = 12_000_000
"""Bytes of a file of text."""
MAX_PART = 16_000_000
"""Bytes of one part of a workbook, unpacked: two hundred times a long answer sheet."""
MAX_UNPACKED = 24_000_000
"""Bytes of all the parts of a workbook that are read."""
MAX_ROWS = 20_000
MAX_COLUMNS = 500
MAX_CELLS = 800_000
"""Filled cells of a sheet."""
MAX_SHEETS = 100
MAX_ELEMENTS = 400_000
"""Elements of a text document; a homework of twenty pages has a tenth of it."""
MAX_TEXT = 32_767
"""Characters in a cell, as in Excel."""


BEYOND = f"cells from here on were not read (only {MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns are)"


def trimmed(row: list[Cell]) -> list[Cell]:
    """A row without the blank cells at its end."""
    end = len(row)
    while end and not row[end - 1].text:
        end -= 1
    return row if end == len(row) else row[:end]
