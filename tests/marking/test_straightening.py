"""Whole works with tokens as columns, whose square matrices are transposes, too."""

import pytest

from tests.marking.classroom import lost, marked, worked
from tests.marking.regularised import REGULARISED

ATTENTION = """
tolerance = "0.5 %"
[given]
X = [[1, 0.5], [-0.5, 2], [1.5, -1]]
Wq = [[0.6, -0.4], [0.3, 0.8]]
Wk = [[0.5, 0.7], [-0.2, 0.9]]
Wv = [[1, -0.3], [0.4, 0.2]]
T = [[0.5, 0], [0, 0.3], [1, -0.4]]
[forward]
Q = "X @ Wq"
K = "X @ Wk"
V = "X @ Wv"
S = "Q @ K.T / sqrt(2)"
A = "softmax(S)"
O = "A @ V"
L = "half_sse(O, T)"
[marks]
Q = 6
S = 9
A = 9
O = 6
"dL/dO" = 6
"dL/dA" = 9
"dL/dS" = 9
"dL/dWq" = 4
"""
SQUARE = ("S", "A", "dL/dA", "dL/dS", "dL/dWq")


def turned(answers, names):
    return {name: texts.T if name in names else texts for name, texts in answers.items()}


@pytest.mark.parametrize("names", [SQUARE, SQUARE[:-1]])
def test_square_matrices_that_are_all_transposed_cost_nothing(problem, names):
    """The gradient of a weight may be written as the weight is given."""
    reference = problem(ATTENTION)
    [marks] = marked(reference, turned(worked(reference, {}), names))
    assert {verdict for verdict, *_ in marks.values()} == {"correct"}


def test_a_slip_beside_them_is_found_as_ever(problem):
    reference = problem(ATTENTION)
    [marks] = marked(reference, turned(worked(reference, {"S": "Q @ K.T"}), SQUARE))
    assert list(lost(marks)) == ["S[1,1]"]
    assert "√2" in marks["S[1,1]"][3]


@pytest.mark.parametrize("names", [("S",), ("A",), ("dL/dS",), ("dL/dWq",), ("S", "dL/dS"), ("dL/dA", "dL/dS")])
def test_one_matrix_transposed_among_others_is_a_slip(problem, names):
    reference = problem(ATTENTION)
    [marks] = marked(reference, turned(worked(reference, {}), names))
    assert lost(marks)


def test_a_softmax_of_columns_is_a_slip_whatever_comes_of_it(problem):
    reference = problem(ATTENTION)
    [marks] = marked(reference, worked(reference, {"A": "softmax(S.T).T"}))
    assert list(lost(marks).values()) == ["wrong-axis"]


def test_the_only_square_matrix_of_a_batch_may_have_its_samples_as_columns(problem):
    """H of 2×3 is read as it is meant, whichever way round it is written, so that P alone cannot be told from all."""
    [marks] = marked(problem(REGULARISED), turned(worked(problem(REGULARISED), {}), {"P"}))
    assert {verdict for verdict, *_ in marks.values()} == {"correct"}


def test_the_only_square_matrix_of_a_batch_is_transposed_where_it_is_gone_on_with_so(problem):
    [marks] = marked(problem(REGULARISED), worked(problem(REGULARISED), {"P": "softmax(S).T"}))
    assert list(lost(marks).values()) == ["transposed"]


TWO_WEIGHTS = """
[given]
X = [[0.5, -1.0, 2.0], [1.5, 0.4, -0.8]]
Y = [[1, 0], [0, 1]]
W1 = [[0.2, -0.4, 0.1], [-0.3, 0.5, 0.6]]
W2 = [[0.7, -0.5], [0.3, 0.9]]
[forward]
A1 = "tanh(X @ W1.T)"
Z2 = "A1 @ W2.T"
P = "softmax(Z2)"
L = "cross_entropy(P, Y)"
[training]
loss = "L"
parameters = ["W1", "W2"]
rule = "sgd"
rate = 0.5
[marks]
A1 = 4
Z2 = 4
P = 4
"dL/dZ2" = 4
"dL/dW2" = 4
"dL/dW1" = 6
"W2'" = 4
"""


def test_weights_that_are_written_as_transposes_cost_nothing_beside_samples_in_rows(problem):
    """Where X @ W is taught, dL/dW₁ of 3×2 is read as it is meant, and dL/dW₂ is meant so, too."""
    reference = problem(TWO_WEIGHTS)
    [marks] = marked(reference, turned(worked(reference, {}), {"dL/dW2", "W2'"}))
    assert {verdict for verdict, *_ in marks.values()} == {"correct"}


@pytest.mark.parametrize("slip", [{"dL/dW2": "(dL/dZ2.T @ A1).T"}, {"W2'": "(W2 - 0.5*dL/dW2).T"}], ids=["dW", "W"])
def test_a_gradient_or_a_weight_that_is_transposed_among_others_that_are_not_is_a_slip(problem, slip):
    reference = problem(TWO_WEIGHTS)
    [marks] = marked(reference, worked(reference, slip))
    assert list(lost(marks).values()) == ["transposed"]


ALL_SQUARE = """
[given]
X = [[0.5, -1.2], [1.4, 0.3]]
Y = [[1, 0], [0, 1]]
W1 = [[0.2, -0.5], [0.7, 0.1]]
W2 = [[0.6, -0.25], [-0.45, 0.8]]
[forward]
Z1 = "X @ W1.T"
A1 = "tanh(Z1)"
Z2 = "A1 @ W2.T"
L = "sse(Z2, Y)"
[marks]
Z1 = 4
A1 = 4
Z2 = 4
"dL/dZ2" = 4
"dL/dA1" = 4
"dL/dZ1" = 4
"dL/dW2" = 4
"dL/dW1" = 4
"""
ACTIVATIONS = ("Z1", "A1", "Z2", "dL/dZ2", "dL/dA1", "dL/dZ1")


@pytest.mark.parametrize("names", [ACTIVATIONS, (*ACTIVATIONS, "dL/dW2", "dL/dW1")])
def test_what_is_done_to_each_element_follows_from_a_transpose_and_tells_nothing(problem, names):
    """tanh of a transposed Z₁ follows from it as it is written."""
    reference = problem(ALL_SQUARE)
    [marks] = marked(reference, turned(worked(reference, {}), names))
    assert {verdict for verdict, *_ in marks.values()} == {"correct"}


@pytest.mark.parametrize(
    "slips",
    [
        {"Z1": "(X @ W1.T).T"},
        {"Z1": "(X @ W1.T).T", "dL/dW2": "(dL/dZ2.T @ A1).T"},
        {"Z1": "(X @ W1.T).T", "Z2": "(A1 @ W2.T).T"},
        {"Z1": "X @ W1", "Z2": "A1 @ W2"},
    ],
)
def test_what_is_gone_on_with_transposed_by_slips_is_charged_as_ever(problem, slips):
    reference = problem(ALL_SQUARE)
    [marks] = marked(reference, worked(reference, slips))
    assert set(lost(marks).values()) == {"transposed"}
