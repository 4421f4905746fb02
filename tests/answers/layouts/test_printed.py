"""Arrays as numerical libraries print them, in text files and in notebooks."""

import json

import numpy as np
import pytest

from grader.answers.containers.delimited import read_delimited
from grader.answers.containers.markdown import read_notebook
from grader.answers.layouts import lay_out_sheets
from grader.numbers import Unreadable
from tests.answers.layouts.sheets import CS637, MATRIX, W, found, text

TORCH = "tensor([[ 0.1000, -0.2500],\n        [ 0.0500,  1.0000]], dtype=torch.float64, grad_fn=<SubBackward0>)"
TENSORFLOW = "tf.Tensor(\n[[ 0.1  -0.25]\n [ 0.05  1.  ]], shape=(2, 2), dtype=float64)"
TF_REPR = (
    "<tf.Tensor: shape=(2, 2), dtype=float64, numpy=\narray([[ 0.1 , -0.25],\n       [ 0.05,  1.  ]], dtype=float64)>"
)
TF_VARIABLE = TF_REPR.replace("Tensor:", "Variable 'W1:0'").replace(", dtype=float64, numpy", " dtype=float64, numpy")
TF_SINGLE = TF_REPR.replace("dtype=float64, numpy", "dtype=float32, numpy").replace(", dtype=float64)>", ")>")
PARAMETER = f"Parameter containing:\n{TORCH}"
PRINTED = [
    TF_VARIABLE,
    TF_SINGLE,
    PARAMETER,
    str(W),
    repr(W),
    str(W.tolist()),
    TORCH,
    TENSORFLOW,
    TF_REPR,
    repr(W.astype(np.float32)),
    f"np.{W!r}",
]


def notebook(*cells):
    cells = [{"cell_type": "code", "source": source, "outputs": [output]} for source, output in cells]
    return found(read_notebook(json.dumps({"cells": cells, "nbformat": 4}).encode()))


@pytest.mark.parametrize("printed", PRINTED)
@pytest.mark.parametrize(
    "before",
    [
        "W1_new = ",
        "W1_new ",
        "W1_new =\n",
        "W1_new:\n",
        "W1_new (2, 2):\n",
        "W1_new (2, 2) = ",
        "W1_new: ",
        "W1' = W1 - 0.01 * dW1 = ",
        "- **W1'** = ",
    ],
)
@pytest.mark.parametrize("after", ["", "\nL' = 1.65\n", "\n\nL': 1.65", "\nL' =\n1.65\n"])
def test_a_matrix_as_printed(before, printed, after):
    values, remarks = text(f"Homework of Ada\n{before}{printed}{after}")
    assert values == MATRIX | ({"MSE'": 1.65} if after else {})
    assert not remarks


@pytest.mark.parametrize(
    "printed", ["[0.1 0.2]", "[ 0.1   0.2]", "[[0.1]\n [0.2]]", "array([0.1, 0.2])", "0.1, 0.2", "[0.1\n 0.2]"]
)
def test_a_vector_as_printed(printed):
    assert text(f"b1_new = {printed}\nMSE = 1.65") == ({("b1'", (1,)): 0.1, ("b1'", (2,)): 0.2, "MSE": 1.65}, [])


@pytest.mark.parametrize(
    "number", ["np.float64(0.79)", "tensor(0.79)", "tensor(0.79, grad_fn=<MseLossBackward0>)", "array(0.79)",
               "tf.Tensor(0.79, shape=(), dtype=float32)", "<tf.Tensor: shape=(), dtype=float32, numpy=0.79>",
               "tensor([0.79], device='cuda:0')"]
)  # fmt: skip
def test_a_number_as_printed(number):
    assert text(f"h1 = {number}\nh2 = 0.95", CS637)[0].items() >= {"h1": 0.79, "h2": 0.95}.items()


def test_several_arrays_and_numbers_on_one_line():
    values, remarks = text("b1' = [0.1, 0.2], W1' = [[0.1, -0.25], [0.05, 1]], MSE' = 0.84, MSE = 1.65")
    assert values == MATRIX | {("b1'", (1,)): 0.1, ("b1'", (2,)): 0.2, "MSE'": 0.84, "MSE": 1.65}
    assert not remarks


@pytest.mark.parametrize("said", ["[[0.1, 0.2], [a, b", "[see page 2]", "[[0.1 ... 0.2]\n ...\n [0.3 ... 0.4]]"])
def test_an_array_that_is_none_is_told(said):
    values, remarks = text(f"W1' = {said}\nMSE = 1.65")
    assert values["MSE"] == 1.65
    assert not any(isinstance(value, float) for key, value in values.items() if key != "MSE")
    assert "W1'" in remarks[0].issue


def test_an_array_that_never_ends_takes_nothing_else_with_it():
    values, _ = text("W1' = [[0.1, 0.2],\nMSE = 1.65\nMSE' = 0.84")
    assert (values["MSE"], values["MSE'"]) == (1.65, 0.84)
    assert isinstance(values["W1'", (1, 1)], Unreadable)


