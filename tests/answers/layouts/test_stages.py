"""Two steps of training with the same names under a heading each."""

import pytest

from grader.answers import Cell, Kind, Sheet
from grader.answers.layouts import lay_out_sheets
from grader.notation import Vocabulary
from grader.reference import refer, symbols
from grader.rubric import load

RUBRIC = """
given = {{x = 2, w = 0.5, y = 3, eta = 0.1}}
[forward]
z = "w*x"
L = "(z - y)^2/2"
[training]
loss = "L"
parameters = ["w"]
rule = "momentum"
rate = "eta"
momentum = 0.9
steps = {}
[marks]
z = 1
L = 1
"dL/dw" = 1
"v'" = 1
"w'" = 1
"""
ONE = ["z = 1.0", "L = 2.0", "grad_w = -4.0", "v = -4.1", "w = 0.9"]
TWO = ["z = 1.8", "L = 0.72", "grad_w = -2.4", "v = -6.0", "w = 1.5"]
FIRST = {"z": "1.0", "L": "2.0", "dL/dw": "-4.0", "v'": "-4.1", "w'": "0.9"}
SECOND = {"z'": "1.8", "L'": "0.72", "dL'/dw'": "-2.4", "v''": "-6.0", "w''": "1.5"}


@pytest.fixture
def read(tmp_path):
    def read(*lines, steps=2):
        (tmp_path / "r.toml").write_text(RUBRIC.format(steps), encoding="utf-8")
        names = Vocabulary(s for p in load(tmp_path / "r.toml").problems for s in symbols(refer(p)))
        rows = [[Cell(Kind.TEXT, part) for part in line.split(" | ")] for line in lines]
        answers, remarks = lay_out_sheets([Sheet("S", rows)], names)
        return {a.target.quantity: a.text for a in answers if a.target}, [remark.issue for remark in remarks]

    return read


@pytest.mark.parametrize(
    ("one", "two"),
    [("Step 1", "Step 2"), ("step 1:", "step 2:"), ("## Iteration 1", "## Iteration 2"), ("First step", "Second step"),
     ("--- Update #1 ---", "--- Update #2 ---"), ("1. Schritt", "2. Schritt")],
)  # fmt: skip
@pytest.mark.parametrize("sign", [" = ", " | "])
def test_names_under_a_heading_are_those_of_its_step(read, one, two, sign):
    found, told = read(one, *(a.replace(" = ", sign) for a in ONE), two, *(a.replace(" = ", sign) for a in TWO))
    assert found == FIRST | SECOND
    assert len(told) == 1
    assert "second step" in told[0]


def test_a_parameter_above_the_gradients_has_the_value_that_the_step_begins_with(read):
    found, _ = read("Step 1", "w = 0.5", *ONE, "Step 2", "w = 0.9", *TWO)
    assert found == FIRST | SECOND
    assert read("Step 1", *ONE[:4], "w_new = 0.9", "Step 2", *TWO[:4], "w_new = 1.5")[0] == FIRST | SECOND


@pytest.mark.parametrize(
    ("lines", "steps"),
    [
        (["Step 1", "z = 1.0", "L = 2.0", "dL/dw = -4.0", "Step 2", "z = 1.0", "w' = 0.9"], 2),  # parts of one pass
        (["Step 1", *ONE[:3], "Step 2", *TWO[:3], "w'' = 1.5"], 2),  # its own names say the step
        (["Step 1", *ONE[:3], "Step 2", *ONE[:3], *ONE[3:]], 2),  # said again
        (["Step 1", *ONE[:3], "Step 2", *TWO[:3], "Step 3", *TWO[:3]], 3),
        (["Step 1", *ONE[:3], "Step 2", *TWO[:3]], 1),
    ],
)
def test_where_it_is_not_clear_names_stay_what_they_are(read, lines, steps):
    assert not any("second step" in issue for issue in read(*lines, steps=steps)[1])
