"""The statistics of questions and of a test against hand-worked numbers, brute force and numpy's own."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from grader.analysis import analyse
from grader.analysis.items import alpha, discrimination, efficiency, facility
from tests.analysis.classes import marks


def test_the_discrimination_is_numpys_correlation_with_the_rest():
    points = np.random.default_rng(1).uniform(size=(30, 5)).round(1)
    rest = points.sum(axis=1) - points[:, 2]
    assert discrimination(points[:, 2], rest) == pytest.approx(100 * np.corrcoef(points[:, 2], rest)[0, 1])


def test_the_efficiency_is_had_by_trying_every_order():
    from itertools import permutations

    points, rest = np.array([0.0, 1.0, 0.5, 1.0]), np.array([3.0, 2.0, 4.0, 1.0])
    most = max(np.cov(points, np.array(order))[0, 1] for order in permutations(rest))
    assert efficiency(points, rest) == pytest.approx(100 * np.cov(points, rest)[0, 1] / most)


def test_alpha_of_a_worked_example():
    """Three questions, four students: variances 1/4, 1/3, 1/4 by hand, of the totals 5/3; 3/2 · (1 − (5/6)/(5/3))."""
    assert alpha(np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]], dtype=float)) == pytest.approx(3 / 4)


def test_nothing_is_said_of_classes_too_small_or_too_alike():
    assert np.isnan(discrimination(np.array([1.0]), np.array([2.0])))
    assert np.isnan(discrimination(np.array([1.0, 1.0]), np.array([2.0, 3.0])))
    assert np.isnan(efficiency(np.array([1.0, 1.0]), np.array([2.0, 3.0])))
    assert np.isnan(facility(np.array([1.0]), 0.0))
    [test] = analyse([marks([["correct", "slip"]])]).tests.to_dict("records")
    assert np.isnan(test["alpha"])
    assert np.isnan(test["standard error"])
    assert all(table.empty for table in analyse([]))


def test_below_0_there_is_no_alpha():
    """Whoever has the one right has the other wrong, and somebody both: the two have nothing in common."""
    [test] = analyse([marks([["correct", "wrong"], ["wrong", "correct"], ["correct", "correct"]])]).tests.to_dict(
        "records"
    )
    assert alpha(np.array([[1, 0], [0, 1], [1, 1]], dtype=float)) < 0
    assert np.isnan(test["alpha"])
    assert np.isnan(test["standard error"])


def test_what_is_worth_nothing_is_no_question_of_the_test():
    whole = marks([["correct", "correct", "wrong"], ["correct", "wrong", "wrong"], ["wrong", "wrong", "correct"]])
    first, second, third = whole.columns
    free = replace(whole, columns=(first, second, third._replace(out_of=Fraction(0))))
    [two] = analyse([free]).tests.to_dict("records")
    assert two["alpha"] == pytest.approx(alpha(np.array([[1, 1], [1, 0], [0, 0]], dtype=float)))
    assert two["standard error"] == pytest.approx(np.sqrt(1 - two["alpha"]) * two["standard deviation"])


def test_carried_errors_are_no_errors_of_their_own():
    """q1 is always worked out rightly from a wrong q0: hard as marked by sight, easy net of what was carried."""
    found = analyse(
        [marks([["wrong", "carried"], ["slip", "carried"], ["correct", "missing"], ["correct", "correct"]])]
    )
    first, second = found.questions.to_dict("records")
    assert (first["errors start"], second["errors start"]) == (2, 0)
    assert (first["net facility"], second["net facility"]) == (50.0, 100.0)
    assert (first["facility"], second["facility"]) == (62.5, 75.0)
    assert (first["answered"], second["answered"]) == (4, 3)


def test_a_blank_that_is_implied_is_no_answer_but_a_step_that_was_taken():
    [question] = analyse([marks([["implied"], ["correct"], ["missing"]])]).questions.to_dict("records")
    assert (question["answered"], question["net facility"]) == (1, 100.0)


def test_an_array_is_one_question_too():
    rows = [["wrong", "carried", "slip"], ["correct", "slip", "correct"], ["correct", "correct", "correct"]]
    table = marks(rows, {(0, 2): "sign", (1, 1): "sign"})
    columns = (table.columns[0], *(c._replace(of="W") for c in table.columns[1:]))
    [array] = analyse([replace(table, columns=columns)]).arrays.to_dict("records")
    both, other = np.array([1.5, 1.5, 2.0]), np.array([0.0, 1.0, 1.0])
    assert (array["quantity"], array["first"], array["elements"], array["out of"]) == ("W", 1, 2, 2.0)
    assert array["facility"] == pytest.approx(100 * both.mean() / 2)
    assert array["discrimination"] == pytest.approx(100 * np.corrcoef(both, other)[0, 1])
    assert array["net facility"] == pytest.approx(100 * 4 / 6)
    assert array["net discrimination"] == pytest.approx(100 * np.corrcoef([0.5, 0.5, 1.0], other)[0, 1])
    assert (array["errors start"], array["commonest cause"], array["with that cause"]) == (1, "sign", 2)


def test_where_errors_start_is_counted_by_problem():
    one = marks([["slip", "wrong"], ["correct", "wrong"]], problem="1")
    other = marks([["wrong", "correct"], ["correct", "correct"]], problem="2")
    assert analyse([one, other]).questions["errors start"].tolist() == [1, 1, 1, 0]


def test_who_was_given_all_points_by_hand_is_right():
    """Of two with a slip one has all points by a ruling, the other a part of them: that one is still in error."""
    table = marks([["slip", "correct"], ["slip", "correct"], ["correct", "correct"]], {(0, 0): "sign", (1, 0): "sign"})
    ruled = np.array([[True, False], [True, False], [False, False]])
    share = table.share.copy()
    share[0, 0] = table.shares.index(1)
    for given, cause, right, starts in ((table.share, 2, 1, 2), (share, 1, 2, 1)):
        found = analyse([replace(table, ruled=ruled, share=given)]).questions.iloc[0]
        assert found["net facility"] == pytest.approx(100 * right / 3)
        assert (found["errors start"], found["with that cause"]) == (starts, cause)
