"""Homework of the usual kinds, worked out apart from the engine, with the mistakes that are published of it.

Each kind is a function of the mistake and of the figures that every step is rounded to; "" is without a mistake.
"""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from grader.grading import grade

RUBRICS = Path(__file__).parent.parent / "rubrics"


def rounded(figures):
    """A function that rounds numbers and arrays as a student does at every step."""
    return lambda value: np.vectorize(lambda v: float(f"{v:.{figures}g}"), otypes=[float])(value)


def sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


def attention(slip, r):
    q, K, V = np.array([1, 0.5]), np.array([[1, 0], [0, 1], [-1, 2.0]]), np.array([[2, 1], [0, -1], [1, 3.0]])
    g = np.array([1, -0.5])
    root = 1 if slip == "not scaled" else math.sqrt(2)
    s = r(K @ q / root)
    a = r(softmax(s))
    da = r(V @ g)
    ds = r({"diagonal alone": a * (1 - a) * da, "no Jacobian": a * da}.get(slip, a * (da - a @ da)))
    back = {"s": s, "a": a, "o": r(a @ V), "dL/dV": r(np.outer(a, g)), "dL/da": da, "dL/ds": ds}
    return back | {"dL/dq": r(K.T @ ds / root), "dL/dK": r(np.outer(ds, q) / root)}


def gru(slip, r):
    x, h, out = [1, -0.5], [0.2], {}
    wz, uz, wr, ur, wh, uh = 0.5, -0.7, 0.8, 0.4, 1.1, -0.6
    z, n, reset = [], [], []
    for t in (1, 2):
        z.append(r(sigmoid(wz * x[t - 1] + uz * h[-1])))
        reset.append(r(sigmoid(wr * x[t - 1] + ur * h[-1])))
        n.append(r(np.tanh(wh * x[t - 1] + uh * (reset[-1] * h[-1]))))
        keep = z[-1] if slip == "PyTorch" else 1 - z[-1]
        h.append(r(keep * h[-1] + (1 - keep) * n[-1]))
        out |= {f"z{t}": z[-1], f"r{t}": reset[-1], f"n{t}": n[-1], f"h{t}": h[-1]}
    keep = [v if slip == "PyTorch" else 1 - v for v in z]
    sign = -1 if slip == "PyTorch" else 1
    dh, grads = r(h[2] - 0.7), []
    for t in (1, 0):
        dn, dz = dh * (1 - keep[t]), sign * dh * (n[t] - h[t])
        an, az = dn * (1 - n[t] ** 2), dz * z[t] * (1 - z[t])
        dr = an * uh * h[t]
        grads.append((dn, dz, dr, an, az))
        dh_1 = dh
        dh = r(dh * keep[t] + an * uh * reset[t] + az * uz + dr * reset[t] * (1 - reset[t]) * ur)
        if t:
            out |= {
                "E": r(dh_1**2 / 2),
                "dE/dh2": dh_1,
                "dE/dn2": r(dn),
                "dE/dz2": r(dz),
                "dE/dr2": r(dr),
                "dE/dh1": dh,
            }
    steps = grads[:1] if slip == "last step" else grads
    met = [(reset[1] * h[1], x[1]), (reset[0] * h[0], x[0])]
    duh = sum(g[3] * m[0] for g, m in zip(steps, met, strict=False))
    dwz = sum(g[4] * m[1] for g, m in zip(steps, met, strict=False))
    return out | {"dE/duh": r(duh), "dE/dwz": r(dwz)}


def batchnorm(slip, r):
    x, g, dy = np.array([1, 3, 4, 8.0]), 2, np.array([0.1, -0.2, 0.4, 0.3])
    away = x - x.mean()
    v = r((away**2).sum() / (3 if slip == "n - 1" else 4))
    s = np.sqrt(v)
    xhat = r(away / s)
    dxhat = r(g * dy)
    dv = r((dxhat @ away) * -0.5 * v**-1.5)
    dmu = r(-(dxhat / s).sum())
    by_v, by_mu = dv * 2 * away / 4, dmu / 4
    paths = {"straight": 0, "not the mean": by_v, "not the variance": by_mu}.get(slip, by_v + by_mu)
    out = {"mu": x.mean(), "v": v, "xhat": xhat, "y": r(g * xhat + 0.5), "dL/dxhat": dxhat, "dL/dv": dv, "dL/dmu": dmu}
    shrink = 4 if slip == "averaged" else 1
    return out | {"dL/dgamma": r(dy @ xhat / shrink), "dL/dbeta": r(dy.sum() / shrink), "dL/dx": r(dxhat / s + paths)}


