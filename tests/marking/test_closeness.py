"""The band around the reference, its edges, and what the digits as written allow."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.marking.closeness import Written, agrees, fine_enough
from tests.simulation import as_written

RELATIVE = 1e-3


def written(*texts: str) -> Written:
    return as_written(np.array(texts, dtype=object))


def right(text: str, expected: float, relative: float = 0.0, absolute: float = 0.0) -> bool:
    low = np.full((1, 1), expected)
    band = np.maximum(relative * np.abs(low), absolute)
    return bool(agrees(written(text), low, low, band, places=1e-3)[0])


def test_ten_thousand_answers_on_an_edge_are_all_inside():
    rng = np.random.default_rng(7)
    for _ in range(5000):
        reference = Decimal(repr(float(rng.uniform(-3, 3) * 10.0 ** rng.integers(-4, 4))))
        for side in (-1, 1):
            edge = reference * (1 + side * Decimal("0.001"))
            assert right(format(edge, "f"), float(reference), RELATIVE), (reference, edge)


def test_a_millionth_of_the_band_beyond_an_edge_is_outside():
    rng = np.random.default_rng(8)
    for _ in range(5000):
        reference = Decimal(repr(float(rng.uniform(0.1, 3) * rng.choice([-1, 1]) * 10.0 ** rng.integers(-4, 4))))
        for side in (-1, 1):
            beyond = reference * (1 + side * Decimal("0.001") * (1 + Decimal("1e-6")))
            assert not right(format(beyond, "f"), float(reference), RELATIVE), (reference, beyond)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.9498", 0.9497887268),
        ("0.317", 0.3173917322),
        ("0.03837", 0.0383697748),
        ("-0.007674", -0.0076739550),
        ("0.0008989", 0.0008988912),
        ("0.9497", 0.9497887268),  # cut off
        ("-0.00183", -0.0018298584),
        ("1.89", 1.9 - 2e-16),  # a program's floor of 1.8999…
    ],
)
def test_right_to_all_the_digits_as_written(text, expected):
    assert right(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.9496", 0.9497887268), ("0.9499", 0.9497887268), ("0", 0.0008989), ("-0.317", 0.3173917322), ("3", 4.0)],
)
def test_digits_do_not_excuse_another_number(text, expected):
    assert not right(text, expected)


@given(st.floats(1e-6, 99.0), st.integers(3, 8), st.sampled_from([1, -1]))
def test_every_rounding_and_cutting_off_of_the_reference_is_right(value, figures, sign):
    from tests.simulation import written_as

    reference = sign * float(f"{value:.12g}")
    assert right(written_as(reference, figures, cut_off=False), reference)
    assert right(written_as(reference, figures, cut_off=True), reference)


def test_at_an_expected_zero_only_the_absolute_part_and_the_digits_count():
    assert right("0", 0.0)
    assert right("0.000", 0.0)
    assert not right("0.0001", 0.0, RELATIVE)
    assert right("0.0001", 0.0, RELATIVE, absolute=1e-4)


def test_figures_are_a_matter_apart_from_rightness():
    few, enough, exact, dropped_zero = written("0.58"), written("0.579"), written("1.5"), written("0.95")
    assert not fine_enough(few, np.full((1, 1), 0.5786884661), 3)[0]
    assert fine_enough(enough, np.full((1, 1), 0.5786884661), 3)[0]
    assert fine_enough(exact, np.full((1, 1), 1.5), 3)[0]
    assert fine_enough(dropped_zero, np.full((1, 1), 0.9497887268), 3)[0]


@pytest.mark.parametrize(("text", "expected"), [("0.6", 0.5683), ("-0.2", -0.19), ("0.000", 0.00044), ("3", 2.7)])
def test_one_figure_may_be_right_as_a_rounding(text, expected):
    assert right(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"), [("0.0004", 0.00049), ("-0.005", -0.0059), ("0.000", 0.00073), ("0.000", -0.00073)]
)
def test_where_it_is_fine_one_figure_or_none_may_have_been_cut_off(text, expected):
    assert right(text, expected)
    assert not right(text, expected * 1.5)


@pytest.mark.parametrize(("text", "expected"), [("1", 0.73), ("2", 1.5), ("0.00", 0.0008989)])
def test_one_figure_may_be_too_coarse_to_tell(text, expected):
    assert not right(text, expected)


@given(st.decimals(-10, 10, places=4), st.decimals(-10, 10, places=6), st.integers(-6, 6), st.integers(0, 4))
def test_scaling_every_number_with_the_tolerance_changes_nothing(answer, reference, power, cut):
    texts = [format(number, "f") for number in (answer.quantize(Decimal(1).scaleb(cut - 4)), reference)]
    unit = 10.0**power
    plain = agrees(written(texts[0]), *_around(texts[1], 1e-3), places=1e-3)
    scaled = agrees(written(f"{texts[0]}e{power}"), *_around(f"{texts[1]}e{power}", 1e-3 * unit), places=1e-3 * unit)
    assert plain == scaled


def _around(text: str, absolute: float):
    value = np.full((1, 1), float(text))
    return value, value, np.maximum(1e-3 * np.abs(value), absolute)
