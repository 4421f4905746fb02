"""What goes wrong in a step without points is charged where it first shows in one that has some, and nowhere else."""

import pytest

from grader.marking import accounts, mark
from tests.marking.classroom import lost, marked, right_answers, sheet_of, worked

NET = """
[given]
x1 = 0.4
x2 = -1.3
w1 = 0.7
w2 = 0.6
v = 1.2
t = 0.3
[forward]
s = "w1*x1 + w2*x2"
h = "tanh(s)"
y = "v*h"
L = "(y - t)^2"
[marks]
h = 1
y = 1
L = 1
"dL/dv" = 2
"dL/dw1" = 2
"dL/dw2" = 2
"""
"""Neither s, nor what comes between ∂L/∂v and ∂L/∂w, has points."""
UNASKED = ("s", "dL/dy", "dL/dh", "dL/ds")


@pytest.fixture(scope="module")
def net(problem):
    return problem(NET)


@pytest.mark.parametrize("unasked", [True, False], ids=["shown", "not shown"])
@pytest.mark.parametrize(
    ("slips", "first", "cause"),
    [
        ({"s": "w1*x1 - w2*x2"}, "h", "sign"),
        ({"dL/ds": "dL/dh"}, "dL/dw1", "missing-derivative"),
        ({"dL/dy": "y - t"}, "dL/dv", "wrong-factor"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_slip_costs_the_same_whether_the_step_is_shown_or_not(net, slips, first, cause, unasked):
    [marks] = marked(net, worked(net, slips, unasked=unasked))
    assert lost(marks) == {first: cause}
    assert not unasked or marks[first][3].endswith("on the way here")


def test_a_number_from_nowhere_is_charged_at_the_first_answer_that_follows_from_it(net):
    [marks] = marked(net, worked(net, {"dL/ds": "0.37 + 0*dL/dh"}, unasked=True))
    assert lost(marks) == {"dL/dw1": "wrong"}
    assert marks["dL/dw1"][3].startswith("follows from your ∂L/∂s, which is neither right nor explained")


@pytest.mark.parametrize("unasked", [True, False], ids=["shown", "not shown"])
def test_a_blank_between_does_not_make_it_free(net, unasked):
    [slip, number] = marked(
        net,
        worked(net, {"s": "w1*x1 - w2*x2"}, without=("h",), unasked=unasked),
        worked(net, {"s": "0.9 + 0*w1"}, without=("h",), unasked=unasked),
    )
    assert lost(slip) == {"y": "sign"}
    assert lost(number) == {"y": "wrong"}


def test_what_was_not_gone_on_with_costs_nothing(net):
    answers = right_answers(net)
    answers["dL/ds"], answers["s"] = "0.37", "0.9"
    [marks] = marked(net, answers)
    assert not lost(marks)


def test_a_slip_that_is_charged_before_is_not_charged_again(problem):
    two = problem(NET.replace('h = "tanh(s)"', 'g = "tanh(s)"\nh = "tanh(g)"').replace('"dL/dv" = 2', '"dL/dg" = 2'))
    [marks] = marked(two, worked(two, {"dL/dg": "dL/dh", "dL/ds": "dL/dg"}, unasked=True))
    assert lost(marks) == {"dL/dg": "missing-derivative"}


def test_several_unexplained_numbers_are_charged_one_answer_each(problem):
    net = problem(
        """
        [given]
        x = [0.4, -1.3]
        W = [[0.7, 0.6], [-0.2, 0.5]]
        [forward]
        s = "W @ x"
        h = "tanh(s)"
        L = "sum(h^2)"
        [marks]
        h = 2
        L = 1
        """
    )
    [marks] = marked(net, worked(net, {"s": "[0.9, -0.3] + 0*x"}, unasked=True))
    assert lost(marks) == {"h[1]": "wrong", "h[2]": "wrong"}


def test_a_slip_in_an_array_is_charged_once_and_the_other_elements_say_where(problem):
    net = problem(
        """
        [given]
        X = [[0.5, -1.2], [1.4, 0.8]]
        W = [[0.3, -0.6], [-0.4, 0.9]]
        Y = [[1, 0], [0, 1]]
        [forward]
        S = "X @ W.T"
        P = "softmax(S)"
        L = "cross_entropy(P, Y)"
        [training]
        loss = "L"
        parameters = ["W"]
        rate = 0.1
        [marks]
        L = 1
        "dL/dW" = 4
        """
    )
    for unasked in (True, False):
        [marks] = marked(net, worked(net, {"dL/dS": "P - Y"}, unasked=unasked))
        assert list(lost(marks)) == ["dL/dW[1,1]"]
        assert marks["dL/dW[2,1]"][3] == "the same slip as in ∂L/∂W, where it is charged"


def test_what_follows_is_told_without_what_went_wrong(net):
    answers = worked(net, {"dL/ds": "0.37 + 0*dL/dh"}, unasked=True)
    sheet = sheet_of(net, answers)
    marks = mark(net, sheet, "")
    at = [column.quantity for column in marks.columns].index("dL/dw1")
    assert float(marks.followed[0, at]) == pytest.approx(net.values["dL/dw1"].item(), rel=1e-3)
    account = accounts(net, sheet)[at]
    [operand] = [operand for operand in account.operands if operand.text == "0.37000"]
    assert (operand.taken, operand.value) == ("as it follows", pytest.approx(net.values["dL/ds"].item(), rel=1e-3))
