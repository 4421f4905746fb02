"""Steps in the words of those who took them."""

import pytest

from grader.engine import show
from grader.marking.as_known import as_known
from tests.marking.classroom import marked, worked

PENALISED = """
[given]
X = [[0.5, -1.0], [1.5, 0.4]]
Y = [[1, 0], [0, 1]]
W = [[0.7, -0.5], [0.3, 0.9]]
lam = 0.1
[forward]
Z = "X @ W.T"
P = "softmax(Z)"
CE = "cross_entropy(P, Y)"
R = "lam/2*sum(W^2)"
L = "CE + R"
[marks]
P = 4
"dL/dZ" = 4
"dL/dW" = 4
{}
"""


@pytest.mark.parametrize(
    ("asked", "step"), [("", "(P − Y)/2"), ('"dL/dP" = 4', "P·(∂L/∂P − sum(∂L/∂P · P, axis=2))")], ids=["no", "asked"]
)
def test_an_error_is_p_minus_y_unless_the_way_to_it_is_asked(problem, asked, step):
    reference = problem(PENALISED.format(asked))
    assert show(as_known(reference.graph["dL/dZ"], reference)) == step


def test_nobody_writes_a_gradient_that_is_1_whatever_the_numbers(problem):
    reference = problem(PENALISED.format(""))
    assert show(as_known(reference.graph["dL/dW"], reference)) == "λ·W + (∂L/∂Z)ᵀ @ X"
    [marks] = marked(reference, worked(reference, {"dL/dW": "dL/dZ.T @ X"}))
    assert marks["dL/dW[1,1]"][3].startswith("the term λ·W is left out")


def test_it_is_written_where_it_is_asked(problem):
    reference = problem(PENALISED.format('"dL/dR" = 1'))
    assert show(as_known(reference.graph["dL/dW"], reference)).startswith("∂L/∂R")
