"""Files that differ in their numbers alone: a class fills in one form, of which only the numbers need reading again.

All of a file that is not a number, byte for byte, is its form. The first file of a form is read with care; so is the
second, and twice more with other numbers put in. Where the sheet is each time the same but for these, it is known where
they go, and any other file's numbers are put there: that gives the sheet that careful reading would give.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import AnyStr, Generic

from grader.answers.record import Cell, ContainerError, Sheet

LONGEST = 50_000
"""Bytes or characters of a file that is looked at as a form; a homework has a tenth of it."""
MOST_KNOWN = 500
"""Forms that are remembered."""
MOST_MET = 20_000
"""Forms of which it is remembered that there was one file."""

Spot = tuple[int, int]


class Form:
    """A sheet that was read, and where its numbers stand. All sheets of one form have this very object."""

    __slots__ = ("sheet", "spots")

    def __init__(self, sheet: Sheet, spots: Sequence[Spot]) -> None:
        self.sheet, self.spots = sheet, spots

    def filled(self, cells: Sequence[Cell]) -> Sheet:
        """The sheet with these cells in the places of its numbers."""
        sheet = self.sheet
        rows = [row.copy() for row in sheet.rows]
        for (row, column), cell in zip(self.spots, cells, strict=True):
            rows[row][column] = cell
        return Sheet(sheet.name, rows, sheet.hidden, sheet.lines, sheet.merged.copy(), sheet.remarks.copy(), form=self)


@dataclass(eq=False)
class Forms(Generic[AnyStr]):
    """The forms that this process has met in one kind of file."""

    numbers: re.Pattern[AnyStr]
    """Has one group, the number."""
    cell: Callable[[AnyStr], Cell | None]
    """What is read from a number, None where that needs more care."""
    others: Sequence[Callable[[int], AnyStr]]
    """Each gives, for every n, a different number to put in the place of the n-th."""
    _known: dict[Hashable, Form | None] = field(default_factory=dict)
    _once: set[int] = field(default_factory=set)

    def read(self, text: AnyStr, about: Hashable, carefully: Callable[[AnyStr], Sheet]) -> Sheet:
        """The sheet that is read `carefully` from a text; `about` is all else that it depends on."""
        pieces: list[AnyStr] = self._pieces(text)
        if len(pieces) < 3:
            return carefully(text)
        key = (about, *pieces[::2])
        cells = [self.cell(number) for number in pieces[1::2]]
        if sheet := self._filled(key, cells):
            return sheet
        sheet = carefully(text)
        if key not in self._known and None not in cells:
            self._meet(key, pieces, carefully, lambda form: form.filled(cells) == sheet)  # type: ignore[arg-type]
            sheet.form = self._known.get(key) or sheet.form
        return sheet

    def known(self, text: AnyStr, about: Hashable) -> Sheet | None:
        """The sheet of a text whose form is known; None where it has to be read."""
        pieces: list[AnyStr] = self._pieces(text) if self._known else []
        return self._filled((about, *pieces[::2]), [self.cell(number) for number in pieces[1::2]])

    def _pieces(self, text: AnyStr) -> list[AnyStr]:
        """What stands between the numbers of a text, and at every second place a number; nothing of a long one."""
        pieces: list[AnyStr] = self.numbers.split(text) if len(text) <= LONGEST else []
        return pieces

    def _filled(self, key: Hashable, cells: list[Cell | None]) -> Sheet | None:
        form = self._known.get(key)
        return form.filled(cells) if form and None not in cells else None  # type: ignore[arg-type]

    def _meet(
        self, key: Hashable, pieces: list[AnyStr], carefully: Callable[[AnyStr], Sheet], fits: Callable[[Form], bool]
    ) -> None:
        """Learns a form when it is met again."""
        if hash(key) not in self._once:
            if len(self._once) < MOST_MET:
                self._once.add(hash(key))
        elif len(self._known) < MOST_KNOWN:
            forms = [self._with(other, pieces, carefully) for other in self.others]
            self._known[key] = forms[0] if all(form and fits(form) for form in forms) else None

    def _with(
        self, other: Callable[[int], AnyStr], pieces: list[AnyStr], carefully: Callable[[AnyStr], Sheet]
    ) -> Form | None:
        """The form as it is read with other numbers; None if one of them has no place of its own."""
        numbers = [other(n) for n in range(len(pieces) // 2)]
        text = pieces[0][:0].join(chain(*zip_longest(pieces[::2], numbers, fillvalue=pieces[0][:0])))
        try:
            sheet = carefully(text)
        except ContainerError:
            return None
        at = {cell: (r, c) for r, row in enumerate(sheet.rows) for c, cell in enumerate(row)}
        spots = [at.get(cell) for number in numbers if (cell := self.cell(number))]
        return None if None in spots or len(spots) < len(numbers) else Form(sheet, spots)  # type: ignore[arg-type]
