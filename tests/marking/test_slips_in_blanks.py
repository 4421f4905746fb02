"""Slips made in what is left blank, once or again: told and charged where they first show."""

import numpy as np
import pytest

from tests.accuracy import whole
from tests.marking.classroom import lost, marked, right_answers, worked
from tests.simulation import written_as

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


@pytest.mark.parametrize("gradient", ["dL/dh", "-dL/dz"])
def test_a_slip_in_one_element_was_made_in_the_blank_one_beside_it(gradient):
    """Wherever in the blanks before it the slip may have been made as well."""
    softmax = whole("tests/rubrics/softmax.toml", 0)
    sheet = worked(softmax, {"dL/db": gradient})
    for name, gap in (("dL/db", 0), ("dL/dz", 1), ("dL/dW", 1)):
        sheet[name][gap] = ""
    [student] = marked(softmax, sheet)
    assert set(lost(student)) == {"dL/db[2]"}


def test_what_is_cut_off_after_a_slip_is_cut_off_again_where_it_is_copied():
    """What stands behind 1.75 is 1.7595, and so it does where that follows from 1.75 as it is written."""
    softmax = whole("tests/rubrics/softmax.toml", 0)
    cut = {"p": ["", "", "1.75"], "dL/do": ["", "", "1.75"], "dL/dh": ["", "-0.186"]}
    [student] = marked(softmax, {name: np.array(texts, dtype=object) for name, texts in cut.items()})
    assert student["p[3]"][1] == "decimal-point"
    assert student["dL/dh[2]"][0] == "carried"


BESIDE = """
[given]
x = 3.217
w = 0.7
b = 0.4
[forward]
z = "x*w + b"
p = "tanh(z/3)"
q = "z^2"
r = "z + b"
[marks]
p = 1
q = 1
r = 1
[credit]
carried = 0.5
"""


def test_what_follows_beside_the_answer_that_a_slip_in_a_blank_is_charged_at_is_carried(problem):
    reference = problem(BESIDE)
    [marks] = marked(reference, worked(reference, {"z": "x*w - b"}, 6))
    assert {name: marks[name][:3] for name in "qr"} == dict.fromkeys("qr", ("carried", "", 0.5))


def test_a_slip_in_what_a_right_answer_was_not_gone_on_with_is_told_so(problem):
    reference = problem(BESIDE.replace("[marks]", "[marks]\nz = 1").replace("carried = 0.5", "carried = 1"))
    slipped = worked(reference, {"z": "x*w - b"}, 6)
    [marks] = marked(reference, slipped | {"z": worked(reference, {}, 6)["z"]})
    assert (marks["z"][0], lost(marks)) == ("correct", {"p": "sign"})
    assert marks["p"][3].endswith(", in the z that you went on with")


ALIKE = """
[given]
x = 0.83
y = -0.59
w = [0.71, -1.23, 0.47, 0.89]
b = [0.37, 0.53, -0.29, 0.61]
[forward]
z1 = "w[1]*x + b[1]"
z2 = "w[2]*x + b[2]"
z3 = "w[3]*y + b[3]"
z4 = "w[4]*y + b[4]"
s = "z3*z4 + z3 - 2*z4"
[marks]
z1 = 1
z2 = 1
s = 1
"""


def test_which_of_two_habits_was_the_last_is_nobody_elses_affair(problem):
    reference = problem(ALIKE)
    signs = {f"z{k}": f"w[{k}]*{x} - b[{k}]" for k, x in ((2, "x"), (3, "y"), (4, "y"))}
    student = worked(reference, {"z1": "w[1]*x", **signs}, 6)
    [alone] = marked(reference, student)
    assert alone["s"][3] == "follows if one takes z₄ with your earlier slips made again; charged nothing here"
    assert marked(reference, worked(reference, {"z1": "w[1]*x - b[1]"}, 6), student)[1] == alone


SOFTMAX = """
[given]
x = [0.8, -1.5]
W1 = [[0.2, -0.4], [0.5, 0.3], [-0.7, 0.1]]
b1 = [0.1, -0.2, 0.3]
W2 = [[0.6, -0.3, 0.4], [-0.5, 0.9, 0.2]]
b2 = [0.05, -0.1]
y = [0, 1]
[forward]
z1 = "W1 @ x + b1"
a1 = "tanh(z1)"
z2 = "W2 @ a1 + b2"
p = "softmax(z2)"
L = "cross_entropy(p, y)"
[training]
loss = "L"
parameters = ["W1", "b1", "W2", "b2"]
rate = 0.2
steps = 1
[marks]
"dL/dz2" = 2
"dL/dW2" = 6
"dL/dW1" = 6
"W2'" = 6
"b1'" = 3
"L'" = 2
"""


