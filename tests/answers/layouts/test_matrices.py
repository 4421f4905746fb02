"""Vectors and matrices: as blocks and as lists, turned or of a wrong shape, and what beside them is none of them."""

import pytest

from grader.answers import Sheet
from grader.answers.layouts import lay_out_sheets
from grader.notation import Symbol, Vocabulary
from grader.numbers import Unreadable
from grader.reference import refer, symbols
from grader.rubric import load
from tests.answers.layouts.sheets import RELU, cell, read, text, vocabulary, written


@pytest.mark.parametrize(
    "rows",
    [
        [["W1'"], [0.1, 0.2], [0.3, 0.4]],
        [["W1'", 0.1, 0.2], ["", 0.3, 0.4]],
        [["W1'", "[[0.1, 0.2], [0.3, 0.4]]"]],
        [["W1' = [[0.1, 0.2], [0.3, 0.4]]"]],
        [["W1' = W1 - 0.1 dMSE/dW1 = [[0.1, 0.2], [0.3, 0.4]]"]],
        [["W1' = W1 - 0.1 dMSE/dW1:"], [0.1, 0.2], [0.3, 0.4]],
        [["New weights: $W1' = [[0.1, 0.2], [0.3, 0.4]]$."]],
        [["Layer 1: W1' ≈ W1 - 0.1 dMSE/dW1 ≈ [[0.1, 0.2], [0.3, 0.4]]"]],
        [["W1' = dMSE/dW2 W2 ="], [0.1, 0.2], [0.3, 0.4]],
        [["W1' = (W1 - W2)/2"], [0.1, 0.2], [0.3, 0.4]],
        [["W1'", "W1 - W2", "[[0.1, 0.2], [0.3, 0.4]]"]],
        [["", "Formula", "Value"], ["W1'", "(see page 2)", "[0.1 0.2; 0.3 0.4]"]],
        [["W1 ← W1 − η ∂MSE/∂W1 = [[0.1, 0.2], [0.3, 0.4]]"]],
        [["W1 = W1 - 0.1 dMSE/dW1 = [[0.1, 0.2], [0.3, 0.4]]"]],
        [["W1 := W1 - 0.1 dMSE/dW1 ="], [0.1, 0.2], [0.3, 0.4]],
        [["W1'"], [1, 2], [0.1, 0.2], [0.3, 0.4]],
        [["The new W1 is"], [0.1, 0.2], [0.3, 0.4]],
        [["Hence W1 new (rounded)"], [0.1, 0.2], [0.3, 0.4]],
        [["W1 - 0.01 g ="], [0.1, 0.2], [0.3, 0.4]],
        [["weight", "new W1"], ["w11", 0.1], ["w12", 0.2], ["w21", 0.3], ["w22", 0.4]],
        [["", "", "W1'"], ["2,1", "", 0.3], ["2,2", "", 0.4], ["1,1", "", 0.1], ["1,2", "", 0.2]],
        [["W1' = (0.1, 0.2 / 0.3, 0.4)"]],
        [["W1' = (0,1  0,2 / 0,3  0,4)"]],
        [["W1' = [[0.1, 0.2], [0.3, 0.4]]  <- not sure"]],
        [["W1' = [[0.3 - 0.2, 0.2], [0.3, 0.6 - 0.2]] = [[0.1, 0.2], [0.3, 0.4]]"]],
        [["W1 − η·∂MSE/∂W1"], [0.1, 0.2], [0.3, 0.4]],
        [["W1 - 0.01 g = [[0.1, 0.2], [0.3, 0.4]]"]],
        [["W1'", 0, 1], [0, 0.1, 0.2], [1, 0.3, 0.4]],
        [["W1'"], ["", 0, 1], [0, 0.1, 0.2], [1, 0.3, 0.4]],
        [["W1'", "", "col 1", "col 2"], ["", "row 1", 0.1, 0.2], ["", "row 2", 0.3, 0.4]],
        [["w_{1,1}^1 new", 0.1], ["w_{1,2}^1 new", 0.2], ["w_{2,1}^1 new", 0.3], ["w_{2,2}^1 new", 0.4]],
        [["W1'[1,1]", "W1'[1,2]", "W1'[2,1]", "W1'[2,2]"], [0.1, 0.2, 0.3, 0.4]],
        [["W1_new(1,1)", "W1_new(1,2)", "W1_new(2,1)", "W1_new(2,2)"], [0.1, 0.2, 0.3, 0.4]],
    ],
)
def test_matrices(rows):
    found, _ = read(rows, RELU, "")
    assert found == {("W1'", (1, 1)): 0.1, ("W1'", (1, 2)): 0.2, ("W1'", (2, 1)): 0.3, ("W1'", (2, 2)): 0.4}


