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
    def read(*lines, steps=2, **sheets):
        (tmp_path / "r.toml").write_text(RUBRIC.format(steps), encoding="utf-8")
        names = Vocabulary(s for p in load(tmp_path / "r.toml").problems for s in symbols(refer(p)))
        made = [
            Sheet(name.replace("_", " "), [[Cell(Kind.TEXT, part) for part in line.split(" | ")] for line in rows])
            for name, rows in ({"S": lines} | sheets).items()
        ]
        answers, remarks = lay_out_sheets(made, names)
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


@pytest.mark.parametrize("word", ["Sample", "#### Example", "Beispiel", "Pattern"])
def test_where_no_quantity_has_a_row_a_sample_a_heading_of_a_sample_is_one_of_its_step(read, word):
    found, told = read(f"{word} 1: x = 2", *ONE, f"{word} 2: x = 2", *TWO)
    assert found == FIRST | SECOND
    assert f"names from '{word} 2: x = 2' on were taken for the values of the second step" in told
    assert read(f"{word} 1", *ONE, f"{word} 2", "z = 1.8")[0]["z"] == "1.8"  # one name alone is said again


def test_where_steps_are_headed_a_heading_of_a_sample_counts_none(read):
    lines = ["Iteration 1", *ONE, "Iteration 2", *TWO]
    assert read("Sample 1", *lines)[0] == FIRST | SECOND
    assert read("Example 2 (by hand)", *lines)[0] == FIRST | SECOND


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
        (["Step 1", *ONE[:3], "Step 3", *TWO[:3]], 3),
        (["Step 1", *ONE[:1], "Step 2", *TWO[:1]], 2),
        (["Step 1", *ONE[:3], "Step 2", *TWO[:3]], 1),
        (["Iteration 1", *ONE[:3], "Iteration 2 (corrected)", *TWO[:3]], 1),
    ],
)
def test_where_it_is_not_clear_names_stay_what_they_are(read, lines, steps):
    assert not any("second step" in issue for issue in read(*lines, steps=steps)[1])


THREE = ["z = 2.9", "L = 0.01", "grad_w = 0.3", "v = 0.2", "w = 1.4"]
THIRD = {"z''": "2.9", "L''": "0.01", "dL''/dw''": "0.3", "v'''": "0.2", "w'''": "1.4"}


@pytest.mark.parametrize(
    "head", ["Epoch {}", "## Iteration {}/3", "--- Epoch {} of 3 ---", "Durchlauf {}:", "Itération {}", "Pass {}",
             "Update {}", "Época {}", "第{}次迭代", "Calculations (iteration {})"]
)  # fmt: skip
def test_there_may_be_more_than_two(read, head):
    one, two, three = (head.format(n) for n in (1, 2, 3))
    found, [told] = read(one, *ONE, two, *TWO, three, *THREE, steps=3)
    assert found == FIRST | SECOND | THIRD
    assert "step 2, 3" in told


@pytest.mark.parametrize("head", ["Epoch {}", "Iteration {}"])
def test_a_parameter_may_be_given_its_new_value_without_a_gradient(read, head):
    one, two, three = (head.format(n) for n in (1, 2, 3))
    found, _ = read(one, *ONE[:3], "w := w - 0.1*v = 0.9", two, "L = 0.72", "w := 1.5", three, "w = 1.4", steps=3)
    assert found == {"z": "1.0", "L": "2.0", "dL/dw": "-4.0", "w'": "0.9", "L'": "0.72", "w''": "1.5", "w'''": "1.4"}


def test_they_may_be_counted_from_0_stand_in_a_line_or_be_after_each_step(read):
    assert read("Epoch 0", *ONE, "Epoch 1", *TWO)[0] == FIRST | SECOND
    lines = (f"Epoch {n}: {', '.join(each)}" for n, each in ((1, ONE), (2, TWO)))
    assert read(*lines)[0] == FIRST | SECOND
    after = {"z": "1.0", "L": "2.0", "w'": "0.9", "L'": "0.72", "w''": "1.5", "L''": "0.01"}
    lines = [
        *ONE[:2],
        "After the first update",
        "w = 0.9",
        "L = 0.72",
        "After the second update",
        "w = 1.5",
        "L = 0.01",
    ]
    assert read(*lines)[0] == after


@pytest.mark.parametrize("heads", [("Epoch 0", "Epoch 1"), ("Iteration 1", "Iteration 2 (after the update)")])
def test_there_may_be_one_step_with_the_loss_before_it_and_after_it(read, heads):
    one, two = heads
    found, told = read(one, *ONE, two, *TWO[:3], steps=1)
    assert found == FIRST | {"z'": "1.8", "L'": "0.72"}
    assert "second step" in told[0]
    assert read(one, *ONE[:3], two, "Updated forward pass", *TWO[:2], steps=1)[0]["L'"] == "0.72"


