"""Lines of text that say what something is: several to a line, in words or in LaTeX, and unclear ones."""

import pytest

from grader.answers import Cell, Kind, Sheet
from grader.answers.layouts import lay_out_sheets
from grader.answers.layouts.text.cuts import pieces
from grader.answers.layouts.text.statements import statements
from grader.numbers import Number, Unreadable
from tests.answers.layouts.sheets import CS637, RELU
from tests.answers.layouts.sheets import read as table
from tests.answers.layouts.sheets import read_lines as read


@pytest.mark.parametrize(
    "name",
    [
        "∂Div/∂w1",
        "∇_{w₁}Div",
        r"\frac{\partial Div}{\partial w_1}",
        r"$\frac{\partial Div}{\partial w_1}$",
        "dDiv/dw1",
        "**dDiv/dw1**",
        "- ∂Div/∂w₁",
        "(a) ∂Div/∂w₁",
        "3) dDiv/dw1",
        "Hence ∂Div/∂w₁",
        "For the first weight, ∂Div/∂w₁",
        "Analytical gradient dDiv/dw1",
        "analytic dDiv/dw1",
        "my ∂Div/∂w₁",
        "So we get the gradient ∂Div/∂w₁",
    ],
)
@pytest.mark.parametrize("sign", [" = ", ": ", " ≈ ", " := ", "=", " = 0.03·0.03 = ", r" \approx ", " &= ", " => "])
def test_every_way_to_say_it_in_a_line(name, sign):
    assert read("Homework of Ada", f"{name}{sign}0.0009") == ({"dDiv/dw1": 0.0009}, [])


@pytest.mark.parametrize(
    "line",
    [
        "h1 = 0.79, dDiv/dw1 = 0.0009",
        "h1 = 0.79,dDiv/dw1=0.0009",
        "h1 = 0.79 and ∂Div/∂w1 = 0.0009",
        "h1 = 0,79; ∂Div/∂w1 = 0,0009.",
        "h1: 0,79, ∂Div/∂w1: 0,0009",
        r"$h_1 = 0.79, \quad \frac{\partial Div}{\partial w_1} = 0.0009$",
        r"**Both** · $h_1 \to 0.79,\ \frac{\partial Div}{\partial w_1} \to 0.0009$",
        r"**Both** — $h_1 = 0.79$, $\frac{\partial Div}{\partial w_1}$ (chain rule): $0.03 \cdot 0.03 = 0.0009$",
        "h1 = sigmoid(1.31, scale=1) = 0.79 und dDiv/dw1 = -0.03*-0.03 = 0.0009",
    ],
)
def test_two_answers_on_one_line(line):
    assert read(line) == ({"h1": 0.79, "dDiv/dw1": 0.0009}, [])


@pytest.mark.parametrize("mark", ["#", "  ## ", " % ", " // "])
def test_a_comment_that_says_another_thing(mark):
    assert read(f"h1 = 0.79{mark}s1 = 1.31") == ({"h1": 0.79, "s1": 1.31}, [])
    assert read(f"h1 = 1/(1+exp(-s1)){mark}h1 = 0.79") == ({"h1": 0.79}, [])


@pytest.mark.parametrize("line", ["h1: 0.87 correction: 0.79", "h1 = 0.87, corrected: 0.79", "h1 = 0.87; final = 0.79"])
def test_a_correction_in_the_same_line(line):
    found, [told] = read(line)
    assert found == {"h1": 0.79}
    assert "answered twice" in told.issue
    assert read("h1 = 0.87, final loss: 0.9")[0] == {"h1": 0.87}


@pytest.mark.parametrize("result", ["0.7875", "0.787", "0.63 * 1.25", "0.789"])
def test_a_step_of_a_working_and_what_it_comes_to_are_one_answer(result):
    found, told = read("h1 = 0.35*(1 + 1.25)", f"h1 = {result}")
    assert list(found) == ["h1"]
    assert ["answered twice" in remark.issue for remark in told] == ([True] if result == "0.789" else [])


