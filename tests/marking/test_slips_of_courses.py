"""Slips that the forums of courses report: each is found, called by its name, and charged once."""

import pytest

from tests.marking.classroom import lost, marked, worked

GATES = """
[given]
x = 1
h0 = 0.5
wz = 0.6
uz = -0.4
wn = -0.5
un = 0.9
y = 0.2
[forward]
az = "wz*x + uz*h0"
z = "sigmoid(az)"
an = "wn*x + un*h0"
n = "tanh(an)"
h = "(1 - z)*n + z*h0"
L = "0.5*(h - y)^2"
[marks]
z = 1
n = 1
h = 1
L = 1
"dL/dh" = 1
"dL/dz" = 1
"dL/dn" = 1
"dL/daz" = 1
"dL/dan" = 1
"dL/dh0" = 1
"""
CELL = """
[given]
x = [0.5, -1]
c_prev = [0.3, -0.2]
Wf = [[0.5, -0.3], [0.2, 0.7]]
Wi = [[0.9, 0.2], [-0.4, 0.5]]
Wg = [[0.4, -0.8], [0.6, 0.1]]
y = [0.5, -0.5]
[forward]
f = "sigmoid(Wf @ x)"
i = "sigmoid(Wi @ x)"
g = "tanh(Wg @ x)"
c = "f*c_prev + i*g"
E = "half_sse(c, y)"
[marks]
f = 2
i = 2
g = 2
c = 2
"dE/dc" = 2
"dE/df" = 2
"dE/di" = 2
"dE/dg" = 2
"dE/dc_prev" = 2
"""
NORM = """
[given]
x = [[1], [2], [4], [7]]
gamma = [1.5]
beta = [0.5]
t = [[0], [1], [1], [2]]
[forward]
mu = "mean(x, axis=1)"
v = "mean((x - mu)^2, axis=1)"
xhat = "(x - mu)/sqrt(v + 0.001)"
y = "gamma*xhat + beta"
L = "half_sse(y, t)"
[marks]
mu = 1
v = 1
xhat = 4
y = 4
L = 1
"dL/dgamma" = 1
"dL/dbeta" = 1
"dL/dx" = 4
"""
UNROLLED = """
[given]
x1 = 1
x2 = 0.5
x3 = -1
wx = 0.5
wh = 0.8
b = 0.1
h0 = 0
[forward]
a1 = "wx*x1 + wh*h0 + b"
h1 = "tanh(a1)"
a2 = "wx*x2 + wh*h1 + b"
h2 = "tanh(a2)"
a3 = "wx*x3 + wh*h2 + b"
h3 = "tanh(a3)"
L = "0.5*(h3 - 0.5)^2"
[marks]
h3 = 1
L = 1
"dL/da3" = 1
"dL/da2" = 1
"dL/da1" = 1
"dL/dwx" = 1
"dL/dwh" = 1
"dL/db" = 1
"""
SKIP = """
[given]
x = [0.6, -0.4]
W1 = [[0.5, 0.2], [-0.3, 0.8]]
W2 = [[0.9, -0.7], [0.4, 0.1]]
t = [1, 0]
[forward]
z = "W1 @ x"
h = "tanh(z)"
y = "x + W2 @ h"
L = "half_sse(y, t)"
[marks]
y = 2
L = 1
"dL/dy" = 2
"dL/dh" = 2
"dL/dz" = 2
"dL/dx" = 2
"""
MARGINS = """
[given]
s = [-0.75, 1.125, -1.15]
[forward]
m1 = "max(0, s[2] - s[1] + 1)"
m2 = "max(0, s[3] - s[1] + 1)"
L = "m1 + m2"
[marks]
m1 = 1
m2 = 1
L = 1
"""
SQUARE = """
[given]
X = [[1, 2], [0.5, -1]]
W = [[0.4, 0.3], [-0.2, 0.6]]
T = [[0.5, 0.1], [1, 0.3]]
[forward]
Z = "X @ W"
H = "tanh(Z)"
L = "half_sse(H, T)"
[marks]
H = 4
"dL/dH" = 4
"dL/dZ" = 4
"dL/dW" = 4
"""
LEAKY = """
[given]
s = [1.3, -2.4, -0.6]
u = [0.8, -0.5, 1.1]
[forward]
h = "leakyrelu(s, 0.1)"
L = "(u @ h - 1)^2"
[marks]
h = 3
"dL/dh" = 3
"dL/ds" = 3
"""
TAGS = """
[given]
z = [0.1, 0.4, 0.65]
t = [1, 0, 1]
[forward]
p = "sigmoid(z)"
L = "-sum(t*log(p) + (1 - t)*log(1 - p))"
[marks]
p = 3
L = 1
"""
NEGATIVES = """
[given]
s = 0.35
s1 = -0.2
s2 = 0.9
[forward]
p = "sigmoid(s)"
p1 = "sigmoid(s1)"
p2 = "sigmoid(s2)"
J = "-log(p) - log(1 - p1) - log(1 - p2)"
[marks]
p = 1
p1 = 1
p2 = 1
J = 1
"""
DROPPED = """
[given]
h = [0.17, 0.9, 0.83]
m = [1, 0, 1]
keep = 0.8
v = [0.7, 0.4, -0.9]
[forward]
d = "h*m/keep"
y = "v @ d"
[marks]
d = 3
y = 1
"""
COLUMNS = """
[given]
Z = [[0.4, -0.2], [1.1, 0.3]]
Y = [[1, 0], [0, 1]]
A0 = [[0.5, -1], [0.7, 0.2]]
[forward]
A = "softmax(Z.T).T"
L = "-sum(Y*log(A))/2"
E = "(A - Y)/2"
G = "E @ A0.T"
[marks]
A = 4
E = 4
G = 4
"dL/dZ" = 4
"""
GATE = """
[given]
x = [0.5, -1]
Wh = [[0.4, 0.3], [-0.2, 0.6]]
Wt = [[0.7, -0.1], [0.2, 0.5]]
u = [1, -0.8]
[forward]
a = "Wh @ x"
H = "tanh(a)"
g = "Wt @ x"
T = "sigmoid(g)"
y = "T*H + (1 - T)*x"
o = "u @ y"
L = "0.5*(o - 0.3)^2"
[marks]
T = 2
y = 2
"dL/do" = 1
"dL/dy" = 2
"dL/dH" = 2
"dL/da" = 2
"dL/dg" = 2
"dL/dx" = 2
"""
CODE = """
[given]
mu = 0.5
lv = -0.04
eps = 0.7
t = 0.8
T = 2
z = [2, 1, -0.5]
q = [0.6, 0.3, 0.1]
[forward]
sd = "exp(lv/2)"
c = "mu + sd*eps"
R = "0.5*(t - c)^2"
KL = "-0.5*(1 + lv - mu^2 - exp(lv))"
L = "R + KL"
p = "softmax(z/T)"
S = "-T^2*sum(q*log(p))"
g = "T*(p - q)"
d = "sum((p - q)^2)"
[marks]
sd = 1
KL = 1
L = 1
"dL/dsd" = 1
"dL/dlv" = 1
p = 3
S = 1
g = 3
d = 1
"""
FILTER = """
[given]
x = [1, -0.5, 2, 0.3, -1.2]
k = [0.4, -0.7, 0.6]
[forward]
z = "conv1d(x, k)"
[marks]
z = 3
"""
TARGETS = """
[given]
x = [0.5, -1.2]
W1 = [[0.4, 0.3], [-0.2, 0.9]]
W2 = [[0.1, -0.6], [0.7, 0.2]]
t1 = [0, 1]
t2 = [1, 0]
[forward]
a1 = "W1 @ x"
p1 = "softmax(a1)"
a2 = "W2 @ x"
p2 = "softmax(a2)"
L = "-sum(t1*log(p1)) - sum(t2*log(p2))"
[marks]
p1 = 2
p2 = 2
L = 1
"dL/da1" = 2
"dL/da2" = 2
"""
HINGES = """
[given]
s = [0.35, 1.125, -0.4]
x = [1, 1.3, 0.1]
u = [0.7, -1.2, -0.5]
[forward]
z = "x - 0.5"
m1 = "max(0, s[2] - s[1] + 1)"
m2 = "max(0, s[3] - s[1] + 1)"
h = "relu(z)"
E = "0.5*(u @ h - 2)^2"
[marks]
m1 = 1
m2 = 1
h = 3
"dE/dh" = 3
"dE/dz" = 3
"""
PENALTY = """
[given]
X = [[1.0, 0.5], [-0.5, 2.0], [0.3, -1.0]]
W = [[0.2, -0.3, 0.5], [0.4, 0.1, -0.6]]
b = [0.1, 0.0, -0.1]
Y = [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
reg = 0.2
[forward]
S = "X @ W + b"
P = "softmax(S)"
R = "0.5*reg*sum(W^2)"
L = "-sum(Y*log(P))/3 + R"
[training]
loss = "L"
parameters = ["W", "b"]
rule = "sgd"
rate = 0.5
[marks]
P = 9
R = 1
L = 1
"dL/dS" = 9
"dL/dW" = 6
"""
SCORES = """
[given]
Q = [[0.6, -0.4], [1.1, 0.3], [-0.5, 0.9]]
V = [[1.0, 0.4], [-0.6, 0.9], [0.3, -1.1]]
G = [[0.5, -1.0], [0.2, 0.7], [-0.8, 0.3]]
[forward]
S = "Q @ V.T"
P = "softmax(S)"
N = "S - mean(S, axis=2, keepdims=1)"
L = "sum(G*(P @ V))"
[marks]
P = 9
N = 9
"dL/dP" = 9
"dL/dS" = 9
"""
SPREAD = """
[given]
x = [1, 3, -2, 4]
g = [1, 0.5, 2, -1]
[forward]
v = "mean((x - 1.5)^2)"
s = "sqrt(v + 0.001)"
y = "g*(x - 1.5)/s"
[marks]
v = 1
s = 1
y = 4
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
MIXED = """
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


