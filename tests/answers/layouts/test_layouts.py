"""Sheets as students lay them out, to answers."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answers import Cell, Formula, Kind, Sheet
from grader.answers.layouts import lay_out_sheets, samples
from grader.answers.layouts.worth import worth
from grader.notation import Vocabulary
from grader.numbers import Number, Unreadable
from grader.reference import refer, symbols
from grader.rubric import load

RUBRICS = Path(__file__).parent.parent.parent.parent / "rubrics"


def vocabulary(name):
    return Vocabulary(s for p in load(RUBRICS / name).problems for s in symbols(refer(p)))


CS637, RELU = vocabulary("cs637-hw1.toml"), vocabulary("relu-2-2-1.toml")


def cell(content):
    if content is None or content == "":
        return Cell(Kind.BLANK, "")
    if isinstance(content, Cell):
        return content
    if isinstance(content, int | float):
        return Cell(Kind.NUMBER, repr(content), float(content))
    return Cell(Kind.TEXT, content)


def read(rows, names=CS637, problem="2", sheet="Sheet1"):
    """The values by quantity (and index) of one problem, and the remarks."""
    answers, remarks = lay_out_sheets([Sheet(sheet, [[cell(c) for c in row] for row in rows])], names)
    found = {}
    for answer in answers:
        if answer.target is not None and answer.target.problem == problem:
            place = answer.target.quantity if answer.target.index is None else answer.target[1:]
            found[place] = answer.number.value if isinstance(answer.number, Number) else answer.number
    return found, remarks


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


def test_formulas_for_a_symbolic_problem():
    found, _ = read([["∂y/∂w₀", 1], ["∂y/∂w₁", "x₁"], ["w₃'", "w₃ − η·x₁²"]], problem="1")
    assert found == {"dy/dw0": Formula("1"), "dy/dw1": Formula("x_1"), "w3'": Formula("w_3 - eta*x_1^2")}


SYMBOLIC = """
[[problem]]
name = "a"
symbols = ["w", "x", "eta"]
[problem.forward]
z = "w*x"
p = "1/(1 + exp(-z))"
q = "1 - p"
L = "-log(p)"
[problem.training]
loss = "L"
parameters = ["w"]
rate = "eta"
[problem.marks]
"dL/dz" = 1
"dL/dp" = 1
"w'" = 1
"""


@pytest.fixture(scope="module")
def symbolic(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "symbolic.toml"
    path.write_text(SYMBOLIC)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize(
    "rows",
    [
        [["Question", "Answer"], ["dL/dz", "p"], ["dL/dp", "q"], ["w'", "w - eta*x"]],
        [["dL/dz", "p"], ["dL/dp", "q"], ["w'", "w - eta*x"]],
        [["1", "dL/dz", "p"], ["2", "dL/dp", "q"], ["3", "w'", "w - eta*x"]],
        [["dL/dz", "dL/dp", "w'"], ["p", "q", "w - eta*x"]],
        [["w'", "w - eta*x"], ["dL/dp", "q"], ["dL/dz", "p"]],
        [["dL/dz", "", "p"], ["dL/dp", "", "q"], ["w'", "", "w - eta*x"]],
    ],
)
def test_the_name_of_a_quantity_is_a_formula_beside_one_that_is_asked_for(symbolic, rows):
    found, remarks = read(rows, symbolic, "a")
    assert found == {"dL/dz": Formula("p"), "dL/dp": Formula("q"), "w'": Formula("w - eta*x")}
    assert not remarks


NUMERIC = """
[[problem]]
name = "b"
[problem.given]
w = 0.5
x = 2
eta = 0.1
b = 0
[problem.forward]
z = "w*x + b"
p = "1/(1 + exp(-z))"
L = "-log(p)"
[problem.training]
loss = "L"
parameters = ["w"]
rate = "eta"
[problem.marks]
"dL/dz" = 1
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "both.toml"
    path.write_text(SYMBOLIC + NUMERIC)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize("heads", [("Part (a)", "Part (b)"), ("a)", "b)"), ("(a)", "(b)"), ("Problem a", "Problem b")])
