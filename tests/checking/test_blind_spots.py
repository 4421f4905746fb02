"""Blind spots: a slip counts as hidden exactly when marking takes what comes of it for right."""

import numpy as np
import pytest

from grader.checking import Looking, check
from grader.checking.reasons import _both
from grader.engine import evaluate
from grader.marking import Slips
from grader.marking.judge import Judge
from grader.reference import fitted, refer
from grader.reports.check import show_check
from grader.rubric import load
from tests.conftest import ROOT
from tests.marking.classroom import marked, right_answers
from tests.simulation import written_as

NETWORK = """
[given]
x = [1, 2]
w = [{w1}, {w2}]
v = 1.5
t = 3
[forward]
s = "x1*w1 + x2*w2"
h = "relu(s)"
y = "v*h"
E = "(y - t)^2"
[marks]
s = 1
h = 1
y = 1
E = 1
"dE/dy" = 1
"dE/dh" = 1
"dE/ds" = 1
"dE/dw" = 2
"""


def spots(reference):
    """The sentences and lines about the blind spots."""
    [found] = [s for s in check({"": reference}).sections if s.title == "Blind spots"]
    return [line for finding in found.findings for line in (finding.says, *finding.more)]


def test_equal_columns_are_said_in_plain_words(reference):
    lines = spots(reference("rubrics/relu-2-2-1.toml"))
    assert "the two columns of l₁ are equal (used in ∂MSE/∂w₂)" in lines
    assert "columns 1 and 2 of l₁ are equal (used in p₂)" in lines
    assert not any("exchanged" in line for line in lines)
    assert "p₁ is positive everywhere, so that ReLU does nothing, before the step and after it" in lines


def test_equal_inputs_hide_which_of_them_was_used(said):
    text = NETWORK.format(w1=0.5, w2=0.5)
    assert any("w₁ and w₂ are equal: both are 0.5 (used in s" in line for line in said(text)["Blind spots"])
    assert not any("are equal" in line for line in said(NETWORK.format(w1=0.5, w2=0.7))["Blind spots"])


def test_a_relu_that_cuts_nothing_off_is_told_and_one_that_does_is_not(said):
    idle = "s is positive, so that ReLU does nothing"
    assert any(idle in line for line in said(NETWORK.format(w1=0.5, w2=0.7))["Blind spots"])
    assert not any(idle in line for line in said(NETWORK.format(w1=0.5, w2=-0.7))["Blind spots"])


def test_a_step_in_which_nothing_can_be_seen_comes_first(said):
    text = """
tolerance = "0.5"
[given]
a = 0.001
b = 0.002
c = 30
[forward]
p = "a*b"
q = "c*a + b"
[marks]
p = 1
q = 1
"""
    assert said(text)["Blind spots"][0] == "nothing that goes wrong in p can be seen"


def test_a_one_hot_row_hides_the_other_terms(reference):
    assert "t is 0 in elements 1 and 3" in spots(reference("tests/rubrics/softmax.toml"))


@pytest.mark.parametrize("path", ["rubrics/relu-2-2-1.toml", "tests/rubrics/softmax.toml", "tests/rubrics/batch.toml"])
def test_marking_takes_a_hidden_slip_for_right_and_a_revealed_one_for_wrong(path, monkeypatch):
    reference = refer(load(ROOT / path).problems[0])
    graph = reference.graph
    asked = {(a.quantity, tuple(i - 1 for i in a.index)) for a in reference.asked}
    whole = {name for name in graph if {(name, place) for place in np.ndindex(graph[name].shape)} <= asked}
    sight = Looking(reference).sight()
    hidden = {(slip.step, slip.mutation.expr) for slip in sight.hidden}
    slips = [slip for slip in sight.slips if slip.step in whole]
    assert {slip.step for slip in slips} == whole
    right = right_answers(reference)
    labels = {name: [a.label for a in reference.asked if a.quantity == name] for name in whole}
    monkeypatch.setattr(Judge, "_explain", lambda *_: None)  # what went wrong is not asked here, and takes long to find
    students = marked(reference, *({**right, slip.step: _written(slip, reference)} for slip in slips))
    for slip, marks in zip(slips, students, strict=True):
        taken = all(marks[label][0] in ("correct", "imprecise") for label in labels[slip.step])
        assert taken == ((slip.step, slip.mutation.expr) in hidden), slip


def _written(slip, reference):
    """One step worked out with a slip, as a student writes it."""
    shape = reference.graph[slip.step].shape
    value = np.broadcast_to(fitted(evaluate(slip.mutation.expr, reference.values), shape)[0, 0], shape)
    figures = reference.problem.figures or 3
    texts = np.array([written_as(float(x), figures, cut_off=False) for x in value.ravel()], dtype=object)
    return texts.reshape(shape)


def test_every_known_slip_of_an_asked_step_is_counted(reference):
    problem = reference("rubrics/cs637-hw1.toml", "2")
    counted = {slip.mutation.expr for slip in Looking(problem).sight().slips if slip.step == "h1"}
    assert counted == {mutation.expr for mutation in Slips(problem.graph, "").singles("h1")}


def test_a_slip_in_a_step_that_nobody_asks_shows_in_the_next_answer(reference):
    found = Looking(reference("rubrics/cs637-hw1.toml", "3")).sight()
    assert {slip.step for slip in found.slips} >= {"s1", "h1", "dDiv/ds1", "dDiv/dw1"}
    assert not found.hidden


def test_of_a_long_computation_some_steps_are_looked_at_from_the_first_to_the_last(checked, monkeypatch):
    monkeypatch.setattr("grader.checking.blindness._MOST_STEPS", 16)
    text = '[given]\nx = 0.5\nw = 0.7\nh0 = 0.1\n[repeat]\nt = "1..12"\n[forward]\n"h[t]" = "tanh(w*x + h[t-1])"\n'
    found = checked(text + '[marks]\nh12 = 1\nh3 = 1\n"dh12/dw" = 1\n')
    assert (found.sight.looked, found.sight.steps) == (16, 24)
    assert {slip.step for slip in found.sight.slips} >= {"h1", "h3", "h12", "dh12/dw"}
    assert "slips, looked for in 16 of 24 steps." in show_check([found])


def test_a_long_formula_is_not_told_twice():
    terms = [" + ".join(f"a{k}*b{k}" for k in order) for order in (range(40), range(39, -1, -1))]
    assert len(_both(*terms)) < 120
    assert _both("a·b", "a·c") == "a·b and a·c are equal"


def test_the_sample_of_a_step_is_looked_up_and_no_slip_is_made_in_that(reference):
    sight = Looking(reference("tests/published/adaline-binary.toml")).sight()
    assert {slip.step.rstrip("'") for slip in sight.slips}.isdisjoint({"x", "t"})
