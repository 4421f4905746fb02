"""Arrays as people type them: rows below a name or behind a sign, in tables, boxes and LaTeX."""

import pytest

from grader.answers.containers.delimited import read_delimited
from grader.answers.containers.markdown import read_markdown
from grader.answers.containers.webpage import read_webpage
from grader.answers.layouts import lay_out_sheets
from grader.notation import Symbol, Vocabulary
from tests.answers.layouts.sheets import CS637, MATRIX, POINTS_OF_TIME, RELU, found, text, written


def test_steps_of_a_working_on_lines_of_their_own():
    lines = [
        "h1 = 1/(1 + exp(-s1))",
        "   = 1/(1 + exp(-1.31))",
        "   ≈ 0.79",
        "s1",
        "= 1.2 + 0.11",
        "= 1.31",
        "====",
        "h2 = 0.95",
    ]
    assert text("\n".join(lines), CS637)[0] == {"h1": 0.79, "s1": 1.31, "h2": 0.95}


@pytest.mark.parametrize(
    "between", ["\n", "\n\n", "\n$$\n\n$$\n", "\n\\]\n\\[\n", "$\n\n$", "\n\\end{aligned}\n\n\\begin{align*}\n"]
)
def test_a_working_goes_on_in_the_next_formula_that_stands_by_itself(between):
    said = between.join(["s1 = w1*x1 + b1", "= 1.2 + 0.11", "\\approx 1.31"])
    assert text(f"$$\n{said}\n$$\n\nh2 = 0.95", CS637)[0] == {"s1": 1.31, "h2": 0.95}


@pytest.mark.parametrize("said", ["*{}:* {}", "- *{}:* {}", "__{}:__ {}", "**{}:** {}", "*{}*: {}"])
def test_a_slanted_label_before_a_statement(said):
    lines = [said.format("Net input", "$s_1 = 1.31$"), said.format("output", "h_1 = 0.79")]
    assert text("\n".join(lines), CS637)[0] == {"s1": 1.31, "h1": 0.79}


def test_what_stands_behind_words_is_no_step_of_the_formula_before_them():
    assert text("s1 = 1.31\n\nso that the loss is\n\n= 0.5", CS637)[0] == {"s1": 1.31, "Div": 0.5}


@pytest.mark.parametrize("end", ["\\\\", "\\\\[10pt]", "\\\\*[1.5ex]", " \\\\ [2mm]"])
def test_the_end_of_a_row_of_latex_may_say_how_far_it_is_to_the_next(end):
    rows = f"\\begin{{aligned}}\ns_1 &= 1.31 {end}\nh_1 &= 0.79{end} h_2 &= 0.95\n\\end{{aligned}}"
    assert text(rows, CS637) == ({"s1": 1.31, "h1": 0.79, "h2": 0.95}, [])


@pytest.mark.parametrize("said", ["b = 0.5", "b\n0.5", "b,0.5", "b = [0.5]", "b = [[0.5]]", "b[1] = 0.5", "b1 = 0.5"])
def test_an_array_of_one_number_is_that_number(said):
    one = Vocabulary([Symbol("", "b", (1,), ("b",), {(1,): ("b[1]", "b1")}), Symbol("", "L", (), ("L",))])
    assert text(f"{said}\nL = 0.7", one) == ({("b", (1,)): 0.5, "L": 0.7}, [])


ROWS = [["0.1", "-0.25"], ["0.05", "1"]]


@pytest.mark.parametrize("name", ["W1'", "W1' =", "**W1'**", "### W1'", "**W1' = W1 - 0.1 dMSE/dW1:**", "$W_1'$:"])
@pytest.mark.parametrize("header", [["", ""], ["1", "2"], None])
def test_a_table_of_numbers_under_a_line_with_its_name(name, header):
    head, *body = [*([header] if header else []), *ROWS]
    pipes = ["| " + " | ".join(row) + " |" for row in (head, ["---", "---"], *body)]
    page = [f"{name}", "", *pipes, "", "MSE = 1.65"]
    assert found(read_markdown("\n".join(page).encode())) == (MATRIX | {"MSE": 1.65}, [])
    rows = "".join(f"<tr><td>{'<td>'.join(row)}</tr>" for row in (head, *body))
    html = f"<p>{name.strip('#* ')}</p><table>{rows}</table><p>MSE = 1.65</p>"
    assert found(read_webpage(html.encode())) == (MATRIX | {"MSE": 1.65}, [])