def test_problems_called_by_letters_have_headings_of_their_own(both, heads):
    rows = [[heads[0]], ["dL/dz = 0.5"], ["dL/dp = -1/p"], [heads[1]], ["dL/dz = -0.2689"]]
    assert read(rows, both, "a")[0] == {"dL/dz": Formula("0.5"), "dL/dp": Formula("-1/p")}
    assert read(rows, both, "b")[0] == {"dL/dz": -0.2689}


def test_without_a_heading_a_formula_answers_where_formulas_are_asked_for_and_a_number_where_numbers_are(both):
    for rows in ([["dL/dz", "p - 1"], ["dL/dz", -0.2689]], [["dL/dz = -0.2689"], ["dL/dz = p - 1"]]):
        assert (read(rows, both, "a"), read(rows, both, "b")) == (
            ({"dL/dz": Formula("p - 1")}, []),
            ({"dL/dz": -0.2689}, []),
        )


@pytest.mark.parametrize("sign", [":=", "←", "<-", r"\leftarrow", r"\gets"])
def test_what_is_given_a_value_worked_out_from_its_old_one_is_the_updated_quantity(both, sign):
    assert read([[f"w {sign} w - eta*x"]], both, "a")[0] == {"w'": Formula("w - eta*x")}
    assert not read([[f"w {sign} 0.5"]], both, "b")[0]


FORWARD = ["l_1^0", "l_2^0", "f*", "l_1^1", "l_2^1", "l_1^2 = f(l_1^0, l_2^0)"]
SAMPLES = [
    [1, 3, 1, 1.5, 1.6, 1.1],
    [3, 1, 1, 1.1, 1.2, 0.94],
    [3, 5, 1, 2.3, 2.4, 1.42],
    [5, 3, 1, 1.9, 2.0, 1.26],
    [3, 3, 0, 1.7, 1.8, 1.18],
]


def test_a_row_a_sample_then_the_updated_model():
    later = [[*row[:3], *(x - 0.5 for x in row[3:])] for row in SAMPLES]
    rows = [["Initial Model"], FORWARD, *SAMPLES, ["MSE", 1.65], ["Updated Model"], FORWARD, *later, ["MSE", 0.84]]
    found, remarks = read(rows, RELU, "")
    assert found["l1", (3, 2)] == 2.4
    assert found["l1'", (3, 2)] == pytest.approx(1.9)
    assert (found["f", (5,)], found["f'", (5,)]) == (1.18, pytest.approx(0.68))
    assert (found["MSE"], found["MSE'"]) == (1.65, 0.84)
    assert not remarks


def test_rows_in_another_order_are_told_by_their_inputs():
    found, _ = read([FORWARD, *(SAMPLES[i] for i in (4, 2, 0, 1, 3))], RELU, "")
    assert [found["f", (s,)] for s in range(1, 6)] == [row[5] for row in SAMPLES]


def test_an_input_is_read_once_however_many_samples_there_are(monkeypatch):
    cells = []
    monkeypatch.setattr(samples, "worth", lambda cell: cells.append(id(cell)) or worth(cell))
    read([FORWARD, *reversed(SAMPLES)], RELU, "")
    assert len(cells) == len(set(cells)) == 3 * len(SAMPLES)


@pytest.mark.parametrize(
    "rows",
    [
        [["W1'"], [0.1, 0.2], [0.3, 0.4]],
        [["W1'", 0.1, 0.2], ["", 0.3, 0.4]],
        [["W1'", "[[0.1, 0.2], [0.3, 0.4]]"]],
        [["W1' = [[0.1, 0.2], [0.3, 0.4]]"]],
        [["w_{1,1}^1 new", 0.1], ["w_{1,2}^1 new", 0.2], ["w_{2,1}^1 new", 0.3], ["w_{2,2}^1 new", 0.4]],
        [["W1'[1,1]", "W1'[1,2]", "W1'[2,1]", "W1'[2,2]"], [0.1, 0.2, 0.3, 0.4]],
    ],
)
def test_matrices(rows):
    found, _ = read(rows, RELU, "")
    assert found == {("W1'", (1, 1)): 0.1, ("W1'", (1, 2)): 0.2, ("W1'", (2, 1)): 0.3, ("W1'", (2, 2)): 0.4}


