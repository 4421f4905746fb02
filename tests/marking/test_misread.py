"""A number of what is given, read wrongly: one slip, wherever it is used."""

from pathlib import Path

import numpy as np
import pytest

from grader.marking.carrying.misread import readings
from grader.reference import refer
from grader.rubric import load
from tests.accuracy import whole
from tests.marking.classroom import lost, marked, worked

NAMES = {"misread", "sign", "decimal-point"}
"""What a misread number may be called: a sign that is lost, or a decimal point that has slipped, is one, too."""
HERE = Path(__file__).parent.parent / "rubrics"


def read_as(reference, name, index, other):
    """A given with another number at one place."""
    value = reference.values[name].copy()
    value[(0, 0, *index)] = other
    return {name: value}


def misreading(reference, name):
    """By element of a given and what it is read as, what students write who do so."""
    for index in np.ndindex(reference.graph[name].shape):
        likeliest = readings(float(reference.values[name][(0, 0, *index)]))
        for other in (likeliest[0], likeliest[-1]):
            yield worked(reference, {}, read=read_as(reference, name, index, other))


@pytest.mark.parametrize("name", ["X", "W1", "b1", "W2", "b2"])
def test_a_number_that_is_read_wrongly_is_charged_once_wherever_it_is_used(name):
    reference = whole("tests/rubrics/batch.toml", 0)
    for student in marked(reference, *misreading(reference, name)):
        assert len(lost(student)) == 1
        assert set(lost(student).values()) <= NAMES


@pytest.mark.parametrize("other", readings(0.6))
def test_the_target_of_a_squared_error_is_found_from_either_side_of_the_prediction(other):
    recurrence = whole("tests/rubrics/recurrence.toml", 0)
    [student] = marked(recurrence, worked(recurrence, {}, 6, read=read_as(recurrence, "t", (), other)))
    assert list(lost(student)) == ["E"]


@pytest.mark.parametrize("name", ["X", "W1", "b1"])
def test_it_is_so_where_the_steps_it_goes_into_are_blank(name):
    reference = whole("tests/rubrics/batch.toml", 0)
    blank = ("Z", "O", "dL/dZ")
    for index in np.ndindex(reference.graph[name].shape):
        other = readings(float(reference.values[name][(0, 0, *index)]))[-3]
        sheet = worked(reference, {}, 6, blank, read_as(reference, name, index, other))
        [student] = marked(reference, sheet)
        charged = {cause for quantity, cause in lost(student).items() if quantity.split("[")[0] not in blank}
        assert charged
        assert charged <= NAMES


def test_the_note_says_which_number_is_read_as_what_and_where_it_comes_up_again():
    reference = whole("tests/rubrics/batch.toml", 0)
    [student] = marked(reference, worked(reference, {}, read=read_as(reference, "b1", (1,), -0.5)))
    assert student["Z[1,2]"][3].startswith("the given b₁[2] is read as −0.5 (this is 0.5·(−0.4) + ")
    assert student["Z[2,2]"][3] == "the same slip as in Z, where it is charged"
    assert student["b1'[2]"][3] == "follows if one takes b₁ as you took it before; charged nothing here"


def test_it_is_found_beside_an_answer_that_was_copied_wrongly_and_used_rightly():
    report = whole("rubrics/cs637-hw1.toml", 1)
    sheet = worked(report, {}, 6, read=read_as(report, "w5", (), -0.8))
    sheet["h1"] = np.array("0.287514", dtype=object)
    [student] = marked(report, sheet)
    assert lost(student) == {"h1": "wrong", "s3": "misread"}


def test_who_reads_it_rightly_afterwards_is_charged_nothing_more():
    reference = whole("tests/rubrics/batch.toml", 0)
    [student] = marked(reference, worked(reference, {"Z": "X @ W1 + b1 - [0, 0.3]"}))
    assert student["Z[1,2]"][1] == "misread"
    assert list(lost(student).values()) == ["misread"]