def test_a_comma_that_parts_no_statements():
    assert read("Div(yhat, y) = 0.0062, as in the lecture")[0] == {"Div": 0.0062}
    assert [s.sides for s in statements("with x, y and z: f(x=1, y=2) = 3")] == [
        ("with x, y and z", "f(x=1, y=2)", "3")
    ]


def test_an_answer_is_no_heading_and_what_is_given_in_one_no_answer():
    assert read("3) updated h1: 0.36", "h1 = 0.79")[0] == {"h1": 0.79}
    assert read("Updated parameters, x1 = 0.01", "w5 = 0.36") == ({}, [])
    assert read("3) after one update, with rate = 0.5", "dDiv/dw1 = 0.79")[0] == {}


def test_a_value_before_its_working_counts():
    assert read("h1 = 0.79 = sigmoid(s1)")[0] == {"h1": 0.79}


def test_one_number_for_two_names():
    assert read("h1 = h2 = 0.79")[0] == {"h1": 0.79, "h2": 0.79}


def test_names_nobody_asked_for_are_listed_as_in_a_table():
    found, remarks = read("h1 = 0.79", "dDvi/ds3 = 0.038", "δ_2 = 0.5", "x1 = -0.7", "foo: 0.5")
    assert found == {"h1": 0.79, "dDiv/ds3": 0.038}
    assert [(r.place, r.issue) for r in remarks] == [
        ("line 2", "'dDvi/ds3' is not asked for; taken for a typing error of 'dDiv/ds3'"),
        ("line 3", "nobody asked for 'δ_2' (no name asked for is near)"),
        ("line 5", "nobody asked for 'foo' (no name asked for is near)"),
    ]


def test_lines_that_were_not_understood_are_counted_once():
    prose = ["Ada Lovelace", "Student number: 4711", "I used the rate: see above", "due 3.5.", "= 0.5"]
    lines = ["my h one = 0.79", "h1 = 0.79", "the other one: 0.95", *(f"Epoch {n}: h1 = 0.{n}" for n in range(1, 20))]
    found, remarks = read(*prose, *lines)
    assert found == {"h1": 0.79}
    [remark] = remarks
    assert (remark.place, remark.issue) == (
        "line 6",
        "2 lines were not understood: 'my h one = 0.79' here, and at line 8",
    )


def test_a_table_keeps_its_remarks_to_itself():
    row = [Cell(Kind.TEXT, "h1"), Cell(Kind.TEXT, "0.79"), Cell(Kind.TEXT, "as s = 1.31")]
    answers, remarks = lay_out_sheets([Sheet("Sheet1", [row])], CS637)
    assert (isinstance(answers[0].number, Number), remarks) == (True, [])


def test_another_answer_behind_a_value_is_not_taken_for_it():
    row = [Cell(Kind.TEXT, "h1"), Cell(Kind.TEXT, "0.79, h2 = 0.95")]
    answers, remarks = lay_out_sheets([Sheet("Sheet1", [row])], CS637)
    assert not isinstance(answers[0].number, Number)
    assert "could not be read" in remarks[0].issue


def test_a_text_without_end_is_read_as_far_as_a_homework_goes():
    found, remarks = read("h1 = 0.79", *["a = 1, " * 80] * 1_000, "h2 = 0.95")
    assert found == {"h1": 0.79}
    assert any("no line from here on was read" in remark.issue for remark in remarks)


@pytest.mark.parametrize(
    "line", ["h1 = 0.79 h2 = 0.95", "h1: 0.79 h2: 0.95", "h1 = 0.79   h2 = 0.95", "h1= 0.3+0.49 = 0.79 h2= 0.95"]
)
def test_two_answers_of_one_print(line):
    assert read(line) == ({"h1": 0.79, "h2": 0.95}, [])


