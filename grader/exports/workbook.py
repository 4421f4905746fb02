"""`gradebook.xlsx`, made to be opened: sheets for the class, the questions, every answer and what needs a person."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule, Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from grader.analysis import Analysis
from grader.exports.cells import Look, rows
from grader.exports.charts import ROWS as _CHART_ROWS
from grader.exports.charts import column_chart
from grader.exports.package import pack
from grader.exports.paper import set_paper
from grader.gradebook import TOTALS, called

MOST_ROWS = 200_000
"""A workbook of more opens too slowly: then they are left to the file that has them all."""

_INK, _PAPER, _LINE = "1F2933", "EEF2F6", "C5CED8"
_BAR = "7FB0DC"
_HEAD = Font(name="Calibri", size=11, bold=True, color=_INK)
_FILL = PatternFill("solid", fgColor=_PAPER)
_UNDER = Border(bottom=Side(style="thin", color=_LINE))
_OVER = Border(top=Side(style="thin", color=_LINE))
"""Between one student and the next."""
_TINTS = {
    "carried": "E3F0FB", "implied": "E3F0FB", "imprecise": "FFF6DB", "slip": "FFE9CC", "wrong": "FBDDD7",
    "missing": "ECECEC", "unreadable": "ECECEC",
}  # fmt: skip
_WIDTHS = {"note": 74, "issue": 90, "who": 60}
"""Of columns of sentences: most notes take one line, so that a page has the answers of several students."""
_NARROWEST, _WIDEST, _WIDEST_NAME, _MEASURED = 9, 30, 45, 2_000
_BESIDE_A_HEADING = 6
"""The filter's arrow, and what keeps a heading to the right from the next."""
_LINE_HEIGHT = 15
"""In points."""
_A_DIGIT = 1.15
"""How many letters of a text stand in the width of a digit, in which columns are measured: rather too few than cut."""
_WORDS = (
    "student", "name", "section", "problem", "quantity", "answer", "verdict", "cause", "note", "submission", "place",
    "issue", "dropped", "late", "rubric", "commonest cause", "who",
)  # fmt: skip
"""Columns of words: their headings stand to the left, as they do; those of numbers to the right."""
_NUMERIC = ("expected", "followed")
"""Columns of text where what is a number is written as one."""
_LONG = ("value", *_NUMERIC)
"""Columns of numbers with as many digits as there is room for."""
_WRAPPED = ("note", "issue", "who")
_NAMES = ("student", "name", "submission")
"""Columns that say who it is, which nobody should have to guess."""
_SHARES = ("facility", "discrimination", "efficiency", "net facility", "net discrimination")
_FORMATS = {"percent": "0.0", "mean": "0.00", **dict.fromkeys(_SHARES, "0")}
"""How the numbers of a column are shown."""


def to_workbook(
    grades: pd.DataFrame, answers: pd.DataFrame, attention: pd.DataFrame, analysis: Analysis | None = None
) -> bytes:
    """The workbook's bytes; the same tables give the same bytes. Without an analysis nothing is said of questions."""
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "backprop-grader", "Gradebook"
    sheets = [_class_sheet(book, grades)]
    if analysis is not None and len(analysis.questions):
        sheets.append(_questions_sheet(book, analysis))
        if len(analysis.wrong_values):
            sheets.append(_sheet(book, "Wrong values", _told(_named(analysis.wrong_values, grades)))[1])
    told = _with_names(_told(answers), grades).rename(columns={"out_of": "out of"})
    sheets.append(_answers_sheet(book, _bounded(told, "note", "answers", "marks.csv")))
    sheets.append(_sheet(book, "Attention", _bounded(attention, "issue", "rows", "attention.csv"))[1])
    return pack(book, sheets)


def _named(values: pd.DataFrame, grades: pd.DataFrame) -> pd.DataFrame:
    """With a text of who has each value, by name where a class list tells it."""
    names = called(grades)
    return values.assign(who=[", ".join(names.get(student, student) for student in who) for who in values["who"]])


def _with_names(answers: pd.DataFrame, grades: pd.DataFrame) -> pd.DataFrame:
    """With the names of the students, where a class list tells them and what they are called does not."""
    if "name" not in grades or not len(answers):
        return answers
    if all(name in student for student, name in zip(grades["student"], grades["name"], strict=True)):
        return answers
    names = answers["student"].map(dict(zip(grades["student"], grades["name"], strict=True))).fillna("")
    return answers.assign(name=names)[["student", "name", *answers.columns[1:]]]


