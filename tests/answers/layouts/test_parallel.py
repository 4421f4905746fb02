"""Several names before one sign: in a line of text, in a cell, in a session."""

import pytest

from grader.answers.containers.delimited import read_delimited
from grader.answers.layouts import lay_out_sheets
from tests.answers.layouts.sheets import CS637, RELU
from tests.answers.layouts.sheets import read as table

ALL = {"s1": 1.31, "h1": 0.79, "s2": 1.5, "h2": 0.8}


def read(text, names=CS637, problem="2"):
    answers, remarks = lay_out_sheets(read_delimited(text.encode()), names)
    theirs = [a for a in answers if a.target and a.target.problem == problem]
    return {a.target[1:] if a.target.index else a.target.quantity: a.number.value for a in theirs}, remarks


@pytest.mark.parametrize(
    "text",
    ["s1, h1, s2, h2 = 1.31, 0.79, 1.5, 0.8", "(s1, h1, s2, h2) = (1.31, 0.79, 1.5, 0.8)",
     "s1,h1,s2,h2=1.31,0.79,1.5,0.8",
     "s1, h1, s2, h2 = [1.31, 0.79, 1.5, 0.8]",
     "s1, h1, s2 and h2 are 1.31, 0.79, 1.5 and 0.8, respectively.",
     "s1; h1; s2; h2: 1.31; 0.79; 1.5; 0.8",
     "s1, h1, s2, h2 = 1.31, 1.58/2, 3*0.5, (0.9 + 0.7)/2",
     "s1, h1, s2, h2 = 1.31, 1.58/2, a*b, s(b) = 1.31, 0.79, 1.5, 0.8",
     "s1, h1, s2, h2 = 1,31; 0,79; 1,5; 0,8", "s1, h1, s2, h2: 1,31, 0,79, 1,5, 0,8"],
)  # fmt: skip
def test_as_many_values_as_names(text):
    assert read(text)[0] == table([[text]])[0] == ALL


@pytest.mark.parametrize(
    "names", ["dDiv/dw1..3", "dDiv/dw1 to dDiv/dw3", "dDiv/dw1-3", "dDiv/dw_1–dDiv/dw_3", "dDiv/dw1, …, dDiv/dw3"]
)
@pytest.mark.parametrize("values", ["0.1, 0.2, -0.3", "[0.1, 0.2, -0.3]", "0.1 0.2 -0.3", "0,1; 0,2; -0,3"])
def test_a_range_of_names(names, values):
    found, _ = read(f"{names}: {values}\ns1 = 1.31\n")
    assert found == {"dDiv/dw1": 0.1, "dDiv/dw2": 0.2, "dDiv/dw3": -0.3, "s1": 1.31}


def test_a_range_of_more_names_than_values_is_told_and_a_difference_is_none():
    found, (remark,) = read("dDiv/dw1..6: 0.1, 0.2\ns1 = 1.31\n")
    assert (found, "has 6 names and 2 values" in remark.issue) == ({"s1": 1.31}, True)
    assert read("h2-1 = 0.78\nh1-2 = 0.5\n")[0] == {}


def test_lines_of_them_among_others():
    assert read("s1, h1 = 1.31, 0.79\ns2 = 1.5\nh2 = 0.8\n")[0] == ALL
    assert read("s1, h1 = 1.31, 0.79 and s2: 1.5 (all rounded)\nh2 = 0.8\n")[0] == ALL
    assert read("s1, h1 = 1.31, 0.79 (h2: see below); s2 = 1.5\nh2 = 0.8\n")[0] == ALL
    assert read("quantity,value\ns1,1.31\nh1,0.79\ns2, h2, s3, yhat = 1.5, 0.8, 0.3, 0.6\n")[0].items() >= ALL.items()
    assert read(">>> s1, h1 = 1.31, 0.79\n>>> s2, h2\n(1.5, 0.8)\n")[0] == ALL
    assert read("W1_new, b1_new = [[1, 2], [3, 4]], [5, 6]\n", RELU, "")[0]["b1'", (2,)] == 6


def test_formulas_are_told_apart_like_numbers():
    answers, _ = lay_out_sheets(read_delimited(b"dy/dw1, dy/dw2 = x1, x2\n"), CS637)
    assert {a.target.quantity: a.text for a in answers if a.target} == {"dy/dw1": "x1", "dy/dw2": "x2"}


def test_a_row_of_a_table_is_none():
    rows = "quantity,working,value\ns1,z=1.31,1.31\nh1,z=1.31,0.79\ns2,,1.5\nh2,,0.8\n"
    assert read(rows)[0] == ALL


@pytest.mark.parametrize("text", ["s1, h1 = 1.31, 0.79, 1.5", "s1, h1, s2 = 1.31, 0.79", "h1, h2 = 0,79"])
def test_other_counts_are_told_and_not_read(text):
    for found, remarks in (read(text), table([[text]])):
        assert found == {}
        assert "none was read" in remarks[0].issue


def test_the_last_of_several_names_has_not_the_first_of_their_values():
    assert table([["s1, h1 = 1.31 (s2: see below)"]])[0] == {}
    assert table([["Prediction, yhat = 0.57"], ["Finally, h1 = 0.79"]])[0] == {"yhat": 0.57, "h1": 0.79}
