"""Gradebooks as people damage them before they give them back: what is told, and that nothing lands in a wrong cell."""

import csv
import io
import os

import pytest

from grader.answers import Person
from grader.errors import GradeError
from grader.exports.into import fill
from tests.exports.gradebooks import ADA, CANVAS, WORKSHEET, filled, scores

BRIGHTSPACE = (
    "OrgDefinedId,Username,Homework 1 Points Grade <Numeric MaxPoints:20>,End-of-Line Indicator\r\n"
    "#0442471,#ada,,#\r\n#7,#ben,3,#\r\n"
)
BLACKBOARD = '"Last Name","Username","Homework 1 [Total Pts: 20 Score] |12"\n"Lovelace","ada",""\n"Ng","ben",""\n'
SAKAI = '"Student ID","Student Name","Homework 1 [20]"\r\n"ada","Lovelace, Ada",""\r\n"ben","Ng, Ben",""\r\n'
PRAIRIELEARN = "uid,qid,submission_id,score_perc,feedback\nada,hw1,5,,\nben,hw1,6,,\nada,hw2,7,,\nben,hw2,8,,\n"


def without(data, heading):
    rows = list(csv.reader(io.StringIO(data, newline="")))
    at, out = rows[0].index(heading), io.StringIO(newline="")
    csv.writer(out).writerows([[*row[:at], *row[at + 1 :]] for row in rows])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "heading", "said"),
    [
        (CANVAS, "ID", "looks like Canvas's gradebook, but has no column 'ID' .export it again"),
        (WORKSHEET, "Maximum Grade", "Moodle's grading worksheet, but has no column 'Maximum Grade' or 'Scale'"),
        (WORKSHEET, "Last modified (grade)", "has no column 'Last modified .grade.'"),
        (WORKSHEET, "Identifier", "has no column 'Identifier'"),
        (without(BRIGHTSPACE, "Username"), "OrgDefinedId", "Brightspace's .* no column 'OrgDefinedId' or 'Username'"),
        (BLACKBOARD, "Username", "looks like Blackboard's gradebook, but has no column 'Username'"),
        (SAKAI, "Student ID", "looks like Sakai's gradebook, but has no column 'Student ID'"),
        (PRAIRIELEARN, "score_perc", "looks like PrairieLearn's scores, but has no column 'score_perc'"),
    ],
)
def test_a_column_that_the_system_asks_for_is_told_where_it_is_missing(tmp_path, data, heading, said):
    with pytest.raises(GradeError, match=said):
        filled(tmp_path, without(data, heading))


def test_a_first_column_that_is_another_is_told(tmp_path):
    with pytest.raises(GradeError, match="but the column 'OrgDefinedId' or 'Username' is not the first"):
        filled(tmp_path, BRIGHTSPACE.replace("OrgDefinedId,", "Name,OrgDefinedId,"))


@pytest.mark.parametrize("name", ['"Ng, Ben', "Ng, Ben"])
def test_cells_that_have_slipped_to_the_side_are_not_filled(tmp_path, name):
    """By a comma in a name without quotation marks, or one of them missing."""
    data = CANVAS.replace('"=""=Ng, Ben"""', name)
    found = filled(tmp_path, data)
    assert found.data.decode() == data.replace('"A, B",,3', '"A, B",15.67,3')
    assert [row.issue for row in found.attention] == [
        "row 5 is longer than the headings (is a quotation mark missing?); no points were entered"
    ]


def test_commas_at_the_end_of_all_rows_push_nothing_aside(tmp_path):
    head, *rows = CANVAS.splitlines()
    data = "\r\n".join([head, *(f"{row},," for row in rows), ""])
    assert filled(tmp_path, data).data.decode() == data.replace('"A, B",,3', '"A, B",15.67,3').replace("18.00", "20")
    found = filled(tmp_path, data.replace('"=""=Ng, Ben"""', "Ng, Ben"))
    assert [row.issue.partition(" (")[0] for row in found.attention] == ["row 5 is longer than the headings"]


def test_rows_that_moodle_does_not_take_back_are_told(tmp_path):
    head, *rows = WORKSHEET.splitlines()
    found = filled(tmp_path, "\n".join([head, *(f"{row}," for row in rows), ""]))
    assert len(found.changes) == 1
    assert found.said == (
        "3 rows, as row 2, have more cells than the headings, and Moodle's grading worksheet takes no such file back: "
        "export it again",
        *found.said[1:],
    )


def test_a_quotation_mark_that_is_not_closed_is_told_with_its_line(tmp_path):
    with pytest.raises(GradeError, match="a quotation mark in line 7 that is not closed"):
        filled(tmp_path, CANVAS.replace('"Student, Test"', '"Student, Test'))


def test_the_points_possible_are_known_wherever_their_row_has_been_sorted_to(tmp_path):
    head, posting, possible, *students = CANVAS.splitlines(keepends=True)
    with pytest.raises(GradeError, match="is out of 25 points, the rubric out of 20"):
        filled(tmp_path, "".join([head, *students, posting, possible.replace("20.00", "25.00")]))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (CANVAS.replace(",7,,", ",7,9.00E+09,"), "an id is changed by a spreadsheet ('9.00E+09'), by which Canvas's"),
        (CANVAS.replace(",7,,ben", ",7.0,,"), "an id is changed by a spreadsheet ('7.0'), by which Canvas's"),
        (CANVAS.replace("Homework 1 (99)", "Homework 1"), "'Homework 1' has no number of Canvas's: unless"),
        (without(BRIGHTSPACE, "End-of-Line Indicator"), "'Homework 1' has no 'End-of-Line Indicator'"),
    ],
)  # fmt: skip
def test_what_the_system_may_not_take_back_is_told(tmp_path, data, said):
    found = filled(tmp_path, data)
    assert len(found.changes) == 2
    assert found.said[0].startswith(said)


def test_questions_under_one_another_are_told_apart(tmp_path):
    found = filled(tmp_path, PRAIRIELEARN)
    assert found.data.decode().startswith('uid,qid,submission_id,score_perc,feedback\nada,hw1,5,78.33,"15.67 of')
    assert found.data.decode().endswith("ada,hw2,7,,\nben,hw2,8,,\n")
    with pytest.raises(GradeError, match="choose with --column: 'q7', 'hw2'"):
        filled(tmp_path, PRAIRIELEARN.replace("hw1", "q7"))


def test_a_class_that_is_in_it_twice_is_not_taken_for_another_course_s(tmp_path):
    with pytest.raises(GradeError, match=r"without doubt .ada: its id '0442471' is that of .* whose is it"):
        filled(tmp_path, CANVAS + "".join(CANVAS.splitlines(keepends=True)[3:]))


def test_what_is_no_file_of_a_gradebook_s_size_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "empty.csv").write_text("\n")
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(60_000_000)
    for name, said in (
        ("pipe", "no regular file"),
        ("empty", "is empty"),
        ("huge", "larger than"),
        ("no", "no such file"),
    ):
        with pytest.raises(GradeError, match=f"{name}.csv: .*{said}"):
            fill(tmp_path / f"{name}.csv", [scores()])


def test_who_has_an_id_that_a_program_wrote_with_decimals_is_known_by_it(tmp_path):
    """As pandas does, for which a column of ids with a blank in it is one of floating point numbers."""
    data = CANVAS.replace(",7,,ben", ",7.0,,")
    found = filled(tmp_path, data, people={"ada": (ADA,), "ben": (Person("", "7"),)})
    assert [change.student for change in found.changes] == ["ada", "ben"]
