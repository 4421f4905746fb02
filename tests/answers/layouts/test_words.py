"""Words beside names, and titles over them, that may make something else of what is named."""

import pytest

from tests.answers.layouts.sheets import read as table
from tests.answers.layouts.sheets import read_lines as read


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("net input h1", "s1"), ("h1 (before activation)", "s1"), ("h1 (pre-activation)", "s1"), ("input s1", "s1"),
        ("h1 (output)", "h1"), ("s1 (pre-activation)", "s1"), ("activation h1", "h1"),
        ("error h1", None), ("h1 (error)", None), ("error Div", "Div"), ("Div (error)", "Div"),
        ("hidden unit 1, activation h1", "h1"), ("s1: weighted sum", "s1"), ("weighted sum h1", "s1"),
        ("prediction (ŷ)", "yhat"), ("second neuron, h1", "h1"), ("Partial derivative dDiv/dw1", "dDiv/dw1"),
        ("Loss E", "Div"), ("Group E", None), ("sigmoid of s1", None), ("see h1", None), ("hidden output", None),
        ("h1 - s1", None), ("change h1", None),
        ("h1 (gradient)", "dDiv/dh1"), ("w1 (Ableitung)", "dDiv/dw1"), ("dDiv/dw1 (chain rule)", "dDiv/dw1"),
    ],
)  # fmt: skip
def test_a_word_beside_a_name_may_make_another_of_it(name, meant):
    assert read(f"{name} = 0.0009")[0] == ({meant: 0.0009} if meant else {})
    assert table([["Größe", "Wert"], [name, "0.0009"], ["s2", "2.94"]])[0].get(meant or "h1") == (meant and 0.0009)


FORWARD, SLOPES = {"h1": 0.7875, "yhat": 0.5787}, {"dDiv/dyhat": 0.157, "dDiv/dh1": -0.0077, "dDiv/dw1": 0.0009}


@pytest.mark.parametrize(
    "title",
    ["Gradients", "Partial derivatives:", "dDiv/d…", "Derivative of Div with respect to", "Ableitung von Div nach",
     "Dérivées partielles"],
)  # fmt: skip
def test_names_under_a_title_of_gradients(title):
    lines = [
        "Forward",
        "h1 = 0.7875",
        "yhat = 0.5787",
        title,
        "yhat = 0.157",
        "h1 = 0.788",
        "h1: -0.0077",
        "w1 = 0.0009",
    ]
    assert read(*lines, "Loss", "Div = 0.006") == (FORWARD | SLOPES | {"Div": 0.006}, [])
    rows = [line.replace(":", " =").split(" = ") for line in lines if line not in ("h1 = 0.788", title)]
    assert table([*rows[:3], [title], *rows[3:]])[0] == FORWARD | SLOPES


def test_names_answered_before_on_the_way_back():
    found, remarks = read("h1 = 0.7875", "Backward pass", "h1 = 0.79", "h1(1 - h1) = 0.17", "h1 = -0.0077", "s1 = 1.31")
    assert found == {"h1": 0.7875, "dDiv/dh1": -0.0077, "s1": 1.31}
    assert any("taken for the gradient of it" in remark.issue for remark in remarks)


@pytest.mark.parametrize("title", ["Gradient descent", "Local gradients", "Forward pass", "Derivative of the sigmoid"])
def test_titles_of_something_else_than_gradients(title):
    assert read(title, "h1 = 0.7875")[0] == {"h1": 0.7875}


@pytest.mark.parametrize(
    "name",
    [
        "bias h1", "upstream h1", "weight h1", "h1: bias", "h1, upstream", "h1 (bias)", "target yhat", "yhat (target)",
        "true yhat", "error s3", "s3 (error)", "tolerance h1", "points h1", "backward h1", "loss h1", "check h1",
        "h1 (1-h1)", "h1 (1 − h1)",
    ],
)  # fmt: skip
def test_a_word_that_may_make_another_of_a_name_leaves_its_answer_alone(name):
    rows = [["h1", "0.79"], ["s3", "0.31"], ["yhat", "0.58"], [name, "9.987"]]
    found, remarks = table(rows)
    assert (found["h1"], found["s3"], found["yhat"]) == (0.79, 0.31, 0.58)
    assert 9.987 not in found.values()
    assert "nobody asked for" in str(remarks)


@pytest.mark.parametrize("name", ["bias h1", "weight h1", "loss h1", "total h1", "target h1"])
def test_a_word_that_is_not_of_its_kind_leaves_an_answer_alone_on_a_line(name):
    assert read("h1 = 0.79", f"{name} = 9.9", "s2 = 2.94")[0] == {"h1": 0.79, "s2": 2.94}


def test_a_name_among_words_never_replaces_an_answer_by_the_plain_name():
    found, remarks = table([["h1", "0.79"], ["s2", "2.94"], ["hidden unit 1, activation h1", "0.5"]])
    assert found["h1"] == 0.79
    assert "answered before by its own name" in str(remarks)


def test_a_name_like_that_of_an_answer_given_before_is_no_typing_error_of_it():
    found, remarks = table([["dDiv/dyhat", "0.157"], ["s2", "2.94"], ["loss yhat", "0.5"]])
    assert found == {"dDiv/dyhat": 0.157, "s2": 2.94}
    assert "did you mean 'dDiv/dyhat'?" in str(remarks)


@pytest.mark.parametrize("said", ["bias", "weight", "threshold", "target"])
def test_what_is_said_of_something_beside_a_name_is_no_answer_to_it(said):
    found, told = table([["h1 = 0.79"], [f"h1: {said} = 9.9"]])
    assert found == {"h1": 0.79}
    assert f"h1: {said}" in str(told)


@pytest.mark.parametrize("name", ["y gorro", "y_dach", "y Dach", "y chapeau", "y_sombrero"])
def test_hats_in_other_languages(name):
    assert table([[f"{name} = 0.58"]])[0] == table([[name, 0.58]])[0] == {"yhat": 0.58}


def test_a_number_called_a_gradient_is_no_title_of_gradients():
    assert table([["grad = -0.5"], ["h1 = 0.79"], ["error on the way back = 0.2"], ["s1 = 1.31"]])[0] == {
        "h1": 0.79, "s1": 1.31,
    }  # fmt: skip


@pytest.mark.parametrize(
    "names", [("Entrada neta s1", "Activación h1", "Salida ŷ"), ("net input s1", "Hidden activation h1", "Output ŷ")]
)
def test_names_among_words_before_a_column_of_formulas(names):
    rows = [["", "Formula", "Result"], *zip(names, ("x1·w1", "σ(s1)", ""), ("1.31", "0.79", "0.57"), strict=True)]
    assert table(rows)[0] == {"s1": 1.31, "h1": 0.79, "yhat": 0.57}


def test_a_comma_behind_a_name_is_none_of_it():
    assert table([["s1,", "1.31,"], ["h1,", "0.79"]])[0] == {"s1": 1.31, "h1": 0.79}
