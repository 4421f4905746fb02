"""Digits as a student writes them: so many figures or decimals throughout, rounded or cut off."""

import numpy as np
import pytest

from tests.marking.classroom import lost, marked
from tests.marking.test_following import OUTPUT

SCORES = """
[given]
X = [[0.5, 0.3, -0.2], [-0.1, 0.4, 0.2], [0, 0, 0.2]]
[forward]
G = "X @ X.T"
S = "0.25*G"
Z = "S/2"
[marks]
G = 9
S = 9
Z = 9
"""


def test_an_array_written_to_so_many_decimals_is_rounded_to_them(problem):
    """0.003 for 0.0025, beside 0.047: numpy prints so."""
    table = {
        "G": [["0.38", "0.03", "-0.04"], ["0.03", "0.21", "0.04"], ["-0.04", "0.04", "0.04"]],
        "S": [["0.095", "0.008", "-0.010"], ["0.008", "0.053", "0.010"], ["-0.010", "0.010", "0.010"]],
        "Z": [["0.048", "0.004", "-0.005"], ["0.004", "0.026", "0.005"], ["-0.005", "0.005", "0.005"]],
    }
    [marks] = marked(problem(SCORES), table)
    assert not lost(marks)


CUT = """
[given]
x = [0.8, -1.5]
u = [0.35, -0.6]
v = [1.1, 0.4]
[forward]
s1 = "u1*x1 + 0.76"
s2 = "u2*x2 - 0.43"
a1 = "tanh(s1)"
a2 = "tanh(s2)"
z1 = "v1*a1 + v2*a2 + 0.2"
z2 = "v2*a1 - v1*a2"
[marks]
s1 = 1
s2 = 1
a1 = 1
a2 = 1
z1 = 1
z2 = 1
"""


@pytest.mark.parametrize("cut_off", [False, True])
def test_what_is_left_blank_was_rounded_or_cut_off_like_all_the_rest(problem, cut_off):
    from tests.simulation import written_as

    reference = problem(CUT)
    values = {n: float(v.flat[0]) for n, v in reference.values.items() if v.size == 1}
    own, answers = {}, {}
    for name, step in (
        ("s1", lambda: values["s1"]), ("s2", lambda: values["s2"]),
        ("a1", lambda: np.tanh(own["s1"])), ("a2", lambda: np.tanh(own["s2"])),
        ("z1", lambda: 1.1 * own["a1"] + 0.4 * own["a2"] + 0.2), ("z2", lambda: 0.4 * own["a1"] - 1.1 * own["a2"]),
    ):  # fmt: skip
        answers[name] = written_as(float(step()), 3, cut_off)
        own[name] = float(answers[name])
    [marks] = marked(reference, answers | {"a1": ""})
    assert not lost(marks)


MEMORY = """
[given]
v0 = 0.00036
g = -0.15
k = 2.5
[forward]
v1 = "v0*k/2.5"
v2 = "0.999*v1 + 0.001*g^2"
[marks]
v1 = 1
v2 = 1
"""


def test_a_number_of_which_rounding_leaves_nothing_is_not_left_out_by_rounding(problem):
    [marks] = marked(problem(MEMORY), {"v1": "0.00036", "v2": "2.25e-05"})
    assert lost(marks) == {"v2": "dropped-term"}


SMALL = OUTPUT.replace("[0.4, 1.15]", "[2.4, 0.9]").replace("t = 2", "t = 0.9882").replace("w, x)", "w, x) + 0.3")


@pytest.mark.parametrize("decimals", [3, 4])
def test_who_writes_so_many_decimals_throughout_writes_small_numbers_so(problem, decimals):
    reference = problem(SMALL)
    answers = {
        name: np.array([f"{x:.{decimals}f}" for x in value.ravel()], dtype=object).reshape(value.shape[2:])
        for name, value in reference.values.items()
        if name in reference.problem.marks
    }
    [marks] = marked(reference, answers)
    assert not lost(marks)


EXACT = """
figures = 3
[given]
x = [1, 2]
w = [0.3, -0.2]
[forward]
z = "dot(w, x) + 0.1"
[marks]
z = 1
"""


@pytest.mark.parametrize("text", ["0", "0.000"])
def test_what_cancels_is_nought_and_not_imprecise(problem, text):
    reference = problem(EXACT)
    assert reference.values["z"].item() == 0
    [marks] = marked(reference, {"z": text})
    assert marks["z"][0] == "correct"


