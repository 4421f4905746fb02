"""Where an answer may take earlier values from, if not from what is written: nothing is charged again."""

import numpy as np
import pytest

from tests.accuracy import whole
from tests.marking.classroom import lost, marked, worked

CHAIN = """
figures = 3
[given]
x = 0.84705
u = 3.8616
[forward]
v = "u/3"
h = "x*x"
y = "v*h"
E = "(y - 0.6)^2/2"
[marks]
v = 1
h = 1
y = 1
E = 1
"""


@pytest.mark.parametrize(
    ("written", "charged"),
    [
        ({"v": "1.287", "h": "0.7175", "y": "0.9534", "E": "0.05229"}, {"y"}),
        ({"v": "1.287", "h": "0.7212", "y": "0.0284", "E": "0.05392"}, {"h", "y"}),
    ],
    ids=["near the right one", "of numbers rounded on paper alone"],
)
def test_what_was_copied_wrongly_is_used_as_it_follows(problem, written, charged):
    """0.9234 from the rounded factors, for 0.92356; and 0.9284 from the unrounded ones, for 0.9282."""
    [marks] = marked(problem(CHAIN), written)
    assert set(lost(marks)) == charged


def test_the_right_value_is_not_rounded_like_a_far_larger_one_written_in_its_place(problem):
    [marks] = marked(problem(CHAIN), {"v": "1.287", "h": "0.7175", "y": "188700", "E": "0.07012"})
    assert set(lost(marks)) == {"y", "E"}


TERMS = """
[given]
x = 1.6701
b = 0.7891
[forward]
a = "x/3"
c = "b*1"
p = "a*c"
q = "p^2"
[marks]
a = 1
c = 1
p = 1
q = 1
"""


def test_what_only_rounding_explains_may_have_been_copied_wrongly(problem):
    """0.3634 is 0.46 · 0.79; it is 0.3604 = 0.4567 · 0.7891, too, with one digit miscopied, whose square is 0.1299."""
    [marks] = marked(problem(TERMS), {"a": "0.4567", "c": "0.7891", "p": "0.3634", "q": "0.1299"})
    assert set(lost(marks)) == {"a"}


OUTPUTS = """
[given]
h = 0.79
g = 0.95
v = -0.2
w = 0.5
[forward]
hh = "h*1"
gg = "g*1"
s = "v*hh + w*gg"
y = "sigmoid(s)"
E = "(y - 0.5)^2"
[marks]
y = 1
"dE/dy" = 1
"dE/ds" = 1
"dE/dhh" = 1
"dE/dgg" = 1
"dE/dv" = 1
"dE/dw" = 1
"""


def test_what_nothing_explains_tells_what_the_blanks_before_it_were(problem):
    """Two slips in blanks: a sign and a decimal point. All else follows from the ∂E/∂s that ∂E/∂hh shows."""
    slips = {"dE/dy": "20*(y - 0.5)", "dE/ds": "-dE/dy*y*(1 - y)"}
    reference = problem(OUTPUTS)
    [marks] = marked(reference, worked(reference, slips, without=("dE/dy", "dE/ds")))
    assert len(lost(marks)) == 1
    assert "as an earlier answer of yours tells it" in marks["dE/dw"][3]


UNITS = """
[given]
x = 0.4
w = [0.7, -1.6]
u = [0.9, -0.5]
t = 0.2
[forward]
a1 = "w1*x"
a2 = "w2*x"
h1 = "sigmoid(a1)"
h2 = "sigmoid(a2)"
s = "u1*h1 + u2*h2"
y = "sigmoid(s)"
E = "(y - t)^2"
[marks]
y = 1
"dE/dy" = 1
"dE/dh1" = 1
"dE/dh2" = 1
"dE/da2" = 1
"""


def test_a_right_answer_that_was_not_gone_on_with_makes_what_follows_worth_no_less(problem):
    """The slip is in ∂E/∂s, which is blank; ∂E/∂h₂ is copied from a neighbour, and ∂E/∂a₂ follows from one's own."""
    reference = problem(UNITS)
    answers = worked(reference, {"dE/ds": "dE/dy*(1 - y)"}, without=("dE/ds",))
    [marks] = marked(reference, answers | {"dE/dh2": worked(reference, {})["dE/dh2"]})
    assert lost(marks) == {"dE/dh1": "half-derivative"}
    assert marks["dE/dh2"][3] == "right, but not the number that you went on with"


def only(answers, *names):
    """What of a student's answers is handed in."""
    return {name: text for name, text in answers.items() if name in names}


