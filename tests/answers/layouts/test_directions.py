"""Square matrices whose labels say what goes where: read as the rubric has them, whichever way round they are."""

import pytest

from tests.answers.layouts.sheets import RELU, read, written

BY_INPUTS = """
given = {x = [[1, 3], [2, 1]], W = [[0.1, 0.3], [0.2, 0.4]], y = [1, 0]}
[forward]
z = "x @ W"
h = "tanh(z)"
L = "sum(h)"
[marks]
"dL/dW" = 4
"""


@pytest.mark.parametrize(
    ("along", "down", "turned"),
    [
        ("to neuron", "from input", True),
        ("from input", "to neuron", False),
        ("neuron", "input", True),
        ("input", "neuron", False),
        ("l_{}^1", "l_{}^0", True),
        ("l_{}^0", "l_{}^1", False),
        ("column", "row", False),
    ],
)
def test_labels_tell_which_way_round_a_square_matrix_is(along, down, turned):
    said = [[text.format(i) if "{}" in text else f"{text} {i}" for i in (1, 2)] for text in (along, down)]
    rows = [["dMSE/dW1", *said[0]], [said[1][0], 0.5, 0.6], [said[1][1], 0.7, 0.8]]
    values, remarks = read(rows, RELU, "")
    assert values["dMSE/dW1", (1, 2)] == (0.7 if turned else 0.6)
    assert any("the other way round" in remark.issue for remark in remarks) == turned


@pytest.mark.parametrize(("along", "down", "turned"), [("to h", "from x", False), ("from x", "to h", True)])
def test_where_the_inputs_have_rows(tmp_path, along, down, turned):
    rows = [["dL/dW", f"{along}1", f"{along}2"], [f"{down}1", 0.5, 0.6], [f"{down}2", 0.7, 0.8]]
    values, _ = read(rows, written(BY_INPUTS, tmp_path), "")
    assert values["dL/dW", (1, 2)] == (0.7 if turned else 0.6)
