"""Slips around activations: one of the same shape taken, a derivative where there is none, what goes in passed on."""

from tests.marking.classroom import each_named_and_charged_once

BENT = """
[given]
x = [0.7, -1.1, 1.9]
[forward]
r = "relu(x)"
g = "gelu(x - 0.3)"
e = "elu(0.25 - 1.4*x)"
[marks]
r = 3
g = 3
e = 3
"""
TIED = """
[given]
x = [0.8, -0.4, 1.3]
W = [[0.3, -0.5, 0.9], [0.7, 0.2, -0.35]]
b = [0.1, -0.2]
c = [0.05, 0.15, -0.1]
[forward]
z = "W @ x + b"
h = "sigmoid(z)"
r = "W.T @ h + c"
L = "sum((r - x)^2)/2"
[training]
loss = "L"
parameters = ["W", "b", "c"]
rate = 0.3
[marks]
r = 3
L = 1
"dL/dr" = 3
"dL/dh" = 2
"dL/dz" = 2
"dL/dW" = 6
"""
LAYERS = """
[given]
x = [0.6, -1.1, 0.9]
W1 = [[0.5, -0.2, 0.3], [-0.4, 0.7, 0.1], [0.25, 0.6, -0.8]]
b1 = [0.1, -0.3, 0.2]
W2 = [[0.8, -0.5, 0.35], [0.3, 0.9, -0.65]]
t = [0.2, -0.4]
[forward]
z1 = "W1 @ x + b1"
h = "tanh(z1)"
y = "W2 @ h"
L = "sum((y - t)^2)"
[training]
loss = "L"
parameters = ["W1", "b1", "W2"]
rate = 0.1
[marks]
z1 = 3
y = 2
"dL/dz1" = 3
"dL/dW1" = 9
"dL/db1" = 3
"""
UNITS = """
[given]
i1 = 0.3
i2 = 0.75
w1 = 0.45
w2 = -0.25
w3 = 0.6
w4 = 0.15
w5 = 0.85
w6 = -0.55
w7 = 0.35
w8 = 0.95
b1 = 0.2
b2 = -0.3
[forward]
n1 = "w1*i1 + w2*i2 + b1"
n2 = "w3*i1 + w4*i2 + b1"
h1 = "sigmoid(n1)"
h2 = "sigmoid(n2)"
n3 = "w5*h1 + w6*h2 + b2"
n4 = "w7*h1 + w8*h2 + b2"
o1 = "sigmoid(n3)"
o2 = "sigmoid(n4)"
E = "(0.1 - o1)^2/2 + (0.9 - o2)^2/2"
[training]
loss = "E"
parameters = ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "b1", "b2"]
rate = 0.4
[marks]
h1 = 1
h2 = 1
n3 = 1
n4 = 1
"dE/dn3" = 1
"dE/dn4" = 1
"dE/dh1" = 1
"dE/dh2" = 1
"dE/dn1" = 1
"dE/dw1" = 1
"dE/dw5" = 1
"dE/db2" = 1
"""
SPREAD = """
[given]
x = [1.2, -0.7, 2.5, 0.4]
t = [1, 0, 2, -1]
[forward]
v = "sum((x - 0.85)^2)/4"
s = "sqrt(v + 0.01)"
L = "sum((x/s - t)^2)"
[marks]
v = 1
s = 1
"dL/ds" = 1
"dL/dv" = 1
"""

test_a_slip_is_named_and_charged_once = each_named_and_charged_once(
    [
        (BENT, {"r": "leakyrelu(x)"}, "wrong-activation", "leaky_relu is used for relu"),
        (BENT, {"g": "swish(x - 0.3)"}, "wrong-activation", "swish is used for gelu"),
        (BENT, {"g": "gelu(x - 0.3)/(x - 0.3)"}, "missing-factor", "the factor x − 0.3 is left out"),
        (BENT, {"e": "elu(0.25 - 1.4*x) + (1.4*x > 0.25)"}, "dropped-term", "the term −1 is left out"),
        (BENT, {"e": "where(1.4*x - 0.25, 0.25 - 1.4*x, exp(0.25 - 1.4*x) - 1)"}, "wrong-branch", "are exchanged"),
        (BENT, {"e": "leakyrelu(0.25 - 1.4*x)"}, "wrong-activation", "leaky_relu is used for elu"),
        (TIED, {"dL/dr": "(r - x)*r*(1 - r)"}, "extra-derivative", "though no activation is applied to r"),
        (TIED, {"L": "sum((r - x)^2)/3"}, "reduction", "divided by 3, as for a mean, and not by 2"),
        (TIED, {"dL/dW": "outer(dL/dz, x) + outer(h, r)"}, "wrong-operand", "r is used where ∂L/∂r belongs"),
        (LAYERS, {"y": "W2 @ x"}, "wrong-operand", "x is used where h belongs"),
        (LAYERS, {"dL/db1": "dL/dz1*x"}, "wrong-factor", "there is a factor x too many"),
        (UNITS, {"n3": "w5*n1 + w6*n2 + b2"}, "wrong-operand", "n₁ is used where h₁ belongs, and so in every term"),
        (UNITS, {"dE/dw1": "dE/dh1*i1"}, "wrong-operand", "∂E/∂h₁ is used where ∂E/∂n₁ belongs"),
        (UNITS, {"dE/db2": "(dE/dn3 + dE/dn4)*h1"}, "wrong-factor", "there is a factor h₁ too many"),
        (SPREAD, {"dL/dv": "dL/ds*s/2"}, "wrong-factor", "it is multiplied by s, not divided"),
    ]
)
