"""What whole pages of people's showed to be read wrongly: notes in Markdown, programs and what they print, prose."""

import json
from pathlib import Path

import pytest

from grader.answers.containers.markdown import read_notebook
from grader.answers.layouts import lay_out_sheets
from tests.answers.layouts.sheets import RELU, vocabulary
from tests.answers.test_derivations import read

PUBLISHED = Path(__file__).parent.parent / "published"


@pytest.mark.parametrize("working", ["-2(y - yhat)", r"-2 (y - \hat{y})", "2(ŷ−y)", "2(a-t)"])
def test_a_difference_in_brackets_is_a_factor_and_no_remark(working):
    found, issues = read(f"dDiv/dyhat = {working}\n")
    assert not isinstance(found[("dDiv/dyhat",)], float)
    assert "could not be read" in issues[0]


@pytest.mark.parametrize("remark", ["(rounded)", "(m/s)", "(pre-activation)", "(rounded - see above)"])
def test_words_in_brackets_are_a_remark(remark):
    assert read(f"h1 = 0.79 {remark}")[0] == {("h1",): 0.79}


def test_a_list_of_new_values_is_no_list_of_names_over_values():
    step = vocabulary(PUBLISHED / "mazur.toml")
    text = "So:\n\n- $w_5(new)=0.35892$\n- $w_6(new)=0.40867$\n- $w_7(new)=0.51130$\n"
    assert read(text, step, "")[0] == {("w5'",): 0.35892, ("w6'",): 0.40867, ("w7'",): 0.51130}


def test_a_numbered_comment_below_a_working_is_not_its_value():
    found, _ = read("dDiv_ds3 = dDiv_dyhat * sig(s3)\n# 3. Gradients of the hidden layer\ndDiv_dh1 = np.dot(w5, d)\n")
    assert not any(isinstance(value, float) for value in found.values())


def test_a_comment_that_is_a_number_is_what_the_working_before_it_comes_to():
    lines = [
        "s1 = x1*w1 + x2*w2      # 1.31",
        "Div = (yhat - y)**2   # 0.00619",
        "h1 = 0.7875  # 0.79",
        "h2 = s(2) # 3 d.p.",
    ]
    found, _ = read("\n".join(lines))
    assert (found["s1",], found["Div",], found["h1",]) == (1.31, 0.00619, 0.7875)
    assert not isinstance(found["h2",], float)


@pytest.mark.parametrize("remark", ["", " (rounded)"])
def test_words_before_a_name_begin_a_statement_behind_a_number(remark):
    assert read(f"h1 = 0.79{remark} output yhat = 0.57")[0] == {("h1",): 0.79, ("yhat",): 0.57}
    assert read("hidden sum s1: 1.31 hidden h1: 0.7875")[0] == {("s1",): 1.31, ("h1",): 0.7875}
    found, _ = read("MSE before: 1.65 MSE after: 0.8486", RELU, "")
    assert found == {("MSE",): 1.65, ("MSE'",): 0.8486}


def test_a_mark_stands_against_the_command_before_it():
    assert read(r"$\partial Div/\partial\hat y = 2(0.5787 - 0.5) = 0.1574$")[0] == {("dDiv/dyhat",): 0.1574}


def test_what_is_worked_out_again_below_the_update_is_the_value_after_it():
    above = "f1 = 1.1\nMSE = 1.65\ndMSE/db2 = 3.8\n"
    found, issues = read(f"{above}b2 = 0.5 - 0.01*3.8 = 0.462\nf1 = 0.8090\nMSE = 0.8486\n", RELU, "")
    assert (found["MSE",], found["MSE'",], found["f", 1], found["f'", 1]) == (1.65, 0.8486, 1.1, 0.809)
    assert any("below the update" in issue for issue in issues)


@pytest.mark.parametrize(
    ("again", "mse"), [("MSE = 1.650", 1.65), ("MSE = 1.7", 1.7), ("MSE' = 0.8486\nMSE = 1.66", 1.66)]
)
def test_what_is_only_said_again_below_the_update_is_not(again, mse):
    found, _ = read(f"MSE = 1.65\nb2 = 0.5 - 0.01*3.8 = 0.462\n{again}\n", RELU, "")
    assert found["MSE",] == mse
    assert found.get(("MSE'",)) in (None, 0.8486)


PASTED = """net_h1 = w1 ∗ i1 + w2 ∗ i2 + b1 ∗ 1 = 0.3775
out_h1 =
1
1 + e−neth1
=
1
1 + e−0.3775 = 0.59327
out_o1 = 1
1 + e−1.1059 = 0.75137
∂E_total
∂w5
= ∂E_total
∂out_o1
∗ ∂out_o1
∂w5
∂E_total
∂w5
= 0.74137 ∗ 0.18682 ∗ 0.59327 = 0.08217
w+
5 = w5 − η ∗ ∂E_total
∂w5
= 0.4 − 0.5 ∗ 0.08217 = 0.35892
w+
6 = 0.40867
"""


def test_fractions_and_indices_over_several_lines_of_a_pasted_pdf_are_one_line():
    found, issues = read(PASTED, vocabulary(PUBLISHED / "mazur.toml"), "")
    assert found == {
        ("net_h1",): 0.3775,
        ("out_h1",): 0.59327,
        ("out_o1",): 0.75137,
        ("dE_total/dw5",): 0.08217,
        ("w5'",): 0.35892,
        ("w6'",): 0.40867,
    }
    assert issues == []


def test_dashes_around_a_title_take_nothing_away():
    printed = "--- gradients ---\nb1: tensor([0.3800, 1.1400])\n--- after step ---\nb1: tensor([0.4962, 0.4886])\n"
    assert read(printed, RELU, "")[0] == {
        ("dMSE/db1", 1): 0.38, ("dMSE/db1", 2): 1.14, ("b1'", 1): 0.4962, ("b1'", 2): 0.4886,
    }  # fmt: skip


