"""The workbook of a class: its sheets, figures and charts, read back by openpyxl and by LibreOffice."""

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from grader import gradebook
from grader.analysis import analyse
from grader.analysis.items import QUESTIONS
from grader.exports import to_workbook
from grader.grading import grade

ROOT = Path(__file__).parent.parent.parent


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
    notes = {len(row[-1].value) > 85: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows(min_row=2)}
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


def test_every_rubric_has_charts_of_its_own_questions(whole):
    book, _, analysis, _ = whole
    sheet = book["Questions"]
    rows = [row[:3] for row in sheet.iter_rows(min_row=2, values_only=True)]
    rubrics = list(analysis.questions["rubric"].unique())
    assert [len(chart.series) for chart in sheet._charts] == [2, 1] * len(rubrics)
    assert all(chart.visible_cells_only for chart in sheet._charts)  # what is folded away has no column
    # The two of a rubric are printed together.
    assert [b.id for b in sheet.row_breaks.brk] == [chart.anchor._from.row - 1 for chart in sheet._charts[::2]]
    for rubric, chart in zip(np.repeat(rubrics, 2), sheet._charts, strict=True):
        assert chart.title.tx.rich.p[0].r[0].t.startswith(f"{rubric}: ")
        theirs = [n for n, row in enumerate(rows, 2) if row[0] == rubric]
        several = len({row[1] for row in rows if row[0] == rubric}) > 1
        for series in chart.series:
            assert series.val.numRef.f.split("$")[2::2] == [f"{theirs[0]}:", str(theirs[-1])]
            levels = (series.cat.multiLvlStrRef if several else series.cat.strRef).f
            assert levels == f"'Questions'!${'B' if several else 'C'}${theirs[0]}:$C${theirs[-1]}"


def test_the_answers_of_a_student_can_be_folded_away(whole):
    book, table, _, _ = whole
    sheet = book["Answers"]
    levels = [sheet.row_dimensions[n].outline_level for n in range(2, sheet.max_row + 1)]
    students = table["student"].tolist()
    assert levels == [int(n > 0 and students[n - 1] == name) for n, name in enumerate(students)]
    assert not sheet.sheet_properties.outlinePr.summaryBelow


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