CONTENTS = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        [
            "h1",
            "h₁",
            "dDiv/dw1",
            "W1'",
            "l_1^1",
            "f",
            "value",
            "quantity",
            "Problem 2",
            "Updated",
            "w = [1, 2]",
            "h1 = 0.5",
            "=",
        ]
    ),
    st.text(max_size=12),
)


@given(st.lists(st.lists(CONTENTS, max_size=6), max_size=12), st.sampled_from([CS637, RELU]))
@settings(max_examples=150, deadline=None)
def test_no_sheet_is_too_odd(rows, names):
    answers, _ = lay_out_sheets([Sheet("Sheet1", [[cell(c) for c in row] for row in rows])], names)
    targets = [a.target for a in answers if a.target is not None]
    assert len(targets) == len(set(targets))


@pytest.mark.parametrize("text", ["[0.029, 0.229]", "[[0.029, 0.229]]", "[[0.029], [0.229]]"])
def test_a_vector_may_be_a_row_or_a_column(text):
    found, remarks = read([["w2'", text]], RELU, "")
    assert (found, remarks) == ({("w2'", (1,)): 0.029, ("w2'", (2,)): 0.229}, [])


@pytest.mark.parametrize("text", ["[0.1, 0.2, 0.3, 0.4]", "[[0.1, 0.2, 0.3, 0.4]]"])
def test_a_list_of_another_form_fits_no_matrix(text):
    assert "2×2 numbers" in read([["W1'", text]], RELU, "")[1][0].issue


@pytest.mark.parametrize(
    "rows",
    [
        [["MSE"], [1.65], [], ["MSE'"], [0.84]],
        [["MSE:"], ["1,65"], ["MSE':"], ["0,84"]],
        [["W1'"], [0.1, 0.2], [0.3, 0.4], [], ["MSE"], [1.65], ["MSE'"], [0.84]],
        [["", "the loss"], ["", "MSE"], ["", 1.65], [], ["", "", "MSE'"], ["", "", 0.84]],
    ],
)
def test_a_number_under_its_name(rows):
    found, remarks = read(rows, RELU, "")
    assert (found["MSE"], found["MSE'"], remarks) == (1.65, 0.84, [])


@pytest.mark.parametrize(
    "rows", [[["MSE"], [1.65], [0.84]], [["MSE", "?"], [1.65]], [["MSE"], [1, 2]], [["MSE"], ["MSE'", 0.84]]]
)
def test_what_stands_under_a_name_and_is_not_its_number(rows):
    assert read(rows, RELU, "")[0].get("MSE") is None


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


def test_a_number_for_what_may_be_a_whole_vector_is_listed():
    found, [remark] = read([["h1", 0.5], ["dDvi/dw", 0.3]])
    assert list(found.values()) == [0.5]
    assert "did you mean 'dDiv/dw', which is several numbers?" in remark.issue


@pytest.mark.parametrize("lead", [[], ["", ""]])
@pytest.mark.parametrize("beside", [True, False])
def test_a_matrix_handed_in_transposed(two_by_three, beside, lead):
    block = [["p", *TURNED[0]], *(["", *row] for row in TURNED[1:])] if beside else [["p"], *TURNED]
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


def test_numbers_that_count_are_numbers_where_the_next_ones_have_a_name():
    rows = [["dDiv/dw", 1, 2, 3, 4, 5, 6], ["x", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]]
    assert list(read(rows)[0].values()) == [1, 2, 3, 4, 5, 6]


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
    ("head", "counts"),
    [
        (["step", "my first try", "corrected"], 1),
        (["step", "corrected", "my first try"], 0),
        (["Größe", "Wert", "Endergebnis"], 1),
        (["quantity", "first answer", "final answer"], 1),
        (["", "", ""], 0),
    ],
)
def test_two_columns_of_numbers(head, counts):
    rows = [head, ["h1", 0.51, 0.79], ["s1", 2.62, 1.31], ["dDiv/dw1", 0.12, 0.0009]]
    found, [remark] = read(rows if any(head) else rows[1:])
    assert list(found.values()) == [row[1 + counts] for row in rows[1:]]
    assert "two numbers stand beside each name" in remark.issue


