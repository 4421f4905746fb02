"""Slips in losses and what is differentiated first: cross-entropy, penalties, two losses together."""

import pytest

from tests.marking.classroom import each_named_and_charged_once, lost, marked, worked

CLASSES = """
[given]
X = [[1, 2], [0.5, -1]]
W = [[0.6, -0.4, 0.2], [-0.7, 0.3, 0.5]]
Y = [[1, 0, 0], [0, 1, 0]]
[forward]
Z = "X @ W"
P = "softmax(Z)"
L = "cross_entropy(P, Y)"
[marks]
P = 6
"dL/dP" = 6
"dL/dZ" = 6
"""
BINARY = """
[given]
h = [0.5, -0.3]
W = [[1.2, 0.4], [-0.6, 0.9]]
y = [0, 1]
[forward]
z = "W @ h"
p = "softmax(z)"
L = "cross_entropy(p, y)"
[marks]
z = 2
p = 2
L = 1
"dL/dz" = 2
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
GAN = """
[given]
a = 0.6
b = -0.72
[forward]
Dr = "sigmoid(a)"
Df = "sigmoid(b)"
L = "-log(Dr) - log(1 - Df)"
[marks]
Dr = 1
Df = 1
L = 1
"dL/da" = 1
"dL/db" = 1
"""
VAE = """
[given]
x = 1.2
mu = 0.6
logvar = -0.96
[forward]
sigma = "exp(logvar/2)"
z = "mu + sigma*0.3"
rec = "(x - 0.9*z)^2"
KL = "-1/2*(1 + logvar - mu^2 - exp(logvar))"
L = "rec + KL"
[marks]
sigma = 1
z = 1
L = 1
"dL/dz" = 1
"dL/dmu" = 2
"dL/dlogvar" = 2
"""
DISTILLED = """
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
"dL/dmu" = 1
"dL/dsd" = 1
"dL/dlv" = 1
p = 3
S = 1
g = 3
d = 1
"""
SUM = """
[given]
a = [0.9, 1.4, 0.7]
[forward]
l1 = "a1^2"
l2 = "a2^2"
l3 = "a3^2"
L = "l1 + l2 + l3"
[marks]
l1 = 1
l2 = 1
l3 = 1
L = 1
"""
LOGISTIC = """
[given]
X = [[1, 2], [2, -1], [-1, 0.5], [0.5, 1.5]]
y = [1, 0, 0, 1]
w = [0.3, -0.2]
b = 0.1
lam = 0.4
[forward]
z = "X @ w + b"
p = "sigmoid(z)"
J = "bce(p, y) + lam/8*sum(w^2)"
[training]
loss = "J"
parameters = ["w", "b"]
rate = 0.5
steps = 2
[marks]
J = 1
"dJ/dz" = 4
"dJ/dw" = 2
"dJ/db" = 1
"w'" = 2
"b'" = 1
"J'" = 1
"dJ'/dw'" = 2
"w''" = 2
"b''" = 1
"""
WEIGHT_DECAY = """
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
LASSO = """
[given]
X = [[1.1, -0.6], [0.4, 1.7], [-1.3, 0.9]]
y = [1, 0, 1]
w = [0.75, -0.4]
b = 0.2
lam = 0.37
[forward]
z = "X @ w + b"
p = "sigmoid(z)"
R = "lam*sum(abs(w))"
L = "bce(p, y) + R"
[training]
loss = "L"
parameters = ["w", "b"]
rate = 0.6
[marks]
p = 3
R = 1
L = 1
"dL/dz" = 3
"dL/dw" = 2
"dL/db" = 1
"w'" = 2
"R'" = 1
"""
GATED = """
[given]
x = [0.7, -1.2]
G = [[0.5, -0.3], [-0.2, 0.8]]
A = [1.1, 0.4]
B = [-0.6, 0.9]
t = 0.9
[forward]
u = "G @ x"
g = "softmax(u)"
f1 = "tanh(A @ x)"
f2 = "tanh(B @ x)"
y = "g[1]*f1 + g[2]*f2"
L = "(y - t)^2/2"
[marks]
u = 2
g = 2
f1 = 1
f2 = 1
y = 1
L = 1
"dL/dy" = 1
"dL/dg" = 2
"dL/df1" = 1
"dL/df2" = 1
"dL/dA" = 2
"dL/dB" = 2
"""
SMOOTHED = """
[given]
Z = [[-0.4, -1, 0.9], [0.8, -1.2, 0.4]]
Y = [[0, 1, 0], [1, 0, 0]]
alpha = 0.15
[forward]
P = "softmax(Z)"
Q = "(1 - alpha)*Y + alpha/3"
L = "-sum(Q*log(P))/2"
[marks]
P = 6
Q = 6
L = 1
"dL/dZ" = 6
"""


