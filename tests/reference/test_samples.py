"""Samples one by one, and in batches."""

import numpy as np
import pytest

from grader.engine import show
from grader.reference import symbols
from tests.reference.network import NET, ONLINE


@pytest.mark.parametrize("epochs", [1, 2])
def test_samples_one_by_one(referred, epochs):
    found = referred(f"{ONLINE}epochs = {epochs}\n[marks]\ny = 1\n\"y'\" = 1\n\"w1'''\" = 1\n\"dE'/dw1'\" = 1\n")
    X, T = np.array([[1, 2], [3, -1], [0.5, 0.5]]), np.array([1, -1, 1])
    w, b = np.array([0.2, -0.4]), 0.1
    for step in range(3 * epochs):
        x, t, primes = X[step % 3], T[step % 3], "'" * step
        y = 1 / (1 + np.exp(-(w @ x + b)))
        assert found.values[f"y{primes}"].item() == pytest.approx(y)
        delta = (y - t) * y * (1 - y)
        w, b = w - 0.5 * delta * x, b - 0.5 * delta
    assert [found.values[f"w{i}" + "'" * 3 * epochs].item() for i in (1, 2)] == pytest.approx(w)
    assert found.values["b" + "'" * 3 * epochs].item() == pytest.approx(b)


@pytest.mark.parametrize(("epochs", "counted"), [(1, True), (2, False)])
def test_the_number_of_a_step_is_told_from_that_of_a_sample(referred, epochs, counted):
    """b₂ is after two samples, unless it may be after two times all of them; y₂ is of the second sample."""
    found = symbols(referred(f'{ONLINE}epochs = {epochs}\n[marks]\ny = 1\n"y\'" = 1\n"b\'\'" = 1\n'))
    assert {s.quantity: s.stepped for s in found if s.quantity in "by"} == {"b": counted, "y": False}


def test_batches(referred):
    text = (
        NET.replace("[forward]", "[forward]\n").replace("x =", "X =").replace("t =", "T =").replace("steps = 3\n", "")
    )
    text = text.replace("X = [", "X = [[0.1, 0.1], ").replace("T = [", "T = [0, ")
    found = referred(f'{text}samples = {{x = "X", t = "T"}}\nbatch = 2\n[marks]\n"E\'" = 1\n"W\'\'" = 1\n')
    assert found.problem.training.steps == 2
    assert show(found.graph["x"].formula) == "X[1:2]"
    assert show(found.graph["x'"].formula) == "X[3:4]"
    assert found.graph["h'"].shape == (2, 2)


@pytest.mark.parametrize(
    ("formulas", "batches"),
    [
        ('Z1 = "X @ V"\nA1 = "relu(Z1)"\nZ2 = "A1 @ U"', {"X", "Z1", "A1", "Z2"}),
        ('Z1 = "V @ X"\nA1 = "relu(Z1)"\nZ2 = "U @ A1"', set()),
        ('Z1 = "V @ X"', {"V", "Z1"}),  # it could be either
    ],
)
def test_weights_from_the_left_have_no_row_a_sample(referred, formulas, batches):
    given = "given = {X = [[1, 2], [3, -1]], V = [[0.2, 0.4], [0.1, 0.3]], U = [[1, 2], [0.5, 1]]}\n"
    found = symbols(referred(f"{given}[forward]\n{formulas}\n[marks]\nZ1 = 1\n"))
    assert {s.quantity for s in found if s.samples} == batches


def test_weights_from_the_right_are_that_after_a_step_of_training_too(referred):
    given = "given = {X = [[1, 2], [3, -1], [0, 1]], w = [0.2, 0.4], t = [1, 0, 1]}\n"
    trained = '[training]\nloss = "E"\nparameters = ["w"]\nrate = 0.1\n'
    forward = '[forward]\nz = "X @ w"\nE = "mse(z, t)"\n'
    found = symbols(referred(f'{given}{forward}{trained}[marks]\nz = 1\n"z\'" = 1\n'))
    assert {"X", "z", "z'"} <= {s.quantity for s in found if s.samples}
