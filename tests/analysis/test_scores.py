"""How the scores of a class are spread."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import numpy as np
import pytest

from grader.analysis import analyse
from grader.marking import Receipt
from grader.rubric import Amount, Late, Policy
from tests.analysis.classes import marks


def test_scores_are_spread_over_ten_bins():
    found = analyse([marks([["correct", "correct"], ["correct", "slip"], ["wrong", "wrong"], ["slip", "slip"]])])
    assert found.distribution["students"].tolist() == [1, 0, 0, 0, 0, 1, 0, 1, 0, 1]


def test_who_has_more_than_all_of_the_points_is_not_among_those_who_have_nearly_all():
    bonus = marks([["correct"] * 3, ["correct", "correct", "missing"], ["slip", "correct", "missing"]])
    columns = (*bonus.columns[:2], bonus.columns[2]._replace(bonus=True))
    found = analyse([replace(bonus, columns=columns)]).distribution
    assert found[["from", "to", "students"]].values.tolist()[-3:] == [[80, 90, 0], [90, 100, 1], [100, 150, 1]]


def test_totals_are_those_of_the_gradebook():
    """After what lateness takes; what is said of the questions is of the answers' own points."""
    table = marks([["correct", "correct"], ["correct", "slip"], ["slip", "slip"]])
    due = datetime(2026, 3, 1, tzinfo=UTC)
    late = replace(
        table,
        policy=Policy(late=Late(Amount(share=Fraction(1, 2)), timedelta(days=1), due)),
        receipts={"s00": Receipt(due + timedelta(hours=1))},
    )
    own, found = analyse([table]), analyse([late])
    assert found.tests["mean"].tolist() == [pytest.approx((1 + 1.5 + 1) / 3)]
    assert found.tests["standard deviation"].tolist() == [pytest.approx(np.std([1, 1.5, 1], ddof=1))]
    assert found.distribution["students"].tolist() == [0, 0, 0, 0, 0, 2, 0, 1, 0, 0]
    assert found.tests[["alpha", "standard error"]].equals(own.tests[["alpha", "standard error"]])
    assert found.questions.equals(own.questions)