@pytest.mark.parametrize("below", ["dDiv/dw1 = 0.0009", '"dDiv/dw1" = 0.0009', "gradient of w1 = 0.0009"])
def test_a_line_that_says_something_is_no_value_of_the_line_above(below):
    values, _ = read("ŷ = 0.57869", below)
    assert values["yhat"] == 0.57869


@pytest.mark.parametrize("lines", [["h1 = sigmoid(s1)", "h1 = 0.79"], ["h1 = 0.79", "h1 = sigmoid(s1)"]])
def test_a_formula_beside_its_number_is_no_other_answer(lines):
    assert read(*lines) == ({"h1": 0.79}, [])


def test_what_cannot_be_read_is_told():
    found, remarks = read("h1 = see page 2", "s1 = 1.31")
    assert found["s1"] == 1.31
    assert [(r.place, r.issue) for r in remarks] == [
        ("line 1", "'see page 2' for 'h1' could not be read: not a number")
    ]


def test_a_name_with_its_number_is_not_over_another():
    assert read("s1 = 1.31", "w1*x1 = 1.19")[0] == {"s1": 1.31}


def test_what_says_its_number_itself_is_no_name_of_the_line_below():
    assert read("h1 = 0.79", "q^(2) = 0.5")[0] == {"h1": 0.79}
    assert read("h1 = 0.79", "q(2) = 0.5")[0] == {"h1": 0.79}


@pytest.mark.parametrize(
    "line",
    [
        "dDiv/dw1 = (ŷ-y) h2 = 0.0009",
        "dDiv/dw1 = (1 - h2^2) dDiv/dh2 = 0.0009",
        "dDiv/dw1 = dDiv/ds2 (1-h2) = 0.0009",
        "dDiv/dw1 = dDiv/ds2 (1 - h2²) ≈ 0.0009",
        "dDiv/dw1 = 1/2 (ŷ-y)^2 = 0.0009",
        "dDiv/dw1 = 0.5 + 0.3 h2 = 0.0009",
        "dDiv/dw1 = x1 - 0.1 dDiv/dh2 = 0.0009",
        "dDiv/dw1 = eta dDiv/dh2 = 0.0009",
    ],
)
def test_a_name_that_is_a_factor_begins_no_statement(line):
    assert read("h2 = 0.95", "dDiv/dh2 = 0.1", line) == ({"h2": 0.95, "dDiv/dh2": 0.1, "dDiv/dw1": 0.0009}, [])


@pytest.mark.parametrize(
    "line",
    ["h1 = 0.79 (rounded) h2 = 0.95", "h1 = tanh(1.07) = 0.79 h2 ≈ 0.95", "$h_1 = 0.79$ $h_2 = 0.95$"],
)
def test_a_name_behind_a_value_begins_a_statement(line):
    assert read(line)[0].get("h2") == 0.95
    assert [s.name.strip("$") for s in statements(line)] in (["h1", "h2"], ["h_1", "h_2"])


@pytest.mark.parametrize("line", ["dDiv/dw1 = -0.25 h2 = -0.2375", "dDiv/dw1 = x1 h2 = -0.25 h2 ≈ -0.24"])
def test_a_number_that_is_a_factor_of_the_name_after_it_is_no_value(line):
    found, remarks = read("h2 = 0.95", line)
    assert (found.pop("dDiv/dw1") in (-0.2375, -0.24), found, remarks) == (True, {"h2": 0.95}, [])
    assert read("h2 = 0.5", "h1 = 0.79 h2 = 0.95")[0] == {"h1": 0.79, "h2": 0.95}


