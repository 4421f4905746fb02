"""What is written: nothing that runs, nothing half, the same bytes for the same tables."""

import csv
import io
import re

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.exports import defused, to_csv, to_workbook

HOSTILE = ["=1+1", "+1+cmd|'/c calc'!A1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", " =1", "=HYPERLINK(1)"]
ANSWERS = pd.DataFrame(
    {
        "student": [*HOSTILE, "a\x07b", 'c\nd, "e"', "x" * 40_000],
        "value": [0.1] * 12,
        "verdict": ["slip"] * 12,
        "note": ["n"] * 12,
    }
)
GRADES = pd.DataFrame(
    {
        "student": ["=ada", "ben"],
        "1": [1.5, float("nan")],
        "total": [1.5, 0.0],
        "out of": [2.0, 2.0],
        "percent": [75.0, 0.0],
    }
)
ATTENTION = pd.DataFrame({"submission": ["=x.csv"], "place": ["line 1"], "issue": ["@odd"]})


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_can_run_in_a_spreadsheet(text):
    assert defused(text).startswith("'")


@pytest.mark.parametrize(
    "text",
    [
        "-0.0077",
        "+3",
        "1e-3",
        "-1e-3",
        "h1",
        "−0.5",
        "",
        "0.03837*-0.2",
        "-0,0077",
        "-1 234,5",
        "-2.5 %",
        "-",
        "--",
        "—",
    ],
)
def test_numbers_and_words_stay_as_written(text):
    assert defused(text) == text


@pytest.mark.parametrize("text", ["-A1", "-e5", "-1/3", "+1-800", "-1,A1", "\u200b=1", "-1 A1"])
def test_what_only_begins_like_a_number_is_quoted(text):
    assert defused(text) == f"'{text}"


def test_a_long_text_costs_little():
    assert defused("-" + "1" * 1_000_000 + "A").startswith("'")


def test_what_is_not_utf_8_is_written_all_the_same():
    table = pd.DataFrame({"student": pd.Series(["caf\udce9", "nul\0", "é"], dtype=object)})
    assert to_csv(table).decode("utf-8").splitlines() == ["student", "caf?", "nul\ufffd", "é"]


@given(st.lists(st.floats(allow_infinity=False), min_size=1))
def test_numbers_read_back_as_they_were(values):
    rows = list(csv.reader(io.StringIO(to_csv(pd.DataFrame({"value": values, "n": "x"})).decode("utf-8"), newline="")))
    back = [float(row[0] or "nan") for row in rows[1:]]
    assert np.array_equal(back, values, equal_nan=True)


def test_csv_reads_back():
    rows = list(csv.reader(io.StringIO(to_csv(ANSWERS).decode("utf-8"), newline="")))
    assert rows[0] == list(ANSWERS.columns)
    assert rows[1:][10][0] == 'c\nd, "e"'
    assert {row[1] for row in rows[1:]} == {"0.1"}


def test_the_workbook_holds_no_formula_and_opens_again():
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(GRADES, ANSWERS, ATTENTION)))
    assert book.sheetnames == ["Class", "Answers", "Attention"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)
    assert book["Class"]["A2"].value == "=ada"
    assert book["Class"]["B3"].value is None
    assert book["Class"]["B2"].value == 1.5


def workbook(grades=GRADES, answers=ANSWERS, attention=ATTENTION):
    return openpyxl.load_workbook(io.BytesIO(to_workbook(grades, answers, attention)))


def column(sheet, name):
    at = [cell.value for cell in sheet[1]].index(name)
    return [row[at] for row in sheet.iter_rows(min_row=2)]


LOOKALIKES = [
    "#N/A",
    "#DIV/0!",
    "TRUE",
    "=1",
    "0012",
    "1e5",
    "1/2",
    " pad ",
    "<&>",
    "]]>",
    "x₁²",
    "2026-01-01",
    "_x0041_",
]


def test_what_looks_like_something_else_is_the_text_it_was():
    sheet = workbook(answers=pd.DataFrame({"student": LOOKALIKES, "answer": LOOKALIKES}))["Answers"]
    for name in ("student", "answer"):
        assert [(cell.data_type, cell.value) for cell in column(sheet, name)] == [("s", text) for text in LOOKALIKES]
        assert {cell.number_format for cell in column(sheet, name)} == {"@"}
        assert [cell.quotePrefix for cell in column(sheet, name)] == [text == "=1" for text in LOOKALIKES]


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
@settings(max_examples=50, deadline=None)
def test_any_text_opens_again_but_for_what_xml_cannot_hold(texts):
    cells = column(workbook(answers=pd.DataFrame({"answer": pd.Series(texts, dtype=object)}))["Answers"], "answer")
    clean = [re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", re.sub("\r\n?", "\n", t)) for t in texts]
    assert [cell.value or "" for cell in cells] == clean


def test_what_is_a_number_is_written_as_one():
    table = pd.DataFrame({"value": [0.5, float("nan"), float("inf")], "expected": ["-7.5e-05", "x₁²", "nan"]})
    sheet = workbook(answers=table)["Answers"]
    assert [cell.value for cell in column(sheet, "value")] == [0.5, None, None]
    assert [cell.value for cell in column(sheet, "expected")] == [-7.5e-05, "x₁²", "nan"]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_tables_have_ranges_that_hold(count):
    book = workbook(answers=ANSWERS.head(count), attention=ATTENTION.head(count), grades=GRADES.head(count))
    for sheet in book:
        ranges = [str(rule.sqref) for rule in sheet.conditional_formatting] + [sheet.auto_filter.ref or "A1:A1"]
        assert all(top <= bottom for top, bottom in (map(int, re.findall(r"\d+", f"{r}:{r}")[:2]) for r in ranges))


def test_headings_are_texts_too():
    sheet = workbook(grades=GRADES.rename(columns={"1": "=1+1"}))["Class"]
    assert (sheet["B1"].value, sheet["B1"].data_type) == ("=1+1", "s")


def test_rows_are_poured_in_whole_past_one_portion():
    count = 12_345
    sheet = workbook(answers=pd.DataFrame({"answer": [str(i) for i in range(count)], "value": 0.5}))["Answers"]
    assert [cell.value for cell in column(sheet, "answer")] == [str(i) for i in range(count)]


def test_the_same_tables_give_the_same_workbook():
    assert to_workbook(GRADES, ANSWERS, ATTENTION) == to_workbook(GRADES, ANSWERS, ATTENTION)


def test_too_many_answers_are_left_to_the_csv(monkeypatch):
    monkeypatch.setattr("grader.exports.workbook.MOST_ROWS", 5)
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(GRADES, ANSWERS, ATTENTION)))
    assert "marks.csv" in book["Answers"]["A2"].value
