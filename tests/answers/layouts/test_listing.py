"""Names with their numbers beside them or under them, headings, and what is said twice or to nobody."""

import pytest

from grader.answers import Cell, Kind
from grader.numbers import Unreadable
from tests.answers.layouts.sheets import RELU, read, written

RIGHT = {"h1": 0.7875, "dDiv/dw1": 0.0009}


@pytest.mark.parametrize(
    "rows",
    [
        [["quantity", "value"], ["h₁", 0.7875], ["∂Div/∂w₁", "0.0009"]],
        [["h_1", "0.7875"], ["dDiv/dw1", 0.0009]],
        [["Homework 1"], ["Ada Lovelace", "4711"], [], ["symbol", "answer"], ["h1", 0.7875], ["dDiv_dw1", 0.0009]],
        [["Größe", "Wert"], ["h1", "0,7875"], ["dDiv/dw1", "0,0009"]],
        [["magnitud", "cálculo", "valor"], ["h1", "1/(1+exp(-1.31))", 0.7875], ["dDiv/dw1", "a*b", 0.0009]],
        [["", "h1", "", 0.7875], ["", "dDiv/dw1", "", 0.0009]],
        [["h1", "dDiv/dw1"], [0.7875, 0.0009]],
        [["h1", "s1", "dDiv/dw1"], ["0.7875", "", "0.0009"]],
        [["h1 = 0.7875"], ["dDiv/dw1  : 0.0009"]],
        [["quantity", "value", "", "quantity", "value"], ["h1", 0.7875, "", "dDiv/dw1", 0.0009]],
        [["h1", 0.7875], [], ["Backward"], [], ["dDiv/dw1", 0.0009]],
        [["Problem 2"], ["h1", 0.7875], ["dDiv/dw1", 0.0009]],
        [["problem", "quantity", "value"], ["2", "h1", 0.7875], ["2", "dDiv/dw1", 0.0009]],
        [["quantity", "value", "note"], ["h1", 0.7875, "by hand"], ["dDiv/dw1", 0.0009, "3"]],
        [["x1", -0.7], ["h1", 0.7875], ["w1", -1.7], ["dDiv/dw1", 0.0009]],
    ],
)
def test_names_and_values(rows):
    found, remarks = read(rows)
    assert {k: v for k, v in found.items() if v is not None} == RIGHT
    assert not remarks


def test_a_heading_decides_the_problem():
    rows = [["Problem 2"], ["dDiv/dw1", 1.5], ["Problem 3"], ["dDiv/dw1", 2.5]]
    assert read(rows, problem="2")[0] == {"dDiv/dw1": 1.5}
    assert read(rows, problem="3")[0] == {"dDiv/dw1": 2.5}


def test_a_sheet_a_problem():
    assert read([["dDiv/dw1", 2.5]], problem="3", sheet="Problem 3")[0] == {"dDiv/dw1": 2.5}
    assert read([["dDiv/dw1", 2.5]], problem="2", sheet="Problem 3")[0] == {}


def test_working_is_not_the_answer_and_arithmetic_is_worth_its_value():
    found, _ = read([["quantity", "working", "value"], ["dDiv/dh1", "0.03837*-0.3", "0.03837*-0.2"]])
    assert found["dDiv/dh1"] == pytest.approx(-0.007674)


@pytest.mark.parametrize("kind", [Kind.DATE, Kind.ERROR, Kind.UNCALCULATED, Kind.BOOLEAN])
def test_odd_cells_are_unreadable_and_neither_blank_nor_zero(kind):
    found, _ = read([["h1", Cell(kind, "odd", 1.0)]])
    assert isinstance(found["h1"], Unreadable)


def test_a_blank_is_an_answer_too():
    assert read([["quantity", "value"], ["h1", ""], ["s1", 1.31]])[0] == {"h1": None, "s1": 1.31}


def test_answered_twice():
    found, remarks = read([["h1", 0.5], ["s1", 1.31], ["h1", 0.7875]])
    assert found["h1"] == 0.7875
    assert "answered twice" in remarks[0].issue
    assert not read([["h1", 0.5], ["s1", 1.31], ["h1", 0.5]])[1]