def test_a_right_element_among_others_that_show_a_slip_was_not_gone_on_with_either():
    """In l₁ another column of p₁ would give the same."""
    found = whole("rubrics/relu-2-2-1.toml", 0)
    answers = only(worked(found, {"p1": "l0 @ W1.T"}), "p1", "l1")
    answers["p1"][3, 0] = "1.9"
    [marks] = marked(found, answers)
    assert {q: c for q, c in lost(marks).items() if c != "missing"} == {"p1[1,1]": "missing-bias"}
    assert marks["l1[4,1]"][0] == "carried"


def test_a_right_answer_before_two_that_one_slip_in_it_explains_was_not_gone_on_with_either():
    found = whole("rubrics/cs637-hw1.toml", 1)
    answers = only(worked(found, {"h1": "sigmoid(-s1)"}), "yhat", "dDiv/dw5")
    answers["h1"] = worked(found, {})["h1"]
    [marks] = marked(found, answers)
    assert {q: c for q, c in lost(marks).items() if c != "missing"} == {"yhat": "sign"}


def test_earlier_answers_may_lead_to_no_number_at_all(problem):
    right = worked(problem(CHAIN), {})
    [marks] = marked(problem(CHAIN), {"v": "1" + "0" * 300, "h": "1" + "0" * 300, "y": right["y"], "E": "17.3"})
    assert lost(marks) == {"v": "copy", "h": "copy", "E": "wrong"}


LAYERS = """
[given]
x = 0.5
w1 = 0.8
w2 = -0.6
w3 = 1.1
y = 0.3
[forward]
s1 = "w1*x"
h1 = "tanh(s1)"
s2 = "w2*h1"
h2 = "tanh(s2)"
s3 = "w3*h2"
o = "tanh(s3)"
E = "half_sse(o, y)"
[marks]
h2 = 1
"dE/dw3" = 1
"dE/dh2" = 1
"dE/dw2" = 1
"dE/dh1" = 1
"dE/dw1" = 1
"""


def test_a_right_answer_is_not_what_a_number_from_nowhere_tells(problem):
    """h₂ = −0.224 stands there; that the guessed ∂E/∂w₃ and ∂E/∂w₂ would go with one other h₂ is chance."""
    guessed = {"dE/dw3": "-0.599", "dE/dh2": "-0.47", "dE/dw2": "0.079", "dE/dh1": "0.138", "dE/dw1": "-0.431"}
    forward = {"s1": "0.4", "h1": "0.38", "s2": "-0.228", "h2": "-0.224", "s3": "-0.247", "o": "-0.242", "E": "0.147"}
    [marks] = marked(problem(LAYERS), forward | guessed)
    assert lost(marks) == dict.fromkeys(guessed, "wrong")


MISWRITTEN = """
figures = 3
[given]
x = 0.84705
u = 3.8616
[forward]
a = "u/3"
p = "a*x"
q = "p + 1.5"
r = "q^2 - 0.3"
[marks]
a = 1
p = 1
q = 1
r = 1
"""


def test_of_two_answers_in_a_row_that_were_written_wrongly_neither_need_be_gone_on_with(problem):
    """From a = 12.872 p is 10.903, written −10.903, and q 12.403, written 124.31: (p + 1.5)² − 0.3 is 153.54."""
    [marks] = marked(problem(MISWRITTEN), {"a": "12.872", "p": "-10.903", "q": "124.31", "r": "153.54"})
    assert lost(marks) == {"a": "decimal-point", "p": "sign", "q": "copy"}


def test_what_nothing_explains_tells_what_was_written_wrongly_before_it():
    """∂Div/∂ŷ is blank and ten times too large; of what follows only ∂Div/∂s₃ is written otherwise than it is used."""
    network = whole("rubrics/cs637-hw1.toml", 1)
    sheet = worked(network, {"dDiv/dyhat": "10*(yhat - y)"}, without=("dDiv/dyhat",))
    [marks] = marked(network, sheet | {"dDiv/ds3": np.array("0.4176")})
    assert lost(marks) == {"dDiv/dyhat": "missing", "dDiv/ds3": "wrong", "dDiv/dh2": "wrong"}


def test_a_slip_in_other_elements_was_made_on_what_was_meant_in_a_blank_one():
    """½ · ∂L/∂H · (1 − H²) throughout; ∂L/∂Z[2,1] is blank, and ∂L/∂H[2,1] before it is written wrongly."""
    batch = whole("tests/rubrics/batch.toml", 0)
    sheet = worked(batch, {"O": "H @ W2", "dL/dZ": "0.5*dL/dH*(1 - H^2)"})
    sheet["dL/dH"][1, 0], sheet["dL/dZ"][1, 0] = "0.58091", ""
    [marks] = marked(batch, sheet)
    assert lost(marks) == {"O[1,1]": "missing-bias", "dL/dH[2,1]": "wrong", "dL/dZ[1,1]": "wrong-factor"}


