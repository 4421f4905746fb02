"""Slips in a product of arrays, in an output layer, in a step of training; numbers in the place of others."""

import numpy as np
import pytest

from tests.accuracy import whole
from tests.marking.classroom import lost, marked, right_answers, worked

CLASSIFIER = """
[given]
x = [0.5, -0.3, 0.8]
W1 = [[0.2, -0.5, 0.3], [0.7, 0.1, -0.4], [-0.6, 0.4, 0.9]]
b1 = [0.1, -0.2, 0.3]
W2 = [[0.3, -0.8, 0.5], [-0.2, 0.6, 0.1], [0.4, 0.7, -0.9]]
y = [0, 1, 0]
[forward]
z1 = "W1 @ x + b1"
h = "sigmoid(z1)"
z2 = "W2 @ h"
p = "softmax(z2)"
L = "-sum(y*log(p))"
[training]
loss = "L"
parameters = ["W1", "b1", "W2"]
rate = 0.1
steps = 1
[marks]
z1 = 3
h = 3
p = 3
L = 1
"dL/dp" = 3
"dL/dz2" = 3
"dL/dh" = 3
"dL/dz1" = 3
"dL/dW2" = 9
"dL/dW1" = 9
"W2'" = 9
"W1'" = 9
"""

CELL = """
[given]
x = [0.5, -0.3]
hp = [0.1, 0.2]
cp = [0.3, -0.4]
Wf = [[0.7, 0.45, 0.1, 0.2], [0.3, -0.2, 0.15, 0.4]]
Wi = [[0.95, 0.8, -0.3, 0.5], [0.2, 0.6, 0.25, -0.1]]
Wg = [[0.45, 0.25, 0.15, 0.6], [0.5, -0.4, 0.2, 0.35]]
bf = [0.15, 0.1]
[forward]
u = "concat(x, hp)"
f = "sigmoid(Wf @ u + bf)"
i = "sigmoid(Wi @ u)"
g = "tanh(Wg @ u)"
c = "f*cp + i*g"
L = "sum(c^2)"
[marks]
f = 2
i = 2
g = 2
c = 2
"dL/dc" = 2
"dL/df" = 2
"dL/dbf" = 2
"""

PENALTY = """
[given]
x = [0.5, -1.2, 0.8]
w = [0.3, -0.4, 0.7]
b = 0.1
y = 1
lam = 0.05
[forward]
z = "w @ x + b"
p = "sigmoid(z)"
CE = "-(y*log(p) + (1 - y)*log(1 - p))"
L = "CE + lam/2*sum(w^2)"
[marks]
p = 1
"dL/dp" = 1
"dL/dz" = 1
"dL/dw" = 3
"dL/db" = 1
"""


def changed(value, index, number):
    found = value.copy()
    found[index] = number
    return found


def outer(one, other):
    return np.outer(one, other)


