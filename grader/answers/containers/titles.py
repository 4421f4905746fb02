"""The line above a table of nothing but numbers, which is the name of the matrix in it."""

from collections.abc import Sequence

from grader.answers.record import Cell, Kind
from grader.numbers import Number, read_number

LONGEST_TITLE = 60
"""Characters of a line that may be the name of the matrix in the table after it."""


def title_above(lines: Sequence[str], rows: Sequence[Sequence[Cell]]) -> tuple[int, str] | None:
    """Which of the lines above a table names it, and the name; None where it holds more than numbers, or none does.

    >>> from grader.answers.record import Kind
    >>> title_above(["Forward", "**dL/dZ** =", ""], [[Cell(Kind.TEXT, "0.5")]])
    (1, 'dL/dZ')
    """
    cells = [cell for row in rows for cell in row if cell.kind is not Kind.BLANK]
    last = next((at for at in reversed(range(len(lines))) if lines[at].strip()), None)
    if last is None or not cells or not all(isinstance(read_number(cell.text), Number) for cell in cells):
        return None
    title = lines[last].strip().rstrip("=: ")
    while len(title) > 4 and title.startswith("**") and title.endswith("**"):
        title = title[2:-2].strip().rstrip("=: ")
    return (last, title) if 0 < len(title) <= LONGEST_TITLE else None
