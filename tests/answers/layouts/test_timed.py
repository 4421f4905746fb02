"""Tables with a row or a column a time step."""

import pytest

from grader.answers.layouts import lay_out_sheets
from grader.answers.record import Sheet
from grader.notation import Vocabulary
from grader.reference import refer, symbols
from grader.rubric import load
from tests.answers.layouts.sheets import cell

RUBRIC = """
given = {x = [1, -0.5, 2], u = 0.6, w = -0.8, h0 = 0, y = 1}
[repeat]
t = "1..3"
[forward]
"a[t]" = "u*x[t] + w*h[t-1]"
"h[t]" = "tanh(a[t])"
E = "(h3 - y)^2/2"
[marks]
a1 = 1
h1 = 1
a2 = 1
h2 = 1
a3 = 1
h3 = 1
"dE/dh1" = 1
"dE/dh2" = 1
"dE/dh3" = 1
"""
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
    (tmp_path / "r.toml").write_text(RUBRIC, encoding="utf-8")
    names = Vocabulary(s for p in load(tmp_path / "r.toml").problems for s in symbols(refer(p)))

    def read(*rows):
        answers, _ = lay_out_sheets([Sheet("S", [[cell(c) for c in row] for row in rows])], names)
        return {a.target.quantity: a.text for a in answers if a.target}

    return read


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize(
    ("corner", "steps"), [("t", "1 2 3"), ("time step", "1 2 3"), ("t", "t=1 t=2 t=3"), ("", "t=1 t=2 t=3")]
)
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
