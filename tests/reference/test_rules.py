"""Every rule of training against a few lines of numpy."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from grader.engine import show
from grader.errors import RubricError
from grader.reference import Role
from grader.rubric import RULES
from tests.reference.network import MARKS, NET, ONLINE


def loss(W, v):
    x = np.array([[0.5, -1.0], [1.5, 0.3], [-0.7, 0.8]])
    return 0.5 * anp.sum((anp.tanh(x @ W.T) @ v - np.array([0.2, 0.9, -0.4])) ** 2)


class Independent:
    """The rules as their sources state them, on one parameter, without anything of the grader's."""

    def __init__(self):
        self.m = self.v = 0.0
        self.steps = 0

    def sgd(self, p, g):
        return p - 0.1 * g

    def momentum(self, p, g):
        self.v = 0.9 * self.v + g
        return p - 0.1 * self.v

    def velocity(self, p, g):
        self.v = 0.9 * self.v - 0.1 * g
        return p + self.v

    def averaged(self, p, g):
        self.v = 0.9 * self.v + (1 - 0.9) * g
        return p - 0.1 * self.v

    def nesterov(self, p, g):
        self.v = 0.9 * self.v + g
        return p - 0.1 * (g + 0.9 * self.v)

    def nesterov_velocity(self, p, g):
        before = self.v
        self.v = 0.9 * self.v - 0.1 * g
        return p - 0.9 * before + (1 + 0.9) * self.v

    def update_vector(self, p, g):
        self.v = 0.9 * self.v + 0.1 * g
        return p - self.v

    def nesterov_update_vector(self, p, g):
        self.v = 0.9 * self.v + 0.1 * g
        return p - 0.9 * self.v - 0.1 * g

    def adagrad(self, p, g):
        self.v = self.v + g**2
        return p - 0.1 * g / (np.sqrt(self.v) + 1e-8)

    def rmsprop(self, p, g):
        self.v = 0.9 * self.v + 0.1 * g**2
        return p - 0.1 * g / (np.sqrt(self.v) + 1e-8)

    def adam(self, p, g):
        self.steps += 1
        t = self.steps
        self.m = 0.9 * self.m + 0.1 * g
        self.v = 0.999 * self.v + 0.001 * g**2
        return p - 0.1 * (self.m / (1 - 0.9**t)) / (np.sqrt(self.v / (1 - 0.999**t)) + 1e-8)

    def adamw(self, p, g):
        return self.adam(p, g) - 0.1 * 0.01 * p


