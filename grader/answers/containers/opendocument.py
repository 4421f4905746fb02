"""ODS workbooks (OpenDocument), streamed like XLSX: repeated cells are bounded, errors and dates told apart."""

from math import isfinite
from pyexpat import XMLParserType

from grader.answers.containers.bounds import BEYOND, MAX_CELLS, MAX_COLUMNS, MAX_PART, MAX_ROWS, MAX_SHEETS
from grader.answers.containers.calculated import uncalculated
from grader.answers.containers.package import Package, local, parse
from grader.answers.containers.parts import integer, text_cell
from grader.answers.containers.struck import take_back
from grader.answers.containers.writer import read_text
from grader.answers.record import BLANK, Cell, ContainerError, Kind, Remark, Sheet

CELLS = ("table-cell", "covered-table-cell")
NUMBERS = ("float", "percentage", "currency")
DATES = ("date", "time")


def read_opendocument(package: Package) -> list[Sheet]:
    """The tables of an ODS workbook, or what an ODT text has. Raises `ContainerError` when it cannot be read."""
    kind = package.read("mimetype")
    if b"spreadsheet" not in kind and b"text" not in kind:
        raise ContainerError("is an OpenDocument file but not a workbook", "hand in the answers as .xlsx or .csv")
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise ContainerError("is protected by a password", "save it without one")
    if b"spreadsheet" not in kind:
        return read_text(package)
    data = package.read("content.xml", cut=True)
    tables = Tables()
    whole = len(data) <= MAX_PART
    parse("content.xml", data, tables.wire, whole)
    if not whole and tables.sheets:
        sheet = tables.sheets[-1]
        sheet.remarks.append(Remark(sheet.name, "the sheet is too large: not all of it was read"))
    return tables.sheets


class Tables:
    """The handlers that fill sheets while the XML goes by."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.hidden: set[str] = set()
        self.style = ""
        self.struck: set[str] = set()
        """The styles that strike out what is in them."""
        self.struck_out: dict[tuple[int, int], None] = {}
        """The cells of a table that are."""
        self.attributes: dict[str, str] = {}
        self.pieces: list[str] = []
        self.row = self.column = 0
        self.filled = 0
        self.repeat = 1
        self.aside = 0

    def wire(self, parser: XMLParserType) -> None:
        """Set a parser's handlers."""

        def start(tag: str, attributes: dict[str, str]) -> None:
            tag = local(tag)
            given = {local(name): value for name, value in attributes.items()}
            if tag in CELLS:
                self.attributes = given
                self.pieces.clear()
            elif tag == "p" and not self.aside:
                if self.pieces:
                    self.pieces.append("\n")
                parser.CharacterDataHandler = self.pieces.append
            elif tag == "annotation":
                self.aside += 1
            elif tag == "s":
                self.pieces.append(" " * min(integer(given.get("c", "1"), 1), 100))
            else:
                self.other(tag, given)

        def end(tag: str) -> None:
            tag = local(tag)
            if tag in CELLS:
                self.put()
            elif tag == "p":
                parser.CharacterDataHandler = None
            elif tag == "annotation":
                self.aside -= 1
            elif tag == "table-row":
                self.end_row()
            elif tag == "table" and self.sheets:
                take_back(self.sheets[-1], self.struck_out)
                self.struck_out.clear()

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    def other(self, tag: str, given: dict[str, str]) -> None:
        """A table, a row, or the style that hides a table."""
        if tag == "table":
            if len(self.sheets) >= MAX_SHEETS:
                raise ContainerError(f"has more than {MAX_SHEETS} sheets", "hand in the answers alone")
            hidden = given.get("style-name", "") in self.hidden
            self.sheets.append(Sheet(given.get("name", "")[:99], [], hidden=hidden))
            self.row = 0
        elif tag == "table-row":
            self.repeat = max(1, integer(given.get("number-rows-repeated", "1"), 1))
            self.column = 0
        elif tag == "style":
            self.style = given.get("name", "")
        elif tag == "table-properties" and given.get("display") == "false":
            self.hidden.add(self.style)
        elif tag == "text-properties" and given.get("text-line-through-style", "none") != "none":
            self.struck.add(self.style)

    def put(self) -> None:
        """Put a cell where it belongs, as often as it is repeated."""
        count = max(1, integer(self.attributes.get("number-columns-repeated", "1"), 1))
        cell = self.cell()
        first, self.column = self.column, self.column + count
        if cell is BLANK or not self.sheets:
            return
        sheet = self.sheets[-1]
        self.merge(sheet, first)
        if self.row >= MAX_ROWS or first >= MAX_COLUMNS:
            remark = Remark(sheet.place(self.row, first), BEYOND)
            if not any(known.issue == BEYOND for known in sheet.remarks):
                sheet.remarks.append(remark)
            return
        while len(sheet.rows) <= self.row:
            sheet.rows.append([])
        row = sheet.rows[self.row]
        row.extend([BLANK] * (first - len(row)))
        row.extend([cell] * min(count, MAX_COLUMNS - first))
        self.filled += min(count, MAX_COLUMNS - first)
        if self.attributes.get("style-name") in self.struck:
            self.struck_out |= {(self.row, c): None for c in range(first, len(row))}
        if self.filled > MAX_CELLS:
            raise ContainerError("has too many cells", "hand in the answers alone")

    def merge(self, sheet: Sheet, column: int) -> None:
        """A cell that spans others."""
        rows = integer(self.attributes.get("number-rows-spanned", "1"), 1)
        columns = integer(self.attributes.get("number-columns-spanned", "1"), 1)
        if (rows > 1 or columns > 1) and len(sheet.merged) < 1_000:
            sheet.merged.append((self.row, column, self.row + rows - 1, column + columns - 1))

    def end_row(self) -> None:
        """The next row; a row that is repeated is there as often, within the bounds."""
        if self.sheets and len(rows := self.sheets[-1].rows) == self.row + 1 and rows[self.row]:
            again = min(self.repeat - 1, MAX_ROWS - len(rows), MAX_CELLS // len(rows[self.row]))
            rows.extend(list(rows[self.row]) for _ in range(again))
            self.filled += again * len(rows[self.row])
            if self.filled > MAX_CELLS:
                raise ContainerError("has too many cells", "hand in the answers alone")
        self.row += self.repeat

    def cell(self) -> Cell:
        """The cell that has just ended."""
        given = self.attributes
        kind = given.get("value-type", "")
        text = "".join(self.pieces)
        formula = given.get("formula", "").partition(":")[2]
        if not kind and not text:
            return uncalculated(formula) if formula else BLANK
        if formula and (text.startswith(("#", "Err:")) or "Err:" in given.get("string-value", "")):
            return Cell(Kind.ERROR, text, None, "", formula)
        if kind in NUMBERS:
            return _number(given.get("value", ""), kind, text, formula)
        if kind in DATES:
            return Cell(
                Kind.DATE, given.get(f"{kind}-value", text), None, "the spreadsheet shows this as a date", formula
            )
        if kind == "boolean":
            true = given.get("boolean-value") == "true"
            return Cell(Kind.BOOLEAN, "TRUE" if true else "FALSE", float(true), "", formula)
        return text_cell(text, formula)


def _number(stored: str, kind: str, text: str, formula: str) -> Cell:
    try:
        value = float(stored)
    except ValueError:
        return text_cell(text, formula)
    if not isfinite(value) or "_" in stored:
        return Cell(Kind.ERROR, stored[:40], None, "the file holds no value that can be read here")
    note = "shown as a percentage" if kind == "percentage" else ""
    return Cell(Kind.NUMBER, repr(value).removesuffix(".0"), value, note, formula)