def test_names_nobody_asked_for():
    found, remarks = read([["h1", 0.7875], ["dDvi/ds3", 0.038], ["velocity", 3.0], ["s1", 1.31]])
    assert found == {"h1": 0.7875, "dDiv/ds3": 0.038, "s1": 1.31}
    assert ["typing error" in r.issue or "nobody asked" in r.issue for r in remarks] == [True, True]


@pytest.mark.parametrize(
    "rows",
    [
        [["MSE"], [1.65], [], ["MSE'"], [0.84]],
        [["MSE:"], ["1,65"], ["MSE':"], ["0,84"]],
        [["W1'"], [0.1, 0.2], [0.3, 0.4], [], ["MSE"], [1.65], ["MSE'"], [0.84]],
        [["MSE"], [], [1.65], [], ["MSE'"], [], [0.84]],
        [["Loss MSE"], [1.65], ["Cross entropy loss MSE'"], [0.84]],
        [["", "the loss"], ["", "MSE"], ["", 1.65], [], ["", "", "MSE'"], ["", "", 0.84]],
        [["MSE"], ["", 1.65], ["MSE'"], [], ["", 0.84]],
    ],
)
def test_a_number_under_its_name(rows):
    found, remarks = read(rows, RELU, "")
    assert (found["MSE"], found["MSE'"], remarks) == (1.65, 0.84, [])


@pytest.mark.parametrize("answer", ["", "no", "it took me 3 hours"])
def test_a_form_may_ask_for_one_quantity_among_other_things(answer):
    found, remarks = read([["MSE", "Any comments?", "Time spent"], [1.65, answer, ""]], RELU, "")
    assert (found, remarks) == ({"MSE": 1.65}, [])


@pytest.mark.parametrize(
    "rows",
    [
        [["MSE"], [1.65], [0.84]],
        [["MSE", "?"], [1.65]],
        [["MSE"], [1, 2]],
        [["MSE"], ["MSE'", 0.84]],
        [["", "MSE"], ["MSE'", "", 0.84]],
        [["", "MSE"], ["see", "", 0.84]],
    ],
)
def test_what_stands_under_a_name_and_is_not_its_number(rows):
    assert read(rows, RELU, "")[0].get("MSE") is None


@pytest.mark.parametrize(("numbers", "given"), [([0.3], "one is"), ([0.3, 0.4, 0.5], "3 are")])
def test_how_many_numbers_are_given_for_an_array_of_more_is_told(numbers, given):
    found, [remark] = read([["dDiv/dw", *numbers], ["h1", 0.79]])
    assert found == {"h1": 0.79}
    assert remark.issue == f"'dDiv/dw' stands for several numbers, and {given} given"


def test_a_name_just_below_a_number_is_not_that_of_the_next_one():
    rows = [[1.31], ["s1"], [], [0.7875], ["h1"], [], [2.94], ["s2"], []]
    assert read(rows)[0] == {}
    assert read(rows[1:])[0] == {"s1": 0.7875, "h1": 2.94}


def test_names_that_say_their_number_among_names_with_numbers_beside_them():
    rows = [["quantity", "value"], ["h1", 0.7875], ["s1 = 1.31"], ["h2 = sigmoid(s2)", ""], ["dDiv/dw1", 0.0009]]
    found, remarks = read(rows)
    assert (found, remarks) == ({"h1": 0.7875, "s1": 1.31, "h2": None, "dDiv/dw1": 0.0009}, [])


def test_on_the_way_back_a_given_with_another_number_is_its_gradient():
    forward = [["h1", "0.79"], ["s1", "1.31"], ["Backward pass"]]
    found, remarks = read([*forward, ["w1", "0.0009"], ["w2", "-0.0015"], ["w3", "-0.6"], ["h1", "-0.0077"]])
    assert found == {"h1": 0.79, "s1": 1.31, "dDiv/dw1": 0.0009, "dDiv/dw2": -0.0015, "dDiv/dh1": -0.0077}
    assert str(remarks).count("taken for the gradient") == 3
    spelled = [["dDiv/dw1", "0.0009"], ["dDiv/dw2", "-0.0015"], ["w1", "-1.7009"]]
    found, remarks = read([*forward, *spelled])
    assert found["dDiv/dw1"] == 0.0009
    assert "is given, and this is another number" in str(remarks)


