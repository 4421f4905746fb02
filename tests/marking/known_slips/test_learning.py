"""Slips in learning: steps and moments, and the updates of reinforcement learning."""

import numpy as np
import pytest

from tests.marking.classroom import charged, each_named_and_charged_once, lost, marked, worked

STEPS = """
[given]
x = [1.5, -0.8]
w = [0.4, -0.3]
b = 0.2
t = 1
[forward]
z = "dot(w, x) + b"
E = "(z - t)^2"
[training]
loss = "E"
parameters = ["w", "b"]
rate = 0.1
steps = 2
[marks]
z = 1
E = 1
"dE/dw" = 2
"dE/db" = 1
"w'" = 2
"b'" = 1
"z'" = 1
"dE'/dw'" = 2
"dE'/db'" = 1
"w''" = 2
"b''" = 1
"""
ADAM = STEPS.replace("rate = 0.1", 'rate = 0.1\nrule = "adam"')
RMSPROP = """
[given]
x = 1.5
y = -0.8
[forward]
f = "x^2 + 3*y^2"
[training]
loss = "f"
parameters = ["x", "y"]
rate = 0.1
rule = "rmsprop"
steps = 2
[marks]
"df/dx" = 1
"df/dy" = 1
"s_x'" = 1
"s_y'" = 1
"x'" = 1
"y'" = 1
"s_x''" = 1
"s_y''" = 1
"""
VALUES = """
[given]
s = [1.0, -0.5]
sn = [0.5, 1.3]
a = [0, 1]
W1 = [[0.4, -0.2], [0.3, 0.6]]
b1 = [0.1, -0.3]
W2 = [[0.5, -0.7], [0.2, -0.9]]
alpha = 0.1
[forward]
z = "W1 @ s + b1"
h = "relu(z)"
q = "W2 @ h"
t = "1 + 0.9*max(W2 @ relu(W1 @ sn + b1))"
dq = "-(t - sum(a*q))*a"
gW2 = "outer(dq, h)"
dh = "W2.T @ dq"
dz = "dh*step(z)"
gW1 = "outer(dz, s)"
V2 = "W2 - alpha*gW2"
V1 = "W1 - alpha*gW1"
[marks]
h = 2
q = 2
t = 1
dq = 2
gW2 = 4
dh = 2
dz = 2
gW1 = 4
V2 = 4
V1 = 4
"""
STATES = """
[given]
s = [1, 0.5]
sn = [0.23, -1.1]
w = [0.3, -0.4]
U = [[0.5, -0.1], [-0.2, 0.6]]
[forward]
d = "0.5 + 0.95*(w @ sn) - w @ s"
q = "U @ sn"
p = "softmax(U @ s)"
[marks]
d = 1
q = 2
p = 2
"""
PIECES = """
[given]
w = [1.4, 0.5, -0.6]
m = 0.4
n = [0.62, -0.17]
k = [0.031, 0.074]
b1 = 0.9
b2 = 0.98
[forward]
z = "w*m"
h = "relu(z)"
c = "sum(h^2)"
y = "softplus(c - 1)"
J = "(y - 1)^2"
u = "n/(1 - b1)"
v = "k/(1 - b2)"
r = "mean(n^2)"
f = "n*min(1, r/m)"
[marks]
h = 3
y = 1
u = 2
v = 2
r = 1
f = 2
"dJ/dy" = 1
"dJ/dc" = 1
"dJ/dh" = 3
"dJ/dz" = 3
"""