def vae(slip, r):
    x, wm, wl, wd, noise = 1.2, 0.5, -0.8, 0.9, 0.3
    mu, logvar = r(wm * x), r(wl * x)
    sigma = r(np.exp(logvar if slip == "variance for deviation" else logvar / 2))
    z = r(mu + sigma * noise)
    xhat = r(wd * z)
    factor = {"sign": -1, "no half": 2}.get(slip, 1)
    rec, kl = r((x - xhat) ** 2), r(-factor / 2 * (1 + logvar - mu**2 - np.exp(logvar)))
    dxhat = r(-2 * (x - xhat))
    dz = r(dxhat * wd)
    dmu = r(dz + factor * mu)
    dlogvar = r((0 if slip == "KL alone" else dz * noise * sigma / 2) + factor / 2 * (np.exp(logvar) - 1))
    out = {"mu": mu, "logvar": logvar, "sigma": sigma, "z": z, "xhat": xhat, "rec": rec, "KL": kl, "L": r(rec + kl)}
    out |= {"dL/dxhat": dxhat, "dL/dz": dz, "dL/dmu": dmu, "dL/dlogvar": dlogvar}
    return out | {"dL/dwm": r(dmu * x), "dL/dwl": r(dlogvar * x), "dL/dwd": r(dxhat * z)}


def through_time(slip, r):
    x, w, u, v, h = [1, 2, 3], 0.6, 0.4, 0.5, [0.0]
    for value in x:
        h.append(r(sigmoid(w * value + u * h[-1])))
    y = r(v * h[3])
    dy = r((4 - y) if slip == "t - y" else y - 4)
    slope = [h[t] * (1 - h[t]) for t in (1, 2, 3)]
    d3 = r(dy * v * (1 if slip == "no derivative" else slope[2]))
    d2 = r(d3 * (w if slip == "the other weight" else u) * slope[1])
    d1 = r(d2 * (w if slip == "the other weight" else u) * slope[0])
    dw = r(d3 * x[2] + (0 if slip == "last step" else d2 * x[1] + d1 * x[0]))
    du, dv = r(d3 * h[2] + d2 * h[1] + d1 * h[0]), r(dy * h[3])
    step = 0.01 if slip == "t - y" else -0.01
    out = {"h1": h[1], "h2": h[2], "h3": h[3], "y": y, "E": r((y - 4) ** 2 / 2), "dE/dy": dy, "dE/da3": d3}
    out |= {"dE/da2": d2, "dE/da1": d1, "dE/dWhy": dv, "dE/dWhh": du, "dE/dWxh": dw}
    return out | {"Why'": v + step * dv, "Whh'": u + step * du, "Wxh'": w + step * dw}


def hinge(slip, r):
    X, W = np.array([[1, 2], [0.5, -1]]), np.array([[0.1, 0.3, -0.2], [0.4, -0.5, 0.2]])
    Y = np.array([[1, 0, 0], [0, 0, 1.0]])
    S = r(X @ W)
    M = r(np.maximum(0, S - (S * Y).sum(1, keepdims=True) + 1) * (1 if slip == "own class" else 1 - Y))
    data = r(M.sum() / (1 if slip == "sum" else 2))
    G = (M > 0) * (1 - Y)
    G = (G - Y * G.sum(1, keepdims=True)) / (1 if slip == "sum" else 2)
    penalty = {"no penalty": 0, "half of it": 0.1}.get(slip, 0.2)
    out = {"S": S, "M": M, "data": data, "L": r(data + 0.1 * (W**2).sum())}
    return out | {"dL/dS": r(G), "dL/dW": r(X.T @ G + penalty * W)}


