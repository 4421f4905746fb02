"""Later values by the number of their step."""

import pytest

from grader.notation import Vocabulary
from grader.reference import refer, symbols
from grader.rubric import load
from tests.notation.written import vocabulary

STEPS = """
[given]
w = 1
V = [0.5, 2]
x = [2, 1]
[forward]
h = "w*V @ x"
E = "(h - 1)^2"
[training]
loss = "E"
parameters = ["w", "V"]
rate = 0.01
steps = {steps}
[marks]
"w^(8)" = 1
"""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("w⁽⁸⁾", "w^8"), ("w^(8)", "w^8"), ("w^{(8)}", "w^8"), ("w(8)", "w^8"), ("w_8", "w^8"), ("w8", "w^8"),
        ("w after 8 steps", "w^8"), ("w (step 8)", "w^8"), ("w(t=2)", "w^2"), ("w^(0)", "w"), ("w^(9)", ""),
        ("E after step 2", "E^2"), ("E(8)", "E^8"), ("E^(3)", "E^3"), ("dE^(4)/dw^(4)", "dE/dw^4"), ("V^(5)", "V^5"),
        # the number may be that of a layer, of a sample, of an element, or the step may be the one before
        ("E_2", ""), ("E (step 2)", ""), ("h^(1)", ""), ("V^(1)", ""), ("V_1", "V1"), ("h(2)", ""),
    ],
)  # fmt: skip
def test_a_later_value_may_be_told_by_the_number_of_its_step(tmp_path, text, meant):
    found = vocabulary(tmp_path, STEPS.format(steps=8)).find(text)
    [(quantity, index)] = [target[1:] for target in found] or [("", None)]
    base, _, step = meant.partition("^")
    primes = "'" * int(step or 0)
    expected = {"dE/dw": f"dE{primes}/dw{primes}", "V1": "V"}.get(base, base + primes)
    assert (quantity, index) == (expected, (1,) if base == "V1" else None)


NUMBERED = """
[given]
w1 = 0.4
x = 0.5
eta = 0.1
[forward]
z1 = "w1*x"
L = "(z1 - 1)^2"
[training]
loss = "L"
parameters = ["w1"]
rate = "eta"
steps = {steps}
[marks]
"w1'" = 1
"""


@pytest.mark.parametrize("steps", [1, 2])
@pytest.mark.parametrize(("text", "meant"), [("dz1", "dL/dz1"), ("dw1", "dL/dw1"), ("grad_z1", "dL/dz1")])
def test_a_gradient_named_in_short_has_its_number_from_what_it_is_by(tmp_path, text, meant, steps):
    assert [target.quantity for target in vocabulary(tmp_path, NUMBERED.format(steps=steps)).find(text)] == [meant]


def test_where_there_is_one_step_a_number_is_none(tmp_path):
    assert not vocabulary(tmp_path, STEPS.format(steps=1).replace("w^(8)", "w^(1)")).find("E^(3)")


ONE_STEP = """
symbols = ["theta", "g", "eta"]
[training]
parameters = ["theta"]
gradients = {{theta = "g"}}
rule = "adam"
rate = "eta"
steps = {steps}
[marks]
"theta'" = 1
"""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("m_t", "m'"), ("m_1", "m'"), ("θ_1", "theta'"), ("θ_{t}", "theta'"), ("m̂_t", "mhat'"), ("v_hat", "vhat'"),
        ("θ_{t+1}", "theta'"), ("theta", "theta"), ("m", "m"), ("g_t", "g"), ("m_2", ""), ("theta_0", ""),
    ],
)  # fmt: skip
def test_where_formulas_are_asked_for_the_number_of_the_one_step_is_a_prime(tmp_path, text, meant):
    assert [t.quantity for t in vocabulary(tmp_path, ONE_STEP.format(steps=1)).find(text)] == ([meant] if meant else [])


def test_of_several_steps_the_letter_for_any_says_none(tmp_path):
    found = vocabulary(tmp_path, ONE_STEP.format(steps=2)).find("m_t")
    assert [target.quantity for target in found] == ["m"]


ADAM = """
[given]
theta = 5
w = [1, 2]
[forward]
f = "theta^2 + sum(w^2)"
[training]
loss = "f"
parameters = ["theta"{vector}]
rule = "adam"
rate = 0.1
steps = {steps}
[marks]
"theta'" = 1
"""


@pytest.mark.parametrize("hat", ["m̂₁", r"\hat{m}_1", r"\hat{m_1}", "mhat1"])
@pytest.mark.parametrize("steps", [1, 2])
def test_a_moment_that_is_nothing_before_the_first_step_has_the_number_of_a_step_too(tmp_path, hat, steps):
    text = ADAM.format(vector="", steps=steps)
    assert [target.quantity for target in vocabulary(tmp_path, text).find(hat)] == ["mhat'"]
    second = [target.quantity for target in vocabulary(tmp_path, text).find(hat.replace("1", "2").replace("₁", "₂"))]
    assert second == (["mhat''"] if steps == 2 else [])


@pytest.mark.parametrize(
    ("text", "meant"),
    [("m_1", "m'"), ("v₁", "v'"), ("θ_1", "theta'"), ("θ₁", "theta'"), ("f_1", ""), ("θ_2", ""), ("m_0", "")],
)  # fmt: skip
def test_where_there_is_one_step_its_number_stands_behind_what_is_kept(tmp_path, text, meant):
    found = vocabulary(tmp_path, ADAM.format(vector="", steps=1)).find(text)
    assert [target.quantity for target in found] == ([meant] if meant else [])


@pytest.mark.parametrize("steps", [1, 2])
def test_of_vectors_the_number_is_that_of_an_element(tmp_path, steps):
    [found] = vocabulary(tmp_path, ADAM.format(vector=', "w"', steps=steps)).find("w_1")
    assert (found.quantity, found.index) == ("w", (1,))


def test_a_problem_has_its_own_step_whatever_another_problem_calls_so(tmp_path):
    path = tmp_path / "r.toml"
    problem = (
        ADAM.format(vector="", steps=2)
        .replace("[", "[problem.")
        .replace("problem.1, 2", "1, 2")
        .replace('problem."theta"', '"theta"')
    )
    other = problem.replace('"adam"', '"rmsprop"') + '[problem.names]\n"s\'" = ["v_1"]\n'
    path.write_text(f'[[problem]]\nname = "1"\n{problem}[[problem]]\nname = "2"\n{other}', encoding="utf-8")
    found = Vocabulary(s for each in load(path).problems for s in symbols(refer(each))).find("v_1")
    assert {(target.problem, target.quantity) for target in found} == {("1", "v'"), ("2", "s'")}