@pytest.mark.parametrize("name", ["### {}", "**{}**", "**{}:**", "{}:"])
def test_the_marks_of_markdown_in_a_text_without_tables(name):
    rows = "\n".join(map(" ".join, ROWS))
    matrix = name.format("W1'")
    said = f"{name.format('MSE')}\n\n1.65\n- **MSE':** 0.84"
    expected = MATRIX | {"MSE": 1.65, "MSE'": 0.84}
    for block in (rows, f"\n```text\n{rows}\n```"):
        assert text(f"{matrix}\n{block}\n\n{said}", RELU) == (expected, [])


@pytest.mark.parametrize("above", ["", "\n", "\n\n$$\n", "\n\\[\n"])
@pytest.mark.parametrize("name", ["W_1' =", "2. **W₁'** = W₁ − γ·dW₁ ="])
def test_a_matrix_of_latex_on_lines_of_its_own(name, above):
    matrix = "\\begin{bmatrix}\n0.1 & -0.25 \\\\\n0.05 & 1.0\n\\end{bmatrix}"
    assert text(f"{name}{above}{matrix}\n$$\n\nMSE = **1.65**\n") == (MATRIX | {"MSE": 1.65}, [])
    assert text("b1' = γ·g = **[0.3, -0.1]**\nMSE = 1.65")[0] == {("b1'", (1,)): 0.3, ("b1'", (2,)): -0.1, "MSE": 1.65}


@pytest.mark.parametrize(
    "line",
    [
        r"W_1' = A + B = \begin{bmatrix} (0.2)(0.5) & (0.5)(-0.5) \\ (-0.1)(-0.5) & (+0.5)(2.0) \end{bmatrix} = {}",
        r"W_1' = {} \in \mathbb{R}^{2 \times 2}",
        r"W_1' = {} ∈ ℝ²ˣ²",
        r"\mathbf{W_1' = A B = {} \in \mathbb{R}^{2 \times 2}}",
        r"\boxed{W_1' = {}}",
        "W_1' =\n\\begin{bmatrix}\n1 \\\\ 2\n\\end{bmatrix}\n\\cdot\n\\begin{bmatrix} 3 & 4 \\end{bmatrix}\n=\n{}",
    ],
)
def test_what_a_matrix_of_latex_comes_from_and_where_it_is_from(line):
    matrix = r"\begin{bmatrix} \mathbf{0.1} & \mathbf{-0.25} \\ 0.05 & 1.0 \end{bmatrix}"
    assert text(f"$$\n{line.replace('{}', matrix)}\n$$\n\nMSE = 1.65\n")[0] == MATRIX | {"MSE": 1.65}


def test_lists_as_yaml_has_them():
    said = "W1_new:\n  - [0.1, -0.25]\n  - [0.05, 1.0]\nupdated:\n  b1:\n  - 0.3\n  - -0.1\n  b2: 0.4\n"
    assert text(said) == (MATRIX | {("b1'", (1,)): 0.3, ("b1'", (2,)): -0.1, "b2'": 0.4}, [])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("b2':\n  - 0.4\nMSE:\n  - 1.65\n", {"b2'": 0.4, "MSE": 1.65}),
        ("b2':\n- 0.4\nMSE:\n- -1.65\n", {"b2'": 0.4, "MSE": -1.65}),
        ("b2':\n- 0.4\nMSE:\n1.65\n", {"b2'": -0.4, "MSE": 1.65}),
        ("b2':\n- 0.4\n", {"b2'": -0.4}),
    ],
)
def test_a_dash_before_every_number_is_no_sign(said, expected):
    assert text(said) == (expected, [])


@pytest.mark.parametrize("name", ["W1' = W1 - 0.01*dW1", "W1 := W1 - 0.01*dW1", "W1_new", "W1_new ="])
def test_rows_typed_below_a_name_or_what_it_is_worked_out_from(name):
    assert text(f"{name}\n0.1 -0.25\n0.05 1.0\n\nMSE = 1.65")[0] == MATRIX | {"MSE": 1.65}


def test_a_row_of_a_table_among_statements_is_read():
    lines = "quantity,value\ns1,1.31\nh1 = 0.79\nh2 = 0.95\ndDiv/dw1 = 0.0009"
    assert text(lines, CS637) == ({"s1": 1.31, "h1": 0.79, "h2": 0.95, "dDiv/dw1": 0.0009}, [])


