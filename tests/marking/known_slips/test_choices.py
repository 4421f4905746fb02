"""Slips where something is chosen: max, min, where, ReLU and its kin."""

from tests.marking.classroom import each_named_and_charged_once

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
CIRCUIT = """
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


test_a_slip_is_named_and_charged_once = each_named_and_charged_once(
    [
        (MARGINS, {"m1": "max(0, s[2] - s[1])", "m2": "max(0, s[3] - s[1])"}, "dropped-term", "the term 1 is left out"),
        (
            HINGES,
            {"m1": "max(0, s[1] - s[2] + 1)", "m2": "max(0, s[1] - s[3] + 1)"},
            "sign",
            "s₂ and s₁ is taken the wrong way round",
        ),
        (HINGES, {"dE/dz": "relu(dE/dh)"}, "wrong-branch", "what is negative in ∂E/∂h is cut off"),
        (HUBER, {"l": "r^2/2", "dL/dr": "r/4"}, "wrong-branch", "r²/2 is used in every case"),
        (HUBER, {"dL/dr": "r/4"}, "wrong-branch", "the condition [1 > |r|] is left out"),
        (
            CIRCUIT,
            {"df/dx": "df/dn + df/da*y", "df/dz": "df/dn + df/dm"},
            "wrong-branch",
            "the condition [x ≤ z] is left out",
        ),
        (CIRCUIT, {"df/dy": "df/da*x"}, "dropped-term", "the term n is left out"),
        (LEAKY, {"h": "relu(s)"}, "wrong-activation", "relu is used"),
        (LEAKY, {"dL/ds": "dL/dh*step(s)"}, "wrong-activation", "that of ReLU"),
    ]
)
