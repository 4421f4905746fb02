"""Two layers, a softmax and a penalty, over two samples; the step is one with momentum."""

REGULARISED = """
[given]
X = [[0.5, -1.2], [1.4, 0.8]]
Y = [[1, 0], [0, 1]]
W1 = [[0.3, -0.6], [-0.4, 0.9], [0.7, 0.2]]
b1 = [0.1, -0.25, 0.05]
W2 = [[0.8, -0.5, 0.35], [-0.3, 0.6, -0.9]]
b2 = [0.15, -0.2]
eta = 0.5
lambda = 0.01
[forward]
Z = "X @ W1.T + b1"
H = "tanh(Z)"
S = "H @ W2.T + b2"
P = "softmax(S)"
C = "cross_entropy(P, Y)"
L = "C + lambda/2*(l2(W1) + l2(W2))"
[training]
loss = "L"
parameters = ["W1", "b1", "W2", "b2"]
rule = "momentum"
momentum = 0.9
rate = "eta"
[marks]
H = 6
P = 4
L = 2
"dL/dW2" = 6
"dL/db2" = 2
"dL/dW1" = 6
"dL/db1" = 3
"W2'" = 3
"""
"""Nothing is asked between the loss and the gradients of the parameters."""
TURNED_ERROR = {"dL/dS": "(Y - P)/2"}
