"""The cells of a sheet while it is being read, and what is claimed of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from grader.answers.layouts.text.points import without_points
from grader.answers.record import BLANK, Cell, Kind, Remark, Sheet
from grader.notation import Symbol, Target, Vocabulary

Spot = tuple[int, int]
MOST_ROWS = 20_000
MOST_COLUMNS = 400


@dataclass
class Cells:
    """A sheet's cells. A layout that reads one claims it, so that no other layout reads it again."""

    sheet: Sheet
    vocabulary: Vocabulary
    claimed: set[Spot] = field(default_factory=set)
    shared: set[Spot] = field(default_factory=set)
    """Claimed cells that say more than the layout reads that has claimed them: `W = [[1, 2]], L = 0.5`."""
    remarks: list[Remark] = field(default_factory=list)

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The rows, within bounds, and without what answers are worth."""
        if len(self.sheet.rows) > MOST_ROWS:
            self.remarks.append(Remark(self.sheet.name, f"only the first {MOST_ROWS:,} rows were read"))
        return without_points([row[:MOST_COLUMNS] for row in self.sheet.rows[:MOST_ROWS]], self.vocabulary)

    def cell(self, row: int, column: int) -> Cell:
        """The cell there; blank outside the sheet."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return BLANK

    def begins_row(self, spot: Spot) -> bool:
        """Whether nothing stands before a spot in its row."""
        return all(self.cell(spot[0], column).kind is Kind.BLANK for column in range(spot[1]))

    def cells(self) -> Iterator[tuple[Spot, Cell]]:
        """Every cell with something in it that is not claimed, in reading order."""
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row):
                if cell.kind is not Kind.BLANK and (r, c) not in self.claimed:
                    yield (r, c), cell

    @cached_property
    def given_numbers(self) -> frozenset[float]:
        """Every number that the rubric gives."""
        symbols = self.vocabulary.symbols.values()
        return frozenset(value for symbol in symbols if symbol.given for value in _plain(symbol.values))

    def remark(self, spot: Spot, issue: str) -> None:
        """Notes something that a person should look at."""
        self.remarks.append(Remark(self.sheet.place(*spot), issue))

    def symbol(self, target: Target) -> Symbol:
        """The symbol of a target."""
        return self.vocabulary.symbol(target)


def _plain(values: object) -> Iterator[float]:
    if isinstance(values, tuple):
        for value in values:
            yield from _plain(value)
    elif isinstance(values, float):
        yield values
