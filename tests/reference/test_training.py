"""A training that cannot be used, and what is looked at to build one."""

import pytest

from grader.errors import RubricError
from grader.reference import Quantity
from tests.reference.network import MARKS, NET


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (NET + 'rule = "adma"\n' + MARKS, "unknown rule 'adma' (did you mean 'adam'?)"),
        (NET + 'rule = "adam"\nbeta3 = 1\n' + MARKS, "unknown key 'beta3' in [training] (did you mean 'beta1'"),
        (NET + "momentum = 1\n" + MARKS, "unknown key 'momentum' in [training]"),
        (NET + 'rule = "adam"\nbeta1 = "betta"\n' + MARKS, "'beta1' is neither a number nor the name of a given"),
        (NET + "eps_inside = true\n" + MARKS, "the rule 'sgd' has no eps"),
        (NET + "lookahead = true\n" + MARKS, "the rule 'sgd' does not look ahead (those that can: nesterov, "),
        (NET + 'rule = "nesterov"\nlookahead = 1\n' + MARKS, "not a choice of lookahead (true or false)"),
        (
            NET.replace("W =", "y_ahead = 1\nW =") + 'rule = "nesterov"\nlookahead = true\n' + MARKS,
            "'y_ahead' is defined twice (lookahead = true computes a y_ahead)",
        ),
        (NET + "epochs = 2\n" + MARKS, "epochs of no samples"),
        (NET + "batch = 2\n" + MARKS, "a batch of no samples"),
        (NET + 'samples = {a = "XX"}\n' + MARKS, "'XX' is no given with a row a sample"),
        (NET + 'samples = {a = "x", c = "W"}\n' + MARKS, "the data differ in the number of samples (x has 3, W has 2)"),
        (NET + 'samples = {h = "x"}\n' + MARKS, "'h' is defined twice"),
        (NET + 'samples = {a = "x"}\nbatch = 2\n' + MARKS, "3 samples do not make batches of 2"),
        (NET + 'rule = "adam"\n[marks]\nmhat_W = 1\n', "'mhat_W' is computed in a step of training"),
        (NET + 'rule = "adam"\n[marks]\n"m_w\'" = 1\n', "unknown quantity 'm_w' (did you mean \"m_W'\""),
        (NET.replace('["W", "v"]', '["W", "v1"]') + MARKS, "'v1' is an element of 'v', which is used whole (name 'v')"),
        (NET + 'update = {t = "t"}\n' + MARKS, "'t' is not among the parameters"),
        (NET.replace("[forward]", '"dL/dy" = [1, 2]\n[forward]') + MARKS, "'y' has another shape (it is 3)"),
        (NET.replace("[forward]", '"dL/dq" = [1, 2]\n[forward]') + MARKS, "unknown quantity 'q'"),
        (NET.replace("[forward]", '"dE/dy" = [1, 2, 3]\n[forward]') + MARKS, "'dE/dy' is given, but 'E' is computed"),
        (NET.replace("[forward]", '"dL/dy" = [1, 2, 3]\n[forward]\nz = "L"\n') + MARKS, "'L' is not computed"),
    ],
)  # fmt: skip
def test_a_faulty_training(referred, text, fault):
    with pytest.raises(RubricError) as error:
        referred(text)
    assert any(fault in str(f) for f in error.value.faults), [str(f) for f in error.value.faults]


def test_a_step_goes_back_no_further_than_its_own_parameters(referred, monkeypatch):
    slot, seen = Quantity.parents, []
    read = property(lambda quantity: seen.append(quantity.name) or slot.__get__(quantity), slot.__set__)
    monkeypatch.setattr(Quantity, "parents", read)
    counts = []
    for steps in (20, 40):
        seen.clear()
        referred(NET.replace("steps = 3", f"steps = {steps}") + '[marks]\n"W\'" = 1\n')
        counts.append(len(seen))
    assert counts[1] < 2.1 * counts[0]
