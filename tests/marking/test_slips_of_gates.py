"""Slips in the cell of an LSTM: its gates are of one kind, and each has a derivative of its own."""

import pytest

from tests.marking.classroom import lost, marked, worked

CELL = """
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


@pytest.mark.parametrize(
    ("slips", "cause"),
    [
        ({"dE/dg": "dE/dc*f"}, "wrong-operand"),
        ({"dE/dg": "dE/dc*o"}, "wrong-operand"),
        ({"dE/di": "dE/dc*f"}, "wrong-operand"),
        ({"dE/do": "dE/dh*tanh(c)*o*(1 - o)"}, "extra-derivative"),
        ({"dE/di": "dE/dc*g*i*(1 - i)", "dE/dg": "dE/dc*i*(1 - g^2)"}, "extra-derivative"),
        ({"dE/dc": "dE/dh*o*(1 - c^2)"}, "derivative-at-preactivation"),
        ({"dE/dwf": "dE/df*f*(1 - f)"}, "missing-factor"),
    ],
)
def test_a_slip_at_a_gate_is_named_and_charged_once(problem, slips, cause):
    reference = problem(CELL)
    [marks] = marked(reference, worked(reference, slips))
    assert list(lost(marks).values()) == [cause]
