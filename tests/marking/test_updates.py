"""An updated parameter is judged by its step: to the digits as written, where these tell it from the one before."""

import pytest

from grader.reference import refer
from grader.rubric import load
from tests.marking.classroom import lost, marked, worked

RUBRIC = """
figures = 3
[given]
w = 0.1
b = 0.3
x = 0.8
y = 0.85
eta = 0.1
[forward]
h = "w*x + b"
L = "(h - y)^2"
[training]
loss = "L"
parameters = ["w", "b"]
rule = "sgd"
rate = "eta"
[marks]
"w'" = 1
"b'" = 1
"""


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("0.1752", "correct"),  # the reference
        ("0.18", "imprecise"),
        ("0.2", "imprecise"),  # one figure, and no longer the parameter that was
        ("0.1", "slip"),  # no step was taken
        ("0.0248", "slip"),  # uphill
    ],
)
def test_few_digits_of_an_updated_parameter(tmp_path, answer, verdict):
    (tmp_path / "r.toml").write_text(RUBRIC)
    [marks] = marked(refer(load(tmp_path / "r.toml").problems[0]), {"w'": answer, "b'": "0.394"})
    assert marks["w'"][0] == verdict


TINY = """
figures = 3
[given]
w = 0.7
x = 0.0002
eta = 0.25
[forward]
L = "w*x"
[training]
loss = "L"
parameters = ["w"]
rule = "sgd"
rate = "eta"
steps = 2
[marks]
"w'" = 4
"w''" = 4
"""


@pytest.mark.parametrize(
    ("answer", "verdict", "said"),
    [
        ("0.69995", "correct", "right"),
        ("0.699", "correct", "right"),  # cut off
        ("0.700", "correct", "right"),  # the figures asked for, and more than were given
        ("0.7000", "correct", "right"),
        ("0.7", "imprecise", "right, but to too few places to show the step"),
        ("0.6995", "slip", "it is written wrongly here and used rightly afterwards"),  # a 9 is left out
    ],
)
def test_a_step_too_small_for_the_figures_asked_for_need_not_show(problem, answer, verdict, said):
    [marks] = marked(problem(TINY), {"w'": answer, "w''": "0.69990"})
    assert marks["w'"][0] == verdict
    assert marks["w'"][3].startswith(said)


def test_nor_a_second_one_from_what_is_written(problem):
    [marks] = marked(problem(TINY), {"w'": "0.7000", "w''": "0.7000"})
    assert [marks[name][0] for name in ("w'", "w''")] == ["correct", "carried"]


@pytest.mark.parametrize(
    ("loss", "answer", "verdict"),
    [
        ("0.12346", "0.7", "correct"),  # to five figures it is 0.70000
        ("0.1234584", "0.7", "imprecise"),  # and to seven 0.6999970
        ("0.12", "0.7", "imprecise"),  # the rubric asks for three
        ("0.12346", "0.6", "wrong"),
    ],
)
def test_noughts_left_out_where_the_step_is_too_small_for_the_figures_written_elsewhere(problem, loss, answer, verdict):
    reference = problem(
        TINY.replace("0.0002", "0.000012").replace("w*x", "w*x + 0.12345").replace("s]\n", "s]\nL = 1\n")
    )
    [marks] = marked(reference, {"L": loss, "w'": answer})
    assert marks["w'"][0] == verdict


def test_who_has_stepped_rightly_has_not_mistaken_the_rate_in_the_next_step(problem):
    reference = problem(
        """
        [given]
        x = [0.7, -0.4]
        c = [0.2, 0.9]
        b = 0.3
        eta = 0.2
        [forward]
        d = "sum((x - c)^2)"
        e = "d + b"
        L = "e^2/2"
        [training]
        loss = "L"
        parameters = ["b", "c"]
        rule = "sgd"
        rate = "eta"
        [marks]
        e = 1
        "b'" = 1
        "c'" = 2
        """
    )
    [marks] = marked(reference, worked(reference, {"dL/dc": "-dL/dd*(x - c)"}))
    assert lost(marks) == {"c'[1]": "wrong-factor"}
    [marks] = marked(reference, worked(reference, {"b'": "b - dL/db/10", "c'": "c - dL/dc/10"}))
    assert list(lost(marks).values()) == ["rate"]


TRAINED = """
[given]
x = 0.7137
u = 0.4261
w = -0.9
t = 0.3
eta = 0.2
[forward]
z = "1 - u*x"
y = "tanh(w*z)"
E = "(y - t)^2/2"
d = "(y - t)*(1 - y^2)"
g = "d*w"
[training]
parameters = ["u", "w"]
[training.update]
u = "u + eta*g*x"
w = "w - eta*d*z"
[marks]
z = 1
g = 1
"dE/dz" = 1
"w'" = 1
"z'" = 1
"dE'/dz'" = 1
"""


@pytest.mark.parametrize(
    ("name", "worked_out", "cause"),
    [
        ("g", lambda v: v["d"] * v["w'"], "updated-weight"),  # what is updated comes after the step that it is used in
        ("z", lambda v: 1 - v["x"], "missing-factor"),  # a step of training would leave that as it is
    ],
)
def test_what_cannot_be_derived_anew_is_marked_all_the_same(problem, name, worked_out, cause):
    reference = problem(TRAINED)
    value = worked_out({name: value.item() for name, value in reference.values.items()})
    [marks] = marked(reference, {name: f"{value:.6g}"})
    assert marks[name][:2] == ("slip", cause)


def test_a_minus_that_is_lost_in_front_of_an_updated_parameter(problem):
    """0.1 − 0.1·1.888 is −0.0888."""
    reference = problem(RUBRIC.replace("y = 0.85", "y = -0.8"))
    [marks] = marked(reference, {"w'": "0.0888", "b'": "0.064"})
    assert lost(marks) == {"w'": "sign"}


ADAM = """
given = {x = 5, alpha = 0.001}
[forward]
f = "x^2"
[training]
loss = "f"
parameters = ["x"]
rule = "adam"
rate = "alpha"
[marks]
"df/dx" = 1
"m'" = 1
"v'" = 1
"mhat'" = 1
"vhat'" = 1
"x'" = 1
"""


def test_a_step_of_one_figure_tells_no_other_learning_rate(problem):
    """By some rate of one figure every step of one figure is right, whatever went wrong with 0.001·10/√1000."""
    reference = problem(ADAM)
    [few] = marked(reference, {"m'": "1", "v'": "1", "mhat'": "10", "vhat'": "1000", "x'": "4.995"})
    assert few["vhat'"][0] == "carried"
    assert few["x'"][:2] == ("wrong", "")


@pytest.mark.parametrize(
    ("rate", "answer", "said"),
    [
        ('"eta"', "0.852", "the learning rate η is left out"),
        ("0.1", "0.852", "the learning rate is left out"),
        ("0.1", "0.1075", "the decimal point of the learning rate has slipped"),
        ("0.1", "0.1376", "0.05 is used for the learning rate"),
    ],
)
def test_a_learning_rate_that_is_a_number_has_no_name_of_its_own(tmp_path, rate, answer, said):
    (tmp_path / "r.toml").write_text(RUBRIC.replace('rate = "eta"', f"rate = {rate}"))
    [marks] = marked(refer(load(tmp_path / "r.toml").problems[0]), {"w'": answer, "b'": "0.394"})
    assert marks["w'"][:2] == ("slip", "rate")
    assert said in marks["w'"][3]
