"""Which slips are known of a step."""

import math

import numpy as np
import pytest

from grader.marking.slips import Slips
from tests.accuracy import whole
from tests.marking.classroom import lost, marked, right_answers

RUBRIC = """
[given]
x = 2
w = -0.7
v = 1.5
[forward]
p = "w*x + 0.3"
h = "relu(p)"
y = "v*h + 0.4"
[marks]
p = 1
h = 1
y = 1
"dy/dh" = 1
"dy/dp" = 1
"dy/dw" = 1
"""


@pytest.fixture(scope="module")
def relu(problem):
    return problem(RUBRIC)


def test_leaving_out_relu_and_its_derivative_are_known_slips(relu):
    slips = Slips(relu.graph, "")
    assert "missing-activation" in {m.cause for m in slips.singles("h")}
    assert "missing-derivative" in {m.cause for m in slips.singles("dy/dp")}


@pytest.mark.parametrize(
    ("quantity", "text", "later", "cause"),
    [
        ("h", "-1.1", {"y": "-1.25"}, "missing-activation"),
        ("dy/dp", "1.5", {"dy/dw": "3"}, "missing-derivative"),
    ],
)
def test_who_leaves_out_relu_is_told_so(relu, quantity, text, later, cause):
    [marks] = marked(relu, {**right_answers(relu), quantity: text, **later})
    assert lost(marks) == {quantity: cause}


BCE = """
[given]
X = [[1.2, -0.7], [0.4, 1.5], [-1.1, 0.6], [2, 0.3]]
y = [1, 0, 0, 1]
w = [0.4, -0.3]
[forward]
z = "X @ w + 0.2"
p = "sigmoid(z)"
D = "mean(-(y*log(p) + (1 - y)*log(1 - p)))"
[marks]
z = 4
p = 4
D = 1
"dD/dz" = 4
"""
"""Probabilities below 1, and the division by the number of samples in both terms of the derivative."""

DELTA = """
[given]
x = 0.6
w = 0.8
t = 1
[forward]
net = "w*x + 0.3"
o = "sigmoid(net)"
e = "t - o"
delta = "e*o*(1 - o)"
[training]
parameters = ["w"]
rate = 0.5
steps = 1
update = {w = "w + 0.5*delta*x"}
[marks]
net = 1
o = 1
e = 1
delta = 1
"w'" = 1
"""

MOMENTUM = """
[given]
x = [1, 2, -1]
y = [2, 3, -0.5]
w = 0.5
[forward]
f = "w*x"
L = "mean((f - y)^2)"
[training]
loss = "L"
parameters = ["w"]
rule = "momentum"
rate = 0.1
momentum = 0.8
steps = 2
[marks]
"dL/dw" = 1
"v'" = 1
"w'" = 1
"dL'/dw'" = 1
"v''" = 1
"w''" = 1
"""

ATTENTION = """
[given]
s = [0.5, -0.3, 1.1]
V = [0.4, -0.7, 0.9]
[forward]
a = "softmax(s)"
o = "a @ V"
[marks]
a = 3
"do/da" = 3
"do/ds" = 3
"""

NORM = """
[given]
x = [1.5, 0.2, -0.8, 2.3]
t = [1, 0.5, -1, 2]
[forward]
mu = "mean(x)"
d = "x - mu"
v = "mean(d^2)"
s = "sqrt(v)"
y = "d/s"
L = "sum((y - t)^2)"
[marks]
mu = 1
d = 4
v = 1
s = 1
y = 4
L = 1
"dL/dy" = 4
"""

POOL = """
[given]
X = [[1, 0.5, 2, 0.3], [0.7, 1.4, 0.2, 0.9], [0.1, 0.6, 1.1, 0.8], [1.3, 0.4, 1.6, 0.5]]
k = [0.61, -0.43, 0.27, 0.76]
[forward]
m = "maxpool2d(X)"
o = "flatten(m) @ k"
[marks]
m = 4
"do/dm" = 4
"do/dX" = 16
"""

RECURRENT = """
[given]
x = 0.7
h0 = 0.3
w = 0.5
u = -0.2
[forward]
z = "w*x + u*h0"
h = "tanh(z)"
[marks]
z = 1
h = 1
"dh/dz" = 1
"dh/dw" = 1
"dh/du" = 1
"""


PICKED = """
[given]
z = [0.4, 1.3, -0.2]
[forward]
p = "softmax(z)"
L = "-log(p[2])"
[marks]
p = 3
L = 1
"""


