"""Work done sample by sample: headings that say which sample is spoken of, and a sample's part of a sum."""

import pytest

from grader.answers import Sheet
from grader.answers.layouts import lay_out_sheets
from grader.notation import Vocabulary, sample_heading
from grader.reference import refer, symbols
from grader.rubric import load
from tests.answers.layouts.sheets import RELU, cell, written
from tests.answers.layouts.sheets import read as table

RUBRIC = """
title = "Two samples"
[given]
X = [[1.0, -0.5], [0.2, 0.8]]
y = [1, 0]
W1 = [[0.5, -0.3], [0.1, 0.8], [-0.6, 0.4]]
w2 = [0.7, -0.4, 0.9]
b2 = 0.15
v_b2 = 0.04
eta = 0.1
mu = 0.9
[forward]
Z1 = "X @ W1.T"
z2 = "tanh(Z1) @ w2 + b2"
yhat = "sigmoid(z2)"
L = "bce(yhat, y)"
[training]
loss = "L"
parameters = ["W1", "w2", "b2"]
rule = "momentum"
momentum = "mu"
rate = "eta"
steps = 1
[marks]
Z1 = 6
z2 = 2
yhat = 2
L = 1
"dL/dW1" = 6
"dL/db2" = 1
"W1'" = 6
"w2'" = 3
"b2'" = 1
"v_b2'" = 1
"""


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "two.toml"
    path.write_text(RUBRIC)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.fixture
def read(names):
    def found(*rows, sheets=None):
        tables = sheets or {"": rows}
        made = [
            Sheet(n, [[cell(c) for c in ([row] if isinstance(row, str) else row)] for row in t])
            for n, t in tables.items()
        ]
        answers, remarks = lay_out_sheets(made, names)
        values = {
            a.target.quantity + "".join(map(str, a.target.index or ())): getattr(a.number, "value", a.number)
            for a in answers
            if a.target
        }
        return values, [remark.issue for remark in remarks]

    return found


BOTH = {"Z111": 0.75, "Z112": -0.5, "z21": 0.2, "z22": 0.3, "Z121": 0.1}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Sample 1", "Sample 2"),
        ("**Example 1:**", "**Example 2:**"),
        ("Data point #1 (x = [1, -0.5], y = 1)", "Data point #2"),
        ("x^(1)", "x^{(2)}"),
        ("1st sample", "2nd sample"),
        ("First sample:", "Second sample:"),
        ("Muestra 1", "Muestra 2"),
        ("Échantillon 1", "Échantillon 2"),
        ("Probe 1", "Probe 2"),
    ],
)
def test_a_heading_says_which_sample_is_spoken_of(read, one, two):
    rows = [one, "z1_1 = 0.75", "z1[2] = -0.5", "z2 = 0.2", two, "z1_1 (sample 2) = 0.1", "z2 = 0.3"]
    assert read(*rows) == (BOTH, [])
    table = [[one], ["quantity", "value"], ["z1_1", 0.75], ["z1_2", -0.5], ["z2", 0.2], [two, "value"], ["z1_1", 0.1]]
    assert read(*table, ["z2", 0.3]) == (BOTH, [])


def test_a_list_is_the_row_of_the_sample_or_the_whole(read):
    lines = ["Sample 1: z1 = [1, 2, 3], z2 = 0.2", "Sample 2: z1 = [4, 5, 6], z2 = 0.3", "yhat = [0.5, 0.6]"]
    rows = {"Z111": 1, "Z112": 2, "Z113": 3, "Z121": 4, "Z122": 5, "Z123": 6}
    assert read(*lines) == ({**rows, "z21": 0.2, "z22": 0.3, "yhat1": 0.5, "yhat2": 0.6}, [])
    blocks = [["Sample 1"], ["z1"], [1, 2, 3], ["Sample 2"], ["z1", 4, 5, 6]]
    assert read(*blocks) == (rows, [])


def test_a_row_that_may_head_another_sample_ends_the_section_before_it(read):
    assert read(["Sample 1"], ["z2", 0.2], ["Sample 2", "my own working"], ["yhat", 0.3])[0] == {"z21": 0.2}


def test_a_sheet_a_sample(read):
    sheets = {"Sample 1": [["z2", 0.2], ["z1_1", 0.7]], "Sample 2": [["z2", 0.3]]}
    assert read(sheets=sheets) == ({"z21": 0.2, "Z111": 0.7, "z22": 0.3}, [])


def test_a_part_of_a_sum_is_not_the_sum(read):
    values, issues = read("Sample 1", "dL/db2 = 0.1", "Sample 2", "dL/db2 = 0.2", "L = 0.7")
    assert values == {"L": 0.7}
    assert issues == [
        "'dL/db2' stands under samples 1, 2, and is one for all samples: it was not read, as it may be the part "
        "of each",
        "'L' stands under sample 2, and is one for all samples: it was taken for that of all",
    ]
    values, issues = read("Sample 1", "dL/db2 = 0.1", "Sample 2", "dL/db2 = 0.2", "Sum over both", "dL/db2 = 0.3")
    assert (values, len(issues)) == ({"dL/db2": 0.3}, 1)
    assert read("Sample 1", "dL/db2 = 0.1")[0] == {}
    assert read("dL/db2 (sample 1) = 0.1", "z1_1 (sample 1) = 0.5")[0] == {"Z111": 0.5}