SLIPS = [
    ("the sign of one term", CLASSIFIER, "z1", lambda v: changed(v["z1"], 2, v["z1"][2] - 2 * 0.9 * 0.8), "sign"),
    (
        "another input in one term",
        CLASSIFIER,
        "dL/dh",
        lambda v: changed(v["dL/dh"], 0, v["dL/dh"][0] + 0.4 * (v["dL/dz2"][1] - v["dL/dz2"][2])),
        "wrong-operand",
    ),
    ("no division", CLASSIFIER, "p", lambda v: np.exp(v["z2"]), "missing-factor"),
    ("the target forgotten", CLASSIFIER, "dL/dz2", lambda v: v["p"], "dropped-term"),
    ("σ′ in p − y", CLASSIFIER, "dL/dz2", lambda v: (v["p"] - v["y"]) * v["p"] * (1 - v["p"]), "extra-derivative"),
    ("p − y a step too early", CLASSIFIER, "dL/dp", lambda v: v["p"] - v["y"], "extra-derivative"),
    ("no Jacobian of softmax", CLASSIFIER, "dL/dz2", lambda v: v["dL/dp"], "missing-derivative"),
    ("the input of the layer before", CLASSIFIER, "dL/dW2", lambda v: outer(v["dL/dz2"], v["x"]), "wrong-operand"),
    ("the input of the layer after", CLASSIFIER, "dL/dW1", lambda v: outer(v["dL/dz1"], v["h"]), "wrong-operand"),
    ("p for p − y in a weight's gradient", CLASSIFIER, "dL/dW2", lambda v: outer(v["p"], v["h"]), "wrong-operand"),
    ("p for p − y on the way back", CLASSIFIER, "dL/dh", lambda v: v["W2"].T @ v["p"], "wrong-operand"),
    ("the step for the gradient", CLASSIFIER, "dL/dW2", lambda v: -0.1 * v["dL/dW2"], "rate"),
    ("the step for the parameter", CLASSIFIER, "W2'", lambda v: -0.1 * v["dL/dW2"], "dropped-term"),
    ("the gradient for the parameter", CLASSIFIER, "W2'", lambda v: v["dL/dW2"], "dropped-term"),
    ("gates exchanged", CELL, "c", lambda v: v["i"] * v["cp"] + v["f"] * v["g"], "wrong-operand"),
    ("the state after for the one before", CELL, "dL/df", lambda v: v["dL/dc"] * v["c"], "wrong-operand"),
    ("σ′ of another gate", CELL, "dL/dbf", lambda v: v["dL/df"] * v["i"] * (1 - v["i"]), "wrong-operand"),
    (
        "joined the other way round",
        CELL,
        "f",
        lambda v: 1 / (1 + np.exp(-(v["Wf"] @ np.r_[v["hp"], v["x"]] + v["bf"]))),
        "exchanged",
    ),
    ("a penalty on the bias", PENALTY, "dL/db", lambda v: v["dL/db"] + 0.05 * 0.1, "extra-term"),
    ("p − y under a penalty", PENALTY, "dL/dp", lambda v: v["p"] - v["y"], "extra-derivative"),
]


def written(value):
    return np.array([f"{float(x):.6g}" for x in np.ravel(value)], dtype=object).reshape(np.shape(value))


@pytest.mark.parametrize(("rubric", "quantity", "wrong", "cause"), [s[1:] for s in SLIPS], ids=[s[0] for s in SLIPS])
def test_a_slip_is_named_and_charged_once(problem, rubric, quantity, wrong, cause):
    reference = problem(rubric)
    right = {name: value[0, 0] for name, value in reference.values.items()}
    asked = list(dict.fromkeys(element.quantity for element in reference.asked))
    before = asked[: asked.index(quantity)]
    answers = {name: text for name, text in right_answers(reference).items() if name in before}
    answers[quantity] = written(wrong(right))
    [marks] = marked(reference, answers)
    assert [cause for cause in lost(marks).values() if cause != "missing"] == [cause]


def test_the_note_of_a_slip_in_an_array_works_the_element_out(problem):
    reference = problem(CLASSIFIER)
    right = reference.values["dL/dW2"][0, 0].copy()
    right[1, 0] *= -1
    [marks] = marked(reference, right_answers(reference) | {"dL/dW2": written(right)})
    assert marks["dL/dW2[2,1]"][3].endswith(
        "(from your ∂L/∂z₂[2] = -0.637393 and h₁ = 0.643365 this is −(−0.637393·0.643365))"
    )


def test_the_note_of_a_slip_in_an_output_layer_speaks_of_its_short_form(problem):
    reference = problem(CLASSIFIER)
    [marks] = marked(reference, right_answers(reference) | {"dL/dz2": written(-reference.values["dL/dz2"][0, 0])})
    assert marks["dL/dz2[1]"][3] == "the sign is the wrong way round (from your p₁ = 0.344824 this is −(0.344824 − 0))"


def test_an_answer_to_something_else_is_told_as_such(problem):
    reference = problem(CLASSIFIER)
    right = right_answers(reference)
    [marks] = marked(reference, right | {"z1": right["dL/dz1"]})
    assert lost(marks) == {"z1[1]": "misplaced"}
    assert marks["z1[1]"][3] == "it is your answer for ∂L/∂z₁ that stands here"


