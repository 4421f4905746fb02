"""Numbers in brackets, which may be below zero."""

import pytest

from tests.answers.layouts.sheets import read


def test_a_number_in_brackets_among_others_is_told():
    found, told = read([("quantity", "value"), ("s1", "1.31"), ("h1", "(0.79)"), ("h2", "0.95")])
    assert found == {"s1": 1.31, "h1": 0.79, "h2": 0.95}
    assert "'(0.79)' for 'h1' stands in brackets" in str(told)


@pytest.mark.parametrize("others", [("(1.31)", "(0.95)"), ("-1.31", "0.95")])
def test_brackets_that_are_no_minus(others):
    assert read([("quantity", "value"), ("s1", others[0]), ("h1", "(0.79)"), ("h2", others[1])])[1] == []


def test_a_sheet_like_others_in_which_a_minus_is_written_is_told():
    for s1 in ("-1.31", "-1.32", "-1.33"):
        assert not read([("quantity", "value"), ("s1", s1), ("h1", "(0.79)"), ("h2", "0.95")])[1]
    assert read([("quantity", "value"), ("s1", "1.31"), ("h1", "(0.79)"), ("h2", "0.95")])[1]
