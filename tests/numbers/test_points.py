"""One rounding of points, wherever they are read."""

from decimal import Decimal
from fractions import Fraction

import pytest

from grader.exports.into.points import written
from grader.numbers import in_cents, percent_text, points_on_page, points_text, rounded

HALVES = [Fraction(1625, 1000), Fraction(53775, 1000), Fraction(59625, 1000), Fraction(1, 8), Fraction(5375, 1000)]


@pytest.mark.parametrize("points", [*HALVES, Fraction(1, 3), Fraction(5377496, 100_000), Fraction(-13, 8)])
def test_a_mark_is_the_same_on_a_page_in_a_system_and_read_from_the_gradebook(points: Fraction) -> None:
    in_gradebook = rounded(points)
    assert points_on_page(points) == points_on_page(in_gradebook) == written(points)
    assert in_cents(points) == in_cents(in_gradebook)
    assert Decimal(points_on_page(points)) == in_cents(points)


def test_halves_go_up_and_away_from_0() -> None:
    assert [points_on_page(p) for p in HALVES] == ["1.63", "53.78", "59.63", "0.13", "5.38"]
    assert points_on_page(Fraction(-13, 8)) == "-1.63"
    assert points_text(Fraction(100005, 1_000_000)) == "0.1"
    assert points_text(Fraction(10005, 100_000)) == "0.1001"


def test_a_percentage_is_rounded_as_a_spreadsheet_shows_it() -> None:
    assert [percent_text(p) for p in (81.25, 81.35, 100.0, 0.04)] == ["81.3", "81.4", "100.0", "0.0"]