@pytest.mark.parametrize(
    "rows",
    [
        [["step", "exact", "rounded"], ["h1", 0.7875, 0.79], ["s1", 1.31, 1.3]],
        [["quantity", "value", "other"], ["h1", 0.7875, 0.5], ["s1", 1.31, 0.5]],
        [["h1", 0.7875, 1], ["s1", 1.31, 2]],
        [["h1", 1, 0.7875], ["s1", 2, 1.31]],
        [["quantity", "working", "value"], ["h1", 0.1, 0.7875], ["s1", 0.2, 1.31]],
    ],
)
def test_a_second_column_that_is_no_second_answer(rows):
    found, remarks = read(rows)
    assert (found, remarks) == ({"h1": 0.7875, "s1": 1.31}, [])


def test_names_that_say_their_number_among_names_with_numbers_beside_them():
    rows = [["quantity", "value"], ["h1", 0.7875], ["s1 = 1.31"], ["h2 = sigmoid(s2)", ""], ["dDiv/dw1", 0.0009]]
    found, remarks = read(rows)
    assert (found, remarks) == ({"h1": 0.7875, "s1": 1.31, "h2": None, "dDiv/dw1": 0.0009}, [])


@pytest.fixture(scope="module")
def vectors(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "r.toml"
    path.write_text(
        "symbols = ['w', 'x', 'y']\n[forward]\na = 'sigmoid(w*x)'\nv = '[w*x, x^2]'\nL = '(a - y)^2'\n"
        "[marks]\nv = 2\n'dL/da' = 1\n'dL/dw' = 1\n"
    )
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize(
    "text",
    [
        "[wx, x^2]",
        "⟨w x, x²⟩",
        "(wx; x^2)ᵀ",
        r"$\left[ w x, x^2 \right]^T$",
        r"\begin{pmatrix} wx \\ x^2 \end{pmatrix}",
    ],
)
def test_a_vector_of_formulas_in_one_cell(vectors, text):
    found, remarks = read([["v", text]], vectors, "")
    assert {place: formula.text.replace(" ", "") for place, formula in found.items()} == {
        ("v", (1,)): "wx",
        ("v", (2,)): "x^2",
    }
    assert remarks == []


def test_a_vector_of_too_many_formulas_is_unreadable(vectors):
    found, remarks = read([["v = [wx, x^2, 0]"]], vectors, "")
    assert all(isinstance(value, Unreadable) for value in found.values())
    assert "3 formulas, and should be 2" in remarks[0].issue


def test_a_product_with_parentheses_is_no_heading(vectors):
    found, _ = read([["dL/da", "a(w·x − y)"], ["dL/dw", "a(1-a)x"]], vectors, "")
    assert vectors.find("a(pre-activation)") == vectors.find("a")
    assert {place: formula.text for place, formula in found.items()} == {
        "dL/da": "a(w*x - y)",
        "dL/dw": "a(1-a)x",
    }


STEP = """
[given]
w = [0.1, 0.2]
eta = 0.5
[forward]
E = "w1^2 + w1*w2"
[training]
loss = "E"
parameters = ["w"]
rule = "sgd"
rate = "eta"
[marks]
"dE/dw" = 2
"w'" = 2
"""
GRADIENTS, UPDATED = {"dE/dw1": 0.4, "dE/dw2": 0.3}, {"w1'": 0.7, "w2'": 0.8}


@pytest.fixture(scope="module")
def step(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "r.toml"
    path.write_text(STEP)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["weight", "old", "gradient", "new"], ["w1", 0.1, 0.4, 0.7], ["w2", 0.2, 0.3, 0.8]], GRADIENTS | UPDATED),
        ([["", "w1", "w2"], ["old", 0.1, 0.2], ["∂E/∂w", 0.4, 0.3], ["w'", 0.7, 0.8]], GRADIENTS | UPDATED),
        ([["Update"], ["", "before", "updated"], ["w1", 0.1, 0.7], ["w2", 0.2, 0.8]], UPDATED),
        ([["Gradients"], ["w1", 0.4], ["w2", 0.3]], GRADIENTS),
        ([["Gewicht", "Gradient"], ["w1", "0,4"], ["w2", "0,3"]], GRADIENTS),
        ([["weight", "η · gradient", "new"], ["w1", 0.2, 0.7], ["w2", 0.15, 0.8]], UPDATED),
        ([["weight", "value"], ["w1", 0.1], ["w2", 0.2]], {}),
        ([["Weights and gradients"], ["w1", 0.1], ["w2", 0.2]], {}),
    ],
)
def test_a_row_a_parameter(step, rows, expected):
    assert read(rows, step, "") == (expected, [])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["quantity", "value", "gradient"], ["h1", 0.7, 0.1], ["s1", 1.3, 0.2]], (0.7, 0.1)),
        ([["layer", "gradient"], ["h1", 0.1], ["s1", 0.2]], (None, 0.1)),
        ([["Gradients"], ["h1", 0.1], ["s1", 0.2]], (None, 0.1)),
        ([["Gradient", "Value"], ["h1", 0.1], ["s1", 0.2]], (None, 0.1)),
        ([["Forward", "", "", "Gradients", ""], ["h1", 0.7, "", "h1", 0.1], ["s1", 1.3, "", "s1", 0.2]], (0.7, 0.1)),
        ([["Gradients and activations"], ["h1", 0.7], ["s1", 1.3]], (0.7, None)),
    ],
)
def test_a_gradient_beside_the_name_of_a_value_is_no_value(rows, expected):
    found, remarks = read(rows)
    assert (found.get("h1"), found.get("dDiv/dh1")) == expected
    assert not remarks


