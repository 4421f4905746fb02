"""Names of givens beside other numbers than the given ones."""

import pytest

from tests.answers.layouts.sheets import RELU, read, vocabulary
from tests.cost import calls

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
    ],
)
def test_the_given_value_and_then_another_is_that_after_the_step(line, found):
    read_so, told = read([[line.format(0.46)]], RELU, "")
    assert read_so == found
    assert bool(told) != (found == {"b2'": 0.46})  # who says the old value first leaves nothing to ask


@pytest.mark.parametrize(
    "line",
    ["MSE: {} → {}", "MSE = {} -> {}", r"$MSE: {} \to {}$", "MSE: {} to {}", "MSE went from {} to {}",
     "The loss decreases from {} to {}.", "MSE (before → after): {} → {}", "MSE: before = {}, after = {}",
     "MSE: before {}, after {}", "MSE before: {}, after: {}", ["MSE", "{} → {}"], ["loss", "from {} to {}"]],
)  # fmt: skip
def test_what_goes_over_into_another_number_is_asked_for_before_and_after_the_step(line):
    cells = [line.format(1.65, 0.84)] if isinstance(line, str) else [line[0], line[1].format(1.65, 0.84)]
    assert read([["f1", 1.1], [], cells], RELU, "")[0].items() >= {"MSE": 1.65, "MSE'": 0.84}.items()


def test_of_what_goes_over_into_another_number_but_is_asked_once_the_last_counts():
    assert read([["s1: 1.31"], ["h1: 1.31 → 0.79"], ["h2 = 0.9512 → 0.95"]]) == (
        {"s1": 1.31, "h1": 0.79, "h2": 0.9512},
        [],
    )
    found, [told] = read([["h1: 0.72 → 0.79"]])
    assert (found, told.issue) == ({"h1": 0.79}, "'h1' is 0.72 and then 0.79 here: the last counts")


def test_a_parameter_with_a_word_for_the_time_heads_nothing():
    rows = [["b2: old value: 0.5, new value: 0.4962"], ["MSE = 1.65"], ["b2 alt: 0.5; neu: 0.4962"]]
    assert read(rows, RELU, "") == ({"b2'": 0.4962, "MSE": 1.65}, [])
    assert "not understood" in str(read([["b2 zuerst: 0.5", "b2 zuletzt: 0.4962"]], RELU, "")[1])


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
    assert calls(lambda: read([["b2: 0.5 -> 0.46"]] * 4_000, RELU, "")) < 8_000_000


def test_another_number_of_a_given_is_no_formula_of_another_problem():
    rows = [["h1", 0.7875], ["dDiv/dw1", 0.0009], ["w1", -1.75]]
    assert read(rows, problem="1")[0] == {}
