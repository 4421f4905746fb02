"""What is written: nothing that runs, nothing half, the same bytes for the same tables."""

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import gradebook
from grader.analysis import Analysis, analyse
from grader.analysis.items import ARRAYS, QUESTIONS
from grader.analysis.wrong import WRONG_VALUES
from grader.defusing import defused
from grader.exports import to_csv, to_workbook
from grader.exports.cells import Look, rows
from grader.grading import grade

ROOT = Path(__file__).parent.parent.parent
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


@given(st.lists(st.tuples(st.text("a,\"\r\n' ;\0é"), st.sampled_from([0.0, -0.0, 0.5, 2.0])), min_size=1))
def test_csv_is_as_the_library_writes_it(pairs):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("text", "number"), *((defused(t), repr(n).removesuffix(".0")) for t, n in pairs)])
    expected = out.getvalue().replace("\0", "\ufffd").encode()
    assert to_csv(pd.DataFrame(pairs, columns=["text", "number"])) == expected


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


def test_a_name_is_not_cut_and_what_has_nothing_to_say_says_so():
    name = "Maximilian Alexander von Hohenlohe"
    book = workbook(grades=GRADES.assign(student=name), answers=ANSWERS.assign(problem=""), attention=ATTENTION.head(0))
    assert book["Class"].column_dimensions["A"].width > len(name)
    assert "problem" not in [cell.value for cell in book["Answers"][1]]
    assert book["Attention"]["A2"].value == "nothing needs a person's eye"


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


@pytest.fixture(scope="module")
def whole():
    """The workbook of the submissions that come with the project, with its tables."""
    outcome = grade([ROOT / "submissions"], sorted((ROOT / "rubrics").glob("*.toml")))
    table, analysis = gradebook.answers(outcome.marks), analyse(outcome.marks)
    grades = gradebook.gradebook(outcome.marks, outcome.students)
    data = to_workbook(grades, table, gradebook.attention(outcome.attention), analysis)
    return openpyxl.load_workbook(io.BytesIO(data)), table, analysis, data


def stored(value):
    """A number to the digits that a spreadsheet keeps."""
    return float(f"{value:.15g}") if isinstance(value, float) else value


def test_saved_again_it_says_the_same(whole):
    book, _, _, data = whole
    again = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(again)
    for sheet, same in zip(book, openpyxl.load_workbook(again), strict=True):
        assert [list(row) for row in sheet.values] == [list(row) for row in same.values]


def test_a_row_is_as_high_as_its_longest_text(whole):
    sheet = whole[0]["Answers"]
    notes = {len(row[-1].value) > 87: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows(min_row=2)}
    assert notes[False] is None
    assert notes[True] >= 30


def interleaved(analysis):
    """The rows of the sheet of questions: each array, and under it its elements."""
    for rubric, questions in analysis.questions.groupby("rubric", sort=False):
        arrays = {a["first"]: a for _, a in analysis.arrays.iterrows() if a["rubric"] == rubric}
        left = 0
        for place, (_, question) in enumerate(questions.iterrows()):
            if place in arrays:
                yield 0, arrays[place][list(QUESTIONS)]
                left = arrays[place]["elements"]
            yield int(left > 0), question
            left -= 1


def test_the_questions_have_a_sheet_with_figures_and_charts(whole):
    book, _, analysis, _ = whole
    sheet = book["Questions"]
    read = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert read[0] == list(analysis.questions.columns)
    told = list(interleaved(analysis))
    for n, (row, (level, question)) in enumerate(zip(read[1:], told, strict=True), 2):
        assert row == [None if value == "" or value != value else stored(value) for value in question]
        assert (sheet.row_dimensions[n].outline_level, sheet.row_dimensions[n].hidden) == (level, bool(level))
    assert len(told) == len(analysis.questions) + len(analysis.arrays) > len(analysis.questions)
    assert [len(chart.series) for chart in sheet._charts] == [2, 1]
    assert all(chart.visible_cells_only for chart in sheet._charts)  # what is folded away has no column
    assert [b.id for b in sheet.row_breaks.brk] == [sheet._charts[0].anchor._from.row - 1]  # they are printed together
    [last] = {series.val.numRef.f.rpartition("$")[2] for chart in sheet._charts for series in chart.series}
    assert int(last) == len(read)


