"""`gradebook.xlsx`, made to be opened: a sheet for the class, one for every answer, one for what needs a person."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import CellIsRule, DataBarRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from grader.gradebook import TOTALS

MOST_ANSWERS = 20_000
"""More than this take longer to write than all the rest, and to open: then they are left to `marks.csv`."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 32_000
_FORMULA = "=+-@"
_EPOCH = datetime(2000, 1, 1)
_INK, _PAPER, _LINE = "1F2933", "EEF2F6", "C5CED8"
_HEAD = Font(name="Calibri", size=11, bold=True, color=_INK)
_FILL = PatternFill("solid", fgColor=_PAPER)
_UNDER = Border(bottom=Side(style="thin", color=_LINE))
_TINTS = {
    "carried": "E3F0FB", "implied": "E3F0FB", "imprecise": "FFF6DB", "slip": "FFE9CC", "wrong": "FBDDD7",
    "missing": "ECECEC", "unreadable": "ECECEC",
}  # fmt: skip
_WIDTHS = {
    "student": 26, "quantity": 20, "answer": 18, "value": 16, "expected": 16, "followed": 16, "verdict": 12,
    "cause": 20, "note": 90, "issue": 90, "submission": 40, "place": 20,
}  # fmt: skip
_WORDS = ("student", "problem", "quantity", "answer", "verdict", "cause", "note", "submission", "place", "issue")
"""Columns of words: their headings stand to the left, as they do; those of numbers to the right."""
_NUMERIC = ("expected", "followed")
"""Columns of text where what is a number is written as one."""
_FORMATS = {"percent": "0.0"}
"""How the numbers of a column are shown."""


def to_workbook(grades: pd.DataFrame, answers: pd.DataFrame, attention: pd.DataFrame) -> bytes:
    """The workbook's bytes; the same tables give the same bytes."""
    book = Workbook(write_only=True)
    _class_sheet(book, grades)
    if len(answers) <= MOST_ANSWERS:
        _table_sheet(book, "Answers", answers, tint="verdict")
    else:
        said = f"{len(answers):,} answers are too many for a workbook that opens at once; they are in marks.csv"
        _table_sheet(book, "Answers", pd.DataFrame({"note": [said]}))
    _table_sheet(book, "Attention", attention)
    return _stable(book)


def _class_sheet(book: Workbook, grades: pd.DataFrame) -> None:
    sheet = _sheet(book, "Class", list(grades.columns))
    for row in _rows(sheet, grades):
        sheet.append(row)
    if len(grades):
        letter = get_column_letter(list(grades.columns).index(TOTALS[2]) + 1)
        bar = DataBarRule("num", 0, "num", 100, color="7FB0DC", showValue=True)
        sheet.conditional_formatting.add(f"{letter}2:{letter}{len(grades) + 1}", bar)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(grades.columns))}{len(grades) + 1}"


def _table_sheet(book: Workbook, title: str, table: pd.DataFrame, tint: str = "") -> None:
    sheet = _sheet(book, title, list(table.columns))
    for row in _rows(sheet, table):
        sheet.append(row)
    if not len(table):
        return
    last = len(table) + 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{last}"
    if tint:
        letter = get_column_letter(list(table.columns).index(tint) + 1)
        for verdict, color in _TINTS.items():
            rule = CellIsRule("equal", [f'"{verdict}"'], fill=PatternFill("solid", bgColor=color))
            sheet.conditional_formatting.add(f"{letter}2:{letter}{last}", rule)


def _sheet(book: Workbook, title: str, columns: Sequence[str]) -> Worksheet:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for i, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(i)].width = _WIDTHS.get(name, max(11, len(name) + 4))
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&A, page &P of &N"
    sheet.append([_heading(sheet, name) for name in columns])
    return sheet


def _heading(sheet: Worksheet, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, name)
    cell.font, cell.fill, cell.border = _HEAD, _FILL, _UNDER
    cell.alignment = Alignment(vertical="center", horizontal="left" if name in _WORDS else "right")
    return cell


def _rows(sheet: Worksheet, table: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    return zip(*(_column(sheet, name, table[name]) for name in table.columns), strict=True)


def _column(sheet: Worksheet, name: str, values: pd.Series) -> list[object]:
    if name in _NUMERIC:
        numbers = pd.to_numeric(values, errors="coerce")
        values = numbers.astype(object).where(numbers.notna(), values)
    contents = [_content(sheet, value) for value in values.tolist()]
    if name not in _FORMATS:
        return contents
    return [_formatted(sheet, value, _FORMATS[name]) if isinstance(value, float) else value for value in contents]


def _formatted(sheet: Worksheet, value: float, number_format: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell


def _content(sheet: Worksheet, value: object) -> object:
    """A number as a number, a text as a text whatever it begins with, and nothing where there is nothing."""
    if isinstance(value, float | int):
        return None if np.isnan(value) else value
    text = str(value)
    if not text:
        return None
    if text.isprintable() and text[0] not in _FORMULA and len(text) < _LONGEST:
        return text
    cell = WriteOnlyCell(sheet, _CONTROL.sub("\ufffd", text)[:_LONGEST])
    cell.data_type = "s"
    cell.quotePrefix = text[0] in _FORMULA
    return cell


def _stable(book: Workbook) -> bytes:
    """The saved workbook with every date in it fixed, so that the same marks are the same bytes."""
    book.properties.creator = "backprop-grader"
    book.properties.created = book.properties.modified = _EPOCH
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            target.writestr(zipfile.ZipInfo(member.filename, (2000, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
