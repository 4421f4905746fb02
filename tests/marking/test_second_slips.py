"""A second slip, after one that is named: it is named and charged for itself, given what the first has left."""

import numpy as np
import pytest

from tests.marking.classroom import all_charged, charged, marked, worked
from tests.marking.regularised import REGULARISED, TURNED_ERROR
from tests.marking.rnn import (
    HALF,
    NO_DERIVATIVE,
    NO_OUTPUT_WEIGHT,
    NO_RECURRENT_WEIGHT,
    OF_A_SIGMOID,
    ONE_STEP,
    RNN,
    SIGN,
)
from tests.simulation import written_as

SECOND = {
    "missing-derivative": NO_DERIVATIVE,
    "wrong-activation": OF_A_SIGMOID,
    "dropped-term": ONE_STEP,
    "missing-factor": NO_OUTPUT_WEIGHT,
    "missing-factor throughout": NO_RECURRENT_WEIGHT,
}


@pytest.mark.parametrize(("first", "cause"), [(SIGN, "sign"), (HALF, "wrong-factor")], ids=["sign", "half"])
def test_a_slip_after_one_that_is_named_is_named_given_that(problem, first, cause):
    found = all_charged(problem(RNN), [first | second for second in SECOND.values()])
    assert [causes for causes, _ in found] == [[cause, second.split()[0]] for second in SECOND]


def test_a_slip_in_one_answer_after_one_that_others_have_carried_is_named(problem):
    causes, note = charged(problem(RNN), SIGN | {"dL/dw_h": "dL/da3*h3 + dL/da2*h2 + dL/da1*h1"})
    assert causes == ["sign", "wrong-operand"]
    assert "h₃ is used where h₂ belongs" in note


def test_no_working_is_shown_of_a_slip_beside_one_in_a_blank(problem):
    """In numbers that the student never had."""
    _, note = charged(problem(RNN), SIGN | ONE_STEP)
    assert note.endswith("only the term ∂L/∂a₃ · x₃ is counted")


def test_numbers_from_nowhere_after_a_named_slip_are_not_explained_by_a_second(problem):
    reference, rng, after = problem(RNN), np.random.default_rng(5), ("dL/dw_x", "dL/dw_h", "dL/db")
    invented = [
        written_as(float(x), 4, cut_off=False) for x in rng.choice([-1, 1], 90) * 10 ** rng.uniform(-2, 0.3, 90)
    ]
    answers = worked(reference, SIGN)
    students = [answers | dict(zip(after, map(np.array, invented[n::30]), strict=True)) for n in range(30)]
    verdicts = [marks[name][0] for marks in marked(reference, *students) for name in after]
    assert verdicts.count("wrong") >= 88


def test_the_steps_before_are_no_witness_of_what_a_slip_left_where_answers_show_that_it_was_not_made(problem):
    """Of a₁ only w_x·x₁ is left, as h₀ = 0; h₂ shows that w_h·h₁ is not left out of a₂, nor is it in going back."""
    no_bias = {"a1": "w_x*x[1] + w_h*h0", "a2": "w_x*x[2] + w_h*h1", "a3": "w_x*x[3] + w_h*h2"}
    causes, note = charged(problem(RNN), no_bias | ONE_STEP)
    assert causes[1:] == ["dropped-term"]
    assert "only the term ∂L/∂a₃ · x₃ is counted" in note


def test_a_sign_in_one_number_of_a_layer_does_not_turn_those_of_the_next(problem):
    causes, note = charged(problem(REGULARISED), {"H": "tanh(Z)*[[1, -1, 1], [1, 1, 1]]"} | TURNED_ERROR)
    assert causes == ["sign", "sign"]
    assert "(∂L/∂S)ᵀ @ H has the wrong sign" in note


@pytest.mark.parametrize(
    ("first", "cause"), [(TURNED_ERROR, "sign"), ({"dL/dS": "P - Y"}, "reduction")], ids=["sign", "sum"]
)
def test_a_slip_given_another_goes_before_what_explains_a_single_number_without_that(problem, first, cause):
    """λ/2 left out would be one in ∂L/∂W₁[1,1]."""
    causes, _ = charged(problem(REGULARISED), first | {"dL/dZ": "dL/dH"})
    assert causes == [cause, "missing-derivative"]


def test_a_factor_that_takes_two_slips_may_have_come_in_before_the_step(problem):
    causes, note = charged(problem(REGULARISED), {"dL/dS": "Y - P"})
    assert causes == ["sign"]
    assert "multiplied by 2, the number of samples" in note


def test_of_two_slips_charged_together_neither_is_charged_again_alone(problem):
    """∂L/∂b₁ is the sum of ∂L/∂H, too; there is no λ in it."""
    slips = {"dL/dZ": "dL/dH", "dL/dW1": "dL/dZ.T @ X"}
    causes, note = charged(problem(REGULARISED), slips)
    assert causes == ["dropped-term"]
    assert "∂L/∂H is used where ∂L/∂Z belongs" in note
