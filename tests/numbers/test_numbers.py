"""Numbers as people write them: value, worth of the last place, figures."""

import math
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.numbers import Number, Unreadable, number_of, read_number, read_numbers
from tests.cost import LONG, paces

READ = {
    "−0.5": (-0.5, 0.1, 1), "–0.5": (-0.5, 0.1, 1), "1.2e-3": (0.0012, 1e-4, 2), "1.2E−03": (0.0012, 1e-4, 2),
    "8.99×10⁻⁴": (0.000899, 1e-6, 3), "8.99·10^-4": (0.000899, 1e-6, 3), "8.99*10**-4": (0.000899, 1e-6, 3),
    "8.99x10^{-4}": (0.000899, 1e-6, 3), ".5": (0.5, 0.1, 1), "5.": (5, 1, 1), "50 %": (0.5, 0.01, 2),
    "0,57869": (0.57869, 1e-5, 5), "1,234.5": (1234.5, 0.1, 5), "1.234,5": (1234.5, 0.1, 5),
    "1 234.5": (1234.5, 0.1, 5),
    "≈ 0.79": (0.79, 0.01, 2), "= 0.79": (0.79, 0.01, 2), "0.79 (rounded)": (0.79, 0.01, 2),
    "0.79 units": (0.79, 0.01, 2), "0.79 # ok": (0.79, 0.01, 2), "0.79 // done": (0.79, 0.01, 2),
    "rd. 0,79": (0.79, 0.01, 2),
    "１２.5": (12.5, 0.1, 3), "٣٫٥": (3.5, 0.1, 2), "$0.5$": (0.5, 0.1, 1), "\u200b0.5\u00a0": (0.5, 0.1, 1),
    "− 0.5": (-0.5, 0.1, 1), "(-0.5)": (-0.5, 0.1, 1), '"0.5"': (0.5, 0.1, 1), "'0.5": (0.5, 0.1, 1),
    "**0.50**": (0.5, 0.01, 2), r"\(-5\times10^{-3}\)": (-0.005, 0.001, 1), r"57.9\%": (0.579, 0.001, 3),
    "0.79 m/s^2": (0.79, 0.01, 2), "0.79 rounded to 2 d.p.": (0.79, 0.01, 2), "0.79 (2 dp)": (0.79, 0.01, 2),
    "approximately 0.79": (0.79, 0.01, 2), "ungefähr 0,79": (0.79, 0.01, 2), "[[0.5]]": (0.5, 0.1, 1),
    "5 pct": (0.05, 0.01, 1), "5 Prozent": (0.05, 0.01, 1), "5‰": (0.005, 0.001, 1), "٥٠٪": (0.5, 0.01, 2),
    "1.5×10⁻³ %": (1.5e-5, 1e-6, 2), "1’234.5": (1234.5, 0.1, 5), "12,34,567.5": (1234567.5, 0.1, 8),
    "0.79 ✅": (0.79, 0.01, 2), "0.79 \U0001f44d\U0001f3fc": (0.79, 0.01, 2), "➖0.79 ✓": (-0.79, 0.01, 2),
    "0.333…": (0.333, 0.001, 3), "0.5.": (0.5, 0.1, 1), "0·579": (0.579, 0.001, 3), "0.5\x00": (0.5, 0.1, 1),
    "0": (0, 1, 0), "0.00": (0, 0.01, 0), "0e9": (0, 1, 0), "5e-324": (5e-324, 5e-324, 1),
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/3", 1 / 3),
        ("3 1/2", 3.5),
        ("-1/4", -0.25),
        ("½", 0.5),
        ("3½", 3.5),
        ("1⅓", 4 / 3),
        (r"-\frac{1}{3}", -1 / 3),
    ],
)
def test_fractions_are_exact(text, value):
    found = read_number(text)
    assert isinstance(found, Number)
    assert (found.value, found.unit) == (pytest.approx(value), 0)


@pytest.mark.parametrize(
    "text",
    [
        "nan",
        "inf",
        "-Infinity",
        "∞",
        "1e999",
        "1e-999",
        "1_000",
        "0x10",
        "0b1",
        "h1",
        "0.5.3",
        "1.5 1.6",
        "1/0",
        "5 or 6",
        "5²",
        "1.2³",
        "2π",
        "3x",
        "-1/2 Σ log p",
        "2e",
        "0.5k",
        "1st",
        "0.(3)",
        "1.38(2)",
        "0.2 (1 - 0.2)",
        "0.5 exp(1)",
        "0.5 ± 0.1",
        "<0.001",
        "--5",
        "(1,3)",
        "12/05/2024",
        "10:30",
        "1.2.2024",
        "0.001.000",
        "5₂",
        "about",
        "TRUE",
        "5!",
        "✅",
        "0.5 ✓ 0.6",
    ],
)
def test_what_is_no_number_or_more_than_one_is_unreadable(text):
    assert isinstance(read_number(text), Unreadable)


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-05",
        "2026-10-05 00:00:00",
        "10/12/2026",
        "1/10/26",
        "5.10.2026",
        "05-Oct",
        "Oct-05",
        "01. Okt",
        "1. Mai",
        "10-janv.",
        "01-ene",
        "5. März 2026",
    ],
)
def test_what_a_spreadsheet_made_of_a_number_is_a_date(text):
    assert "made a date of it" in read_number(text).reason


