"""Bare names on the way back: gradients where they run back, and told where they may be either."""

import pytest

from tests.answers.layouts.sheets import read


def test_names_that_run_back_are_their_gradients():
    rows = [["quantity", "value"], ["yhat", 0.159], ["s3", 0.0377], ["h1", -0.0077], ["w5", 0.03]]
    values, remarks = read(rows, sheet="Backward")
    assert {"dDiv/dyhat": 0.159, "dDiv/ds3": 0.0377, "dDiv/dh1": -0.0077}.items() <= values.items()
    assert "they were taken for the gradients" in remarks[0].issue
    assert not {"yhat", "s3", "h1"} & values.keys()


@pytest.mark.parametrize(
    "rows",
    [
        [["yhat", 0.57], ["h1", 0.79], ["dDiv/ds3", 0.0377]],
        [["yhat", 0.57], ["h1", 0.79], ["delta", 0.0377]],
        [["h1", 0.79], ["yhat", 0.57]],
        [["yhat", 0.57], ["h1", 0.79], ["Div", 0.0049]],
    ],
)
def test_values_that_are_said_once_more_are_values_and_told(rows):
    values, remarks = read(rows, sheet="Backward")
    assert (values["yhat"], values["h1"]) == (0.57, 0.79)
    assert sum("stands on the way back: taken for its value" in remark.issue for remark in remarks) == 1


def test_nothing_is_told_where_the_gradients_have_their_own_names():
    rows = [["yhat", 0.57], ["dDiv/dyhat", 0.159]]
    assert not read(rows, sheet="Backward")[1]