@pytest.mark.parametrize("name", ["Step_{}", "Iteration_{}", "Epoch_{}"])
def test_each_may_have_a_sheet(read, name):
    assert read(**{name.format(1): ONE, name.format(2): TWO})[0] == FIRST | SECOND


def test_a_parameter_named_at_the_beginning_of_each_step_has_its_old_value(read):
    lines = ["Iteration 1", "w = 0.5", "L = 2.0", "Iteration 2", "w = 0.9", "L = 0.72", "Iteration 3", "w = 1.5"]
    assert read(*lines, steps=3)[0] == {"L": "2.0", "w'": "0.9", "L'": "0.72", "w''": "1.5"}


@pytest.mark.parametrize("corner", ["iteration", "Epoch", "step", "k", "Durchlauf"])
def test_a_table_with_a_row_a_step(read, corner):
    found, told = read(f"{corner} | w | L", "0 | 0.5 | 2.0", "1 | 0.9 | 0.72", "2 | 1.5 | 0.01")
    assert found == {"L": "2.0", "w'": "0.9", "L'": "0.72", "w''": "1.5", "L''": "0.01"}
    assert "taken for the steps of training" in str(told)
    found, _ = read(f"{corner} | z | dL/dw | w", "1 | 1.0 | -4.0 | 0.9", "2 | 1.8 | -2.4 | 1.5")
    assert found == {"z": "1.0", "dL/dw": "-4.0", "w'": "0.9", "z'": "1.8", "dL'/dw'": "-2.4", "w''": "1.5"}
    found, _ = read(f"{corner} | L | w_new", "1 | 2.0 | 0.9", "2 | 0.72 | 1.5")
    assert found == {"L": "2.0", "w'": "0.9", "L'": "0.72", "w''": "1.5"}


@pytest.mark.parametrize("before", ["start", "initial", "before", ""])
def test_a_table_with_a_row_after_each_step(read, before):
    rows = [f"{before} | 0.5 | 2.0"] if before else []
    found, told = read(" | w | L", *rows, "after step 1 | 0.9 | 0.72", "after step 2 | 1.5 | 0.01")
    first = {"L": "2.0"} if before else {}
    assert found == first | {"w'": "0.9", "L'": "0.72", "w''": "1.5", "L''": "0.01"}
    assert "taken for the steps of training" in str(told)


def test_of_which_step_a_gradient_is_that_stands_after_one_is_not_clear(read):
    found, _ = read(" | w | dL/dw", "after step 1 | 0.9 | -4.0", "after step 2 | 1.5 | -2.4")
    assert found == {"w'": "0.9", "w''": "1.5"}


def test_above_the_rows_after_steps_there_may_be_one_of_gradients(read):
    found, _ = read(" | w | L", "Gradient | -4.0", "after step 1 | 0.9 | 0.72", "after step 2 | 1.5 | 0.01")
    assert found == {"w'": "0.9", "L'": "0.72", "w''": "1.5", "L''": "0.01"} | {"dL/dw": "-4.0"}


def test_in_a_table_of_steps_the_first_gradient_is_that_of_the_first_step(read):
    found, _ = read("iteration | dL/dw | w", "0 | | 0.5", "1 | -4.0 | 0.9", "2 | -2.4 | 1.5")
    assert found == {"dL/dw": "-4.0", "w'": "0.9", "dL'/dw'": "-2.4", "w''": "1.5"}
    found, told = read("iteration | dL/dw | w", "1 | -4.0 | 0.9", "2 | -2.4 | 1.5", steps=1)
    assert found == {"dL/dw": "-4.0", "w'": "0.9"}
    assert "a number of 'dL/dw' is of later steps than are asked for" in str(told)


def test_a_table_of_steps_that_are_not_counted_on_is_told(read):
    found, told = read("iteration | L", "1 | 2.0", "10 | 0.72")
    assert not found
    found, told = read("iteration | L", *(f"{n} | {n + 0.5}" for n in range(6)))
    assert found == {"L": "0.5", "L'": "1.5", "L''": "2.5"}
    assert "3 numbers of 'L' are of later steps" in str(told)


@pytest.mark.parametrize("head", ["step {}", "Iteration {}", "Epoch {}"])
def test_a_table_with_a_column_a_step(read, head):
    heads = " | ".join(head.format(n) for n in (1, 2))
    found, told = read(f"quantity | {heads}", "z | 1.0 | 1.8", "L | 2.0 | 0.72", "dL/dw | -4.0 | -2.4", "w | 0.9 | 1.5")
    assert found == {k: v for k, v in (FIRST | SECOND).items() if k[0] != "v"}
    assert "columns were taken for the steps" in str(told)


