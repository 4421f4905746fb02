"""What a student's own names stand for: said beside a formula, above it or below it."""

import pytest

from grader.answers import Formula
from grader.answers.containers.delimited import read_delimited
from grader.answers.layouts import lay_out_sheets
from grader.notation import Vocabulary
from grader.reference import refer, symbols
from grader.rubric import load

RUBRIC = """
symbols = ["w", "x", "y"]
[forward]
h = "w*x"
L = "(h - y)^2"
[marks]
"dL/dw" = 1
h = 1
"""
SUM, DIFFERENCE = "y + h", "h - y"


@pytest.fixture(scope="module")
def symbolic(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "symbolic.toml"
    path.write_text(RUBRIC)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


def defined(vocabulary, text):
    """The formula for the gradient, and what the names in it stand for."""
    answers, _ = lay_out_sheets(read_delimited(text.encode()), vocabulary)
    [formula] = [a.number for a in answers if a.target and a.target.quantity in ("dL/dw", "dE/dw")]
    assert isinstance(formula, Formula)
    return formula.text, dict(formula.defined)


@pytest.mark.parametrize(
    "text",
    [
        "dL/dw = 2*e*x with e = h - y",
        "dL/dw = 2*e*x (e = h - y)",
        "dL/dw = 2*e*x [where e = h - y]",
        "dL/dw = 2*e*x; e := h - y",
        "Let e = h - y. Then dL/dw = 2*e*x",
        "We define the error e := h - y\ndL/dw = 2*e*x",
        "dL/dw = 2*e*x\nwhere e is the error, e = h - y",
        "name,formula\ne,h - y\ndL/dw,2*e*x",
        "- $e = h - y$\n- $dL/dw = 2*e*x$",
        "e = 5\ne = h + y\ne = h - y\ndL/dw = 2*e*x\ne = h*y",
    ],
)
def test_a_formula_has_what_is_said_of_the_names_in_it(symbolic, text):
    assert defined(symbolic, text) == ("2*e*x", {"e": "h - y"})


def test_an_e_is_the_student_s_own_where_the_loss_is_called_so(tmp_path):
    (tmp_path / "symbolic.toml").write_text(RUBRIC.replace("L", "E"))
    vocabulary = Vocabulary(s for p in load(tmp_path / "symbolic.toml").problems for s in symbols(refer(p)))
    assert defined(vocabulary, "e = h - y\ndE/dw = 2*e*x")[1] == {"e": "h - y"}


def test_what_is_said_of_a_name_may_have_names_in_it(symbolic):
    text = "δ2 = 2 δ₁\nδ_1 = h - y\nk = 3\ndL/dw = δ2x"
    assert defined(symbolic, text)[1] == {"delta_2": "2 delta_1", "delta_1": "h - y"}


@pytest.mark.parametrize(
    "text",
    [
        "x = y + 1\ndL/dw = 2*(h - y)*x",
        "h = w*x + 1\ndL/dw = 2*(h - y)*x",
        "e = e + 1\ndL/dw = 2*(h - y)*x",
        "L = 0.25\ndL/dw = 2*(h - y)*x + 0*L",
        "L = h - y\ndL/dw = 2*(h - y)*x + 0*L",
        "k -> h -> L\ndL/dw = 2*(h - y)*x + 0*k",
    ],
)
def test_what_the_rubric_settles_is_not_defined_anew(symbolic, text):
    assert defined(symbolic, text)[1] == {}


def test_a_letter_that_may_be_a_word_between_two_answers_is_a_factor_of_a_product(symbolic):
    assert defined(symbolic, "dL/dw = 2 e x (1 + 0*x) with e = h - y")[0] == "2 e x (1 + 0*x)"
