"""What a text in the place of an answer is worth."""

import pytest

from grader.answers.layouts.text.worth import worth
from grader.answers.record import Cell, Kind
from grader.numbers import Number, Unreadable


def read(text):
    return worth(Cell(Kind.TEXT, text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.03837*-0.2", -0.007674),
        ("3-2", 1),
        ("10⁻⁴", 1e-4),
        ("−10⁻⁴", -1e-4),
        ("0,5*0,3", 0.15),
        ("1,5 - (0,3 + 0,2)", 1),
        ("1-1", 0),
    ],
)
def test_arithmetic_is_worth_its_value(text, value):
    found = read(text)
    assert isinstance(found, Number)
    assert found.value == pytest.approx(value)
    assert "arithmetic" in found.note


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-10-05", "a date"),
        ("10/12/2026", "a date"),
        ("h1 = 10/12/2026", "a date"),
        ("2^-99999", "too small"),
        ("1e-200*1e-200", "too small"),
        ("8.99*e-4", "not a number"),
        ("5!", "factorial"),
        ("0,5*0.3", "not a number"),
        ("0.5²", "not a number"),
    ],
)
def test_what_is_no_arithmetic_is_told(text, why):
    found = read(text)
    assert isinstance(found, Unreadable)
    assert why in found.reason


def test_numbers_in_a_row_are_no_difference():
    assert isinstance(read("0.5028 -0.5118"), Unreadable)
    assert isinstance(read("0.5 -0.51 0.2"), Unreadable)
    assert [read(text).value for text in ("0.5 - 0.51", "0.5-0.5", "0.6 -0.1*2")] == [
        pytest.approx(each) for each in (-0.01, 0, 0.4)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.9602 ≈ 0.96", 0.9602), ("0.0004 ≈ 0.000", 0.0004), ("-0.3 = 0", 0), ("-0.04 = 0.0", 0), ("0.4 = 0", 0)],
)
def test_what_is_rounded_counts_before_it_but_what_a_function_makes_0_does_not(text, value):
    assert read(text).value == value