def context_words(slip, r):
    V = np.array([[0.1, 0.3], [-0.2, 0.4], [0.5, -0.1], [0.2, 0.2]])
    U = np.array([[0.3, -0.1, 0.2, 0.4], [0.1, 0.5, -0.3, 0.2]])
    h = r((V[0] + V[2]) / (1 if slip == "sum" else 2))
    u = r(h @ U)
    p = r(softmax(u))
    du = r(p - np.array([0, 1, 0, 0]))
    dh = r(U @ du)
    dV = np.zeros((4, 2))
    dV[[0, 2]] = dh / (1 if slip == "whole to each" else 2)
    out = {"h": h, "u": u, "p": p, "L": r(-np.log(p[1])), "dL/du": du, "dL/dU": r(np.outer(h, du)), "dL/dh": dh}
    return out | {"dL/dV": r(dV), "V'": r(V - 0.1 * r(dV))}


MISTAKES = [
    (attention, "attention", "not scaled", {"s[1]": "missing-factor"}),
    (attention, "attention", "diagonal alone", {"dL/ds[1]": ("dropped-term", "half-derivative", "diagonal")}),
    (attention, "attention", "no Jacobian", {"dL/ds[1]": ("dropped-term", "missing-term")}),
    (gru, "gru", "PyTorch", {}),
    (gru, "gru", "last step", {"dE/duh": "dropped-term"}),
    (batchnorm, "batchnorm", "n - 1", {"v": ("reduction", "wrong-factor")}),
    (batchnorm, "batchnorm", "straight", {"dL/dx[1]": "dropped-term"}),
    (batchnorm, "batchnorm", "not the mean", {"dL/dx[1]": "dropped-term"}),
    (batchnorm, "batchnorm", "not the variance", {"dL/dx[1]": "dropped-term"}),
    (batchnorm, "batchnorm", "averaged", {"dL/dgamma": ("reduction", "wrong-factor")}),
    (vae, "vae", "variance for deviation", {"sigma": ("missing-factor", "wrong-factor")}),
    (vae, "vae", "sign", {"KL": "sign"}),
    (vae, "vae", "no half", {"KL": ("missing-factor", "wrong-factor")}),
    (vae, "vae", "KL alone", {"dL/dlogvar": "dropped-term"}),
    (through_time, "through-time", "t - y", {"dE/dy": "sign"}),
    (through_time, "through-time", "no derivative", {"dE/da3": "missing-derivative"}),
    (through_time, "through-time", "the other weight", {"dE/da2": "wrong-operand"}),
    (through_time, "through-time", "last step", {"dE/dWxh": "dropped-term"}),
    (hinge, "hinge", "own class", {"M[1,1]": "missing-factor"}),
    (hinge, "hinge", "sum", {"data": ("reduction", "missing-factor", "wrong-factor")}),
    (hinge, "hinge", "half of it", {"dL/dW[1,1]": ("missing-factor", "wrong-factor")}),
    (context_words, "context-words", "sum", {"h[1]": ("missing-factor", "reduction", "wrong-factor")}),
    (context_words, "context-words", "whole to each", {"dL/dV[1,1]": ("missing-factor", "wrong-factor")}),
]


def graded(tmp_path, kind, rubric, slip, figures):
    """Cause (or verdict) of what cost something, by quantity."""
    answers = kind(slip, rounded(figures))
    with (tmp_path / "sheet.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((name, np.asarray(value).tolist()) for name, value in answers.items())
    outcome = grade([tmp_path / "sheet.csv"], [RUBRICS / f"{rubric}.toml"])
    assert outcome.attention == ()
    [marks] = outcome.marks
    return {
        column.quantity: str(marks.cause[0, c] or marks.verdict[0, c])
        for c, column in enumerate(marks.columns)
        if marks.shares[marks.share[0, c]] < 1
    }


@pytest.mark.parametrize("figures", [3, 4, 6, 12])
@pytest.mark.parametrize(("kind", "rubric"), sorted({(kind, rubric) for kind, rubric, *_ in MISTAKES}, key=str))
def test_work_without_a_mistake_loses_nothing_however_it_is_rounded(tmp_path, kind, rubric, figures):
    assert graded(tmp_path, kind, rubric, "", figures) == {}


@pytest.mark.parametrize(("kind", "rubric", "slip", "known"), MISTAKES)
def test_a_published_mistake_is_found_where_it_is_made_named_and_charged_once(tmp_path, kind, rubric, slip, known):
    found = graded(tmp_path, kind, rubric, slip, 5)
    assert set(found) == set(known)
    assert all(found[quantity] in np.atleast_1d(causes) for quantity, causes in known.items())