def test_under_a_heading_of_the_update_a_name_with_a_prime_says_its_step_itself(read):
    lines = [
        "Step 1: forward pass",
        *ONE[:2],
        "Step 2: backward pass",
        ONE[2],
        "Step 3: update",
        "w' = 0.9",
        "v' = -4.1",
    ]
    assert read(*lines, steps=3)[0] == FIRST
    assert read(*ONE[:3], "After the update", "w' = 0.9", "w'' = 1.5")[0].items() >= {"w'": "0.9", "w''": "1.5"}.items()


TWO_PROBLEMS = """
[[problem]]
name = "a"
given = {u = 2, k = 0.1}
forward = {p = "u^2", C = "3*p"}
training = {loss = "C", parameters = ["u"], rate = "k"}
marks = {p = 1, C = 1, "u'" = 1, "C'" = 1}
[[problem]]
name = "b"
given = {x = 2, w = 0.5, y = 3, eta = 0.1}
forward = {z = "w*x", L = "(z - y)^2/2"}
training = {loss = "L", parameters = ["w"], rate = "eta", steps = 2}
marks = {z = 1, L = 1, "dL/dw" = 1, "w'" = 1}
"""


@pytest.mark.parametrize("heading", [[], ["Part b"]])
@pytest.mark.parametrize("own", [[], ["loss = 2.0"]])
def test_without_headings_names_say_which_problem_a_word_and_a_step_are_of(tmp_path, heading, own):
    (tmp_path / "r.toml").write_text(TWO_PROBLEMS)
    names = Vocabulary(s for p in load(tmp_path / "r.toml").problems for s in symbols(refer(p)))
    lines = ["p = 4", "loss = 12", "u_new = 0.8", "loss after the update = 1.92", *heading]
    lines += ["Iteration 1", "z = 1.0", *own, "w = 0.9", "Iteration 2", "z = 1.8", "w = 1.5"]
    answers, told = lay_out_sheets([Sheet("S", [[Cell(Kind.TEXT, line)] for line in lines])], names)
    found = {"p": "4", "C": "12", "u'": "0.8", "C'": "1.92", "z": "1.0", "w'": "0.9", "z'": "1.8", "w''": "1.5"}
    assert {a.target.quantity: a.text for a in answers if a.target} == found | ({"L": "2.0"} if own else {})
    assert [remark.place for remark in told] == [f"S!A{10 + len(heading) + len(own) - 2}"]


def test_one_step_may_be_in_a_table_of_several(read):
    found, told = read("Iteration | loss | w", "0 | 2.0 | 0.5", "1 | 0.72 | 0.9", "2 | 0.3 | 1.5", steps=1)
    assert found == {"L": "2.0", "L'": "0.72", "w'": "0.9"}
    assert "later steps than are asked for" in str(told)
    assert "L" not in read("k | L", "1 | 2.0", "2 | 0.72", steps=1)[0]


def test_a_word_for_several_losses_is_of_the_problem_of_the_names_beside_it(tmp_path):
    (tmp_path / "r.toml").write_text(TWO_PROBLEMS)
    names = Vocabulary(s for p in load(tmp_path / "r.toml").problems for s in symbols(refer(p)))
    rows = [["p", "loss"], ["4", "12"], [], ["loss", "z"], ["2.0", "1.0"]]
    answers, _ = lay_out_sheets([Sheet("S", [[Cell(Kind.TEXT, text) for text in row] for row in rows])], names)
    assert {a.target.quantity: a.text for a in answers if a.target} == {"p": "4", "C": "12", "z": "1.0", "L": "2.0"}


def test_what_a_heading_makes_a_later_value_that_nobody_asks_for_is_told(read):
    said = "'L': taken for the value after the step, which nobody asks for, and the one before it has no answer"
    assert read("z = 1.0", "After the update:", "L = 0.72", "w = 0.9", steps=1)[1] == [said]
    assert read("z = 1.0", "L = 2.0", "After the update:", "L = 0.72", "w = 0.9", steps=1)[1] == []
    assert read("z = 1.0", "nach der Aktivierung:", "L = 2.0", steps=1)[0] == {"z": "1.0", "L": "2.0"}


def test_of_what_is_not_asked_for_after_the_step_its_own_name_is_no_better_one(read):
    _, issues = read("Iteration 1", *ONE, "Iteration 2", *TWO, steps=1)
    [told] = [issue for issue in issues if "nobody asked" in issue]
    assert "did you mean" not in told
    assert "not of the step that it stands under" in told
