"""Names of givens beside other numbers than the given ones."""

import time

import pytest

from grader.numbers import Unreadable
from tests.answers.layouts.sheets import RELU, read, vocabulary

DW, NEW, OLD = [[1.2, 1.3], [3.6, 4.0]], [[0.09, 0.29], [0.06, 0.26]], [[0.1, 0.3], [0.1, 0.3]]


def elements(name, rows):
    return {(name, (i, j)): value for i, row in enumerate(rows, 1) for j, value in enumerate(row, 1)}


@pytest.mark.parametrize("sign", [":=", "←", "<-", r"\leftarrow"])
def test_what_is_assigned_to_a_given_is_its_value_after_the_step(sign):
    found, [told] = read([[f"W1 {sign} {NEW}"]], RELU, "")
    assert found == elements("W1'", NEW)
    assert "taken for the value after the step" in told.issue
    assert read([[f"b2 {sign} 0.46"]], RELU, "")[0] == {"b2'": 0.46}
    assert read([[f"W1 {sign} {OLD}"], [f"b2 {sign} 0.5"]], RELU, "") == ({}, [])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        *((line, {"b2'": 0.46}) for line in ("b2: 0.5 -> {}", "b2 = 0.5 → {}", "b2: 0.5 ⟶ {}", "b2: from 0.5 to {}")),
        *((line, {"b2'": 0.46}) for line in ("b2 goes from 0.5 to {}", "b2: 0.5, {}", "b2 0.5 -> {}", "b2 0.5 → {}")),
        *((line, {}) for line in ("b2: 0.4, {}", "b2 0.4 -> {}")),
        ("b2: 0.4 -> {}", {}),
        ("b2: 0.4 to {}", {}),
        ("MSE: 1.6 to {}", {"MSE": Unreadable("1.6 to 0.46", "not a number")}),
    ],
)
def test_the_given_value_and_then_another_is_that_after_the_step(line, found):
    read_so, told = read([[line.format(0.46)]], RELU, "")
    assert read_so == found
    assert bool(told) != (found == {"b2'": 0.46})  # who says the old value first leaves nothing to ask


@pytest.mark.parametrize("new", [[f"W1 = {NEW}"], ["W1", f"{NEW}"]])
def test_behind_its_gradient_it_is_the_value_after_the_step(new):
    found, told = read([[f"dMSE/dW1 = {DW}"], new], RELU, "")
    assert found == elements("dMSE/dW1", DW) | elements("W1'", NEW)
    assert len(told) == 1
    spelled = [[f"dMSE/dW1 = {DW}"], new, [f"W1_new = {OLD}"]]
    found, told = read(spelled, RELU, "")
    assert found == elements("dMSE/dW1", DW) | elements("W1'", OLD)
    assert "not read" in str(told)


@pytest.mark.parametrize("title", ["Gradients", "Backward pass"])
@pytest.mark.parametrize("rows", [[[f"W1 = {DW}"]], [["W1", *DW[0]], ["", *DW[1]]], [["W1"], *DW]])
def test_on_the_way_back_it_is_the_gradient_or_told(title, rows):
    found, told = read([[title], *rows], RELU, "")
    sure = title == "Gradients"
    assert found == (elements("dMSE/dW1", DW) if sure else {})
    assert sure or "is it a gradient" in told[0].issue
    found, _ = read([[title], *rows, [f"W1_new = {NEW}"]], RELU, "")
    assert found == elements("dMSE/dW1", DW) | elements("W1'", NEW)


def test_what_is_given_may_be_said_again():
    lines = [["W1", *OLD[0]], ["", *OLD[1]], ["W1 = [[0.1, 0.3], [0.1, 0.33]]"], ["Backward pass"], [f"W1 = {OLD}"]]
    assert read(lines, RELU, "") == ({}, [])


KEPT = """
given = {W = [0.5, 2], x = [2, 1], t = 3, b = 1, eta = 0.1}
[forward]
y = "W @ x + b"
E = "(y - t)^2"
[training]
loss = "E"
parameters = ["W", "b"]
rule = "momentum"
rate = "eta"
[marks]
E = 1
"v_W'" = 2
"W'" = 2
"""


@pytest.mark.parametrize("rows", [[["vW = [0.4, 0.2]"]], [["v_W", 0.4, 0.2]], [["vW:"], [0.4, 0.2]]])
def test_what_a_rule_keeps_is_its_value_after_the_step(tmp_path, rows):
    (tmp_path / "r.toml").write_text(KEPT)
    names = vocabulary(tmp_path / "r.toml")
    found, [told] = read(rows, names, "")
    assert found == {("v_W'", (1,)): 0.4, ("v_W'", (2,)): 0.2}
    assert told.issue.endswith("taken for the value after the step")
    assert read([["v_W = [0, 0]"]], names, "") == ({}, [])
    found, [told] = read([["x = [0.4, 0.2]"]], names, "")
    assert (found, "not read" in told.issue) == ({}, True)


def test_many_updates_of_one_name_are_counted_once():
    start = time.process_time()
    read([["b2: 0.5 -> 0.46"]] * 4_000, RELU, "")
    assert time.process_time() - start < 8
