"""The workbook: nothing in it runs, any text opens again, the same bytes for the same tables."""

import io
import re
import threading
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.analysis import Analysis
from grader.analysis.items import ARRAYS, QUESTIONS
from grader.analysis.wrong import WRONG_VALUES
from grader.exports import to_workbook
from grader.exports.cells import Look, rows
from grader.exports.package import ahead
from tests.exports.tables import ANSWERS, ATTENTION, GRADES


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


def test_the_answers_print_at_a_size_that_can_be_read():
    """All columns on an A4 page, at two thirds of their size or more; an id stays whole, however many digits it has."""
    long = {"value": -0.123456789012345678, "expected": "-0.12345678901234567", "followed": "-0.12345678901234567"}
    table = ANSWERS.assign(**long, student="20240112345678", cause="derivative-at-preactivation", note="x" * 200)
    dimensions = workbook(answers=table)["Answers"].column_dimensions
    assert dimensions["A"].width > len("20240112345678")
    in_inches = sum(each.width * 7 + 5 for each in dimensions.values()) / 96
    assert 10.9 / in_inches > 2 / 3


@pytest.mark.parametrize(
    ("students", "wide", "pages"), [(30, False, 1), (70, False, 1), (90, False, 0), (47, True, 1), (60, True, 0)]
)
def test_no_few_students_stand_alone_on_a_second_page(students, wide, pages):
    """A few columns stand on upright pages, which have more rows; many on pages lengthwise."""
    many = pd.concat([GRADES.head(1)] * students).assign(student=[f"student {n}" for n in range(students)])
    more = {f"problem number {n}": 1.0 for n in range(10 * wide)}
    setup = workbook(many.assign(**more))["Class"].page_setup
    assert (setup.fitToHeight, setup.orientation) == (pages, "landscape" if wide else "portrait")


def test_numbers_with_many_digits_do_not_run_into_one_another_and_headings_are_words():
    table = pd.DataFrame({"value": [1 / 3], "expected": ["0.3333333333333333"], "out_of": [1.0]})
    sheet = workbook(answers=table)["Answers"]
    assert [cell.alignment.indent for cell in sheet[2]] == [1, 1, 0]
    assert [cell.value for cell in sheet[1]] == ["value", "expected", "out of"]


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


def test_a_chart_says_which_rubric_it_is_of_where_there_are_several():
    def told(*rubrics):
        questions = pd.DataFrame([[r, "", "h1", *range(9), 1, "", 0] for r in rubrics], columns=list(QUESTIONS))
        nothing = pd.DataFrame()
        analysis = Analysis(questions, nothing, nothing, nothing, nothing, pd.DataFrame(columns=list(ARRAYS)))
        data = to_workbook(GRADES, ANSWERS, ATTENTION, analysis)
        file = zipfile.ZipFile(io.BytesIO(data))
        charts = [file.read(name).decode() for name in sorted(file.namelist()) if name.startswith("xl/charts/")]
        sources = [set(re.findall(r"<cat><(\w+)><f>'Questions'!([^<]+)</f>", chart)) for chart in charts]
        titles = [re.search(r"<a:t>([^<]+)</a:t>", chart)[1].partition(": ")[0] for chart in charts]
        return list(zip(titles, sources, strict=True))[::2]

    [(title, source)] = told("hw1")
    assert "hw1" not in title
    assert source == {("strRef", "$A$2")}
    assert told("hw1", "hw2") == [("hw1", {("strRef", "$B$2")}), ("hw2", {("strRef", "$B$3")})]


def test_answers_have_no_names_beside_students_who_are_called_by_them():
    grades = GRADES.assign(student=["Ada L. (=ada)", "ben"], name=["Ada L.", ""])
    answers = ANSWERS.head(2).assign(student=["Ada L. (=ada)", "ben"])
    sheet = openpyxl.load_workbook(io.BytesIO(to_workbook(grades, answers, ATTENTION)))["Answers"]
    assert [cell.value for cell in sheet["A"]] == ["student", "Ada L. (=ada)", "ben"]
    assert "name" not in [cell.value for cell in sheet[1]]


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
    assert (rule.dataBar.minLength, rule.dataBar.maxLength) == (0, 100)


def test_rows_are_made_while_those_before_them_are_compressed():
    second = threading.Event()

    def made():
        yield b"first"
        second.set()
        yield b"second"

    parts = ahead(made())
    assert next(parts) == b"first"
    assert second.wait(10)
    assert list(parts) == [b"second"]


def test_what_fails_while_rows_are_made_is_told():
    with pytest.raises(UnicodeError):
        list(ahead("\udc80".encode() for _ in range(2)))
