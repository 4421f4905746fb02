"""Of several slips that give the very same number the likelier one is named, and one story told of the whole sheet."""

import numpy as np
import pytest

from tests.marking.classroom import lost, marked, right_answers, worked

CELL = """
figures = 3
[given]
x = [0.6, -1.1]
h0 = 0.35
c0 = -0.45
wf = [0.7, -0.2]
uf = 0.9
bf = 0.25
wi = [-0.4, 0.8]
ui = -0.6
bi = 0.1
wg = [1.2, -0.3]
ug = 0.5
bg = -0.15
wo = [0.3, -0.9]
uo = 0.4
bo = -0.05
v = 1.6
k = -0.2
t = 0.75
eta = 0.2
[forward]
af = "wf @ x + uf*h0 + bf"
ai = "wi @ x + ui*h0 + bi"
ag = "wg @ x + ug*h0 + bg"
ao = "wo @ x + uo*h0 + bo"
f = "sigmoid(af)"
i = "sigmoid(ai)"
g = "tanh(ag)"
o = "sigmoid(ao)"
c1 = "f*c0 + i*g"
h1 = "o*tanh(c1)"
yhat = "v*h1 + k"
L = "(yhat - t)^2/2"
[training]
loss = "L"
parameters = ["wf", "v"]
rule = "sgd"
rate = "eta"
[marks]
af = 1
ai = 1
ag = 1
ao = 1
f = 1
i = 1
g = 1
o = 1
c1 = 2
h1 = 2
yhat = 1
L = 1
"dL/dyhat" = 1
"dL/dv" = 1
"dL/dh1" = 1
"dL/do" = 1
"dL/dc1" = 2
"dL/df" = 1
"dL/di" = 1
"dL/dg" = 1
"dL/dc0" = 1
"dL/daf" = 2
"dL/dai" = 2
"dL/dag" = 2
"dL/dao" = 2
"dL/dwf" = 2
"dL/dwo" = 2
"dL/dbf" = 1
"dL/dh0" = 3
"wf'" = 2
"v'" = 1
"""


@pytest.mark.parametrize("figures", [4, 6])
def test_a_number_in_a_vectors_place_is_taken_from_the_same_sum(problem, figures):
    cell = problem(CELL)
    [marks] = marked(cell, worked(cell, {"dL/dwf": "dL/daf*[h0, h0]"}, figures))
    assert lost(marks) == {"dL/dwf[1]": "wrong-operand"}  # and not 0.5·0.7, which is h₀ as well
    assert marks["dL/dwf[1]"][3].startswith("h₀ is used where x belongs")


@pytest.mark.parametrize("figures", [3, 6])
def test_the_cell_for_the_state_that_is_made_of_it(problem, figures):
    cell = problem(CELL)
    [marks] = marked(cell, worked(cell, {"dL/dv": "dL/dyhat*c1"}, figures))
    assert lost(marks) == {"dL/dv": "wrong-operand"}
    assert marks["dL/dv"][3].startswith("c₁ is used where h₁ belongs")


FEW_FIGURES = {
    "c1": ("i*c0 + f*g", "wrong-operand", "f and i stand in each other's place"),
    "dL/dc0": ("dL/dc1*i", "wrong-operand", "i is used where f belongs"),
    "dL/dh0": ("dL/daf*uf + dL/dai*ui + dL/dao*uo", "dropped-term", "the term ∂L/∂ag · ug is left out"),
}


@pytest.mark.parametrize("name", FEW_FIGURES)
def test_the_likeliest_slips_of_a_gate_are_told_at_three_figures(problem, name):
    cell, (slip, cause, note) = problem(CELL), FEW_FIGURES[name]
    [marks] = marked(cell, worked(cell, {name: slip}, 3))
    assert lost(marks) == {name: cause}
    assert marks[name][3].startswith(note)


@pytest.mark.parametrize(("name", "text"), [("af", "1.025"), ("ai", "-1.32"), ("ao", "1.62")])
def test_two_digits_are_sooner_exchanged_than_a_given_is_misread(problem, name, text):
    cell = problem(CELL)
    [marks] = marked(cell, worked(cell, {name: text}, 6))
    assert lost(marks) == {name: "digits"}


def test_a_number_from_nowhere_is_not_two_slips_at_once(problem):
    cell = problem(CELL)
    answers = right_answers(cell) | {"dL/do": "0.3066", "dL/dbf": "0.153303"}
    [marks] = marked(cell, answers)
    assert lost(marks) == {"dL/dbf": "wrong"}  # half of another gate's gradient, by chance