def test_of_several_gradients_of_each_parameter_none_is_guessed(step):
    rows = [["weight", "gradient by hand", "numerical gradient"], ["w1", 0.4, 0.41], ["w2", 0.3, 0.31]]
    found, [remark] = read(rows, step, "")
    assert found == {}
    assert "several gradient numbers" in remark.issue


VECTORS = """
[given]
x = [1, 2]
[forward]
h = "x*2"
p = "h*3"
L = "sum(p)"
[marks]
h = 2
p = 2
L = 1
"""


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["h = 2 or 4"], ["p = 6 / 12"], ["L = 18"]], {"L": 18}),
        ([["h", "p"], [2, 6], [4, 12]], {"h[1]": 2, "h[2]": 4, "p[1]": 6, "p[2]": 12}),
        ([["h", 2, 4], ["p", 6, 12]], {"h[1]": 2, "h[2]": 4, "p[1]": 6, "p[2]": 12}),
    ],
    ids=["lines of their own", "side by side", "below each other"],
)
def test_the_numbers_of_other_names_are_no_elements_of_an_array(tmp_path, rows, expected):
    (tmp_path / "r.toml").write_text(VECTORS)
    vocabulary = Vocabulary(s for p in load(tmp_path / "r.toml").problems for s in symbols(refer(p)))
    found, _ = read(rows, vocabulary, "")
    assert {_called(target): value for target, value in found.items()} == expected


def _called(target):
    name, index = target if isinstance(target, tuple) else (target, ())
    return f"{name}[{','.join(map(str, index))}]" if index else name


@pytest.mark.parametrize(
    "rows",
    [
        [["dE/dz of layer 3"], [0.71, 0.72], [0.73, 0.74]],
        [["Foo", "[0.71, 0.72]"]],
        [["Foo", 0.71, 0.72], ["", 3, 4.5]],
    ],
)
def test_a_matrix_that_nobody_asked_for_is_told(rows):
    found, [remark] = read([["h1", 0.5], [], *rows])
    assert found == {"h1": 0.5}
    assert remark.issue == f"nobody asked for the numbers of '{rows[0][0]}': they were not read"


def test_numbers_that_are_given_need_not_be_told():
    assert read([["h1", 0.5], [], ["Inputs"], [-0.7, 1.2], [1.1, -2]]) == ({"h1": 0.5}, [])


