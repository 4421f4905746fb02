"""Formulas made plain."""

import pytest

from grader.notation import plain


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("w₀ − η·x₁²", "w_0 - eta*x_1^2"),
        ("$w_3 - \\eta x_1^{2}$", "w_3 - eta x_1^2"),
        ("√x1", "sqrt(x1)"),
        ("|ŷ − y|", "abs(yhat - y)"),
    ],
)
def test_formulas_made_plain(text, formula):
    assert plain(text) == formula


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (r"\frac{\partial L}{\partial z} x_1", "dL/dz x_1"),
        (r"\frac{\partial L}{\partial h}\frac{\partial h}{\partial z}(1-h)", "dL/dh dh/dz (1-h)"),
        ("∂L/∂h ∂h/∂z x₁∂z/∂w", "dL/dh dh/dz x_1 dz/dw"),
        (r"-2x\exp(-x^2)", "-2x exp(-x^2)"),
        (r"\frac12(o-y)^2", "(1/2)(o-y)^2"),
        (r"2\left\{x_1 + \frac{1}{2}\right\}", "2(x_1 + ((1)/(2)))"),
        (r"2\enspace x\hspace{2pt}\bigl( y + 1\bigr)\Big[z\Big]", "2  x ( y + 1)[z]"),
    ],
)
def test_latex_in_plain_characters(text, same):
    assert plain(text) == same