def test_a_line_may_say_first_what_it_is_about():
    assert table([["s1: data=1.31, grad=-0.0013"], ["h1: value = 0.79, gradient = 0.2"]]) == (
        {"s1": 1.31, "dDiv/ds1": -0.0013, "h1": 0.79, "dDiv/dh1": 0.2},
        [],
    )
    lines = ["Hidden unit 1: s = 1.31, h = 0.79", "Neuron 2: s = 2.94, h = 0.95"]
    assert table([[line] for line in lines]) == ({"s1": 1.31, "h1": 0.79, "s2": 2.94, "h2": 0.95}, [])
    assert table([["h1: s1 = 1.31, net input = 1.31"], ["h2: sigmoid(s2) = 0.95"]])[0] == {"s1": 1.31, "h2": 0.95}


@pytest.mark.parametrize("line", ["0.79 = h1", "1/(1 + exp(-1.31)) = 0.79 = h1", "ｈ１＝０．７９", "ｈ１：０．７９"])
def test_values_first_and_wide_signs(line):
    assert table([[line]])[0] == {"h1": 0.79}


@pytest.mark.parametrize("arrow", ["->", "→", "=>", "⇒", "  ->  "])
def test_an_arrow_between_two_statements_parts_them(arrow):
    assert table([[f"s1 = 1.31 {arrow} h1 = 0.79"], [f"s2: 2.94 {arrow} h2: 0.95"]])[0] == {
        "s1": 1.31, "h1": 0.79, "s2": 2.94, "h2": 0.95
    }  # fmt: skip
    assert table([[f"h1 = sigmoid(1.31) {arrow} 0.79"]])[0] == {"h1": 0.79}


@pytest.mark.parametrize(
    "line",
    ["h2 0.9 0.8", "h2 – 0.95", "h2 .. 0.95", "h2(0.95)", "h2 would be 0.95", "we obtain 0.95 for h2", "0.95 (h2)"],
)
def test_a_line_that_speaks_of_what_is_answered_nowhere_is_told(line):
    found, [remark] = read("h1 = 0.79", line, "s1 = 1.31")
    assert found == {"h1": 0.79, "s1": 1.31}
    assert (remark.place, remark.issue) == ("line 2", f"1 line was not understood: '{line}' here")
    assert read("h1 = 0.79", line, "h2 = 0.95") == ({"h1": 0.79, "h2": 0.95}, [])


@pytest.mark.parametrize("comment", ["// sigmoid", "-- done", "// from s1"])
def test_a_comment_of_another_language_behind_a_number(comment):
    assert read(f"h1 = 0.79 {comment}") == ({"h1": 0.79}, [])


@pytest.mark.parametrize("lines", [("L = 2.5", "Div = 0.0062"), ("Div = 0.0062", "L = 2.5")])
def test_a_letter_does_not_count_against_a_longer_name(lines):
    found, (remark,) = read("h1 = 0.79", *lines)
    assert found == {"h1": 0.79, "Div": 0.0062}
    assert "is answered twice" in remark.issue


@pytest.mark.parametrize(
    "line",
    [
        r"\boxed{h_1 = \frac{1}{1 + e^{-1.31}} = 0.79}", r"h_1 = \mathbf{0.79}", r"h_1 = \boxed{0.79}", "__h1__: 0.79",
        r"\textcolor{red}{h_1 = 0.79}", r"h_1 = \num{0.79}", r"$\underline{h_1 = 0.79}$", r"\boxed{h_1} = \num{7.9e-1}",
        r"$h_1 = \SI{0.79}{V}$", "- [x] $h_1$ = ==0.79==", "* [ ] ==h1 = 0.79==",
        r"$h_1 = \qty[round-mode=places]{0.79}{V}$",
    ],
)  # fmt: skip
def test_what_only_stresses_is_no_part_of_a_statement(line):
    assert read("s1 = 1.31", line) == ({"s1": 1.31, "h1": 0.79}, [])


@pytest.mark.parametrize(
    "line", ["✅ h1 = 0.79", "👉 h1: 0.79", "1️⃣ h1 = 0.79", "s2: 2.94 / h1: 0.79", "s2 = 2.94 / h1 = 0.79"]
)
def test_pictures_before_a_statement_and_a_stroke_behind_it(line):
    found, _ = read("s1 = 1.31", line)
    assert (found["s1"], found["h1"]) == (1.31, 0.79)


