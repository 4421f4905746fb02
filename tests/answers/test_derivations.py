"""Work handed in as it is written up: displayed equations, workings over several lines, tables between paragraphs."""

from pathlib import Path

import numpy as np
import pytest

from grader.answers import Source, open_container
from grader.answers.containers.delimited import read_delimited
from grader.answers.layouts import lay_out_sheets
from grader.reports.document import document
from grader.reports.solution import solve
from tests.answers.layouts.sheets import CS637, RELU, vocabulary


def read(text, vocabulary=CS637, problem="2"):
    """The numbers of one problem that are read of a text, and the issues."""
    answers, remarks = lay_out_sheets(read_delimited(text.encode()), vocabulary)
    found = {
        (a.target.quantity, *(a.target.index or ())): getattr(a.number, "value", a.number)
        for a in answers
        if a.target and a.target.problem == problem
    }
    return found, [remark.issue for remark in remarks]


DISPLAYED = r"""
Forward pass

$$h_1 = \sigma(x_1 w_1 + x_2 w_2)$$

$$= \sigma(-0.7 \cdot -1.7 + 1.2 \cdot 0.1)$$

$$= \sigma(1.31) = 0.78751$$
(8)

$$\hat{y} = \sigma(h_1 w_5 + h_2 w_6)
= \sigma(0.317) = 0.57869$$ (9)

$$Div(y, \hat{y}) = |y - \hat{y}|^2$$

= $|0.5 - 0.57869|^2 = 0.006192$ (10)

$$\nabla_{\hat{y}} \text{Div} = 2 |\hat{y} - y| = 2 |0.5 - 0.57869| = 0.15738$$
 (11)

$$\nabla_{s_3} \text{Div} = \nabla_{\hat{y}} \text{Div} \cdot \nabla_{s_3} \hat{y}$$

$$= 0.15738 \cdot 0.57869 (1 - 0.57869)$$

$$= 0.03837$$
"""


def test_a_working_goes_on_below_blank_lines_and_behind_the_numbers_of_its_equations():
    found, issues = read(DISPLAYED)
    assert found == {
        ("h1",): 0.78751,
        ("yhat",): 0.57869,
        ("Div",): 0.006192,
        ("dDiv/dyhat",): 0.15738,
        ("dDiv/ds3",): 0.03837,
    }
    assert issues == []


def test_a_number_in_brackets_heads_a_part_where_no_equation_stands_above():
    assert read("(2)\nh_1 = 0.7875\n")[0] == {("h1",): 0.7875}


def test_a_product_of_gradients_is_the_name_of_none():
    found, _ = read(
        r"$\nabla_{\hat{y}} Div = 0.15738, \nabla_{s_3} Div = \nabla_{\hat{y}} Div \nabla_{s_3} \hat{y} = 0.0384$"
    )
    assert found == {("dDiv/dyhat",): 0.15738, ("dDiv/ds3",): 0.0384}


def test_a_question_that_is_copied_heads_its_problem():
    asked = "2: Implement backpropagation by hand for the simple network, showing all the intermediate steps and the"
    text = f"{asked} calculations towards the computation of the solution.\n\nx = [-0.7, 1.2, 1.1, -2]\nh_1 = 0.7875\n"
    assert read(text) == ({("h1",): 0.7875}, [])
    assert read(text, problem="3")[0] == {}


def test_bars_of_an_absolute_value_part_nothing_and_those_of_a_row_do():
    assert read("dDiv/dyhat = 2 |yhat - y| = 0.1574")[0] == {("dDiv/dyhat",): 0.1574}
    assert read("h1 = 0.7875 | h2 = 0.9498 | s3 = 0.3174")[0] == {("h1",): 0.7875, ("h2",): 0.9498, ("s3",): 0.3174}


ALIGNED = (
    r"$$\begin{aligned} \frac{\partial MSE}{\partial w_{1,2}^1} &= \sum_{s=1}^{5} \frac{\partial MSE}{\partial l_1^2} "
    + r"\cdot \frac{\partial l_1^2}{\partial p_1^2} \cdot \frac{\partial p_1^2}{\partial l_1^1} " * 8
    + r"l_2^0 \\ &= 0.1 \cdot [0.2 \cdot 1 - 0.12 \cdot 3] = 1.204 \\ "
    + r"\frac{\partial MSE}{\partial b_1^1} &= 3.8 \cdot 0.1 = 0.38 \end{aligned}$$"
)


