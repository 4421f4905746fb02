"""Which quantity a rule's setting is, where the rubric has something of that name."""

from collections.abc import Callable

import pytest

from grader.rubric import Problem
from tests.rubric.conftest import Loads, Refuses

NORM = """[given]
x = [1.2, -0.4, 2.6]
gamma = 1.5
beta = -0.3
eps = 0.001
alpha = 0.01
[forward]
y = "gamma*x/sqrt(mean(x^2) + eps) + beta"
L = "sum(y^2)"
[training]
loss = "L"
parameters = ["gamma"]
rate = "alpha"
rule = "rmsprop"
"""
MARKS = '[marks]\n"gamma\'" = 1\n'
One = Callable[[str], Problem]


def test_what_a_formula_uses_is_no_setting_unless_the_rubric_says_so(faults: Refuses) -> None:
    assert faults(NORM + MARKS) == [
        f"hw.toml:14:9: '{name}' is used in y, and the rule 'rmsprop' has one of this name, too "
        f'(say {name} = {usual} in [training], the usual one, or {name} = "{name}" if it is the same)'
        for name, usual in (("beta", "0.9"), ("eps", "1e-8"))
    ]


def test_a_setting_of_its_own_stands_beside_a_given_of_its_name(one: One) -> None:
    found = one(NORM + "beta = 0.8\neps = 1e-6\n" + MARKS)
    assert found.training is not None
    assert found.training.settings == {"beta": "beta_rmsprop", "eps": "eps_rmsprop"}
    own = ("beta", "eps", "beta_rmsprop", "eps_rmsprop")
    assert [found.givens[name].item() for name in own] == [-0.3, 0.001, 0.8, 1e-6]


def test_a_setting_may_be_said_to_be_the_given(one: One) -> None:
    found = one(NORM + 'beta = 0.9\neps = "eps"\n' + MARKS)
    assert found.training is not None
    assert found.training.settings == {"beta": "beta_rmsprop", "eps": "eps"}


def test_a_parameter_and_what_is_computed_are_no_settings_either(faults: Refuses) -> None:
    text = NORM.replace(" + beta", "").replace('"gamma"]', '"gamma", "beta"]') + "eps = 1e-8\n" + MARKS
    assert "'beta' is a parameter, and" in faults(text)[0]
    computed = NORM.replace("beta = -0.3\n", "").replace("[forward]", '[forward]\nbeta = "x1/2"')
    (said,) = faults(computed + "eps = 1e-8\n" + MARKS)
    assert "'beta' is computed, and" in said
    assert said.endswith("(say beta = 0.9 in [training], the usual one)")


@pytest.mark.parametrize("said", ["", 'beta = "beta"\n'])
def test_a_given_that_nothing_else_uses_is_the_setting(one: One, said: str) -> None:
    found = one(NORM.replace(" + beta", "").replace("-0.3", "0.95") + "eps = 1e-8\n" + said + MARKS)
    assert found.training is not None
    assert found.training.settings["beta"] == "beta"
    assert found.givens["beta"] == 0.95


def test_a_symbol_of_a_settings_name_that_a_formula_uses_is_none_either(faults: Refuses) -> None:
    text = '[forward]\nL = "(w*beta)^2"\n[training]\nloss = "L"\nparameters = ["w"]\nrate = "a"\nrule = "averaged"\n'
    (said,) = faults('symbols = ["w", "a", "beta"]\n' + text + '[marks]\n"w\'" = 1\n')
    assert "'beta' is used in L" in said


def test_where_the_point_ahead_is_taken_the_settings_own_number_counts(loaded: Loads) -> None:
    given = "[given]\nx = 2\nw = 0.5\nmomentum = 3\n[forward]\nL = 'momentum*(w*x)^2'\n"
    training = "[training]\nloss = 'L'\nparameters = ['w']\nrate = 0.1\nrule = 'nesterov'\nlookahead = true\n"
    problem = loaded(given + training + 'momentum = 0.9\n[marks]\n"w\'" = 1\n').problems[0]
    assert "momentum_nesterov" in str(problem.forward["w_ahead"])
