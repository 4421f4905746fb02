"""A published two-layer example, worked out in plain Python with slips put in."""

import math

I1, I2, T1, T2, ETA = 0.05, 0.10, 0.01, 0.99, 0.5


W = {1: 0.15, 2: 0.20, 3: 0.25, 4: 0.30, 5: 0.40, 6: 0.45, 7: 0.50, 8: 0.55}


B1, B2 = 0.35, 0.60


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def solve(slip, asked=None):
    """The whole computation in plain Python, each value passed through `slip` and carried on."""
    e = {}

    def put(name, value):
        e[name] = slip(name, value, e)

    def forward(w, p):
        for h, (a, b) in {"h1": (1, 2), "h2": (3, 4)}.items():
            put(f"net_{h}{p}", w[a] * I1 + w[b] * I2 + B1)
            put(f"out_{h}{p}", sigmoid(e[f"net_{h}{p}"]))
        for o, (a, b) in {"o1": (5, 6), "o2": (7, 8)}.items():
            put(f"net_{o}{p}", w[a] * e[f"out_h1{p}"] + w[b] * e[f"out_h2{p}"] + B2)
            put(f"out_{o}{p}", sigmoid(e[f"net_{o}{p}"]))
        put(f"E1{p}", 0.5 * (T1 - e[f"out_o1{p}"]) ** 2)
        put(f"E2{p}", 0.5 * (T2 - e[f"out_o2{p}"]) ** 2)
        put(f"E_total{p}", e[f"E1{p}"] + e[f"E2{p}"])

    forward(W, "")
    for o, t in {"o1": T1, "o2": T2}.items():
        put(f"dE_total/dout_{o}", e[f"out_{o}"] - t)
        put(f"dE_total/dnet_{o}", e[f"dE_total/dout_{o}"] * e[f"out_{o}"] * (1 - e[f"out_{o}"]))
    for h, (a, b) in {"h1": (5, 7), "h2": (6, 8)}.items():
        put(f"dE_total/dout_{h}", e["dE_total/dnet_o1"] * W[a] + e["dE_total/dnet_o2"] * W[b])
        put(f"dE_total/dnet_{h}", e[f"dE_total/dout_{h}"] * e[f"out_{h}"] * (1 - e[f"out_{h}"]))
    inputs = {1: ("h1", I1), 2: ("h1", I2), 3: ("h2", I1), 4: ("h2", I2)}
    outputs = {5: ("o1", "h1"), 6: ("o1", "h2"), 7: ("o2", "h1"), 8: ("o2", "h2")}
    for k, (h, x) in inputs.items():
        put(f"dE_total/dw{k}", e[f"dE_total/dnet_{h}"] * x)
    for k, (o, h) in outputs.items():
        put(f"dE_total/dw{k}", e[f"dE_total/dnet_{o}"] * e[f"out_{h}"])
    for k in W:
        put(f"w{k}'", W[k] - ETA * e[f"dE_total/dw{k}"])
    forward({k: e[f"w{k}'"] for k in W}, "'")
    return {name: f"{value:.6g}" for name, value in e.items() if asked is None or name in asked}
