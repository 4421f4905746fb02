"""What people write for a formula, and what it is read as."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.engine import Apply, Expr, Name, evaluate, pullback, shape_of, value
from grader.engine.language.answered import LONGEST_ANSWER, parse_answer
from grader.engine.language.parse import parse
from grader.errors import FormulaError

SPELLINGS = {
    **{name: name for name in ("x", "x1", "h1", "w5", "w0", "w10", "eta", "dDiv/dh1")},
    "x_1": "x1",
    "d/dh1": "dDiv/dh1",
}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2x", "2*x"),
        ("2 h1 w5", "2*h1*w5"),
        ("h1w5", "h1*w5"),
        ("eta x_1^2", "eta*x1^2"),
        ("etax1", "eta*x1"),
        ("x1(1-h1)", "x1*(1-h1)"),
        ("x1(1-h1)^2", "x1*(1-h1)^2"),
        ("(x)(x1)", "x*x1"),
        ("-2x^2", "-2*x^2"),
        ("1/2x", "1/2*x"),
        ("w0 - eta", "w0 - eta"),
        ("w10", "w10"),
        ("EXP(-x)", "exp(-x)"),
        ("Sigmoid(x)x", "sigmoid(x)*x"),
        ("sigma(x)(1 - sigma(x))", "sigmoid(x)*(1 - sigmoid(x))"),
        ("x sqrt(x1)", "x*sqrt(x1)"),
        ("2[x, x1]", "2*[x, x1]"),
        ("2.5e-1x", "2.5e-1*x"),
        ("x1 ln x + 1", "x1*log(x) + 1"),
        ("2 sin x cos 2x", "2*sin(x)*cos(2*x)"),
        ("ln x^2(1-x)", "log(x^2)*(1 - x)"),
        ("-ln sigma(x)", "-log(sigmoid(x))"),
        ("sin^2 x", "sin(x)^2"),
        ("sigma(x) - sigma^2(x)", "sigmoid(x) - sigmoid(x)^2"),
        ("x sigma'(w0)", "x*(sigmoid(w0)*(1 - sigmoid(w0)))"),
        ("tanh'(x1)^2", "(1 - tanh(x1)^2)^2"),
        ("sgn(x)", "sign(x)"),
        ("x sech^2(w0)", "x*(1/cosh(w0))^2"),
        ("sech(x1)^2 x", "(1/cosh(x1))^2*x"),
        ("2[x + x1(1 - h1)]", "2*(x + x1*(1 - h1))"),
        ("(x - x1)[h1]^2", "(x - x1)*(h1)^2"),
        ("x[1] exp[-x]", "x[1]*exp(-x)"),
        ("[[x, x1]] - [[x1, x]]", "[[x, x1]] - [[x1, x]]"),
        ("2^h1w5", "2^h1*w5"),
        ("2^(h1w5)", "2^(h1*w5)"),
        ("x (cross-entropy)", "x"),
        ("x [3 points]", "x"),
        ("x (dL/dx by the chain rule)", "x"),
    ],
)
def test_an_answer_is_read_as_people_write(text: str, same: str) -> None:
    assert parse_answer(text, SPELLINGS) == parse(same)


def test_an_e_that_is_raised_may_stand_close_behind_names():
    for glued, apart in (("h1w5e^-x", "h1*w5*e^(-x)"), ("e^h1w5", "e^(h1*w5)"), ("e^-h1w5", "e^(-(h1*w5))")):
        assert parse_answer(glued, SPELLINGS) == parse_answer(apart, SPELLINGS)


@pytest.mark.parametrize("text", ["2x(x1 - target)", "2x[x1 + target]", "x(1/target)"])
def test_a_last_factor_with_a_name_that_nobody_knows_is_no_remark(text: str) -> None:
    with pytest.raises(FormulaError, match="unknown name 'target'"):
        parse_answer(text, SPELLINGS)


def test_an_answer_may_use_numbers_of_its_own_and_gradients() -> None:
    assert parse_answer("1/(1+e^-x)", SPELLINGS) == parse("1/(1+e^-x)", {"x"})
    assert parse_answer("-2xe^(-x^2)", SPELLINGS) == parse("-2*x*e^(-x^2)", {"x"})
    assert parse_answer("2pi x", SPELLINGS) == parse("2*pi*x", {"x"})
    assert parse_answer("dDiv/dh1 w5", SPELLINGS.get) == Apply("mul", (Name("dDiv/dh1"), Name("w5")))
    assert parse_answer("POWER(x,2)", SPELLINGS) == parse("x^2")


@pytest.mark.parametrize("text", ["x 2", "2 3", "q", "hx1q", "w1", "f(x)", "x.T.real", "lambda x: x", "=1+2", "x if x"])
def test_an_answer_that_says_nothing_clear_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse_answer(text, SPELLINGS)


def test_names_run_together_in_two_ways_are_not_guessed() -> None:
    with pytest.raises(FormulaError, match="unknown name 'abc'"):
        parse_answer("abc", dict.fromkeys(["a", "bc", "ab", "c"], "q"))


def test_no_name_in_the_wrong_case_is_found_in_a_word():
    with pytest.raises(FormulaError, match="unknown name 'lr'"):
        parse_answer("lr*x", {"l": "L", "L": "L", "r": "r", "x": "x"})


def test_a_long_answer_is_refused() -> None:
    with pytest.raises(FormulaError, match="characters"):
        parse_answer("x" * (LONGEST_ANSWER + 1), {"x": "x"})


def fault_of(reading: Callable[[], Expr]) -> FormulaError | None:
    try:
        reading()
    except FormulaError as error:
        return error
    return None


@given(st.text(alphabet="xyh1w2 ()[]+-*/^@.,:='e\"T²", max_size=30))
def test_whatever_is_written_is_a_formula_or_a_formula_error(text: str) -> None:
    for reading in (lambda: parse(text), lambda: parse(text, {"x", "h1"}), lambda: parse_answer(text, SPELLINGS)):
        error = fault_of(reading)
        assert error is None or 0 <= error.start <= error.end <= len(text) + 1


MATRICES = {
    "W": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]],
    "V": [[1.0, -1.0], [2.0, 0.5]],
    "d": [0.5, -1.0, 2.0],
    "x": [3.0, 7.0],
    "eta": 0.1,
}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("W^T d", "W.T @ d"),
        ("W.T*d", "W.T @ d"),
        ("W^(T) (d - 1)", "W.T @ (d - 1)"),
        ("d x^T", "outer(d, x)"),
        ("d @ x.T", "outer(d, x)"),
        ("x @ W.T", "W @ x"),
        ("WT(d - 1)", "W.T @ (d - 1)"),
        ("2 eta d x^T", "2*eta*outer(d, x)"),
        ("d^T W", "d @ W"),
        ("d^T d", "d @ d"),
        ("d^T W x", "d @ W @ x"),
        ("W^T d * x", "(W.T @ d)*x"),
        ("W^T W x", "W.T @ W @ x"),
        ("V V^T - d^T d/2", "V @ V.T - d @ d/2"),
        ("(W^T d) x^T", "outer(W.T @ d, x)"),
        ("d*d", "d*d"),
    ],
)
def test_beside_a_transposed_factor_a_product_is_one_of_matrices(text, meant):
    values = {name: value(data) for name, data in MATRICES.items()}
    answered = parse_answer(text, {name: name for name in MATRICES})
    np.testing.assert_allclose(evaluate(answered, values), evaluate(parse(meant), values))
    shapes = {name: data.shape[2:] for name, data in values.items()}
    assert shape_of(answered, shapes) == shape_of(parse(meant), shapes)


def test_the_power_of_what_is_called_t_is_no_transposition():
    assert parse_answer("x^T", {"x": "x", "T": "T"}) == parse("x^T")
    assert parse_answer("x^T", {"x": "x"}) == parse("x.T")
    with pytest.raises(FormulaError, match="has no derivative"):
        pullback(parse_answer("d x^T", {"d": "d", "x": "x"}), Name("g"), Name("y"), {"d": (3,), "x": (2,), "g": (3, 2)})


def test_sums_without_end_are_refused():
    with pytest.raises(FormulaError, match="characters"):
        parse_answer("Sigma x+" * 4_000, {"x": "x"})
    assert parse_answer("Sigma x+" * 240 + "x", {"x": "x"})