@pytest.mark.parametrize("before", [[], [["X"], ["", 1, 2], ["", 3, 4]], [["Q", 7.0, 8.0], ["", 7.5, 8.5], []]])
@pytest.mark.parametrize("after", [[], [["", 0.5], ["b1'", 0.6]], [["b1'", 0.5, 0.6]], [[], ["b1'", 0.5, 0.6]]])
def test_a_name_beside_the_middle_of_its_matrix(before, after):
    l1 = [[1.5, 1.6], [1.1, 1.2], [2.3, 2.4], [1.9, 2.0], [1.7, 1.8]]
    rows = [["l1" if i == 2 else "", *row] for i, row in enumerate(l1)]
    found, _ = read([*before, *rows, *after], RELU, "")
    expected = {("l1", (i + 1, j + 1)): l1[i][j] for i in range(5) for j in range(2)}
    assert {key: value for key, value in found.items() if key[0] == "l1"} == expected
    assert not after or found["b1'", (1,)] == 0.5


def test_before_and_after_the_step_beside_each_other():
    rows = [
        ["Initial model", "", "", "Updated model"],
        ["MSE", 1.65, "", "MSE", 0.84],
        ["b_1^1", 0.5, "", "b_1^1", 0.4],
    ]
    assert read([["Ada"], *rows], RELU, "") == ({"MSE": 1.65, "MSE'": 0.84, ("b1'", (1,)): 0.4}, [])


@pytest.mark.parametrize("names", ["w11 w12 w21 w22", "w_{1,1} w_{1,2} w_{2,1} w_{2,2}", "(1,1) (1,2) (2,1) (2,2)"])
def test_elements_listed_under_the_name_of_their_array(names):
    rows = [[name, number] for name, number in zip(names.split(), [0.1, 0.2, 0.3, 0.4], strict=True)]
    expected = {("W1'", (1, 1)): 0.1, ("W1'", (1, 2)): 0.2, ("W1'", (2, 1)): 0.3, ("W1'", (2, 2)): 0.4}
    bias = {("b1'", (1,)): 0.5, ("b1'", (2,)): 0.6}
    assert read([["W1_new"], *rows, ["b1_new"], ["b1", 0.5], ["b2", 0.6]], RELU, "") == (expected | bias, [])
    rows[1][1] = ""
    assert read([["W1_new"], *rows], RELU, "")[0] == expected | {("W1'", (1, 2)): None}
    if names[0] == "w":
        assert read([["W1_new"], *rows[:3], ["MSE", 1.65]], RELU, "")[0] == {"MSE": 1.65}


def test_a_blank_row_between_a_name_and_its_numbers():
    rows = [["dMSE/dW1"], [], [0.1, 0.2], [0.3, 0.4], [], ["b1'"], [], [0.5, 0.6], ["MSE", 1.65]]
    found, remarks = read(rows, RELU, "")
    assert found == {
        ("dMSE/dW1", (1, 1)): 0.1, ("dMSE/dW1", (1, 2)): 0.2, ("dMSE/dW1", (2, 1)): 0.3, ("dMSE/dW1", (2, 2)): 0.4,
        ("b1'", (1,)): 0.5, ("b1'", (2,)): 0.6, "MSE": 1.65,
    }  # fmt: skip
    assert not remarks
    assert read([["b1'"], [], ["MSE", 1.65], ["MSE'", 0.84]], RELU, "") == ({"MSE": 1.65, "MSE'": 0.84}, [])


@pytest.mark.parametrize("name", ["W1_new[{},{}]", "W1_new[{}][{}]", "W1'_{}{}", "W1'_{{{},{}}}"])
@pytest.mark.parametrize("first", [0, 1])
def test_indices_that_count_from_0(name, first):
    elements = {(1, 1): 0.1, (1, 2): 0.2, (2, 1): 0.3, (2, 2): 0.4}
    rows = [[name.format(i - 1 + first, j - 1 + first), number] for (i, j), number in elements.items()]
    found, remarks = read([*rows, ["b1'_2", 0.5], ["MSE", 1.65]], RELU, "")
    assert found == {**{("W1'", index): number for index, number in elements.items()}, ("b1'", (2,)): 0.5, "MSE": 1.65}
    assert [remark.issue for remark in remarks] == ["the elements of 'W1'' are counted from 0 here"] * (1 - first)
    found, _ = read([*rows, [name.format(2, 2), 0.5]], RELU, "")
    assert first or found["W1'", (1, 1)] == 0.4