def test_one_answer_of_few_digits_proves_nothing_but_what_uses_the_number_again_follows():
    reference = whole("tests/rubrics/two-layers.toml", 0)
    [student] = marked(reference, worked(reference, {}, 3, read=read_as(reference, "i1", (), 0.07)))
    assert {q for q, word in lost(student).items() if word != "imprecise"} == {"net_h1"}


def test_no_number_is_misread_that_other_answers_of_the_same_step_use_rightly():
    found = load(HERE / "batch.toml").problems[0]
    reference = refer(found)
    sheet = worked(reference, {})
    right = reference.values
    once = right["X"][0, 0, 0] @ right["W1"][0, 0] + right["b1"][0, 0] - [0, 0.3]
    sheet["Z"][0, 1] = f"{once[1]:.5f}"
    [student] = marked(reference, sheet)
    assert student["Z[1,2]"][1] != "misread"


def test_another_rate_is_followed_in_every_update():
    reference = whole("tests/rubrics/batch.toml", 0)
    [student] = marked(reference, worked(reference, {}, read=read_as(reference, "eta", (), 0.3)))
    assert list(lost(student).values()) == ["rate"]


BRANCHES = """
[given]
x = 3.217
w = 0.7
v = -1.3
[forward]
p = "x*w"
q = "x*v"
[marks]
p = 1
q = 1
[credit]
"""


@pytest.mark.parametrize(("credit", "worth"), [("", 1), ("carried = 0.5", 0.5), ("again = 0.75", 0.75)])
def test_what_a_misread_number_is_worth_where_it_comes_up_again(problem, credit, worth):
    """In a step that nothing wrong comes before: it is not carried for rounding alone."""
    reference = problem(BRANCHES + credit)
    [marks] = marked(reference, worked(reference, {}, 6, read=read_as(reference, "x", (), 3.271)))
    assert lost(marks) == {"p": "misread"}
    assert marks["q"][2] == worth
    taken = f"here that costs {1 - worth} of 1, too" if credit else "charged nothing here"
    assert marks["q"][3] == f"follows if one takes x as you took it before; {taken}"


@pytest.mark.parametrize(
    ("path", "name", "index", "other"),
    [
        ("rubrics/relu-2-2-1.toml", "target", (0,), 7),
        ("tests/published/softmax.toml", "logits", (0,), 8),
        ("tests/published/dropout.toml", "p", (), 0.9),
    ],
)
def test_it_is_found_however_crookedly_an_answer_depends_on_it(path, name, index, other):
    """A square has two roots, a share hardly changes far away from where it does, and a quotient has a pole."""
    reference = whole(path, 0)
    [student] = marked(reference, worked(reference, {}, read=read_as(reference, name, index, other)))
    assert len(lost(student)) == 1
    assert set(lost(student).values()) <= NAMES


def test_a_rubric_may_call_anything_as_it_likes(problem):
    reference = problem('[given]\nx = 3.217\nread = 0.731\n[forward]\ns = "x*read + 0.2"\n[marks]\ns = 1')
    [marks] = marked(reference, worked(reference, {}, 6, read=read_as(reference, "x", (), 3.271)))
    assert lost(marks) == {"s": "misread"}


@pytest.mark.parametrize(
    ("path", "name", "index", "without"),
    [
        ("rubrics/relu-2-2-1.toml", "w2", (1,), ()),
        ("tests/rubrics/batch.toml", "T", (1, 1), ()),
        ("tests/rubrics/batch.toml", "T", (1, 1), ("L",)),
    ],
)
def test_what_a_number_read_as_nought_leaves_nothing_of_is_charged_once(reference, path, name, index, without):
    """It may be charged as the term that is left out by it; where it shows in noughts alone, it is where these are."""
    asked = reference(path)
    [student] = marked(asked, worked(asked, {}, without=without, read=read_as(asked, name, index, 0)))
    assert len(set(lost(student)) - set(without)) == 1
    assert "wrong" not in lost(student).values()