@pytest.mark.parametrize(("rows", "told"), [([["w1", "0.00089889"]], 1), ([["w1", "-1.7"], ["x1", "-0.7"]], 0)])
def test_a_number_that_is_not_the_givens_is_told(rows, told):
    found, remarks = read([["Problem 3"], *rows, ["dDiv/dw2", "-0.0015"]], problem="3")
    assert found == {"dDiv/dw2": -0.0015}
    assert str(remarks).count("is given, and this is another number") == told


def test_where_a_later_value_is_asked_for_too_a_given_on_the_way_back_is_told():
    found, remarks = read([["MSE", "1.65"], ["Backward pass"], ["b1[1]", "0.38"], ["dMSE/db2", "3.8"]], RELU, "")
    assert found == {"MSE": 1.65, "dMSE/db2": 3.8} or found == {"MSE": 1.65, ("dMSE/db2", (1,)): 3.8}
    assert "is given, and this is another number" in str(remarks)


FORWARD, BACKWARD = (
    {"s1": 1.31, "h1": 0.79, "Div": 0.0062},
    {"dDiv/ds1": -0.0013, "dDiv/dh1": -0.0077, "dDiv/dw1": 0.0009},
)


@pytest.mark.parametrize(
    "title", ["Homework 1: computing gradients", "Gradients by hand", "Gradients", "Backpropagation"]
)
@pytest.mark.parametrize("work", [FORWARD, {**FORWARD, **BACKWARD}, {**BACKWARD, **FORWARD}])
def test_the_title_of_a_sheet_makes_no_gradients_of_the_names_of_the_way_forward(title, work):
    assert read([[title], *([name, str(number)] for name, number in work.items())])[0] == work
    assert read([[title], *([f"{name} = {number}"] for name, number in work.items())])[0] == work


def test_a_name_put_right_on_the_way_back_stays_itself():
    rows = [["Backpropagation"], ["h1", "0.80"], ["dDiv/dh1", "-0.0077"], ["dDiv/ds1", "-0.0013"], ["corrected:"]]
    assert read([*rows, ["h1", "0.79"]])[0] == {"h1": 0.79, "dDiv/dh1": -0.0077, "dDiv/ds1": -0.0013}


def test_the_title_of_a_sheet_that_names_its_problem_keeps_to_that():
    rows = [["Problem 2: gradients"], *([name, str(number)] for name, number in FORWARD.items())]
    assert read(rows)[0] == FORWARD
    assert read(rows, problem="3")[0] == {}


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2)])
def test_a_column_that_says_the_names_again_in_words(order):
    table = [
        ["symbol", "description", "value"],
        ["s1", "net input of h1", 1.31],
        ["h1", "output of neuron h1", 0.79],
        ["Div", "loss before update", 0.3],
        ["dDiv/dw1", "gradient of the loss with respect to w1", 0.0009],
    ]
    assert read([[row[at] for at in order] for row in table]) == (
        {"s1": 1.31, "h1": 0.79, "Div": 0.3, "dDiv/dw1": 0.0009},
        [],
    )
    assert read([row[1:] for row in table])[0] == {"s1": 1.31, "h1": 0.79, "Div": 0.3, "dDiv/dw1": 0.0009}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("unit", "error"), ("h1", 0.5), ("h2", 0.4)], {}),
        ([("", "delta δ"), ("h1", 0.5), ("h2", 0.4)], {}),
        ([("unit", "output", "error"), ("h1", 0.79, 0.1), ("h2", 0.95, 0.2)], {"h1": 0.79, "h2": 0.95}),
        ([("name", "error", "value"), ("h1", 0.1, 0.79), ("h2", 0.2, 0.95)], {"h1": 0.79, "h2": 0.95}),
        ([("name", "error"), ("Div", 0.006)], {"Div": 0.006}),
    ],
)
def test_an_error_beside_a_name_is_none_of_its_values(rows, found):
    assert read(rows)[0] == found


def test_columns_of_epochs_around_the_only_step():
    rows = [("", "Epoch 0", "Epoch 1"), ("b2", 0.5, 0.462), ("MSE", 1.65, 1.2)]
    found, [remark] = read(rows, RELU, "")
    assert found == {"b2'": 0.462, "MSE": 1.65, "MSE'": 1.2}
    assert "taken for the steps of training" in remark.issue
    assert read([("", "Step 1", "Step 2"), ("MSE", 1.65, 1.2)], RELU, "")[0] == {"MSE": 1.65}


