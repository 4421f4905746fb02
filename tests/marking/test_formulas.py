"""Formulas that students answer with: every quantity of the problem may stand in them, by each of its names."""

import numpy as np
import pytest

from grader.answers.record import Answer, Formula
from grader.marking import mark
from grader.marking.laying_out import lay_out
from grader.notation import Target, plain
from tests.marking.classroom import SOFTMAX


def laid_out(reference, text):
    target = Target(reference.problem.name, "dL/dz", (1,))
    return lay_out(reference, ["ada"], [[Answer(target, "dL/dz1", text, Formula(text), "B1")]])


@pytest.mark.parametrize("text", ["p1 - y1", "p_1 - y_1", "p[1] - y1", "softmax(z)_1 - y1", "softmax(z)[1] - y1"])
def test_an_element_of_what_is_computed_may_stand_in_a_formula(problem, text):
    reference = problem(SOFTMAX)
    found = laid_out(reference, text)
    np.testing.assert_allclose(found.written["dL/dz"].value[0, :, 0], reference.values["dL/dz"][0, :, 0])
    assert not found.unreadable["dL/dz"].any()


@pytest.mark.parametrize("text", ["p - y1", "p5 - y1", "p[5] - y1", "softmax(z)_7", "(z1)_2"])
def test_a_vector_in_the_place_of_a_number_and_an_element_that_is_not_there_are_unreadable(problem, text):
    assert laid_out(problem(SOFTMAX), text).unreadable["dL/dz"][0, 0]


@pytest.mark.parametrize("text", ["dL/dz1", "dL/dz_1", "dL/dz2 + 1", "2 dL/dz1 - dL/dz1"])
def test_what_is_asked_for_is_not_told_by_itself(problem, text):
    assert laid_out(problem(SOFTMAX), text).unreadable["dL/dz"][0, 0]


@pytest.mark.parametrize("text", ["p - y", "p_i - y_i", "(p - y) * 1", "-(y - p)"])
def test_a_formula_of_the_whole_vector_answers_each_of_its_elements(problem, text):
    reference = problem(SOFTMAX)
    answers = [
        Answer(Target(reference.problem.name, "dL/dz", (i,)), "dL/dz", text, Formula(text, whole=True), "B1")
        for i in (1, 2, 3)
    ]
    found = lay_out(reference, ["ada"], [answers])
    np.testing.assert_allclose(found.written["dL/dz"].value, reference.values["dL/dz"])


def test_a_learning_rate_goes_by_its_usual_names_unless_the_rubric_has_them_for_something_else(problem):
    text = """
symbols = ["w", "x", "gamma"{}]
[forward]
E = "(w*x)^2{}"
[training]
loss = "E"
parameters = ["w"]
rate = "gamma"
[marks]
"w'" = 1
"""

    def unreadable(reference, rate):
        written = f"w - {rate}*2*w*x^2"
        answer = Answer(Target("", "w'"), "w'", written, Formula(plain(written)), "B1")
        found = lay_out(reference, ["ada"], [[answer]])
        right = np.allclose(found.written["w'"].value, reference.values["w'"])
        assert right != found.unreadable["w'"].any()
        return not right

    free = problem(text.format("", ""))
    assert [r for r in ("γ", "η", "α", "lr", "learning rate", "rho") if unreadable(free, r)] == ["rho"]
    taken = problem(text.format(', "alpha"', " + alpha*w"))
    written = "w - alpha*2*w*x^2"
    found = lay_out(taken, ["ada"], [[Answer(Target("", "w'"), "w'", written, Formula(written), "B1")]])
    assert not np.allclose(found.written["w'"].value, taken.values["w'"])


def test_of_a_formula_that_is_written_wrongly_and_used_rightly_no_step_is_told(problem):
    reference = problem(
        'symbols = ["w", "x", "y"]\n[forward]\np = "w*x"\nE = "(p - y)^2"\n[marks]\n"dE/dp" = 1\n"dE/dw" = 1\n'
    )
    texts = {"dE/dp": "w*y^3", "dE/dw": "2*(p - y)*x"}
    answers = [Answer(Target("", name), name, text, Formula(text), "B1") for name, text in texts.items()]
    marks = mark(reference, lay_out(reference, ["ada"], [answers]), "hw")
    assert marks.cause.tolist() == [["copy", ""]]
    assert marks.note[0, 0] == "it is written wrongly here and used rightly afterwards"
    assert marks.formula[0, :, 0] == pytest.approx([marks.formula[0, 0, 0], marks.formula[0, 1, 1]])


