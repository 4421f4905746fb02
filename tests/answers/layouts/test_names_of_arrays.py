"""What an array is called, in words, by its sheet or beside its middle; and what its rows and columns are called."""

import pytest

from grader.answers.containers.delimited import read_delimited
from grader.answers.layouts import lay_out_sheets
from grader.notation import Symbol, Vocabulary
from tests.answers.layouts.sheets import RELU, read, vocabulary, written

TWO_LAYERS = Vocabulary(Symbol("", name, (2, 3), (name,)) for name in ("Z1", "Z2"))


def test_a_heading_over_numbers_that_were_read_is_no_answer():
    rows = [["sample", "z1", "z2", "z3"], [1, -0.8, 0.1, 1.9], [2, -0.9, 0.55, -1.1]]
    found, remarks = read(rows, TWO_LAYERS, "")
    assert [*found] == [("Z1", (i, j)) for i in (1, 2) for j in (1, 2, 3)]
    assert ([*found.values()], remarks) == ([-0.8, 0.1, 1.9, -0.9, 0.55, -1.1], [])


def test_a_word_beside_the_name_of_an_array_is_told():
    [remark] = read([["Z2", "see below"], ["sum", ""]], TWO_LAYERS, "")[1]
    assert "'Z2' stands for several numbers, and 'see below' is none" in remark.issue


def test_matrices_side_by_side_under_their_names_and_the_numbers_of_their_columns():
    l1 = [[1.5, 1.6], [1.1, 1.2], [2.3, 2.4], [1.9, 2.0], [1.7, 1.8]]
    rows = [["", "l1", "", "f"], ["", 1, 2, 1], *([f"s{s}", *row, row[0] / 2] for s, row in enumerate(l1, 1))]
    found, remarks = read(rows, RELU, "")
    assert {at: value for at, value in found.items() if at[0] == "l1"} == {
        ("l1", (s, j)): l1[s - 1][j - 1] for s in range(1, 6) for j in (1, 2)
    }
    assert (found["f", (5,)], remarks) == (0.85, [])


@pytest.mark.parametrize(
    "rows",
    [
        [["dDiv/dw", 1, 2, 3, 4, 5, 6], ["", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]],
        [["dDiv/dw"], [1, 2, 3, 4, 5, 6], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]],
        [["dDiv/dw", "a", "b", "c", "d", "e", "f"], ["", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]],
        [["dDiv/dw"], *([i, i / 10] for i in range(1, 7))],
        [["dDiv/dw", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], ["dDiv/ds1", 1]],
    ],
)
def test_labels_of_a_vector_are_no_numbers(rows):
    found, _ = read(rows)
    assert [found[f"dDiv/dw{i}"] for i in range(1, 7)] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]


def test_two_whole_numbers_over_others_count_them():
    assert read([["b1'"], [1, 2], [0.5, 0.6]], RELU, "")[0] == {("b1'", (1,)): 0.5, ("b1'", (2,)): 0.6}
    assert read([["b1'"], [1, 2], ["MSE", 0.6]], RELU, "")[0] == {("b1'", (1,)): 1, ("b1'", (2,)): 2, "MSE": 0.6}


def test_numbers_that_count_are_numbers_where_the_next_ones_have_a_name():
    rows = [["dDiv/dw", 1, 2, 3, 4, 5, 6], ["x", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]]
    assert list(read(rows)[0].values()) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "rows", ["0.1 0.2\n0.3 0.4", "[0.1, 0.2]\n[0.3, 0.4]", "| 0.1 | 0.2 |\n| 0.3 | 0.4 |", "0,1 | 0,2\n0,3 | 0,4"]
)
def test_rows_each_in_a_cell_below_a_name_in_words(rows):
    text = f"b1 new = [0.5, 0.6]\nMSE = 1.65\nnew W1\n{rows}\nMSE' = 0.84\n"
    answers, remarks = lay_out_sheets(read_delimited(text.encode()), RELU)
    found = {a.target.index: a.number.value for a in answers if a.target.quantity == "W1'"}
    assert (found, remarks) == ({(1, 1): 0.1, (1, 2): 0.2, (2, 1): 0.3, (2, 2): 0.4}, [])
    assert read([["W1'"], *([row] for row in rows.split("\n")), ["MSE'", 0.84]], RELU, "")[1] == []


@pytest.mark.parametrize("before", [[], [["X"], ["", 1, 2], ["", 3, 4]], [["Q", 7.0, 8.0], ["", 7.5, 8.5], []]])
@pytest.mark.parametrize("after", [[], [["", 0.5], ["b1'", 0.6]], [["b1'", 0.5, 0.6]], [[], ["b1'", 0.5, 0.6]]])
def test_a_name_beside_the_middle_of_its_matrix(before, after):
    l1 = [[1.5, 1.6], [1.1, 1.2], [2.3, 2.4], [1.9, 2.0], [1.7, 1.8]]
    rows = [["l1" if i == 2 else "", *row] for i, row in enumerate(l1)]
    found, _ = read([*before, *rows, *after], RELU, "")
    expected = {("l1", (i + 1, j + 1)): l1[i][j] for i in range(5) for j in range(2)}
    assert {key: value for key, value in found.items() if key[0] == "l1"} == expected
    assert not after or found["b1'", (1,)] == 0.5


