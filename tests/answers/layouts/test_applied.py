"""Headings that say how an activation comes about, `relu(p1)`, in tables of single numbers and of samples."""

from tests.answers.layouts.sheets import RELU, read


def test_a_heading_of_a_function_of_what_stands_beside_it_is_its_activation():
    rows = [["s1", "sigmoid(s1)", "s2", "σ(s2)"], [1.31, 0.79, 2.94, 0.95]]
    assert read(rows) == ({"s1": 1.31, "h1": 0.79, "s2": 2.94, "h2": 0.95}, [])


def test_in_a_table_with_a_row_a_sample():
    rows = [["sample", "note", "relu(p1[2])", "ReLU(p2)"], *([s, 0.5, 1 + s / 10, s / 10] for s in range(1, 6))]
    values, _ = read(rows, RELU, "")
    assert values == {
        **{("l1", (s, 2)): 1 + s / 10 for s in range(1, 6)},
        **{("f", (s,)): s / 10 for s in range(1, 6)},
    }


def test_what_has_its_own_name_counts_and_a_derivative_is_no_activation():
    values, _ = read([["s1", "h1", "sigmoid(s1)", "sigmoid'(s2)"], [1.31, 0.79, 0.9, 0.05]])
    assert values == {"s1": 1.31, "h1": 0.79}


def test_a_letter_may_be_any_function():
    assert "h1" not in read([["s1", "f(s1)"], [1.31, 0.79]])[0]