test_a_slip_is_named_and_charged_once = each_named_and_charged_once(
    [
        (STEPS, {"w''": "w - 0.1*dE'/dw'", "b''": "b - 0.1*dE'/db'"}, "old-weight", "w from before the step"),
        (STEPS, {"w''": "w' - 0.1*dE/dw", "b''": "b' - 0.1*dE/db"}, "old-weight", "∂E/∂w from before the step"),
        (STEPS, {"w'": "w", "b'": "b"}, "dropped-term", "no step is taken"),
        (ADAM, {"w'": "w + 0.1*mhat_w'/(sqrt(vhat_w') + 1e-8)"}, "ascent", "the step goes uphill"),
        (
            ADAM,
            {f"{p}'": f"{p} - 0.1*m_{p}'/(sqrt(v_{p}') + 1e-8)" for p in "wb"},
            "missing-factor",
            "the correction of the moment",
        ),
        (RMSPROP, {f"s_{v}'": f"0.1*(df/d{v})^2*9" for v in "xy"}, "wrong-operand", "stand in each other's place"),
        (VALUES, {"t": "1 + 0.9*(W2 @ relu(W1 @ sn + b1))[2]"}, "wrong-branch", "[2] is taken, not"),
        (VALUES, {"gW2": "outer(h, dq)"}, "transposed", "rows and columns are exchanged"),
        (VALUES, {"dz": "dh*h"}, "missing-derivative", "h itself stands where its derivative [z > 0] belongs"),
        (VALUES, {"gW2": "outer(dq, s)"}, "wrong-operand", "s is used where h belongs"),
        (VALUES, {"gW1": "outer(dz, sn)"}, "wrong-operand", "sn is used where s belongs"),
        (VALUES, {"dh": "(W2 - alpha*gW2).T @ dq"}, "updated-weight", "the updated V₂ is used"),
        (STATES, {"d": "0.5 + 0.95*(w @ s) - w @ s"}, "wrong-operand", "s is used where sn belongs"),
        (STATES, {"p": "softmax(U @ sn)"}, "wrong-operand", "sn is used where s belongs"),
        (PIECES, {"y": "1 + exp(c - 1)"}, "missing-function", "only what is inside"),
        (PIECES, {"y": "log10(1 + exp(c - 1))"}, "log-base", "log₁₀ is used"),
        (PIECES, {"dJ/dc": "dJ/dy*sigmoid(c - 1)*(1 - sigmoid(c - 1))"}, "extra-derivative", "once more"),
        (PIECES, {"u": "n/b1", "v": "k/b2"}, "wrong-operand", "b₁ is used where 1 − b₁ belongs"),
        (PIECES, {"u": "n*(1 - b1)"}, "wrong-factor", "multiplied by 1 − b₁, not divided"),
        (PIECES, {"f": "n"}, "missing-factor", "the factor min(1, r/m) is left out"),
        (PIECES, {"r": "sum(n^2)"}, "reduction", "the sum is taken, not the mean"),
    ]
)


def test_a_parameter_that_stays_as_it_was_shows_that_no_step_was_taken(problem):
    """0.2 has one figure, as it is given."""
    reference = problem(STEPS)
    answers = worked(reference, {"w'": "w", "b'": "b"}) | {"w'": ["0.4", "-0.3"], "b'": "0.2"}
    [marks] = marked(reference, answers)
    assert lost(marks) == {"w'[1]": "dropped-term"}


LINE = """
[given]
x = [1, 2, 4]
y = [2, 3.5, 4.1]
w1 = 0.4
w2 = 0.3
eta = 0.1
[forward]
p = "w1 + w2*x"
E = "mean((p - y)^2)"
[training]
loss = "E"
parameters = ["w1", "w2"]
rate = "eta"
steps = 2
[marks]
p = 3
E = 1
"dE/dw1" = 1
"dE/dw2" = 1
"w1'" = 1
"w2'" = 1
"E'" = 1
"dE'/dw1'" = 1
"dE'/dw2'" = 1
"w1''" = 1
"w2''" = 1
"""


@pytest.mark.parametrize("blank", [(), ("dE/dw2", "dE'/dw2'")], ids=["gradients written", "gradients blank"])
def test_parameters_updated_one_after_another_are_one_slip(problem, blank):
    """The gradient by w2 is worked out with w1 already updated, in both steps."""
    x, y, w1, w2, found = np.array([1, 2, 4.0]), np.array([2, 3.5, 4.1]), 0.4, 0.3, {}
    for step in ("", "'"):
        p = w1 + w2 * x
        first = 2 * np.mean(p - y)
        later = w1 - 0.1 * first
        second = 2 * np.mean((later + w2 * x - y) * x)
        found |= {f"p{step}": p, f"E{step}": np.mean((p - y) ** 2), f"dE{step}/dw1{step}": first}
        w1, w2 = later, w2 - 0.1 * second
        found |= {f"dE{step}/dw2{step}": second, f"w1'{step}": w1, f"w2'{step}": w2}
    texts = {n: np.vectorize(lambda v: f"{v:.5g}", otypes=[object])(v) for n, v in found.items() if n not in blank}
    [marks] = marked(problem(LINE), texts)
    assert [word for word in lost(marks).values() if word != "missing"] == ["updated-weight"]