def test_one_parameter_with_its_gradient_and_its_new_value():
    rows = [("weight", "old", "gradient", "new"), ("b2", 0.5, 3.8, 0.462)]
    assert read(rows, RELU, "") == ({"dMSE/db2": 3.8, "b2'": 0.462}, [])
    assert read([("weight", "old", "gradient"), ("b2", 0.5, 3.8)], RELU, "")[0] == {}


def test_a_number_alone_below_the_working_beside_a_name():
    rows = [
        ("h1", "sigmoid(s1)"),
        ("", 0.7875),
        ("dDiv/dw1", "dDiv/ds1 * x1"),
        ("", "9e-4"),
        ("s1", "see page 2"),
        ("", 1.3, 2),
    ]
    found, _ = read(rows)
    assert {name: found[name] for name in RIGHT} == RIGHT
    assert isinstance(found["s1"], Unreadable)


@pytest.mark.parametrize(
    "rows",
    [
        [["h1", 0.7875], ["s1", 1.31], ["s2", "s1"], ["s3", -0.2]],
        [["s2", "= s1"], ["h1", 0.7875], ["s1", 1.31], ["s3", -0.2]],
        [["h1", 0.7875], ["s1", 1.31], ["s3", -0.2], ["s2", "s1", "", ""], ["", "", "", "/ 1"]],
    ],
)
def test_a_name_in_the_place_of_a_number_heads_nothing_and_is_worth_what_it_names(rows):
    assert read(rows) == ({"h1": 0.7875, "s1": 1.31, "s2": 1.31, "s3": -0.2}, [])


def test_a_column_of_formulas_may_hold_a_name_alone():
    rows = [["h1", "1/(1+exp(-s1))", 0.7875], ["s1", "x1*w1 + x2*w2", 1.31], ["s2", "s1", 1.31]]
    expected = {"h1": 0.7875, "s1": 1.31, "s2": 1.31}
    assert read(rows) == (expected, [])
    assert read([["Quantity", "Formula", "Value"], *rows]) == (expected, [])


@pytest.mark.parametrize(
    "rows",
    [
        [["h1", "s1"], [0.7875, 1.31], [], ["s1", 1.31], ["h1", 0.7875]],
        [["h1", 0.7875], ["s3", -0.2], ["yhat", 0.45], ["s1", "s2"], [1.31, 2.94]],
        [["s1", 1.31, "h1", 0.7875], ["h1", 0.7875, "note", "see above"]],
    ],
)
def test_names_that_head_numbers_answer_nothing(rows):
    found, remarks = read(rows)
    assert (found["s1"], None in found.values(), remarks) == (1.31, False, [])
    assert not any(isinstance(value, Unreadable) for value in found.values())


def test_a_number_in_the_column_of_the_workings_answers_where_nothing_stands_behind_it():
    rows = [["s1", "x1*w1 + x2*w2", 1.31], ["h1", "sigmoid(s1)", 0.7875], ["yhat", 0.58]]
    assert read(rows) == ({"s1": 1.31, "h1": 0.7875, "yhat": 0.58}, [])
    assert read([["Quantity", "Working", "Value"], *rows])[0]["yhat"] == 0.58
    rows = [["Quantity", "", "Answer"], ["s1", 1, 1.31], ["h1", 1, 0.7875], ["yhat", 2, ""]]
    assert read(rows)[0] == {"s1": 1.31, "h1": 0.7875, "yhat": None}


def test_a_blank_beside_points_makes_no_answers_of_them():
    rows = [["s1", 1, 1.31], ["h1", 1, 0.7875], ["s2", 1, 2.94], ["yhat", 2, ""]]
    assert read(rows) == ({"s1": 1.31, "h1": 0.7875, "s2": 2.94, "yhat": None}, [])


