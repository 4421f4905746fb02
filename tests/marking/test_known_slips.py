"""Slips that published homework has taught the catalogue: each is found, called by its name, and charged once."""

import pytest

from tests.marking.classroom import lost, marked, worked

GRU = """
[given]
x = [1, -0.5]
h0 = 0.2
wz = 0.5
uz = -0.4
wr = 0.8
ur = 0.4
wh = 1.1
uh = -0.6
t = 0.7
[repeat]
k = "1..2"
[forward]
"z[k]" = "sigmoid(wz*x[k] + uz*h[k-1])"
"r[k]" = "sigmoid(wr*x[k] + ur*h[k-1])"
"n[k]" = "tanh(wh*x[k] + uh*(r[k]*h[k-1]))"
"h[k]" = "(1 - z[k])*h[k-1] + z[k]*n[k]"
E = "1/2*(h2 - t)^2"
[marks]
n1 = 1
h1 = 1
n2 = 1
h2 = 1
E = 1
"dE/dh2" = 1
"dE/dn2" = 1
"dE/dz2" = 1
"dE/dr2" = 1
"dE/dh1" = 2
"""
ELMAN = """
[given]
x = [1, 2, 3]
Wxh = 0.6
Whh = 0.4
Why = 0.5
h0 = 0.1
t = 4
[repeat]
k = "1..3"
[forward]
"a[k]" = "Wxh*x[k] + Whh*h[k-1]"
"h[k]" = "sigmoid(a[k])"
y = "Why*h3"
E = "1/2*(y - t)^2"
[marks]
h1 = 1
h2 = 1
h3 = 1
y = 1
E = 1
"dE/da3" = 1
"dE/da2" = 1
"dE/da1" = 1
"dE/dWhh" = 2
"dE/dWxh" = 2
"""
PENALTY = """
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
HUBER = """
[given]
x = [1, 2, 3, 4]
y = [1.2, 4.5, 2.8, 7]
w = 1.1
[forward]
r = "w*x + 0.2 - y"
l = "where(1 - abs(r), r^2/2, abs(r) - 1/2)"
L = "mean(l)"
[marks]
r = 4
l = 4
L = 1
"dL/dr" = 4
"""
QUIZ = """
[given]
x = 2
y = 3
z = -1
[forward]
a = "x*y"
m = "max(a, z)"
n = "min(x, z)"
b = "n*y"
f = "m + b"
[marks]
a = 1
m = 1
n = 1
b = 1
f = 1
"df/dx" = 1
"df/dy" = 1
"df/dz" = 1
"""
BIPOLAR = """
[given]
x = [-1, 1]
t = 1
v = [[0.6, -0.1], [-0.3, 0.4]]
w = [0.4, 0.1]
[forward]
zin = "v @ x + 0.3"
z = "2/(1 + exp(-zin)) - 1"
yin = "dot(w, z) - 0.2"
y = "2/(1 + exp(-yin)) - 1"
delta = "(t - y)*0.5*(1 + y)*(1 - y)"
back = "delta*w"
Delta = "back*0.5*(1 + z)*(1 - z)"
[marks]
z = 2
y = 1
delta = 1
back = 2
Delta = 2
"""
KERNEL = """
[given]
x = [0.6, -1.3, 0.9]
C = [[0, 0, 0.5], [1, 1, 0.2]]
sigma = [1, 0.5]
w = [0.8, -0.4]
t = [0.2, 0.9]
[forward]
d2 = "sum((x - C)^2, axis=2)"
phi = "exp(-d2/(2*sigma^2))"
o = "w*phi"
p = "sigmoid(o)"
E = "1/2*sum((p - t)^2)"
[marks]
d2 = 2
phi = 2
p = 2
E = 1
"dE/dp" = 2
"dE/do" = 2
"""
AVERAGE = """
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
LSTM = """
[given]
x = 0.6
hprev = -0.4
cprev = 0.9
W = [0.75, -0.35, 0.55, 1.1]
U = [-0.6, 0.8, 0.4, -0.2]
[forward]
zf = "W1*x + U1*hprev + 0.2"
zi = "W2*x + U2*hprev"
zo = "W3*x + U3*hprev"
zg = "W4*x + U4*hprev"
c = "sigmoid(zf)*cprev + sigmoid(zi)*tanh(zg)"
h = "sigmoid(zo)*tanh(c)"
[marks]
zf = 1
zi = 1
zo = 1
zg = 1
c = 1
h = 1
"""
THREE = """
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
BLOCK = """
[given]
x = [1, -2]
W1 = [[0.5, -1], [1.5, 0.2]]
W2 = [[1, 0.5], [-0.3, 2]]
c = [0.4, 0.9]
[forward]
u = "W1 @ x"
h = "relu(u)"
y = "x + W2 @ h"
L = "sum((y - c)^2)"
[marks]
h = 2
y = 2
L = 1
"dL/dy" = 2
"dL/dh" = 2
"dL/dx" = 2
"""


@pytest.mark.parametrize(
    ("rubric", "slips", "cause", "said"),
    [
        (GRU, {"dE/dh1": "dE/dh2*(1 - z2)"}, "dropped-term", "only the term"),
        (GRU, {"dE/dh1": "dE/dh2*(1 - z2) + dE/dn2*(1 - n2^2)*uh*r2"}, "dropped-term", "only the terms"),
        (
            GRU,
            {"n1": "tanh(wh*x[1] + uh*h0)", "n2": "tanh(wh*x[2] + uh*h1)"},
            "missing-factor",
            "the factor r₁ is left out",
        ),
        (
            ELMAN,
            {"dE/dWhh": "dE/da3*h3 + dE/da2*h2 + dE/da1*h1"},
            "wrong-operand",
            "h₃ is used where h₂ belongs, and so",
        ),
        (ELMAN, {"dE/dWhh": "dE/da3*h2", "dE/dWxh": "dE/da3*x[3]"}, "dropped-term", "only the term ∂E/∂a₃ · h₂"),
        (ELMAN, {"dE/dh2": "dE/da3", "dE/dh1": "dE/da2"}, "missing-factor", "the factor Whh is left out, in ∂E/∂h₂"),
        (ELMAN, {f"a{k}": f"Wxh*x[{k}] - Whh*h{k - 1}" for k in (1, 2, 3)}, "sign", "Whh·h₀ has the wrong sign"),
        (PENALTY, {"dJ/dw": "lam/4*2*w + X.T @ dJ/dz", "dJ'/dw'": "lam/4*2*w' + X.T @ dJ'/dz'"}, "wrong-factor", "2"),
        (PENALTY, {"dJ/dw": "lam/2*2*w + X.T @ dJ/dz", "dJ'/dw'": "lam/2*2*w' + X.T @ dJ'/dz'"}, "reduction", "4"),
        (PENALTY, {"dJ/db": "sum(dJ/dz) + lam/4*b", "dJ'/db'": "sum(dJ'/dz') + lam/4*b'"}, "extra-term", "penalty"),
        (PENALTY, {"b'": "b - 0.05*dJ/db", "w'": "w - 0.05*dJ/dw"}, "rate", ""),
        (PENALTY, {"dJ/dw": "-(lam/4*w + X.T @ dJ/dz)", "dJ/db": "-sum(dJ/dz)"}, "sign", "the wrong way round"),
        (HUBER, {"l": "r^2/2", "dL/dr": "r/4"}, "wrong-branch", "r²/2 is used in every case"),
        (HUBER, {"dL/dr": "r/4"}, "wrong-branch", "the condition [1 − |r| > 0] is left out"),
        (
            QUIZ,
            {"df/dx": "df/dn + df/da*y", "df/dz": "df/dn + df/dm"},
            "wrong-branch",
            "the condition [x ≤ z] is left out",
        ),
        (QUIZ, {"df/dy": "df/da*x"}, "dropped-term", "∂f/∂b · n is left out"),
        (BIPOLAR, {"delta": "(t - y)*y*(1 - y)", "Delta": "back*z*(1 - z)"}, "wrong-activation", "y·(1 − y) is taken"),
        (
            BIPOLAR,
            {"delta": "(t - y)*(1 + y)*(1 - y)", "Delta": "back*(1 + z)*(1 - z)"},
            "wrong-factor",
            "0.5 is left out",
        ),
        (KERNEL, {"phi": "exp(-d2/(2*sigma))"}, "not-squared", "σ is not squared"),
        (KERNEL, {"phi": "exp(-d2/sigma^2)"}, "wrong-factor", "the division by 2 is left out"),
        (AVERAGE, {f"s_{v}'": f"0.1*(df/d{v})^2*9" for v in "xy"}, "wrong-operand", "stand in each other's place"),
        (GAN, {"L": "-log(Dr) - log(Df)", "dL/db": "-(1 - Df)"}, "wrong-operand", "Df is used where 1 − Df belongs"),
        (VAE, {"dL/dlogvar": "-1/2 + 1/2*exp(logvar) + dL/dz*0.3"}, "missing-derivative", "the derivative"),
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
        (PENALTY, {"z": "abs(X) @ w + b", "z'": "abs(X) @ w' + b'"}, "sign", "the minus signs in X are lost"),
        (
            LSTM,
            {f"z{g}": f"W{k}*x + U{k}*cprev + {b}" for k, g, b in zip("1234", "fiog", (0.2, 0, 0, 0), strict=True)},
            "wrong-operand",
            "cprev is used where hprev belongs",
        ),
        (THREE, {"L": "(l1 + l2 + l3)/3"}, "reduction", "divided by 3"),
        (CLASSES, {"dL/dZ": "dL/dP*P*(1 - P)"}, "dropped-term", "each element has only its own term"),
        (BLOCK, {"y": "W2 @ h"}, "dropped-term", "the term x is left out"),
        (BLOCK, {"dL/dx": "W1.T @ dL/du"}, "dropped-term", "the term ∂L/∂y is left out"),
    ],
)
def test_a_slip_of_published_homework_is_named_and_charged_once(problem, rubric, slips, cause, said):
    reference = problem(rubric)
    [marks] = marked(reference, worked(reference, slips))
    assert list(lost(marks).values()) == [cause]
    [note] = [note for verdict, _, _, note in marks.values() if verdict == "slip"]
    assert said in note


def test_a_parameter_that_stays_as_it_was_shows_that_no_step_was_taken(problem):
    """0.2 has one figure, as it is given."""
    reference = problem(STEPS)
    answers = worked(reference, {"w'": "w", "b'": "b"}) | {"w'": ["0.4", "-0.3"], "b'": "0.2"}
    [marks] = marked(reference, answers)
    assert lost(marks) == {"w'[1]": "dropped-term"}