def _told(table: pd.DataFrame) -> pd.DataFrame:
    """Without the columns that tell nothing apart: the rubric of one, the problem where it has no name."""
    named = [name for name in ("rubric", "problem") if name in table]
    return table.drop(columns=[name for name in named if not any(table[name].tolist()) or _alike(table, name)])


def _alike(table: pd.DataFrame, name: str) -> bool:
    return name == "rubric" and table[name].nunique() < _SEVERAL


_SEVERAL = 2


def _questions_sheet(book: Workbook, analysis: Analysis) -> Iterator[bytes]:
    """The figures of every question, the elements of an array folded away under it, and below them charts."""
    whole = _with_arrays(analysis)
    groups = list(zip(whole["rubric"], whole["of"], strict=True))
    questions = _told(whole.drop(columns="of"))
    sheet, poured = _sheet(book, "Questions", questions, groups, folded=True)
    sheet.conditional_formatting.add(_under(questions, "facility"), _bar(100))
    below = len(questions) + 4
    for rubric, asked in _runs(whole["rubric"]):
        sheet.row_breaks.append(Break(below - 2))
        seen = len(set(groups[asked.start : asked.stop]))
        for title, names in _CHARTS:
            title = f"{rubric}: {title}" if "rubric" in questions else title
            sheet.add_chart(column_chart(sheet, questions, asked, title, names, seen), f"B{below}")
            below += _CHART_ROWS
    return poured


_CHARTS = (
    ("points had, and steps right, in percent", ("facility", "net facility")),
    ("where errors start (students)", ("errors start",)),
)
"""Of each rubric: the title, and the columns that are drawn."""


def _runs(names: pd.Series) -> Iterator[tuple[str, range]]:
    """Each name, and the rows from 0 that have it, which stand together."""
    for name, places in pd.Series(range(len(names))).groupby(names.tolist(), sort=False):
        yield str(name), range(int(places.iloc[0]), int(places.iloc[-1]) + 1)


def _with_arrays(analysis: Analysis) -> pd.DataFrame:
    """The questions with every array before its elements; `of` is the place of the first row that a row belongs to."""
    place = analysis.questions.groupby("rubric").cumcount()
    rows = [analysis.questions.assign(place=place, of=place, element=True)]
    for _, array in analysis.arrays.iterrows():
        theirs = (place >= array["first"]) & (place < array["first"] + array["elements"])
        rows[0].loc[theirs & (rows[0]["rubric"] == array["rubric"]), "of"] = array["first"]
    if len(analysis.arrays):
        first = analysis.arrays["first"]
        rows.append(analysis.arrays.assign(place=first, of=first, element=False)[rows[0].columns])
    rank = {rubric: i for i, rubric in enumerate(analysis.questions["rubric"].unique())}
    whole = pd.concat(rows).assign(rank=lambda table: table["rubric"].map(rank))
    return whole.sort_values(["rank", "place", "element"]).drop(columns=["rank", "place", "element"])


def _bounded(table: pd.DataFrame, column: str, what: str, file: str) -> pd.DataFrame:
    if not len(table) and column == "issue":
        return pd.DataFrame({column: ["nothing needs a person's eye"]})
    if len(table) <= MOST_ROWS:
        return table
    said = f"{len(table):,} {what} are too many for a workbook that opens at once; they are in {file}"
    return pd.DataFrame({column: [said]})


def _class_sheet(book: Workbook, grades: pd.DataFrame) -> Iterator[bytes]:
    sheet, poured = _sheet(book, "Class", grades)
    if len(grades):
        # Totals out of different points are no lengths to compare: then the shares are.
        [total, out_of, percent] = (grades[name] for name in TOTALS)
        whole = out_of.dropna().unique()
        name, most = (total.name, float(whole[0])) if len(whole) == 1 and whole[0] > 0 else (percent.name, 100)
        sheet.conditional_formatting.add(_under(grades, str(name)), _bar(most))
    return poured


def _answers_sheet(book: Workbook, answers: pd.DataFrame) -> Iterator[bytes]:
    by_student = answers["student"].tolist() if "student" in answers else []
    sheet, poured = _sheet(book, "Answers", answers, by_student)
    if "verdict" in answers and len(answers):
        last = f"{get_column_letter(len(answers.columns))}{len(answers) + 1}"
        sheet.conditional_formatting.add(f"A2:{last}", FormulaRule(["AND(ROW()>2,$A2<>$A1)"], border=_OVER))
        for verdict, color in _TINTS.items():
            rule = CellIsRule("equal", [f'"{verdict}"'], fill=PatternFill("solid", bgColor=color))
            sheet.conditional_formatting.add(_under(answers, "verdict"), rule)
    return poured


