"""Formulas by the chain rule: derivatives of one step, names of the student's own, and the time in brackets."""

import numpy as np
import pytest

from grader.answers.record import Answer, Formula
from grader.marking.laying_out import lay_out
from grader.notation import Target, plain

RECURRENT = """
symbols = ["x1", "x2", "x3", "y", "w_x", "w_h", "w_y", "b"]
[names]
"dL/da2" = ["delta 2"]
[forward]
a1 = "w_x*x1 + b"
h1 = "tanh(a1)"
a2 = "w_x*x2 + w_h*h1 + b"
h2 = "tanh(a2)"
a3 = "w_x*x3 + w_h*h2 + b"
h3 = "tanh(a3)"
yhat = "w_y*h3"
L = "(yhat - y)^2"
[marks]
"dL/dw_h" = 5
"""
VECTOR = """
symbols = ["a1", "a2", "y1", "y2"]
[forward]
a = "[a1, a2]"
z = "2*a"
h = "tanh(z)"
p = "softmax(h)"
L = "sum((p - [y1, y2])^2)"
[marks]
"dL/dz" = 2
"""


def judged(reference, text, quantity="dL/dw_h", index=None, **own):
    """Whether a formula is right; None where it cannot be read."""
    defined = tuple((name, plain(formula)) for name, formula in own.items())
    answer = Answer(Target("", quantity, index), quantity, text, Formula(plain(text), defined=defined), "B1")
    found = lay_out(reference, ["ada"], [[answer]])
    at = (..., *(i - 1 for i in index or ()))
    if found.unreadable[quantity][at].any():
        return None
    return bool(np.allclose(found.written[quantity].value[at], reference.values[quantity][at]))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("dL/dyhat * dyhat/dh3 * (1-h3^2) * (h2 + w_h*(1-h2^2)*h1)", True),
        ("dL/dh3 * ∂h_3/∂a_3 * (h2 + w_h*(1-h2^2)*h1)", True),
        ("∂L/∂ŷ ∂ŷ/∂h₃ ∂h₃/∂a₃ (h₂ + ∂a₃/∂h₂ ∂h₂/∂a₂ h₁)", True),
        ("dL/dyhat * dyhat/dh3 * (1-h3^2) * (h2 + (1-h2^2)*h1)", False),
        ("dL/da3*da3/dw_h + dL/da2*da2/dw_h", True),
        ("dL/dL * dL/dyhat * dyhat/dh3 * (1-h3^2) * (h2 + w_h*(1-h2^2)*h1)", True),
        ("dL/da3*da3/dw_h", None),
        ("dL/dyhat*dyhat/da2*h1 + dL/da3*h2", None),
        ("dx3/dw_h * h2", None),
    ],
)
def test_the_derivative_of_one_step_is_read_and_of_another_it_is_not_guessed(problem, text, right):
    assert judged(problem(RECURRENT), text) is right


@pytest.mark.parametrize(("text", "right"), [("dL/dh1*dh1/dz1", True), ("dL/dh1*dh1/dz2", None), ("dp1/dh1", None)])
def test_of_an_array_the_derivative_of_one_step_is_that_of_the_same_element(problem, text, right):
    assert judged(problem(VECTOR), text, "dL/dz", (1,)) is right


@pytest.mark.parametrize("h", ["h({})", "h^{{({})}}", "h^({})", "h_{}"])
def test_the_time_in_brackets_is_an_index_where_nothing_is_called_so_without_it(problem, h):
    h1, h2, h3 = (h.format(t) for t in (1, 2, 3))
    text = f"2(ŷ - y) w_y (1 - ({h3})^2) ({h2} + w_h (1 - ({h2})^2) {h1})"
    assert judged(problem(RECURRENT), text)
    assert judged(problem(RECURRENT), f"{text} + 0*h(0)") is None
    assert not judged(problem(RECURRENT), text.replace("(ŷ - y)", "(ŷ - y)y(1)"))


@pytest.mark.parametrize(
    ("own", "right"),
    [
        ({"e": "ŷ − y"}, True),
        ({"e": "2*err/2", "err": "ŷ − y"}, True),
        ({"e": "y − ŷ"}, False),
        ({"e": "see above"}, None),
        ({"e": "e + 0"}, None),
        ({"e": "f", "f": "e"}, None),
        ({}, None),
    ],
)
def test_a_name_is_what_the_student_says_it_is_and_e_without_a_power_is_no_number(problem, own, right):
    assert judged(problem(RECURRENT), "2*e*w_y*(1-h3^2)*(h2 + w_h*(1-h2^2)*h1)", **own) is right


def test_what_the_student_says_of_a_name_counts_before_the_rubric(problem):
    text, right, wrong = "dL/da3 h2 + δ2 h1", "dL/da3 w_h (1 − h2²)", "dL/da3 (1 − h2²)"
    assert judged(problem(RECURRENT), text)
    assert judged(problem(RECURRENT), text, delta_2=right)
    assert judged(problem(RECURRENT), text, delta_2=wrong) is False
    assert judged(problem(RECURRENT), text, delta_2="as in the lecture")


def test_names_that_stand_for_more_and_more_make_no_formula(problem):
    own = {f"q{n}": f"q{n + 1} + q{n + 1}" for n in range(40)} | {"q40": "h1"}
    assert judged(problem(RECURRENT), "q0", **{f"q_{name[1:]}": text for name, text in own.items()}) is None
