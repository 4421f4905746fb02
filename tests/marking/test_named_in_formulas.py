"""What a formula says of the quantities that it names: that they are used, and not what they are."""

import pytest

from grader.answers.record import Answer, Formula
from grader.marking import mark
from grader.marking.laying_out import lay_out
from grader.notation import Target

EXPONENTIAL = """
symbols = ["a", "b", "x", "t", "eta"]
[forward]
yhat = "a*exp(b*x)"
L = "(yhat - t)^2/2"
[training]
loss = "L"
parameters = ["a"]
rate = "eta"
[marks]
"dL/da" = 2
"a'" = 1
"""


def marked(reference, **formulas):
    answers = [
        Answer(Target(reference.problem.name, name), name, text, Formula(text), "B1") for name, text in formulas.items()
    ]
    return mark(reference, lay_out(reference, ["ada"], [answers]), "test")


def test_a_gradient_that_a_later_formula_only_names_is_not_shown_to_be_written_wrongly(problem):
    found = marked(problem(EXPONENTIAL), **{"dL/da": "17*x^3", "a'": "a - eta*dL/da"})
    assert found.verdict.tolist() == [["wrong", "correct"]]


def test_one_that_stands_there_as_it_should_be_is(problem):
    found = marked(problem(EXPONENTIAL), **{"dL/da": "17*x^3", "a'": "a - eta*(yhat - t)*exp(b*x)"})
    assert found.verdict.tolist() == [["slip", "correct"]]
    assert found.cause.tolist() == [["copy", ""]]


@pytest.mark.parametrize(
    ("update", "cancels"), [("a - eta*dL/da", False), ("a - eta*(yhat - t)*exp(b*x)", True)], ids=["named", "shown"]
)
def test_a_gradient_that_is_named_has_no_sign_that_cancels_that_of_its_slip(problem, update, cancels):
    found = marked(problem(EXPONENTIAL), **{"dL/da": "(t - yhat)*exp(b*x)", "a'": update})
    assert found.verdict.tolist() == [["slip", "correct"]]
    assert ("two slips of sign cancel" in str(found.note[0, 1])) is cancels
