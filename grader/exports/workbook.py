"""`gradebook.xlsx`, made to be opened: a sheet for the class, one for every answer, one for what needs a person."""

from collections.abc import Iterator

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from grader.exports.cells import Look, rows
from grader.exports.package import pack

MOST_ANSWERS = 200_000
"""A workbook of more opens too slowly: then the answers are left to `marks.csv`."""

_INK, _PAPER, _LINE, _BAR = "1F2933", "E6ECF2", "C5CED8", "7FB0DC"
_TINTS = {
    "carried": "E3F0FB", "implied": "E3F0FB", "imprecise": "FFF6DB", "slip": "FFE9CC", "wrong": "FBDDD7",
    "missing": "ECECEC", "unreadable": "ECECEC",
}  # fmt: skip
"""A help to the eye: the verdict stands there as a word."""
_TEXTS = ("student", "problem", "quantity", "answer", "verdict", "cause", "note", "submission", "place", "issue")
_WRAPPED = ("note", "issue")
_WIDTHS = {"note": 70, "issue": 90, "value": 13, "expected": 13, "followed": 13}
_NARROWEST, _WIDEST = 9, 32
_FORMATS = {"percent": "0.0"}

type Rows = Iterator[bytes]


def to_workbook(grades: pd.DataFrame, answers: pd.DataFrame, attention: pd.DataFrame) -> bytes:
    """The workbook's bytes; the same tables give the same bytes."""
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "backprop-grader", "Gradebook"
    return pack(book, [_class(book, grades), _answers(book, answers), _attention(book, attention)])
