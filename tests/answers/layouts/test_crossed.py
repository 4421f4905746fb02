"""Tables of what is said of each unit."""

import pytest

from grader.notation import Vocabulary
from grader.reference import refer, symbols
from grader.rubric import load
from tests.answers.layouts.sheets import RUBRICS, read, written
from tests.cost import calls

S, H = {"s1": 1.31, "s2": 2.94}, {"h1": 0.79, "h2": 0.95}


@pytest.mark.parametrize("keys", [(1, 2), ("1", "2"), ("neuron 1", "neuron 2"), ("# 1", "# 2")])
@pytest.mark.parametrize(
    "heads",
    [("neuron", "s", "h"), ("i", "s_i", "h_i"), ("Unit", "weighted sum s", "Activation (h)"), ("j", "sⱼ", "hⱼ")],
)
@pytest.mark.parametrize("turned", [False, True])
def test_numbered_units(keys, heads, turned):
    rows = [heads, (keys[0], 1.31, 0.79), (keys[1], 2.94, 0.95)]
    found, told = read(list(zip(*rows, strict=True)) if turned else rows)
    assert found == S | H
    assert not told


@pytest.mark.parametrize("corner", ["", "neuron"])
@pytest.mark.parametrize("turned", [False, True])
def test_units_by_the_names_of_what_one_heading_says_of_them(corner, turned):
    rows = [(corner, "h1", "h2"), ("s", 1.31, 2.94), ("h", 0.79, 0.95)]
    assert read(list(zip(*rows, strict=True)) if turned else rows) == (S | H, [])


def test_what_nobody_asked_for_of_a_unit_is_told():
    found, told = read([("neuron", "s", "h"), (1, 1.31, 0.79), (2, 2.94, 0.95), (3, 0.32, 0.58)])
    assert found == S | H | {"s3": 0.32}
    assert "nobody asked for 'h_3'" in str(told)


@pytest.mark.parametrize(
    "heads",
    [("Node", "Net input", "Output"), ("", "weighted sum", "activation"), ("Neuron", "Weighted sum s", "Activation")],
)
def test_net_inputs_beside_the_names_of_activations(heads):
    found, _ = read([("Forward pass",), heads, ("h1", 1.31, 0.79), ("h2", 2.94, 0.95)])
    assert found == S | H


def test_nothing_is_taken_from_other_tables():
    assert read([("name", "value", "points"), ("h1", 0.79, 1), ("h2", 0.95, 1)])[0] == H
    assert read([("neuron", "s", "h"), (0, 1.31, 0.79), (1, 2.94, 0.95)])[0] == {}  # neither 0 nor 1 is sure
    assert read([("sample", "s", "h"), (1, 1.31, 0.79), (2, 2.94, 0.95)])[0] == {}


def test_tables_within_one_another_without_end_are_told():
    rows = [[f"q{n + r}" if n % 2 or r % 2 else "3" for n in range(39)] for r in range(10)]
    assert "tables lie within one another" in str(read(rows)[1])


def test_values_are_asked_for_no_names_of_units():
    epochs = [[f"epoch {n}" for n in range(39)], *([f"0.{r}{n}1" for n in range(39)] for r in range(20))]
    assert calls(lambda: read(epochs)) < 1_000_000


MAZUR = """
given = {i1 = 0.05, w1 = 0.15, w2 = 0.2}
[forward]
net_h1 = "w1*i1"
out_h1 = "sigmoid(net_h1)"
net_h2 = "w2*i1"
out_h2 = "sigmoid(net_h2)"
[marks]
out_h1 = 1
out_h2 = 1
"""


@pytest.mark.parametrize("turned", [False, True])
def test_names_of_two_parts(tmp_path, turned):
    (tmp_path / "r.toml").write_text(MAZUR)
    names = Vocabulary(s for p in load(tmp_path / "r.toml").problems for s in symbols(refer(p)))
    rows = [("Neuron", "net", "out"), ("h1", 0.0075, 0.502), ("h2", 0.01, 0.5025)]
    found, told = read(list(zip(*rows, strict=True)) if turned else rows, names, "")
    assert found == {"net_h1": 0.0075, "out_h1": 0.502, "net_h2": 0.01, "out_h2": 0.5025}
    assert not told


def test_what_a_phrase_names_of_a_unit():
    published = RUBRICS.parent / "tests/published/mazur.toml"
    names = Vocabulary(s for p in load(published).problems for s in symbols(refer(p)))
    rows = [("neuron", "net", "out", "error"), ("o1", 1.1059, 0.7514, 0.2748), ("o2", 1.2249, 0.7729, 0.0236)]
    rows.append(("total", "", "", 0.2984))
    found = {"net_o1": 1.1059, "out_o1": 0.7514, "out_o2": 0.7729, "E_o1": 0.2748, "E_o2": 0.0236, "E_total": 0.2984}
    found["net_o2"] = 1.2249
    assert read(rows, names, "")[0] == found
    assert read([["o1: net=1.1059 out=0.7514"]], names, "")[0] == {"net_o1": 1.1059, "out_o1": 0.7514}


