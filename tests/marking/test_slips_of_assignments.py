"""Slips of assignments as courses give them out: in parts of arrays, penalties, filters, graphs and moments."""

import pytest

from tests.marking.classroom import lost, marked, worked

REGULARISED = """
[given]
X = [[1, 0.5, -0.3], [1, -0.8, 0.9], [1, 0.2, 1.1]]
Y = [[1, 0], [0, 1], [0, 1]]
Theta = [[0.1, 0.3, -0.5], [-0.2, 0.7, 0.4]]
lambda = 0.5
m = 3
[forward]
z = "X @ Theta.T"
a = "sigmoid(z)"
J = "-sum(Y*log(a) + (1 - Y)*log(1 - a))/m + lambda/(2*m)*sum(Theta[:,2:3]^2)"
delta = "m*dJ/dz"
back = "(delta @ Theta[:,2:3])*sigmoid(z)*(1 - sigmoid(z))"
[marks]
z = 6
a = 6
J = 1
delta = 6
back = 6
"dJ/dTheta" = 6
"""
BIAS_FIRST = """
[given]
a = [2, -0.7, 0.4]
v = [0.3, 1.26, 1.58, -0.9]
[forward]
z = "concat([1], sigmoid(a))"
E = "dot(v, z)"
[marks]
z = 4
E = 1
"dE/da" = 3
"""
FIT = """
[given]
x = [1, 2, 4]
y = [2, 2.5, 5]
w = 0.83
lambda = 0.2
[forward]
f = "w*x"
E = "sum((y - f)^2)/3"
R = "lambda/2*w^2"
[marks]
f = 3
E = 1
R = 1
"""
NEGATIVES = """
[given]
v = [0.5, -0.3, 0.8]
u = [0.2, 0.6, -0.4]
n = [-0.7, 0.1, 0.9]
k = [0.3, -0.5, 0.45]
[forward]
p = "sigmoid(dot(u, v))"
q = "sigmoid(-dot(n, v))"
r = "sigmoid(-dot(k, v))"
J = "-log(p) - log(q) - log(r)"
[marks]
J = 1
"dJ/dv" = 3
"""
GRAPH = """
[given]
A = [[0.4, 0.3, 0.3], [0.3, 0.6, 0.1], [0.3, 0.1, 0.6]]
X = [[1, 0.5], [-1, 2], [0.3, -0.7]]
W = [[0.6, -0.4], [0.8, 0.5]]
[forward]
M = "A @ X"
Z = "M @ W"
L = "half_sse(Z, 0.3)"
[marks]
M = 6
Z = 6
"dL/dZ" = 6
"dL/dW" = 4
"""
FILTER = """
[given]
x = [[1, 0, 2, 1], [0, 1, 3, 0], [2, 1, 0, 1], [1, 0, 1, 2]]
k = [[0.5, -0.2], [0.3, 0.4]]
[forward]
z = "conv2d(x, k)"
L = "half_sse(z, 0.7)"
[marks]
z = 9
"dL/dz" = 9
"dL/dk" = 4
"""
VELOCITY = """
[given]
w = 0.4
x = 2
v = 0.05
[forward]
E = "(w*x - 0.3)^2/2"
[training]
loss = "E"
parameters = ["w"]
rule = "velocity"
momentum = 0.8
rate = 0.05
[marks]
"dE/dw" = 1
"v'" = 1
"w'" = 1
"""
MOMENTUM_BY_HAND = """
[given]
w = 0.5
v0 = 0
mu = 0.9
eta = 0.1
[forward]
L = "(w*2 - 3)^2/2"
v1 = "mu*v0 + dL/dw"
w1 = "w - eta*v1"
[marks]
"dL/dw" = 1
v1 = 1
w1 = 1
"""
"""A tenth of the gradient might as well be a decimal point that has slipped."""


@pytest.mark.parametrize(
    ("rubric", "slips", "cause", "said"),
    [
        (
            REGULARISED,
            {"J": "-sum(Y*log(a) + (1 - Y)*log(1 - a))/m + lambda/(2*m)*sum(Theta^2)"},
            "extra-term",
            "all of Θ is taken, and not Θ[:,2:3] alone",
        ),
        (REGULARISED, {"dJ/dTheta": "dJ/dz.T @ X + lambda/m*Theta"}, "extra-term", "all of Θ is taken"),
        (
            REGULARISED,
            {"dJ/dTheta": "m*dJ/dz.T @ X + lambda/m*Theta*[[0, 1, 1], [0, 1, 1]]"},
            "reduction",
            "multiplied by 3, the number of samples",
        ),
        (REGULARISED, {"back": "delta @ Theta[:,2:3]"}, "missing-derivative", "σ(z)·(1 − σ(z)) of the activation"),
        (REGULARISED, {"delta": "m*(Y - a)/m"}, "sign", "the wrong way round"),
        (BIAS_FIRST, {"dE/da": "v[1:3]*z[2:4]*(1 - z[2:4])"}, "wrong-operand", "[1:3] is used where"),
        (FIT, {"E": "sum(f - y)/3"}, "not-squared", "f − y is not squared"),
        (FIT, {"E": "sqrt(sum((y - f)^2)/3)"}, "not-squared", "the root of"),
        (FIT, {"R": "w^2/2"}, "missing-factor", "the factor λ is left out"),
        (
            NEGATIVES,
            {"dJ/dv": "(p - 1)*u - (1 - q)*n - (1 - r)*k"},
            "sign",
            "the minus is lost",
        ),
        (GRAPH, {"Z": "X @ W"}, "wrong-operand", "X is used where M belongs"),
        (GRAPH, {"dL/dW": "X.T @ dL/dZ"}, "wrong-operand", "X is used where M belongs"),
        (FILTER, {"dL/dk": "flip(conv2d(x, z - 0.7), dims=2)"}, "transposed", "comes out flipped"),
        (VELOCITY, {"v'": "0.8*v - 0.2*0.05*dE/dw"}, "wrong-factor", "1 − momentum"),
        (MOMENTUM_BY_HAND, {"v1": "mu*v0 + (1 - mu)*dL/dw"}, "wrong-factor", "a factor 1 − μ too many"),
    ],
)
def test_a_slip_of_an_assignment_is_named_and_charged_once(problem, rubric, slips, cause, said):
    reference = problem(rubric)
    [marks] = marked(reference, worked(reference, slips))
    assert list(lost(marks).values()) == [cause]
    [note] = [note for verdict, _, _, note in marks.values() if verdict == "slip"]
    assert said in note


