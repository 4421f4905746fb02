"""One slip, one charge: on a published two-layer example, as people slip in it, and in steps of many kinds."""

from itertools import product

import numpy as np
import pytest

from tests.marking.classroom import charged, lost, marked, right_answers, worked
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


@pytest.fixture(scope="module")
def slipping(mazur, asked):
    """What each loses, by the slip and by whether every step is written."""
    each = list(product(SLIPS, (True, False)))
    students = marked(mazur, *(solve(SLIPS[name][0], None if everything else asked) for name, everything in each))
    return {one: list(lost(marks).values()) for one, marks in zip(each, students, strict=True)}


@pytest.mark.parametrize("name", SLIPS)
@pytest.mark.parametrize("everything", [True, False], ids=["every step written", "only what is asked"])
def test_a_slip_made_wherever_the_step_comes_up_is_charged_once(slipping, name, everything):
    assert slipping[name, everything] == [SLIPS[name][1]]


def test_two_answers_in_each_others_place_are_one_slip(mazur):
    answers = right_answers(mazur)
    answers["out_h1"], answers["out_h2"] = answers["out_h2"], answers["out_h1"]
    [marks] = marked(mazur, answers)
    assert lost(marks) == {"out_h1": "exchanged"}


IN_BOTH_PASSES = """
[given]
x = 0.6
z = 1.3
y = 0.75
w = 0.7
v = -0.3
eta = 0.5
[forward]
p = "w*x + 0.21"
q = "v*z^2"
E = "1/2*(p*q - y)^2"
[training]
loss = "E"
parameters = ["w", "v"]
rate = "eta"
[marks]
p = 1
q = 1
E = 1
"w'" = 1
"v'" = 1
"p'" = 1
"q'" = 1
"""


def test_two_answers_in_each_others_place_in_both_passes_are_one_slip(problem):
    reference = problem(IN_BOTH_PASSES)
    answers = right_answers(reference)
    for one, other in (("p", "q"), ("p'", "q'")):
        answers[one], answers[other] = answers[other], answers[one]
    [marks] = marked(reference, answers)
    assert lost(marks) == {"p": "exchanged"}
    assert {marks[q][3] for q in ("q", "p'", "q'")} == {"the same slip as in p, where it is charged"}


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
    costs = f"; here it costs {1 - worth:.2g} of 1, too" if credit else ""
    assert marks["dE/ds[2]"][3] == f"the same slip as in ∂E/∂s, where it is charged{costs}"


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


def test_a_slip_after_right_answers_costs_no_more_than_it_would_after_blanks(reference):
    """The sign of ∂L/∂W is wrong; that of ∂L/∂V is right, and V′ goes uphill, as it does by that slip made again."""
    softmax = reference("tests/rubrics/softmax.toml")
    answers = right_answers(softmax)
    values = {name: value[0, 0] for name, value in softmax.values.items()}
    rate = (values["V"] - values["V'"]).ravel()[0] / values["dL/dV"].ravel()[0]
    uphill = {"dL/dW": -values["dL/dW"], "W'": values["W"] + rate * values["dL/dW"]}
    uphill["V'"] = values["V"] + rate * values["dL/dV"]
    for name, value in uphill.items():
        answers[name] = np.array([f"{x:.6g}" for x in value.ravel()], dtype=object).reshape(value.shape)
    work = {name: text for name, text in answers.items() if name in uphill or "'" not in name}
    right, blank = marked(softmax, work, {name: text for name, text in work.items() if name != "dL/dV"})
    assert [cause for cause in lost(right).values() if cause != "missing"] == ["sign"]
    assert sum(points for _, _, points, _ in right.values()) >= sum(points for _, _, points, _ in blank.values())


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


GATES = """
[given]
a = 1.3
b = -2.1
c = 0.7
d = 1.9
[forward]
p = "a*b"
q = "c*d"
f = "tanh(p + q)"
[marks]
"df/dp" = 1
"df/dq" = 1
"df/da" = 1
"df/db" = 1
"df/dc" = 1
"df/dd" = 1
"""


@pytest.mark.parametrize(
    ("slips", "cause"),
    [
        ({"df/da": "df/dp*a", "df/db": "df/dp*b", "df/dc": "df/dq*c", "df/dd": "df/dq*d"}, "wrong-operand"),
        ({"df/da": "df/dp*b/2", "df/db": "df/dp*a/2", "df/dc": "df/dq*d/2", "df/dd": "df/dq*c/2"}, "wrong-factor"),
    ],
)
def test_a_slip_in_the_gradients_of_whatever_is_multiplied_is_charged_once(problem, slips, cause):
    assert charged(problem(GATES), slips)[0] == [cause]


ROUNDED = """
[given]
x = 1.5
[forward]
z = "0.7*x - 0.2"
a = "tanh(z)"
E = "(a - 0.6)^2"
[marks]
z = 1
a = 1
E = 1
[credit]
carried = 0.5
"""


def test_what_follows_from_rounded_numbers_is_worth_what_is_right(problem):
    rounded, slipped = marked(problem(ROUNDED), {"z": "0.85", "a": "0.69", "E": "0.0081"}, {"z": "1.05", "a": "0.7818"})
    assert (rounded["E"][0], rounded["E"][2]) == ("carried", 1)
    assert (slipped["a"][0], slipped["a"][2]) == ("carried", 0.5)


TERMS = """
[given]
x = [0.83, 1.7]
w = [0.71, -1.37]
b = [0.37, 0.91]
c = [-0.23, 0.59]
[forward]
s = "x*w + b - c"
[marks]
s = 2
"""


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("b[1] - x[1]*w[1] - c[1]", "x[2]*w[2] + b[2] + c[2]", 2),
        ("b[1] - x[1]*w[1] - c[1]", "b[2] - x[2]*w[2] - c[2]", 1),
    ],
)
def test_a_sign_of_another_term_is_another_slip_and_of_the_same_one_is_the_same(problem, first, second, count):
    reference = problem(TERMS)
    [marks] = marked(reference, worked(reference, {"s": f"[{first}, {second}]"}))
    assert len(lost(marks)) == count


ANOTHER_FORM = """
[given]
x = 0.83
w = 0.7
v = -1.3
u = 1.4
[forward]
s1 = "x*w"
h1 = "sigmoid(s1)"
h2 = "sigmoid(h1*v + 0.2)"
E = "(h2*u - 0.6)^2"
[marks]
h1 = 1
h2 = 1
E = 1
"dE/dh2" = 1
"dE/dh1" = 1
"dE/ds1" = 1
"dE/dv" = 1
"""


def test_what_a_slip_leaves_is_differentiated_where_it_is_made_again_in_another_form(problem):
    slips = {"h1": "tanh(s1)", "h2": "tanh(h1*v + 0.2)", "dE/ds1": "dE/dh1*(1 - h1^2)"}
    slips |= {f"dE/d{of}": f"dE/dh2*(1 - h2^2)*{times}" for of, times in (("h1", "v"), ("v", "h1"))}
    reference = problem(ANOTHER_FORM)
    [marks] = marked(reference, worked(reference, slips))
    assert lost(marks) == {"h1": "wrong-activation"}
    assert {marks[f"dE/d{of}"][3] for of in ("h1", "v", "s1")} == {"the same slip as in h₁, where it is charged"}
