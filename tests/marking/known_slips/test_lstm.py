"""An LSTM over two time steps, whose gates are of two kinds: the same slip in every gate, and at every time, is one."""

from tests.marking.classroom import each_named_and_charged_once

LSTM = """
[given]
x = [0.8, -1.5]
h0 = 0.2
c0 = 0.5
Wi = 0.6
Ui = 0.3
bi = 0.1
Wf = -0.4
Uf = 0.7
bf = 1.0
Wo = 0.9
Uo = -0.5
bo = -0.2
Wg = 1.1
Ug = 0.25
bg = 0.15
V = 1.4
by = -0.3
y = 0.9
[repeat]
t = "1..2"
[forward]
"i[t]" = "sigmoid(Wi*x[t] + Ui*h[t-1] + bi)"
"f[t]" = "sigmoid(Wf*x[t] + Uf*h[t-1] + bf)"
"o[t]" = "sigmoid(Wo*x[t] + Uo*h[t-1] + bo)"
"g[t]" = "tanh(Wg*x[t] + Ug*h[t-1] + bg)"
"c[t]" = "f[t]*c[t-1] + i[t]*g[t]"
"h[t]" = "o[t]*tanh(c[t])"
yhat = "V*h2 + by"
L = "(yhat - y)^2/2"
[marks]
i1 = 1
f1 = 1
o1 = 1
g1 = 1
c1 = 1
h1 = 1
i2 = 1
f2 = 1
o2 = 1
g2 = 1
c2 = 1
h2 = 1
yhat = 1
L = 1
"dL/dh2" = 1
"dL/do2" = 1
"dL/dc2" = 1
"dL/di2" = 1
"dL/df2" = 1
"dL/dg2" = 1
"dL/dc1" = 2
"dL/dh1" = 2
"dL/do1" = 1
"dL/di1" = 1
"dL/df1" = 1
"dL/dg1" = 1
"dL/dWi" = 2
"dL/dWf" = 2
"dL/dWo" = 2
"dL/dWg" = 2
"""


def slope(gate, t):
    return f"(1 - {gate}{t}^2)" if gate == "g" else f"{gate}{t}*(1 - {gate}{t})"


def back(gate, t, slope=slope):
    return f"dL/d{gate}{t}*{slope(gate, t)}"


def in_every_gate(taken):
    """The gradients of all four weights, as a student takes them by gate."""
    return {f"dL/dW{gate}": taken(gate) for gate in "ifog"}


AT_ONE_TIME = {t: in_every_gate(lambda gate, t=t: f"{back(gate, t)}*x[{t}]") for t in (1, 2)}
STATE_AFTER = {"dL/df2": "dL/dc2*c2", "dL/df1": "dL/dc1*c1"}
INPUTS_EXCHANGED = {
    **{f"{g}{t}": f"sigmoid(W{g}*x[{3 - t}] + U{g}*h{t - 1} + b{g})" for g in "ifo" for t in (1, 2)},
    **{f"g{t}": f"tanh(Wg*x[{3 - t}] + Ug*h{t - 1} + bg)" for t in (1, 2)},
    **in_every_gate(lambda gate: f"{back(gate, 2)}*x[1] + {back(gate, 1)}*x[2]"),
}
STATE_FOR_INPUT = in_every_gate(lambda gate: f"{back(gate, 2)}*h1 + {back(gate, 1)}*h0")
WEIGHT_OF_THE_INPUT = {"dL/dh1": " + ".join(f"{back(gate, 2)}*W{gate}" for gate in "ifog")}
SLOPE_OF_A_SIGMOID = {"dL/dWg": " + ".join(f"dL/dg{t}*g{t}*(1 - g{t})*x[{t}]" for t in (2, 1))}
SLOPE_AT_THE_OUTPUT = {"dL/dc2": "dL/dh2*o2*(1 - h2^2)", "dL/dc1": "dL/dc2*f2 + dL/dh1*o1*(1 - h1^2)"}

test_each_is_named_and_charged_once = each_named_and_charged_once(
    [
        (LSTM, AT_ONE_TIME[2], "dropped-term", "x₁ is left out"),
        (LSTM, AT_ONE_TIME[1], "dropped-term", "x₂ is left out"),
        (LSTM, STATE_AFTER, "wrong-operand", "c₂ is used where c₁ belongs"),
        (LSTM, INPUTS_EXCHANGED, "wrong-operand", "x₂ is used where x₁ belongs"),
        (LSTM, STATE_FOR_INPUT, "wrong-operand", "h₀ is used where x₁ belongs, and so in every term"),
        (LSTM, WEIGHT_OF_THE_INPUT, "wrong-operand", "belongs, and so in every term"),
        (LSTM, SLOPE_OF_A_SIGMOID, "wrong-activation", "the derivative is that of a sigmoid"),
        (LSTM, SLOPE_AT_THE_OUTPUT, "derivative-at-activation", "the derivative is that at h₂, not at tanh(c₂)"),
    ]
)