LINEAR_OUTPUT = """
[given]
x = [0.6, -0.4]
w = [0.7, -0.3]
u = [0.5, 0.9]
v = [0.8, -0.6]
y = 0.75
[forward]
h1 = "sigmoid(dot(w, x))"
h2 = "sigmoid(dot(u, x))"
o = "v[1]*h1 + v[2]*h2"
E = "1/2*(o - y)^2"
[marks]
o = 1
"dE/do" = 1
"dE/dv" = 2
"dE/dh1" = 1
"""


@pytest.mark.parametrize("differentiated", [True, False])
def test_an_activation_on_a_linear_output_that_the_network_has_nowhere_is_one_slip(problem, differentiated):
    slips = {"o": "tanh(v[1]*h1 + v[2]*h2)"}
    if differentiated:
        slips |= {"dE/dh1": "dE/do*(1 - o^2)*v[1]", "dE/dv": "dE/do*(1 - o^2)*[h1, h2]"}
    assert charged(problem(LINEAR_OUTPUT), slips)[0] == ["wrong-activation"]


LOOK_AHEAD = """
[given]
x = [0.8, -1.5, 2.1]
y = [1.9, -0.4, 0.6]
w = 0.4
b = -0.3
v_w = 0.5
v_b = -0.4
[forward]
p = "w*x + b"
L = "mse(p, y)"
[training]
loss = "L"
parameters = ["w", "b"]
rule = "nesterov"
lookahead = true
rate = 0.2
[marks]
p = 3
w_ahead = 1
b_ahead = 1
p_ahead = 3
"dL_ahead/dw_ahead" = 1
"w'" = 1
"""


@pytest.mark.parametrize(
    ("slips", "cause"),
    [
        ({"p": "w*x", "p_ahead": "w_ahead*x"}, "missing-bias"),
        ({"w'": "w_ahead - 0.2*v_w'", "b'": "b_ahead - 0.2*v_b'"}, "wrong-operand"),
    ],
    ids=["in both passes", "the step begins there"],
)
def test_a_slip_at_the_point_ahead_is_one_with_that_at_the_parameters(problem, slips, cause):
    assert charged(problem(LOOK_AHEAD), slips)[0] == [cause]


TWO_MOMENTS = """
[given]
x = [0.7, -1.1]
y = 2
w = [0.6, -0.45]
b = 0.3
[forward]
z = "w @ x + b"
mu = "exp(z)"
L = "mu - y*z"
[training]
loss = "L"
parameters = ["w", "b"]
rule = "adam"
rate = 0.05
steps = 2
[marks]
z = 1
"dL/dw" = 2
"dL/db" = 1
"m_w'" = 2
"v_w'" = 2
"mhat_w'" = 2
"vhat_w'" = 2
"m_b'" = 1
"v_b'" = 1
"mhat_b'" = 1
"vhat_b'" = 1
"w'" = 2
"b'" = 1
"dL'/dw'" = 2
"m_w''" = 2
"v_w''" = 2
"mhat_w''" = 2
"vhat_w''" = 2
"w''" = 2
"""


@pytest.mark.parametrize(
    "slips",
    [
        {f"{m}hat_{q}{p}'": f"{m}_{q}{p}'" for m in "mv" for q, p in [("w", ""), ("b", ""), ("w", "'")]},
        {f"m_{q}'": f"dL/d{q}" for q in "wb"}
        | {f"v_{q}'": f"dL/d{q}^2" for q in "wb"}
        | {"m_w''": "0.9*m_w' + dL'/dw'", "v_w''": "0.999*v_w' + dL'/dw'^2"},
    ],
    ids=["not corrected", "without 1 - beta"],
)
def test_what_is_left_out_of_both_moments_is_one_slip(problem, slips):
    assert charged(problem(TWO_MOMENTS), slips)[0] == ["missing-factor"]
