"""Numbers as people write them: value, worth of the last place, figures."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.numbers import Number, Unreadable, number_of, read_number, read_numbers

READ = {
    "−0.5": (-0.5, 0.1, 1), "–0.5": (-0.5, 0.1, 1), "1.2e-3": (0.0012, 1e-4, 2), "1.2E−03": (0.0012, 1e-4, 2),
    "8.99×10⁻⁴": (0.000899, 1e-6, 3), "8.99·10^-4": (0.000899, 1e-6, 3), "8.99*10**-4": (0.000899, 1e-6, 3),
    "8.99x10^{-4}": (0.000899, 1e-6, 3), ".5": (0.5, 0.1, 1), "5.": (5, 1, 1), "50 %": (0.5, 0.01, 2),
    "0,57869": (0.57869, 1e-5, 5), "1,234.5": (1234.5, 0.1, 5), "1.234,5": (1234.5, 0.1, 5),
    "1 234.5": (1234.5, 0.1, 5),
    "≈ 0.79": (0.79, 0.01, 2), "= 0.79": (0.79, 0.01, 2), "0.79 (rounded)": (0.79, 0.01, 2),
    "0.79 units": (0.79, 0.01, 2),
    "１２.5": (12.5, 0.1, 3), "٣٫٥": (3.5, 0.1, 2), "$0.5$": (0.5, 0.1, 1), "\u200b0.5\u00a0": (0.5, 0.1, 1),
    "0.7500": (0.75, 1e-4, 4), "-0.0077": (-0.0077, 1e-4, 2), "12": (12, 1, 2), "+3": (3, 1, 1),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_values_and_digits(text, expected):
    found = read_number(text)
    assert isinstance(found, Number)
    assert (found.value, found.unit, found.figures, found.text) == (
        *map(pytest.approx, expected[:2]),
        expected[2],
        text,
    )


@pytest.mark.parametrize("text", ["1/3", "3 1/2", "-1/4"])
def test_fractions_are_exact(text):
    found = read_number(text)
    assert isinstance(found, Number)
    assert found.unit == 0
    assert found.value == pytest.approx({"1/3": 1 / 3, "3 1/2": 3.5, "-1/4": -0.25}[text])


@pytest.mark.parametrize(
    "text", ["nan", "inf", "-Infinity", "1e999", "1_000", "0x10", "h1", "0.5.3", "1.5 1.6", "1/0", "5 or 6"]
)
def test_what_is_no_number_is_unreadable(text):
    assert isinstance(read_number(text), Unreadable)


@pytest.mark.parametrize("text", ["", "  ", "-", "—", "n/a", "?", "…"])
def test_blanks(text):
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["1,234", "-12,345"])
def test_a_comma_that_may_part_thousands_is_flagged(text):
    assert "thousand" in read_number(text).note


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text):
    found = read_number(text)
    assert found is None or isinstance(found, Unreadable) or math.isfinite(found.value)
    read_numbers(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_a_plain_decimal_keeps_its_value_and_its_last_place(number):
    text = format(number, "f")
    found = read_number(text)
    assert found.value == float(text)
    assert Decimal(repr(found.unit)) == Decimal(1).scaleb(int(Decimal(text).as_tuple().exponent))


def test_a_spreadsheets_number_has_the_digits_of_its_shortest_text():
    assert number_of(0.7875)[2:4] == (1e-4, 4)
    assert number_of(3.0)[2:4] == (1, 1)
    assert isinstance(number_of(math.nan), Unreadable)


@pytest.mark.parametrize("text", ["[-1.7, 0.1]", "(-1.7; 0.1)", "-1.7 0.1", "[-1.7 0.1]", "⟨−1.7, 0.1⟩"])
def test_vectors(text):
    assert [n.value for n in read_numbers(text)] == [-1.7, 0.1]


@pytest.mark.parametrize("text", ["[[1,2],[3,4]]", "[[1. 2.]\n [3. 4.]]", "(1, 2; 3, 4)"])
def test_matrices(text):
    assert [[n.value for n in row] for row in read_numbers(text)] == [[1, 2], [3, 4]]


@pytest.mark.parametrize("text", ["0,57869", "1.5", "1,234.5", "w", "[]", ""])
def test_single_numbers_and_words_are_no_lists(text):
    assert read_numbers(text) is None
