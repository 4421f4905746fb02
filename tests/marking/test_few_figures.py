"""Numbers that are right only by their few figures, but are in full what a slip that was found elsewhere makes."""

from tests.marking.classroom import lost, marked

PICTURE = """
figures = 3
[given]
X = [[3, -2, 2], [0, -2, 0], [-1, -3, -3]]
K = [[0.5, -1], [0.25, 0.75]]
b = 0.1
[forward]
Z = "conv2d(X, K) + b"
[marks]
Z = 4
"""


def test_a_number_beside_a_slip_that_makes_it_so_is_the_same_slip(problem):
    sheet = {"Z": [["2", "-3.5"], ["-0.5", "-4"]]}  # 2.1, rounded to one figure; 2 without the bias
    [marks] = marked(problem(PICTURE), sheet)
    assert lost(marks) == {"Z[1,1]": "missing-bias"}


def test_a_number_that_is_rounded_too_far_beside_a_slip_is_no_slip(problem):
    sheet = {"Z": [["2", "-3.5"], ["-0.5", "-4"]]}  # the first is neither 2.23 nor 2.13 to three figures
    [marks] = marked(problem(PICTURE.replace("[3, -2, 2]", "[3.26, -2, 2]")), sheet)
    assert lost(marks) == {"Z[1,1]": "imprecise", "Z[1,2]": "missing-bias"}


STEPS = """
figures = 3
[given]
x = 0.6
w = 0.7
v = 1.6
t = 0.257
eta = 0.2
[forward]
h = "tanh(w*x)"
y = "v*h"
L = "(y - t)^2/2"
[training]
loss = "L"
parameters = ["w", "v"]
rate = "eta"
[marks]
"dL/dv" = 1
"dL/dw" = 1
"w'" = 1
"v'" = 1
"""


def test_a_step_that_follows_in_full_from_the_slip_of_another_is_carried(problem):
    gradients = {"dL/dv": "0.150", "dL/dw": "0.306"}
    [marks] = marked(problem(STEPS), gradients | {"w'": "0.694", "v'": "1.6"})  # 1.597, and not 1.57
    assert lost(marks) == {"w'": "rate"}