@pytest.mark.parametrize("name", ["dMSE/dW1", "dW1", "grad_W1"])
def test_a_sheet_may_be_named_for_its_array(name):
    found, told = read([[1.2, 1.3], [3.6, 4.0]], RELU, "", name)
    assert found == {
        ("dMSE/dW1", (i + 1, j + 1)): x for i, row in enumerate([[1.2, 1.3], [3.6, 4.0]]) for j, x in enumerate(row)
    }
    assert not told
    found, told = read([[1.2, 1.3], [3.6, 4.0], [5.1, 6.2]], RELU, "", name)
    assert not found
    assert "have no names" in str(told)


def test_a_list_under_the_letter_of_single_quantities():
    assert read([["s = [1.31, 2.94], h = (0.79, 0.95)"]]) == ({"s1": 1.31, "s2": 2.94, "h1": 0.79, "h2": 0.95}, [])
    found, told = read([["h = [0.79, 0.95, 0.5]"]])
    assert not found
    assert "nobody asked for 'h'" in str(told)


@pytest.mark.parametrize("name", ["Gradients of W1", "gradient of W1", "Grads for W1"])
def test_gradients_of_a_matrix_as_a_program_prints_them(name):
    found, told = read([[f"{name}: [[1.2, 1.3], [3.6, 4.0]]"]], RELU, "")
    assert found["dMSE/dW1", (2, 1)] == 3.6
    assert not told


@pytest.mark.parametrize(
    "rows", [[[f"Gradients of the weights: {[0.5] * 6}"]], [["weight gradients"], [str([0.5] * 6)]]]
)
def test_arrays_named_in_words(rows):
    assert read(rows)[0] == {f"dDiv/dw{n}": 0.5 for n in range(1, 7)}


def test_the_error_of_an_array_is_not_the_array():
    found, [told] = read([["b1' (error) = [0.1, 0.2]"]], RELU, "")
    assert found == {}
    assert "nobody asked for 'b1' (error)'" in told.issue


def test_a_sheet_that_is_called_by_what_its_only_number_is():
    assert read([[1.65]], RELU, "", sheet="MSE") == ({"MSE": 1.65}, [])
    assert read([[1.65]], RELU, "", sheet="L_new") == ({"MSE'": 1.65}, [])


UNITS = """
[given]
X = [[1, 2, 0.5], [-1, 0.5, 2]]
W = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]
V = [[0.1, 0.2], [0.3, 0.4]]
[forward]
H = "tanh(X @ W)"
O = "H @ V"
L = "sum(O^2)"
[marks]
H = 4
O = 4
L = 1
"dL/dW" = 6
"dL/dV" = 4
"""


@pytest.mark.parametrize(
    ("name", "rows", "heads"), [("dL/dW", ["x1", "x2", "x3"], ["h1", "h2"]), ("dL/dV", ["h1", "h2"], ["o1", "o2"])]
)
@pytest.mark.parametrize("corner", [False, True])
def test_names_of_units_may_label_the_rows_and_columns_of_a_matrix(tmp_path, name, rows, heads, corner):
    (tmp_path / "r.toml").write_text(UNITS)
    names = vocabulary(tmp_path / "r.toml")
    numbers = [[0.11 * (i + 1) + j for j in range(len(heads))] for i in range(len(rows))]
    below = [[row, *values] for row, values in zip(rows, numbers, strict=True)]
    sheet = [[name, *heads], *below] if corner else [[name], ["", *heads], *below]
    found, remarks = read(sheet, names, "")
    assert found == {(name, (i + 1, j + 1)): x for i, row in enumerate(numbers) for j, x in enumerate(row)}
    assert not remarks


@pytest.mark.parametrize("sign", ["=", " = ", ":"])
def test_a_name_and_a_sign_of_its_own_beside_the_middle_of_a_matrix(sign, tmp_path):
    rubric = "[given]\nx = [1, 2]\nW = [[1, 2], [3, 4], [5, 6]]\n[forward]\nL = 'sum(W @ x)'\n[marks]\n'dL/dW' = 6\n"
    rows = [["", "", 0.1, 0.2], ["dL/dW", sign, 0.3, 0.4], ["", "", 0.5, 0.6]]
    found, remarks = read(rows, written(rubric, tmp_path), "")
    assert [found["dL/dW", (i, j)] for i in (1, 2, 3) for j in (1, 2)] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    assert not remarks


TWO = """
[given]
x = [1, 2]
W = [[0.1, 0.2], [0.3, 0.4]]
b = [0, 0.5]
[forward]
z = "W @ x + b"
L = "sum(tanh(z))"
[marks]
z = 2
"dL/dz" = 2
"dL/db" = 2
"""


@pytest.mark.parametrize("text", ["dL/db = dL/dz", "dL/db: same as dL/dz"])
def test_an_array_of_which_the_name_of_another_is_said(text, tmp_path):
    names = written(TWO, tmp_path)
    found, remarks = read([[text], ["dL/dz = [0.5, 0.25]"]], names, "")
    assert (found["dL/db", (1,)], found["dL/db", (2,)]) == (0.5, 0.25)
    assert not remarks
    found, [remark] = read([[text], ["z = [0.5, 0.25]"]], names, "")
    assert ("dL/db", (1,)) not in found
    assert "stands for several numbers" in remark.issue
