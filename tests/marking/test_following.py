"""Answers that follow from what is written by a way of their own: nothing is charged again."""

import numpy as np
import pytest

from grader.marking import mark
from tests.marking.classroom import lost, marked, right_answers, sheet_of, worked

DELTA = """
figures = 3
[given]
x = [1, 0]
w = [0.1, 0.1]
v = 0.1
c = 0.1
t = 1
[forward]
net = "dot(w, x) + c"
o = "sigmoid(net)"
out = "v*o + c"
y = "sigmoid(out)"
E = "1/2*(t - y)^2"
delta = "-dE/dout"
inner = "-dE/dnet"
[marks]
o = 1
y = 1
delta = 1
inner = 1
"dE/dw" = 2
"""


def test_a_blank_has_the_digits_of_the_answer_that_mirrors_it(problem):
    """0.115 for 0.11464: from it follows 0.00285, and not 0.00284."""
    [marks] = marked(problem(DELTA), {"o": "0.55", "y": "0.539", "delta": "0.115", "inner": "0.00285"})
    assert marks["inner"][0] in ("correct", "carried")


def test_the_derivative_left_out_of_a_mirror_is_told_as_such(problem):
    reference = problem(DELTA)
    [marks] = marked(reference, worked(reference, {"dE/dout": "dE/dy"}, without=("dE/dout",)))
    assert list(lost(marks).values()) == ["missing-derivative"]


OUTPUT = """
[given]
x = [1.5, -0.8]
w = [0.4, 1.15]
t = 2
[forward]
z = "dot(w, x)"
y = "sigmoid(z)"
E = "(y - t)^2"
[marks]
z = 1
y = 1
E = 1
"dE/dz" = 2
"dE/dw" = 2
"""


@pytest.mark.parametrize("slip", ["z", "0.1*sigmoid(z)", "-sigmoid(z)", "sigmoid(2*z)"])
def test_the_derivative_of_an_activation_may_be_formed_again_beside_what_was_written(problem, slip):
    """ŷ − t with the student's own ŷ, σ′ from z: one step in the sheet, since ∂E/∂ŷ is not asked."""
    reference = problem(OUTPUT)
    written = worked(reference, {"y": slip, "dE/dz": "2*(y - t)*sigmoid(z)*(1 - sigmoid(z))"})
    [marks] = marked(reference, written)
    assert set(lost(marks)) == {"y"}


def test_what_a_target_of_one_leaves_out_of_a_cross_entropy_is_not_there(problem):
    """Without its sigmoid p is 1.33; the other term, (1 − t)·ln(1 − p), is 0 all the same."""
    reference = problem(OUTPUT.replace("t = 2", "t = 1").replace('"(y - t)^2"', '"bce(y, t)"').replace("1.15", "-0.9"))
    written = worked(reference, {"y": "z", "E": "-log(y)", "dE/dz": "y - t"})
    assert float(written["y"]) > 1
    [marks] = marked(reference, written)
    assert lost(marks) == {"y": "missing-activation"}


SMOOTH = """
[given]
z = [2, 1, 0.5, -1]
t = [0, 1, 0, 0]
a = 0.1
[forward]
q = "(1 - a)*t + a/4"
p = "softmax(z)"
L = "cross_entropy(p, q)"
[marks]
q = 4
p = 4
L = 1
"dL/dp" = 4
"dL/dz" = 4
"""


@pytest.mark.parametrize(
    ("slips", "charged"),
    [
        ({"q": "t + a/4", "dL/dz": "p - q"}, {"q[2]": "missing-factor"}),
        ({"dL/dz": "p - t"}, {"dL/dz[1]": "wrong-operand"}),
    ],
)
def test_the_short_form_of_an_output_layer_is_a_way_of_its_own(problem, slips, charged):
    """Where the q do not make 1 together, p − q is no longer what the chain rule gives."""
    reference = problem(SMOOTH)
    [marks] = marked(reference, worked(reference, slips))
    assert lost(marks) == charged