def test_what_follows_from_a_number_from_nowhere_is_no_place_that_it_was_taken_from(problem):
    reference = problem("[given]\nx = 0.31\n[forward]\ns = '2*x + 1'\nh = 'relu(s)'\n[marks]\ns = 1\nh = 1\n")
    [marks] = marked(reference, {"s": np.array("2.873", dtype=object), "h": np.array("2.873", dtype=object)})
    assert lost(marks) == {"s": "wrong"}


HALVED = """
[given]
x = [0.5, -1.2]
W1 = [[0.3, -0.4], [0.7, 0.2]]
w2 = [0.6, -0.7]
y = 0.8
[forward]
h = "tanh(W1 @ x)"
yhat = "w2 @ h"
L = "(yhat - y)^2/2"
[training]
loss = "L"
parameters = ["W1", "w2"]
rate = 0.2
steps = 1
[marks]
"dL/dw2" = 2
"dL/dW1" = 4
"w2'" = 2
"L'" = 1
"""


@pytest.mark.parametrize("times", [2, -2, 0.5])
def test_a_factor_of_the_loss_is_charged_once_in_all_that_is_derived_from_it(problem, times):
    """The loss itself is not asked before the step: the factor shows in two gradients, and in the loss after it."""
    reference = problem(HALVED)
    values = {name: value[:, :1] for name, value in reference.values.items() if reference.graph[name].formula is None}
    for quantity in reference.graph.computed:
        value = reference.graph.step(quantity.name, values)
        values[quantity.name] = value * (times if quantity.name == "dL/dyhat" else 1)
    values["L'"] = values["L'"] * abs(times)
    [marks] = marked(reference, {a.quantity: written(values[a.quantity][0, 0]) for a in reference.asked})
    assert len(lost(marks)) == 1


def test_what_is_carried_for_rounding_alone_is_told_so(problem):
    reference = problem(PENALTY)
    [marks] = marked(
        reference, right_answers(reference) | {"p": "0.78", "dL/dz": "-0.22", "dL/dw": written([-0.095, 0.244, -0.141])}
    )
    assert lost(marks) == {}
    assert "as they are rounded" in marks["dL/dw[1]"][3]


def test_a_factor_behind_a_gradient_that_is_written_is_another_slip(problem):
    """The loss doubled, its gradients right, then a weight's gradient doubled: that did not come from the loss."""
    reference = problem(PENALTY.replace("p = 1\n", "p = 1\nCE = 1\n"))
    right = {name: value[0, 0] for name, value in reference.values.items()}
    answers = right_answers(reference) | {"CE": written(2 * right["CE"]), "dL/db": written(2 * right["dL/db"])}
    [marks] = marked(reference, answers)
    assert lost(marks) == {"CE": "wrong-factor", "dL/db": "wrong-factor"}


PRODUCTS = """
[given]
x = 0.6
w = -0.7
v = 1.5
y = 0.2
[forward]
s = "w*x"
h = "sigmoid(s)"
o = "v*h"
E = "(o - y)^2"
[marks]
h = 1
o = 1
"dE/do" = 1
"dE/dv" = 1
"dE/dh" = 1
"dE/ds" = 1
"dE/dw" = 1
"""


def test_a_factor_left_out_is_no_derivative_left_out(problem):
    """h left out of ∂E/∂v and σ′ left out of ∂E/∂s are two slips."""
    reference = problem(PRODUCTS)
    right = {name: value[0, 0] for name, value in reference.values.items()}
    answers = right_answers(reference, without=["dE/dw"])
    answers |= {"dE/dv": written(right["dE/do"]), "dE/ds": written(right["dE/dh"])}
    [marks] = marked(reference, answers)
    assert {q: c for q, c in lost(marks).items() if c != "missing"} == {
        "dE/dv": "missing-factor",
        "dE/ds": "missing-derivative",
    }


