"""A recurrence of three steps of which no gradient is asked before those of the parameters, and slips in it."""

RNN = """
[given]
x = [0.5, -1, 2]
y = 0.8
w_x = 0.6
w_h = 0.9
w_y = 1.2
b = 0.1
h0 = 0
[repeat]
t = "1..3"
[forward]
"a[t]" = "w_x*x[t] + w_h*h[t-1] + b"
"h[t]" = "tanh(a[t])"
yhat = "w_y*h3"
L = "(yhat - y)^2"
[marks]
h1 = 1
h2 = 1
h3 = 1
yhat = 1
L = 1
"dL/dw_y" = 2
"dL/dw_x" = 4
"dL/dw_h" = 4
"dL/db" = 4
"""
"""What comes before the gradients of the parameters is not asked, and left out."""
SIGN, HALF = {"dL/dyhat": "-2*(yhat - y)"}, {"dL/dyhat": "yhat - y"}
NO_DERIVATIVE = {f"dL/da{t}": f"dL/dh{t}" for t in (1, 2, 3)}
OF_A_SIGMOID = {f"dL/da{t}": f"dL/dh{t}*h{t}*(1 - h{t})" for t in (1, 2, 3)}
ONE_STEP = {"dL/dw_x": "dL/da3*x[3]", "dL/dw_h": "dL/da3*h2", "dL/db": "dL/da3"}
NO_OUTPUT_WEIGHT = {"dL/dh3": "dL/dyhat"}
NO_RECURRENT_WEIGHT = {f"dL/dh{t}": f"dL/da{t + 1}" for t in (1, 2)}
