"""No reward for a step that a slip has emptied; full credit for one that was worked out all the same."""

import numpy as np
import pytest

from tests.marking.classroom import marked, worked

DEAD = """
[given]
x = [1, 2]
w = [0.5, 0.25]
v = 1.5
t = 3
[forward]
s = "w @ x"
h = "relu(s)"
y = "v*h"
E = "(y - t)^2"
[marks]
s = 1
h = 1
y = 1
"dE/dv" = 1
"dE/dy" = 1
"""


def test_what_a_slip_has_made_trivial_earns_nothing(problem):
    [marks] = marked(problem(DEAD), {"s": "-1", "h": "0", "y": "0", "dE/dv": "0", "dE/dy": "-6"})
    points = {quantity: share for quantity, (_, _, share, _) in marks.items()}
    assert points == {"s": 0.5, "h": 0, "y": 0, "dE/dv": 0, "dE/dy": 1}
    assert "nothing was left to work out" in marks["y"][3]


def test_a_blank_that_a_slip_has_made_trivial_is_worth_no_more_than_the_0_written_there(problem):
    [blank, written] = marked(problem(DEAD), {"s": "-1", "y": "0"}, {"s": "-1", "h": "0", "y": "0"})
    assert [marks["h"][::2] for marks in (blank, written)] == [("implied", 0), ("carried", 0)]
    assert blank["h"][3].startswith("no answer found; a slip before it has made it 0")


STUCK = DEAD.replace(
    "[marks]",
    """[training]
loss = "E"
parameters = ["w", "v"]
rate = 0.01
[marks]
"w'" = 2
"v'" = 1""",
)


def test_a_parameter_that_stays_since_a_slip_has_made_its_gradient_0_earns_nothing(problem):
    answers = {"h": "0", "y": "0", "dE/dv": "0", "w'": ["0.5", "0.25"], "v'": "1.5"}
    [marks] = marked(problem(STUCK), {name: np.array(text, dtype=object) for name, text in answers.items()})
    assert sum(share for quantity, (_, _, share, _) in marks.items() if quantity.startswith("v'")) == 0
    assert marks["v'"][0] == "carried"
    assert "has made its step 0" in marks["v'"][3]


TAKING_TURNS = """
[given]
z = [[0.3, 0.4], [0.5, -0.8]]
Y = [[1, 0], [0, 1]]
b = [0.05, -0.15]
[forward]
Z = "z + b"
P = "softmax(Z)"
L = "cross_entropy(P, Y)"
[training]
loss = "L"
parameters = ["b"]
rule = "{}"
rate = 0.5
[marks]
P = 4
"dL/db" = 2
"b'" = 2
"""


@pytest.mark.parametrize("rule", ["sgd", "momentum"])
def test_a_parameter_stays_by_its_rule_where_the_terms_of_its_gradient_have_come_to_cancel(problem, rule):
    """A softmax of the columns makes the sum of P − Y over the samples 0: that was summed, and the step was taken."""
    reference = problem(TAKING_TURNS.format(rule))
    answers = {**worked(reference, {"P": "softmax(Z.T).T"}), "b'": np.array(["0.05", "-0.15"], dtype=object)}
    [marks] = marked(reference, answers)
    assert [marks[f"{name}[{i}]"][0::2] for name in ("dL/db", "b'") for i in (1, 2)] == [("carried", 1)] * 4


def test_a_perceptron_that_is_thought_right_is_not_corrected(problem):
    """An own rule says by leaving the weight that nothing was wrong: that was decided."""
    update = STUCK.replace("rate = 0.01", 'rate = 0.01\nupdate = {w = "w + 0.1*(t - y)*x"}')
    answers = {"h": "2", "y": "3", "w'": ["0.5", "0.25"]}
    [marks] = marked(problem(update), {name: np.array(text, dtype=object) for name, text in answers.items()})
    assert [marks[f"w'[{i}]"][0::2] for i in (1, 2)] == [("carried", 1)] * 2


SUM = """
[given]
a = 2
b = 3
[forward]
p = "a*b"
q = "a + b"
r = "p - q"
z = "7*r"
[marks]
p = 1
q = 1
r = 1
z = 1
"""


def test_a_difference_that_a_slip_has_made_cancel_was_worked_out_all_the_same(problem):
    [marks] = marked(problem(SUM), {"p": "5.0", "q": "5", "r": "0", "z": "0"})
    assert {quantity: share for quantity, (_, _, share, _) in marks.items()} == {"p": 0, "q": 1, "r": 1, "z": 0}