@pytest.mark.parametrize("rule", RULES)
def test_three_steps_of_a_rule(referred, rule):
    found = referred(f'{NET}rule = "{rule}"\n{MARKS}')
    W, v = np.array([[0.3, -0.2], [0.1, 0.4]]), np.array([0.7, -0.6])
    first, second = Independent(), Independent()
    for t in (1, 2, 3):
        dW, dv = (autograd.grad(loss, i)(W, v) for i in (0, 1))
        W, v = getattr(first, rule)(W, dW), getattr(second, rule)(v, dv)
        np.testing.assert_allclose(found.values["W" + "'" * t][0, 0], W, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(found.values["v" + "'" * t][0, 0], v, rtol=1e-9, atol=1e-12)
        assert found.values["E" + "'" * t].item() == pytest.approx(loss(W, v), rel=1e-9)


def sutskever(p, v, gradient):
    """Equations 3 and 4 of Sutskever and others, ICML 2013."""
    v = 0.9 * v - 0.1 * gradient(p + 0.9 * v)
    return p + v, v


def ruder(p, v, gradient):
    """Ruder, arXiv:1609.04747, section 4.2."""
    v = 0.9 * v + 0.1 * gradient(p - 0.9 * v)
    return p - v, v


def summed(p, v, gradient):
    """The same with the learning rate outside of what is summed up."""
    v = 0.9 * v + gradient(p - 0.1 * 0.9 * v)
    return p - 0.1 * v, v


def both(W, v):
    """Two arrays as one vector, so that a rule can be written as it is printed."""
    found = np.empty(2, dtype=object)
    found[:] = W, v
    return found


@pytest.mark.parametrize(
    ("rule", "step"),
    [("nesterov_velocity", sutskever), ("nesterov_update_vector", ruder), ("nesterov", summed)],
)
def test_nesterovs_gradient_ahead_of_the_parameters(referred, rule, step):
    asked = "[marks]\n\"W'''\" = 1\nE_ahead = 1\n\"h_ahead''\" = 1\n\"dE_ahead'/dW_ahead'\" = 1\n"
    found = referred(f'{NET}rule = "{rule}"\nlookahead = true\n{asked}')
    points = []

    def gradient(at):
        points.append(at)
        return both(*(autograd.grad(loss, i)(*at) for i in (0, 1)))

    p = both(np.array([[0.3, -0.2], [0.1, 0.4]]), np.array([0.7, -0.6]))
    v = 0.0 * p
    for t in ("", "'", "''"):
        p, v = step(p, v, gradient)
        right = [
            (f"W{t}'", p[0]),
            (f"v_v{t}'", v[1]),
            (f"v_ahead{t}", points[-1][1]),
            (f"E_ahead{t}", loss(*points[-1])),
            (f"dE_ahead{t}/dW_ahead{t}", autograd.grad(loss)(*points[-1])),
        ]
        for name, value in right:
            np.testing.assert_allclose(found.values[name][0, 0], value, rtol=1e-9)


def test_looking_ahead_goes_with_elements_samples_and_gradients_of_their_own(referred):
    settings = 'rule = "nesterov_velocity"\nlookahead = true\nmomentum = 0.8\nepochs = 2\n'
    asked = "[marks]\n\"w_ahead'\" = 1\n\"dE_ahead'/dw_ahead'\" = 1\n\"w''''''\" = 1\n"
    online = referred(ONLINE + settings + asked)
    assert [a.quantity for a in online.asked[:3]] == ["w1_ahead'", "w2_ahead'", "dE_ahead'/dw1_ahead'"]
    X, T = np.array([[1, 2, 1], [3, -1, 1], [0.5, 0.5, 1]]), np.array([1, -1, 1])
    w, v = np.array([0.2, -0.4, 0.1]), np.zeros(3)
    for step in range(6):
        y = 1 / (1 + np.exp(-((w + 0.8 * v) @ X[step % 3])))
        v = 0.8 * v - 0.5 * (y - T[step % 3]) * y * (1 - y) * X[step % 3]
        w = w + v
    assert [online.values[f"w{i}''''''"].item() for i in (1, 2)] == pytest.approx(w[:2])
    own = '[given]\nw = 2\n[forward]\nf = "w^2"\n[training]\nparameters = ["w"]\nrate = 0.1\nsteps = 2\n'
    own += 'rule = "nesterov_velocity"\nlookahead = true\ngradients = {w = "2*w"}\n[marks]\n"w\'\'" = 1\n'
    assert referred(own).values["w''"].item() == pytest.approx(1.6 - 0.36 - 0.1 * 2 * (1.6 - 0.36))


def test_what_a_rule_keeps_is_a_quantity_with_a_formula(referred):
    found = referred(f'{NET}rule = "adam"\nbeta1 = 0.8\n[marks]\n"m_W\'\'" = 1\n"vhat_v\'" = 1\n"dE\'\'/dW\'\'" = 1\n')
    graph = found.graph
    assert [a.quantity for a in found.asked][:5] == ["m_W''"] * 4 + ["vhat_v'"]
    assert graph["m_W''"].role is Role.MOMENT
    assert show(graph["m_W''"].formula) == "β₁·m_W′ + (1 − β₁) · ∂E′/∂W′"
    assert show(graph["mhat_W''"].formula) == "m_W′′/(1 − β₁²)"
    assert show(graph["W''"].formula) == "W′ − rate·m̂_W′′/(√v̂_W′′ + ε)"
    assert (found.values["beta1"].item(), found.values["beta2"].item()) == (0.8, 0.999)
    assert not found.values["m_W"].any()


def test_one_parameter_has_moments_of_plain_names_that_may_begin_elsewhere(referred):
    text = """
[given]
w = [1, -2]
x = [0.5, 2]
m = [0.1, 0.2]
eta = 0.5
[forward]
L = "(w1*x1 + w2*x2)^2"
[training]
loss = "L"
parameters = "w"
rule = "averaged"
rate = "eta"
beta = 0.5
[marks]
"v'" = 2
"w1'" = 1
"""
    found = referred(text)
    assert [a.quantity for a in found.asked] == ["v1'", "v2'", "w1'"]
    gradient = 2 * (0.5 - 4) * np.array([0.5, 2])
    assert [found.values[f"v{i}'"].item() for i in (1, 2)] == pytest.approx(0.5 * gradient)
    started = referred(text.replace("m = ", "v = "))
    assert started.values["v1'"].item() == pytest.approx(0.5 * 0.1 + 0.5 * gradient[0])


def test_weight_decay_and_clipping_come_before_the_rule(referred):
    settings = 'rule = "momentum"\nweight_decay = 0.1\nclip = 0.05\n'
    found = referred(f"{NET}{settings}{MARKS}")
    W, v = np.array([[0.3, -0.2], [0.1, 0.4]]), np.array([0.7, -0.6])
    g = np.clip(autograd.grad(loss)(W, v), -0.05, 0.05) + 0.1 * W
    np.testing.assert_allclose(found.values["g_W'"][0, 0], g, rtol=1e-12)
    np.testing.assert_allclose(found.values["W'"][0, 0], W - 0.1 * g, rtol=1e-12)
    decoupled = referred(f'{NET}rule = "adamw"\nweight_decay = 0.2\n{MARKS}')
    assert "g_W'" not in decoupled.graph


def test_a_rate_for_each_step(referred):
    text = NET.replace("[forward]", "eta = [0.1, 0.05, 0.01]\n[forward]").replace("rate = 0.1", 'rate = "eta"') + MARKS
    found = referred(text)
    W, v = (np.array(found.values[name][0, 0]) for name in ("W", "v"))
    for rate in (0.1, 0.05, 0.01):
        dW, dv = autograd.grad(loss, (0, 1))(W, v)
        W, v = W - rate * dW, v - rate * dv
    np.testing.assert_allclose(found.values["W'''"][0, 0], W, rtol=1e-12)
    assert show(found.graph["v''"].formula) == "v′ − η₂ · ∂E′/∂v′"
    with pytest.raises(RubricError, match="the rate 'eta' has 3 elements \\(one number, or one for each of 2 steps"):
        referred(text.replace("steps = 3", "steps = 2").replace("W'''", "W''"))


def test_eps_inside_the_root(referred):
    found = referred(f'{NET}rule = "rmsprop"\neps = 0.5\neps_inside = true\n{MARKS}')
    assert show(found.graph["W'"].formula) == "W − rate · ∂E/∂W/√(s_W′ + ε)"