def test_rows_of_aligned_equations_are_statements_however_long_the_working():
    found, issues = read(ALIGNED, RELU, "")
    assert found == {("dMSE/dW1", 1, 2): 1.204, ("dMSE/db1", 1): 0.38}
    assert issues == []


@pytest.mark.parametrize("heading", ["# Gradients", "# Gradients\n\n# Gradient descent", "# The new parameters"])
def test_a_step_from_the_given_value_is_the_value_after_it(heading):
    text = (
        rf"{heading}"
        + "\n\n"
        + r"$$w_{1,2}^1 = 0.3 - 0.01 \cdot 1.204 = 0.28796 \quad b_1^1 = 0.5 - 0.01 \cdot 0.38 = 0.0462$$"
    )
    assert read(text, RELU, "") == ({("W1'", 1, 2): 0.28796, ("b1'", 1): 0.0462}, [])


TABLE = """The forward pass gives

$l_1^0$	$l_2^0$	$f^*$	$l_1^1$	$l_2^1$	$l_1^2 = f(l_1^0, l_2^0)$
1	3	1	1.5	1.5	1.1
3	1	1	1.1	1.1	0.94

and so, with what was said before,

$$MSE = \\sum_{s \\in D} \\left( f^*(s) - f(s) \\right)^2$$

$$(1 - 1.1)^2 + (1 - 0.94)^2 \\\\ + (0 - 1.18)^2 = 1.65$$
"""


def test_a_table_between_paragraphs_and_a_sum_in_numbers_below_its_formula():
    found, issues = read(TABLE, RELU, "")
    assert found == {
        ("l1", 1, 1): 1.5, ("l1", 1, 2): 1.5, ("f", 1): 1.1,
        ("l1", 2, 1): 1.1, ("l1", 2, 2): 1.1, ("f", 2): 0.94,
        ("MSE",): 1.65,
    }  # fmt: skip
    assert not [issue for issue in issues if "could not be read" in issue]


PUBLISHED = Path(__file__).parent.parent / "published"
FOLDER = Path(__file__).parent / "written_up"
WRITTEN_UP = sorted(FOLDER.glob("*/*"))
"""The whole of a problem, right, as it is written up in several ways; in a folder of its rubric's name."""
RUBRICS = {
    "cs637-hw1": ("rubrics/cs637-hw1.toml", "2", CS637),
    "relu-2-2-1": ("rubrics/relu-2-2-1.toml", "", RELU),
    "two-steps": (FOLDER / "two-steps.toml", "", vocabulary(FOLDER / "two-steps.toml")),
}


@pytest.mark.parametrize("path", WRITTEN_UP, ids=lambda path: path.name)
def test_every_answer_of_what_is_written_up_is_read(path, reference):
    rubric, problem, names = RUBRICS[path.parent.name]
    are_all_right(reference(rubric, problem), path.read_bytes, names, problem)


@pytest.mark.parametrize("name", RUBRICS)
def test_a_worked_solution_handed_in_as_a_document_is_read_whole(name, reference):
    rubric, problem, names = RUBRICS[name]
    whole = reference(rubric, problem)
    are_all_right(whole, document([solve({"": whole})], "Solution").encode, names, problem)


def are_all_right(whole, read_bytes, names, problem):
    """Asserts that every answer asked for is read, as it should be."""
    answers, _ = lay_out_sheets(open_container(Source("work", read_bytes)), names)
    found = {a.target[1:]: a.number.value for a in answers if a.target and a.target.problem == problem}
    assert len(whole.asked) > 16
    for asked in whole.asked:
        expected = np.squeeze(whole.values[asked.quantity])[tuple(n - 1 for n in asked.index)]
        assert found.get((asked.quantity, asked.index or None)) == pytest.approx(expected, rel=1e-3), asked


def test_a_gradient_by_listed_quantities_is_that_by_each():
    found, issues = read(
        r"$\nabla_{[h_1,h_2]}Div = 0.03837\cdot[w_5,w_6] = [-0.007674, 0.019185]$" "\n∂Div/∂(s1, s2) = [1, 2]"
    )
    assert found == {("dDiv/dh1",): -0.007674, ("dDiv/dh2",): 0.019185, ("dDiv/ds1",): 1, ("dDiv/ds2",): 2}
    assert issues == []
    assert read("∂Div/∂(s1, q2) = [1, 2]")[0] == {}


