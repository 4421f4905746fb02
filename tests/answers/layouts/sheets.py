"""Sheets made for tests: their cells, the vocabularies of the rubrics, and what is read of them."""

from pathlib import Path

import numpy as np

from grader.answers import Cell, Kind, Sheet
from grader.answers.containers.delimited import read_delimited
from grader.answers.layouts import lay_out_sheets
from grader.notation import Vocabulary
from grader.numbers import Number
from grader.reference import refer, symbols
from grader.rubric import load

RUBRICS = Path(__file__).parent.parent.parent.parent / "rubrics"


def vocabulary(name):
    return Vocabulary(s for p in load(RUBRICS / name).problems for s in symbols(refer(p)))


POINTS_OF_TIME = """
given = {x = [1, -0.5, 2], u = 0.6, w = -0.8, h0 = 0, t = 0.5}
[repeat]
k = "1..3"
[forward]
"a[k]" = "u*x[k] + w*h[k-1]"
"h[k]" = "tanh(a[k])"
E = "(h3 - t)^2/2"
[marks]
a1 = 1
h1 = 1
a2 = 1
h2 = 1
a3 = 1
h3 = 1
E = 1
"dE/dh1" = 1
"dE/dh2" = 1
"dE/dh3" = 1
"""


def written(text, folder):
    """The vocabulary of a rubric, which is written into a folder."""
    (folder / "r.toml").write_text(text, encoding="utf-8")
    return vocabulary(folder / "r.toml")


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


def read_lines(*lines):
    """The values by quantity, and the remarks, of a text of problem 2."""
    rows = [[Cell(Kind.TEXT, line)] for line in lines]
    sheet = Sheet("", rows, lines=[*range(1, len(rows) + 1)])
    answers, remarks = lay_out_sheets([sheet], CS637)
    asked = [answer for answer in answers if answer.target and answer.target.problem == "2"]
    return {a.target.quantity: getattr(a.number, "value", a.number) for a in asked}, remarks


W = np.array([[0.1, -0.25], [0.05, 1.0]])
MATRIX = {("W1'", (i + 1, j + 1)): W[i, j] for i in range(2) for j in range(2)}
"""An answer to W₁′ as an array, and by element."""


def found(sheets, names=RELU):
    """The values by quantity or element, and the remarks."""
    answers, remarks = lay_out_sheets(sheets, names)
    values = {}
    for answer in answers:
        if answer.target:
            number = answer.number
            place = answer.target.quantity if answer.target.index is None else answer.target[1:]
            values[place] = number.value if isinstance(number, Number) else number
    return values, remarks


def text(content, names=RELU):
    """The same of a text."""
    return found(read_delimited(content.encode()), names)
