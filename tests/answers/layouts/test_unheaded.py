"""Rows with as many numbers as samples, of which no heading says that they are of these."""

import pytest

from tests.answers.layouts.sheets import RELU, read

ROW = ["l_1^1", 1.1, 1.2, 1.3, 1.4, 1.5]
HEADS = [[], ["quantity", 1, 2, 3, 4, 5], ["", "x1", "x2", "x3", "x4", "x5"], ["", "#1", "#2", "#3", "#4", "#5"]]


@pytest.mark.parametrize("head", HEADS)
def test_they_are_of_the_samples_in_order_and_that_is_told(head):
    values, remarks = read([head, ROW, ["l_2^1", *range(5)], ["f", *range(5)]] if head else [ROW], RELU, "")
    assert {("l1", (s, 1)): 1 + s / 10 for s in range(1, 6)}.items() <= values.items()
    assert "were taken for those of the samples, in order" in remarks[0].issue


@pytest.mark.parametrize(
    "above",
    [
        ["epoch", 1, 2, 3, 4, 5],
        ["", 3, 1, 2, 4, 5],
        ["l_1^0", 3, 1, 3, 5, 3],
        ["", 1, 2, 3, 4, 5, "sum"],
    ],
)
def test_they_are_not_where_the_columns_may_be_something_else(above):
    assert not read([above, ROW + [9.0] * (len(above) - 6)], RELU, "")[0]


def test_inputs_that_stand_as_they_are_given():
    rows = [["l_1^0", 1, 3, 3, 5, 3], ["l_2^0", 3, 1, 5, 3, 3], ROW]
    assert read(rows, RELU, "")[0]["l1", (5, 1)] == 1.5
