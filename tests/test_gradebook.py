"""Marks as tables: exact until the gradebook, a row for every answer, blank where nothing was handed in."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import gradebook
from grader.errors import Attention, Weight
from grader.marking import Column, Marks

SHARES = (Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(0))


def marks(rubric="hw1", students=("ada", "ben"), problem="", out_of=(1, 2), share=None):
    shape = (len(students), len(out_of))
    share = np.zeros(shape, int) if share is None else np.array(share)
    blank = np.full(shape, "", dtype=object)
    return Marks(
        rubric=rubric,
        title=rubric,
        students=tuple(students),
        columns=tuple(Column(problem, f"q{i}", Fraction(points)) for i, points in enumerate(out_of, 1)),
        answer=np.full(shape, "0.5", dtype=object),
        value=np.full(shape, 0.5),
        expected=np.full(shape, "0.5", dtype=object),
        followed=blank,
        verdict=np.full(shape, "correct", dtype=object),
        cause=blank,
        share=share,
        shares=SHARES,
        note=blank,
        again=np.zeros(shape, dtype=bool),
    )


def test_an_array_that_is_ruled_on_is_one_answer_ruled_by_hand():
    table = marks(out_of=(1, 1, 1, 1))
    columns = (*(c._replace(of="W") for c in table.columns[:3]), table.columns[3])
    ruled = np.array([[True, True, True, True], [False, False, True, False]])
    grades = gradebook.gradebook([replace(table, columns=columns, ruled=ruled)], ["zoe"])
    assert grades["by hand"].astype(object).fillna("").tolist() == [2.0, 1.0, ""]


def test_answers_have_a_row_each_by_student_then_in_the_rubrics_order():
    table = gradebook.answers([marks(students=("ben", "ada"), problem="1"), marks(students=("ada",), problem="2")])
    assert list(table.columns) == list(gradebook.ANSWERS)
    assert list(zip(table["student"], table["problem"], table["quantity"], strict=True)) == [
        ("ada", "1", "q1"), ("ada", "1", "q2"), ("ada", "2", "q1"), ("ada", "2", "q2"),
        ("ben", "1", "q1"), ("ben", "1", "q2"),
    ]  # fmt: skip


def test_of_several_rubrics_each_answer_says_which():
    tables = [marks(), marks("hw2", ("ben", "cy"))]
    told = gradebook.with_rubrics(gradebook.answers(tables), tables)
    rows = list(zip(told["student"], told["rubric"], strict=True))
    assert rows == [
        (s, r) for s, r in (("ada", "hw1"), ("ben", "hw1"), ("ben", "hw2"), ("cy", "hw2")) for _ in range(2)
    ]
    assert "rubric" not in gradebook.with_rubrics(gradebook.answers(tables[:1]), tables[:1])


def test_points_are_rounded_once_and_add_up_exactly():
    table = marks(students=("ada",), out_of=(1, 1, 1), share=[[2, 2, 2]])
    assert list(gradebook.answers([table])["points"]) == [0.3333] * 3
    assert gradebook.gradebook([table])["total"].item() == 1


def test_what_was_not_handed_in_is_blank_and_not_counted():
    table = gradebook.gradebook(
        [marks("hw1", ("ada", "ben")), marks("hw2", ("ben", "eve"), out_of=(4,), share=[[0], [3]])]
    )
    assert list(table.columns) == ["student", "hw1", "hw2", "total", "out of", "percent"]
    expected = [["ada", 3, np.nan, 3, 3, 100], ["ben", 3, 4, 7, 7, 100], ["eve", np.nan, 0, 0, 4, 0]]
    pd.testing.assert_frame_equal(table, pd.DataFrame(expected, columns=table.columns), check_dtype=False)


@pytest.mark.parametrize(
    ("run", "headings"),
    [
        ([("hw1", "")], ["hw1"]),
        ([("hw1", "1"), ("hw1", "2")], ["1", "2"]),
        ([("hw1", "1"), ("hw2", "")], ["hw1 1", "hw2"]),
        ([("total", "")], ["total (2)"]),
        ([("student", "")], ["student (2)"]),
        ([("hw1", "percent"), ("hw1", "percent (2)")], ["percent (2)", "percent (2) (2)"]),
        ([("a b", "c"), ("a", "b c")], ["a b c", "a b c (2)"]),
    ],
)
def test_columns_are_named_by_problem_and_never_alike(run, headings):
    table = gradebook.gradebook([marks(rubric, problem=problem) for rubric, problem in run])
    assert list(table.columns) == ["student", *headings, "total", "out of", "percent"]
    assert list(table["total"]) == [3 * len(run)] * 2


def test_nothing_graded_is_a_table_without_rows():
    assert list(gradebook.answers([]).columns) == list(gradebook.ANSWERS)
    assert gradebook.gradebook([]).empty
    assert gradebook.attention([]).empty


def test_attention_has_the_gravest_first_then_submissions_in_order_and_of_each_what_is_said_of_all_of_it():
    rows = [Attention("b", "line 10", "x"), Attention("a", "line 9", "y"), Attention("a", "line 10", "z")]
    rows += [Attention("a", "", "all of it")]
    rows += [Attention("a", "", "an earlier attempt", Weight.SETTLED), Attention("c", "", "unread", Weight.LOST)]
    assert gradebook.attention(rows)["issue"].tolist() == ["unread", "all of it", "y", "z", "x", "an earlier attempt"]
    lost = gradebook.attention(rows, {"b": Fraction(3), "a": Fraction(1, 2)})
    assert lost["issue"].tolist() == ["unread", "x", "all of it", "y", "z", "an earlier attempt"]


@given(st.data())
def test_totals_are_the_exact_sum_of_the_shares(data):
    out_of = data.draw(st.lists(st.fractions(0, 10, max_denominator=12), min_size=1, max_size=6))
    row = st.lists(st.integers(0, len(SHARES) - 1), min_size=len(out_of), max_size=len(out_of))
    share = data.draw(st.lists(row, min_size=1, max_size=4))
    students = tuple(f"s{i}" for i in range(len(share)))
    table = gradebook.gradebook([marks(students=students, out_of=out_of, share=share)])
    exact = [sum(worth * SHARES[i] for worth, i in zip(out_of, theirs, strict=True)) for theirs in share]
    assert list(table["total"]) == [gradebook.number(Fraction(total)) for total in exact]