def test_what_is_of_another_sample_is_told(read):
    values, issues = read("Sample 1", "Z1[2,1] = 9", "Sample 2", "z2_1 = 0.8", "Sample 3", "yhat = 0.4")
    assert values == {}
    assert issues == [
        "nobody asked for 'Z1[2,1]' (of sample 1)",
        "nobody asked for 'z2_1' (of sample 2)",
        "nobody asked for 'yhat' (of sample 3)",
    ]


def test_a_line_that_names_a_number_is_no_part_of_a_block_above_it(read):
    values, issues = read("z2 = 0.1704", "yhat = 0.5425", "L = 0.6883")
    assert values == {"L": 0.6883}
    assert len(issues) == 2


def test_rows_that_begin_with_a_tab(read):
    assert read(["Z1"], ["", 1, 2, 3], ["", 4, 5, 6])[0] == {
        "Z111": 1, "Z112": 2, "Z113": 3, "Z121": 4, "Z122": 5, "Z123": 6
    }  # fmt: skip


def test_a_matrix_that_says_it_is_transposed(read):
    for name in ("Z1^T", "Z1.T", "Z1ᵀ", "z1^{T}"):
        assert read(f"{name} = [[1, 4], [2, 5], [3, 6]]") == (
            {"Z111": 1, "Z112": 2, "Z113": 3, "Z121": 4, "Z122": 5, "Z123": 6}, []
        )  # fmt: skip


def test_an_unknown_array_is_told_with_what_is_near(read):
    assert read("Vdb[2] = 0.3", "VdQ = [1, 2]")[1] == [
        "nobody asked for 'VdQ' (no name asked for is near)",
        "nobody asked for 'Vdb[2]' (near are v_b2')",
    ]


@pytest.mark.parametrize(
    ("name", "quantity"),
    [
        ("w^{(1)}_{11} new", "W1'11"),
        ("w_{12}^{(1)}'", "W1'12"),
        ("w^1_{21}'", "W1'21"),
        ("W^{[1]}_{2,2}^+", "W1'22"),
        ("∂L/∂w^{(1)}_{31}", "dL/dW131"),
        ("b^{(2)} new", "b2'"),
        ("w^{(2)}_3 new", "w2'3"),
        ("vb2'", "v_b2'"),
    ],
)
def test_layers_on_top_and_letters_side_by_side(read, name, quantity):
    assert read(f"{name} = 0.5") == ({quantity: 0.5}, [])


def test_a_layer_or_a_sample_is_not_guessed(read):
    assert read("z^{(1)}_2 = 0.5", "z^{(2)} = 0.3", "L^2 = 0.4")[0] == {}


@pytest.mark.parametrize("text", ["Sample 1: 0.5", "Samples 1 and 2", "Sum over all samples", "Averages"])
def test_what_heads_no_sample(text):
    assert (sample_heading(text) or (0,))[0] == 0


def test_a_column_a_sample(read):
    rows = [["", "Sample 1", "Sample 2"], ["z1_1", 0.75, -0.04], ["z2", 0.2, 0.3], ["L", 0.7, ""], ["dL/db2", 0.1, 0.2]]
    values, issues = read(*rows)
    assert values == {"Z111": 0.75, "Z121": -0.04, "z21": 0.2, "z22": 0.3, "L": 0.7}
    assert issues == ["'dL/db2' is one for all samples: what stands under each of them was not read"]


@pytest.mark.parametrize("labels", [("", "Sample 2", "Sample 1"), ("sample", 2, 1)])
def test_rows_that_say_which_sample_they_are_about(read, labels):
    rows = [[label, *row] for label, row in zip(labels, [["z1_1", "z2"], [0.5, 0.3], [0.4, 0.2]], strict=True)]
    assert read(*rows) == ({"Z121": 0.5, "z22": 0.3, "Z111": 0.4, "z21": 0.2}, [])


def test_numbers_beside_other_names_are_none_of_the_first(read):
    assert read(["z2", 0.2], ["yhat", 0.5], ["L", 0.6])[0] == {"L": 0.6}
    assert read([1, "z2", 0.2], [1, "yhat", 0.5], [2, "z2", 0.3], [2, "yhat", 0.6])[0] == {}
    assert read(["z2", 0.2], ["", 0.3], ["yhat", 0.5], ["yhat", 0.6])[0] == {
        "z21": 0.2, "z22": 0.3, "yhat1": 0.5, "yhat2": 0.6
    }  # fmt: skip


def test_an_unknown_array_hides_nothing_behind_it(read):
    assert read("x1: z = (1, 2), z2 = 0.2", "x2: z = (3, 4), z2 = 0.3")[0] == {"z21": 0.2, "z22": 0.3}


