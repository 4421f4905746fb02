"""Other names of what a rule of training keeps from step to step."""

import pytest

from grader.notation import Vocabulary
from grader.reference import refer, symbols
from grader.rubric import load

RUBRIC = """
[given]
x = [1, -0.5]
W = [[0.8, 0.1], [-0.5, 0.3]]
b = [0.1, 0.2]
[forward]
z = "W @ x + b"
L = "sum(z^2)"
[training]
loss = "L"
parameters = {parameters}
rule = "{rule}"
rate = 0.1
steps = {steps}
[marks]
L = 1
{marks}
"""
M, ALL = '"m\'" = 1', '"m\'" = 1\n"v\'" = 1\n"mhat\'" = 1\n"vhat\'" = 1\n"W\'" = 1'


def vocabulary(folder, parameters='["W"]', rule="adam", marks=ALL, steps=1):
    path = folder / "r.toml"
    path.write_text(RUBRIC.format(parameters=parameters, rule=rule, marks=marks, steps=steps))
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize(
    ("name", "quantity"),
    [
        ("m_hat", "mhat'"), ("mhat", "mhat'"), ("m̂", "mhat'"), ("v_hat", "vhat'"), ("mhat_W", "mhat'"),
        ("m_1", "m'"), ("v_1", "v'"), ("mhat_1", "mhat'"), ("exp_avg", "m'"), ("exp_avg_sq", "v'"), ("m_W'", "m'"),
        ("m_W", "m"), ("m", "m"), ("m_W new", "m'"), ("mhat[1,2]", "mhat'"), ("W_1", None), ("s", None),
    ],
)  # fmt: skip
def test_names_of_the_moments_of_one_parameter(tmp_path, name, quantity):
    found = vocabulary(tmp_path).find(name)
    assert [target.quantity for target in found] == ([quantity] if quantity else [])


def test_moments_of_two_parameters_are_told_apart(tmp_path):
    names = vocabulary(tmp_path, '["W", "b"]', marks='"m_W\'" = 1\n"mhat_b\'" = 1')
    assert [[t.quantity for t in names.find(name)] for name in ("mhat_b", "m_W'", "m_b'", "m_hat", "exp_avg")] == [
        ["mhat_b'"], ["m_W'"], ["m_b'"], [], []
    ]  # fmt: skip


def test_of_several_steps_a_name_says_which(tmp_path):
    names = vocabulary(tmp_path, steps=2, marks='"mhat\'" = 1\n"mhat\'\'" = 1')
    assert names.find("m_hat") == ()


NORM = """
[given]
x = [1, -0.5]
gamma = [1.5, 0.5]
beta = [0.1, 0.2]
[forward]
n = "gamma*x + beta"
L = "sum(n^2)"
[marks]
"dL/dgamma" = 1
"dL/dbeta" = 1
"""


@pytest.mark.parametrize(
    ("name", "quantity"),
    [("bn.weight.grad", "dL/dgamma"), ("self.bn.bias.grad", "dL/dbeta"), ("fc.weight.grad", ""), ("bn.weight", "")],
)
def test_gradients_of_the_parameters_of_a_norm_layer(tmp_path, name, quantity):
    path = tmp_path / "n.toml"
    path.write_text(NORM)
    names = Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))
    assert [target.quantity for target in names.find(name)] == [quantity] * bool(quantity)
