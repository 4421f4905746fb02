"""One slip, one charge: on a published two-layer example, as people slip in it, and in steps of many kinds."""

import numpy as np
import pytest

from tests.marking.classroom import lost, marked, right_answers, worked
from tests.marking.mazur import B1, B2, W, solve


@pytest.fixture(scope="module")
def asked(mazur):
    return {a.quantity for a in mazur.asked}


def is_update(name):
    return name.startswith("w") and name.endswith("'")


SLIPS = {
    "ascent everywhere": (lambda n, v, _: 2 * W[int(n[1])] - v if is_update(n) else v, "ascent"),
    "no rate anywhere": (lambda n, v, e: W[int(n[1])] - e[f"dE_total/dw{n[1]}"] if is_update(n) else v, "rate"),
    "target minus output": (lambda n, v, _: -v if n.startswith("dE_total/dout_o") else v, "sign"),
    "no half in the errors": (lambda n, v, _: 2 * v if n.rstrip("'") in ("E1", "E2") else v, "wrong-factor"),
    "no derivative at the outputs": (
        lambda n, v, e: e[n.replace("net", "out")] if n.startswith("dE_total/dnet_o") else v,
        "missing-derivative",
    ),
    "no half in the errors, nor in what is differentiated": (
        lambda n, v, _: 2 * v if n.rstrip("'") in ("E1", "E2") or n.startswith("dE_total/dout_o") else v,
        "wrong-factor",
    ),
    "no derivative anywhere": (
        lambda n, v, e: e[n.replace("net", "out")] if n.startswith("dE_total/dnet") else v,
        "missing-derivative",
    ),
    "no bias anywhere": (
        lambda n, v, _: v - (B1 if "h" in n else B2) if n.startswith("net") else v,
        "missing-bias",
    ),
    "no bias in one": (lambda n, v, _: v - B1 if n == "net_h1" else v, "missing-bias"),
    "another bias in both": (lambda n, v, _: v - B2 + B1 if n in ("net_o1", "net_o2") else v, "wrong-operand"),
}


@pytest.mark.parametrize("name", SLIPS)
@pytest.mark.parametrize("everything", [True, False], ids=["every step written", "only what is asked"])
def test_a_slip_made_wherever_the_step_comes_up_is_charged_once(mazur, asked, name, everything):
    slip, cause = SLIPS[name]
    [marks] = marked(mazur, solve(slip, None if everything else asked))
    unseen = everything and name == "another bias in both"  # made where nothing is asked, then carried on
    assert list(lost(marks).values()) == ([] if unseen else [cause])


def test_two_answers_in_each_others_place_are_one_slip(mazur):
    answers = right_answers(mazur)
    answers["out_h1"], answers["out_h2"] = answers["out_h2"], answers["out_h1"]
    [marks] = marked(mazur, answers)
    assert lost(marks) == {"out_h1": "exchanged"}


def test_two_equal_answers_are_not_in_each_others_place(mazur):
    answers = right_answers(mazur)
    answers |= {"w7'": "0.53", "w8'": "0.53"}  # 0.5113 and 0.5614
    [marks] = marked(mazur, answers)
    assert "exchanged" not in lost(marks).values()


def test_an_array_in_another_order_is_one_slip(reference):
    softmax = reference("tests/rubrics/softmax.toml")
    answers = right_answers(softmax)
    order = answers["dL/dV"].ravel()[[4, 5, 2, 3, 0, 1]].reshape(answers["dL/dV"].shape)
    [marks] = marked(softmax, {name: answers[name] for name in answers if "'" not in name} | {"dL/dV": order})
    assert list(lost(marks).values()).count("exchanged") == 1
    assert {"wrong", "slip"}.isdisjoint(lost(marks).values())


LAYERS = """
[given]
x = [0.5, -0.4]
w = [0.3, 0.7]
[forward]
s = "x*w"
h = "sigmoid(s)"
E = "sum(h^2)"
[marks]
"dE/dh" = 2
"dE/ds" = 2
"""