SUMS = """
[given]
H = [[-0.5279, -0.7937], [-0.2079, -0.6901], [-0.867, -0.1968], [0.8359, 0.6009], [0.5303, -0.5561], [0.0734, -0.4466]]
r = [-0.1964, -0.2363]
t = 0.45028
[forward]
u = "r/2"
v = "2*u"
d = "t/2"
c = "0.5*d - 0.1"
y = "H @ v + c"
[marks]
u = 2
v = 2
d = 1
y = 6
"""


def test_what_explains_several_answers_of_a_quantity_need_not_be_proved_again_for_the_others(problem):
    """y is of the v and, by way of the blank c, of the d that were meant; y₅ = 0.0671 alone would be so by chance."""
    reference = problem(SUMS)
    sheet = worked(reference, {"u": "r"}, 3)
    sheet["v"][:], sheet["d"] = ["-0.2393", "-0.1473"], "0.355"
    [marks] = marked(reference, sheet)
    assert set(lost(marks)) == {"u[1]", "v[1]", "v[2]", "d"}


BIAS_FOLDED_IN = """
figures = 4
[given]
u = [1, 3.5, 4]
v = [0.3, 1.2606, 1.5852, -1.5852]
[forward]
a = "2*u"
z = "concat([1], sigmoid(a))"
E = "dot(v, z)"
[marks]
a = 3
z = 4
"dE/dz" = 4
"dE/da" = 3
"""


@pytest.mark.parametrize("back", [["0.1324", "0.001267", "-0.0005388"], ["0.1324", "0.001306", "-0.0005314"]])
def test_the_derivative_is_taken_of_the_rounded_outputs_or_anew_from_what_went_in(problem, back):
    """0.9992·(1 − 0.9992) and 0.99966·(1 − 0.99966), as the sheet has them, or σ(7.1)·(1 − σ(7.1)); z begins with 1."""
    sheet = {"a": ["2", "7.1", "8"], "z": ["1", "0.8808", "0.9992", "0.99966"]}
    [marks] = marked(problem(BIAS_FOLDED_IN), sheet | {"dE/dz": ["0.3", "1.2606", "1.5852", "-1.5852"], "dE/da": back})
    assert set(lost(marks)) == {"a[2]"}


def test_what_follows_from_a_number_that_is_far_too_large_is_infinite_and_stops_nothing():
    batch = whole("tests/rubrics/batch.toml", 0)
    sheet = worked(batch, {})
    sheet["H"][0, 0], sheet["Z"][1, 1], sheet["dL/dH"][0, 0] = "1e300", "-1e300", "1e308"
    [marks] = marked(batch, sheet)
    assert set(lost(marks)) == {"H[1,1]", "Z[2,2]", "dL/dH[1,1]"}


def test_two_numbers_may_be_farther_apart_than_any_number_is():
    batch = whole("tests/rubrics/batch.toml", 0)
    sheet = worked(batch, {})
    sheet["H"][0, 0], sheet["dL/dH"][0, 0] = "1.2345e308", "-1.7654e308"
    [marks] = marked(batch, sheet)
    assert set(lost(marks)) == {"H[1,1]", "dL/dH[1,1]"}


MIRRORED = """
[given]
x = 0.6
w = 0.7
b = 0.3
u = 0.5
[forward]
net = "w*x + b"
h = "tanh(net)"
g = "u*net"
k = "g + 0.1"
m = "-2*net"
o = "k*h"
[marks]
h = 1
g = 1
m = 1
o = 1
"""


def test_blanks_that_a_later_mirror_tells_of_move_the_blanks_between(problem):
    """m tells net, from nowhere, after the blanks g and k have been passed; o = k·h follows from them."""
    [marks] = marked(problem(MIRRORED), {"h": "0.3904", "m": "-0.8246", "o": "0.1195"})
    assert marks["o"][0] == "carried"
    assert marks["o"][3] == "follows from your earlier answers; the slip before it is charged where it happened"


def test_a_variance_may_be_the_square_of_the_deviation_that_was_written(reference):
    """σ without the ½, and then σ² for exp(logvar), in the divergence and in its gradient."""
    slips = {
        "sigma": "exp(logvar)",
        "KL": "-1/2*(1 + logvar - mu^2 - sigma^2)",
        "dL/dlogvar": "dL/dz*epsilon*sigma/2 + (sigma^2 - 1)/2",
    }
    vae = reference("tests/rubrics/vae.toml")
    [marks] = marked(vae, worked(vae, slips))
    assert set(lost(marks)) == {"sigma"}
