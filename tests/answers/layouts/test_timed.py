"""Tables with a row or a column a time step."""

import pytest

from grader.answers.layouts import lay_out_sheets
from grader.answers.layouts.text.statements import statements
from grader.answers.record import Sheet
from tests.answers.layouts.sheets import POINTS_OF_TIME, cell, written

A, H, D = ["0.71", "-0.68", "1.77"], ["0.61", "-0.59", "0.94"], ["0.05", "-0.09", "1.07"]
ALL = {f"{name}{n}": text for name, texts in (("a", A), ("h", H), ("dE/dh", D)) for n, text in enumerate(texts, 1)}
HEADS = [
    ["a_t", "h_t", "dE/dh_t"],
    ["a[t]", "h[t]", "∂E/∂h[t]"],
    ["a_{t}", "h_{t}", "dE/dh_{t}"],
    ["aₜ", "hₜ", "∂E/∂hₜ"],
]


@pytest.fixture
def read(tmp_path):
    names = written(POINTS_OF_TIME, tmp_path)

    def read(*rows):
        answers, _ = lay_out_sheets([Sheet("S", [[cell(c) for c in row] for row in rows])], names)
        return {a.target.quantity: a.text for a in answers if a.target}

    return read


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize(
    ("corner", "steps"),
    [("t", "1 2 3"), ("time step", "1 2 3"), ("t", "t=1 t=2 t=3"), ("", "t=1 t=2 t=3"), ("quantity", "t=1 t=2 t=3"),
     ("gate", "t=1 t=2 t=3"), ("Puerta", "t=1 t=2 t=3"), ("gradient", "t=1 t=2 t=3")],
)  # fmt: skip
def test_a_row_or_a_column_a_step(read, heads, corner, steps):
    rows = [[corner, *heads], *(list(row) for row in zip(steps.split(), A, H, D, strict=True))]
    assert read(*rows) == ALL
    assert read(*map(list, zip(*rows, strict=True))) == ALL
    assert read(*rows, [], ["E", "0.5"]) == {**ALL, "E": "0.5"}


def test_rows_of_steps_in_any_order_and_with_a_given(read):
    rows = [["t", "h_t", "dE/dh_t"], *([t, H[t - 1], D[t - 1]] for t in (3, 2, 1)), [0, "0", ""]]
    assert read(*rows) == {name: text for name, text in ALL.items() if name[0] != "a"}


def test_steps_that_are_counted_otherwise_are_nobodys(read):
    assert read(["t", "a_t", "dE/dh_t"], *([t, A[t], D[t]] for t in range(3))) == {}
    assert read(["t", "h_{t-1}", "E"], [1, "0", "0.1"], [2, "0.6", "0.2"]) == {}


@pytest.mark.parametrize(
    "said", ["a⟨2⟩ = -0.68", "a<2> = -0.68", "a^{<2>} = -0.68", r"a^{\langle 2\rangle} = -0.68", "a〈2〉: -0.68"]
)
def test_points_of_time_in_angle_brackets(read, said):
    assert read([said]) == {"a2": "-0.68"}


@pytest.mark.parametrize("corner", ["", "state", "gradient"])
def test_plain_names_beside_steps(read, corner):
    rows = [[corner, "t=1", "t=2", "t=3"], ["a", *A], ["h", *H], ["dE/dh", *D]]
    assert read(*rows) == ALL
    assert read(*map(list, zip(*rows, strict=True))) == ALL


def test_words_before_the_name_beside_steps(read):
    assert read(["", "t = 1", "t = 2", "t = 3"], ["hidden state h", *H]) == {f"h{n}": x for n, x in enumerate(H, 1)}


@pytest.mark.parametrize("corner", ["h1", "x", "0.5"])
def test_a_name_or_a_number_is_no_corner(read, corner):
    assert not {"a1", "a2", "a3"} & read([corner, "t=1", "t=2", "t=3"], ["a", *A]).keys()


