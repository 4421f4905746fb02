"""What parts the statements of a line and what does not: drawings, arrows, comments, rows of a matrix."""

import pytest

from tests.answers.layouts.sheets import read_lines as read


@pytest.mark.parametrize("line", ["h1 = 1.58/2 ──→ 0.79", "h1: 1 ──→ 0.79", "h1 = 0.79 ──→"])
def test_a_long_arrow_to_a_number_is_an_arrow(line):
    assert read(line)[0] == {"h1": 0.79}


@pytest.mark.parametrize("comment", ["unit 2: h2", "layer 1: h2", "step 2 h2", "eq 2: h2", "then by (2) h2"])
def test_a_comment_that_says_another_with_a_number_before_it_is_not_of_the_value_before_it(comment):
    assert read(f"h1 = 0.79  # {comment} = 0.95")[0]["h1"] == 0.79


def test_rows_of_a_matrix_that_say_something_are_told():
    assert read(r"$\begin{matrix} h1 = 0.79 \\ h2 = 0.95 \end{matrix}$")[1]


def test_lines_of_a_drawing_part_what_they_join():
    lines = (
        "x1 = -2 ──┐ ∂Div/∂s1 = -0.5",
        "├──→ [+] ──→ s1 = 1.31 ──┐ ∂Div/∂h1 = -4",
        "s2=2.94 ──→ [σ] ──→ h2≈0.95 ──┘",
        "[+]◄── h1 = 0.79",
    )
    assert read(*lines)[0] == {"dDiv/ds1": -0.5, "s1": 1.31, "dDiv/dh1": -4, "s2": 2.94, "h2": 0.95, "h1": 0.79}


@pytest.mark.parametrize(
    "line",
    [
        "h1 = 1.0 / (1 + math.exp(-s1)) # σ(1.31) ≈ 0.79",
        "h1 = s1**2 # (-1.1)² = 0.79",
        "h1 = 1.0 / den // 1/1.2658 ≈ 0.79",
    ],
)
def test_a_comment_that_works_a_value_out_is_of_that_value(line):
    assert read(line) == ({"h1": 0.79}, [])
    assert read("h1 = 0.79 # s1 = 1.31")[0] == {"h1": 0.79, "s1": 1.31}