@pytest.mark.parametrize("printed", PRINTED)
def test_a_notebook_that_shows_a_variable(printed):
    shown = {"output_type": "execute_result", "data": {"text/plain": printed.splitlines(keepends=True)}}
    stream = {"output_type": "stream", "text": [printed, "\n"]}
    for cell in [
        ("W1_new = W1 - dW1\nW1_new", shown),
        ("print('W1_new =', W1_new)", {**stream, "text": f"W1_new = {printed}"}),
        ("x = 1\nprint(W1_new)", stream),
    ]:
        assert notebook(cell) == (MATRIX, [])


def test_a_notebook_that_shows_something_else():
    shown = {"output_type": "execute_result", "data": {"text/plain": "0.5"}}
    assert notebook(
        ("MSE = f(x)\nMSE + 1", shown), ("print(MSE); print(x)", {"output_type": "stream", "text": "0.5"})
    ) == ({}, [])


@pytest.mark.parametrize("first", ["Problem 2", "Results:"])
def test_what_a_variable_of_text_prints_speaks_for_itself(first):
    output = {"output_type": "stream", "text": f"{first}\nMSE = 0.81\n"}
    cell = {"cell_type": "code", "source": "print(f)", "outputs": [output]}
    [sheet] = read_notebook(json.dumps({"cells": [cell], "nbformat": 4}).encode())
    assert [[cell.text for cell in row] for row in sheet.rows] == [[first], ["MSE = 0.81"]]


def test_a_data_frame_as_it_is_printed():
    frame = (
        "        quantity    value\n0             h1  0.78750\n1             s2  2.94000\n2     dDiv/dyhat -0.15738\n"
    )
    values, remarks = text(frame, CS637)
    assert values == {"h1": 0.7875, "s2": 2.94, "dDiv/dyhat": -0.15738}
    assert not remarks


def test_a_matrix_as_matlab_prints_it():
    shown = "W1_new =\n\n    0.1000   -0.2500\n    0.0500    1.0000\n\n\nMSE =\n\n    1.6500\n\n"
    assert text(shown) == (MATRIX | {"MSE": 1.65}, [])


@pytest.mark.parametrize(
    "printed",
    [
        "quantity    value\n      h1 0.787500\n      s2 2.940000\n dDiv/dw1 0.000900\n",
        "h1 0.7875\ns2 2.94\ndDiv/dw1 0.0009\n",
        "h1，0．7875\ns2，2．94\ndDiv/dw1，0．0009\n",
        "            value\nh1       0.787500\ns2       2.940000\ndDiv/dw1 0.000900\n",
        "h1          0.787500\ns2          2.940000\ndDiv/dw1    0.000900\ndtype: float64\n",
        "+----------+--------+\n| quantity | value  |\n+==========+========+\n| h1       | 0.7875 |\n"
        "| s2       | 2.94   |\n+----------+--------+\n| dDiv/dw1 | 0.0009 |\n+----------+--------+\n",
        "┌──────────┬────────┐\n│ quantity ┆ value  │\n╞══════════╪════════╡\n│ h1       ┆ 0.7875 │\n"
        "│ s2       ┆ 2.94   │\n│ dDiv/dw1 ┆ 0.0009 │\n└──────────┴────────┘\n",
    ],
)
def test_a_table_as_it_is_printed(printed):
    values = {"h1": 0.7875, "s2": 2.94, "dDiv/dw1": 0.0009}
    assert text(printed, CS637) == (values, [])
    assert text(f"Problem 2\n{printed}", CS637) == (values, [])


def test_a_data_frame_with_a_row_a_sample():
    frame = "   x1  x2  l_1^1  f\n0   1   3    1.5  1.1\n1   3   1    1.1  0.9\n2   3   5    2.3  1.4\n"
    values = {("l1", (1, 1)): 1.5, ("l1", (2, 1)): 1.1, ("l1", (3, 1)): 2.3, ("f", (1,)): 1.1, ("f", (2,)): 0.9}
    assert text(frame) == (values | {("f", (3,)): 1.4}, [])


@pytest.mark.parametrize(
    "printed",
    [
        "{'h1': np.float64(0.7875), 's2': 2.94, 'dDiv/dw': [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]}",
        "{'h1': 0.7875,\n 's2': 2.94,\n 'dDiv/dw': array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])}",
        '{\n  "h1": 0.7875,\n  "s2": 2.94,\n  "dDiv/dw": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]\n}',
        '{\n  "Problem 2": {\n    "h1": 0.7875,\n    "s2": 2.94,\n    "dDiv/dw": [\n      0.1,\n      0.2,\n'
        "      0.3,\n      0.4,\n      0.5,\n      0.6\n    ]\n  }\n}",
    ],
)
def test_a_dictionary_as_it_is_printed(printed):
    gradients = {f"dDiv/dw{i}": i / 10 for i in range(1, 7)}
    values, remarks = text(printed, CS637)
    assert values == pytest.approx({"h1": 0.7875, "s2": 2.94, **gradients})
    assert not remarks


