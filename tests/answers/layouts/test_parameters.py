"""Tables with a row a parameter."""

import pytest

from grader.notation import Vocabulary
from grader.reference import refer, symbols
from grader.rubric import load
from tests.answers.layouts.sheets import read

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