def test_a_small_number_everywhere_is_not_what_follows_to_three_decimals(problem):
    reference = problem(SMALL.replace("0.9882", "0.7"))
    names = ("z", "y", "E", "dE/dy", "dE/dz", "dE/dw")
    right = {n: np.vectorize(lambda v: f"{v:.3f}", otypes=[object])(reference.values[n][0, 0]) for n in names}
    answers = right | {"E": "0.001", "dE/dy": "0.001", "dE/dz": "0.001", "dE/dw": ["0.001", "0.001"]}
    [marks] = marked(reference, answers)
    assert all(verdict in ("wrong", "slip") for name, (verdict, *_) in marks.items() if name.startswith(("E", "dE")))


def test_a_single_figure_that_is_the_rounding_of_what_follows_is_imprecise(problem):
    reference = problem(PRODUCT)
    [marks] = marked(reference, {"p": "-0.153", "q": "-0.02"})
    assert marks["q"][0] == "imprecise"
    assert marks["q"][3] == "follows from your earlier answers, but to fewer than 3 figures"


PRODUCT = """
figures = 3
[given]
a = 0.31
b = 0.76
[forward]
p = "a*b"
q = "0.1*p"
[marks]
p = 1
q = 1
"""


ROUGH = """
[given]
x = [0.5, -0.4]
w = [0.3, 0.7]
t = 0.05
[forward]
h = "w*x"
y = "sum(h)"
E = "(y - t)^2/2"
[marks]
h = 2
y = 1
E = 1
"dE/dy" = 1
"dE/dw" = 2
"""


def test_what_two_decimals_throughout_leave_of_a_small_number_is_imprecise_and_not_wrong(problem):
    """0.02 for 0.0162 is its rounding; only who writes one number so has to prove something."""
    right = {"h": ["0.15", "-0.28"], "y": "-0.13", "E": "0.02", "dE/dy": "-0.18", "dE/dw": ["-0.09", "0.07"]}
    [marks] = marked(problem(ROUGH), right)
    assert lost(marks) == {"E": "imprecise"}
    [fine] = marked(problem(ROUGH), right | {"y": "-0.130", "dE/dy": "-0.180", "dE/dw": ["-0.090", "0.072"]})
    assert fine["E"][0] == "wrong"
    [carried] = marked(problem(ROUGH), right | {"dE/dy": "0.03", "dE/dw": ["0.02", "-0.01"]})  # 0.015 and −0.012
    assert lost(carried) == {"E": "imprecise", "dE/dy": "wrong", "dE/dw[1]": "imprecise", "dE/dw[2]": "imprecise"}


def test_what_is_left_of_a_small_number_may_be_off_by_half_of_the_last_place_that_is_always_written(problem):
    """A step of 3·0.00097 follows from a gradient that is written as 0.0010, beside others of four decimals."""
    reference = problem(
        """
        [given]
        x = [0.00323, 1.4]
        w = [0.2, 0.6]
        t = 0.3
        [forward]
        y = "w @ x"
        L = "(y - t)^2/2"
        [training]
        loss = "L"
        parameters = ["w"]
        rule = "sgd"
        rate = 3
        [marks]
        y = 1
        L = 1
        "dL/dy" = 1
        "dL/dw" = 2
        "w'" = 2
        """
    )
    answers = {"y": "0.6006", "L": "0.0452", "dL/dy": "0.3006", "dL/dw": ["0.0010", "0.4208"]}
    slipped = answers | {"y": "0.5994", "L": "0.0448", "dL/dy": "0.2994", "dL/dw": ["0.0010", "0.4192"]}
    [marks] = marked(reference, slipped | {"w'": ["0.1971", "-0.6575"]})
    assert lost(marks) == {"y": "wrong"}


DEAD = ROUGH.replace("w = [0.3, 0.7]", "w = [0.3, 0.7, 0.2, 0.4, -0.9]").replace("[0.5, -0.4]", "[0.5, -0.4, 0, 0, 0]")


def test_a_mere_nought_is_no_exception_to_so_many_decimals(problem):
    """Three dead inputs are 0, and everything else has two decimals."""
    right = {"h": ["0.15", "-0.28", "0", "0", "0"], "y": "-0.13", "E": "0.02", "dE/dy": "-0.18"}
    [marks] = marked(problem(DEAD), right | {"dE/dw": ["-0.09", "0.07", "0", "0", "0"]})
    assert lost(marks) == {"E": "imprecise"}