@pytest.mark.parametrize(
    "line",
    [r"s1 = 0.131 / (1 - 0.9) = 1.31", r"$s_1 = 0.917 / \sqrt{0.49} = 1.31$", "s1 = 0.917 / √0.49 = 1.31",
     "s1 = 0.0131 / (1 - 0.9)^2 = 1.31", r"$s_1 = 0.131 / \left(1 - 0.9\right) = 1.31$"],
)  # fmt: skip
def test_a_bracket_of_numbers_or_a_root_behind_a_stroke_is_a_divisor(line):
    assert read(line) == ({"s1": 1.31}, [])
    assert read("s1 = 1.31 / (h1) = 0.79")[0] == {"s1": 1.31, "h1": 0.79}


def test_a_stroke_behind_a_whole_number_divides():
    assert read("s1 = 1 / h1 = 1.27")[0] == {"s1": 1.27}


@pytest.mark.parametrize("line", ["(a) {} (b) {}", "a) {} b) {}", "(i) {} (ii) {}", "2. (a) {}  (b) {}"])
def test_letters_of_parts_stand_between_statements_of_one_line(line):
    assert table([[line.format("s1 = w1*x1 + w2*x2 = 1.31", "h1 = 0.79")]]) == ({"s1": 1.31, "h1": 0.79}, [])


def test_two_letters_that_are_exchanged_are_a_typing_error():
    found, [remark] = read("yaht = 0.58", "h1 = 0.79")
    assert found == {"yhat": 0.58, "h1": 0.79}
    assert remark.issue == "'yaht' is not asked for; taken for a typing error of 'yhat'"
    assert read("yaht = 0.58", "yhat = 0.6")[0] == {"yhat": 0.6}


def test_a_space_of_latex_is_no_comma():
    line = r"\frac{\partial Div}{\partial s_3} &= \frac{\partial Div}{\partial \hat y}\,\hat y(1-\hat y) = 0.0384"
    assert read(r"\hat y = 0.58", line) == ({"yhat": 0.58, "dDiv/ds3": 0.0384}, [])
    assert read(r"$s_1 = 1.31,\; h_1\, = 0.79$") == ({"s1": 1.31, "h1": 0.79}, [])


def test_a_tilde_behind_a_letter_is_over_it_and_before_a_number_nearly_its_value():
    assert [said.sides for said in statements("h~1 = 0.80")] == [("h~1", "0.80")]
    assert [said.sides for said in statements("h1 ~ 1.5")] == [("h1", "1.5")]


def test_a_time_behind_another_name_is_said_of_that():
    values, remarks = read("Div before: 0.0062 yhat after: 0.57")
    assert (values, remarks) == ({"Div": 0.0062, "yhat": 0.57}, [])


def test_old_and_new_beside_a_stroke_are_no_quotient():
    rows = [
        ["w_{1,1}^1 old/new: 0.1 / 0.0886"],
        ["w_{1,2}^1 (old → new) = 0.3 | 0.26"],
        ["b_1^2 before/after: 0.5, 0.462"],
    ]
    found, _ = table(rows, RELU, "")
    assert (found["W1'", (1, 1)], found["W1'", (1, 2)], found["b2'"]) == (0.0886, 0.26, 0.462)


@pytest.mark.parametrize("arrow", ["->", "→", "=>"])
def test_a_chain_of_arrows_goes_on_to_the_next_name(arrow):
    assert read(f"s1 {arrow} 1.31 {arrow} h1 {arrow} 0.79") == ({"s1": 1.31, "h1": 0.79}, [])
    assert read(f"s1 = 1.31 {arrow} h1 {arrow} 0.79") == ({"s1": 1.31, "h1": 0.79}, [])


