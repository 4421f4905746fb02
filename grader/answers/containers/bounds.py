"""What a file may cost. A homework needs a thousandth of this; a bomb is stopped here."""

from collections import deque
from collections.abc import Iterable
from itertools import islice

from grader.answers.record import Cell, Remark

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


def both_ends(lines: Iterable[str], name: str = "") -> tuple[list[str], list[int], list[Remark]]:
    """The lines that are read of a text, the number of each from 1, and what is told if those are not all.

    Of too many half are the first and half the last: the answers may stand before a long log, or behind it.

    >>> kept, numbers, [told] = both_ends(f"epoch {n}" for n in range(1, 50_001))
    >>> kept[9_999:10_001], numbers[9_999:10_001], told.issue
    (['epoch 10000', 'epoch 40001'], [10000, 40001], '30,000 lines from here on were not read (20,000 were)')
    """
    rest, half = iter(lines), MAX_ROWS // 2
    kept = list(islice(rest, MAX_ROWS))
    last = deque(enumerate(rest, MAX_ROWS + 1), maxlen=half)
    if not last:
        return kept, list(range(1, len(kept) + 1)), []
    behind = [*enumerate(kept[half:], half + 1), *last][-half:]
    left_out = last[-1][0] - MAX_ROWS
    issue = f"{left_out:,} lines from here on were not read ({MAX_ROWS:,} were)"
    told = Remark(f"{name}, line {half + 1}" if name else f"line {half + 1}", issue)
    return [*kept[:half], *(line for _, line in behind)], [*range(1, half + 1), *(n for n, _ in behind)], [told]
