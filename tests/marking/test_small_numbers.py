"""Small numbers of which no figure is left."""

import pytest

from tests.marking.classroom import lost, marked

SMALL = """
[given]
x = [0.6, 0.003]
w = [0.7, -0.3]
t = 0.405
[forward]
p = "dot(w, x)"
y = "0.8*tanh(p)"
E = "(y - t)^2/2"
[marks]
p = 1
y = 1
E = 1
"dE/dy" = 1
"dE/dp" = 1
"dE/dw" = 2
"""


@pytest.mark.parametrize("beside", ["-0.035636", "-0.0712", "0.4"], ids=["right", "a slip", "wrong"])
def test_a_small_number_of_which_rounding_leaves_nothing_is_imprecise_whatever_stands_beside_it(problem, beside):
    """−0.000178, which follows from −0.0594 as well, is −0.000 to three decimals."""
    [marks] = marked(
        problem(SMALL),
        {"p": "0.4191", "y": "0.31694", "E": "0.0038775", "dE/dy": "-0.088062", "dE/dp": "-0.059393"}
        | {"dE/dw": [beside, "-0.000"]},
    )
    assert marks["dE/dw[2]"][0] == "imprecise"


def test_what_follows_may_be_so_small_too_but_a_mere_0_says_nothing_of_it(problem):
    sheet = {"p": "0.4191", "y": "0.31694", "dE/dy": "0.088062", "dE/dp": "0.059393"}
    three, mere = marked(problem(SMALL), *(sheet | {"dE/dw": ["0.035636", text]} for text in ("0.000", "0")))
    assert lost(three)["dE/dw[2]"] == "imprecise"
    assert lost(mere)["dE/dw[2]"] not in ("imprecise", "missing")


def test_nought_is_not_what_is_left_of_a_small_number_where_a_slip_has_left_nothing_of_it(problem):
    rubric = """
    [given]
    x = 0.03
    w = 0.4
    b = 0.5
    [forward]
    p = "w*x - b"
    h = "leakyrelu(p, 0.001)"
    y = "h*x"
    [marks]
    p = 1
    h = 1
    y = 1
    """
    [marks] = marked(problem(rubric), {"p": "-0.488", "h": "0", "y": "0.000"})
    assert marks["y"][2] == 0


def test_of_a_gradient_rounding_leaves_hardly_a_figure_and_of_a_step_nothing_is_to_be_seen(problem):
    """Only an updated parameter has a step that too few places do not show."""
    right = {
        "p": "0.4191",
        "y": "0.31694",
        "dE/dy": "-0.088062",
        "dE/dp": "-0.059393",
        "dE/dw": ["-0.035636", "-0.000"],
    }
    [marks] = marked(problem(SMALL), right)
    assert marks["dE/dw[2]"][3] == "right, but rounded so far that hardly a figure of it is left"
    slipped = {
        "p": "0.411",
        "y": "0.31146",
        "dE/dy": "-0.093543",
        "dE/dp": "-0.0063492",
        "dE/dw": ["-0.0038095", "-0.000"],
    }
    [marks] = marked(problem(SMALL.replace("0.003", "0.03")), slipped)
    said = "follows from your earlier answers, but rounded so far that hardly a figure of it is left"
    assert marks["dE/dw[2]"][3] == said