def test_a_comment_behind_a_per_cent_sign_makes_no_per_cent_of_the_number():
    assert read("s1 = 1.31 % x1*w1", "h1 = 0.79  % sigmoid of s1")[0] == {"s1": 1.31, "h1": 0.79}
    assert read("h1 = 79 % (rounded)", "h2 = 95% of it")[0] == {"h1": 0.79, "h2": 0.95}


def test_a_statement_that_cannot_be_read_is_told_though_others_have_a_second_cell():
    found, remarks = table([["s1 = 1.31 !! or_so"], ["h1 = 0.79", "ok"]])
    assert isinstance(found["s1"], Unreadable)
    assert found["h1"] == 0.79
    assert any("'1.31 !! or_so' for 's1'" in remark.issue for remark in remarks)


@pytest.mark.parametrize(
    "rows",
    [
        [["parameter", "old/new"], ["w_{1,1}^1", "0.1 / 0.0886"], ["w_{1,2}^1", "0.3 / 0.26"]],
        [["quantity", "value"], ["w_{1,1}^1 old/new", "0.1 / 0.0886"], ["w_{1,2}^1 (old/new)", "0.3 0.26"]],
    ],
)
def test_old_and_new_in_one_cell(rows):
    found, _ = table(rows, RELU, "")
    assert (found["W1'", (1, 1)], found["W1'", (1, 2)]) == (0.0886, 0.26)


def test_old_and_new_lists():
    found, _ = table([["w2 old/new: [0.1, 0.3] / [0.02, 0.18]"]], RELU, "")
    assert (found["w2'", (1,)], found["w2'", (2,)]) == (0.02, 0.18)


@pytest.mark.parametrize("sign", ["≈", "=", "~", r"\approx"])
def test_a_number_counts_before_itself_rounded(sign):
    assert read(f"h1 = sigmoid(1.31) = 0.7875 {sign} 0.79", f"s1 = 1.3 {sign} 1.31") == ({"h1": 0.7875, "s1": 1.31}, [])


def test_a_number_in_a_cell_counts_before_itself_rounded():
    assert table([["h1", "0.7875 ≈ 0.79"], ["s1", "0.7 + 0.61 = 1.31"], ["h2", "0.5 = 0.95"]])[0] == {
        "h1": 0.7875,
        "s1": 1.31,
        "h2": 0.95,
    }


@pytest.mark.parametrize("between", [" / \\\\", " because \\\\ ", "\\\\", "  \\\\ "])
def test_a_line_break_of_latex_parts_statements_whatever_stands_before_it(between):
    first, second = pieces(f"s1 = 1.31 +{between}h1 = 0.79")
    assert first.startswith("s1 = 1.31 +")
    assert second == "h1 = 0.79"


@pytest.mark.parametrize("points", ["[1 point]", "[2 pts]", "[1P]", "[0.5 marks]"])
def test_points_behind_a_name_are_no_part_of_it(points):
    assert read(f"h1 {points} = 0.78", f"s1 {points}: 1.3")[0] == {"h1": 0.78, "s1": 1.3}


@pytest.mark.parametrize("display", [r"\[{}\]", r"\({}\).", " \\[ {} \\] "])
def test_formulas_between_the_marks_of_latex(display):
    said = r"s_1 = -0.7 \cdot -1.7 + 0.12 = 1.31, \quad h_1 = 0.79"
    assert read(display.format(said))[0] == {"s1": 1.31, "h1": 0.79}


def test_names_that_say_their_numbers_have_no_others_in_the_row_below():
    rows = [["s1 = 1.31", "h1 = σ(1.31) = 0.7875 "], ["s2 = 2.9", "h2 = σ(2.9) = 0.9478"]]
    assert table(rows) == ({"s1": 1.31, "h1": 0.7875, "s2": 2.9, "h2": 0.9478}, [])
    assert table([["s1 = x1*w1", "h1 = sigmoid(s1)"], [1.31, 0.7875]])[0] == {"s1": 1.31, "h1": 0.7875}