@pytest.mark.parametrize("text", ["[0.029, 0.229]", "[[0.029, 0.229]]", "[[0.029], [0.229]]"])
def test_a_vector_may_be_a_row_or_a_column(text):
    found, remarks = read([["w2'", text]], RELU, "")
    assert (found, remarks) == ({("w2'", (1,)): 0.029, ("w2'", (2,)): 0.229}, [])


@pytest.mark.parametrize("text", ["[0.1, 0.2, 0.3, 0.4]", "[[0.1, 0.2, 0.3, 0.4]]"])
def test_a_list_of_another_form_fits_no_matrix(text):
    assert "2×2 numbers" in read([["W1'", text]], RELU, "")[1][0].issue


TWO_BY_THREE = """
[given]
x = [[1, 2], [3, 4]]
W = [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]
[forward]
p = "x @ W"
L = "sum(p)"
[marks]
p = 6
L = 1
"""

P = [[1.1, 1.2, 1.3], [1.4, 1.5, 1.6]]

TURNED = [list(column) for column in zip(*P, strict=True)]


@pytest.fixture(scope="module")
def two_by_three(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "r.toml"
    path.write_text(TWO_BY_THREE)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize("lead", [[], ["", ""]])
@pytest.mark.parametrize("stands", ["beside", "below", "below and beside"])
def test_a_matrix_handed_in_transposed(two_by_three, stands, lead):
    block = [["p", *TURNED[0]], *(["", *row] for row in TURNED[1:])] if stands == "beside" else [["p"], *TURNED]
    block = [["p"], *(["", *row] for row in TURNED)] if stands == "below and beside" else block
    found, remarks = read([*([*lead, *row] for row in block), [], ["L", 7.5]], two_by_three, "")
    assert found == {("p", (i + 1, j + 1)): P[i][j] for i in range(2) for j in range(3)} | {"L": 7.5}
    assert [r.issue for r in remarks] == [
        "'p' should have 2×3 numbers, and has 3×2: read as the transpose of what was asked for"
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["p", "c1", "c2", "c3"], ["s1", *P[0]], ["s2", *P[1]]],
        [["p"], ["", "c1", "c2", "c3"], ["s1", *P[0]], ["s2", *P[1]]],
        [["p"], ["c1", "c2", "c3"], *P],
        [["p", "", "", ""], ["s1", *P[0]], ["s2", *P[1]]],
        [["p", 1, 2, 3], [1, *P[0]], [2, *P[1]]],
        [["p"], ["", 0, 1, 2], [0, *P[0]], [1, *P[1]]],
    ],
)
def test_labels_of_rows_and_columns_are_no_numbers(two_by_three, rows):
    found, remarks = read([*rows, [], ["L", 7.5]], two_by_three, "")
    assert found == {("p", (i + 1, j + 1)): P[i][j] for i in range(2) for j in range(3)} | {"L": 7.5}
    assert not remarks


@pytest.mark.parametrize("indent", [0, 1])
def test_a_wide_matrix_below_the_name_of_a_narrow_one_is_its_transpose(indent):
    names = Vocabulary([Symbol("", "W", (3, 2), ("W",))])
    rows = [["W"], *([*[""] * indent, *row] for row in P)]
    found, [remark] = read(rows, names, "")
    assert found == {("W", (j + 1, i + 1)): P[i][j] for i in range(2) for j in range(3)}
    assert "should have 3×2 numbers, and has 2×3" in remark.issue


@pytest.mark.parametrize("indent", [0, 1])
def test_a_blank_row_below_each_row_of_a_matrix(two_by_three, indent):
    rows = [["p"], *([*[""] * indent, *row] for row in (P[0], [], P[1], [])), ["L", 7.5]]
    found, remarks = read(rows, two_by_three, "")
    assert found == {("p", (i + 1, j + 1)): P[i][j] for i in range(2) for j in range(3)} | {"L": 7.5}
    assert not remarks


