"""One slip, one charge, from step to step of training: samples and batches out of turn, old weights, velocities."""

import pytest

from tests.marking.classroom import charged, lost, marked, worked

TWO_SAMPLES = """
[given]
xs = [1.5, -0.8]
ts = [0.6, -0.4]
w = 0.7
b = -0.2
[forward]
z = "w*x + b"
a = "tanh(z)"
E = "(a - t)^2"
[training]
loss = "E"
parameters = ["w", "b"]
rate = 0.5
steps = 2
samples = {x = "xs", t = "ts"}
[marks]
z = 1
E = 1
"z'" = 1
"a'" = 1
"E'" = 1
"dE'/dz'" = 1
"""


@pytest.mark.parametrize(
    ("slips", "charged"),
    [
        ({"x'": "xs[1]", "t'": "ts[1]"}, "z'"),
        ({"x": "xs[2]", "t": "ts[2]", "x'": "xs[1]", "t'": "ts[1]"}, "z"),
    ],
)
def test_a_sample_that_was_not_its_turn_is_one_slip(problem, slips, charged):
    reference = problem(TWO_SAMPLES)
    [marks] = marked(reference, worked(reference, slips))
    assert lost(marks) == {charged: "wrong-operand"}


BATCHES = """
[given]
X = [[1, 2], [2, 0.5], [-1, 1], [0.5, -1.5], [3, 1], [-2, -0.5]]
T = [3, 2, 0.5, -1, 4.5, -3]
w = [0.5, 0.2]
b = 0.1
[forward]
yh = "x @ w + b"
J = "mean((yh - t)^2)"
[training]
loss = "J"
parameters = ["w", "b"]
rate = 0.1
samples = {x = "X", t = "T"}
batch = 3
epochs = 2
[marks]
J = 1
"dJ/dw" = 2
"w'" = 2
"b'" = 1
"w''" = 2
"b''" = 1
"w'''" = 2
"b'''" = 1
"w''''" = 2
"b''''" = 1
"""
SWAPPED = {"x''": "X[4:6, :]", "t''": "T[4:6]", "x'''": "X[1:3, :]", "t'''": "T[1:3]"}


@pytest.mark.parametrize(
    ("slips", "cause"),
    [
        ({f"dJ{k}/dyh{k}": f"2*(t{k} - yh{k})/3" for k in ("", "'", "''")}, "sign"),
        ({"w'''": "w - 0.1*dJ''/dw''", "b'''": "b - 0.1*dJ''/db''"}, "old-weight"),
        (SWAPPED, "wrong-operand"),
    ],
)
def test_a_slip_in_every_batch_is_charged_once(problem, slips, cause):
    assert charged(problem(BATCHES), slips)[0] == [cause]


def test_of_a_batch_out_of_turn_it_is_said_whose_turn_it_was(problem):
    reference = problem(BATCHES)
    [marks] = marked(reference, worked(reference, SWAPPED))
    assert marks["w'''[1]"][3] == "x′ is used where x′′ belongs"


MOMENTUM = """
[given]
x = 1.5
w = 0.7
[forward]
E = "(w*x - 0.6)^2"
[training]
loss = "E"
parameters = ["w"]
rule = "momentum"
momentum = 0.9
rate = 0.02
[marks]
"v'" = 1
"w'" = 1
"""


@pytest.mark.parametrize("factor", ["momentum", "rate", "1 - momentum"])
def test_what_stands_before_the_gradient_in_a_velocity_is_one_factor_too_many(problem, factor):
    reference = problem(MOMENTUM)
    [marks] = marked(reference, worked(reference, {"v'": f"({factor})*dE/dw"}))
    assert lost(marks) == {"v'": "wrong-factor"}
    assert marks["v'"][3].startswith(f"there is a factor {factor.replace('-', '−')} too many")
