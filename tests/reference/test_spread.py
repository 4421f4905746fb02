"""σ² and μ are a variance and its mean, whatever the rubric calls them."""

import pytest

from grader.notation import Vocabulary
from grader.reference import symbols

NORM = """[given]
x = {x}
g = 1.5
{given}
[forward]
m = "mean(x{axis})"
q = "{variance}"
xhat = "(x - m)/sqrt(q + 0.001)"
L = "sum((g*xhat - 1)^2)"
[marks]
q = 1
"dL/dq" = 1
L = 1
{names}
"""
USUAL = {
    "x": "[1.2, -0.4, 2.6, 0.2]",
    "given": "",
    "axis": "",
    "variance": "mean((x - m)^2)",
    "names": "",
}


def meant(referred, text, **changed):
    reference = referred(NORM.format(**USUAL | changed))
    return [target.quantity for target in Vocabulary(symbols(reference)).find(text)]


@pytest.mark.parametrize("variance", ["mean((x - m)^2)", "sum((x - m)^2)/4", "mean(x^2) - m^2", "var(x)"])
def test_what_is_a_variance_by_its_formula_is_called_so(referred, variance):
    for text, quantity in (("σ²", "q"), ("∂L/∂σ²", "dL/dq"), (r"\\sigma_B^2", "q"), ("variance", "q")):
        assert meant(referred, text.replace("\\\\", "\\"), variance=variance) == [quantity]
    assert meant(referred, "μ") == ["m"]


def test_of_columns_too(referred):
    rows = {"x": "[[1, 2], [3, 5], [4, -1]]", "axis": ", axis=1", "variance": "mean((x - m)^2, axis=1)"}
    assert meant(referred, "σ²", **rows) == ["q"]


@pytest.mark.parametrize(
    "changed",
    [
        {"variance": "mean(abs(x - m))"},
        {"given": "sigma = 2"},
        {"given": "z = [1, 2]", "names": '[names]\\nL = "sigma^2"'.replace("\\n", "\n")},
        {"variance": 'mean((x - m)^2)"\nq2 = "var(2*x)"\nx2 = "3*x"\nr = "var(x2)'},
    ],
)
def test_where_it_is_none_or_another_or_one_of_several_it_is_not(referred, changed):
    assert "q" not in meant(referred, "σ²", **changed)


def test_what_only_has_the_number_of_one_is_none(referred):
    text = '[given]\nx = [[1, -1], [1, 1], [-1, 1], [-1, -1]]\n[forward]\nr = "x[2]"\nL = "sum(r)"\n[marks]\nL = 1\n'
    assert Vocabulary(symbols(referred(text))).find("σ²") == ()


def test_a_loss_is_no_variance(referred):
    text = '[given]\nx = [1, 2, 4]\n[forward]\nm = "mean(x)"\nL = "mean((x - m)^2)"\n[marks]\nL = 1\n"dL/dm" = 1\n'
    assert Vocabulary(symbols(referred(text))).find("σ²") == ()
