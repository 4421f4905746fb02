"""Derivatives are verified independently of the derivation: a wrong rule is found, wherever it stands."""

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from grader.checking import check
from grader.checking.derivatives import compared
from grader.checking.gradients import verified
from grader.engine import PRIMITIVES, mul, number, parse
from grader.errors import RubricError
from grader.reference import refer, rules
from grader.rubric import load
from tests.conftest import ROOT

PLACES = ("rubrics", "tests/rubrics", "tests/published")
RUBRICS = sorted(path.relative_to(ROOT) for place in PLACES for path in (ROOT / place).glob("*.toml"))


@pytest.mark.parametrize("path", RUBRICS, ids=str)
def test_every_gradient_of_every_rubric_agrees(path):
    for problem in load(ROOT / path).problems:
        for one in compared(refer(problem)):
            assert one.disagreement < 1e-8 or one.kink, one


def test_the_loss_of_a_sure_prediction_is_no_finer_than_the_prediction(tmp_path):
    """−ln(1 − 7e-13) has three figures left."""
    text = '[given]\nz = [14, -14]\n[forward]\np = "softmax(z)"\nL = "-log(p[1])"\n[marks]\n"dL/dz" = 1\n'
    (tmp_path / "r.toml").write_text(text)
    assert not any(one.wrong for one in compared(refer(load(tmp_path / "r.toml").problems[0])))


def test_quotients_that_have_not_settled_accuse_nothing(tmp_path):
    """So near to 1 that the least step goes beyond it, where ln(1 − p) has no value."""
    text = """[given]\nx = [[1, 2], [3, 4]]\nt = [1, 0]\nw = [0.5, -0.5]\nb = 16\n[forward]\np = "sigmoid(x @ w + b)"
L = "bce(p, t)"\n[training]\nloss = "L"\nparameters = ["w", "b"]\nrate = 0.1\n[marks]\n"dL/dw" = 1\n"b'" = 1\n"""
    (tmp_path / "r.toml").write_text(text)
    assert not check({"": refer(load(tmp_path / "r.toml").problems[0])}).wrong


def test_a_step_of_a_parameter_that_has_all_but_arrived_is_not_accused(tmp_path):
    """The loss has no digits left for w₂ = 1e-9; RMSProp makes steps of its own size of however small a gradient."""
    text = '[given]\nw = [-5, -2]\n[forward]\nf = "0.1*w1^2 + 2*w2^2"\n[training]\nloss = "f"\nparameters = ["w"]\n'
    text += 'rule = "rmsprop"\nrate = 0.3\nsteps = 30\n[marks]\n"w\'" = 1\n"w^(30)" = 1\n'
    (tmp_path / "r.toml").write_text(text, encoding="utf-8")
    section, _ = verified(refer(load(tmp_path / "r.toml").problems[0]))
    assert not section.findings


def test_at_the_edge_of_what_has_values_one_side_is_enough(tmp_path):
    text = '[given]\np = [0.7, 0.3, 0]\ny = [1, 0, 0]\n[forward]\nE = "cross_entropy(p, y)"\n[marks]\n"dE/dp" = 1\n'
    (tmp_path / "r.toml").write_text(text, encoding="utf-8")
    reference = refer(load(tmp_path / "r.toml").problems[0])
    assert [one.disagreement < 1e-8 for one in compared(reference)] == [True]
    hidden = {slip.mutation.expr: slip.mutation.cause for slip in check({"": reference}).sight.hidden}
    assert parse("-sum(log(p))") not in hidden  # it is infinite, and no number that is right


@pytest.mark.parametrize(
    ("primitive", "path", "first"),
    [
        ("sigmoid", "rubrics/cs637-hw1.toml", "∂Div/∂s₃"),
        ("relu", "rubrics/relu-2-2-1.toml", "∂MSE/∂p₂"),
        ("matmul", "rubrics/relu-2-2-1.toml", "∂MSE/∂l₁"),
        ("tanh", "tests/rubrics/batch.toml", "∂L/∂Z"),
        ("softmax", "tests/rubrics/batch.toml", "∂L/∂O"),
    ],
)
def test_a_wrong_rule_is_found_where_it_first_does_harm(monkeypatch, primitive, path, first):
    right = PRIMITIVES[primitive]

    def wrong(i, g, rule):
        back = right.vjp(i, g, rule)
        return mul(number(1.01), back) if back is not None else None

    monkeypatch.setitem(PRIMITIVES, primitive, right._replace(vjp=wrong))
    checked = check({"": refer(load(ROOT / path).problems[-1])})
    assert checked.wrong
    assert checked.sections[0].title == "Derivatives"
    assert any(finding.says.startswith(f"{first} is derived as") for finding in checked.sections[0].findings)


def test_a_wrong_step_of_descent_is_found(monkeypatch):
    monkeypatch.setitem(rules.RULES, "sgd", rules.RULES["sgd"]._replace(update="p + rate*g"))
    section, *_ = check({"": refer(load(ROOT / "rubrics/relu-2-2-1.toml").problems[0])}).sections
    assert "the step of W₁ is off by 200 % of it" in [finding.says for finding in section.findings]


FUNCTIONS = ("sigmoid", "tanh", "relu", "exp", "sin", "softplus", "swish")


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(FUNCTIONS), min_size=1, max_size=4),
    st.lists(st.decimals(-2, 2, places=2), min_size=6, max_size=6),
    st.integers(0, 3),
    st.sampled_from([1.001, 0.5, -1.0]),
)
def test_a_factor_in_any_rule_is_found_and_no_right_rule_is_accused(tmp_path, functions, numbers, at, factor):
    lines = [f'h{k} = "{name}({f"h{k - 1}" if k else "x*w"} + {numbers[k]})"' for k, name in enumerate(functions)]
    last = f"h{len(functions) - 1}"
    path = tmp_path / "rubric.toml"
    path.write_text(
        f"[given]\nx = {numbers[4]}\nw = {numbers[5]}\n[forward]\n"
        + "\n".join(lines)
        + f'\n[marks]\n"d{last}/dw" = 1\n"d{last}/dx" = 1\n'
    )
    try:
        right = refer(load(path).problems[0])
    except RubricError:
        reject()  # an exponential of exponentials is infinite
    # Where it grows by a millionth part of a step as much as by the factor, no quotient can tell.
    assume(max(float(abs(value).max()) for value in right.values.values()) < 1e4)
    assert not [one for one in compared(right) if one.wrong]
    name = functions[at % len(functions)]
    row = PRIMITIVES[name]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PRIMITIVES, name, row._replace(vjp=lambda i, g, r: mul(number(factor), row.vjp(i, g, r))))
        wrong = refer(load(path).problems[0])
        found = [one for one in compared(wrong) if one.wrong]
    assert found or _hidden(right, wrong)


def _hidden(right, wrong):
    """Whether the gradients are the same all the same, or so small that they are lost in the digits of the output."""
    gradients = [name for name in right.graph if "/d" in name]
    off = max(float(abs(right.values[n] - wrong.values[n]).max()) for n in gradients)
    return off <= 1e-5 * max(float(abs(value).max()) for value in right.values.values())