def test_noughts_all_over_an_array_say_nothing_of_what_was_done_before(reference):
    asked = reference("rubrics/relu-2-2-1.toml")
    [student] = marked(asked, worked(asked, {"p1": "-(l0 @ W1.T) - b1"}))
    assert {lost(student)[f"l_{j}^1 (sample {s})"] for s in (1, 2) for j in (1, 2)} == {"wrong"}


MEAN = """
[given]
x = [2.1, 4.2, 3.3, 5.4, 1.2, 3.4]
c = 0.37
[forward]
m = "mean(x)"
u = "c*x[6]^2"
[marks]
m = 1
u = 1
"""


def test_of_many_numbers_that_may_be_misread_alike_a_later_answer_may_show_any(problem):
    """Each of them half too large makes the same mean."""
    reference = problem(MEAN)
    [marks] = marked(reference, worked(reference, {}, read=read_as(reference, "x", (5,), 3.9)))
    assert lost(marks) == {"m": "misread"}


def test_no_number_is_misread_that_other_elements_of_a_step_before_use_rightly():
    """z₁ and h₁ are blank: W₁₃ as 0.3 gives what an x₂ of −1.6 does, but z₂ stands there, and right."""
    softmax = whole("tests/rubrics/softmax.toml", 0)
    sheet = worked(softmax, {}, 6, read=read_as(softmax, "W", (0, 2), 0.3))
    sheet["z"][0] = sheet["h"][0] = ""
    [student] = marked(softmax, sheet)
    assert "W[1,3] is read as 0.3" in student["o[1]"][3]


STEPS = """
[given]
w = [0.2, -0.4, 0.1]
a = [-0.0000067241, -0.000167703, 0.000290081]
eta = 0.5
[forward]
L = "sum(w*a)"
[training]
loss = "L"
parameters = ["w"]
rate = "eta"
[marks]
"w'" = 3
"""


def test_what_follows_in_another_way_too_does_not_speak_against_a_misreading(problem):
    """w₂′ = −0.399899 comes of η = 0.6, and also of a gradient rounded to four decimals."""
    reference = problem(STEPS)
    [student] = marked(reference, worked(reference, {}, 6, read=read_as(reference, "eta", (), 0.6)))
    assert lost(student) == {"w'[1]": "rate"}


@pytest.mark.parametrize(
    ("path", "name", "index", "other", "slips", "charged"),
    [
        ("relu-distinct", "l0", (4, 0), 9, {"p1": "l0 @ W1.T"}, {"p1[1,1]": "missing-bias", "p1[5,1]": "misread"}),
        ("batch", "b1", (1,), -0.9, {"Z": "(X @ W1 + b1)/2"}, {"Z[1,1]": "wrong-factor", "Z[1,2]": "misread"}),
    ],
)
def test_it_is_found_beside_a_slip_in_the_same_step(path, name, index, other, slips, charged):
    reference = whole(f"tests/rubrics/{path}.toml", 0)
    [student] = marked(reference, worked(reference, slips, read=read_as(reference, name, index, other)))
    assert lost(student) == charged


def test_an_answer_that_nothing_explains_should_read_as_the_misread_number_makes_it():
    """b₂ is read as 0.8 throughout; p₂ of the last sample is then 1.495, written 1.499, and gone on with as 1.495."""
    network = whole("tests/rubrics/relu-distinct.toml", 0)
    sheet = worked(network, {}, read=read_as(network, "b2", (), 0.8))
    sheet["p2"][4] = "1.4990"
    [student] = marked(network, sheet)
    assert list(lost(student)) == ["p2[1]", "p2[5]"]


OWN = """
tolerance = "0.1 %"
[given]
x = [0.9, -1.4]
w = [0.7, -0.35]
v = 1.2
t = 0.4
[forward]
s = "dot(w, x)"
h = "tanh(s)"
f = "v*h + 0.1"
E = "(f - t)^2"
[marks]
s = 1
h = 1
f = 1
E = 1
"dE/df" = 1
"dE/dv" = 1
"dE/dh" = 1
"dE/ds" = 1
"""