HUBER = """
symbols = ["w", "x", "t", "d0", "lam"]
[forward]
delta = "exp(d0)"
y = "w*x"
L = "huber(y, t, delta) + lam/2*w^2"
[marks]
"dL/dy" = 2
"dL/dw" = 2
"""


@pytest.mark.parametrize(
    ("texts", "causes", "said"),
    [
        ({"dL/dy": "y - t"}, "wrong-branch", "the condition [δ > |y − t|] is left out"),
        ({"dL/dy": "delta*sign(y - t)"}, "wrong-branch", "the condition [δ > |y − t|] is taken to fail"),
        ({"dL/dw": "dL/dy*x - lam*w"}, "sign", "λ·w has the wrong sign (this is −λ·w + ∂L/∂y · x)"),
        ({"dL/dw": "10*(dL/dy*x + lam*w)"}, "", "neither"),
    ],
)
def test_of_a_formula_no_digit_slips_and_what_is_said_is_as_short_as_in_the_key(problem, texts, causes, said):
    reference = problem(HUBER)
    answers = [Answer(Target("", name), name, text, Formula(text), "B1") for name, text in texts.items()]
    marks = mark(reference, lay_out(reference, ["ada"], [answers]), "hw")
    column = [column.quantity for column in marks.columns].index(*texts)
    assert marks.cause[0, column] == causes
    assert said in str(marks.note[0, column])


NORMALISED = """
symbols = ["x1", "x2", "x3", "g1", "g2", "g3", "eps"]
[forward]
x = "[x1, x2, x3]"
g = "[g1, g2, g3]"
mu = "mean(x)"
var = "mean((x - mu)^2)"
xhat = "(x - mu)/sqrt(var + eps)"
J = "sum(g*xhat)"
[names]
var = ["sigma^2"]
[marks]
"dJ/dvar" = 3
"""
WHOLE = r"-\frac{1}{2}\sum_{i}^{3} g_i (x_i-\mu)(\sigma^2+\varepsilon)^{-3/2}"


def of_variance(reference, text):
    found = lay_out(reference, ["ada"], [[Answer(Target("", "dJ/dvar"), "dJ/dvar", text, Formula(plain(text)), "B1")]])
    return found.unreadable["dJ/dvar"][0], found.written["dJ/dvar"].value[0], reference.values["dJ/dvar"][0]


@pytest.mark.parametrize(
    "text",
    [
        "sum_i(g_i*(x_i-mu))*(-1/2)*(var+eps)^(-3/2)",
        "Σ_i g_i·(x_i−μ)·(−1/2)·(σ²+ε)^(−3/2)",
        "Σᵢ₌₁³ gᵢ(xᵢ−μ) · (−1/2)(var+ϵ)^(−3/2)",
        "∑(g*(x-mu))*(-1/2)*(var+epsilon)^(-3/2)",
        "-1/2*(σ²+eps)^(-3/2)*(g1*(x1-mu)+g2*(x2-mu)+g3*(x3-mu))",
        "-3/2*mean_i(g_i*(x_i-mu))*(var+eps)^(-3/2)",
        WHOLE,
    ],
)
def test_sums_over_an_index_and_names_with_a_power_in_them_are_read_in_formulas(problem, text):
    unreadable, value, expected = of_variance(problem(NORMALISED), text)
    assert not unreadable
    np.testing.assert_allclose(value, expected)


@pytest.mark.parametrize("text", ["Σ_i g_i*x_j", "sum_i(x_i)^2", "Σ_{j≠i} x_j", "Σ_i g_i Σ_j x_j", "Σ", "Σ_i g_i/n"])
def test_a_sum_of_which_it_is_not_clear_what_it_is_of_is_unreadable(problem, text):
    assert of_variance(problem(NORMALISED), text)[0]


ADAM = """
symbols = ["theta", "g", "eta", "beta1", "beta2", "eps"]
[training]
parameters = ["theta"]
gradients = {theta = "g"}
rule = "adam"
rate = "eta"
beta1 = "beta1"
beta2 = "beta2"
eps = "eps"
[marks]
"theta'" = 2
"""


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("theta - eta*m'/(sqrt(v') + eps)", "slip"),
        ("theta - eta*mhat'/(sqrt(v')/sqrt(1 - beta2) + ε)", "correct"),
        ("theta - eta*mhat'/(sqrt(vhat') + exp(0*log(g))*eps)", "correct"),
        ("theta - eta*log(g)", "unreadable"),
    ],
)
def test_a_formula_that_has_a_value_at_some_points_only_is_no_blank(problem, text, verdict):
    answer = Answer(Target("", "theta'"), "theta'", text, Formula(plain(text)), "B1")
    reference = problem(ADAM)
    assert mark(reference, lay_out(reference, ["ada"], [[answer]]), "hw").verdict.tolist() == [[verdict]]