@pytest.mark.parametrize(
    "printed",
    [
        "{{'W1_new': {0!r}, 'MSE': 1.65}}",
        "MSE before:\n{{'W1_new': {0!r},\n 'MSE': np.float64(1.65)}}",
        "OrderedDict([('W1_new', {1}), ('MSE', tensor(1.65))])",
        "OrderedDict({{'W1_new': {1}, 'MSE': tensor(1.65)}})",
        "results = {{'epoch': 1, 'W1_new': {0!r}, 'MSE': 1.65}}",
        "Forward: {{'MSE': 1.65}} Step: {{'W1_new': {0!r}}}",
        "[('W1_new', {0!r}), ('MSE', 1.65)]",
        "state {{'model': {{'W1_new': {0!r}}}, 'losses': {{'MSE': 1.65}}}}",
    ],
)
def test_a_dictionary_of_arrays_and_numbers(printed):
    assert text(printed.format(W, TORCH))[0] == MATRIX | {"MSE": 1.65}


def test_a_long_dictionary_on_one_line_is_read_to_its_end_and_says_its_line():
    names = [f"dDiv/dw{n}" for n in range(1, 7)] + ["s1", "h1", "s2", "h2", "s3", "yhat", "dDiv/ds1", "dDiv/ds2"]
    line = f"{{{', '.join(f'{name!r}: np.float64(0.{n}875131558774608123)' for n, name in enumerate(names, 1))}}}"
    [sheet] = read_delimited(f"Results\n{line}\nDiv = 0.006\n".encode())
    answers = {a.target.quantity: a.place for a in lay_out_sheets([sheet], CS637)[0] if a.target.problem == "2"}
    assert len(line) > 600
    assert answers == dict.fromkeys(names, "line 2") | {"Div": "line 3"}


def test_a_title_of_gradients_over_parameters_alone_holds_though_the_loss_is_last():
    values = text("Gradients: {'W1': [[7.1, 7.2], [0.9, 0.2]], 'b2': 3.8}\nLoss: 1.65")[0]
    assert values["dMSE/db2"] == 3.8
    assert values["dMSE/dW1", (1, 2)] == 7.2


@pytest.mark.parametrize(
    "printed",
    [
        "grads = {'w1': 7.1}\nh1 = 0.79",
        "{'grads': {'w1': 7.1}, 'h1': 0.79}",
        "{'model': {'grads': {'layer1': {'w1': 7.1}}, 'h1': 0.79}}",
        '{"grads": {"w1": 7.1,}, "h1": 0.79}',
    ],
)
def test_what_follows_a_dictionary_of_gradients_is_none(printed):
    assert text(printed, CS637)[0].items() >= {"dDiv/dw1": 7.1, "h1": 0.79}.items()


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("{'updated': {'b2': 0.46}, 'MSE': 1.65}", "MSE"),
        ("{'updated': {'layer2': {'b2': 0.46}}, 'forward': {'MSE': 1.65}}", "MSE"),
        ("After the update:\n{'updated': {'b2': 0.46}, 'MSE': 1.65}", "MSE'"),
        ("{'updated': {'parameters': {'b2': 0.46}, 'MSE': 1.65}}", "MSE'"),
    ],
)
def test_what_stands_beside_a_dictionary_of_updated_values_is_none(printed, name):
    assert text(printed)[0] == {"b2'": 0.46, name: 1.65}


def test_an_answer_at_the_end_of_a_long_notebook():
    cells = [{"outputs": [{"output_type": "stream", "text": f"run {n}\n"}]} for n in range(300)]
    cells += [{"outputs": [{"output_type": "stream", "text": "MSE = 1.65\n"}]}]
    sheets = read_notebook(json.dumps({"cells": cells, "nbformat": 4}).encode())
    assert found(sheets) == ({"MSE": 1.65}, [])


def test_several_variables_at_the_end_of_a_notebooks_cell():
    cell = {
        "cell_type": "code",
        "source": "s1, h1",
        "outputs": [{"output_type": "execute_result", "data": {"text/plain": "(1.31, 0.79)"}}],
    }
    sheets = read_notebook(json.dumps({"cells": [cell], "nbformat": 4}).encode())
    assert found(sheets, CS637)[0] == {"s1": 1.31, "h1": 0.79}


@pytest.mark.parametrize(
    "printed",
    [
        "matrix(c(0.1, 0.05, -0.25, 1), nrow = 2)",
        "matrix(c(0.1, 0.05, -0.25, 1.0), 2, 2)",
        "matrix(c(0.1, -0.25, 0.05, 1.0), ncol=2, byrow=TRUE)",
        "[[0.1, -0.25], [0.05, 1.0]] (2x2)",
        "[0.1 -0.25; 0.05 1.0]  % rounded to 2 digits",
        "[[0.1, -0.25], [0.05, 1.0]]  # rounded",
        "[0.1, -0.25; ...\n      0.05, 1.0];",
    ],
)
def test_a_matrix_of_r_and_what_is_remarked_behind_one(printed):
    assert text(f"W1_new = {printed}\nMSE = 1.65") == (MATRIX | {"MSE": 1.65}, [])