@pytest.mark.parametrize("text", ["5 marks", "0.5 max", "1/20", "3.10"])
def test_what_resembles_a_date_is_none(text):
    assert isinstance(read_number(text), Number)


@pytest.mark.parametrize("text", ["", "  ", "-", "—", "n/a", "?", "…"])
def test_blanks(text):
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["1,234", "-12,345"])
def test_a_comma_that_may_part_thousands_is_flagged(text):
    assert "thousand" in read_number(text).note


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0,57869", "decimal comma"),
        ("50 %", "percent"),
        ("1,234.5", "digits in groups"),
        ("1.2×10−3", "read as a power of ten, 10^-3"),
        ("0.33…", "its digits go on"),
        ("0.79 (0.7875)", "'(0.7875)' after it was passed over"),
        ("0.79 (rounded)", ""),
        ("5 100", "read '5 100' as one number; it could be two"),
        ("−0.5", ""),
    ],
)
def test_what_a_person_should_know_is_noted(text, said):
    assert read_number(text).note == said


PIECES = [*"0123456789.,'+-−*/×^()[]{}%‰eExX \n\t_$\"`=≈~\\½²⁻₁٣∞π;:!?", "10", "1/", "\\frac{", "(1", "nan", "e-", "…"]


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_text_is_too_odd(text):
    found = read_number(text)
    assert found is None or isinstance(found, Unreadable) or (math.isfinite(found.value) and math.isfinite(found.unit))
    read_numbers(text)


@pytest.mark.parametrize("piece", PIECES)
def test_no_text_takes_long(piece):
    for size in (399, 8_000, 1_000_000):
        text = (piece * size)[:size]
        assert paces(partial(read_number, text)) < LONG
        assert paces(partial(read_numbers, f"[{text}]")) < LONG


SIGNS = st.sampled_from(["-", "−", "–", "－", "− "])
SCRIPTS = [
    dict(zip("0123456789", script, strict=True)) for script in ("٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "०१२३४५६७८९")
]
AROUND = st.sampled_from(
    ["{}", " {} ", "≈ {}", "= {}", "${}$", "**{}**", "'{}", "{}\u00a0", "{} (rounded)", "\ufeff{}"]
)


@given(st.decimals(-999, 999, places=5), SIGNS, st.sampled_from([{}, *SCRIPTS]), st.sampled_from(".,"), AROUND)
def test_a_decimal_is_the_same_in_every_dress(number, minus, script, sign, around):
    plain = format(number, "f")
    dressed = plain.replace(".", sign).replace("-", minus).translate(str.maketrans(script))
    assert read_number(around.format(dressed))[2:4] == read_number(plain)[2:4]
    assert read_number(around.format(dressed)).value == float(plain)


@given(st.decimals(-999, 999, places=3), st.integers(-300, 290), st.sampled_from(["e{}", "E{}", "×10^{}", "*10**{}"]))
def test_powers_of_ten_move_the_last_place(number, power, style):
    found = read_number(f"{number:f}" + style.format(power))
    assert found.value == float(f"{number:f}e{power}")
    assert found.unit == float(f"1e{power - 3 if number else min(power - 3, 0)}")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_a_plain_decimal_keeps_its_value_and_its_last_place(number):
    text = format(number, "f")
    found = read_number(text)
    assert found.value == float(text)
    assert Decimal(repr(found.unit)) == Decimal(1).scaleb(int(Decimal(text).as_tuple().exponent))


def test_a_spreadsheets_number_has_the_digits_of_its_shortest_text():
    assert number_of(0.7875)[2:4] == (1e-4, 4)
    assert number_of(3.0)[2:4] == (1, 1)
    assert number_of(1e16)[2:4] == (1, 17)
    assert isinstance(number_of(10**400), Unreadable)
    assert isinstance(number_of(math.nan), Unreadable)


@pytest.mark.parametrize(
    "text",
    [
        "[-1.7, 0.1]",
        "(-1.7; 0.1)",
        "-1.7 0.1",
        "[-1.7 0.1]",
        "⟨−1.7, 0.1⟩",
        "np.array([-1.7, 0.1])",
        "tensor([-1.7, 0.1], requires_grad=True)",
        "c(-1.7, 0.1)",
        "[-1.7, 0.1]^T",
        "(-1.7, 0.1)ᵀ",
        "-1,7 0,100",
        r"\langle -1.7, 0.1 \rangle",
        "[-1,700; 0,100]",
        "[−1.7,\n 0.1 ]",
    ],
)
def test_vectors(text):
    assert [n.value for n in read_numbers(text)] == [-1.7, 0.1]


@pytest.mark.parametrize(
    "text",
    [
        "[[1,2],[3,4]]",
        "[[1. 2.]\n [3. 4.]]",
        "(1, 2; 3, 4)",
        "[1 2; 3 4]",
        "1 2\n3 4",
        "[[1, 3], [2, 4]]^T",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
        "array([[1., 2.],\n  [3., 4.]], dtype=f)",
        "[array([1., 2.]), array([3., 4.], dtype=float32)]",
        "[tensor([1., 2.]), tensor([3., 4.])]",
        "|1 2| |3 4|",
        "| 1, 2 |\n| 3, 4 |",
    ],
)
def test_matrices(text):
    assert [[n.value for n in row] for row in read_numbers(text)] == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    "text", ["[[[1, 2], [3, 4]]]", "[[[1. 2.]\n  [3. 4.]]]", "(((1, 2), (3, 4)))", "[ [1 2; 3 4] ]"]
)
def test_three_axes(text):
    assert [[[n.value for n in row] for row in matrix] for matrix in read_numbers(text)] == [[[1, 2], [3, 4]]]