@pytest.mark.parametrize("read", ["-0.80757", "0.87057", "0.080757", "0.60757"])
def test_an_answer_that_is_read_wrongly_where_it_is_gone_on_with_is_charged_once(problem, read):
    own = worked(problem(OWN), {"h": read})
    [marks] = marked(problem(OWN), own | {"h": "0.80757"})
    assert list(lost(marks)) == ["f"]


def test_who_reads_another_number_later_is_charged_again(problem):
    own = worked(problem(OWN), {"h": "0.87057"})
    [marks] = marked(problem(OWN), own | {"h": "0.80757", "dE/dv": worked(problem(OWN), {"h": "0.80057"})["dE/dv"]})
    assert len(lost(marks)) == 2


PENALISED = """
tolerance = "0.5 %"
[given]
x = [0.6, -1.1, 0.4]
W = [[0.2, -0.5, 0.7], [-0.3, 0.4, 0.15]]
lam = 0.02
[forward]
z = "W @ x"
R = "lam/2*sum(W^2)"
L = "sum(z^2) + R"
[marks]
z = 2
R = 1
L = 1
"dL/dz" = 2
"dL/dW" = 6
"""


@pytest.mark.parametrize("z", ["0.71", "0.7100"])
def test_a_later_answer_tells_that_a_number_was_misread_where_a_wrong_sign_gives_the_same(problem, z):
    read_as_one = problem(PENALISED)
    answers = worked(read_as_one, {}, read=read_as(read_as_one, "W", (0, 2), 0.1)) | {"z": np.array([z, "-0.56"])}
    reversed_sign = worked(read_as_one, {}, read=read_as(read_as_one, "W", (0, 0), -0.2))
    one, other = marked(read_as_one, answers, reversed_sign | {"z": np.array([z, "-0.56"])})
    assert lost(one) == {"z[1]": "misread"}
    assert one["z[1]"][3].startswith("the given W[1,3] is read as 0.1 (")
    assert lost(other) == {"z[1]": "sign"}


PERCEPTRON = """
[given]
x = [0.6, -0.4]
w = [0.7, -0.3]
u = [0.5, 0.9]
v = [0.8, -0.6]
c = 0.2
y = 0.75
[forward]
h1 = "tanh(dot(w, x))"
h2 = "tanh(dot(u, x))"
o = "v[1]*h1 + v[2]*h2 + c"
E = "1/2*(o - y)^2"
[marks]
h1 = 1
h2 = 1
o = 1
E = 1
"dE/do" = 1
"dE/dv" = 2
"dE/dh1" = 1
"dE/dw" = 2
"""


def test_a_number_of_ones_own_that_is_gone_on_with_wrongly_is_one_slip_and_no_given_read_wrongly(problem):
    """0.43299 for 0.49299."""
    reference = problem(PERCEPTRON)
    wrongly = worked(reference, {"h1": "0.43299 + 0*dot(w, x)"})
    [marks] = marked(reference, wrongly | {"h1": worked(reference, {})["h1"]})
    assert list(lost(marks).values()) == ["copy"]
    assert marks["o"][3] == "your h₁ is gone on with as 0.43299"


@pytest.mark.parametrize("answers", [["1.15", "-0.48", "-1.56"], ["1.150", "-0.480", "-1.560"]])
def test_a_term_left_out_of_one_element_is_no_given_read_as_0(problem, answers):
    rubric = """
    given = {n = [0.7, -0.4, 1.3], gamma = [1.5, 0.7, -1.2], beta = [0.1, -0.2, 0.3]}
    [forward]
    o = "gamma*n + beta"
    [marks]
    o = 3
    """
    [marks] = marked(problem(rubric), {"o": answers})
    assert lost(marks) == {next(q for q, mark in marks.items() if mark[0] == "slip"): "missing-bias"}


def test_nothing_is_read_as_minus_0():
    assert "-0.0" not in map(str, (*readings(-0.2), *readings(-5.0), *readings(3.0)))
