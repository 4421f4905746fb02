"""The derivative of an activation with a prime at the function."""

import pytest

from grader.notation import Target
from tests.answers.layouts.sheets import written

RUBRIC = """
given = {x = 2, w1 = 0.5, w2 = -0.3, y = 1}
[forward]
z1 = "w1*x"
a1 = "relu(z1)"
z2 = "w2*a1"
yhat = "sigmoid(z2)"
L = "(yhat - y)^2"
[marks]
"dL/dw1" = 1
"da1/dz1" = 1
"dyhat/dz2" = 1
"""
SIGMOID, RELU = Target("", "dyhat/dz2"), Target("", "da1/dz1")


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("σ'(z₂)", [SIGMOID]),
        (r"\sigma'\left(z^{[2]}\right)", [SIGMOID]),
        ("sigmoid_prime(z2)", [SIGMOID]),
        ("sigmoid_derivative(z_2)", [SIGMOID]),
        ("f'(z2)", [SIGMOID]),
        ("ReLU'(z1)", [RELU]),
        (r"\text{ReLU}'(z_1)", [RELU]),
        ("g'(z1)", [RELU]),
        ("tanh'(z1)", []),
        ("σ'(z1)", []),
        ("ReLU'(w1)", []),
        ("σ'(0.53)", []),
        ("ReLU(z1)", []),
        ("new ReLU(z1)", []),
    ],
)
def test_a_prime_at_the_activation_is_its_own_derivative(name, means, tmp_path):
    assert [*written(RUBRIC, tmp_path).find(name)] == means