@pytest.mark.parametrize("after", [[], [["L", 7.5]]])
def test_all_numbers_of_a_matrix_beside_its_name_are_read_row_by_row(two_by_three, after):
    found, [remark] = read([["p", *P[0], *P[1]], *after], two_by_three, "")
    assert {place: v for place, v in found.items() if place != "L"} == {
        ("p", (i + 1, j + 1)): P[i][j] for i in range(2) for j in range(3)
    }
    assert remark.issue == "'p' should have 2×3 numbers, and has 6 in a row: they were read row by row"


@pytest.mark.parametrize("head", [["", "x1", "x2"], ["x1", "x2"]])
def test_the_inputs_may_head_the_columns_of_a_matrix(head):
    given = Symbol("", "x", (2,), ("x",), {(1,): ("x1",), (2,): ("x2",)}, given=True)
    rows = [["W"], head, *([[f"h{n}"] * (len(head) - 2) + row for n, row in enumerate(TURNED, 1)])]
    found, remarks = read(rows, Vocabulary([given, Symbol("", "W", (3, 2), ("W",))]), "")
    assert found == {("W", (j + 1, i + 1)): P[i][j] for i in range(2) for j in range(3)}
    assert not remarks


def test_a_vector_downwards_may_be_one_column_on():
    rows = [["b1'"], ["", 0.5], ["", -0.6], ["MSE"], ["", 0.7]]
    assert read(rows, RELU, "") == ({("b1'", (1,)): 0.5, ("b1'", (2,)): -0.6, "MSE": 0.7}, [])
    assert not read([["", "b1'"], ["MSE", "", 0.5], ["", "", -0.6]], RELU, "")[0]


def test_a_list_handed_in_transposed(two_by_three):
    found, remarks = read([[f"p = {TURNED}"]], two_by_three, "")
    assert found == {("p", (i + 1, j + 1)): P[i][j] for i in range(2) for j in range(3)}
    assert "transpose" in remarks[0].issue


@pytest.mark.parametrize("rows", [3, 4])
def test_a_matrix_of_a_wrong_shape_is_not_read_in_part(two_by_three, rows):
    for sheet in ([["p"], *[[1, 2, 3]] * rows], [[f"p = {[[1, 2, 3]] * rows}"]]):
        found, remarks = read(sheet, two_by_three, "")
        assert len(found) == 6
        assert all(isinstance(value, Unreadable) for value in found.values())
        assert len(remarks) == 1
        assert "should have 2×3 numbers" in remarks[0].issue


def test_numbers_of_another_name_make_no_matrix_larger(two_by_three):
    rows = [["p", "", "", "q"], [*P[0], 7, 8], [*P[1], 7, 8], ["L", 7.5]]
    found, _ = read(rows, two_by_three, "")
    assert found == {("p", (i + 1, j + 1)): P[i][j] for i in range(2) for j in range(3)} | {"L": 7.5}


@pytest.mark.parametrize(
    "rows", [[[f"hidden layer output: {P}"]], [["Hidden layer output"], *P], [["hidden output", *P[0]], ["", *P[1]]]]
)
def test_a_matrix_named_in_words(tmp_path, rows):
    (tmp_path / "r.toml").write_text(
        TWO_BY_THREE.replace('L = "sum(p)"', 'h = "relu(p)"\nL = "sum(h)"').replace("p = 6", "h = 6")
    )
    found, remarks = read(rows, vocabulary(tmp_path / "r.toml"), "")
    assert (found, remarks) == ({("h", (i + 1, j + 1)): P[i][j] for i in range(2) for j in range(3)}, [])


def test_a_blank_row_between_a_name_and_its_numbers():
    rows = [["dMSE/dW1"], [], [0.1, 0.2], [0.3, 0.4], [], ["b1'"], [], [0.5, 0.6], ["MSE", 1.65]]
    found, remarks = read(rows, RELU, "")
    assert found == {
        ("dMSE/dW1", (1, 1)): 0.1, ("dMSE/dW1", (1, 2)): 0.2, ("dMSE/dW1", (2, 1)): 0.3, ("dMSE/dW1", (2, 2)): 0.4,
        ("b1'", (1,)): 0.5, ("b1'", (2,)): 0.6, "MSE": 1.65,
    }  # fmt: skip
    assert not remarks
    assert read([["b1'"], [], ["MSE", 1.65], ["MSE'", 0.84]], RELU, "") == ({"MSE": 1.65, "MSE'": 0.84}, [])


