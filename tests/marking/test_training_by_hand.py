"""Steps of training that a rubric writes as formulas: slips in them are those that are made under a rule."""

import pytest

from tests.marking.classroom import lost, marked, worked

DELTAS = """
[given]
x1 = 1
x2 = 0.7
w13 = 0.5
w23 = 0.4
w14 = 0.9
w24 = 1.1
w35 = -1.2
w45 = 1.3
alpha = 0.1
[forward]
y3 = "sigmoid(x1*w13 + x2*w23)"
y4 = "sigmoid(x1*w14 + x2*w24)"
y5 = "sigmoid(y3*w35 + y4*w45)"
e = "-y5"
d5 = "y5*(1 - y5)*e"
d3 = "y3*(1 - y3)*d5*w35"
d4 = "y4*(1 - y4)*d5*w45"
n13 = "w13 + alpha*d3*x1"
n35 = "w35 + alpha*d5*y3"
n45 = "w45 + alpha*d5*y4"
[marks]
y3 = 1
y4 = 1
y5 = 1
d5 = 1
d3 = 1
d4 = 1
n13 = 1
n35 = 1
n45 = 1
"""
FACTORS = """
[given]
p = [0.5, 1.2]
q = [0.8, -0.3]
bu = 0.17
bi = -0.23
r = 4.1
lam = 0.06
gam = 0.13
[forward]
e = "r - bu - bi - p @ q"
bu1 = "bu + gam*(e - lam*bu)"
bi1 = "bi + gam*(e - lam*bi)"
p1 = "p + gam*(e*q - lam*p)"
q1 = "q + gam*(e*p - lam*q)"
[marks]
e = 1
bu1 = 1
bi1 = 1
p1 = 2
q1 = 2
"""
SQUARES = """
[given]
x = 1.5
y = -0.8
eta = 0.1
rho = 0.9
[forward]
gx = "2*x"
gy = "20*y"
sx = "(1 - rho)*gx^2"
sy = "(1 - rho)*gy^2"
x1 = "x - eta*gx/sqrt(sx)"
y1 = "y - eta*gy/sqrt(sy)"
gx1 = "2*x1"
gy1 = "20*y1"
sx1 = "rho*sx + (1 - rho)*gx1^2"
sy1 = "rho*sy + (1 - rho)*gy1^2"
x2 = "x1 - eta*gx1/sqrt(sx1)"
y2 = "y1 - eta*gy1/sqrt(sy1)"
[marks]
sx = 1
sy = 1
x1 = 1
y1 = 1
sx1 = 1
sy1 = 1
x2 = 1
y2 = 1
"""


@pytest.mark.parametrize(
    ("rubric", "slips", "cause", "said"),
    [
        (DELTAS, {"d3": "y3*(1 - y3)*d5*n35", "d4": "y4*(1 - y4)*d5*n45"}, "updated-weight", "the updated n₃₅ is used"),
        (DELTAS, {"d3": "y3*(1 - y3)*d5*w45", "d4": "y4*(1 - y4)*d5*w35"}, "wrong-operand", "w₄₅ is used where w₃₅"),
        (
            DELTAS,
            {f"n{w}": f"w{w} + d{w[1]}*{x}" for w, x in (("13", "x1"), ("35", "y3"), ("45", "y4"))},
            "rate",
            "α is",
        ),
        (FACTORS, {"p1": "p + gam*(e*p - lam*p)", "q1": "q + gam*(e*q - lam*q)"}, "wrong-operand", "p is used where q"),
        (
            FACTORS,
            {n + "1": f"{n} + gam*e{f}" for n, f in (("bu", ""), ("bi", ""), ("p", "*q"), ("q", "*p"))},
            "dropped-term",
            "the term −λ·bu is left out",
        ),
        (
            FACTORS,
            {n + "1": f"{n} + 2*gam*(e{f} - lam*{n})" for n, f in (("bu", ""), ("bi", ""), ("p", "*q"), ("q", "*p"))},
            "wrong-factor",
            "a factor 2 too many in the step",
        ),
        (
            FACTORS,
            {n + "1": f"{n} - gam*(e{f} - lam*{n})" for n, f in (("bu", ""), ("bi", ""), ("p", "*q"), ("q", "*p"))},
            "sign",
            "has the wrong sign",
        ),
        (
            FACTORS,
            {n + "1": f"{n} + 0.31*(e{f} - lam*{n})" for n, f in (("bu", ""), ("bi", ""), ("p", "*q"), ("q", "*p"))},
            "rate",
            "gam is read as 0.31",
        ),
        (
            SQUARES,
            {f"s{n}": f"rho*g{n}^2" for n in "xy"} | {f"s{n}1": f"(1 - rho)*s{n} + rho*g{n}1^2" for n in "xy"},
            "wrong-operand",
            "ρ is used where 1 − ρ belongs",
        ),
        (
            SQUARES,
            {f"s{n}": f"(1 - rho)*abs(g{n})" for n in "xy"}
            | {f"s{n}1": f"rho*s{n} + (1 - rho)*abs(g{n}1)" for n in "xy"},
            "not-squared",
            "gx is not squared",
        ),
        (SQUARES, {f"{n}2": f"{n} - eta*g{n}1/sqrt(s{n}1)" for n in "xy"}, "old-weight", "x from before the step"),
    ],
)
def test_a_slip_in_a_step_by_hand_is_named_and_charged_once(problem, rubric, slips, cause, said):
    reference = problem(rubric)
    [marks] = marked(reference, worked(reference, slips))
    assert list(lost(marks).values()) == [cause]
    [note] = [note for verdict, _, _, note in marks.values() if verdict == "slip"]
    assert said in note


def test_a_bias_that_several_layers_share_is_no_parameter_before_a_step(problem):
    """b + w·h is then what has been computed from b, times what is given; but h is computed from w, too."""
    reference = problem(
        """
        [given]
        x = 0.7
        w = 0.4
        b = 0.3
        [forward]
        s1 = "b + w*x"
        h1 = "tanh(s1)"
        s2 = "b + w*h1"
        h2 = "tanh(s2)"
        s3 = "b + w*h2"
        [marks]
        s1 = 1
        s2 = 1
        s3 = 1
        """
    )
    [marks] = marked(reference, worked(reference, {"s2": "b - w*h1"}))
    assert lost(marks) == {"s2": "sign"}