@pytest.mark.parametrize("text", ["dDiv/ds3", "= ∂Div/∂s₃", "same as dDiv/ds3", "siehe dDiv/ds3"])
def test_an_answer_that_names_another_is_worth_what_that_is(text):
    rows = [["quantity", "value"], ["dDiv/dh1", text], ["dDiv/ds3", 0.0384], ["dDiv/dh2", "dDiv/dh1"]]
    assert read(rows) == ({"dDiv/dh1": 0.0384, "dDiv/ds3": 0.0384, "dDiv/dh2": 0.0384}, [])


@pytest.mark.parametrize("text", ["dDiv/ds3", "w1", "dDiv/ds3 * w5"])
def test_an_answer_that_names_what_is_not_answered_is_told(text):
    found, [remark] = read([["quantity", "value"], ["dDiv/dh1", text], ["h1", 0.79]])
    assert isinstance(found["dDiv/dh1"], Unreadable)
    assert "could not be read" in remark.issue


def test_questions_over_numbers_are_names():
    rows = [["Your name?", "What is h1?", "What is the value of s1?", "What is the sigmoid of s2?", "Div"]]
    found, _ = read([*rows, ["Ada", 0.79, 1.31, 0.95, 0.01]])
    assert found == {"h1": 0.79, "s1": 1.31, "Div": 0.01}


def test_a_sign_may_stand_in_a_cell_of_its_own_or_end_the_name():
    rows = [["s1", "=", 1.31], ["h1 =", 0.79], ["s2 =", 2.94, ""], ["h2", "≈", 0.95]]
    expected = {"s1": 1.31, "h1": 0.79, "s2": 2.94, "h2": 0.95}
    assert read(rows)[0] == expected
    assert read(rows[1:])[0] == {name: expected[name] for name in ("h1", "s2", "h2")}


def test_points_beside_a_name_that_ends_with_a_sign_are_no_answer():
    rows = [["s1 =", 1, 1.31], ["h1 =", 1, 0.7875], ["s2 =", 1, 2.94], ["yhat =", 2, ""]]
    assert read(rows) == ({"s1": 1.31, "h1": 0.7875, "s2": 2.94, "yhat": None}, [])


@pytest.mark.parametrize(
    "rows",
    [
        [[0.7875, "h1"], ["0.0009", "dDiv/dw1"]],
        [["Wert", "Größe"], [0.7875, "h1"], ["0,0009", "dDiv/dw1"]],
        [["answer", "quantity", "remark"], [0.7875, "h1", "sigmoid"], [0.0009, "dDiv/dw1", ""]],
        [["0.7875", "=", "h1"], ["0.0009", "=", "dDiv/dw1"]],
        [[0.7875, "h1", 0.0009, "dDiv/dw1"]],
    ],
)
def test_answers_before_their_names(rows):
    assert read(rows) == (RIGHT, [])


@pytest.mark.parametrize(
    "rows",
    [
        [[2.1, "s1"], [2.2, "h1"]],
        [[0.5, "s1"], [1.25, "h1"]],
        [["points", "name"], [0.125, "s1"], [0.125, "h1"]],
        [["", "s1"], ["", "h1"], [0.7875, "h2"]],
    ],
)
def test_numbers_of_items_and_points_before_names_are_no_answers(rows):
    assert read(rows)[0] == {}


def test_another_number_below_a_given_among_answers_is_told():
    rows = [["h1", "dDiv/dw1", "w1"], [0.7875, 0.0009, -1.75]]
    found, (remark,) = read(rows)
    assert found == RIGHT
    assert remark.issue.startswith("'w1' is given, and this is another number: not read")
    assert read([rows[0], [0.7875, 0.0009, -1.7]]) == (RIGHT, [])


OF_EACH = """
given = {X = [[1, 1], [1, 2]], theta = [0.5, -1]}
[forward]
h = "sigmoid(X @ theta)"
[labels]
"h[i]" = "h_theta(x^(i))"
[marks]
h = 2
"""


@pytest.mark.parametrize("mark", ["", "- ", "  * "])
def test_a_line_that_gives_a_number_to_a_function_of_an_input_is_no_name_of_the_next(tmp_path, mark):
    rows = [[rf"{mark}$h_\theta(x^{{(1)}}) = 0.3775$"], [rf"{mark}$h_\theta(x^{{(2)}}) = 0.1824$"]]
    assert read(rows, written(OF_EACH, tmp_path), "") == ({("h", (1,)): 0.3775, ("h", (2,)): 0.1824}, [])
