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
t = [[0], [1], [1], [2.2]]
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
    ],
)
def test_a_slip_that_courses_report_is_named_and_charged_once(problem, rubric, slips, cause, said):
    reference = problem(rubric)
    [marks] = marked(reference, worked(reference, slips))
    assert list(lost(marks).values()) == [cause]
    [note] = [note for verdict, _, _, note in marks.values() if verdict == "slip"]
    assert said in note