@pytest.mark.parametrize("head", [[], [["Quantity", "Working", "Value"]]])
def test_numbers_in_cells_of_their_own_behind_the_working(head):
    rows = [["dMSE/dW1", "delta^T @ l0", 1.2, 1.3], ["", "", 3.6, 4.0], ["dMSE/db1", "sum", 0.38], ["", "", 1.14]]
    found, told = read([*head, *rows, ["MSE", "sum of squares", 1.65]], RELU, "")
    assert found == {
        **{
            ("dMSE/dW1", (i + 1, j + 1)): x for i, row in enumerate([[1.2, 1.3], [3.6, 4.0]]) for j, x in enumerate(row)
        },
        ("dMSE/db1", (1,)): 0.38,
        ("dMSE/db1", (2,)): 1.14,
        "MSE": 1.65,
    }
    assert not told


def test_a_matrix_in_a_row_is_read_row_by_row():
    found, told = read([["dMSE/dW1 = [1.2 1.3 3.6 4.0]"]], RELU, "")
    assert (found["dMSE/dW1", (1, 2)], found["dMSE/dW1", (2, 1)]) == (1.3, 3.6)
    assert "row by row" in str(told)


@pytest.mark.parametrize(
    "rows",
    [
        [["b1'", "tanh(1)=0.7616", -0.58], ["MSE", 1.65]],
        [["b1'", 0.7616, "tanh(z2) = -0.58"], ["MSE", 1.65]],
        [["b1'"], ["exp(-1)/2 = 0.7616", "1/3=-0.58"], ["MSE", 1.65]],
        [["b1'", "tanh(1)=0.7616"], ["", "-0.58"], ["MSE", "relu(1.65) = 1.65"]],
    ],
)
def test_working_in_the_cells_of_a_vector(rows):
    assert read(rows, RELU, "") == ({("b1'", (1,)): 0.7616, ("b1'", (2,)): -0.58, "MSE": 1.65}, [])


def test_the_counts_of_a_data_frame_are_none_of_its_numbers():
    rows = [
        ["b1'", 0, 1],
        [0, 0.45, 0.46],
        [],
        ["MSE", "", "col 1"],
        ["", "row 1", 0.93],
        [],
        ["f", 0, 1],
        [0, 3, 4],
        [1, 5, 6],
    ]
    found, _ = read(rows, RELU, "")
    assert found["b1'", (1,)] == 0.45
    assert found["b1'", (2,)] == 0.46
    assert found["MSE"] == 0.93


def test_a_data_frame_on_a_sheet_of_its_own_has_the_name_of_the_sheet():
    sheets = [
        Sheet(name, [[cell(each) for each in row] for row in rows])
        for name, rows in {
            "W1_new": [["", 0, 1], [0, 0.1, 0.2], [1, 0.3, 0.4]],
            "b1_new": [["", 0, 1], [0, 0.45, 0.46]],
            "MSE": [["", 0], [0, 0.93]],
        }.items()
    ]
    answers, remarks = lay_out_sheets(sheets, RELU)
    assert not remarks
    assert [(a.target.quantity, a.number.value) for a in answers] == [
        *(("W1'", value) for value in (0.1, 0.2, 0.3, 0.4)),
        *(("b1'", value) for value in (0.45, 0.46)),
        ("MSE", 0.93),
    ]
    assert answers[0].place == "W1_new!B2"


SOFTMAX = """
given = {z = [0.3, 0.5], t = [1, 0]}
[forward]
p = "softmax(z)"
L = "-sum(t*log(p))"
[marks]
p = 2
L = 1
"""


@pytest.mark.parametrize(
    "lines",
    [
        ["probs (p): [0.45, 0.55]"],
        ["Softmax output p", "Class 1 = 0.45", "Class 2 = 0.55"],
        ["p:", "class 1: 0.45", "class 2: 0.55"],
    ],
)
def test_a_vector_among_words(tmp_path, lines):
    values, remarks = text("\n".join(lines), written(SOFTMAX, tmp_path))
    assert values == {("p", (1,)): 0.45, ("p", (2,)): 0.55}
    assert not remarks
