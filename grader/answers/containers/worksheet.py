"""One worksheet's XML, streamed into cells: nothing is calculated, and nothing is believed but what is there."""

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from math import isfinite
from pyexpat import XMLParserType

from grader.answers.containers.bounds import BEYOND, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT
from grader.answers.containers.calculated import doubt_zeros, uncalculated
from grader.answers.containers.formats import date_text
from grader.answers.containers.forms import Forms
from grader.answers.containers.package import local
from grader.answers.containers.parts import TRUE, integer, text_cell
from grader.answers.containers.struck import strikes, take_back
from grader.answers.record import BLANK, Cell, ContainerError, Kind, Remark, Sheet

EXCEL_ROWS, EXCEL_COLUMNS = 1_048_576, 16_384
NOWHERE = (-1, EXCEL_COLUMNS)
MAX_MERGED = 1_000
FILLED = (b"<v>", b"<f>", b"<t>", b"<t ", b":v>", b":f>", b":t>")
"""In a part, what begins in a cell that has something in it."""


class TooManyCellsError(ContainerError):
    """The sheet is cut here."""


class EnoughRowsError(ContainerError):
    """No row from here on is read."""


@lru_cache(16_384)
def position(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of a reference such as `B7`; `NOWHERE` when it is none.

    >>> position("B7"), position("XFD1048576"), position("A0"), position("7B")
    ((6, 1), (1048575, 16383), (-1, 16384), (-1, 16384))
    """
    letters = reference[:11].rstrip("0123456789")
    row = integer(reference[len(letters) :])
    if not 1 <= len(letters) <= 3 or not (letters.isascii() and letters.isalpha()):
        return NOWHERE
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return (row - 1, column - 1) if 1 <= row <= EXCEL_ROWS and column <= EXCEL_COLUMNS else NOWHERE


class Values:
    """What the texts of a cell mean in their workbook."""

    def __init__(
        self,
        strings: Sequence[Cell],
        shown: tuple[str, ...],
        from_1904: bool,
        recalculated: bool,
        struck: Set[str] = frozenset(),
    ) -> None:
        self.strings = strings
        self.shown = shown
        self.struck = struck
        """The formats of cells that are struck out."""
        self.from_1904 = from_1904
        self.recalculated = recalculated
        self.plain = not (shown and shown[0])
        """Whether a cell without a format shows a number as a number."""

    def cell(self, attributes: dict[str, str], stored: str | None, formula: str) -> Cell:
        """The cell with these attributes, stored value (`<v>`) and formula (`=…`, "" if it has none)."""
        kind = attributes.get("t", "n")
        if not stored:
            if not formula or (stored is not None and kind == "str"):
                return BLANK
            return uncalculated(formula)
        if kind == "n":
            return self.number(stored, attributes.get("s", "0"), formula)
        if kind == "s":
            index = integer(stored, -1)
            return self.strings[index] if 0 <= index < len(self.strings) else _unknown(stored)
        if kind == "str":
            return text_cell(stored, formula)
        if kind == "b":
            true = stored.strip() in TRUE
            return Cell(Kind.BOOLEAN, "TRUE" if true else "FALSE", float(true), "", formula)
        note = "the spreadsheet shows this as a date" if kind == "d" else ""
        return Cell(Kind.DATE if kind == "d" else Kind.ERROR, stored[:MAX_TEXT], None, note, formula)

    def number(self, stored: str, style: str, formula: str) -> Cell:
        """A number, as its cell format shows it."""
        try:
            value = float(stored)
        except ValueError:
            return _unknown(stored)
        if not isfinite(value) or "_" in stored:
            return _unknown(stored)
        text = repr(value)
        if text.endswith(".0"):
            text = text[:-2]
        if style == "0" and self.plain:
            return Cell(Kind.NUMBER, text, value, "", formula)
        index = integer(style)
        shown = self.shown[index] if index < len(self.shown) else ""
        if shown == "date" and (date := date_text(value, self.from_1904)):
            return Cell(Kind.DATE, date, value, f"the spreadsheet shows the number {text} as a date", formula)
        return Cell(Kind.NUMBER, text, value, f"shown as a {shown}" if shown else "", formula)


@lru_cache(65_536)
def _decimal(element: bytes) -> Cell | None:
    """The cell of `<v>0.5</v>` whose format says nothing; None of a whole number, which may be an index or a count."""
    cell = Values([], (), False, False).number(element[3:-4].decode("ascii"), "0", "")
    return cell if cell.value is not None and cell.value % 1 else None


FORMS = Forms(
    re.compile(rb"(<v>-?\d{1,6}\.\d{1,17}(?:[eE]-?\d{1,2})?</v>)"),
    _decimal,
    (lambda n: b"<v>%d.5</v>" % n, lambda n: b"<v>-%d.123456789</v>" % (100_000 + n)),
)
"""Worksheets that differ in their numbers alone."""


def _unknown(stored: str) -> Cell:
    return Cell(Kind.ERROR, stored[:40], None, "the file holds no value that can be read here")


class Worksheet:
    """The handlers that fill a sheet while its XML goes by."""

    def __init__(self, sheet: Sheet, values: Values) -> None:
        self.sheet = sheet
        self.values = values
        self.row = self.column = -1
        self.cells = 0
        self.end = 0
        """Where in the part, in bytes, the rows end that are read; 0 when all are."""
        self.beyond: tuple[int, int] | None = None
        self.struck: dict[tuple[int, int], None] = {}
        """The cells that are struck out, in order."""
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[dict[str, str]] = []

    def wire(self, parser: XMLParserType) -> None:
        """Set a parser's handlers."""
        pieces: list[str] = []
        attributes: dict[str, str] = {}
        stored: str | None = None
        formula = ""
        guided = struck = False

        def start(tag: str, given: dict[str, str]) -> None:
            nonlocal attributes, stored, formula, guided, struck
            if tag == "c":
                attributes, stored, formula = given, None, ""
                pieces.clear()
            elif tag in ("v", "f"):
                pieces.clear()
                parser.CharacterDataHandler = pieces.append
            elif tag == "t":
                parser.CharacterDataHandler = None if guided or struck else pieces.append
            elif tag == "row":
                self.start_row(given)
                if self.row >= MAX_ROWS:
                    self.end = parser.CurrentByteIndex
                    raise EnoughRowsError("has rows that are not read")
            elif ":" in tag:
                start(local(tag), given)
            elif tag == "rPh":
                guided = True
            elif tag == "strike":
                struck = strikes(given)
            else:
                self.other(tag, given)

        def end(tag: str) -> None:
            nonlocal stored, formula, guided, struck
            if tag == "v":
                stored = "".join(pieces)
                parser.CharacterDataHandler = None
            elif tag == "c":
                self.locate(attributes.get("r"))
                if attributes.get("t") == "inlineStr":
                    self.put(text_cell("".join(pieces), formula))
                elif stored is not None or formula:
                    self.put(self.values.cell(attributes, stored, formula))
                if self.values.struck and attributes.get("s") in self.values.struck:
                    self.struck[self.row, self.column] = None
            elif tag == "f":
                formula = "=" + "".join(pieces)[:MAX_TEXT]
                parser.CharacterDataHandler = None
            elif tag == "t":
                parser.CharacterDataHandler, struck = None, False
            elif tag == "rPh":
                guided = False
            elif ":" in tag:
                end(local(tag))

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    def start_row(self, attributes: dict[str, str]) -> None:
        """`<row r="7">`; without a number it is the next one."""
        self.row = integer(attributes.get("r", ""), self.row + 2) - 1
        self.column = -1
        if attributes.get("hidden") in TRUE:
            self.hidden_rows.append(self.row)

    def locate(self, reference: str | None) -> None:
        """Where the next cell is: at its reference, or after the one before."""
        if reference is None:
            self.column += 1
        else:
            self.row, self.column = position(reference)

    def put(self, cell: Cell) -> None:
        """Put a cell where it belongs, if there is something in it."""
        if cell is BLANK:
            return
        row, column = self.row, self.column
        if not (0 <= row < MAX_ROWS and column < MAX_COLUMNS):
            self.beyond = self.beyond or (row, column)
            return
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise TooManyCellsError("has too many cells")
        rows = self.sheet.rows
        while len(rows) <= row:
            rows.append([])
        cells = rows[row]
        if len(cells) < column:
            cells.extend([BLANK] * (column - len(cells)))
        if len(cells) == column:
            cells.append(cell)
        else:
            cells[column] = cell

    def other(self, tag: str, attributes: dict[str, str]) -> None:
        """`<mergeCell ref="A1:C1"/>` and `<col min="2" max="3" hidden="1"/>`."""
        if tag == "mergeCell" and len(self.sheet.merged) < MAX_MERGED:
            first, _, last = attributes.get("ref", "").partition(":")
            if NOWHERE not in (position(first), position(last)):
                self.sheet.merged.append((*position(first), *position(last)))
        elif tag == "col" and attributes.get("hidden") in TRUE and len(self.hidden_columns) < MAX_COLUMNS:
            self.hidden_columns.append(attributes)

    def told_after(self, data: bytes) -> None:
        """Say where the rows end that are read, unless none after them has anything in it."""
        if any(data.find(mark, self.end) >= 0 for mark in FILLED):
            self.beyond = self.beyond or (MAX_ROWS, 0)

    def finish(self, whole: bool) -> None:
        """Doubt what may be placeholders, and say what was not read and what a person does not see."""
        sheet = self.sheet
        if self.values.recalculated:
            doubt_zeros(sheet.rows)
        if not whole:
            place = sheet.place(max(self.row, 0))
            sheet.remarks.append(Remark(place, "the sheet is too large: nothing from here on was read"))
        if self.beyond:
            nowhere = self.beyond[0] < 0 or self.beyond[1] >= EXCEL_COLUMNS
            sheet.remarks.append(
                Remark(sheet.name, "has cells at places that do not exist; they were not read")
                if nowhere
                else Remark(sheet.place(*self.beyond), BEYOND)
            )
        if not sheet.hidden:
            take_back(sheet, self.struck)
            self._tell_hidden()

    def _tell_hidden(self) -> None:
        sheet = self.sheet
        rows = [row for row in self.hidden_rows if 0 <= row < len(sheet.rows) and sheet.rows[row]]
        if rows:
            many = "this row is" if len(rows) == 1 else f"this and {len(rows) - 1} more rows are"
            sheet.remarks.append(Remark(sheet.place(rows[0]), f"{many} hidden, and read like any other"))
        if not self.hidden_columns:
            return
        filled = {column for row in sheet.rows for column, cell in enumerate(row) if cell.text}
        for attributes in self.hidden_columns:
            first, last = (integer(attributes.get(end, "")) for end in ("min", "max"))
            if any(column in filled for column in range(first - 1, min(last, MAX_COLUMNS))):
                remark = "this column is hidden, and read like any other"
                sheet.remarks.append(Remark(sheet.place(0, max(first - 1, 0)), remark))
