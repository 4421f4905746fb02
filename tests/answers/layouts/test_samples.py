"""Tables with a row a sample, before and after the step."""

import pytest

from grader.answers.layouts.tables import samples
from grader.answers.layouts.text.worth import worth
from grader.answers.record import Remark
from tests.answers.layouts.sheets import RELU, read

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


def test_before_and_after_the_step_beside_each_other():
    rows = [
        ["Initial model", "", "", "Updated model"],
        ["MSE", 1.65, "", "MSE", 0.84],
        ["b_1^1", 0.5, "", "b_1^1", 0.4],
    ]
    assert read([["Ada"], *rows], RELU, "") == ({"MSE": 1.65, "MSE'": 0.84, ("b1'", (1,)): 0.4}, [])


def test_a_column_a_sample_by_their_numbers():
    rows = [["Sample", 1, 2, 3, 4, 5], ["f", 1.1, 0.94, 1.42, 1.26, 1.18], ["l_1^1", 1.5, 1.1, 2.3, 1.9, 1.7]]
    found, told = read(rows, RELU, "")
    assert found["f", (2,)] == 0.94
    assert found["l1", (3, 1)] == 2.3
    assert (len(found), told) == (10, [])


def test_the_sum_below_a_column_of_losses_is_the_loss_where_nothing_else_is():
    head = [*FORWARD, "(f* − f)²"]
    rows = [[*row, (row[2] - row[5]) ** 2] for row in SAMPLES]
    found, [told] = read([head, *rows, ["sum", *[""] * 5, 1.65]], RELU, "")
    assert (found["MSE"], told.issue) == (1.65, "'sum' under '(f* − f)²' was taken for 'MSE'")
    for foot in ([["mean", *[""] * 5, 0.33]], [["sum", *[""] * 5, 1.65], [], ["MSE", 3.3]]):
        found, told = read([head, *rows, *foot], RELU, "")
        assert (found.get("MSE"), told) == (3.3 if len(foot) > 1 else None, [])


@pytest.mark.parametrize("columns", [(0, 1, 2), (0, 1)])
@pytest.mark.parametrize("order", [(5, 1, 4, 2, 3), (3, 2, 1, 5, 4)])
def test_inputs_by_other_names_tell_the_samples(order, columns):
    head = [["x1", "x2", "target"][c] for c in columns] + ["l_1^1", "l_2^1", "f"]
    rows = [[*(SAMPLES[s - 1][c] for c in columns), *SAMPLES[s - 1][3:]] for s in order]
    found, remarks = read([head, *rows], RELU, "")
    assert [found["l1", (s, 1)] for s in range(1, 6)] == [row[3] for row in SAMPLES]
    assert [found["f", (s,)] for s in range(1, 6)] == [row[5] for row in SAMPLES]
    assert not remarks


def test_rows_that_the_inputs_do_not_tell_apart_are_told():
    rows = [[SAMPLES[s - 1][2], *SAMPLES[s - 1][3:]] for s in (5, 1, 4, 2, 3)]
    _, [remark] = read([["target", "l_1^1", "l_2^1", "f"], *rows], RELU, "")
    assert "do not tell all samples apart" in remark.issue


@pytest.mark.parametrize("head", [["sample", "l1", "l2", "f"], ["sample", "l_1", "l_2", "f"], ["sample", "l1", "l2"]])
def test_units_without_their_layer(head):
    rows = [head, *([s, *row[3:]][: len(head)] for s, row in enumerate(SAMPLES, 1))]
    found, remarks = read([*rows, ["MSE", 1.65]], RELU, "")
    assert [found["l1", (s, j)] for s in range(1, 6) for j in (1, 2)] == [x for row in SAMPLES for x in row[3:5]]
    assert found["MSE"] == 1.65
    assert not remarks


@pytest.mark.parametrize("order", [(1, 2, 3, 4, 5), (5, 4, 3, 2, 1)])
def test_a_row_below_the_samples_is_told(order):
    rows = [[s, *SAMPLES[s - 1][3:]] for s in order]
    found, [remark] = read([["sample", "l_1^1", "l_2^1", "f"], *rows, ["mean", 1.7, 1.8, 1.18]], RELU, "")
    assert [found["l1", (s, 2)] for s in range(1, 6)] == [row[4] for row in SAMPLES]
    assert remark == Remark("Sheet1!B7", "this row is of no sample: the numbers were not read")


def test_a_row_that_is_numbered_beyond_the_samples_is_told():
    rows = [["sample", *FORWARD], *([n, *row] for n, row in enumerate(SAMPLES, 1)), [6, 9, 9, 1, 1, 1, 1]]
    found, remarks = read(rows, RELU, "")
    assert (found["f", (5,)], found["l1", (5, 2)]) == (1.18, 1.8)
    assert [remark.issue for remark in remarks] == ["this row is of no sample: the numbers were not read"]


@pytest.mark.parametrize("total", ["Sum", "Total:", "Summe"])
def test_what_single_samples_add_is_answered_by_the_sum_below(total):
    rows = [["Sample", "∂MSE/∂w_{1,1}^2", "∂MSE/∂w_{1,2}^2"], *([n, n / 10, n / 5] for n in range(1, 6))]
    found, told = read([*rows, [total, 1.5, 3.0]], RELU, "")
    assert found == {("dMSE/dw2", (1,)): 1.5, ("dMSE/dw2", (2,)): 3.0}
    assert not told
    rows = [["Sample", "Target", "Output", "Error", "Squared error"], *([n, 1, 0.5, 0.5, 0.25] for n in range(1, 6))]
    assert read([*rows, [total, "", "", "", 1.25]], RELU, "")[0]["MSE"] == 1.25
    both = [*rows, [total, "", "", "", 1.25], ["Mean", "", "", "", 0.25]]
    assert read(both, RELU, "")[0]["MSE"] == 1.25


def test_where_there_are_no_samples_a_sum_that_is_taken_is_told():
    rows = [["trial", "s1", "h1"], [1, 1.31, 0.79], [2, 5.5, 6.5], ["Sum", 6.81, 7.29]]
    found, told = read(rows)
    assert found == {"s1": 6.81, "h1": 7.29}
    assert [remark.issue for remark in told] == ["the row 'Sum' was read, and not the rows above it, one by one"]