@pytest.mark.parametrize("before", ["", "MSE = 0.81\n", "b1' = 0.3, -0.1\n"])
@pytest.mark.parametrize(
    "rows",
    [
        "| 0.1 | -0.25 |\n| 0.05 | 1.0 |",
        "0.1 | -0.25\n0.05 | 1.0",
        "0.1, -0.25\n0.05, 1",
        "0,1; -0,25\n0,05; 1",
        "(0,1, -0,25)\n(0,05, 1)",
        "0.1, -0.25\n\n0.05, 1.0",
        "\n0.1 -0.25\n\n0.05 1.0\n",
        "Row 1: 0.1 -0.25\nRow 2: 0.05 1.0",
        "row 1 = [0.1, -0.25]\nrow 2 = [0.05, 1.0]",
    ],
)
@pytest.mark.parametrize("name", ["W1'", "W1' =", "W1':"])
@pytest.mark.parametrize("after", ["", "\nMSE = 0.81", "\nb1' = 0.3, -0.1"])
def test_rows_of_a_matrix_with_bars_or_commas_and_blank_lines_between_them(before, name, rows, after):
    values, remarks = text(f"{before}{name}\n{rows}{after}\n")
    assert not remarks
    assert {place: value for place, value in values.items() if place in MATRIX} == MATRIX
    assert len(values) == len(MATRIX) + ("MSE" in before + after) + 2 * ("b1" in before + after)


@pytest.mark.parametrize("sign", [" = ", ": ", " = b1 - gamma*g = ", " =\n", ":\n\n"])
@pytest.mark.parametrize(
    "said", ["0.3, -0.1", "0.3; -0.1", "0,3; -0,1", "0,3, -0,1", "0.3 and -0.1", "0.3 | -0.1", "0.3\t-0.1"]
)
def test_numbers_behind_a_sign_are_a_list_and_no_fields(sign, said):
    assert text(f"b1'{sign}{said}\n") == ({("b1'", (1,)): 0.3, ("b1'", (2,)): -0.1}, [])


def test_rows_behind_a_sign_are_parted_by_semicolons():
    assert text("W1' = 0.1, -0.25; 0.05, 1.0\nb1' = 0.3, -0.1\n")[0].items() > MATRIX.items()


def test_rows_that_follow_upon_each_other_are_no_more_rows_of_a_list_above_a_blank_line():
    assert text("b1' = 0.3, -0.1\n\n0.1 0.2\n0.3 0.4\n")[0] == {("b1'", (1,)): 0.3, ("b1'", (2,)): -0.1}


def test_a_matrix_in_a_box():
    drawn = "W1' =\n┌            ┐\n│ 0.1  -0.25 │\n│ 0.05  1.0  │\n└            ┘\nMSE = 1.65"
    assert text(drawn) == (MATRIX | {"MSE": 1.65}, [])


@pytest.mark.parametrize("below", ["~ 0.1 -0.25 ~", "about 0.1, and then -0.25"])
def test_a_name_over_numbers_that_cannot_be_read_is_told(below):
    values, [remark] = text(f"MSE = 1.65\nW1' =\n{below}\n\nb2' = 0.46")
    assert values == {"MSE": 1.65, "b2'": 0.46}
    assert (remark.place, remark.issue) == ("line 2", "1 line was not understood: 'W1' =' here")
    assert text("MSE = 1.65\nW1' =\n\nb2' = 0.46")[1] == []


def test_a_frame_of_numbers_with_one_space_before_a_minus_sign():
    text = "dMSE/dW1\n          0         1\n0  0.5028 -0.5118\n1 -0.6417  0.6592\n"
    assert list(_values(text).values()) == [0.5028, -0.5118, -0.6417, 0.6592]
    named = text.replace("0         1", "x1        x2").replace("\n0 ", "\nz1 ").replace("\n1 ", "\nz2 ")
    assert list(_values(named).values()) == [0.5028, -0.5118, -0.6417, 0.6592]


@pytest.mark.parametrize(
    "text",
    [
        "         ⎡ 0.5  -0.1 ⎤\ndMSE/dW1 = ⎣ 0.2   0.6 ⎦\n".replace("         ⎡", "           ⎡"),
        "dMSE/dW1 = ⎡ 0.5  -0.1 ⎤\n           ⎣ 0.2   0.6 ⎦\n",
        "dMSE/dW1 = [ 0.5  -0.1 ]\n           [ 0.2   0.6 ]\n",
        "dMSE/dW1 =\n| 0.5  -0.1 |\n| 0.2   0.6 |\n",
    ],
)
def test_a_matrix_drawn_over_several_lines(text):
    assert list(_values(text).values()) == [0.5, -0.1, 0.2, 0.6]
    column = "dMSE/db1 = ⎡ 0.5 ⎤\n           ⎣ -1 ⎦\n"
    assert list(_values(column).values()) == [0.5, -1]


