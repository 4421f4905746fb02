"""Sheets that differ in their numbers alone: most of a class fills in the same table.

Where the answers stand in a table of names and values follows from the texts on it. That is found once; of a sheet with
the same texts in the same places only the numbers are then read. What is read of a sheet is the same either way.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from grader.answers.layouts.bracketed import in_brackets
from grader.answers.layouts.cells import Spot
from grader.answers.layouts.headings.bands import bands
from grader.answers.layouts.headings.of_problems import with_problems_behind
from grader.answers.layouts.late import late
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.counted import uncounted
from grader.answers.layouts.text.framed import unframed
from grader.answers.layouts.text.replies import with_names
from grader.answers.layouts.text.spaced import in_columns
from grader.answers.layouts.text.worth import worth
from grader.answers.layouts.text.zero import counted_from_zero
from grader.answers.record import BLANK, Answer, Cell, Kind, Sheet
from grader.notation import Target, Vocabulary
from grader.numbers import Unreadable

Skeleton = tuple[object, ...]
"""A sheet's texts and where they stand, with a mark where numbers are."""

Read = Callable[[Page], None]

_DECIMAL = re.compile(r"-?\d{0,3}\.(?=\d*[1-9])\d{1,12}", re.ASCII)
"""A number that could not be anything else: no index, no count, no number of a problem. It is not whole: columns are
told apart by that, so a whole one belongs to what a sheet is, as one in a cell of numbers does."""
_NUMBER = "#"
_MOST_CELLS = 2_000
_MOST_KNOWN = 500
_MOST_SEEN = 5_000


class _Spot(NamedTuple):
    """Where an answer stands, and what it answers."""

    row: int
    column: int
    name: str
    targets: tuple[Target, ...]
    place: str


class _Place:
    """A place of answers, and those that have been read there: equal ones are the same objects, here and when sent."""

    __slots__ = ("_seen", "_spot", "column", "row")

    def __init__(self, spot: _Spot) -> None:
        self.row, self.column, self._spot = spot.row, spot.column, spot
        self._seen: dict[str, tuple[Answer, ...] | None] = {}

    def answers(self, cell: Cell) -> tuple[Answer, ...] | None:
        """The answers that a cell gives; None where a person has to be told of it. All cells here differ by text."""
        found = self._seen.get(cell.text)
        if found is None:
            found = self._read(cell)
            if len(self._seen) < _MOST_SEEN:
                self._seen[cell.text] = found
        return found

    def _read(self, cell: Cell) -> tuple[Answer, ...] | None:
        number = worth(cell)
        if isinstance(number, Unreadable) or in_brackets(cell.text):
            return None
        _, _, name, targets, place = self._spot
        note = cell.note or getattr(number, "note", "")
        return tuple(Answer(target, name, cell.text, number, place, note) for target in targets)


Places = tuple[_Place, ...]


