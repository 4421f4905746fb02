"""A weight's decay put on the bias, too: however the rubric writes the steps, and in every step of training."""

import pytest

from tests.marking.classroom import lost, marked, worked

LINE = """
[given]
x = [[1, 2], [-1.5, 0.5], [0.8, -1.2], [2.5, -0.4]]
t = [1, 0.4, -0.7, 1.3]
w = [0.3, -0.2]
b = [0.71]
eta = 0.5
lambda = 0.1
[forward]
y = "x @ w + b"
L = "mse(y, t)"
"""
RULE = '[training]\nloss = "L"\nparameters = ["w", "b"]\nupdate = {{w = "{0}", b = "{1}"}}\n'
BY_RULE = LINE + RULE + '[marks]\n"dL/db" = 1\n"w\'" = 2\n"b\'" = 1\n'
BY_HAND = LINE + 'w_new = "{0}"\nb_new = "{1}"\n[marks]\n"dL/db" = 1\nw_new = 2\nb_new = 1\n'
BESIDE_THE_GRADIENT = "w - eta*(dL/dw + lambda*w)", "b - eta*dL/db", "b - eta*(dL/db + lambda*b)"
ON_ITS_OWN = "w - eta*dL/dw - eta*lambda*w", "b - eta*dL/db", "b - eta*dL/db - eta*lambda*b"
SHRUNK = "(1 - eta*lambda)*w - eta*dL/dw", "b - eta*dL/db", "(1 - eta*lambda)*b - eta*dL/db"


@pytest.mark.parametrize("form", [BESIDE_THE_GRADIENT, ON_ITS_OWN, SHRUNK])
def test_a_decay_that_the_weights_alone_have_is_told_on_the_bias(problem, form):
    weights, bias, decayed = form
    reference = problem(BY_RULE.format(weights, bias))
    (marks,) = marked(reference, worked(reference, {"b'": decayed}))
    assert lost(marks) == {"b'[1]": "extra-term"}


def test_so_it_is_where_the_steps_are_formulas(problem):
    weights, bias, decayed = BESIDE_THE_GRADIENT
    reference = problem(BY_HAND.format(weights, bias))
    (marks,) = marked(reference, worked(reference, {"b_new": decayed}))
    assert lost(marks) == {"b_new[1]": "extra-term"}


def test_in_a_second_step_it_is_the_same_slip(problem):
    weights, bias, decayed = BESIDE_THE_GRADIENT
    rubric = BY_RULE.format(weights, bias).replace("\n[marks]", "\nsteps = 2\n[marks]") + "\"b''\" = 1\n"
    reference = problem(rubric)
    again = "b' - eta*(dL'/db' + lambda*b')"
    (marks,) = marked(reference, worked(reference, {"b'": decayed, "b''": again}))
    assert lost(marks) == {"b'[1]": "extra-term"}
    assert marks["b''[1]"][3] == "the same slip as in b′, where it is charged"