test_a_slip_is_named_and_charged_once = each_named_and_charged_once(
    [
        (CLASSES, {"dL/dZ": "dL/dP*P*(1 - P)"}, "dropped-term", "each element has only its own term"),
        (COLUMNS, {"E": "(A - Y)*A*(1 - A)/2"}, "extra-derivative", "A − Y is multiplied by the derivative A·(1 − A)"),
        (COLUMNS, {"A": "exp(Z)", "dL/dZ": "(A - Y)/2"}, "missing-factor", "the division by the sum"),
        (COLUMNS, {"dL/dZ": "A - Y"}, "wrong-factor", "the division by 2 is left out"),
        (TARGETS, {"dL/da1": "p1 - t2", "dL/da2": "p2 - t1"}, "wrong-operand", "t₁ is used where t₂ belongs"),
        (BINARY, {"p": "softmax(-z)"}, "exchanged", "the two elements of softmax(z) stand in each other's place"),
        (TAGS, {"p": "softmax(z)"}, "wrong-activation", "softmax is used"),
        (NEGATIVES, {"J": "-log(p) - log(p1) - log(p2)"}, "wrong-operand", "and so in every term"),
        (GAN, {"L": "-log(Dr) - log(Df)", "dL/db": "-(1 - Df)"}, "wrong-operand", "Df is used where 1 − Df belongs"),
        (DISTILLED, {"dL/dmu": "dL/dc", "dL/dlv": "dL/dsd*sd/2"}, "dropped-term", "left out"),
        (VAE, {"dL/dlogvar": "-1/2 + 1/2*exp(logvar) + dL/dz*0.3"}, "missing-derivative", "the derivative"),
        (DISTILLED, {"dL/dlv": "dL/dsd*sd/2"}, "dropped-term", "are left out"),
        (DISTILLED, {"S": "-T^2*sum(p*log(q))"}, "wrong-operand", "q and p stand in each other's place"),
        (DISTILLED, {"g": "T*p - q"}, "missing-factor", "the factor T is of p alone"),
        (DISTILLED, {"d": "sqrt(sum((p - q)^2))"}, "not-squared", "a norm is taken, not its square"),
        (DISTILLED, {"KL": "-0.5*(1 + lv - mu^2 - sd)"}, "not-squared", "sd is used where exp(lv) belongs"),
        (
            LASSO,
            {"R": "lam*sum(w^2)", "dL/dw": "X.T @ dL/dz + 2*lam*w", "R'": "lam*sum(w'^2)"},
            "missing-function",
            "w²",
        ),
        (LASSO, {"dL/dw": "X.T @ dL/dz + lam*w"}, "missing-function", "that of a square"),
        (
            LASSO,
            {
                "R": "lam*(sum(abs(w)) + abs(b))",
                "dL/db": "sum(dL/dz) + lam*sign(b)",
                "R'": "lam*(sum(abs(w')) + abs(b'))",
            },
            "extra-term",
            "|b| is counted in the penalty, too",
        ),
        (
            LASSO,
            {"R": "lam*sum(abs(w))/3", "dL/dw": "X.T @ dL/dz + lam*sign(w)/3", "R'": "lam*sum(abs(w'))/3"},
            "reduction",
            "is divided by 3, the number of samples",
        ),
        (GATED, {"y": "u[1]*f1 + u[2]*f2"}, "wrong-operand", "u is used where g belongs, and so in every term"),
        (GATED, {"y": "f1 + f2"}, "missing-factor", "the factor g is left out"),
        (GATED, {"dL/dg": "dL/dy*g"}, "misplaced", "it is your answer for ∂L/∂f₁ that stands here"),
        (GATED, {"dL/dg": "[f1, f2]", "dL/df1": "g[1]", "dL/df2": "g[2]"}, "missing-factor", "the factor ∂L/∂y"),
        (
            GATED,
            {"dL/dA": "dL/df1*(1 - f1)*x", "dL/dB": "dL/df2*(1 - f2)*x"},
            "not-squared",
            "f₁ is not squared",
        ),
        (SMOOTHED, {"L": "-sum(Y*log(P))/2", "dL/dZ": "(P - Y)/2"}, "wrong-operand", "Y is used where Q belongs"),
        (SMOOTHED, {"Q": "(1 - alpha)*Y + alpha/2"}, "wrong-factor", "it is divided by 2, not by 3"),
        (SMOOTHED, {"P": "exp(Z)/sum(exp(Z))"}, "wrong-axis", "it is taken of the whole array"),
        (SUM, {"L": "(l1 + l2 + l3)/3"}, "reduction", "divided by 3"),
        (LOGISTIC, {"dJ/dw": "lam/4*2*w + X.T @ dJ/dz", "dJ'/dw'": "lam/4*2*w' + X.T @ dJ'/dz'"}, "wrong-factor", "2"),
        (LOGISTIC, {"dJ/dw": "lam/2*2*w + X.T @ dJ/dz", "dJ'/dw'": "lam/2*2*w' + X.T @ dJ'/dz'"}, "reduction", "4"),
        (LOGISTIC, {"dJ/db": "sum(dJ/dz) + lam/4*b", "dJ'/db'": "sum(dJ'/dz') + lam/4*b'"}, "extra-term", "penalty"),
        (LOGISTIC, {"b'": "b - 0.05*dJ/db", "w'": "w - 0.05*dJ/dw"}, "rate", ""),
        (LOGISTIC, {"dJ/dw": "-(lam/4*w + X.T @ dJ/dz)", "dJ/db": "-sum(dJ/dz)"}, "sign", "the wrong way round"),
        (LOGISTIC, {"z": "abs(X) @ w + b", "z'": "abs(X) @ w' + b'"}, "sign", "the minus signs in X are lost"),
        (WEIGHT_DECAY, {"R": "0.5*reg*(sum(W^2) + sum(b^2))"}, "extra-term", "Σb² is counted in the penalty, too"),
        (WEIGHT_DECAY, {"R": "0.5*reg*sum(W^2)/3"}, "reduction", "divided by 3, the number of samples"),
        (WEIGHT_DECAY, {"dL/dS": "P*(1 - P)/3"}, "missing-factor", "P·(1 − P) of the activation is written alone"),
    ]
)


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
