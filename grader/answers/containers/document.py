"""A document as its paragraphs and tables go by: each table a sheet, and the lines between the tables one each."""

from grader.answers.containers.bounds import MAX_CELLS, MAX_COLUMNS, MAX_ELEMENTS, MAX_ROWS, MAX_SHEETS
from grader.answers.containers.delimited import sheet_of
from grader.answers.containers.parts import text_cell
from grader.answers.containers.titles import title_above
from grader.answers.record import BLANK, Cell, ContainerError, Remark, Sheet

ALONE = "hand in the answers alone"


class Document:
    """Paragraphs and tables, in order. A table within a table is text of the cell that it stands in."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.unread = 0
        """Pictures and embedded objects, in which there may be answers."""
        self._lines: list[str] = []
        self._before = 0
        """Lines in sheets that are finished."""
        self._depth = self._tables = self._cells = self._elements = 0
        self._rows: list[list[Cell]] = []
        self._cell: list[str] = []

    def element(self) -> None:
        """An element of the file has begun. Raises `ContainerError` when there are far too many."""
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise ContainerError("is far longer than a homework", ALONE)

    def paragraph(self, text: str) -> None:
        """The next paragraph."""
        if self._depth:
            self._cell.append(text)
        else:
            self._lines += text.splitlines() or [""]

    def begin_table(self) -> None:
        """From here on all stands in a table."""
        self._depth += 1
        if self._depth == 1:
            self._rows = []
            self._tables += 1

    def begin_row(self) -> None:
        """The next row of the table."""
        if self._depth == 1:
            self._rows.append([])

    def begin_cell(self) -> None:
        """The next cell of the row."""
        if self._depth == 1:
            self._cell = []

    def end_cell(self, span: int = 1) -> None:
        """The cell is complete; it is as wide as `span` columns."""
        if self._depth != 1:
            return
        if not self._rows:
            self._rows.append([])
        row, cell = self._rows[-1], text_cell("\n".join(self._cell).strip())
        self._cells += 1
        if self._cells > MAX_CELLS or len(self._rows) > MAX_ROWS:
            raise ContainerError("has too many cells", ALONE)
        if len(row) < MAX_COLUMNS:
            row.extend([cell, *[BLANK] * (min(max(span, 1), MAX_COLUMNS) - 1)])

    def end_table(self) -> None:
        """The table is complete."""
        self._depth -= 1
        if self._depth or not any(cell.text for row in self._rows for cell in row):
            return
        name = f"table {self._tables}"
        title = self._title()
        if title:
            self._rows.insert(0, [text_cell(title)])
            name = f"table {self._tables} with the line above"
        self._end_lines()
        self._add(Sheet(name, self._rows))

    def end(self) -> list[Sheet]:
        """The sheets of the whole document."""
        self._end_lines()
        if self.unread and self.sheets:
            many = "a picture or an embedded object" if self.unread == 1 else f"{self.unread} pictures or objects"
            self.sheets[0].remarks.append(Remark("", f"has {many}, in which nothing was read"))
        return self.sheets

    def _title(self) -> str:
        """The line above a table of nothing but numbers, which then is the name of a matrix; else empty."""
        found = title_above(self._lines, self._rows)
        if found is None:
            return ""
        self._lines[found[0]] = ""
        return found[1]

    def _end_lines(self) -> None:
        lines, self._lines = self._lines, []
        if any(map(str.strip, lines)):
            sheet = sheet_of("\n".join(lines), "text")
            sheet.lines = [line + self._before for line in sheet.lines or []]
            self._add(sheet)
        self._before += len(lines)

    def _add(self, sheet: Sheet) -> None:
        if len(self.sheets) >= 2 * MAX_SHEETS:
            raise ContainerError(f"has more than {MAX_SHEETS} tables", ALONE)
        sheet.follows = bool(self.sheets)
        self.sheets.append(sheet)