@pytest.mark.parametrize(
    "text",
    [
        *("0,57869", "1.5", "1,234.5", "w", "[]", "", "(1)/(3)", "(0.5)*(1-0.5)", "(0.5", "|-0.5|"),
        *("1,441e-01", "-3,635E-1", "−3,635e−1", ",5e-3", "1,234.5e3", "1 234,5e3", "1 234,5", "12,5%", "1,4×10⁻³"),
    ],
)
def test_single_numbers_and_words_are_no_lists(text):
    assert read_numbers(text) is None


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("[ 0  0,1587  1,586 ; 0  -0,9366  0 ; 0 0 0 ]", [[0, 0.1587, 1.586], [0, -0.9366, 0], [0, 0, 0]]),
        ("[ 5,946e-05  5,49e-05 ; 9,363e-07  0,0001934 ]", [[5.946e-05, 5.49e-05], [9.363e-07, 0.0001934]]),
        ("0 0,5\n1,5 2", [[0, 0.5], [1.5, 2]]),
        ("[[0 1,5], [2,5e-1 1]]", [[0, 1.5], [0.25, 1]]),
        ("[1,5×10⁻³ 0; 0 12,5%]", [[0.0015, 0], [0, 0.125]]),
        ("[1,2 3; 4,5 6]", [[1.2, 3], [4.5, 6]]),
        ("[1,2; 3,4]", [[1, 2], [3, 4]]),
        ("[1, 2; 0, 3]", [[1, 2], [0, 3]]),
        ("[1 ,2; 0 ,3]", [[1, 2], [0, 3]]),
    ],
)
def test_where_spaces_part_a_comma_between_digits_is_decimal(text, rows):
    assert [[n.value for n in row] for row in read_numbers(text)] == rows


@pytest.mark.parametrize("text", ["[5,9e-05; 3,2e-06]", "[5,9e-05 3,2e-06]", "5,9e-05; 3,2e-06"])
def test_numbers_with_decimal_commas_and_exponents_are_no_pairs(text):
    assert [n.value for n in read_numbers(text)] == [5.9e-05, 3.2e-06]


def test_a_matrix_of_r_with_nothing_in_it():
    assert read_numbers("matrix(c())") == [None]


@pytest.mark.parametrize(
    "text",
    [
        "ca. 0,79",
        "aproximadamente 0,79",
        "ongeveer 0,79",
        "około 0,79",
        "yaklaşık 0,79",
        "около 0,79",
        "约0.79",
        "約 0.79",
    ],
)
def test_about_in_several_languages(text):
    assert read_number(text).value == 0.79


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.31 % the sum", 1.31),
        ("1.31  % Summe", 1.31),
        ("57.9 %", 0.579),
        ("57.9 % rounded", 0.579),
        ("57.9% done", 0.579),
        ("79 % probability", 0.79),
        ("79 % Wahrscheinlichkeit", 0.79),
        ("50 % each", 0.5),
        ("0.5 % per step", 0.005),
        ("0.79 % probe of the output", 0.79),
    ],
)
def test_a_per_cent_sign_before_words_may_begin_a_comment(text, value):
    assert read_number(text).value == pytest.approx(value)


def test_a_remark_in_brackets_may_name_another_quantity():
    assert read_number("0.79 (sigmoid of s1)").value == 0.79
    assert isinstance(read_number("0.79 (sigmoid s1)"), Unreadable)