def _values(text):
    answers, _ = lay_out_sheets(read_delimited(text.encode()), RELU)
    return {answer.target: answer.number.value for answer in answers}


@pytest.mark.parametrize("head", ["| | l1 | l2 |", "| | f | MSE |", "| a | b | c |"])
def test_a_matrix_in_a_table_of_markdown_under_its_name(head):
    text = f"**dMSE/dW1**\n\n{head}\n|---|---|---|\n| l_1^1 | 0.5 | -0.1 |\n| l_2^1 | 0.2 | 0.6 |\n"
    answers, _ = lay_out_sheets(read_markdown(text.encode()), RELU)
    assert [answer.number.value for answer in answers] == [0.5, -0.1, 0.2, 0.6]
    assert {answer.target.quantity for answer in answers} == {"dMSE/dW1"}


@pytest.mark.parametrize(
    "block",
    [
        "≈ 0.1,≈ -0.25\n≈ 0.05,≈ 1",
        "0.1  -0.25  (rounded)\n0.05  1",
        "0.1  -0.25\n0.05  1.0 (by hand, see page 2)".replace(", see page 2", ""),
    ],
)
@pytest.mark.parametrize("name", ["W1'", "W1'  (rounded)"])
def test_what_is_said_beside_rows_of_numbers_is_none(block, name):
    assert text(f"{name}\n{block}\n\nMSE = 1.65") == (MATRIX | {"MSE": 1.65}, [])


def test_a_remark_behind_a_single_row():
    found, remarks = text("b1'\n0.45  0.46  (rounded)\n\nMSE = 1.65")
    assert found == {("b1'", (1,)): 0.45, ("b1'", (2,)): 0.46, "MSE": 1.65}
    assert not remarks


def test_groups_of_columns_as_matlab_shows_them():
    one = "W1_new =\n\n  Columns 1 through 2\n\n    0.1000   -0.2500\n    0.0500    1.0000\n\n"
    assert text(one) == (MATRIX, [])
    two = "W1_new =\n\n  Column 1\n\n    0.1000\n    0.0500\n\n  Column 2\n\n   -0.2500\n    1.0000\n\n\nMSE = 1.65\n"
    assert text(two) == (MATRIX | {"MSE": 1.65}, [])
    octave = "W1_new =\n\n Columns 1 and 2:\n\n   0.1000  -0.2500\n   0.0500   1.0000\n"
    assert text(octave) == (MATRIX, [])
    short = two.replace("    0.0500\n", "", 1)
    values, (remark,) = text(short)
    assert values == {"MSE": 1.65}
    assert remark.issue == "1 line was not understood: 'W1_new =' here"


def test_a_working_below_its_name_that_begins_without_a_sign():
    said = "s1:\n    x1*w1 + x2*w2\n    = -0.7 * -1.7 + 1.2 * 0.1\n    = 1.31\nh1:\n    sigmoid(s1)\n    = 0.79\n"
    assert text(said, CS637) == ({"s1": 1.31, "h1": 0.79}, [])


def test_dictionaries_by_the_numbers_of_elements(tmp_path):
    names = written(POINTS_OF_TIME, tmp_path)
    said = "h: {0: 0, 1: 0.61, 2: -0.59, 3: 0.94}\na = {0: 0.71, 1: -0.68, 2: 1.77}\n"
    values, remarks = text(said, names)
    assert values == {"h1": 0.61, "h2": -0.59, "h3": 0.94, "a1": 0.71, "a2": -0.68, "a3": 1.77}
    assert not remarks
    assert text("h = {2: 0.61, 4: -0.59, 6: 0.94}\na1 = 0.5\n", names)[0] == {"a1": 0.5}


def test_a_tibble_with_a_column_of_steps(tmp_path):
    said = "# A tibble: 3 × 3\n      k      a      h\n  <int>  <dbl>  <dbl>\n"
    said += "1     1  0.71  0.61\n2     2 -0.68 -0.59\n3     3  1.77  0.94\n"
    values, remarks = text(said, written(POINTS_OF_TIME, tmp_path))
    assert values == {"h1": 0.61, "h2": -0.59, "h3": 0.94, "a1": 0.71, "a2": -0.68, "a3": 1.77}
    assert not remarks


def test_one_row_of_numbers_under_names_of_nobody_is_told():
    values, (remark,) = text("GRADIENTS\nMSE,1.5\n,q11,q12,q21\nrow,1.21,1.319,3.681\n")
    assert values == {"MSE": 1.5}
    assert remark.issue == "nobody asked for the numbers of 'q11', 'q12', 'q21': they were not read"
