"""Text with a row a line: CSV, TSV and plain text. Every cell stays text, with the digits as they were written."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from grader.answers.containers.bounds import BEYOND, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, shortened
from grader.answers.containers.encoding import decoded
from grader.answers.containers.separator import DECIMAL_POINT, GAP, separator
from grader.answers.record import BLANK, Cell, Kind, Remark, Sheet

Row = tuple[int, list[str]]
"""The line (from 1) where a row begins, and its fields."""

DECLARED = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
"""Excel's own first line."""
WHOLE = re.compile(r"\s*[-+−]?\d+")
FRACTION = re.compile(r"\d+(?:[eE][-+−]?\d+)?\s*%?\s*")


def read_delimited(data: bytes) -> list[Sheet]:
    r"""The one sheet of a text file.

    >>> [[cell.text for cell in row] for row in read_delimited(b"h1;0,79\nw_{1,2};[1, 2]")[0].rows]
    [['h1', '0,79'], ['w_{1,2}', '[1, 2]']]
    """
    text, remarks = decoded(data)
    sheet = sheet_of(text)
    sheet.remarks[:0] = remarks
    return [sheet]


def sheet_of(text: str, name: str = "") -> Sheet:
    """A sheet of a text, whose separator is found from the text itself."""
    lines = list(islice(io.StringIO(text.removeprefix("\ufeff"), newline=""), 2 * MAX_ROWS))
    sheet = Sheet(name, [], lines=[])
    declared = DECLARED.match(lines[0].strip('"\r\n ') if lines else "")
    first = 1 if declared else 0
    mark = declared[1] if declared else separator(lines)
    rows = list(_bounded(_rows(lines, first, mark, sheet.remarks), sheet))
    if mark == ",":
        rows = _decimal_commas(rows, sheet.remarks)
    sheet.lines = [line for line, _ in rows]
    sheet.rows = [_cells(fields) for _, fields in rows]
    return sheet


def _cells(fields: list[str]) -> list[Cell]:
    text = Kind.TEXT
    row = [Cell(text, field) if field and not field.isspace() else BLANK for field in fields]
    while row and row[-1] is BLANK:
        row.pop()
    return row


def _rows(lines: list[str], first: int, mark: str, remarks: list[Remark]) -> Iterator[Row]:
    if mark in ("", GAP):
        for number, line in enumerate(lines[first:], first + 1):
            whole = line.strip("\r\n")
            yield number, re.split(r" {2,}", whole.strip()) if mark else [whole]
        return
    quoted = any(f'{mark} "' in line for line in lines)
    number = first
    try:
        reader = csv.reader(lines[first:], delimiter=mark, strict=True, skipinitialspace=quoted)
        for fields in reader:
            start, number = number, first + reader.line_num
            one_line = number == start + 1
            yield start + 1, _bracketed(lines[start], mark) or fields if one_line else fields
    except csv.Error:
        yield from _mended(lines, number, mark, remarks)


def _mended(lines: list[str], first: int, mark: str, remarks: list[Remark]) -> Iterator[Row]:
    """The rest of a file with a quote that is not closed, or closed too early: each line is read for itself."""
    for number, line in enumerate(lines[first:], first + 1):
        try:
            fields = next(csv.reader([line], delimiter=mark, strict=True), [])
            yield number, _bracketed(line, mark) or fields
        except csv.Error:
            remarks.append(Remark(f"line {number}", "has a quotation mark without its partner; it was left out"))
            yield number, [field.strip('" ') for field in line.strip("\r\n").split(mark)]


def _bracketed(line: str, mark: str) -> list[str] | None:
    """The fields of a line in which a separator stands in brackets and separates nothing; None of any other line.

    >>> _bracketed("W1[1,2],0.3", ","), _bracketed("Div(y, t),(1, 2)", ","), _bracketed("(0, 1],2", ",")
    (['W1[1,2]', '0.3'], ['Div(y, t)', '(1, 2)'], None)
    """
    if mark == "\t" or '"' in line or not ("(" in line or "[" in line or "{" in line):
        return None
    fields, depth, start, hidden = [], [], 0, False
    line = line.strip("\r\n")
    for position, character in enumerate(line):
        if character in "([{":
            depth.append(")]}"["([{".index(character)])
        elif character in ")]}":
            if not depth or depth.pop() != character:
                return None
        elif character == mark:
            hidden = hidden or bool(depth)
            if not depth:
                fields.append(line[start:position])
                start = position + 1
    return [*fields, line[start:]] if hidden and not depth else None


def _bounded(rows: Iterator[Row], sheet: Sheet) -> Iterator[Row]:
    """The rows that are read, and a remark on the first that is not."""
    cells = 0
    for index, (line, fields) in enumerate(rows):
        cells += len(fields)
        if index >= MAX_ROWS or cells > MAX_CELLS:
            sheet.remarks.append(Remark(f"line {line}", f"this line and all after it were not read ({index:,} were)"))
            return
        if len(fields) > MAX_COLUMNS:
            beyond = any(field.strip() for field in fields[MAX_COLUMNS:])
            fields = fields[:MAX_COLUMNS]
            if beyond:
                sheet.remarks.append(Remark(f"line {line}", BEYOND))
        if max(map(len, fields), default=0) > MAX_TEXT:
            fields = [field[:MAX_TEXT] for field in fields]
            sheet.remarks.append(Remark(f"line {line}", f"only the first {MAX_TEXT:,} characters of a cell were read"))
        yield line, fields


def _decimal_commas(rows: list[Row], remarks: list[Remark]) -> list[Row]:
    """Rows in which an unquoted decimal comma was taken for a separator: `h1,0,78751` under `quantity,value`.

    They are joined again only where nothing else can be meant: the rows that are too long are all so by one field,
    two fields in them are the halves of a number, and no decimal point is used in the file. Otherwise they are told.
    """
    width = next((len(fields) for _, fields in rows if sum(map(bool, fields)) > 1), 0)
    halves = {
        index: [
            at for at in range(1, len(fields)) if FRACTION.fullmatch(fields[at]) and WHOLE.fullmatch(fields[at - 1])
        ]
        for index, (_, fields) in enumerate(rows)
        if len(fields) > width and any(fields[width:])
    }
    suspects = [index for index, at in halves.items() if at]
    if not suspects:
        return rows
    points = any(DECIMAL_POINT.search(field) for _, fields in rows for field in fields)
    sure = not points and all(len(rows[i][1]) == width + 1 and len(halves[i]) == 1 for i in halves)
    for index in suspects:
        line, fields = rows[index]
        at = halves[index][0]
        joined = f"{fields[at - 1]},{fields[at]}"
        if sure:
            rows[index] = (line, [*fields[: at - 1], joined, *fields[at + 1 :]])
            remarks.append(Remark(f"line {line}", f"read '{shortened(joined)}' as one number with a decimal comma"))
        elif len(fields) > width:
            what = f"has {len(fields)} fields where the first row has {width}"
            remarks.append(Remark(f"line {line}", f"{what}; is '{shortened(joined)}' one number with a decimal comma?"))
    return rows