@pytest.mark.parametrize(
    "rows",
    [
        [["sample", "quantity", "value"], [1, "z2", 0.2], [1, "z1_1", 0.75], [2, "z2", 0.3], [2, "z1_1", 0.1]],
        [["quantity", "sample", "value"], ["z2", 1, 0.2], ["z2", 2, 0.3], ["z1_1", 1, 0.75], ["z1_1", 2, 0.1]],
        [["Sample", "Name", "Answer"], ["Sample 1", "z2", 0.2], ["", "z1_1", 0.75], ["Sample 2", "z2", 0.3],
         ["", "z1_1", 0.1]],
        [["quantity", "row", "column", "value"], ["Z1", 0, 0, 0.75], ["Z1", 1, 0, 0.1], ["z2", 0, "", 0.2],
         ["z2", 1, "", 0.3]],
    ],
)  # fmt: skip
def test_a_row_a_number(read, rows):
    assert read(*rows, ["L", "", 0.7] if len(rows[0]) == 3 else ["L", "", "", 0.7])[0].items() >= {
        "z21": 0.2, "z22": 0.3, "Z111": 0.75, "Z121": 0.1
    }.items()  # fmt: skip


def test_a_row_a_number_has_what_all_samples_share_once(read):
    rows = [["sample", "quantity", "value"], [1, "z2", 0.2], [1, "L", 0.4], [2, "z2", 0.3], [2, "L", 0.6]]
    values, issues = read(*rows)
    assert values == {"z21": 0.2, "z22": 0.3}
    assert issues == ["'L' is one for all samples: what each adds to it was not read"]
    assert read(*rows, ["mean", "L", 0.5]) == ({"z21": 0.2, "z22": 0.3, "L": 0.5}, [])


@pytest.mark.parametrize(("heads", "loss"), [(["Mean"], [0.5]), (["Mean", "Sum"], [0.5, 1.0]), (["Note"], ["half"])])
def test_a_column_for_all_samples(read, heads, loss):
    values, issues = read(["", "Sample 1", "Sample 2", *heads], ["z2", 0.2, 0.3], ["L", 0.4, 0.6, *loss])
    assert values == {"z21": 0.2, "z22": 0.3} | ({"L": 0.5} if heads == ["Mean"] else {})
    assert bool(issues) == (heads != ["Mean"])


@pytest.mark.parametrize("title", ["Gradients", "Backward pass:", "Loss"])
def test_a_title_that_no_sample_had_heads_what_they_share(read, title):
    lines = ["Sample 1", "z2 = 0.2", "Sample 2", "z2 = 0.3", title, "dL/db2 = 0.1", "L = 0.7"]
    assert read(*lines) == ({"z21": 0.2, "z22": 0.3, "dL/db2": 0.1, "L": 0.7}, [])
    values, issues = read(*lines[:2], title, "dL/db2 = 0.4", *lines[2:])
    assert "dL/db2" not in values
    assert len(issues) == 2


@pytest.mark.parametrize("heading", ["Sample {}", "Sample {}:", "Example #{}"])
@pytest.mark.parametrize("first", [0, 1])
def test_samples_that_are_counted_from_0(heading, first):
    lines = [[line] for n in range(5) for line in (heading.format(n + first), f"f = {n + 0.25}")]
    found, _ = table(lines, RELU, "")
    assert found == {("f", (n + 1,)): n + 0.25 for n in range(5)}
    beyond = [["Sample 0"], ["f = 9"], *([line] for n in range(5) for line in (f"Sample {n + 1}", f"f = {n + 0.25}"))]
    assert table(beyond, RELU, "")[0].items() >= {("f", (n + 1,)): n + 0.25 for n in range(5)}.items()


def test_names_of_units_without_their_sample(tmp_path):
    rubric = """
    given = {X = [[1, 2], [3, 4]], W = [[1, 2], [3, 4]], w = [1, 2], y = [1, 2]}
    [forward]
    z1 = "X @ W.T"
    f = "z1 @ w"
    L = "mse(f, y)"
    [training]
    loss = "L"
    parameters = ["w"]
    rate = 0.1
    [labels]
    "z1[s,j]" = "z_j (sample s)"
    [marks]
    z1 = 4
    f = 2
    L = 1
    """
    right = {("z1", (s, j)): s + j / 10 for s in (1, 2) for j in (1, 2)} | {
        ("f", (1,)): 0.5,
        ("f", (2,)): 0.6,
        "L": 0.7,
    }
    names = written(rubric, tmp_path)
    apart = [[line] for s in (1, 2) for line in (f"Sample {s}", f"z1 = {s}.1, z2 = {s}.2", f"f = 0.{s + 4}")]
    lists = [[f"sample {s}: z=[{s}.1 {s}.2] f=0.{s + 4}"] for s in (1, 2)]
    beside = [["sample", "f", "z1"], *([s, (s + 4) / 10, f"[{s}.1, {s}.2]"] for s in (1, 2)), [], ["MSE", 0.7]]
    across = [["", "Sample 1", "Sample 2"], ["z1", 1.1, 2.1], ["z2", 1.2, 2.2], ["f", 0.5, 0.6], ["MSE", 0.7]]
    for rows in ([*apart, ["MSE = 0.7"]], [*lists, ["loss: 0.7"]], beside, across):
        assert table(rows, names, "")[0] == right, rows
