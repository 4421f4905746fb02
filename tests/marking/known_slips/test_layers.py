"""Slips in layers: normalisation, paths around a layer, filters, dropout, attention, radial units, samples a column."""

from tests.marking.classroom import each_named_and_charged_once, lost, marked, worked

BATCH_NORM = """
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
RESIDUAL = """
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
HIGHWAY = """
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
FILTER = """
[given]
x = [1, -0.5, 2, 0.3, -1.2]
k = [0.4, -0.7, 0.6]
[forward]
z = "conv1d(x, k)"
[marks]
z = 3
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
RADIAL = """
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

DECAYED = """
[given]
x = [0.6, -1.1, 0.4]
W = [[0.2, -0.5, 0.7], [-0.3, 0.4, 0.15], [0.55, 0.1, -0.25]]
[forward]
z = "W @ x"
h = "tanh(z)"
L = "sum(h^2) + 0.01*sum(W^2)"
[marks]
z = 3
h = 3
"dL/dz" = 3
"dL/dW" = 9
"""
WAVES = """
[given]
x = [0.6, -1.1, 0.4]
w = [0.2, -0.5, 0.7]
[forward]
s = "sin(x*w)"
c = "cosh(s)"
a = "arctan(c)"
L = "sum(a)"
[marks]
s = 3
c = 3
a = 3
L = 1
"""


test_a_slip_is_named_and_charged_once = each_named_and_charged_once(
    [
        (DECAYED, {"dL/dW": "outer(x, dL/dz) + 0.01*2*W"}, "transposed", "∂L/∂z ⊗ x is used the wrong way round"),
        (DECAYED, {"h": "tan(z)"}, "wrong-activation", "tan is used for tanh ("),
        (DECAYED, {"h": "tan(0.0174532925*z)"}, "wrong-activation", "tan is used for tanh, and that of degrees"),
        (WAVES, {"s": "sin(0.0174532925*x*w)"}, "wrong-activation", "sin is taken of degrees, not of radians"),
        (WAVES, {"c": "cos(s)"}, "wrong-activation", "cos is used for cosh"),
        (WAVES, {"a": "57.2957795*arctan(c)"}, "wrong-activation", "arctan is given in degrees"),
        (BATCH_NORM, {"dL/dgamma": "sum(dL/dy*x, axis=1)"}, "wrong-operand", "x is used where x̂ belongs"),
        (
            BATCH_NORM,
            {"dL/dgamma": "mean(dL/dy*xhat, axis=1)", "dL/dbeta": "mean(dL/dy, axis=1)"},
            "reduction",
            "the mean is taken",
        ),
        (SPREAD, {"v": "sqrt(mean((x - 1.5)^2))"}, "not-squared", "the root of"),
        (RESIDUAL, {"dL/dh": "dL/dy"}, "missing-factor", "the factor W₂ᵀ is left out"),
        (RESIDUAL, {"y": "W2 @ h"}, "dropped-term", "the term x is left out"),
        (
            RESIDUAL.replace("relu", "tanh"),
            {"y": "tanh(x + W2 @ h)"},
            "wrong-activation",
            "tanh is applied, where no activation belongs",
        ),
        (RESIDUAL, {"dL/dx": "W1.T @ dL/du"}, "dropped-term", "the term ∂L/∂y is left out"),
        (SKIP, {"dL/dh": "W2 @ dL/dy", "dL/dx": "dL/dy + W1 @ dL/dz"}, "transposed", "the wrong way round"),
        (HIGHWAY, {"dL/dH": "dL/dy*(1 - T)"}, "wrong-operand", "1 − T is used where T belongs"),
        (HIGHWAY, {"dL/dx": "Wh @ dL/da + Wt @ dL/dg + dL/dy*(1 - T)"}, "transposed", "the wrong way round"),
        (FILTER, {"z": "conv1d(x, flip(k))"}, "transposed", "the filter k is flipped"),
        (DROPPED, {"d": "h*m*keep"}, "wrong-factor", "multiplied by keep, not divided"),
        (SCORES, {"N": "1.37*(S - mean(S, axis=2, keepdims=1))"}, "wrong-factor", "1.37 times what follows"),
        (SCORES, {"N": "S - mean(S)"}, "wrong-axis", "of the whole array"),
        (SCORES, {"dL/dS": "P*(dL/dP - sum(dL/dP*P, axis=1))"}, "wrong-axis", "down the columns"),
        (RADIAL, {"phi": "exp(-d2/(2*sigma))"}, "not-squared", "σ is not squared"),
        (RADIAL, {"phi": "exp(-d2/sigma^2)"}, "wrong-factor", "the division by 2 is left out"),
        (BIPOLAR, {"delta": "(t - y)*y*(1 - y)", "Delta": "back*z*(1 - z)"}, "wrong-activation", "that of a sigmoid"),
        (
            BIPOLAR,
            {"delta": "(t - y)*(1 + y)*(1 - y)", "Delta": "back*(1 + z)*(1 - z)"},
            "wrong-factor",
            "0.5 is left out",
        ),
    ]
)


def test_arrays_all_written_with_samples_as_columns_are_no_slip(problem):
    reference = problem(SQUARE)
    [marks] = marked(reference, {name: text.T for name, text in worked(reference, {}).items()})
    assert not lost(marks)