def test_for_a_name_is_not_said_what_the_name_has_been_given():
    found, issues = read("s1 = 1.31\nWith respect to h1 we have -0.00767.\nFor s1: -0.001284\n")
    assert found["s1",] == 1.31
    assert any("the first counts" in issue for issue in issues)
    assert read("For s1: 1.31\nFor h1: 0.7875\n")[0] == {("s1",): 1.31, ("h1",): 0.7875}


def test_an_assignment_in_brackets_is_shown_by_r():
    shown = "> (f <- l1 %*% w2 + b2)\n     [,1]\n[1,] 1.10\n[2,] 0.94\n[3,] 1.42\n[4,] 1.26\n[5,] 1.18\n"
    assert read(shown, RELU, "")[0] == {("f", n): value for n, value in enumerate((1.1, 0.94, 1.42, 1.26, 1.18), 1)}


def test_a_partial_alone_is_the_gradient_by_a_parameter():
    assert read("∂b1 = [0.38, 1.14]\n∂b2 = 3.8\n", RELU, "")[0] == {
        ("dMSE/db1", 1): 0.38,
        ("dMSE/db1", 2): 1.14,
        ("dMSE/db2",): 3.8,
    }
    assert read("∂h1 = 0.38\n")[0] == {}


def test_a_word_between_a_name_and_its_numbers_makes_gradients_of_them():
    assert read("b1: grad =\ntensor([0.3800, 1.1400])\nb2: grad =\ntensor(3.8000)\n", RELU, "")[0] == {
        ("dMSE/db1", 1): 0.38,
        ("dMSE/db1", 2): 1.14,
        ("dMSE/db2",): 3.8,
    }


@pytest.mark.parametrize(
    "source", ["for n, p in both:\n    print(n, p.grad)", "print('-' * 9)\nprint('b1', b1.grad)", "print('grad:', db1)"]
)
def test_a_cell_that_prints_nothing_but_kept_gradients_is_of_gradients(source):
    output = {"output_type": "stream", "text": "b1 tensor([0.3800, 1.1400])\n"}
    cell = {"cell_type": "code", "source": source, "outputs": [output]}
    notebook = json.dumps({"cells": [cell], "nbformat": 4}).encode()
    answers, _ = lay_out_sheets(read_notebook(notebook), RELU)
    expected = [("dMSE/db1", (1,)), ("dMSE/db1", (2,))] if ".grad" in source else []
    assert [answer.target[1:] for answer in answers if answer.target] == expected


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("更新 $w_5$ 的值：0.35892", 0.35892),
        ("更新后的 w_5 为 0.35892", 0.35892),
        ("学习率为 0.5，输出 out_o1 为0.75137。更新后 w_5 是 0.35892", 0.35892),
        ("w_5 的新值为0.35892", 0.35892),
    ],
)
def test_chinese_says_the_value_of_a_name_before_and_behind_it(line, value):
    found, _ = read(line, vocabulary(PUBLISHED / "mazur.toml"), "")
    assert found["w5'",] == value
    assert found.get(("out_o1",)) in (None, 0.75137)


def test_output_alone_heads_no_layer_where_none_is_hidden():
    values = (0.000899, -0.001541, 0.001006, -0.00183, 0.03022, 0.03644)
    gradients = {(f"dDiv/dw{n}",): value for n, value in enumerate(values, 1)}
    assert read(f"Output:\ndDiv/dw = {list(values)}\n")[0] == gradients
    assert read("Output layer:\ns = 0.3174\n")[0] == {("s3",): 0.3174}
    assert read("Hidden unit 1:\ns = 1.31\nOutput:\ns = 0.3174\n")[0] == {("s1",): 1.31, ("s3",): 0.3174}


def test_the_last_row_of_an_array_is_no_title_of_the_fence_below_it():
    text = "dMSE/db1:\n [[0.38]\n [1.14]]\n\n```python\neta = 0.1\n```\n"
    assert read(text, RELU, "")[0] == {("dMSE/db1", 1): 0.38, ("dMSE/db1", 2): 1.14}


def test_what_a_value_gives_is_another_thing():
    assert read("s3 = 0.3174 which gives 0.5787.")[0] == {("s3",): 0.3174}
    assert read("It receives s2 = 2.94, which gives 0.9498 after the sigmoid.")[0] == {("s2",): 2.94}
    assert read("s1 = 1.19 + 0.12 which gives 1.31.")[0] == {("s1",): 1.31}


def test_what_is_said_for_names_beside_one_that_has_another_value_is_of_something_else():
    found, issues = read("s1 = 1.31\nFor s1: -0.001284. For s2: 0.000915.\n")
    assert found == {("s1",): 1.31}
    assert any("'For s2' (it may be of something else" in issue for issue in issues)


def test_a_column_that_matlab_shows_compactly_is_of_the_name_above_it():
    shown = "net_h =\n    0.3775\n    0.3925\nout_h =\n    0.5933\n    0.5969\n"
    assert read(shown, vocabulary(PUBLISHED / "mazur.toml"), "")[0] == {
        ("net_h1",): 0.3775, ("net_h2",): 0.3925, ("out_h1",): 0.5933, ("out_h2",): 0.5969,
    }  # fmt: skip


def test_what_is_typed_may_have_arguments_by_name():
    shown = "julia> ∂b1 = vec(sum(δ * w2', dims=1))\n2-element Vector{Float64}:\n 0.38\n 1.14\n"
    assert read(shown, RELU, "")[0] == {("dMSE/db1", 1): 0.38, ("dMSE/db1", 2): 1.14}