STILL = """
figures = 3
[given]
x = [0.5, -1.2]
u = [0.4, -0.7]
w = -1.4
[forward]
z = "u1*x1 + u2*x2"
h = "relu(z)"
E = "(w*h - 1)^2"
[training]
loss = "E"
parameters = ["w"]
rate = 0.001
steps = 1
[credit]
trivial = 1
[marks]
z = 1
h = 1
E = 1
"dE/dw" = 1
"w'" = 1
"""


def test_a_weight_whose_own_gradient_is_zero_stays_and_no_places_are_missing(problem):
    reference = problem(STILL)
    [marks] = marked(reference, worked(reference, {"z": "u1*x1 - u2*x2"}))
    assert lost(marks) == {"z": "sign"}


NORMALISED = """
[given]
x = [1, 4, 2.5, -3]
g = [0.2, -0.4, 0.8, 0.6]
[forward]
mu = "mean(x)"
v = "mean((x - mu)^2)"
n = "(x - mu)/sqrt(v)"
L = "sum(g*n)"
[marks]
n = 4
"dL/dn" = 4
"dL/dv" = 1
"dL/dmu" = 1
"dL/dx" = 4
"""


def test_an_answer_that_leaves_a_blank_out_does_not_prove_it(problem):
    """The paths through the mean and the variance are forgotten: these are blank, and the one slip is charged."""
    reference = problem(NORMALISED)
    [marks] = marked(reference, worked(reference, {"dL/dx": "dL/dn/sqrt(v)"}, without=("dL/dv", "dL/dmu")))
    assert lost(marks) == {"dL/dv": "missing", "dL/dmu": "missing", "dL/dx[1]": "dropped-term"}


POOLED = """
[given]
C = [[1.0, 0.9, 0.3, 0.2], [0.4, 0.5, 1.1, 0.7]]
k = 0.6
w = [[0.5, -0.2]]
[forward]
A = "tanh(k*C - 0.25)"
P = "maxpool2d(A, 2)"
E = "(sum(P*w) - 1)^2"
[marks]
A = 8
P = 2
"dE/dP" = 2
"dE/dA" = 8
"""


def test_the_place_of_the_largest_is_found_though_it_has_moved(problem):
    reference = problem(POOLED)
    values = np.array(right_answers(reference, 5)["A"])
    values[0, 1] = "0.71139"
    graph, own = reference.graph, {n: v[:1, :1] for n, v in reference.values.items()}
    own["A"] = values.astype(float)[None, None]
    answers = {"A": values}
    for name in ("P", "E", "dE/dP", "dE/dA"):
        own[name] = graph.step(name, own)
        answers[name] = np.array([f"{x:.5g}" for x in own[name].ravel()], dtype=object).reshape(graph[name].shape)
    [marks] = marked(reference, answers)
    assert set(lost(marks)) == {"A[1,2]"}
    assert all(points == 1 for name, (_, _, points, _) in marks.items() if name.startswith("dE/dA"))


BIASED = """
figures = 2
[given]
x = [0.6, -1.3, 0.9]
W = [[0.4, -0.2, 0.7], [0.3, 0.5, -0.6]]
b = [0.15, -0.1]
v = [0.35, -0.04]
t = 0.9
[forward]
z = "W @ x + b"
h = "sigmoid(z)"
y = "dot(v, h)"
E = "1/2*(y - t)^2"
[marks]
h = 2
y = 1
"dE/dy" = 1
"dE/dh" = 2
"dE/db" = 2
"dE/dW" = 6
"""