def test_the_old_bias_is_likelier_than_an_element_taken_for_another_in_a_blank(problem):
    """With a₁′ of element 1 in the place of that of element 3, L′ were 0.687788: to four figures the same."""
    reference = problem(SOFTMAX)
    [marks] = marked(reference, worked(reference, {"z2'": "W2' @ a1' + b2"}) | {"L'": "0.6878"})
    assert lost(marks) == {"L'": "old-weight"}


def test_numbers_from_nowhere_before_which_hardly_anything_is_written_are_rarely_given_a_cause(reference):
    """Through thirty blanks there is a slip for nearly every number: of three figures in one out of seven."""
    found, rng = reference("tests/rubrics/recurrence.toml", ""), np.random.default_rng(3)
    right = right_answers(found)
    names = [name for name in right if name != "E'"]
    guesses = 0.05 * 10 ** rng.uniform(-0.7, 0.7, 100)
    students = [
        {"E'": written_as(guess, 3, False), **{name: right[name] for name in rng.choice(names, 2, replace=False)}}
        for guess in guesses
    ]
    assert sum(marks["E'"][0] == "slip" for marks in marked(found, *students)) <= 3


def test_a_slip_that_gives_the_very_digits_from_the_earlier_answers_as_they_are_written_tells_more():
    """Of an h₁ that may be anything from 0.3535 to 0.3545 several slips would give 1 − h₁² about so."""
    found = whole("tests/rubrics/recurrence.toml", 0)
    [marks] = marked(found, {"h1": "0.354", "dE/da1": "-0.000472"})
    assert marks["dE/da1"][1] == "decimal-point"


TARGETS = """
[given]
Z = [[-0.4, -1, 0.9], [0.8, -1.2, 0.4]]
Y = [[0, 1, 0], [1, 0, 0]]
[forward]
P = "softmax(Z)"
Q = "0.85*Y + 0.05"
L = "-sum(Q*log(P))/2"
[marks]
P = 6
Q = 6
"dL/dZ" = 6
"""


def test_a_slip_on_numbers_that_were_rounded_on_paper_is_charged_once(problem):
    """(P − Y)/2, of probabilities that are written nowhere and were cut off after three figures."""
    answers = {
        "Q": np.array([["0.05", "0.9", "0.05"], ["0.9", "0.05", "0.05"]], dtype=object),
        "dL/dZ": np.array([["0.0955", "-0.447", "0.351"], ["-0.223", "0.0374", "0.185"]], dtype=object),
    }
    [marks] = marked(problem(TARGETS), answers)
    assert [cause for cause in lost(marks).values() if cause != "missing"] == ["wrong-operand"]


RIDGE = """
[given]
X = [[1, 2], [-1.5, 0.5], [0.8, -1.2], [2, 0.3]]
t = [1.2, -0.4, 0.7, 2.1]
W1 = [[0.5, -0.3, 0.8], [0.2, 0.9, -0.6]]
b1 = [0.1, -0.2, 0.05]
w2 = [0.7, -0.4, 0.55]
b2 = 0.3
lam = 0.1
[forward]
Z1 = "X @ W1 + b1"
H = "relu(Z1)"
yhat = "H @ w2 + b2"
J = "sum((yhat - t)^2)/4 + lam/2*sum(W1^2)"
[marks]
yhat = 4
J = 1
"dJ/dW1" = 6
"""


def test_what_follows_from_a_slip_in_a_blank_was_rounded_on_paper_too(problem):
    """A minus in ∂J/∂H, which is written nowhere and was rounded to four decimals before it was gone on with."""
    answers = {
        "yhat": np.array(["0.4800", "0.0200", "1.2575", "1.9205"], dtype=object),
        "dJ/dW1": np.array([["0.2714", "-0.3000", "0.0560"], ["0.7771", "-0.1560", "0.1387"]], dtype=object),
    }
    [marks] = marked(problem(RIDGE), answers)
    assert [cause for cause in lost(marks).values() if cause != "missing"] == ["sign"]


DECAYED = """
[given]
x = [0.5, -1.2]
t = 0.6
W = [[0.2, -0.4], [-0.3, 0.5]]
v = [0.7, -0.5]
lam = 0.1
[forward]
h = "tanh(W @ x)"
y = "v @ h"
E = "(y - t)^2/2"
R = "lam/2*(sum(W^2) + sum(v^2))"
L = "E + R"
[marks]
h = 2
y = 1
"dL/dy" = 1
"dL/dv" = 2
"dL/dh" = 2
"dL/dW" = 4
"""


def test_no_slip_is_told_of_a_blank_in_which_none_is_found(problem):
    """λ/2·v and λ/2·W for λ·v and λ·W: so it were with ∂L/∂R = ½, too, but that is written nowhere."""
    found = problem(DECAYED)
    work = worked(found, {"dL/dv": "lam/2*v + dL/dy*h", "dL/dW": "lam/2*W + outer(dL/dh * (1 - h^2), x)"})
    [marks] = marked(found, work)
    assert list(lost(marks).values()) == ["wrong-factor"]
    assert "slip that was made" not in " ".join(str(note) for *_, note in marks.values())
