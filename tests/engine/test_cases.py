"""Formulas by cases: what people write to say which holds when."""

import numpy as np
import pytest

from grader.engine import evaluate, parse, parse_answer
from grader.errors import FormulaError
from grader.notation.formula import plain

NAMES = ("x", "x1", "w0", "w1")
SPELLINGS = {name: name for name in NAMES}
POINTS = {name: np.random.default_rng(0).uniform(0.1, 2, (1, 40)) for name in NAMES}
POINTS["x"] = POINTS["x"] - 1
CHOICE = "where(abs(x) - w0, w0*sign(x), x)"
"""x as far as |x| <= w0, and w0*sign(x) beyond."""


@pytest.mark.parametrize(
    "text",
    [
        "x if |x| <= w0, w0 sgn(x) otherwise",
        "x for |x| ≤ w0, else w0 sgn(x)",
        "x (if |x|‹=w0), w0*sign(x) (else)",
        "(x) if abs(x)<=w0 else w0*sign(x)",
        "x, |x| =< w0; w0 sgn(x), sonst",
        "{x, if |x| <= w0; w0 sgn(x), |x| > w0}",
        "{ x für |x| ≤ w0, w0·sgn(x) sonst",
        "x when |x| <= w0 and w0*sign(x) when |x| > w0",
        "x si |x| ≤ w0, si no w0·sgn(x)",
        "if |x| > w0 then w0*sgn(x) else x",
        "|x| > w0: w0 sgn(x); |x| <= w0: x",
        "x, |x| ≤ w0\nw0·sgn(x), otherwise",
        "{ x, |x| ≤ w0\n{ w0·sgn(x), |x| > w0",
        "x (|x| ≤ w0), w0·sgn(x) (|x| > w0)",
        "x [|x| <= w0]; w0 sgn(x) [else]",
        "⎧ x, |x| ≤ w0\n⎩ w0·sgn(x), sonst",
        r"\begin{cases} x & |x|\le w0 \\ w0\,\mathrm{sgn}(x) & \text{otherwise}\end{cases}",
        "[w0·sign(x) if |x| > w0, else x]",
        "=IF(ABS(x)<=w0; x; w0*SIGN(x))",
        "np.where(np.abs(x) <= w0, x, w0*np.sign(x))",
        "0 if x = 0, x if |x| < w0, w0*sign(x) otherwise",
    ],
)
def test_cases_are_told_by_words_and_signs(text: str) -> None:
    read = evaluate(parse_answer(plain(text), SPELLINGS), POINTS)
    np.testing.assert_allclose(read, evaluate(parse(CHOICE), POINTS))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("(x-x1)*[x>0]", "(x - x1)*step(x)"),
        ("x1[x > 0]", "x1*step(x)"),
        ("1(x>0) x1", "1*step(x)*x1"),
        ("1_{x>0} x1", "1*step(x)*x1"),
        (r"\mathbb{1}[x>0] x1", "1*step(x)*x1"),
        ("I(x > 0)*x1", "step(x)*x1"),
        ("2(1 if x > 0 else w0)x1", "2*where(x, 1, w0)*x1"),
        ("x1 if 0 < x && x < 1 else 0", "where(step(x)*step(1 - x), x1, 0)"),
        ("-w0 if x < -w0, w0 if x > w0, x else", "where(-w0 - x, -w0, where(x - w0, w0, x))"),
        ("x if x > 0 else (x1 if w0 > 0 else w1)", "where(x, x, where(w0, x1, w1))"),
        ("heaviside(x)", "step(x)"),
        ("x (for each sample)", "x"),
    ],
)
def test_a_condition_may_stand_in_a_formula(text: str, same: str) -> None:
    assert parse_answer(plain(text), SPELLINGS) == parse(same)


@pytest.mark.parametrize(
    "text", ["x, if |x| <= w0", "x (for x > 0)", "x (for positive x)", "x if x > 0, x1, w0", "if x > 0", "else x"]
)
def test_who_gives_one_case_only_is_not_taken_to_mean_it_always(text: str) -> None:
    with pytest.raises(FormulaError):
        parse_answer(plain(text), SPELLINGS)


@pytest.mark.parametrize("text", ["x; x1", "x1*[x > 0]; w0", "x1 * (x > 0), w0 * (x <= 0)"])
def test_two_formulas_are_not_their_product(text: str) -> None:
    with pytest.raises(FormulaError):
        parse_answer(plain(text), SPELLINGS)


def test_a_formula_may_end_as_a_program_s_line_does() -> None:
    assert parse_answer("x1*w0;", SPELLINGS) == parse("x1*w0")


def test_cases_in_cases_without_end_are_refused() -> None:
    for text in ("(" * 900 + "x if x > 0 else 1", "x if x > 0 else (" * 90 + "x", "(x < " * 300):
        with pytest.raises(FormulaError):
            parse_answer(text, SPELLINGS)
