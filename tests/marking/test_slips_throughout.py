"""A slip made at every time, of which the answers after it are all that is written."""

from tests.marking.classroom import charged, marked, worked
from tests.marking.rnn import NO_RECURRENT_WEIGHT, OF_A_SIGMOID, RNN


def test_a_weight_left_out_at_every_time_is_one_slip_though_another_stands_in_the_last_such_step(problem):
    """w_h in ∂L/∂h₁ and ∂L/∂h₂, which look like ∂L/∂h₃ with its w_y."""
    causes, note = charged(problem(RNN), NO_RECURRENT_WEIGHT)
    assert causes == ["missing-factor"]
    assert "the factor w_h is left out, in ∂L/∂h₂" in note


def test_a_slip_at_every_time_that_one_answer_hardly_proves_is_borne_out_by_the_next(problem):
    [marks] = marked(problem(RNN), worked(problem(RNN), OF_A_SIGMOID, figures=4))
    assert marks["dL/dw_x"][:2] == ("slip", "wrong-activation")
    assert marks["dL/dw_h"][0] == marks["dL/db"][0] == "carried"


def test_a_slip_at_every_time_that_the_next_answers_do_not_bear_out_is_not_named_of_one(problem):
    reference = problem(RNN)
    answers = worked(reference, {}, figures=4) | {"dL/dw_x": worked(reference, OF_A_SIGMOID, figures=4)["dL/dw_x"]}
    [marks] = marked(reference, answers)
    assert marks["dL/dw_x"][0] == "wrong"
