"""Slips in networks with a memory: recurrences, the gates of an LSTM and of a GRU."""

from tests.marking.classroom import each_named_and_charged_once

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
OF_VECTORS = """
[given]
x = [0.9, -0.6, 1.3]
U = [0.7, -0.4]
W = [[0.3, -0.5], [0.6, 0.2]]
h0 = [0.1, -0.2]
v = [1.1, -0.8]
[repeat]
k = "1..3"
[forward]
"h[k]" = "tanh(U*x[k] + W @ h[k-1])"
E = "(v @ h3 - 1)^2/2"
[marks]
h1 = 2
h2 = 2
h3 = 2
E = 1
"dE/dh3" = 2
"dE/dh2" = 2
"dE/dh1" = 2
"dE/dU" = 2
"dE/dW" = 4
"""
"""An input that is a number beside a state that is a vector: one cannot be taken for the other in an outer product."""
FROM_NOTHING = """
[given]
x = [0.9, -0.6, 1.3]
U = [0.7, -0.4]
W = [[0.3, -0.5], [0.6, 0.2]]
v = [1.1, -0.8]
[forward]
a1 = "U*x1"
h1 = "tanh(a1)"
a2 = "U*x2 + W @ h1"
h2 = "tanh(a2)"
a3 = "U*x3 + W @ h2"
h3 = "tanh(a3)"
E = "(v @ h3 - 1)^2/2"
[training]
loss = "E"
parameters = ["U", "W"]
rate = 0.2
[marks]
h1 = 2
h2 = 2
h3 = 2
E = 1
"dE/da3" = 2
"dE/da2" = 2
"dE/da1" = 2
"dE/dU" = 2
"dE/dW" = 4
"U'" = 2
"""
"""Without a state before the first: the weights of the state are used once less than those of the input."""
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
GRU_CELL = """
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
LSTM_CELL = """
[given]
x = 0.5
h0 = 0.3
c0 = -0.6
wf = 0.4
wi = -0.8
wg = 1.1
wo = 0.7
uf = -0.2
ui = 0.9
ug = 0.5
uo = 0.25
y = 0.4
[forward]
f = "sigmoid(wf*x + uf*h0 + 1)"
i = "sigmoid(wi*x + ui*h0 + 0.1)"
g = "tanh(wg*x + ug*h0 - 0.3)"
o = "sigmoid(wo*x + uo*h0 - 0.15)"
c = "f*c0 + i*g"
h = "o*tanh(c)"
E = "(h - y)^2/2"
[marks]
f = 1
i = 1
g = 1
o = 1
c = 1
h = 1
"dE/dh" = 1
"dE/do" = 1
"dE/dc" = 1
"dE/df" = 1
"dE/di" = 1
"dE/dg" = 1
"dE/dwf" = 1
"""
MEMORY = """
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