def test_two_equal_numbers_from_nowhere_are_not_each_others(problem):
    reference = problem(PRODUCTS)
    nowhere = np.array("0.0731964", dtype=object)
    [marks] = marked(reference, right_answers(reference) | {"dE/dv": nowhere, "dE/dw": nowhere})
    assert lost(marks) == {"dE/dv": "wrong", "dE/dw": "wrong"}


SMOOTHED = """
[given]
Y = [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
e = 0.1
l = [0.3, 1.7, 0.9]
[forward]
T = "(1 - e)*Y + e/3"
S = "T @ l"
[marks]
T = 9
S = 3
"""


def test_the_same_number_from_nowhere_wherever_the_same_belongs_is_charged_once(problem):
    """What is left of ε is shared among the other classes, and that by no number that anybody knows."""
    reference = problem(SMOOTHED)
    shared = worked(reference, {"T": "(1 - e)*Y + 0.413*e*(1 - Y)"})
    another = shared | {"T": np.where([[0, 0, 1], [0, 0, 0], [0, 0, 0]], "0.047", shared["T"])}
    once, twice = marked(reference, shared, another)
    assert lost(once) == {"T[1,1]": "dropped-term", "T[1,2]": "wrong"}
    assert once["T[1,3]"][::3] == ("carried", "the same slip as in T, where it is charged")
    assert {"T[1,2]", "T[1,3]"} <= lost(twice).keys()


@pytest.mark.parametrize(
    ("part", "says"),
    [((), "all of it is 1.73 times what follows"), ((0,), "this is 1.73 times what follows, as are others beside it")],
    ids=["all", "a row"],
)
def test_a_factor_from_nowhere_is_charged_once(part, says):
    reference = whole("tests/rubrics/batch.toml", 0)
    own = worked(reference, {"dL/dW1": "1.73*(X.T @ dL/dZ)"})
    answers = {name: text for name, text in worked(reference, {}).items() if not name.endswith("'")}
    answers["dL/dW1"][part] = own["dL/dW1"][part]
    [marks] = marked(reference, answers)
    assert {q: c for q, c in lost(marks).items() if c != "missing"} == {"dL/dW1[1,1]": "wrong-factor"}
    assert marks["dL/dW1[1,1]"][3].startswith(says)


NORMALISED = """
[given]
Z = [[-0.8, 0.1, 1.9], [-0.9, 0.55, -1.1], [1.04, -0.48, 0.12], [0.7, -0.6, 2.13]]
"dL/dY" = [[0, 0.0545, -0.0763], [0, -0.0705, 0], [-0.07, 0, 0], [0.3094, 0, 0.5316]]
[forward]
mu = "mean(Z, axis=1)"
var = "var(Z, axis=1)"
Y = "(Z - mu)/sqrt(var + 1e-5)"
[marks]
mu = 3
var = 3
Y = 12
"dL/dZ" = 12
"""


def test_a_factor_in_all_of_an_array_is_not_another_slip_where_one_element_has_one(problem):
    """The gradient of the first sample is 0, so that there 4 times the whole is 4 times the mean, too."""
    reference = problem(NORMALISED)
    gradient = "(dL/dY - mean(dL/dY, axis=1) - Y*mean(dL/dY*Y, axis=1))/sqrt(var + 1e-5)"
    [marks] = marked(reference, worked(reference, {"dL/dZ": f"4*{gradient}"}))
    assert lost(marks) == {"dL/dZ[1,1]": "wrong-factor"}
    assert marks["dL/dZ[1,1]"][3].startswith("all of it is 4 times what follows")


def test_numbers_from_nowhere_have_no_factor():
    reference, rng = whole("tests/rubrics/batch.toml", 0), np.random.default_rng(0)
    right = worked(reference, {})
    students = []
    for _ in range(20):
        times = 10 ** rng.uniform(-0.7, 0.7, right["dL/dW1"].shape)
        guessed = [f"{float(x) * by:.4g}" for x, by in zip(right["dL/dW1"].ravel(), times.ravel(), strict=True)]
        students.append(right | {"dL/dW1": guessed})
    notes = [note for marks in marked(reference, *students) for _, _, _, note in marks.values()]
    assert not any("times what follows" in note for note in notes)