def test_what_nobody_asked_for_in_a_table_of_steps_is_told(tmp_path):
    rows = [["t", "a", "q", "h"], *([n, A[n - 1], f"0.{n}5", H[n - 1]] for n in (1, 2, 3))]
    answers, (remark,) = lay_out_sheets(
        [Sheet("S", [[cell(c) for c in row] for row in rows])], written(POINTS_OF_TIME, tmp_path)
    )
    assert {a.target.quantity for a in answers} == {f"{name}{n}" for name in "ah" for n in (1, 2, 3)}
    assert (remark.place, remark.issue) == ("S!C1", "nobody asked for the numbers of 'q': they were not read")


@pytest.mark.parametrize("steps", ["Step {}", "Zeitschritt {}", "t = {}"])
def test_steps_in_words_over_the_columns(read, steps):
    heads = [steps.format(n) for n in (1, 2, 3)]
    assert read(["", *heads], ["a", *A], ["hidden state", *H]) == {k: v for k, v in ALL.items() if "/" not in k}


def test_a_name_a_row_and_a_step_in_front_of_the_first_of_each(read):
    rows = [["Timestep", "Quantity", "Value"]]
    for step, a, h in zip("123", A, H, strict=True):
        rows += [[f"t = {step}", "a", a], ["", "h", h]]
    assert read(*rows) == {name: text for name, text in ALL.items() if "/" not in name}


VECTORS = """
[given]
x = [[0.5, -1.2], [0.8, 0.3]]
h0 = [0.1, -0.2]
W = [[0.6, -0.4], [0.3, 0.9]]
v = [0.4, -0.6]
[repeat]
t = "1..2"
[forward]
"h[t]" = "tanh(W @ x[t] + h[t-1])"
"y[t]" = "v @ h[t]"
L = "y1 + y2"
[training]
loss = "L"
parameters = ["v"]
rate = 0.1
steps = 1
[marks]
h1 = 2
h2 = 2
y1 = 1
y2 = 1
L = 1
"""


@pytest.mark.parametrize("first", ["[0.61, -0.59]", "(0.61, -0.59)", "0.61; -0.59"])
def test_a_vector_in_a_cell(tmp_path, first):
    rows = [["t", "x_t", "h_t", "y"], ["1", "[0.5, -1.2]", first, "0.7"], ["2", "[0.8, 0.3]", "[0.1, 0.2]", "0.3"]]
    names = written(VECTORS, tmp_path)
    for each in (rows, list(map(list, zip(*rows, strict=True)))):
        answers, remarks = lay_out_sheets([Sheet("S", [[cell(c) for c in row] for row in each])], names)
        told = {(a.target.quantity, a.target.index): a.text for a in answers if a.target}
        assert told == {("h1", (1,)): "0.61", ("h1", (2,)): "-0.59", ("h2", (1,)): "0.1", ("h2", (2,)): "0.2",
                        ("y1", None): "0.7", ("y2", None): "0.3"}  # fmt: skip
        assert not remarks


@pytest.mark.parametrize(
    "line",
    ["The hidden state at t=1 is h1 = (0.61, -0.59), so y1 = 0.7",
     "At t = 1 the state is h_1 = [0.61, -0.59]; y1 = 0.7",
     "The hidden state is h1 = (0.61, -0.59), so the output at time step t=1 is y1 = 0.7"],
)  # fmt: skip
def test_a_sentence_that_says_the_time_which_the_name_says(tmp_path, line):
    answers, remarks = lay_out_sheets([Sheet("S", [[cell(line)]])], written(VECTORS, tmp_path))
    told = {(a.target.quantity, a.target.index): a.text for a in answers if a.target}
    assert told == {("h1", (1,)): "0.61", ("h1", (2,)): "-0.59", ("y1", None): "0.7"}
    assert not remarks


def test_a_time_that_the_name_does_not_say_is_kept():
    assert [each.sides for each in statements("At t=2 the state is h1 = 0.3")] == [("At t", "2 the state", "h1", "0.3")]