@pytest.mark.parametrize(("credit", "worth"), [("", 1), ("again = 0.75", 0.75), ("carried = 0.8", 0.8)])
def test_what_the_same_slip_is_worth_in_another_element(problem, credit, worth):
    sheet = {"s": ["0.15", "-0.28"], "h": ["0.53743", "0.43045"], "dE/dh": ["1.07486", "0.8609"]}
    [marks] = marked(problem(f"{LAYERS}[credit]\n{credit}\n"), {**sheet, "dE/ds": ["1.07486", "0.8609"]})
    assert [marks[f"dE/ds[{k}]"][2] for k in (1, 2)] == [0.5, pytest.approx(worth)]


DIFFERENT_STEPS = """
[given]
X = [[0.5, -1.2], [1.4, 0.3]]
w = [0.7, -0.3]
b = 0.4
c = 0.2
y = [0.5, 1]
eta = 0.1
[forward]
p = "X @ w + b"
q = "p*p + c"
e = "y - q"
L = "sum(e^2)"
[training]
loss = "L"
parameters = ["w", "b"]
rate = "eta"
steps = 1
update = {w = "w - eta*dL/dw", b = "b - eta*2*dL/db/2"}
[marks]
p = 2
q = 2
e = 2
"dL/de" = 2
"dL/dq" = 2
"dL/dp" = 2
"dL/dw" = 2
"dL/db" = 1
"w'" = 2
"b'" = 1
"""


def different(bias=1.0, samples=2, step=-0.1):
    """The steps in plain numpy, with the biases, with so many samples in the gradients, and with a step so long."""
    x, w, b, c, y = np.array([[0.5, -1.2], [1.4, 0.3]]), np.array([0.7, -0.3]), 0.4, 0.2, np.array([0.5, 1])
    p = x @ w + bias * b
    q = p * p + bias * c
    e = y - q
    de, dq = 2 * e, -2 * e
    dp = dq * 2 * p
    dw, db = x[:samples].T @ dp[:samples], dp[:samples].sum()
    values = {"p": p, "q": q, "e": e, "dL/de": de, "dL/dq": dq, "dL/dp": dp, "dL/dw": dw, "dL/db": db}
    values |= {"w'": w + step * dw, "b'": b + step * db}
    return {n: np.array([f"{x:.6g}" for x in np.ravel(v)], dtype=object) for n, v in values.items()}


@pytest.mark.parametrize(
    ("slip", "cause"),
    [
        ({"bias": 0.0}, "missing-bias"),
        ({"samples": 1}, "dropped-sample"),
        ({"step": 0.1}, "ascent"),
        ({"step": -1.0}, "rate"),
    ],
    ids=lambda s: s if isinstance(s, str) else "",
)
def test_one_misunderstanding_is_charged_once_in_steps_that_are_not_alike(problem, slip, cause):
    [marks] = marked(problem(DIFFERENT_STEPS), different(**slip))
    assert list(lost(marks).values()) == [cause]


def test_a_slip_after_right_answers_is_not_excused_by_one_of_its_kind_made_before(reference):
    """The sign of ∂L/∂W is wrong; that of ∂L/∂V is right, and V′ goes uphill."""
    softmax = reference("tests/rubrics/softmax.toml")
    answers = right_answers(softmax)
    values = {name: value[0, 0] for name, value in softmax.values.items()}
    rate = (values["V"] - values["V'"]).ravel()[0] / values["dL/dV"].ravel()[0]
    uphill = {"dL/dW": -values["dL/dW"], "W'": values["W"] + rate * values["dL/dW"]}
    uphill["V'"] = values["V"] + rate * values["dL/dV"]
    for name, value in uphill.items():
        answers[name] = np.array([f"{x:.6g}" for x in value.ravel()], dtype=object).reshape(value.shape)
    [marks] = marked(softmax, {name: text for name, text in answers.items() if name in uphill or "'" not in name})
    found = {q: cause for q, cause in lost(marks).items() if cause != "missing"}
    assert list(found.values()) == ["sign", "ascent"]