def test_arrows_part_statements_as_equals_signs_do():
    found, _ = read(r"$b_1^1 \leftarrow 0.4962, \; b_2^1 \leftarrow 0.4886, b_1^2 ← 0.462$", RELU, "")
    assert found == {("b1'", 1): 0.4962, ("b1'", 2): 0.4886, ("b2'",): 0.462}


def test_two_indices_need_no_comma():
    assert read("dMSE/dw_11^2 = 7.1, dMSE/dw_12^1 = 1.332", RELU, "")[0] == {
        ("dMSE/dw2", 1): 7.1,
        ("dMSE/dW1", 1, 2): 1.332,
    }


def test_a_row_of_an_equation_goes_on_with_a_sum():
    rows = [
        r"\begin{align}",
        r"s_1 &= x_1 w_1 \\",
        r"&\qquad {}+ x_2 w_2 \\[4pt]",
        r"&= 1.19 \\",
        r"&\quad + 0.12 \\",
        "&= 1.31",
    ]
    assert read("\n".join([*rows, r"\end{align}"])) == ({("s1",): 1.31}, [])


def test_an_indented_line_goes_on_with_a_sum_that_comes_to_something():
    assert read("s1 = x1*w1\n    + x2*w2\n   = 1.19\n    + 0.12 = 1.31\n+ h1 = 0.7875\n") == (
        {("s1",): 1.31, ("h1",): 0.7875},
        [],
    )
    assert read("s1 = 1.31\n  - h1 = 0.7875\n")[0] == {("s1",): 1.31, ("h1",): 0.7875}


def test_a_number_below_a_letter_below_the_line_is_of_the_name():
    mazur = vocabulary(PUBLISHED / "mazur.toml")
    found, issues = read("net_h₁ = 0.3775\n∂E_total/∂net_o₁ = 0.1385, out_o₁ = 0.7514", mazur, "")
    assert found == {("net_h1",): 0.3775, ("dE_total/dnet_o1",): 0.1385, ("out_o1",): 0.7514}
    assert issues == []


def test_a_long_line_of_several_statements_is_left_whole():
    gradient = r"\frac{{\partial Div}}{{\partial w_{0}}} = \frac{{\partial Div}}{{\partial s_1}} x_1 = 0.{0}"
    statements = [r"\hat{y} = \sigma(h_1 w_5 + h_2 w_6) = 0.57869", *(gradient.format(n) for n in range(1, 7))]
    line = ",\\quad ".join(statements)
    assert 500 < len(line) < 600
    assert read(f"${line}$")[0] == {("yhat",): 0.57869} | {(f"dDiv/dw{n}",): n / 10 for n in range(1, 7)}


def test_numbers_in_brackets_that_head_problems_are_not_those_of_equations():
    text = "(1)\n$$dy/dw0 = 1$$\n\n(2)\n$$s1 = 1.31$$\n(3)\n$$dDiv/dw1 = 0.0009$$\n"
    assert read(text)[0] == {("s1",): 1.31}
    assert read(text, problem="3")[0] == {("dDiv/dw1",): 0.0009}


def test_a_heading_between_equals_signs_is_no_step_of_a_working():
    text = "= Problem 2\n\ns1 = 1.31\n\n= Problem 3\n\ndDiv/dw1 = 0.0009\n"
    assert (read(text)[0], read(text, problem="3")[0]) == ({("s1",): 1.31}, {("dDiv/dw1",): 0.0009})


@pytest.mark.parametrize(
    "more", ["which is 0.079 too high", "That is 0.079 too high", "which is 0.0787 more than y = 0.5"]
)
def test_what_is_said_of_a_value_is_no_other_value(more):
    assert read(f"yhat = 0.5787, {more}.")[0] == {("yhat",): 0.5787}


def test_the_argument_of_a_function_is_not_its_value():
    found, issues = read("h1 = sigmoid(s1)\n(-0.7)(-1.7) + 1.2*0.1 = 1.31\nsigmoid(1.31) = 0.787\n")
    assert found.get(("h1",)) != 1.31
    assert any("'h1' could not be read" in issue for issue in issues)


def test_minus_signs_below_names_are_signs_where_other_names_have_their_numbers_behind_them():
    text = "s1 = 1.31\nh1 = 0.787\ndDiv/dh1:\n- 0.00767\ndDiv/ds1:\n- 0.00128\n"
    assert read(text)[0] == {("s1",): 1.31, ("h1",): 0.787, ("dDiv/dh1",): -0.00767, ("dDiv/ds1",): -0.00128}