def test_a_learning_rate_is_not_called_epsilon_where_something_else_is(problem):
    reference = problem(ADAM)
    texts = ("theta - eps*mhat'/(sqrt(vhat') + eps)", "theta - ε*mhat'/(sqrt(vhat') + ε)")
    answers = [[Answer(Target("", "theta'"), "theta'", text, Formula(plain(text)), "B1")] for text in texts]
    found = lay_out(reference, ["ada", "bob"], answers).written["theta'"].value
    np.testing.assert_allclose(found[0], found[1])
    assert not np.isclose(found[0], reference.values["theta'"]).all()


def test_over_which_index_of_a_matrix_a_sign_of_summation_goes_is_not_guessed(problem):
    reference = problem('symbols = ["a", "b"]\n[forward]\nX = "[[a, b], [b, a]]"\nL = "sum(X^2)"\n[marks]\nL = 1\n')
    texts = ("sum(X^2)", "Σ_i X^2")
    answers = [[Answer(Target("", "L"), "L", text, Formula(plain(text)), "B1")] for text in texts]
    assert lay_out(reference, ["ada", "bob"], answers).unreadable["L"].tolist() == [False, True]


MOMENTS = ADAM.replace("[marks]", '[marks]\n"m\'" = 1\n"mhat\'" = 1')


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        ("m'", "β1·m_{t-1} + (1 − β1)·g_t"),
        ("m'", "β_1 m_0 + (1 − β_1) g"),
        ("mhat'", "m_t/(1 - β1^t)"),
        ("mhat'", "m_1/(1 - beta1)"),
        ("theta'", "θ_{t-1} − η·m̂_t/(√v̂_t + ε)"),
        ("theta'", "θ_t − η·m̂_t/(√v̂_t + ε)"),
        ("theta'", "theta_0 - eta*mhat_1/(sqrt(vhat_1) + eps)"),
        ("theta'", "theta - eta*m_hat/(sqrt(v_hat) + eps)"),
    ],
)
def test_the_number_of_a_step_in_a_formula_says_what_is_before_it_and_what_after(problem, quantity, text):
    reference = problem(MOMENTS)
    answer = Answer(Target("", quantity), quantity, text, Formula(plain(text)), "B1")
    found = lay_out(reference, ["ada"], [[answer]])
    assert not found.unreadable[quantity].any()
    np.testing.assert_allclose(found.written[quantity].value, reference.values[quantity])


@pytest.mark.parametrize(("quantity", "text"), [("theta'", "theta_1 - g"), ("m'", "m_2 + g"), ("m'", "m_t'")])
def test_of_a_step_that_is_not_there_nothing_is_read(problem, quantity, text):
    reference = problem(MOMENTS)
    answer = Answer(Target("", quantity), quantity, text, Formula(plain(text)), "B1")
    assert lay_out(reference, ["ada"], [[answer]]).unreadable[quantity].any()


E_IS_THE_LOSS = """
symbols = ["a", "b", "x", "t", "eta", "mu"]
[forward]
yhat = "a*exp(b*x)"
E = "(yhat - t)^2/2"
[training]
loss = "E"
parameters = ["a", "b"]
rule = "momentum"
rate = "eta"
momentum = "mu"
[marks]
"dE/da" = 1
"v_a'" = 1
"a'" = 1
"""


@pytest.mark.parametrize(
    "text",
    [
        "(ŷ − t) e^{bx}",
        "(yhat - t) e^(b x)",
        r"e^{bx}\left(\hat{y} - t\right)",
        "(ŷ − t) ebx",
        "e^{bx}(a e^{bx} - t)",
        "e",
    ],
)
def test_an_e_is_the_number_e_where_the_loss_is_called_so(problem, text):
    reference = problem(E_IS_THE_LOSS)
    answer = Answer(Target("", "dE/da"), "dE/da", text, Formula(plain(text)), "B1")
    found = lay_out(reference, ["ada"], [[answer]])
    assert found.unreadable["dE/da"].all() == (text in ("e", "(ŷ − t) ebx"))
    if text not in ("e", "(ŷ − t) ebx"):
        np.testing.assert_allclose(found.written["dE/da"].value, reference.values["dE/da"])