TANH = """
[given]
X = [[0.5, -1.2], [1.4, 0.3]]
T = [[0.8, -0.4], [-0.2, 0.6]]
W = [[0.3, -0.5], [0.7, 0.2], [-0.4, 0.6]]
V = [[0.9, -0.3, 0.4], [-0.6, 0.8, 0.5]]
[forward]
Z = "X @ W.T + 0.1"
H = "tanh(Z)"
Y = "H @ V.T + 0.15"
L = "mean((Y - T)^2)"
[marks]
L = 1
"dL/dY" = 4
"dL/dH" = 6
"""


@pytest.mark.parametrize(
    ("loss", "gradient", "charged"), [(4, 4, ["reduction"]), (0.5, 0.5, ["wrong-factor"]), (1, -1, ["sign"])]
)
def test_a_slip_after_blanks_that_were_rounded_on_scratch_paper_is_charged_once(problem, loss, gradient, charged):
    def scratch(value):
        size = 10.0 ** (3 - np.floor(np.log10(np.abs(value))))
        return np.round(value * size) / size

    given = {
        "X": [[0.5, -1.2], [1.4, 0.3]],
        "T": [[0.8, -0.4], [-0.2, 0.6]],
        "W": [[0.3, -0.5], [0.7, 0.2], [-0.4, 0.6]],
        "V": [[0.9, -0.3, 0.4], [-0.6, 0.8, 0.5]],
    }
    x, t, w, v = (np.array(value) for value in given.values())
    y = scratch(scratch(np.tanh(scratch(x @ w.T + 0.1))) @ v.T + 0.15)
    error = scratch(gradient * 2 * (y - t) / 4)
    values = {"L": loss * ((y - t) ** 2).mean(), "dL/dY": error, "dL/dH": error @ v}
    texts = {n: np.array([f"{x:.4g}" for x in np.ravel(value)], dtype=object) for n, value in values.items()}
    [marks] = marked(problem(TANH), texts)
    assert list(lost(marks).values()) == charged


def test_two_slips_that_cancel_are_told_as_such(problem):
    """The sign of ∂L/∂de is wrong and all partials after it are negated; the steps go uphill, and so are right."""
    reference = problem(DIFFERENT_STEPS)
    answers = right_answers(reference)
    for name in ("dL/de", "dL/dq", "dL/dp", "dL/dw", "dL/db"):
        value = -reference.values[name][0, 0]
        answers[name] = np.array([f"{x:.6g}" for x in value.ravel()], dtype=object).reshape(value.shape)
    [marks] = marked(reference, answers)
    assert list(lost(marks).values()) == ["sign"]
    notes = [marks[name][3] for name in ("w'[1]", "w'[2]", "b'")]
    assert all("two slips of sign cancel" in note for note in notes)
    assert "∂L/∂w:" in notes[0]


def test_another_learning_rate_is_one_slip(mazur):
    """0.1 in place of 0.5, in all eight updates and in the pass after them."""
    [marks] = marked(mazur, solve(lambda n, v, e: W[int(n[1])] - 0.1 * e[f"dE_total/dw{n[1]}"] if is_update(n) else v))
    assert list(lost(marks).values()) == ["rate"]
    [note] = [note for verdict, _, _, note in marks.values() if verdict == "slip"]
    assert note.startswith("0.1 is used for the learning rate")


PARTLY = """
[given]
x = [0.5, -1.2, 0.8]
W = [[0.2, -0.4, 0.1], [0.5, 0.3, -0.6]]
V = [[0.7, -0.2], [0.1, 0.4]]
c = [0.2137, -0.1184]
y = [1, 0.5]
[forward]
z = "W @ x"
h = "tanh(z)"
o = "V @ h + c"
L = "sum((o - y)^2)"
[training]
loss = "L"
parameters = ["W"]
rate = 0.1
steps = 1
[marks]
o = 2
"dL/dz" = 2
"dL/dW" = 6
"W'" = 6
"""