def test_of_two_readings_of_what_is_given_it_is_the_one_that_later_rows_bear_out(problem):
    cell = problem(CELL)
    [marks] = marked(cell, worked(cell, {}, 6, read={"x": np.array([[[0.6, 1.1]]])}))
    assert lost(marks) == {"af": "sign"}
    assert marks["af"][3].startswith("the minus signs in x are lost")


NORMALISED = """
tolerance = "0.1 %"
figures = 3
[given]
x = [1.2, -0.4, 2.6, 0.2]
y = [1, 0, 1, 0]
eps = 0.001
[forward]
mu = "mean(x)"
var = "mean((x - mu)^2)"
xhat = "(x - mu)/sqrt(var + eps)"
L = "mean((1.5*xhat - 0.3 - y)^2)"
[marks]
xhat = 4
"dL/dxhat" = 4
"dL/dvar" = 2
"dL/dmu" = 2
"dL/dx" = 4
"""


def test_what_is_too_small_to_be_seen_in_its_sum_may_be_left_out_where_it_shows_by_cancelling(problem):
    normalised = problem(NORMALISED)
    slips = {
        "xhat": "(x - mu)/sqrt(var)",
        "dL/dxhat": "1.5*(1.5*xhat - 0.3 - y)/4",
        "dL/dvar": "sum(dL/dxhat*(x - mu))*(-1/2)*var^(-3/2)",
        "dL/dmu": "sum(-dL/dxhat)/sqrt(var)",
        "dL/dx": "dL/dxhat/sqrt(var) + dL/dvar*2*(x - mu)/4 + dL/dmu/4",
    }
    [marks] = marked(normalised, worked(normalised, slips, 6))
    assert lost(marks) == {"dL/dxhat[1]": "wrong-factor"}


def test_a_gate_that_is_taken_for_what_another_one_leaves(problem):
    cell = problem(CELL)
    [marks] = marked(cell, worked(cell, {"c1": "f*c0 + (1 - f)*g"}, 6))
    assert lost(marks) == {"c1": "wrong-operand"}
    assert marks["c1"][3].startswith("1 − f is used where i belongs")


SHARES = """
[given]
x = [0.8, -0.5, 1.1]
v = [0.5, 1.4, -0.8]
[forward]
s = "2*x"
a = "softmax(s)"
o = "a @ v"
[marks]
s = 3
a = 3
o = 1
"do/ds" = 3
"""


def test_a_softmax_without_exponentials(problem):
    shares = problem(SHARES)
    [marks] = marked(shares, worked(shares, {"a": "s/sum(s)"}, 6))
    assert lost(marks) == {"a[1]": "missing-function"}


ADAM = """
[given]
w = 1.5
x = 0.6
t = 0.2
eta = 0.01
[forward]
h = "w*x"
E = "(h - t)^2"
[training]
loss = "E"
parameters = ["w"]
rule = "adam"
rate = "eta"
eps = 0.001
[marks]
"dE/dw" = 1
"mhat'" = 1
"vhat'" = 1
"w'" = 1
"""


def test_of_a_step_of_training_the_root_is_sooner_forgotten_than_the_moment(problem):
    adam = problem(ADAM)
    [marks] = marked(adam, worked(adam, {"w'": "w - eta*mhat'/(vhat' + 0.001)"}, 6))
    assert lost(marks) == {"w'": "missing-function"}  # in the first step m̂/v̂ is 1/√v̂


def test_a_slip_beside_one_that_is_differentiated_is_named_by_itself(problem):
    normalised = problem(NORMALISED)
    slips = {
        "xhat": "(x - mu)/(var + eps)",
        "dL/dvar": "-sum(dL/dxhat*(x - mu))/(var + eps)^2",
        "dL/dmu": "-sum(dL/dxhat)/(var + eps)",
        "dL/dx": "dL/dxhat/(var + eps) + dL/dmu/4",
    }
    [marks] = marked(normalised, worked(normalised, slips, 6))
    assert lost(marks) == {"xhat[1]": "missing-function", "dL/dx[1]": "dropped-term"}


def test_one_function_taken_for_another_says_nothing_of_a_third(problem):
    cell = problem(CELL)
    [marks] = marked(cell, worked(cell, {"g": "sigmoid(ag)", "dL/dc1": "dL/dh1*o"}, 6))
    assert lost(marks) == {"g": "wrong-activation", "dL/dc1": "missing-derivative"}