test_a_slip_is_named_and_charged_once = each_named_and_charged_once(
    [
        (
            ELMAN,
            {"dE/dWhh": "dE/da3*h3 + dE/da2*h2 + dE/da1*h1"},
            "wrong-operand",
            "h₃ is used where h₂ belongs, and so",
        ),
        (ELMAN, {"dE/dWhh": "dE/da3*h2", "dE/dWxh": "dE/da3*x[3]"}, "dropped-term", "only the term ∂E/∂a₃ · h₂"),
        (ELMAN, {"dE/dh2": "dE/da3", "dE/dh1": "dE/da2"}, "missing-factor", "the factor Whh is left out, in ∂E/∂h₂"),
        (ELMAN, {f"a{k}": f"Wxh*x[{k}] - Whh*h{k - 1}" for k in (1, 2, 3)}, "sign", "Whh·h₀ has the wrong sign"),
        (
            FROM_NOTHING,
            {"dE/dW": "outer(dE/da3, h3) + outer(dE/da2, h2) + outer(dE/da1, h1)"},
            "wrong-operand",
            "h₃ is used where h₂ belongs, and so in every term, of which there is one too many",
        ),
        (FROM_NOTHING, {"dE/dW": "outer(dE/da3, h2)", "dE/dU": "dE/da3*x3"}, "dropped-term", ""),
        (
            FROM_NOTHING,
            {
                "dE/dW": "(outer(dE/da3, h2) + outer(dE/da2, h1))/3",
                "dE/dU": "(dE/da3*x3 + dE/da2*x2 + dE/da1*x1)/3",
            },
            "reduction",
            "divided by 3",
        ),
        (
            FROM_NOTHING,
            {
                "a2": "U*x2 + W.T @ h1",
                "a3": "U*x3 + W.T @ h2",
                "dE/dh2": "W @ dE/da3",
                "dE/dh1": "W @ dE/da2",
                "dE/dW": "outer(h2, dE/da3) + outer(h1, dE/da2)",
            },
            "transposed",
            "W is used the wrong way round",
        ),
        (OF_VECTORS, {"dE/dW": "outer(dE/dh3*(1 - h3^2), h2)"}, "dropped-term", "only the term"),
        (
            UNROLLED,
            {"dL/dwx": "dL/da3*x3", "dL/dwh": "dL/da3*h2", "dL/db": "dL/da3"},
            "dropped-term",
            "only the term ∂L/∂a₃ · x₃ is counted",
        ),
        (GRU, {"dE/dh1": "dE/dh2*(1 - z2)"}, "dropped-term", "only the term"),
        (GRU, {"dE/dh1": "dE/dh2*(1 - z2) + dE/dn2*(1 - n2^2)*uh*r2"}, "dropped-term", "only the terms"),
        (
            GRU,
            {"n1": "tanh(wh*x[1] + uh*h0)", "n2": "tanh(wh*x[2] + uh*h1)"},
            "missing-factor",
            "the factor r₁ is left out",
        ),
        (
            GRU_CELL,
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
            LSTM,
            {f"z{g}": f"W{k}*x + U{k}*cprev + {b}" for k, g, b in zip("1234", "fiog", (0.2, 0, 0, 0), strict=True)},
            "wrong-operand",
            "cprev is used where hprev belongs",
        ),
        (LSTM_CELL, {"dE/dg": "dE/dc*f"}, "wrong-operand", ""),
        (LSTM_CELL, {"dE/dg": "dE/dc*o"}, "wrong-operand", ""),
        (LSTM_CELL, {"dE/di": "dE/dc*f"}, "wrong-operand", ""),
        (LSTM_CELL, {"dE/do": "dE/dh*tanh(c)*o*(1 - o)"}, "extra-derivative", ""),
        (
            ELMAN,
            {"dE/dh2": "dE/da3*Whh*h3*(1 - h3)", "dE/dh1": "dE/da2*Whh*h2*(1 - h2)"},
            "extra-derivative",
            "the derivative h₃·(1 − h₃) of h₃ is in ∂E/∂a₃ already",
        ),
        (LSTM_CELL, {"dE/di": "dE/dc*g*i*(1 - i)", "dE/dg": "dE/dc*i*(1 - g^2)"}, "extra-derivative", ""),
        (LSTM_CELL, {"dE/dc": "dE/dh*o*(1 - c^2)"}, "derivative-at-preactivation", ""),
        (LSTM_CELL, {"dE/dwf": "dE/df*f*(1 - f)"}, "missing-factor", ""),
        (
            MEMORY,
            {"c": "g*c_prev + i*f", "dE/df": "dE/dc*i", "dE/dg": "dE/dc*c_prev", "dE/dc_prev": "dE/dc*g"},
            "wrong-operand",
            "f and g stand in each other's place",
        ),
        (MEMORY, {"dE/df": "dE/dc*c"}, "wrong-operand", "c is used where c_prev belongs"),
    ]
)
