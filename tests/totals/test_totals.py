"""Totals are exact sums; a cap gives back what slips cost beyond it, and no credit falls when an answer gets better."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import gradebook
from grader.marking import VERDICTS, Column, Marks
from grader.marking.credit import worth_of
from grader.rubric import VERDICTS as USUAL
from grader.totals import totals


def marks(verdicts, out_of=None, bonus=(), credit=USUAL, most_lost=None, problem="", rubric="hw1", students=None):
    """Marks of some students from their verdicts, a row each."""
    worth = worth_of(credit)
    shares = tuple(dict.fromkeys(worth[word] for word in VERDICTS))
    verdict = np.array(verdicts, dtype=object).reshape(len(verdicts), -1)
    blank = np.full(verdict.shape, "", dtype=object)
    out_of = out_of or [1] * verdict.shape[1]
    return Marks(
        rubric=rubric,
        title="",
        students=tuple(students or (f"s{n}" for n in range(len(verdicts)))),
        columns=tuple(Column(problem, f"q{i}", Fraction(worth), i in bonus) for i, worth in enumerate(out_of)),
        answer=blank,
        value=np.full(verdict.shape, np.nan),
        expected=blank,
        followed=blank,
        verdict=verdict,
        cause=blank,
        share=np.vectorize(lambda word: shares.index(worth[word]))(verdict),
        shares=shares,
        note=blank,
        again=np.zeros(verdict.shape, dtype=bool),
        most_lost=most_lost,
    )


def total_of(*problems):
    [found] = totals(problems).values()
    return found


def test_slips_cost_no_more_than_the_cap():
    found = total_of(marks([["slip"] * 6], most_lost=Fraction(1)))
    assert (found.scores[0].points, found.returned, found.total, found.out_of) == (3, 2, 5, 6)


def test_blanks_and_numbers_from_nowhere_are_not_covered_by_the_cap():
    found = total_of(marks([["missing", "wrong", "unreadable", "slip", "slip", "slip"]], most_lost=Fraction(1)))
    assert (found.scores[0].points, found.returned) == (Fraction(3, 2), Fraction(1, 2))


def test_a_cap_gives_nothing_back_where_a_person_has_ruled_on_all():
    given = marks([["slip"] * 6] * 2, most_lost=Fraction(1))
    ruled = np.array([[True] * 6, [True] * 5 + [False]])
    assert [total.total for total in totals([replace(given, ruled=ruled)]).values()] == [3, 5]


def test_a_blank_that_later_answers_imply_is_a_blank_to_the_cap():
    half = {**USUAL, "implied": Fraction(1, 2)}
    row = ["implied"] * 39 + ["slip"] * 8
    found = total_of(marks([row], credit=half, most_lost=Fraction(3)))
    assert (found.scores[0].points, found.returned) == (47 - 19.5 - 4, 1)


def test_a_bonus_counts_in_the_total_but_not_in_what_it_is_out_of():
    table = gradebook.gradebook([marks([["correct", "correct"], ["correct", "missing"]], [4, 1], bonus={1})])
    assert table[["total", "out of", "percent"]].to_numpy().tolist() == [[5, 4, 125], [4, 4, 100]]


def test_what_a_bonus_loses_is_not_charged():
    assert total_of(marks([["slip", "slip"]], [2, 2], bonus={1}, most_lost=Fraction(1, 2))).total == Fraction(5, 2)


def test_a_gradebook_has_the_column_only_where_there_is_a_cap():
    plain, capped = marks([["slip"]]), marks([["slip"]], most_lost=Fraction(0))
    assert list(gradebook.gradebook([plain]).columns) == ["student", "hw1", "total", "out of", "percent"]
    table = gradebook.gradebook([capped])
    assert list(table.columns) == ["student", "hw1", "cap", "total", "out of", "percent"]
    assert table.to_numpy().tolist() == [["s0", 0.5, 0.5, 1, 1, 100]]
    assert gradebook.problems(table) == ["hw1"]


SHARES = st.fractions(0, 1, max_denominator=6)
POLICIES = st.builds(
    lambda shares, best: dict(zip(VERDICTS, [best, *(share * best for share in shares)], strict=True)),
    st.lists(SHARES, min_size=len(VERDICTS) - 1, max_size=len(VERDICTS) - 1),
    SHARES,
)
ROW = st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=6)
POINTS = st.fractions(0, 5, max_denominator=12)


@given(ROW, POLICIES, st.none() | POINTS, st.data())
def test_no_credit_falls_when_an_answer_is_put_right(row, policy, most, data):
    out_of = data.draw(st.lists(POINTS, min_size=len(row), max_size=len(row)))
    bonus = data.draw(st.sets(st.integers(0, len(row) - 1)))
    place = data.draw(st.integers(0, len(row) - 1))
    better = [*row[:place], "correct", *row[place + 1 :]]
    found = totals([marks([row, better], out_of, bonus, policy, most)])
    assert found["s0"].total <= found["s1"].total
    assert found["s0"].out_of == found["s1"].out_of


@given(ROW, POLICIES, st.none() | POINTS)
def test_totals_are_exact_and_a_cap_never_takes(row, policy, most):
    found = total_of(marks([row], credit=policy, most_lost=most))
    worth = worth_of(policy)
    assert found.scores[0].points == sum(worth[word] for word in row)
    assert found.scores[0].points <= found.total <= found.out_of


@pytest.mark.parametrize("count", [1, 3])
def test_a_student_s_total_does_not_depend_on_the_class(count):
    rows = [["slip", "slip"], ["correct", "wrong"], ["missing", "carried"]]
    together = totals([marks(rows, most_lost=Fraction(1, 3))])
    for n, row in enumerate(rows[:count]):
        alone = replace(marks([row], most_lost=Fraction(1, 3)), students=(f"s{n}",))
        assert totals([alone])[f"s{n}"] == together[f"s{n}"]