@pytest.mark.parametrize("back", ["←", "<-", r"\gets"])
def test_names_between_arrows_say_what_goes_where(back):
    said = statements(f"Backward: dW1, db1 {back} \u03b41 {back} \u03b42 {back} dh2")
    assert [each.sides for each in said] == [("Backward", "dW1")]
    assert statements("Forward: x → z₁ → h₁ → L") == []
    assert [said.sides for said in statements(f"w {back} w - eta*g")] == [("w", "w - eta*g")]
    assert [said.sides for said in statements("L → 0.29 → 0.23")] == [("L", "0.29", "0.23")]


def test_the_class_that_is_predicted_does_not_count_against_the_prediction():
    assert read("yhat = 0.4154", "y_pred = 1")[0] == {"yhat": 0.4154}
    assert read("y_pred = 0.4154")[0] == {"yhat": 0.4154}
    assert read("yhat = 0.4154", "y_pred = 0.42", "y_pred = 0.58")[0] == {"yhat": 0.58}


@pytest.mark.parametrize(
    "line",
    [
        r"Then: $s_1 = 0.3 + 1.01 \approx 1.31$. $h_1 = 0.5 + 0.29 = 0.79$.",
        "**Step 1** ($t = 1$). $s_1 = 1.31$. $h_1 = 0.79$",
    ],
)
def test_a_full_stop_before_mathematics_ends_a_statement(line):
    assert read(line)[0] == {"s1": 1.31, "h1": 0.79}


@pytest.mark.parametrize("arrow", [r"\;\Rightarrow\;", r"\implies", r"$ \Rightarrow $", "⟹", r"\Longrightarrow"])
def test_what_follows_from_a_statement_behind_an_arrow_is_another(arrow):
    assert read(rf"$$z_f = s_1 \approx 1.31 {arrow} h_1 = \sigma(1.31) \approx 0.79$$")[0] == {"s1": 1.31, "h1": 0.79}
    assert read(r"$s_1 = 1.25 \to 1.31$")[0] == {"s1": 1.31}


@pytest.mark.parametrize("line", [r"**Step 1: Node $s_1 = 2 v_4$**:", r"Node $s_1 = 2 v_4$:"])
def test_a_name_before_a_colon_and_nothing_behind_is_a_factor_of_the_number_before_it(line):
    assert read("s1 = 1.31", line)[0] == {"s1": 1.31}


def test_a_colon_behind_a_number_leads_to_another_statement():
    assert read(r"• Divide by $H = 4$: $s_1 = \frac{5.24}{4} = 1.31$")[0] == {"s1": 1.31}
    assert read("h1 = 0.79: s1 = 1.31")[0] == {"h1": 0.79, "s1": 1.31}
    assert read("Layer 1: h1 = 0.79", "2: s1 = 1.31")[0] == {"h1": 0.79, "s1": 1.31}


def test_numbers_of_sources_behind_mathematics_are_no_part_of_a_value():
    assert read(r"• Divide: $s_1 = \frac{5.24}{4} = 1.31$ [3]", "so $h_1 = 0.79$ [3, 12] [1] ") == (
        {"s1": 1.31, "h1": 0.79},
        [],
    )


def test_words_of_chinese_and_a_comma_before_a_name():
    assert read(r"类似地，$s_1 = s_2 = 0$。", "同理，h1 = 0.79")[0] == {"s1": 0, "s2": 0, "h1": 0.79}


@pytest.mark.parametrize("name", [r"\text{Loss}", r"\text{Prediction}", r"\mathrm{yhat}", r"\operatorname{Div}"])
def test_words_in_mathematics_are_words(name):
    key = "yhat" if "Pred" in name or "yhat" in name else "Div"
    assert read(f"${name} = 0.58$")[0] == read(rf"$${name} = -\log(0.56) ≈ 0.58$$")[0] == {key: 0.58}