def test_what_a_slip_would_make_of_a_blank_is_not_taken_for_what_is_written_beside_it(problem):
    """Where the dropped term is, the gradient would be 0; but it is written, and is not 0."""
    reference = problem(PARTLY)
    graph, values = reference.graph, {n: v[:, :1] for n, v in reference.values.items()}
    values["o"] = values["c"]
    for quantity in graph.computed[graph.place["o"] - graph.place["z"] + 1 :]:
        values[quantity.name] = graph.step(quantity.name, values)
    values["W'"] = values["W"]
    answers = {
        name: np.array([f"{v:.5f}" for v in values[name].ravel()], dtype=object) for name in reference.problem.marks
    }
    answers["dL/dW"][1:] = ""
    [marks] = marked(reference, answers)
    assert {q: c for q, c in lost(marks).items() if c != "missing"} == {
        "o[1]": "dropped-term",
        "W'[1,1]": "dropped-term",
    }


def test_a_slip_made_again_in_a_blank_is_told_once_where_it_is_charged(problem):
    """σ′ is there twice in every layer; ∂E/∂s is left blank."""
    twice = {
        "dE/dt": "dE/dy * y*(1 - y) * y*(1 - y)",
        "dE/ds": "dE/dh * h*(1 - h) * h*(1 - h)",
    }
    reference = problem(TWO_LAYERS)
    [marks] = marked(reference, worked(reference, twice, without=("dE/ds",)))
    assert lost(marks) == {"dE/dt": "extra-derivative"}
    told = [marks[name][3] for name in ("dE/dw1", "dE/dw2")]
    assert told[0] == "the same slip as in ∂E/∂t, where it is charged"
    assert told[1] != told[0]


TWO_LAYERS = """
[given]
x1 = 0.3
x2 = -0.8
w1 = 0.6
w2 = -0.7
v = 0.4
y0 = 0.9
[forward]
s = "w1*x1 + w2*x2"
h = "sigmoid(s)"
t = "v*h"
y = "sigmoid(t)"
E = "(y - y0)^2"
[marks]
h = 1
y = 1
"dE/dt" = 1
"dE/dh" = 1
"dE/ds" = 1
"dE/dw1" = 1
"dE/dw2" = 1
"""


OVER_TIME = """
[given]
x = [0.5, -1.2, 0.8]
h0 = 0.1
wx = 0.6
wh = -0.7
v = 1.1
t = 0.3
[repeat]
k = "1..3"
[forward]
"a[k]" = "wx*x[k] + wh*h[k-1]"
"h[k]" = "tanh(a[k])"
y = "v*h3"
E = "1/2*(y - t)^2"
[marks]
h1 = 1
h2 = 1
h3 = 1
y = 1
"dE/dh3" = 1
"dE/dwx" = 2
"dE/dwh" = 2
"""


def test_a_slip_made_in_all_blanks_that_are_alike_is_one(problem):
    """tanh′ is left out at every time, and none of ∂E/∂a₁, ∂E/∂a₂, ∂E/∂a₃ is written."""
    reference = problem(OVER_TIME)
    without = {f"dE/da{k}": f"dE/dh{k}" for k in (1, 2, 3)}
    [marks] = marked(reference, worked(reference, without))
    assert list(lost(marks).values()) == ["missing-derivative"]


CHAIN = """
[given]
x = 0.5
w1 = 0.8
w2 = -0.6
w3 = 1.1
y = 0.3
[forward]
a = "w1*x"
h = "tanh(a)"
b = "w2*h"
g = "tanh(b)"
c = "w3*g"
o = "tanh(c)"
E = "half_sse(o, y)"
[marks]
h = 1
g = 1
c = 1
o = 1
"dE/do" = 1
"dE/dc" = 1
"dE/db" = 1
"""


def test_a_slip_that_is_differentiated_in_a_blank_is_not_called_another_one(problem):
    """w₂ is taken for w₃ in c, and so in dE/dg, which is blank; that h is a sigmoid has nothing to do with it."""
    reference = problem(CHAIN)
    slips = {"h": "sigmoid(a)", "c": "w2*g", "dE/dg": "w2*dE/dc"}
    [marks] = marked(reference, worked(reference, slips, figures=6, without=("dE/dg",)))
    assert lost(marks) == {"h": "wrong-activation", "c": "wrong-operand"}
    assert "the same slip" not in marks["dE/db"][3]