@pytest.mark.parametrize(
    ("slip", "left_out"), [("outer(dL/dz1, x*0 + 1)", "x"), ("outer(dL/dz1*0 + 1, x)", "∂L/∂z₁")], ids=["x", "upstream"]
)
def test_a_factor_of_an_outer_product_is_left_out(problem, slip, left_out):
    reference = problem(CLASSIFIER)
    [marks] = marked(reference, worked(reference, {"dL/dW1": slip}))
    assert list(lost(marks).values()) == ["missing-factor"]
    assert marks["dL/dW1[1,1]"][3].startswith(f"the factor {left_out} is left out")


SHORT = """
tolerance = "0.5 %"
[given]
s = [0.2, -0.35, 0.5]
"dL/dp" = [0.62415, 0.00046, 0.69314]
[forward]
p = "softmax(s)"
[marks]
p = 3
"dL/ds" = 3
"""


@pytest.mark.parametrize(("short", "verdict"), [("0.00007", "carried"), ("0.00003", "wrong")])
def test_a_number_of_one_figure_follows_from_a_slip_that_those_beside_it_have_proved(problem, short, verdict):
    """It would prove nothing alone, and its digits stand for all from 0.000065 to 0.000075."""
    reference = problem(SHORT)
    p, upstream = reference.values["p"][0, 0], np.array([0.62415, 0.00046, 0.69314])
    own = [f"{value:.5f}" for value in upstream * p * (1 - p)]
    assert own[1] == "0.00007"
    answers = {"p": [f"{value:.5f}" for value in p], "dL/ds": [own[0], short, own[2]]}
    [marks] = marked(reference, answers)
    assert marks["dL/ds[1]"][:2] == ("slip", "dropped-term")
    assert [marks[f"dL/ds[{i}]"][0] for i in (2, 3)] == [verdict, "carried"]


TWO_SAMPLES = """
[given]
X = [[0.5, -1.0], [1.5, 0.4]]
Y = [[1, 0], [0, 1]]
W = [[0.7, -0.5], [0.3, 0.9]]
b = [0.05, -0.15]
[forward]
Z = "X @ W + b"
P = "softmax(Z)"
L = "cross_entropy(P, Y)"
[marks]
P = 4
"dL/dZ" = 4
"dL/db" = 2
"""


def test_the_mean_of_two_samples_is_a_mean_taken_for_a_sum(problem):
    reference = problem(TWO_SAMPLES)
    [marks] = marked(reference, worked(reference, {"dL/db": "mean(dL/dZ, axis=1)"}))
    assert list(lost(marks).values()) == ["reduction"]
    assert "the mean is taken, not the sum" in marks["dL/db[1]"][3]


FOUR_SAMPLES = """
[given]
X = [[1, 2], [-1.5, 0.5], [0.8, -1.2], [2.5, -0.4]]
t = [1, 0, 0, 1]
w = [0.3, -0.2]
[forward]
p = "sigmoid(X @ w)"
J = "bce(p, t)"
[marks]
p = 4
J = 1
"""


@pytest.mark.parametrize("left_out", [1, 4])
def test_a_mean_may_be_that_of_all_samples_but_one(problem, left_out):
    others = [k for k in (1, 2, 3, 4) if k != left_out]
    terms = (f"t[{k}]*log(p[{k}]) + (1 - t[{k}])*log(1 - p[{k}])" for k in others)
    reference = problem(FOUR_SAMPLES)
    [marks] = marked(reference, worked(reference, {"J": f"-({' + '.join(terms)})/3"}))
    assert lost(marks) == {"J": "dropped-sample"}
    assert marks["J"][3].startswith(f"sample {left_out} is left out, and the mean is that of the other 3")
