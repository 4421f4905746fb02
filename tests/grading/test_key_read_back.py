"""What `grade key` prints of a formula is right where a student writes it."""

import pytest

from grader.engine import pretty, show
from grader.engine.printing.latex import latex
from grader.engine.printing.paper import lay_out, lay_out_name
from grader.grading import grade, prepare
from grader.reports import solve
from tests.marking.classroom import CROSS_ENTROPY

RUBRICS = {
    "regression": """
symbols = ["w0", "w1", "x1", "y", "eta"]
[forward]
yhat = "w0 + w1*x1"
E = "1/2*(y - yhat)^2"
[training]
loss = "E"
parameters = ["w0", "w1"]
rate = "eta"
[marks]
"dE/dyhat" = 1
"dE/dw1" = 1
"w1'" = 1
""",
    "entropy": CROSS_ENTROPY,
    "softmax": """
symbols = ["z1", "z2", "z3", "y1", "y2"]
[forward]
y3 = "1 - y1 - y2"
z = "[z1, z2, z3]"
y = "[y1, y2, y3]"
p = "softmax(z)"
L = "cross_entropy(p, y)"
[marks]
"dL/dp" = 3
"dL/dz" = 3
""",
    "normalisation": """
symbols = ["x1", "x2", "x3", "g1", "g2", "g3", "gamma", "beta", "eps"]
[forward]
x = "[x1, x2, x3]"
g = "[g1, g2, g3]"
mu = "mean(x)"
var = "mean((x-mu)^2)"
xhat = "(x-mu)/sqrt(var+eps)"
out = "gamma*xhat+beta"
J = "sum(g*out)"
[marks]
"dJ/dxhat" = 2
"dJ/dvar" = 3
""",
    "penalty": """
symbols = ["w", "x", "t", "lam"]
[forward]
y = "tanh(w*x)"
L = "huber(y, t) + lam/2*w^2"
[marks]
"dL/dw" = 2
""",
    **{
        rule: f"""
symbols = ["theta", "g", "eta", {decays} "eps"]
[training]
parameters = ["theta"]
gradients = {{theta = "g"}}
rule = "{rule}"
rate = "eta"
eps = "eps"
{settings}
[marks]
{marks}
"theta'" = 2
"""
        for rule, decays, settings, marks in (
            ("adam", '"beta1", "beta2",', 'beta1 = "beta1"\nbeta2 = "beta2"', '"m\'" = 1\n"mhat\'" = 1\n"vhat\'" = 1'),
            ("rmsprop", '"rho",', 'beta = "rho"', '"s\'" = 1'),
            ("adagrad", "", "", '"s\'" = 1'),
        )
    },
}
STYLES = {
    "symbols": lambda step, formula: f"{pretty(step.quantity.name)} = {show(formula)}",
    "plain": lambda step, formula: f"{step.quantity.name} = {show(formula, ascii=True)}",
    "latex": lambda step, formula: f"${latex(lay_out_name(step.quantity.name))} = {latex(lay_out(formula))}$",
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("rubric", RUBRICS)
def test_what_the_key_prints_of_a_formula_is_right(tmp_path, rubric, style):
    (tmp_path / "hw.toml").write_text(RUBRICS[rubric])
    course = prepare(tmp_path / "hw.toml")
    asked = {each.quantity for each in course.problems[0][""].asked}
    steps = [step for section in solve(course.problems[0]).sections for step in section.steps]
    (tmp_path / "class").mkdir()
    for name in ("step", "closed"):
        forms = [(s, s.closed if name == "closed" and s.closed is not None else s.formula) for s in steps]
        lines = [STYLES[style](step, formula) for step, formula in forms if step.quantity.name in asked]
        (tmp_path / "class" / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")
    [marks] = grade([tmp_path / "class"], [tmp_path / "hw.toml"]).marks
    assert set(marks.verdict.ravel()) == {"correct"}, marks.answer.tolist()