def test_the_answers_of_a_student_can_be_folded_away(whole):
    book, table, _, _ = whole
    sheet = book["Answers"]
    levels = [sheet.row_dimensions[n].outline_level for n in range(2, sheet.max_row + 1)]
    students = table["student"].tolist()
    assert levels == [int(n > 0 and students[n - 1] == name) for n, name in enumerate(students)]
    assert not sheet.sheet_properties.outlinePr.summaryBelow


def test_groups_go_on_from_one_portion_to_the_next(monkeypatch):
    monkeypatch.setattr("grader.exports.cells._CHUNK", 2)
    parts = b"".join(rows([("A", [1, 2, 3, 4, 5], Look(1, 2))], ["a", "b", "b", "b", "c"])).decode()
    assert re.findall(r'<row r="(\d)" outlineLevel="1">', parts) == ["4", "5"]
    parts = b"".join(rows([("A", [1, 2, 3, 4, 5], Look(1, 2))], ["a", "b", "b", "b", "c"], folded=True)).decode()
    assert re.findall(r'<row r="(\d)" outlineLevel="1" hidden="1">', parts) == ["4", "5"]
    assert re.findall(r'<row r="(\d)" collapsed="1">', parts) == ["3"]


def test_wrong_values_that_several_have_stand_on_a_sheet_of_their_own():
    table = pd.DataFrame([("r", "", "h1", 0.25, 3, ("=ada", "ben", "c"), "", "+n")], columns=list(WRONG_VALUES))
    questions = pd.DataFrame([["r", "", "h1", *range(9), 1, "", 0]], columns=list(QUESTIONS))
    nothing = pd.DataFrame()
    analysis = Analysis(questions, nothing, nothing, table, nothing, pd.DataFrame(columns=list(ARRAYS)))
    grades = GRADES.assign(name=["=Ada L.", ""])
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(grades, ANSWERS, ATTENTION, analysis)))
    assert book.sheetnames == ["Class", "Questions", "Wrong values", "Answers", "Attention"]
    read = [[cell.value for cell in row] for row in book["Wrong values"].iter_rows()]
    assert read[1] == ["h1", 0.25, 3, "=Ada L., ben, c", None, "+n"]
    assert all(cell.data_type != "f" for row in book["Wrong values"].iter_rows() for cell in row)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed (soffice)")
def test_libreoffice_reads_the_same_numbers(whole, tmp_path):
    """An independent reader: every sheet as CSV, by LibreOffice."""
    _, table, analysis, data = whole
    (tmp_path / "gradebook.xlsx").write_bytes(data)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", "gradebook.xlsx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    answers_read = pd.read_csv(tmp_path / "gradebook-Answers.csv", dtype=str, keep_default_na=False)
    assert answers_read["note"].tolist() == table["note"].tolist()
    assert answers_read["answer"].tolist() == table["answer"].tolist()
    questions_read = pd.read_csv(tmp_path / "gradebook-Questions.csv")
    facility = [question["facility"] for _, question in interleaved(analysis)]
    np.testing.assert_allclose(questions_read["facility"].head(len(facility)), facility)


def test_answers_have_names_beside_them_where_a_class_list_tells_them():
    grades = GRADES.assign(name=["=Ada L.", ""])
    answers = ANSWERS.head(3).assign(student=["=ada", "=ada", "ben"])
    sheet = openpyxl.load_workbook(io.BytesIO(to_workbook(grades, answers, ATTENTION)))["Answers"]
    assert [[cell.value for cell in row[:2]] for row in sheet.iter_rows()] == [
        ["student", "name"], ["=ada", "=Ada L."], ["=ada", "=Ada L."], ["ben", None],
    ]  # fmt: skip
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(("out_of", "where", "most"), [([40.0, 40.0], "C2:C3", 40.0), ([40.0, 30.0], "E2:E3", 100)])
def test_a_bar_stands_in_the_totals_where_they_are_out_of_the_same(out_of, where, most):
    """C is the column of totals, E that of percentages."""
    grades = GRADES.assign(**{"out of": out_of})
    sheet = openpyxl.load_workbook(io.BytesIO(to_workbook(grades, ANSWERS, ATTENTION)))["Class"]
    [(cells, [rule])] = [(str(found.sqref), found.rules) for found in sheet.conditional_formatting]
    assert (cells, rule.type, float(rule.dataBar.cfvo[1].val)) == (where, "dataBar", most)
