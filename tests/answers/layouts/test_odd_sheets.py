"""No sheet is too odd to be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answers import Sheet
from grader.answers.layouts import lay_out_sheets
from tests.answers.layouts.sheets import CS637, RELU, cell, read

CONTENTS = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        [
            "h1",
            "h₁",
            "dDiv/dw1",
            "W1'",
            "l_1^1",
            "f",
            "value",
            "quantity",
            "Problem 2",
            "Updated",
            "w = [1, 2]",
            "h1 = 0.5",
            "=",
        ]
    ),
    st.text(max_size=12),
)


@given(st.lists(st.lists(CONTENTS, max_size=6), max_size=12), st.sampled_from([CS637, RELU]))
@settings(max_examples=150, deadline=None)
def test_no_sheet_is_too_odd(rows, names):
    answers, _ = lay_out_sheets([Sheet("Sheet1", [[cell(c) for c in row] for row in rows])], names)
    targets = [a.target for a in answers if a.target is not None]
    assert len(targets) == len(set(targets))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["s1", "hh1", "s2"], [1.31, 0.79, 2.94]], "nobody asked for the numbers of 'hh1': they were not read"),
        ([["s1", "x1", "s2"], [1.31, -0.7, 2.94]], ""),  # what is given
        ([["s1", "no", "s2"], [1.31, 1, 2.94]], ""),  # a count
    ],
)
def test_a_column_beside_answers_that_nobody_asked_for_is_told(rows, told):
    found, remarks = read(rows)
    assert found == {"s1": 1.31, "s2": 2.94}
    assert [remark.issue for remark in remarks] == ([told] if told else [])


def test_a_name_over_its_number_that_nobody_asked_for_is_told():
    found, [remark] = read([["s1"], [1.31], [], ["hh1"], [0.79]])
    assert found == {"s1": 1.31}
    assert remark.issue == "nobody asked for the numbers of 'hh1': they were not read"


@pytest.mark.parametrize("count", ["({})", "{})", "#{}"])
def test_lines_that_count_the_numbers_below_them_are_none(count):
    rows = [["b1':"], [count.format(1)], [0.47], [count.format(2)], [0.48], ["MSE = 1.65"]]
    found, remarks = read(rows, RELU, "")
    assert found == {("b1'", (1,)): 0.47, ("b1'", (2,)): 0.48, "MSE": 1.65}
    assert not remarks


def test_what_is_told_below_them_is_told_of_its_own_line():
    rows = [["b1':"], ["(1)"], [0.47], ["(2)"], [0.48], [], ["b2'", "abc"]]
    [remark] = read(rows, RELU, "")[1]
    assert remark.place == "Sheet1, line 7"


def test_a_name_alone_beside_a_number_that_nobody_asked_for_is_told_among_matrices():
    matrix = [["dMSE/dW1", 1.2, 1.3], ["", 3.6, 4.0], []]
    _, [remark] = read([*matrix, ["Energy of the net", 0.79], [], ["MSE", 1.65]], RELU)
    assert remark.place == "Sheet1!A4"
    assert remark.issue == "nobody asked for the numbers of 'Energy of the net': they were not read"


def test_a_name_over_numbers_that_may_not_be_its_own_is_told():
    found, [remark] = read([["s1"], [1.31], [2.94], [], ["h1"], [0.79]])
    assert found == {"h1": 0.79}
    assert remark.issue == "it is not clear whether '1.31' is 's1'"
    found, remarks = read([["(1)"], ["s1"], [1.31], ["(2)"], ["h1"], [0.79]])
    assert found == {"s1": 1.31, "h1": 0.79}
    assert not remarks


def test_every_column_of_nobody_in_a_row_of_headings_is_told():
    _, [remark] = read([["z1", "h", "zz2"], [0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
    assert remark.issue == "nobody asked for the numbers of 'z1', 'zz2': they were not read"


def test_a_row_of_formulas_stands_between_names_and_their_values():
    rows = [["", "s1", "h1"], ["Formula", "x1·w1 + x2·w2", "σ(s1)"], ["Result", 1.31, 0.79]]
    assert read(rows) == ({"s1": 1.31, "h1": 0.79}, [])
    assert read([*rows, ["Rounded", 1.3, 0.8]])[0] == {"s1": 1.31, "h1": 0.79}
