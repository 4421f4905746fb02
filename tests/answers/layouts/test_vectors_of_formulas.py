"""Vectors of formulas for single quantities: the gradient by each parameter, and all parameters after the step."""

import pytest

from grader.answers.record import Formula
from grader.notation import Vocabulary
from grader.numbers import Unreadable
from grader.reference import refer, symbols
from grader.rubric import load
from tests.answers.layouts.sheets import read

RUBRIC = """
symbols = ["w0", "w1", "w2", "x1", "x2", "eta"]
[forward]
y = "w0 + w1*x1 + w2*x2^2"
[training]
loss = "y"
parameters = ["w0", "w1", "w2"]
rate = "eta"
[marks]
"dy/dw0" = 1
"dy/dw1" = 1
"dy/dw2" = 1
"w0'" = 1
"w1'" = 1
"w2'" = 1
"""
GRADIENT = {"dy/dw0": "1", "dy/dw1": "x1", "dy/dw2": "x2^2"}
STEP = {"w0'": "w0-eta", "w1'": "w1-etax1", "w2'": "w2-etax2^2"}


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "r.toml"
    path.write_text(RUBRIC)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


def told(rows, names):
    found, remarks = read(rows, names, "")
    assert remarks == []
    return {
        name: given.text.replace(" ", "").replace("_", "").replace("*", "") if isinstance(given, Formula) else given
        for name, given in found.items()
    }


@pytest.mark.parametrize(
    "row",
    [
        ["∇y = ⟨1, x₁, x₂²⟩"],
        ["∇_w y = [1; x1; x2^2]"],
        ["grad y = (1, x1, x2²)^T"],
        ["gradient: (1, x1, x2^2)"],
        ["The gradient is ∇y = ⟨1, x₁, x₂²⟩."],
        ["dy/dw = [1, x1, x2^2]"],
        ["∇y", "[1, x1, x2^2]"],
        ["(dy/dw0, dy/dw1, dy/dw2) = (1, x1, x2^2)"],
        [r"$\nabla_{\vec{w}} y = \left\langle 1, x_1, x_2^2 \right\rangle$"],
        [r"$\nabla y = \begin{pmatrix} 1 \\ x_1 \\ x_2^2 \end{pmatrix}$"],
    ],
)
def test_the_gradient_by_all_parameters(names, row):
    assert told([row], names) == GRADIENT


@pytest.mark.parametrize(
    "row",
    [
        ["w' = ⟨w₀ − η, w₁ − ηx₁, w₂ − ηx₂²⟩"],
        ["w_new", "[w0 - eta, w1 - eta x1, w2 - eta x2^2]"],
        ["(w0', w1', w2') = (w0 - η, w1 - ηx1, w2 - ηx2^2)"],
        [r"$\vec{w}' = \vec{w} - \eta \nabla y = \langle (w_0 - \eta), (w_1 - \eta x_1), (w_2 - \eta x_2^2) \rangle$"],
    ],
)
def test_all_parameters_after_the_step(names, row):
    assert {name: text.strip("()") for name, text in told([row], names).items()} == STEP


@pytest.mark.parametrize("text", ["w := w - eta*(1, x1, x2^2)^T", r"w \gets w - \eta [1, x_1, x_2^2]"])
def test_a_vector_among_other_factors(names, text):
    assert told([[text]], names) == {"w0'": "w0-eta(1)", "w1'": "w1-eta(x1)", "w2'": "w2-eta(x2^2)"}


@pytest.mark.parametrize(
    "text", ["w' = w - η∇y", "w ← w − η·∇_w y(w)", "update: w = w - eta * gradient", "w^{(t+1)} = w^{(t)} - η dy/dw"]
)
def test_a_vector_that_has_only_a_name(names, text):
    assert told([[text]], names) == {f"w{n}'": f"w{n}-etady/dw{n}" for n in range(3)}