def test_errors_and_deltas_of_units():
    published = RUBRICS.parent / "tests/published/mazur.toml"
    names = Vocabulary(s for p in load(published).problems for s in symbols(refer(p)))
    found, told = read([("unit", "error", "delta"), ("o1", 0.27, 0.138), ("o2", 0.024, -0.038)], names, "")
    assert found == {"E_o1": 0.27, "E_o2": 0.024, "dE_total/dnet_o1": 0.138}
    assert "nobody asked for 'delta_o2'" in str(told)


def test_a_heading_that_is_the_loss_is_that_of_each_unit_where_several_numbers_stand_under_it(tmp_path):
    rubric = """
[given]
x = 2
w = [0.5, 0.4]
[forward]
net_o1 = "w1*x"
net_o2 = "w2*x"
E_o1 = "net_o1^2"
E_o2 = "net_o2^2"
E = "E_o1 + E_o2"
[marks]
net_o1 = 1
net_o2 = 1
E_o1 = 1
E_o2 = 1
E = 1
"""
    names = written(rubric, tmp_path)
    rows = [["neuron", "net", "E"], ["o1", 1.1, 1.21], ["o2", 0.81, 0.66]]
    found = {"net_o1": 1.1, "net_o2": 0.81, "E_o1": 1.21, "E_o2": 0.66}
    assert read(rows, names, "")[0] == found
    assert read([list(row) for row in zip(*rows, strict=True)], names, "")[0] == found


NODES = [("h1", 1.31, 0.79, -0.1, -0.2), ("h2", 2.94, 0.95, -0.3, -0.4), ("ŷ", 0.31, 0.57, 0.15, 0.03)]
INSIDE, OUTSIDE = {"s1": 1.31, "s2": 2.94, "s3": 0.31}, {"h1": 0.79, "h2": 0.95, "yhat": 0.57}


@pytest.mark.parametrize("heads", [("s", "σ(s)", "∂Div/∂σ", "∂Div/∂s"), ("s", "h", "∂Div/∂h", "∂Div/∂s")])
def test_headings_by_the_letter_of_what_goes_into_an_activation(heads):
    found, told = read([("Node", *heads), *NODES])
    slopes = {"dDiv/dh1": -0.1, "dDiv/dh2": -0.3, "dDiv/dyhat": 0.15, "dDiv/ds1": -0.2, "dDiv/ds2": -0.4}
    assert found == INSIDE | OUTSIDE | slopes | {"dDiv/ds3": 0.03}
    assert not told
    assert read([("Node", *heads[:2]), *(row[:3] for row in NODES)]) == (INSIDE | OUTSIDE, [])


CLASSES = """
given = {x = [1, -2], W1 = [[0.2, -0.4], [-0.3, 0.5]], W2 = [[0.6, -0.1], [0.3, 0.8], [-0.5, 0.4]], y = [0, 1, 0]}
[forward]
z1 = "W1 @ x"
h = "tanh(z1)"
z2 = "W2 @ h"
p = "softmax(z2)"
L = "-sum(y*log(p))"
[marks]
z1 = 2
z2 = 3
p = 3
"dL/dz2" = 3
"""


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("heads", [("z", "p", "∂L/∂z"), ("Logit z", "Softmax p", "∂L/∂z"), ("z_i", "p_i", "∂L/∂z_i")])
def test_a_letter_of_two_layers_is_that_inside_of_the_array_beside_it(heads, turned, tmp_path):
    names = written(CLASSES, tmp_path)
    rows = [("class", *heads), (1, 0.1, 0.4, 0.7), (2, 0.2, 0.5, 0.8), (3, 0.3, 0.6, 0.9)]
    found, _ = read(list(zip(*rows, strict=True)) if turned else rows, names, "")
    expected = {(q, (i + 1,)): (i + 1 + 3 * n) / 10 for n, q in enumerate(("z2", "p", "dL/dz2")) for i in range(3)}
    assert {at: pytest.approx(value) for at, value in found.items()} == expected


def test_a_sheet_a_layer_says_which_array_a_letter_is(tmp_path):
    found, _ = read([("unit", "z", "h"), (1, 0.1, 0.2), (2, 0.3, 0.4)], written(CLASSES, tmp_path), "", "Layer 1")
    assert found == {("z1", (1,)): 0.1, ("z1", (2,)): 0.3}


def test_an_array_over_a_column_takes_no_numbers_from_the_columns_beside_it(tmp_path):
    rows = [("Softmax p", "Target", "Difference"), (0.4, 0, 0.4), (0.5, 1, -0.5), (0.6, 0, 0.6)]
    found, _ = read(rows, written(CLASSES, tmp_path), "")
    assert found == {("p", (1,)): 0.4, ("p", (2,)): 0.5, ("p", (3,)): 0.6}