class Familiar:
    """What is known of sheets seen before, for one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, layouts: Sequence[Read], listing: Read) -> None:
        self.vocabulary, self.layouts, self.listing = vocabulary, layouts, listing
        """All layouts in their order, and the one of names beside values."""
        self._known: dict[Skeleton, Places | None] = {}
        self._forms: dict[object, Places | None] = {}
        """The same, by the form of the sheet, where it is known: what has one form has one skeleton."""
        self._once: set[Skeleton] = set()

    def answers(self, sheet: Sheet) -> list[Answer] | None:
        """The answers on a sheet like one that is known; None if it has to be read as any other."""
        places = self._forms.get(sheet.form)
        if places is None:
            skeleton = _skeleton(sheet)
            places = self._places(sheet, skeleton) if skeleton else None
            if sheet.form and skeleton in self._known and len(self._forms) < _MOST_KNOWN:
                self._forms[sheet.form] = places
        return None if places is None else _read(sheet, places)

    def _places(self, sheet: Sheet, skeleton: Skeleton) -> Places | None:
        if skeleton not in self._known:
            if skeleton not in self._once or len(self._known) >= _MOST_KNOWN:
                if len(self._once) < _MOST_KNOWN:
                    self._once.add(skeleton)
                return None
            spots = self._learn(sheet)
            self._known[skeleton] = None if spots is None else tuple(map(_Place, spots))
        return self._known[skeleton]

    def _learn(self, sheet: Sheet) -> tuple[_Spot, ...] | None:
        """Where the answers stand, if that is the same with other numbers in it."""
        found = self._spots(sheet)
        return found if found and found == self._spots(_with_other_numbers(sheet)) else None

    def _spots(self, sheet: Sheet) -> tuple[_Spot, ...] | None:
        if len(bands(sheet, self.vocabulary)) > 1 or counted_from_zero([sheet], self.vocabulary):
            return None
        if with_names(in_columns(uncounted(unframed(sheet)), self.vocabulary), self.vocabulary) is not sheet:
            return None
        if with_problems_behind([sheet], self.vocabulary)[0] is not sheet:
            return None
        page = _Recorder(sheet, self.vocabulary)
        for read in self.layouts:
            before = len(page.answers)
            read(page)
            if read is not self.listing and len(page.answers) > before:
                return None
        if (
            page.remarks
            or page.missed
            or page.within
            or len(page.answers) != sum(len(spot.targets) for spot in page.spots)
            or any(late(page.answers, self.vocabulary))
        ):
            return None
        targets = [target for spot in page.spots for target in spot.targets]
        return tuple(page.spots) if len(set(targets)) == len(targets) else None


class _Recorder(Page):
    """A page that remembers where its answers stand."""

    def __init__(self, sheet: Sheet, vocabulary: Vocabulary) -> None:
        super().__init__(sheet, vocabulary)
        self.spots: list[_Spot] = []

    def answer(
        self,
        targets: Iterable[Target],
        name: str,
        spot: Spot,
        index: tuple[int, ...] | None = None,
        cell: Cell | None = None,
    ) -> None:
        """Enters an answer, and where it stands."""
        before = len(self.answers)
        super().answer(targets, name, spot, index, cell)
        found = tuple(answer.target for answer in self.answers[before:] if answer.target)
        if index is None and not any(self.symbol(target).formula for target in found):
            self.spots.append(_Spot(*spot, name, found, self.sheet.place(*spot)))


def _skeleton(sheet: Sheet) -> Skeleton | None:
    """What a sheet is but for its numbers; None where it has anything but texts and numbers, or is large."""
    marks: list[object] = [sheet.name, sheet.lines is None, *sheet.merged]
    cells = 0
    for row in sheet.rows:
        cells += len(row)
        for kind, text, value, note, formula in row:
            if kind is Kind.TEXT:
                marks.append(_NUMBER if _DECIMAL.fullmatch(text) else text)
            elif kind is Kind.NUMBER and not note and not formula and value is not None:
                marks.append((_NUMBER, None if value % 1 else value))
            elif kind is Kind.BLANK:
                marks.append(None)
            else:
                return None
        marks.append(True)
    return tuple(marks) if cells <= _MOST_CELLS and not sheet.remarks else None


def _with_other_numbers(sheet: Sheet) -> Sheet:
    rows = [[_other(cell, r + c) for c, cell in enumerate(row)] for r, row in enumerate(sheet.rows)]
    return Sheet(sheet.name, rows, sheet.hidden, sheet.lines, sheet.merged)


def _other(cell: Cell, count: int) -> Cell:
    if cell.kind is Kind.TEXT and _DECIMAL.fullmatch(cell.text):
        return cell._replace(text=f"-{count % 7}.{count + 3137}")
    if cell.kind is Kind.NUMBER and cell.value is not None and cell.value % 1:
        return cell._replace(text=f"{count + 0.625}", value=count + 0.625)
    return cell


def _read(sheet: Sheet, places: Places) -> list[Answer] | None:
    answers: list[Answer] = []
    rows = sheet.rows
    for place in places:
        cells = rows[place.row]
        found = place.answers(cells[place.column] if place.column < len(cells) else BLANK)
        if found is None:
            return None
        answers += found
    return answers