@pytest.mark.parametrize(
    ("rubric", "quantity", "wrong", "cause"),
    [
        pytest.param(BCE, "D", lambda v: 4 * v["D"], "reduction", id="sum for mean beside logarithms"),
        pytest.param(BCE, "D", lambda v: v["D"] / math.log(10), "log-base", id="both logarithms"),
        pytest.param(BCE, "dD/dz", lambda v: 4 * v["dD/dz"], "wrong-factor", id="1/n left out of both terms"),
        pytest.param(
            BCE, "dD/dz", lambda v: v["dD/dz"] * v["p"] * (1 - v["p"]), "extra-derivative", id="σ′ once too often"
        ),
        pytest.param(DELTA, "delta", lambda v: v["e"], "missing-derivative", id="a derivative the author wrote out"),
        pytest.param(DELTA, "delta", lambda v: v["e"] * v["o"], "half-derivative", id="half of it"),
        pytest.param(MOMENTUM, "v'", lambda v: 0.2 * v["dL/dw"], "wrong-factor", id="an average for momentum"),
        pytest.param(
            MOMENTUM, "w''", lambda v: v["w'"] - 0.1 * v["dL'/dw'"], "wrong-operand", id="the gradient for the velocity"
        ),
        pytest.param(
            ATTENTION, "do/ds", lambda v: v["a"] * (1 - v["a"]) * v["do/da"], "dropped-term", id="the diagonal alone"
        ),
        pytest.param(NORM, "v", lambda v: v["v"] * 4 / 3, "wrong-factor", id="n − 1 for n"),
        pytest.param(NORM, "s", lambda v: v["v"], "missing-function", id="no root"),
        pytest.param(NORM, "dL/dy", lambda v: v["dL/dy"] / 4, "reduction", id="mean for sum where the loss is left"),
        pytest.param(POOL, "do/dX", lambda v: np.kron(v["do/dm"], np.ones((2, 2))) / 4, "reduction", id="mean pooling"),
        pytest.param(RECURRENT, "dh/dz", lambda v: 1 - v["z"] ** 2, "derivative-at-preactivation", id="σ′ taken at z"),
        pytest.param(RECURRENT, "dh/du", lambda v: v["dh/dz"] * 0.7, "wrong-operand", id="the input for the state"),
        pytest.param(PICKED, "L", lambda v: -np.log(v["p"][2]), "wrong-operand", id="another class's probability"),
    ],
)  # fmt: skip
def test_a_slip_of_the_whole_step_is_named_and_charged_once(problem, rubric, quantity, wrong, cause):
    reference = problem(rubric)
    right = {name: value[0, 0] for name, value in reference.values.items()}
    [at] = [n for n, q in enumerate(reference.graph.computed) if q.name == quantity]
    asked = {element.quantity for element in reference.asked}
    names = [q.name for q in reference.graph.computed[:at] if q.name in asked]
    before = {name: text for name, text in right_answers(reference).items() if name in names}
    texts = np.array([f"{float(x):.6g}" for x in np.ravel(wrong(right))], dtype=object)
    [marks] = marked(reference, {**before, quantity: texts})
    found = {q: cause for q, cause in lost(marks).items() if cause != "missing"}
    assert list(found.values()) == [cause]


def test_a_term_left_out_is_likelier_than_an_element_taken_for_all_others(problem):
    reference = problem(BCE)
    right = {name: value[0, 0] for name, value in reference.values.items()}
    half = -(right["y"] * np.log(right["p"])).mean()
    [marks] = marked(reference, {**right_answers(reference, without=["D", "dD/dz"]), "D": f"{half:.6g}"})
    assert marks["D"][1] == "dropped-term"


SHORT = """
[given]
i = [0.05, 0.1]
w = [0.15, 0.2, 0.25, 0.3]
b = 0.35
[forward]
z1 = "w1*i1 + w2*i2 + b"
z2 = "w3*i1 + w4*i2 + b"
[marks]
z1 = 1
z2 = 1
"""


def test_two_slips_at_once_are_not_found_in_a_number_as_short_as_all_others(problem):
    """0.3275 is the sum with 0.30 for b, and with w2 taken for w4 and its sign changed, too."""
    [marks] = marked(problem(SHORT), {"z1": "0.3275", "z2": "0.3925"})
    assert marks["z1"][:2] == ("wrong", "")


ERROR = """
[given]
s = 0.9
t = 0.2
[forward]
h = "sigmoid(s)"
E = "(h - t)^2"
[marks]
h = 1
"dE/dh" = 1
"dE/ds" = 1
"""


def test_the_derivative_at_the_error_is_a_known_slip(problem):
    error = 2 * (1 / (1 + math.exp(-0.9)) - 0.2)
    answers = {"h": "0.710950", "dE/dh": f"{error:.6g}", "dE/ds": f"{error * error * (1 - error):.6g}"}
    [marks] = marked(problem(ERROR), answers)
    assert lost(marks) == {"dE/ds": "wrong-operand"}


STEP = """
tolerance = "0.1 %"
[given]
x = [0.5, -1.2]
w = [0.7, 0.3268]
t = 1
[forward]
y = "w @ x"
E = "(y - t)^2"
[training]
loss = "E"
parameters = ["w"]
rate = 0.001
steps = 1
[marks]
y = 1
"dE/dw" = 2
"w'" = 2
"""


@pytest.mark.parametrize("text", ["0.7", "0.70"])
def test_a_parameter_that_shows_no_step_is_not_quite_right(problem, text):
    """w1 becomes 0.70104, w2 0.3243: the first cannot be told from the one before, the second was not updated."""
    reference = problem(STEP)
    answers = right_answers(reference)
    [marks] = marked(reference, {**answers, "w'": [text, answers["w'"][1]]})
    assert marks["w'[1]"][0] == "imprecise"
    assert "too few places to show the step" in marks["w'[1]"][3]
    [marks] = marked(reference, {**answers, "w'": [answers["w'"][0], "0.3268"]})
    assert lost(marks) == {"w'[2]": "dropped-term"}


def test_one_derivative_left_out_is_told_as_one():
    """That of the step itself is not taken for one more that the rubric has written out."""
    found = whole("rubrics/cs637-hw1.toml", 1)
    said = [m.says for m in Slips(found.graph, "").singles("dDiv/ds3") if m.cause == "missing-derivative"]
    assert said == ["the derivative {0} of the activation is left out"]


def test_two_slips_of_which_one_leaves_nothing_for_the_other(reference):
    """A term of a sum over samples, and the factor that the samples are in: without that there are no terms."""
    found = reference("tests/rubrics/batchnorm.toml")
    assert Slips(found.graph, "", found.values).pairs("dL/dmu")