def test_what_the_elements_of_a_vector_are_called_is_no_answer(names):
    assert told([["w = [w0, w1, w2]"], ["w := ⟨w_0, w_1, w_2⟩"]], names) == {}


def test_a_sentence_about_the_gradient_is_no_answer(names):
    text = "the change of w' is opposite to the gradient, as was said in the lecture, and as large as the rate says"
    assert told([[text]], names) == {}


def test_a_vector_of_too_few_is_unreadable(names):
    found, [remark] = read([["∇y = [1, x1]"]], names, "")
    assert [type(given) for given in found.values()] == [Unreadable] * 3
    assert "2 formulas, and should be 3" in remark.issue


NUMBERS = """
given = {w0 = 0.5, w1 = -0.2, x = 2, t = 1}
[forward]
h = "w0 + w1*x"
E = "(h - t)^2"
[training]
loss = "E"
parameters = ["w0", "w1"]
rate = 0.1
[marks]
h = 1
"dE/dw0" = 1
"dE/dw1" = 1
"w0'" = 1
"w1'" = 1
"""


@pytest.mark.parametrize("name", ["∇E", "grad E", "∇_w E", "dE/dw", "gradient of E"])
def test_numbers_for_the_gradient_by_all_parameters(tmp_path, name):
    (tmp_path / "r.toml").write_text(NUMBERS)
    numbers = Vocabulary(s for p in load(tmp_path / "r.toml").problems for s in symbols(refer(p)))
    assert read([[f"{name} = [-1.8, -3.6]"], ["w' = [0.68, 0.16]"]], numbers, "") == (
        {"dE/dw0": -1.8, "dE/dw1": -3.6, "w0'": 0.68, "w1'": 0.16},
        [],
    )
    found, remarks = read([[f"{name} = [-1.8]"]], numbers, "")
    assert (found, "nobody asked for" in remarks[0].issue) == ({}, True)


@pytest.mark.parametrize("line", ["w1 -= eta*x1", "w1 −= η·x1", "w1 := w1 - (eta*x1)"])
def test_an_assignment_that_takes_something_away_gives_the_value_after_the_step(names, line):
    assert told([[line]], names) == {"w1'": "w1-(etax1)"}


@pytest.mark.parametrize("line", ["w1 = 0.9 w1 - eta*x1", "w1 := (1 - eta)·w1 − η·x1", "w1 ← eta*x1"])
def test_a_parameter_worked_out_from_itself_or_assigned_a_formula_is_that_after_the_step(names, line):
    [quantity] = told([[line]], names)
    assert quantity == "w1'"


def test_a_given_of_which_a_formula_is_said_that_is_not_its_own_step_is_no_answer(names):
    assert told([["w1 = eta*x1"]], names) == {}


def test_powers_in_words(names):
    assert told([["dy/dw2 = x2 squared"]], names) == {"dy/dw2": "x2^2"}


@pytest.mark.parametrize("name", ["Δw1", r"\Delta w_1", "Δ w₁"])
def test_what_a_parameter_changes_by_is_written_out(names, name):
    assert told([[f"{name} = -eta*x1"]], names) == {"w1'": "w1+(-etax1)"}


@pytest.mark.parametrize("text", ["Δw1 = eta*x1", "grad = (0, 0, 0)", "gradient = [0.1, 0.1, 0.1]"])
def test_what_is_taken_away_and_what_a_program_begins_with_is_no_answer(names, text):
    assert read([[text]], names, "")[0] == {}


def test_numbers_that_are_all_alike_answer_what_is_listed_and_not_the_gradient_by_everything(tmp_path):
    (tmp_path / "r.toml").write_text(NUMBERS)
    numbers = Vocabulary(s for p in load(tmp_path / "r.toml").problems for s in symbols(refer(p)))
    assert read([["∂E/∂(w0, w1) = [1, 1]"]], numbers, "")[0] == {"dE/dw0": 1, "dE/dw1": 1}
    assert read([["∇E = [1, 1]"]], numbers, "")[0] == {}
