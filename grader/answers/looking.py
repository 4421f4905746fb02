"""How far a student's work is looked at: what its cells cost to be understood is known before any of them is.

What is left out depends on counts alone, and never on a clock, so that a run says the same on every machine.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, takewhile
from typing import NamedTuple

from grader.answers.record import Cell, Kind, Sheet

MOST = 150_000
"""Cells of a student's work that are looked at; a homework has a hundredth."""
BLANKS = 8
"""Blank cells between them that count for one."""
PER_ASKED = 50
"""So many more for each number that is asked for."""
MOST_IN_SHEET = 50_000
"""Cells of a sheet, however little is in them."""
MOST_IN_ALL = 1_000_000
"""Cells of a sheet, those counted that are left out, of which the tail is looked at, too."""
TEXT, DIGITS = 12, 3
"""What a cell of text, and a number typed as text, count for: a text can be a name, a statement, a list and more."""
CHARACTERS = 8
"""Characters that count for one cell more."""
SMALL = 1_000
"""Cells of a sheet in which every text counts as one in words: to tell them apart costs more than it saves."""
ENDS = 250
"""Rows that are looked at, at either end, of those that differ in their numbers alone."""
BESIDE = 3
"""Rows that are looked at before and behind one that is unlike them: what it stands under, and what under it."""
NUMBER = re.compile(r"\s*[-+−]?[\d.,]+(?:[eE][-+−]?\d+)?\s*", re.ASCII)
_NUMBERS = re.compile(r"[-+−]?\d[\d.,]*(?:[eE][-+−]?\d+)?", re.ASCII)

Rows = Sequence[Sequence[Cell]]


class Gap(NamedTuple):
    """Rows of a sheet that are not looked at, from the first to before the end."""

    first: int
    end: int
    alike: bool
    """Whether there are many such rows before and behind them, other than these in their numbers alone."""


LEFT_OUT = {
    True: "{:,} rows from here on were not looked at: but for their numbers they are like those before and behind",
    False: "{:,} rows from here on were not looked at: no homework has as much in it",
}
"""What a person is told of a gap, by whether its rows are alike."""


class Looking:
    """What is left of the cells that are looked at, while the sheets of a student go by."""

    def __init__(self, asked: int) -> None:
        self.left = MOST + PER_ASKED * asked
        self.ends = ENDS + asked

    def gaps(self, sheet: Sheet) -> list[Gap]:
        """The rows of the next sheet that are not looked at, in order: none, but of a long log or a sheet made to cost.

        Of rows without end that differ in their numbers alone, as the epochs of a training do, those at both ends are
        looked at; of a sheet that is too large even so, its head and its tail.
        """
        rows, width, kind = sheet.rows, max(map(len, sheet.rows), default=0), Kind.TEXT
        if width * len(rows) <= SMALL:
            texts = [cell.text for row in rows for cell in row if cell.kind is kind]
            cost = width * len(rows) + (TEXT - 1) * len(texts) + sum(map(len, texts)) // CHARACTERS
            if cost <= self._share:
                self.left -= cost
                return []
        if width * len(rows) > MOST_IN_ALL:
            return self._tail(rows, width)
        alike = list(_alike(rows, self.ends)) if len(rows) > 2 * self.ends else []
        left_out = {row for gap in alike for row in range(gap.first, gap.end)}
        middle = self._middle(rows, [r for r in range(len(rows)) if r not in left_out], width)
        apart = (gap for gap in alike if not any(m.first <= gap.first and gap.end <= m.end for m in middle))
        return sorted([*apart, *middle])

    @property
    def _share(self) -> int:
        """What a sheet may cost: not all that is left, as the answers may be in the next."""
        return self.left * 2 // 3

    def _tail(self, rows: Rows, width: int) -> list[Gap]:
        """What is behind the head of rows of which even blank ones cost too much."""
        costs = [*accumulate(_cost(row, width) for row in rows[: MOST_IN_SHEET // width])]
        head = [*takewhile(self._share.__ge__, costs)]
        self.left -= sum(head[-1:])
        return [Gap(len(head), len(rows), alike=False)]

    def _middle(self, rows: Rows, kept: Sequence[int], width: int) -> list[Gap]:
        """What is between the head and the tail of these rows, if they cost too much: the tail gets a quarter more."""
        most = MOST_IN_SHEET // max(width, 1)
        costs = [_cost(rows[r], width) for r in (kept if len(kept) <= most else kept[:most])]
        if len(kept) <= most and sum(costs) <= self._share:
            self.left -= sum(costs)
            return []
        behind = [_cost(rows[r], width) for r in kept[::-1][: most // 4]]
        head = [*takewhile(self._share.__ge__, accumulate(costs))]
        tail = [*takewhile((self._share // 4).__ge__, accumulate(behind))][: len(kept) - len(head) - 1]
        self.left -= sum((*head[-1:], *tail[-1:]))
        return [Gap(kept[len(head)], kept[-1 - len(tail)] + 1, alike=False)]


def blanked(rows: list[list[Cell]], gap: Gap) -> list[list[Cell]]:
    """The rows of a sheet with blank ones for those of a gap, so that all others keep their places."""
    if gap.end == len(rows):
        return rows[: gap.first]
    return [*rows[: gap.first], *([] for _ in range(gap.first, gap.end)), *rows[gap.end :]]


def _alike(rows: Rows, ends: int) -> Iterator[Gap]:
    """Runs of rows of which there are as many at either end that differ from them in their numbers alone."""
    forms = [_NUMBERS.sub("0", "\0".join(cell.text for cell in row)) for row in rows]
    all_of, before, again = Counter(forms), Counter[str](), list[bool]()
    for form in forms:
        again.append(not form or ends <= before[form] < all_of[form] - ends)
        before[form] += 1
    for alike, run in groupby(range(len(rows)), again.__getitem__):
        at = [*run][BESIDE:-BESIDE]
        if alike and any(map(forms.__getitem__, at)):
            yield Gap(at[0], at[-1] + 1, alike=True)


def _cost(row: Sequence[Cell], width: int) -> int:
    filled = sum(cell.kind is not Kind.BLANK for cell in row)
    return filled + width // BLANKS + sum(_more(cell) for cell in row if cell.kind is Kind.TEXT)


def _more(cell: Cell) -> int:
    """What a text counts for, beyond a cell that is blank."""
    return (DIGITS if NUMBER.fullmatch(cell.text) else TEXT) - 1 + len(cell.text) // CHARACTERS
