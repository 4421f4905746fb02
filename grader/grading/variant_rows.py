"""The file of a rubric's variants: a row a student, or a version and who has it, columns named after givens."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from grader.answers import ContainerError, Sheet, Source, open_tables, read_file
from grader.errors import Fault, GradeError
from grader.grading.variant_columns import VERSION, WHO, Cell, Headings, kind, no_number, value_of
from grader.notation import Vocabulary
from grader.reference import Reference
from grader.roster import callings, enrolled_in


class Row(NamedTuple):
    """The givens of some students."""

    place: str
    version: str
    people: tuple[tuple[str, ...], ...]
    """What each of them is called, the surest first."""
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """What the variant is called: by the version, else by the first who has it."""
        return self.version or self.people[0][0]


def read_variants(path: Path, vocabulary: Vocabulary, references: Sequence[Reference]) -> tuple[Row, ...]:
    """Whose givens are which. GradeError with all faults of the file.

    A row without a student says what a version's numbers are; a row with one has the numbers of its version, where it
    names one, and its own laid over them. Several students stand in one cell with semicolons between.
    """
    reader = _Reader(path.name, Headings(vocabulary, {reference.problem.name: reference for reference in references}))
    for sheet, header in _tables(path, reader):
        reader.read(sheet, header)
    rows = tuple(reader.rows())
    if reader.faults:
        raise GradeError(dict.fromkeys(reader.faults))
    return rows


def _tables(path: Path, reader: "_Reader") -> list[tuple[Sheet, int]]:
    """The tables in a file, each with the row of its headings: of separated values those of the best separator."""
    told: list[tuple[Sheet, int]] = []
    try:
        if not path.is_file():
            raise GradeError([Fault(str(path), "there is no such file", "variants names a table beside the rubric")])
        for sheets in open_tables(Source(path.name, partial(read_file, str(path.resolve())))):
            heads = [(sheet, header) for sheet in sheets for header in _header(sheet)]
            known = [each for each in heads if reader.known(*each)]
            if known:
                separated = known[0][0].lines is not None
                return [max(known, key=lambda each: reader.known(*each))] if separated else known
            told = told or heads
    except ContainerError as error:
        raise GradeError([Fault(str(path), error.what, "a table is .csv or .xlsx")]) from None
    return told[:1]


def _header(sheet: Sheet) -> Iterator[int]:
    """The first row with anything in it."""
    yield from [row for row, cells in enumerate(sheet.rows) if any(cell.text.strip() for cell in cells)][:1]


@dataclass
class _Reader:
    name: str
    headings: Headings
    faults: list[Fault] = field(default_factory=list)
    found: list[Row] = field(default_factory=list)

    def known(self, sheet: Sheet, header: int) -> int:
        """How many headings in a row say anything."""
        return sum(self.headings.says(cell.text.strip()) for cell in sheet.rows[header])

    def read(self, sheet: Sheet, header: int) -> None:
        """The rows of a table below its headings."""
        texts = [cell.text.strip() for cell in sheet.rows[header]]
        below = range(header + 1, len(sheet.rows))
        width = max((len(sheet.rows[row]) for row in below), default=0)
        columns: dict[int, list[Cell]] = {}
        kinds: list[str] = []
        faults = len(self.faults)
        for column, text in enumerate([*texts, *[""] * (width - len(texts))]):
            kinds.append("" if (found := self.headings.givens(text)) else kind(text))
            columns |= {column: found} if found else {}
            if not found and not kinds[-1] and any(sheet.cell(row, column).text.strip() for row in below):
                self.fault(sheet, header, column, *self.headings.unknown(text))
            elif text in texts[:column] and text:
                self.fault(sheet, header, column, f"two columns are called '{text}'", "keep one of them")
        for row in below if len(self.faults) == faults else ():
            cells = [sheet.cell(row, column).text.strip() for column in range(len(kinds))]
            if any(cells):
                self.found.append(self.row(sheet, row, kinds, cells, columns))

    def row(
        self, sheet: Sheet, row: int, kinds: Sequence[str], texts: Sequence[str], columns: Mapping[int, list[Cell]]
    ) -> Row:
        numbers: list[Cell] = []
        for column, meant in columns.items():
            for cell in meant if texts[column] else ():
                value = value_of(texts[column], cell.value.shape)
                if value is None:
                    self.fault(sheet, row, column, *no_number(texts[column], cell.value.shape))
                elif any(cell.contradicts(other, value) for other in numbers):
                    todo = "keep one of them, or leave one blank"
                    self.fault(sheet, row, column, "another column says otherwise of the same number", todo)
                else:
                    numbers.append(cell._replace(value=value))
        version = next((text for each, text in zip(kinds, texts, strict=True) if each in VERSION), "")
        who = [each if each in WHO else "" for each in kinds]
        return Row(self.at(sheet, row), version, tuple(_people(who, texts)), tuple(numbers))

    def rows(self) -> Iterator[Row]:
        """The rows of students, each with the numbers of its version under its own."""
        versions: dict[str, Row] = {}
        taken: dict[str, str] = {}
        for row in self.found:
            if not row.people and not row.version:
                self.add(row.place, "the row is nobody's", "it says who has it (id, login, email, name), or a version")
            elif not row.people and (first := versions.setdefault(row.version.casefold(), row)) is not row:
                self.add(row.place, f"version '{row.version}' again", f"{first.place} has it already")
        for row in (row for row in self.found if row.people):
            version = versions.get(row.version.casefold())
            if row.version and version is None and (versions or not row.cells):
                self.add(row.place, f"no row says what version '{row.version}' is", "one without a student does")
            for who in row.people:
                if (place := taken.setdefault(who[0].casefold(), row.place)) != row.place:
                    self.add(row.place, f"'{who[0]}' has a row already, {place}", "keep one of them")
            yield row._replace(cells=(*(version.cells if version else ()), *row.cells))
        if not taken and not self.faults:
            todo = "a row a student, with id, login, email or name, and the numbers or the version"
            self.add(self.name, "no row says who has which givens", todo)

    def at(self, sheet: Sheet, row: int, column: int = 0) -> str:
        return f"{self.name}:{sheet.lines[row]}" if sheet.lines else f"{self.name}, {sheet.place(row, column)}"

    def fault(self, sheet: Sheet, row: int, column: int, what: str, todo: str) -> None:
        heading = sheet.cell(_header_of(sheet), column).text.strip()
        below = row > _header_of(sheet) and heading
        todo = sheet.cell(row, column).note or todo
        self.add(self.at(sheet, row, column), f"{heading}: {what}" if below else what, todo)

    def add(self, place: str, what: str, todo: str) -> None:
        self.faults.append(Fault(place, what, todo))


def _header_of(sheet: Sheet) -> int:
    return next(_header(sheet))


def _people(kinds: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What the students of a row are called, the surest first: number, login, address, and the name last."""
    several = [(column, text.split(";")) for column, text in enumerate(texts) if kinds[column] and ";" in text]
    rows = _apart(texts, *several[0]) if several else [[*texts]]
    headings = [_AS_HEADING.get(kind, kind) for kind in kinds]
    for somebody in enrolled_in(headings, {str(number): row for number, row in enumerate(rows)}):
        name = somebody.person.name
        known = [text for text in callings(somebody.person, somebody.ids) if text != name]
        yield (*known, name) if name else tuple(known)


def _apart(texts: Sequence[str], column: int, parts: Sequence[str]) -> list[list[str]]:
    """A row for each of several students in one cell, of whom the row says nothing else."""
    return [["" if at != column else part.strip() for at in range(len(texts))] for part in parts if part.strip()]


_AS_HEADING = {"given": "given name", "family": "family name"}
