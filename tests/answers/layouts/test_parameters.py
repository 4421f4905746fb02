"""Tables with a row a parameter."""

import pytest

from grader.answers import Sheet
from grader.notation import Vocabulary
from grader.reference import refer, symbols
from grader.rubric import load
from tests.answers.layouts.sheets import CS637, cell, found, read

STEP = """
[given]
w = [0.1, 0.2]
eta = 0.5
[forward]
E = "w1^2 + w1*w2"
[training]
loss = "E"
parameters = ["w"]
rule = "sgd"
rate = "eta"
[marks]
"dE/dw" = 2
"w'" = 2
"""

GRADIENTS, UPDATED = {"dE/dw1": 0.4, "dE/dw2": 0.3}, {"w1'": 0.7, "w2'": 0.8}


@pytest.fixture(scope="module")
def step(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "r.toml"
    path.write_text(STEP)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["weight", "old", "gradient", "new"], ["w1", 0.1, 0.4, 0.7], ["w2", 0.2, 0.3, 0.8]], GRADIENTS | UPDATED),
        ([["", "w1", "w2"], ["old", 0.1, 0.2], ["∂E/∂w", 0.4, 0.3], ["w'", 0.7, 0.8]], GRADIENTS | UPDATED),
        ([["Update"], ["", "before", "updated"], ["w1", 0.1, 0.7], ["w2", 0.2, 0.8]], UPDATED),
        ([["Gradients"], ["w1", 0.4], ["w2", 0.3]], GRADIENTS),
        ([["Gradients"], ["w1", 0.4], ["w2", 0.3], ["Updates"], ["w1", 0.7], ["w2", 0.8]], GRADIENTS | UPDATED),
        ([["Gewicht", "Gradient"], ["w1", "0,4"], ["w2", "0,3"]], GRADIENTS),
        ([["weight", "η · gradient", "new"], ["w1", 0.2, 0.7], ["w2", 0.15, 0.8]], UPDATED),
        (
            [
                ["Weight", "Old Value", "Update ($\\Delta w$)", "New Value"],
                ["w1", 0.1, 0.6, 0.7],
                ["w2", 0.2, 0.6, 0.8],
            ],
            UPDATED,
        ),
        ([["weight", "value"], ["w1", 0.1], ["w2", 0.2]], {}),
        ([["Weights and gradients"], ["w1", 0.1], ["w2", 0.2]], {}),
    ],
)
def test_a_row_a_parameter(step, rows, expected):
    assert read(rows, step, "") == (expected, [])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["quantity", "value", "gradient"], ["h1", 0.7, 0.1], ["s1", 1.3, 0.2]], (0.7, 0.1)),
        ([["layer", "gradient"], ["h1", 0.1], ["s1", 0.2]], (None, 0.1)),
        ([["Gradients"], ["h1", 0.1], ["s1", 0.2]], (None, 0.1)),
        ([["Gradient", "Value"], ["h1", 0.1], ["s1", 0.2]], (None, 0.1)),
        ([["Forward", "", "", "Gradients", ""], ["h1", 0.7, "", "h1", 0.1], ["s1", 1.3, "", "s1", 0.2]], (0.7, 0.1)),
        ([["Gradients and activations"], ["h1", 0.7], ["s1", 1.3]], (0.7, None)),
    ],
)
def test_a_gradient_beside_the_name_of_a_value_is_no_value(rows, expected):
    found, remarks = read(rows)
    assert (found.get("h1"), found.get("dDiv/dh1")) == expected
    assert not remarks


def test_of_several_gradients_of_each_parameter_none_is_guessed(step):
    rows = [["weight", "gradient by hand", "numerical gradient"], ["w1", 0.4, 0.41], ["w2", 0.3, 0.31]]
    found, [remark] = read(rows, step, "")
    assert found == {}
    assert "several gradient numbers" in remark.issue


def test_numbers_are_of_the_nearest_name_to_their_left(step):
    rows = [["Var", "Val", "", "Weight", "Gradient"], ["∂E/∂w1", 0.4, "", "w1", 0.9], ["∂E/∂w2", 0.3, "", "w2", 0.8]]
    found, told = read(rows, step, "")
    assert found == GRADIENTS
    assert "'w1' is answered twice" not in str(told)
    rows = [["Var", "Val", "", "Weight", "Gradient"], ["E", 0.03, "", "w1", 0.4], ["∂E/∂w2", 0.3, "", "w2", 0.3]]
    assert read(rows, step, "")[0] == {"E": 0.03, **GRADIENTS}


@pytest.mark.parametrize("heads", [("∂E/∂h", "∂h/∂w", "∂E/∂w"), ("∂E/∂h", "∂E/∂w", "∂h/∂w")])
def test_the_gradient_of_the_loss_stands_beside_the_factors_of_its_chain_rule(step, heads):
    numbers = {"∂E/∂h": (2, 1.5), "∂h/∂w": (0.2, 0.2), "∂E/∂w": (0.4, 0.3)}
    rows = [
        ["weight", *heads, "w⁺"],
        *(["w" + n, *(numbers[h][i] for h in heads), u] for i, (n, u) in enumerate((("1", 0.7), ("2", 0.8)))),
    ]
    assert read(rows, step, "")[0] == GRADIENTS | UPDATED


def test_a_heading_says_on_the_left_of_its_sign_what_stands_under_it(step):
    rows = [
        ["weight", "initial", "gradient", "new = initial - 0.5*gradient"],
        ["w1", 0.1, 0.4, 0.7],
        ["w2", 0.2, 0.3, 0.8],
    ]
    assert read(rows, step, "") == (GRADIENTS | UPDATED, [])


def test_formulas_stand_beside_parameters_as_numbers_do():
    rows = [
        ["Param", "dy/dw", "Updated param"],
        ["w0", "1", "w0 − η"],
        ["w1", "x₁", "w1 − η·x₁"],
        ["w2", "x₂", "w2 − η·x₂"],
    ]
    found, told = read(rows, problem="1")
    assert {name: each.text for name, each in found.items()} == {
        "dy/dw0": "1", "dy/dw1": "x_1", "dy/dw2": "x_2",
        "w0'": "w0 - eta", "w1'": "w1 - eta*x_1", "w2'": "w2 - eta*x_2",
    }  # fmt: skip
    assert not told


def test_the_name_of_a_sheet_titles_gradients_as_a_line_at_its_top_does():
    sheets = [("Forward", [["s1", 1.31], ["h1", 0.79]]), ("Gradients", [["s1", -0.1], ["h1", -0.2], ["w1", 0.3]])]
    values, told = found([Sheet(name, [[cell(c) for c in row] for row in rows]) for name, rows in sheets], CS637)
    assert values == {"s1": 1.31, "h1": 0.79, "dDiv/ds1": -0.1, "dDiv/dh1": -0.2, "dDiv/dw1": 0.3}
    assert not told
    whole = [("Gradients", [["s1", 1.31], ["h1", 0.79], ["Div", 0.01], ["dDiv/ds1", -0.1]])]
    values, told = found([Sheet(name, [[cell(c) for c in row] for row in rows]) for name, rows in whole], CS637)
    assert values == {"s1": 1.31, "h1": 0.79, "Div": 0.01, "dDiv/ds1": -0.1}
