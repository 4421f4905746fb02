"""The step back through a normalisation in its short form, (g − mean(g) − x̂·mean(g·x̂))/σ, and slips in that."""

import pytest

from grader.engine import show
from grader.marking.slips import Slips
from tests.marking.classroom import lost, marked, worked
from tests.marking.known_slips.test_layers import BATCH_NORM

COLUMNS = (BATCH_NORM, "(dL/dxhat - mean(dL/dxhat, axis=1) - xhat*mean(dL/dxhat*xhat, axis=1))/sqrt(v + 0.001)")
ROWS = (
    """
    [given]
    a = [0.6, -1.4]
    W = [[1.2, -0.5], [-0.3, 0.9], [0.8, 0.4]]
    g = [1.5, 0.7, -1.2]
    [forward]
    x = "W @ a"
    mu = "mean(x)"
    v = "mean((x - mu)^2)"
    s = "sqrt(v + 0.01)"
    xhat = "(x - mu)/s"
    L = "sum(g*xhat^2)"
    [marks]
    x = 3
    mu = 1
    s = 1
    xhat = 3
    "dL/dxhat" = 3
    "dL/dx" = 3
    "dL/dW" = 6
    """,
    "(dL/dxhat - mean(dL/dxhat) - xhat*mean(dL/dxhat*xhat))/s",
)


@pytest.mark.parametrize(("rubric", "short", "blank"), [(*COLUMNS, ()), (*ROWS, ()), (*ROWS, ("dL/dx",))])
def test_whoever_goes_back_by_the_short_form_goes_on_with_what_was_written(problem, rubric, short, blank):
    """With another μ than the mean that form is not what the chain rule comes to."""
    reference = problem(rubric)
    assert Slips(reference.graph, "", reference.values).short_form("dL/dx") is not None
    mean = "sum(x, axis=1)" if "axis" in short else "sum(x)"
    [marks] = marked(reference, worked(reference, {"mu": mean, "dL/dx": short}, without=blank))
    assert set(lost(marks)) <= {"mu", "mu[1]"}


def test_a_mean_left_out_of_the_short_form_is_named(problem):
    reference = problem(ROWS[0])
    slips = {"xhat": "x/s", "dL/dx": "(dL/dxhat - mean(dL/dxhat))/s"}
    [marks] = marked(reference, worked(reference, slips))
    assert lost(marks) == {"xhat[1]": "dropped-term", "dL/dx[1]": "dropped-term"}


def test_what_is_used_elsewhere_too_has_no_short_form(problem):
    reference = problem(ROWS[0].replace("xhat^2", "xhat^2*x"))
    assert Slips(reference.graph, "", reference.values).short_form("dL/dx") is None


def test_the_short_form_is_that_of_the_papers(problem):
    reference = problem(ROWS[0])
    form = Slips(reference.graph, "", reference.values).short_form("dL/dx")
    assert show(form) == "(∂L/∂x̂ − mean(∂L/∂x̂) − x̂·mean(∂L/∂x̂ · x̂))/s"


def test_what_is_normalised_is_not_penalised(problem):
    reference = problem(ROWS[0])
    slips = Slips(reference.graph, "", reference.values)
    assert not [slip for slip in slips.singles("dL/dW") if slip.cause == "extra-term"]
    inside = [show(slip.expr) for slip in slips.singles("dL/dx") if "mean(" in show(slip.expr)]
    assert "∂L/∂x̂ − mean(∂L/∂x̂) − x̂·mean(∂L/∂x̂ · x̂)" in inside
    assert not [slip for slip in inside if "mean(x̂)" in slip]