def test_a_blank_that_a_later_answer_states_has_the_digits_of_that_answer(problem):
    """∂E/∂b is ∂E/∂z, which is not asked: who cuts off at four decimals takes ∂E/∂W from it, before it is written."""
    reference = problem(BIASED)

    def cut(value):
        return np.trunc(np.asarray(value) * 1e4) / 1e4

    v, x, h = np.array([0.35, -0.04]), np.array([0.6, -1.3, 0.9]), cut(reference.values["h"][0, 0])
    y = cut(v @ h)
    dh = cut((y - 0.9) * v)
    dz = cut(dh * cut(h * (1 - h)))
    values = {"h": h, "y": y, "dE/dy": y - 0.9, "dE/dh": dh, "dE/db": dz, "dE/dW": cut(np.outer(dz, x))}
    texts = {n: np.array([f"{e:.4f}" for e in np.ravel(value)], dtype=object) for n, value in values.items()}
    [marks] = marked(reference, texts)
    assert {"wrong", "slip"}.isdisjoint(verdict for verdict, *_ in marks.values())


HIDDEN = """
tolerance = "0.5 %"
[given]
X = [[1, 2], [0.5, -1], [-1.5, 0.4]]
W = [[0.6, -0.4, 0.2], [-0.7, 0.3, 0.5]]
b = [0.1, -0.2, 0.05]
Y = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
[forward]
Z = "X @ W + b"
P = "softmax(Z)"
L = "cross_entropy(P, Y)"
[marks]
"dL/dZ" = 9
"""


def test_what_follows_from_a_slip_in_a_blank_has_the_tolerance_of_the_rubric(problem):
    """The bias is subtracted; on scratch paper everything is cut off at four decimals."""
    given = problem(HIDDEN).values
    x, w, b, y = (given[name][0, 0] for name in ("X", "W", "b", "Y"))

    def cut(value):
        return np.trunc(value * 1e4) / 1e4

    e = np.exp(cut(x @ w - b))
    p = cut(e / e.sum(axis=1, keepdims=True))
    texts = np.array([f"{v:.5f}" for v in ((p - y) / 3).ravel()], dtype=object).reshape(3, 3)
    [marks] = marked(problem(HIDDEN), {"dL/dZ": texts})
    assert list(lost(marks).values()) == ["sign"]


CENTRED = """
[given]
x = [0.5, -1.2, 0.8]
u = [0.4, -0.3, 0.9]
[forward]
z = "x + 0.079"
c = "z - mean(z)"
L = "sum(c*u) + 0.37"
[marks]
z = 3
c = 3
L = 10
"""


def test_what_is_linear_in_a_blank_is_no_multiple_of_it(problem):
    reference = problem(CENTRED)
    [marks] = marked(reference, worked(reference, {"L": "sum(c*u) - 0.37"}, without=("z",)))
    assert marks["L"][:2] == ("slip", "sign")


def test_a_classmate_who_writes_a_mirror_changes_nothing_for_others(problem):
    reference = problem(DELTA)
    alone = {"o": "0.55", "y": "0.539", "dE/dw": ["-0.01", "0"]}
    [first] = marked(reference, alone)
    second, _ = marked(reference, alone, {"delta": "0.115"})
    assert first == second


LAYER = """
[given]
x = [0.62, -1.37]
W = [[0.41, -0.23], [0.38, 0.57], [-0.71, 0.29], [0.19, 0.83]]
b = [0.15, -0.12, 0.33, 0.27]
[forward]
z = "W @ x + b"
[marks]
z = 4
"""


def test_who_is_charged_is_told_what_follows_and_not_what_a_slip_in_other_answers_makes_of_it(problem):
    reference = problem(LAYER)
    z = reference.values["z"][0, 0] - reference.values["b"][0, 0]
    written = [*(f"{value:.4f}" for value in z[:3]), "0.7313"]
    marks = mark(reference, sheet_of(reference, {"z": np.array(written, dtype=object)}), "")
    assert list(marks.verdict[0]) == ["slip", "carried", "carried", "wrong"]
    assert [float(text) for text in marks.followed[0]] == pytest.approx(reference.values["z"][0, 0].tolist())
