"""LaTeX sources with tables."""

from functools import partial

import pytest

from grader.answers import Source, open_container
from grader.answers.layouts import lay_out_sheets
from grader.numbers import read_number
from tests.answers.layouts.sheets import CS637, RELU
from tests.cost import LONG, paces

DOCUMENT = r"""\documentclass{article}
\begin{document}
\section*{Problem 2}
$s_2 = 2.94$
\begin{%s}
\hline
Quantity & Working & \textbf{Value} \\ \hline
$s_1$ & $x_1 w_1 + x_2 w_2$ & $1.31$ \\   %% a remark
\midrule
\textbf{$h_1$} & & 0.79 \\[1ex] $\hat{y}$ & & $0.58$ \tabularnewline
$\frac{\partial \text{Div}}{\partial w_1}$ &
  chain rule & $8.99 \times 10^{-4}$
\end{%s} and $h_2 = 0.95$
\end{document}
"""


def read(text):
    sheets = open_container(Source("a.tex", text.encode))
    return {a.target.quantity: a.number.value for a in lay_out_sheets(sheets, CS637)[0] if a.target}, sheets


@pytest.mark.parametrize(
    "table", ["tabular}{|c|c|c|", "tabular*}{\\textwidth}{ccc", "longtable}[h]{p{3cm} c c", "tabularx}{5cm}{X|c|c"]
)
def test_tables(table):
    found, sheets = read(DOCUMENT % (table, table.partition("}")[0]))
    assert found == {"s2": 2.94, "s1": 1.31, "h1": 0.79, "yhat": 0.58, "dDiv/dw1": 0.000899, "h2": 0.95}
    assert [sheet.follows for sheet in sheets] == [False, True, True]
    assert [sheet.place(0) for sheet in sheets] == ["line 1", "line 7", "line 13"]


def test_a_table_without_end_or_rows():
    assert read("\\begin{tabular}{cc}\nh1 & 0.79 \\\\\nh2 & 0.95")[0] == {"h1": 0.79, "h2": 0.95}
    assert read("h1 = 0.79\n\\begin{tabular}{cc}\\end{tabular}")[0] == {"h1": 0.79}


def test_a_matrix_of_one_number():
    assert read_number(r"\begin{bmatrix} 1.65 \end{bmatrix}").value == 1.65


def test_braces_without_end_cost_little():
    for text in ("\\textbf{" * 100_000 + "}" * 100_000, "{" * 300_000, "&" * 300_000, "\\\\" * 300_000):
        source = Source("a.tex", ("h1 = 1\n\\begin{tabular}{c}" + text).encode)
        assert paces(partial(open_container, source)) < LONG


@pytest.mark.parametrize(
    "said",
    [
        r"b_1' = \left[\begin{array}{c} 0.5 \\ 0.6 \end{array}\right]",
        r"b_1' = \left(\begin{array}{r} 0.5 \\ 0.6 \end{array}\right)",
        r"b_1' = \begin{bmatrix} 0.5 & 0.6 \end{bmatrix}^\top",
        r"b_1' = \begin{bmatrix} 0.5 & 0.6 \end{bmatrix}^{T}",
        r"b_1' = \begin{bmatrix*}[r] 0.5 \\ 0.6 \end{bmatrix*}",
        r"\mathbf b_1' = \begin{pmatrix} 0.5 \\ 0.6 \end{pmatrix}",
    ],
)
def test_vectors_as_latex_sets_them(said):
    source = f"\\begin{{document}}\n\\[ {said} \\]\n\\end{{document}}"
    answers, remarks = lay_out_sheets(open_container(Source("a.tex", source.encode)), RELU)
    assert [(a.target.quantity, a.target.index, a.text) for a in answers] == [
        ("b1'", (1,), "0.5"),
        ("b1'", (2,), "0.6"),
    ]
    assert not remarks