@pytest.mark.parametrize(
    ("rubric", "slips", "cause", "said"),
    [
        (
            GATES,
            {
                "h": "z*n + (1 - z)*h0",
                "dL/dz": "dL/dh*(n - h0)",
                "dL/dn": "dL/dh*z",
                "dL/dh0": "dL/dh*(1 - z) + dL/daz*uz + dL/dan*un",
            },
            "wrong-operand",
            "z and 1 − z stand in each other's place",
        ),
        (
            CELL,
            {"c": "g*c_prev + i*f", "dE/df": "dE/dc*i", "dE/dg": "dE/dc*c_prev", "dE/dc_prev": "dE/dc*g"},
            "wrong-operand",
            "f and g stand in each other's place",
        ),
        (CELL, {"dE/df": "dE/dc*c"}, "wrong-operand", "c is used where c_prev belongs"),
        (NORM, {"dL/dgamma": "sum(dL/dy*x, axis=1)"}, "wrong-operand", "x is used where x̂ belongs"),
        (
            NORM,
            {"dL/dgamma": "mean(dL/dy*xhat, axis=1)", "dL/dbeta": "mean(dL/dy, axis=1)"},
            "reduction",
            "the mean is taken",
        ),
        (
            UNROLLED,
            {"dL/dwx": "dL/da3*x3", "dL/dwh": "dL/da3*h2", "dL/db": "dL/da3"},
            "dropped-term",
            "only the term ∂L/∂a₃ · x₃ is counted",
        ),
        (SKIP, {"dL/dh": "W2 @ dL/dy", "dL/dx": "dL/dy + W1 @ dL/dz"}, "transposed", "the wrong way round"),
        (MARGINS, {"m1": "max(0, s[2] - s[1])", "m2": "max(0, s[3] - s[1])"}, "dropped-term", "the term 1 is left out"),
        (LEAKY, {"h": "relu(s)"}, "wrong-activation", "relu is used"),
        (LEAKY, {"dL/ds": "dL/dh*step(s)"}, "wrong-activation", "that of ReLU"),
        (TAGS, {"p": "softmax(z)"}, "wrong-activation", "softmax is used"),
        (NEGATIVES, {"J": "-log(p) - log(p1) - log(p2)"}, "wrong-operand", "and so in every term"),
        (COLUMNS, {"E": "(A - Y)*A*(1 - A)/2"}, "extra-derivative", "A − Y is multiplied by the derivative A·(1 − A)"),
        (COLUMNS, {"A": "exp(Z)", "dL/dZ": "(A - Y)/2"}, "missing-factor", "the division by the sum"),
        (COLUMNS, {"dL/dZ": "A - Y"}, "wrong-factor", "the division by 2 is left out"),
        (GATE, {"dL/dH": "dL/dy*(1 - T)"}, "wrong-operand", "1 − T is used where T belongs"),
        (GATE, {"dL/dx": "Wh @ dL/da + Wt @ dL/dg + dL/dy*(1 - T)"}, "transposed", "the wrong way round"),
        (CODE, {"dL/dlv": "dL/dsd*sd/2"}, "dropped-term", "are left out"),
        (CODE, {"S": "-T^2*sum(p*log(q))"}, "wrong-operand", "q and p stand in each other's place"),
        (CODE, {"g": "T*p - q"}, "missing-factor", "the factor T is of p alone"),
        (CODE, {"d": "sqrt(sum((p - q)^2))"}, "not-squared", "a norm is taken, not its square"),
        (
            HINGES,
            {"m1": "max(0, s[1] - s[2] + 1)", "m2": "max(0, s[1] - s[3] + 1)"},
            "sign",
            "s₂ and s₁ is taken the wrong way round",
        ),
        (CODE, {"KL": "-0.5*(1 + lv - mu^2 - sd)"}, "not-squared", "sd is used where exp(lv) belongs"),
        (PENALTY, {"R": "0.5*reg*(sum(W^2) + sum(b^2))"}, "extra-term", "Σb² is counted in the penalty, too"),
        (PENALTY, {"R": "0.5*reg*sum(W^2)/3"}, "reduction", "divided by 3, the number of samples"),
        (TARGETS, {"dL/da1": "p1 - t2", "dL/da2": "p2 - t1"}, "wrong-operand", "t₁ is used where t₂ belongs"),
        (PENALTY, {"dL/dS": "P*(1 - P)/3"}, "missing-factor", "P·(1 − P) of the activation is written alone"),
        (SCORES, {"N": "1.37*(S - mean(S, axis=2, keepdims=1))"}, "wrong-factor", "1.37 times what follows"),
        (SCORES, {"N": "S - mean(S)"}, "wrong-axis", "of the whole array"),
        (SCORES, {"dL/dS": "P*(dL/dP - sum(dL/dP*P, axis=1))"}, "wrong-axis", "along the columns"),
        (SPREAD, {"v": "sqrt(mean((x - 1.5)^2))"}, "not-squared", "the root of"),
        (VALUES, {"t": "1 + 0.9*(W2 @ relu(W1 @ sn + b1))[2]"}, "wrong-branch", "[2] is taken, not"),
        (HINGES, {"dE/dz": "relu(dE/dh)"}, "wrong-branch", "what is negative in ∂E/∂h is cut off"),
        (VALUES, {"gW2": "outer(h, dq)"}, "transposed", "rows and columns are exchanged"),
        (VALUES, {"dz": "dh*h"}, "missing-derivative", "h itself stands where its derivative [z > 0] belongs"),
        (STATES, {"d": "0.5 + 0.95*(w @ s) - w @ s"}, "wrong-operand", "s is used where sn belongs"),
        (STATES, {"p": "softmax(U @ sn)"}, "wrong-operand", "sn is used where s belongs"),
        (VALUES, {"gW2": "outer(dq, s)"}, "wrong-operand", "s is used where h belongs"),
        (VALUES, {"gW1": "outer(dz, sn)"}, "wrong-operand", "sn is used where s belongs"),
        (VALUES, {"dh": "(W2 - alpha*gW2).T @ dq"}, "updated-weight", "the updated V₂ is used"),
        (MIXED, {"y": "1 + exp(c - 1)"}, "missing-function", "only what is inside"),
        (MIXED, {"y": "log10(1 + exp(c - 1))"}, "log-base", "log₁₀ is used"),
        (MIXED, {"dJ/dc": "dJ/dy*sigmoid(c - 1)*(1 - sigmoid(c - 1))"}, "extra-derivative", "once more"),
        (MIXED, {"u": "n/b1", "v": "k/b2"}, "wrong-operand", "b₁ is used where 1 − b₁ belongs"),
        (MIXED, {"u": "n*(1 - b1)"}, "wrong-factor", "multiplied by 1 − b₁, not divided"),
        (MIXED, {"f": "n"}, "missing-factor", "the factor min(1, r/m) is left out"),
        (MIXED, {"r": "sum(n^2)"}, "reduction", "the sum is taken, not the mean"),
        (FILTER, {"z": "conv1d(x, flip(k))"}, "transposed", "the filter k is flipped"),
        (DROPPED, {"d": "h*m*keep"}, "wrong-factor", "multiplied by keep, not divided"),
    ],
)
def test_a_slip_that_courses_report_is_named_and_charged_once(problem, rubric, slips, cause, said):
    reference = problem(rubric)
    [marks] = marked(reference, worked(reference, slips))
    assert list(lost(marks).values()) == [cause]
    [note] = [note for verdict, _, _, note in marks.values() if verdict == "slip"]
    assert said in note


def test_arrays_written_with_samples_as_columns_are_one_slip(problem):
    reference = problem(SQUARE)
    [marks] = marked(reference, {name: text.T for name, text in worked(reference, {}).items()})
    assert list(lost(marks).values()) == ["transposed"]


@pytest.mark.filterwarnings("error")
def test_a_softmax_of_one_class_is_marked_in_silence(problem):
    reference = problem(
        """
        [given]
        z = [0.4]
        y = [1]
        [forward]
        p = "softmax(z)"
        L = "cross_entropy(p, y)"
        [marks]
        p = 1
        "dL/dz" = 1
        """
    )
    [marks] = marked(reference, worked(reference, {"dL/dz": "p + y"}))
    assert lost(marks)
