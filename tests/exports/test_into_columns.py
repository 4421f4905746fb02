"""Which column takes the points of a rubric, and what they are there."""

from fractions import Fraction

import pytest

from grader.answers import Person
from grader.errors import GradeError
from grader.exports.into import fill
from tests.exports.gradebooks import ADA, BEN, CANVAS, filled, scores


def test_a_title_is_near_another_by_whole_words(tmp_path):
    with pytest.raises(GradeError, match="no column has the title 'Homework 1'"):
        filled(tmp_path, CANVAS.replace("Homework 1 ", "Homework 10 "))
    found = filled(tmp_path, CANVAS.replace("Homework 1 ", "Homework 1: backpropagation "))
    assert found.columns == ("Homework 1: backpropagation",)


def test_an_item_entered_by_hand_may_have_a_colon_in_its_title(tmp_path):
    head = "First name,Last name,Username,Homework 1: graphs (Real),Homework 10: graphs (Real)\n"
    found = filled(tmp_path, head + "Ada,L,ada,-,-\nBen,N,ben,-,-\n", title="Homework 1: graphs")
    assert found.columns == ("Homework 1: graphs",)


def test_the_column_may_be_named(tmp_path):
    found = filled(tmp_path, CANVAS, column="Homework 2", scale=True)
    assert found.columns == ("Homework 2",)


def test_two_rubrics_never_go_into_one_column(tmp_path):
    path = tmp_path / "gradebook.csv"
    path.write_text(CANVAS)
    with pytest.raises(GradeError, match="'Homework 1' and 'More' would both go into the column 'Homework 2'"):
        fill(path, [scores(), scores(title="More", name="more")], "Homework 2", scale=True)


def test_who_is_in_no_row_is_told_once_and_of_a_column_which_it_is(tmp_path):
    path = tmp_path / "gradebook.csv"
    path.write_text(CANVAS.replace(",A,18.00,,", ",A,EX,EX,").replace("20.00,10.00", "20.00,20.00"))
    people = {"ada": (ADA,), "ben": (BEN,), "cy": (Person("Cy Y"),)}
    points = dict.fromkeys(people, Fraction(20))
    both = [scores(title=title, people=people, points=points, out_of=points) for title in ("Homework 1", "Homework 2")]
    assert [(row.place, row.issue) for row in fill(path, both).attention] == [
        ("cy", "is not in this gradebook; no points were entered"),
        ("ben", "'Homework 1': is 'EX' there; left as it is"),
        ("ben", "'Homework 2': is 'EX' there; left as it is"),
    ]


def test_another_column_is_not_taken_for_being_the_only_one(tmp_path):
    data = "OrgDefinedId,Username,Essay Points Grade <Numeric MaxPoints:20>,End-of-Line Indicator\r\n#7,#ben,,#\r\n"
    with pytest.raises(GradeError, match=r"no column has the title 'Homework 1' .choose with --column: 'Essay'"):
        filled(tmp_path, data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("quantity,value\nh1,0.5\n", "no gradebook that is known"),
        ("First Name,SID,Email,hw,hw - Max Points,hw - Lateness (H:M:S)\nAda,1,a@u.edu,,20,00:00:00\n",
         "Gradescope's own gradebook.*--gradescope as its autograder, or give the gradebook of the system"),
        (b"PK\x03\x04xlsx", "is a workbook"),
        (CANVAS.replace("20.00", "25.00"), "is out of 25 points, the rubric out of 20"),
        (CANVAS.replace("Homework 1", "Quiz"), "no column has the title"),
        (CANVAS.replace("Homework 2", "Homework 1"), "choose with --column: 'Homework 1 .99.', 'Homework 1 .100.'"),
        (CANVAS.replace("Homework 2 (100)", "Homework 1 (99)"), "2 columns are called 'Homework 1 .99.' .rename"),
        (CANVAS.replace("Lovelace, Ada", "X").replace("Ng, Ben", "Y").replace(",ada,", ",x,").replace("0442471", "1"),
         "not one of the 2 students"),
        ('"Student,ID,Section,Homework 1 (99)\n', "not closed"),
    ],
)  # fmt: skip
def test_what_cannot_be_filled_is_refused(tmp_path, data, said):
    if "not one" in said:
        data = data.replace(",ben,", ",y,").replace(",7,", ",70,")
    with pytest.raises(GradeError, match=said):
        filled(tmp_path, data)


def test_points_are_converted_only_where_that_is_asked(tmp_path):
    found = filled(tmp_path, CANVAS.replace("20.00", "10.00"), scale=True)
    assert [change.new for change in found.changes] == ["7.83", "10"]


UNEVEN = {"points": {"ada": Fraction(13), "ben": Fraction(19)}, "out_of": {"ada": Fraction(26), "ben": Fraction(38)}}


@pytest.mark.parametrize(("points", "half"), [("46.00", "23"), ("100", "50"), ("56.52", "28.26")])
@pytest.mark.parametrize("scale", [False, True])
def test_where_points_are_out_of_others_for_some_the_column_gets_shares_of_its_own(tmp_path, points, half, scale):
    found = filled(tmp_path, CANVAS.replace("20.00", points), scale=scale, uneven=True, **UNEVEN)
    assert [change.new for change in found.changes] == [half, half]
    column = f"{float(points):g}"
    assert found.said == (
        f"'Homework 1': by student 26 or 38 points count; each has that share of the column's {column}",
    )


def test_a_column_that_does_not_say_what_it_is_out_of_gets_shares_of_the_most_that_counts_for_anybody(tmp_path):
    gradebook = "First name,Last name,Username,Assignment: Homework 1 (Real)\nAda,L,ada,-\nBen,N,ben,-\n"
    found = filled(tmp_path, gradebook, uneven=True, **UNEVEN)
    assert [change.new for change in found.changes] == ["19", "19"]
    assert found.said[0].endswith("each has that share of 38 (the column does not say)")
