"""Small networks to train, as text."""

NET = """
[given]
x = [[0.5, -1.0], [1.5, 0.3], [-0.7, 0.8]]
t = [0.2, 0.9, -0.4]
W = [[0.3, -0.2], [0.1, 0.4]]
v = [0.7, -0.6]
[forward]
h = "tanh(x @ W.T)"
y = "h @ v"
E = "half_sse(y, t)"
[training]
loss = "E"
parameters = ["W", "v"]
rate = 0.1
steps = 3
"""
MARKS = "[marks]\n\"W'''\" = 1\n"

ONLINE = """
[given]
X = [[1, 2], [3, -1], [0.5, 0.5]]
T = [1, -1, 1]
w = [0.2, -0.4]
b = 0.1
eta = 0.5
[forward]
s = "w1*x1 + w2*x2 + b"
y = "sigmoid(s)"
E = "0.5*(t - y)^2"
[training]
samples = {x = "X", t = "T"}
loss = "E"
parameters = ["w", "b"]
rate = "eta"
"""