def _bar(most: float) -> Rule:
    """Bars as long as the numbers: none for 0, as wide as the cell for the most."""
    return DataBarRule("num", 0, "num", most, color=_BAR, showValue=True, minLength=0, maxLength=100)


def _under(table: pd.DataFrame, column: str) -> str:
    """The cells under a heading."""
    letter = get_column_letter(list(table.columns).index(column) + 1)
    return f"{letter}2:{letter}{len(table) + 1}"


def _sheet(
    book: Workbook, title: str, table: pd.DataFrame, groups: Sequence[object] = (), folded: bool = False
) -> tuple[Worksheet, Iterator[bytes]]:
    """A sheet with its headings, and the rows that belong under them.

    `groups` is what each row belongs to; `folded` says whether all but the first of each are folded away.
    """
    sheet, columns = book.create_sheet(title), list(table.columns)
    letters = [get_column_letter(i) for i in range(1, len(columns) + 1)]
    sheet.freeze_panes = "B2"
    sheet.sheet_properties.outlinePr.summaryBelow, sheet.sheet_format.outlineLevelRow = False, int(bool(groups))
    widths = [_WIDTHS.get(name) or _width(name, table[name]) for name in columns]
    for letter, width in zip(letters, widths, strict=True):
        sheet.column_dimensions[letter].width = width
    set_paper(sheet, widths, len(table) + 1)
    if len(table):
        sheet.auto_filter.ref = f"A1:{letters[-1]}{len(table) + 1}"
    if any(len(_in_lines(name)) > 1 for name in columns):
        sheet.row_dimensions[1].height = 2 * _LINE_HEIGHT
    sheet.append([_heading(sheet, name) for name in columns])
    looks = [_look(sheet, name) for name in columns]
    filled = list(zip(letters, (table[name].tolist() for name in columns), looks, strict=True))
    return sheet, rows(filled, groups, folded)


def _heading(sheet: Worksheet, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, name)
    cell.data_type = "s"
    cell.font, cell.fill, cell.border = _HEAD, _FILL, _UNDER
    cell.alignment = Alignment(vertical="center", wrap_text=len(_in_lines(name)) > 1, **_side(name))
    return cell


def _in_lines(heading: str) -> list[str]:
    """A heading in one line, or in the two that are narrowest where it has several words.

    >>> _in_lines("facility"), _in_lines("net discrimination"), _in_lines("with that cause"), _in_lines("out of")
    (['facility'], ['net', 'discrimination'], ['with that', 'cause'], ['out of'])
    """
    words = heading.split()
    cuts = [[" ".join(words[:k]), " ".join(words[k:])] for k in range(1, len(words))]
    return min([[heading], *cuts], key=lambda lines: max(_NARROWEST, *map(len, lines)) + len(lines))


def _side(name: str) -> dict[str, Any]:
    """Words stand to the left, a little away from the number before them; numbers to the right, long ones apart."""
    if name in _WORDS:
        return {"horizontal": "left", "indent": 1}
    return {"horizontal": "right", "indent": int(name in _LONG)}


def _width(name: str, values: pd.Series) -> int:
    """Wide enough for the heading with its filter's arrow, and for what is under it, within bounds."""
    shown = () if name in _FORMATS else set(map(str if name in _WORDS else _brief, values.head(_MEASURED)))
    widest = max(map(len, shown), default=0)
    most = _WIDEST_NAME if name in _NAMES else _WIDEST
    heading = max(map(len, _in_lines(name))) + _BESIDE_A_HEADING
    return min(max(widest + 3, heading, _NARROWEST), max(most, heading))


def _brief(value: object) -> str:
    """As much of a value as has to be seen: of a number six figures, as a cell shows those for which there is room.

    >>> _brief(0.7875134012), _brief("0.7875134012"), _brief("2*x")
    ('0.787513', '0.787513', '2*x')
    """
    try:
        return f"{float(str(value)):.6g}"
    except ValueError:
        return str(value)


def _look(sheet: Worksheet, name: str) -> Look:
    """How the cells of a column are shown: words as text, so that an id stays as it is when somebody edits it."""
    plain, quoted, words = WriteOnlyCell(sheet), WriteOnlyCell(sheet), name in _WORDS
    for cell in (plain, quoted):
        cell.number_format = "@" if words else _FORMATS.get(name, "General")
        cell.alignment = Alignment(
            vertical="top", wrap_text=name in _WRAPPED, **(_side(name) if words or name in _LONG else {})
        )
    quoted.quotePrefix = True
    return Look(
        plain.style_id, quoted.style_id, name in _NUMERIC, int(_WIDTHS[name] * _A_DIGIT) if name in _WRAPPED else 0
    )