def test_a_delta_is_so_many_times_a_gradient_and_tells_that(problem):
    """The sign is wrong in δ = m·∂J/∂z, and of what is made of it only the penalty is divided by m."""
    reference = problem(REGULARISED)
    slips = {"dJ/dz": "(Y - a)/m", "dJ/dTheta": "m*dJ/dz.T @ X + lambda/m*Theta*[[0, 1, 1], [0, 1, 1]]"}
    [marks] = marked(reference, worked(reference, slips, without=("dJ/da", "dJ/dz", "back")))
    assert lost(marks) == {"delta[1,1]": "sign", "dJ/dTheta[1,1]": "reduction"} | dict.fromkeys(
        [q for q in marks if q.startswith("back")], "missing"
    )


ZURADA = """
[given]
net = 0.8
t = -1
[forward]
o = "bipolar(net)"
E = "(t - o)^2/2"
[marks]
o = 1
"dE/do" = 1
"dE/dnet" = 1
"""


@pytest.mark.parametrize(
    ("slips", "cause"),
    [
        ({"o": "sigmoid(net)"}, "wrong-activation"),
        ({"o": "2*sigmoid(net)"}, "dropped-term"),
        ({"o": "bipolar(-net)"}, "sign"),
        ({"dE/dnet": "-(t - o)*(1 - o^2)"}, "wrong-factor"),
        ({"dE/dnet": "-(t - o)*0.5*(1 - o)"}, "half-derivative"),
        ({"dE/dnet": "-(t - o)"}, "missing-derivative"),
    ],
)
def test_the_slips_of_a_bipolar_sigmoid_are_those_of_an_activation(problem, slips, cause):
    reference = problem(ZURADA)
    [marks] = marked(reference, worked(reference, slips))
    assert list(lost(marks).values()) == [cause]


BY_HAND = """
[given]
x = [1, -1]
t = 1
v = [[0.2, -0.15], [0.9, 1.3]]
w = [1.45, -3.2]
[forward]
z_in = "x @ v"
z = "2/(1 + exp(-z_in)) - 1"
y_in = "w @ z"
y = "(1 - exp(-y_in))/(1 + exp(-y_in))"
delta = "(t - y)*0.5*(1 + y)*(1 - y)"
Delta = "delta*w*0.5*(1 + z)*(1 - z)"
[marks]
z = 2
y = 1
delta = 1
Delta = 2
"""


@pytest.mark.parametrize(
    ("slips", "cause"),
    [
        ({"z": "sigmoid(z_in)"}, "wrong-activation"),
        ({"delta": "t - y"}, "missing-derivative"),
        ({"delta": "(t - y)*y*(1 - y)"}, "wrong-activation"),
        ({"delta": "(t - y)*(1 - y)/2"}, "half-derivative"),
        ({"Delta": "delta*w*0.5*(1 + y)*(1 - y)"}, "wrong-operand"),
        ({"Delta": "delta*w*0.5*(1 + z_in)*(1 - z_in)"}, "derivative-at-preactivation"),
    ],
)
def test_an_activation_and_a_derivative_may_be_written_out(problem, slips, cause):
    reference = problem(BY_HAND)
    [marks] = marked(reference, worked(reference, slips))
    assert list(lost(marks).values()) == [cause]


SCALED = """
[given]
s = 0.9
d = 1
[forward]
y = "1.7159*tanh(2/3*s)"
E = "(d - y)^2/2"
[marks]
y = 1
"dE/dy" = 1
"dE/ds" = 1
"""


def test_the_derivative_of_a_scaled_tanh_is_taken_of_what_came_out(problem):
    """y is wrong, and gone on with: (b/a)·(a − y)·(a + y)."""
    reference = problem(SCALED)
    back = "(y - d)*(2/3)/1.7159*(1.7159 - y)*(1.7159 + y)"
    [marks] = marked(reference, worked(reference, {"y": "tanh(2/3*s)", "dE/ds": back}))
    assert lost(marks) == {"y": "wrong-factor"}
