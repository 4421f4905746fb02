"""Gradients and updates that the rubric gives itself, wholly or in part."""

import numpy as np
import pytest

from grader.engine import show
from tests.reference.network import MARKS, NET
from tests.reference.test_rules import Independent


def test_an_upstream_gradient_in_place_of_a_loss(referred):
    text = """
[given]
x = [1, -2]
W = [[0.5, 1], [2, -1]]
"dL/dy" = [3, 4]
[forward]
s = "W @ x"
y = "relu(s)"
[training]
loss = "L"
parameters = ["W"]
rate = 0.1
steps = 2
[marks]
"dL/ds" = 1
"dL/dx" = 1
"dL/dW" = 1
"W''" = 1
"""
    found = referred(text)
    assert found.values["dL/ds"].ravel().tolist() == [0, 4]
    assert found.values["dL/dx"].ravel().tolist() == [8, -4]
    assert found.values["dL/dW"][0, 0].tolist() == [[0, 0], [4, -8]]
    np.testing.assert_allclose(found.values["W''"][0, 0], [[0.5, 1], [2 - 0.8, -1 + 1.6]])
    assert "L" not in found.graph


def test_error_terms_of_the_opposite_sign(referred):
    text = """
[given]
X = [[1, 0], [0, 1], [1, 1]]
T = [1, 0, 1]
w = [0.1, 0.2]
eta = 0.5
[forward]
net = "w @ x"
y = "sigmoid(net)"
E = "0.5*(t - y)^2"
delta = "-dE/dnet"
[training]
samples = {x = "X", t = "T"}
parameters = ["w"]
update = {w = "w + eta*delta*x"}
[marks]
delta = 1
"delta''" = 1
"w''" = 1
"""
    found = referred(text)
    w = np.array([0.1, 0.2])
    for step, (x, t) in enumerate(zip(np.array([[1, 0], [0, 1], [1, 1]]), [1, 0, 1], strict=True)):
        y = 1 / (1 + np.exp(-w @ x))
        delta = (t - y) * y * (1 - y)
        assert found.values["delta" + "'" * step].item() == pytest.approx(delta)
        w = w + 0.5 * delta * x
    np.testing.assert_allclose(found.values["w'''"][0, 0], w)


def test_an_update_of_its_own_uses_the_gradient_of_its_own_step(referred):
    text = NET.replace("rate = 0.1\n", "") + 'update = {W = "W - 0.1*dE/dW", v = "v - 0.1*dE/dv"}\n' + MARKS
    np.testing.assert_allclose(referred(text).values["W'''"], referred(NET + MARKS).values["W'''"], rtol=1e-12)


def test_an_update_of_its_own_counts_axes_as_they_are_counted_on_paper(referred):
    text = NET.replace("rate = 0.1\n", "") + 'update = {W = "W - 0.1*sum(W, axis=-1, keepdims=1)", v = "v"}\n' + MARKS
    assert show(referred(text).graph["W'"].formula) == "W − 0.1·sum(W, axis=2)"


def test_gradients_that_are_given_need_no_forward_pass(referred):
    text = """
[given]
G = [0.1, -0.2, 0.4]
w = 1
[training]
samples = {g1 = "G"}
gradients = {w = "g1"}
parameters = ["w"]
rule = "adam"
rate = 0.01
[marks]
"m'''" = 1
"w'''" = 1
"""
    found = referred(text)
    rule, w = Independent(), 1.0
    for g in (0.1, -0.2, 0.4):
        w -= (1.0 - rule.adam(1.0, g)) / 10
    assert found.values["w'''"].item() == pytest.approx(w)
    assert found.values["m'''"].item() == pytest.approx(rule.m)


def test_a_gradient_of_a_gradient_is_derived_like_any_other(referred):
    text = '[given]\nx = 2\n[forward]\na = "x^3"\nE = "(da/dx - 1)^2"\n[marks]\n"dE/dx" = 1\n'
    assert referred(text).values["dE/dx"].item() == pytest.approx(2 * (3 * 4 - 1) * 6 * 2)


def test_an_array_is_derived_by_another_where_each_element_depends_on_its_own(referred):
    text = """
[given]
z = [[0.5, -1], [2, 0.1]]
mask = [1, 0]
[forward]
h = "mask*tanh(2*z)"
p = "softmax(z[1,:])"
row = "p[1]"
J = "[drow/dz]"
[marks]
"dh/dz" = 1
J = 1
"""
    found = referred(text).values
    np.testing.assert_allclose(found["dh/dz"][0, 0], np.array([2, 0]) * (1 - np.tanh([[1, -2], [4, 0.2]]) ** 2))
    p = found["p"][0, 0, 0]
    np.testing.assert_allclose(found["J"][0, 0, 0], [[p * (1 - p), -p * (1 - p)], [0, 0]])