@pytest.mark.parametrize(
    ("name", "text", "quantity"),
    [
        ("v_a", "mu*v_a + (yhat - t)*exp(b*x)", "v_a'"),
        ("a", "a - eta*v_a", "a'"),
        ("a", "a - eta*(mu*v_a' + 0)", ""),
        ("a(new)", "a(old) - eta*v_a'", "a'"),
        ("a_new", "a_old - eta*v_a'", "a'"),
        ("a'", "a^{(old)} - eta*v_a'", "a'"),
        ("a'", "a^{old} - eta*v_a'", "a'"),
    ],
)
def test_a_step_is_written_with_or_without_words_for_before_and_after(problem, name, text, quantity):
    reference = problem(E_IS_THE_LOSS)
    target = quantity or "a'"
    answer = Answer(Target("", target), name, text, Formula(plain(text)), "B1")
    found = lay_out(reference, ["ada"], [[answer]])
    assert np.allclose(found.written[target].value, reference.values[target]) == bool(quantity)


def test_behind_a_name_without_its_prime_one_without_is_the_latest_that_there_is(problem):
    reference, text = problem(MOMENTS), "m/(1 - beta1)"
    written = [[Answer(Target("", "mhat'"), name, text, Formula(text), "B1")] for name in ("m_hat", "mhat'")]
    found = lay_out(reference, ["ada", "bob"], written).written["mhat'"].value
    right = reference.values["mhat'"][0]
    assert [np.allclose(each, right) for each in found] == [True, False]


@pytest.mark.parametrize("text", ["ŷ − y", "ŷ_i − y_i", "yhat - y"])
def test_the_prediction_is_called_so_where_nothing_else_is(problem, text):
    reference = problem(SOFTMAX.replace("[forward]", '[forward]\ny = "[y1, y2, y3]"'))
    answer = Answer(Target("", "dL/dz", (2,)), "dL/dz", text, Formula(plain(text), whole=True), "B1")
    found = lay_out(reference, ["ada"], [[answer]])
    np.testing.assert_allclose(found.written["dL/dz"].value[0, :, 1], reference.values["dL/dz"][0, :, 1])


def test_a_gradient_by_another_name_of_what_it_is_by_is_read_in_a_formula(problem):
    text = """
symbols = ["x", "gamma", "g"]
[forward]
h = "x^2"
out = "gamma*h"
J = "g*out"
[names]
{}
[marks]
"dJ/dh" = 1
"""
    for names in ('out = ["y"]', '"dJ/dout" = ["dJ/dy"]'):
        reference = problem(text.format(names))
        answer = Answer(Target("", "dJ/dh"), "dJ/dh", "dJ/dy·γ", Formula(plain("∂J/∂y·γ")), "B1")
        found = lay_out(reference, ["ada"], [[answer]]).written["dJ/dh"].value
        np.testing.assert_allclose(found, reference.values["dJ/dh"])


CELL = """
symbols = ["f", "i", "g", "o", "c0"]
[forward]
c = "f*c0 + i*g"
h = "o*tanh(c)"
[marks]
"dh/df" = 2
"""


def of_cell(reference, text):
    answer = Answer(Target(reference.problem.name, "dh/df"), "dh/df", text, Formula(plain(text)), "B1")
    return lay_out(reference, ["ada"], [[answer]])


@pytest.mark.parametrize("state", ["c_{t-1}", "c_{t−1}", "c_0", "c_{ t - 1 }"])
def test_the_state_before_the_only_step_in_time_is_that_at_first(problem, state):
    reference = problem(CELL)
    found = of_cell(reference, f"o*(1-tanh(c_t)^2)*{state}")
    np.testing.assert_allclose(found.written["dh/df"].value[0], reference.values["dh/df"][0])


def test_where_there_are_more_steps_nobody_can_say_which_is_meant_and_no_name_is_told_that_nobody_wrote(problem):
    reference = problem(CELL.replace("[marks]", 'c_2 = "f*c"\n[marks]'))
    found = of_cell(reference, "o*(1-tanh(c)^2)*c_{t-1}")
    assert found.unreadable["dh/df"].all()
    assert "unknown name 'c_{t-1}'" in str(found)


def test_only_an_activation_is_called_one(problem):
    """exp and ln are functions like others: their derivative is left out, and not that of an activation."""
    reference = problem('symbols = ["z"]\n[forward]\nr = "log(1 + exp(z))"\n[marks]\n"dr/dz" = 1\n')
    answer = Answer(Target("", "dr/dz"), "dr/dz", "exp(z)", Formula("exp(z)"), "B1")
    marks = mark(reference, lay_out(reference, ["ada"], [[answer]]), "hw")
    assert "the derivative 1/(1 + exp(z)) is left out" in str(marks.note[0, 0])
