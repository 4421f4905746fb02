"""Work done one point of time after the other: under headings that say which, and names that say it by a letter."""

import pytest

from grader.answers.layouts import lay_out_sheets
from grader.answers.record import Sheet
from tests.answers.layouts.sheets import POINTS_OF_TIME, cell, read, written

H = {"h1": "0.61", "h2": "-0.59", "h3": "0.94"}
ALL = {"a1": "0.71", "a2": "-0.68", "a3": "1.77", **H}


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    return written(POINTS_OF_TIME, tmp_path_factory.mktemp("rubric"))


@pytest.fixture
def told(names):
    def told(*rows, sheet="S"):
        answers, remarks = lay_out_sheets([Sheet(sheet, [[cell(c) for c in row] for row in rows])], names)
        return {a.target.quantity: a.text for a in answers if a.target}, [r.issue for r in remarks]

    return told


@pytest.mark.parametrize(
    "heading",
    ["t = {}", "t={}:", "Time step {}", "--- Timestep {} ---", "Zeitschritt {}", "Step {}:", "## Forward, t = {}",
     "## Forward pass (t={})", "Forward pass, time step {}:", "Vorwärtsdurchlauf t = {}" , "Propagation avant, t = {}",
     "時刻 {}", "时间步 {}", "順伝播 t = {}", "### 3.2 Step $t={}$", "2. Time step {}"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["{}", "{}_t", "{}[t]", "{}ₜ"])
def test_names_under_headings_of_time(told, heading, name):
    rows = [
        line
        for t in (1, 2, 3)
        for line in ([heading.format(t)], *([f"{name.format(q)} = {ALL[f'{q}{t}']}"] for q in "ah"))
    ]
    assert told(*rows, [], ["E = 0.2"]) == ({**ALL, "E": "0.2"}, [])


@pytest.mark.parametrize("heading", ["t={}: ", "t={}  ", "Step {}: ", "Time step {} - "])
def test_a_line_a_point_of_time(told, heading):
    rows = [[f"{heading.format(t)}a={ALL[f'a{t}']}, h={ALL[f'h{t}']}"] for t in (1, 2, 3)]
    assert told(*rows, ["E = 0.2"]) == ({**ALL, "E": "0.2"}, [])
    rows = [[f"t={t}", f"a={ALL[f'a{t}']}", f"h={ALL[f'h{t}']}"] for t in (1, 2, 3)]
    assert told(*rows, ["E = 0.2"]) == ({**ALL, "E": "0.2"}, [])


def test_back_through_time_and_the_state_before_it(told):
    rows = [["t = 2"], ["h_{t-1} = 0.61"], ["h_t = -0.59"], ["t = 3"], ["h_t", 0.94], ["t = 1"], ["h_{t-1}", 0]]
    assert told(*rows) == ({"h1": "0.61", "h2": "-0.59", "h3": "0.94"}, [])
    rows = [["Backward pass"], ["t = 3"], ["dE/dh = 0.44"], ["t = 2"], ["dE/dh_t = -0.1"], ["E = 0.2"]]
    assert told(*rows) == ({"dE/dh3": "0.44", "dE/dh2": "-0.1", "E": "0.2"}, [])


def test_time_counted_from_zero_is_told(told):
    rows = [line for t in (1, 2, 3) for line in ([f"t = {t - 1}"], [f"a = {ALL[f'a{t}']}"], [f"h = {ALL[f'h{t}']}"])]
    assert told(*rows) == (ALL, ["the points of time are counted from 0 here"])
    rows = [line for t, h in enumerate(["0", *H.values()]) for line in ([f"t = {t}"], [f"h = {h}"])]
    assert told(*rows) == (H, [])


def test_a_sheet_of_a_point_of_time(told):
    assert told(["h", 0.94], ["E", 0.2], sheet="t=3") == ({"h3": "0.94", "E": "0.2"}, [])


def test_steps_of_working_are_no_points_of_time():
    rows = [["Step 1: s = 1.31"], ["Step 2: h = 0.7875"], ["Step 3: s = 2.94"], ["Step 4: h = 0.9498"]]
    found, remarks = read(rows)
    assert found == {}
    assert remarks
    assert read([["Step 1: s1 = 1.31"], ["Step 2: h1 = 0.7875"]])[0] == {"s1": 1.31, "h1": 0.7875}


@pytest.mark.parametrize("name", ["h^{<2>}", "h^<2>", r"h^{\langle 2 \rangle}"])
def test_the_point_of_time_in_angle_brackets(told, name):
    assert told([name, -0.59]) == ({"h2": "-0.59"}, [])


def test_single_quantities_counted_from_zero_with_one_that_is_given_at_zero(told):
    rows = [[f"{q}[{t - 1}] = {ALL[f'{q}{t}']}"] for t in (1, 2, 3) for q in "ah"]
    assert told(*rows) == (ALL, ["the elements of 'a', 'h' are counted from 0 here"])


def test_a_table_counted_from_zero_is_told(told):
    rows = [["", "a", "h"], *([t - 1, ALL[f"a{t}"], ALL[f"h{t}"]] for t in (1, 2, 3))]
    assert told(*rows) == (ALL, ["the rows of this table are counted from 0"])
    assert told(*map(list, zip(*rows, strict=True))) == (ALL, ["the columns of this table are counted from 0"])
    rows = [["", "a", "h"], *([t, ALL.get(f"a{t}", ""), ALL.get(f"h{t}", 0)] for t in range(4))]
    assert told(*rows) == (ALL, [])


def test_points_of_time_head_the_columns_or_the_rows_of_a_table(told):
    rows = [["", "t=1", "t=2", "t=3"], *([q, *(ALL[f"{q}{t}"] for t in (1, 2, 3))] for q in "ah")]
    assert told(*rows) == (ALL, [])
    steps = [[t, x, ALL[f"a{t}"], ALL[f"h{t}"]] for t, x in enumerate((1, -0.5, 2), 1)]
    assert told(["t", "x", "a", "h"], *steps) == (ALL, [])


def test_a_row_a_number_with_its_point_of_time(told):
    rows = [[t, q, ALL[f"{q}{t}"]] for t in (1, 2, 3) for q in "ah"]
    assert told(["t", "quantity", "value"], *rows) == (ALL, [])
    rows = [[t if q == "a" else "", f"{q}_t", value] for t, q, value in rows]
    assert told(["time step", "quantity", "value"], *rows) == (ALL, [])
    rows = [[t - 1, q, ALL[f"{q}{t}"]] for t in (1, 2, 3) for q in "ah"]
    assert told(["t", "quantity", "value"], *rows) == (ALL, ["the points of time are counted from 0 here"])
    rows = [[t, "h", h] for t, h in enumerate(["0", *H.values()])]
    assert told(["t", "quantity", "value"], *rows) == (H, [])


def test_points_of_time_side_by_side(told):
    rows = [[x for t in (1, 2, 3) for x in (q, ALL[f"{q}{t}"], "")] for q in "ah"]
    assert told(["t = 1", "", "", "t = 2", "", "", "t = 3"], *rows, [], ["E", 0.2]) == ({**ALL, "E": "0.2"}, [])


FORWARD = {"s1": 1.31, "h1": 0.79, "s2": 2.94, "h2": 0.95, "s3": 0.32, "yhat": 0.58}


@pytest.mark.parametrize(
    ("one", "two", "output"),
    [("Hidden unit 1:", "Hidden unit 2:", "Output layer:"), ("Neuron #1", "Neuron #2", "Output"),
     ("Neurona 1", "Neurona 2", "Salida"), ("Unit 0", "Unit 1", "Unit 2")],
)  # fmt: skip
@pytest.mark.parametrize("form", ["{} = {}", "{}: {}", None])
def test_names_under_headings_of_units(one, two, output, form):
    said = [[one], ("s", 1.31), ("h", 0.79), [two], ("s", 2.94), ("h", 0.95), [output], ("s", 0.32), ("yhat", 0.58)]
    rows = [list(each) if isinstance(each, list) or not form else [form.format(*each)] for each in said]
    found, remarks = read(rows)
    assert found == FORWARD
    assert [r.issue for r in remarks] == (["the units are counted from 0 here"] if one == "Unit 0" else [])


@pytest.mark.parametrize(
    "output", ["Output neuron: s = 0.32", "Output: s = 0.32, yhat = 0.58", "The output layer:\ns = 0.32"]
)
@pytest.mark.parametrize("parted", ["\n", " "])
def test_the_output_is_not_the_last_of_the_hidden_units(output, parted):
    hidden = f"Hidden neuron 1:{parted}s = 1.31\nHidden neuron 2:{parted}s = 2.94, h = 0.95"
    found, remarks = read([[line] for line in f"{hidden}\n{output}".splitlines()])
    assert found.items() >= {"s1": 1.31, "s2": 2.94, "h2": 0.95, "s3": 0.32}.items()
    assert remarks == []


def test_what_a_unit_puts_out_is_the_unit_s():
    rows = [["Hidden neuron 1"], ["Input: s = 1.31"], ["Output: h = 0.79"], ["Hidden neuron 2"], ["s = 2.94"]]
    assert read(rows) == ({"s1": 1.31, "h1": 0.79, "s2": 2.94}, [])


@pytest.mark.parametrize("rows", [[["Neuron 1"], ["s = 0.32"]], [["Neuron 1: s = 0.32"]]])
def test_units_that_each_layer_counts_anew_are_told(rows):
    found, remarks = read([["Layer 1"], ["Neuron 1: s = 1.31"], ["Neuron 2: s = 2.94"], ["Layer 2"], *rows])
    assert found.items() <= {"s1": 1.31, "s2": 2.94}.items()
    assert "nobody asked for 's'" in remarks[0].issue


@pytest.mark.parametrize(("first", "last"), [("Hidden layer:", "Output layer:"), ("Layer 1", "Layer 2")])
def test_arrays_under_headings_of_layers(tmp_path, first, last):
    rubric = """
    given = {x = [1, 2], W1 = [[1, 2], [3, 4]], b1 = [0, 1], W2 = [[5, 6]], b2 = [2]}
    [forward]
    z1 = "W1 @ x + b1"
    a1 = "tanh(z1)"
    z2 = "W2 @ a1 + b2"
    p = "sigmoid(z2)"
    L = "sum((p - 1)^2)"
    [marks]
    z1 = 2
    "dL/dW2" = 2
    "dL/dW1" = 4
    L = 1
    """
    rows = [[first], ["z = [1, 2]"], [last], ["L = 0.5"], ["dL/dW = [[5, 6]]"], [first], ["dL/dW = [[1, 2], [3, 4]]"]]
    found, remarks = read(rows, written(rubric, tmp_path), "")
    assert (found["z1", (2,)], found["dL/dW2", (1, 2)], found["dL/dW1", (2, 1)], found["L"]) == (2, 6, 3, 0.5)
    assert remarks == []


def test_words_before_a_name_under_headings_of_time(told):
    rows = [line for t in (1, 2, 3) for line in ([f"t = {t}"], [f"hidden state h = {H[f'h{t}']}"])]
    assert told(*rows) == (H, [])


def test_of_a_file_of_which_nothing_was_understood_some_lines_are_named(told):
    rows = [["Wert"], *([f"unklare Angabe {n}", f"0.{n}"] for n in (7, 8, 9, 6))]
    found, remarks = told(*rows)
    assert found == {}
    assert remarks == [
        "nobody asked for 'unklare Angabe 7', 'unklare Angabe 8', 'unklare Angabe 9' … (no name asked for is near)"
    ]


@pytest.mark.parametrize("heading", ["t = {}", "Étape t = {}", "Step t = {}"])
def test_a_given_of_another_case_is_no_point_of_time(tmp_path, heading):
    text = POINTS_OF_TIME.replace("t = 0.5", "T = [[1, 0], [0, 1]], d = 0.5").replace("h3 - t)", "h3 - d)")
    rows = [[line] for t in (1, 2, 3) for line in (heading.format(t), f"h = {H[f'h{t}']}")]
    answers, remarks = lay_out_sheets([Sheet("S", [[cell(c) for c in r] for r in rows])], written(text, tmp_path))
    assert {a.target.quantity: a.text for a in answers if a.target} == H
    assert not remarks


CELL = """
given = {x = [1, -0.5], w = 0.6, c0 = 0.5, h0 = 0.2}
[repeat]
k = "1..2"
[forward]
"i[k]" = "sigmoid(w*x[k] + h[k-1])"
"f[k]" = "sigmoid(w*h[k-1])"
"g[k]" = "tanh(x[k] + h[k-1])"
"c[k]" = "f[k]*c[k-1] + i[k]*g[k]"
"h[k]" = "tanh(c[k])"
E = "h2^2"
[marks]
"""
GATES = {f"{q}{k}": f"0.{n}{k}" for n, q in enumerate("ifgch", 3) for k in (1, 2)}


@pytest.fixture(scope="module")
def of_cell(tmp_path_factory):
    text = CELL + "\n".join(f"{name} = 1" for name in (*GATES, "E"))
    names = written(text, tmp_path_factory.mktemp("rubric"))

    def told(said):
        rows = [[cell("quantity"), cell("value")], *([cell(name), cell(value)] for name, value in said.items())]
        answers, remarks = lay_out_sheets([Sheet("S", rows)], names)
        return {a.target.quantity: a.text for a in answers if a.target}, [r.issue for r in remarks]

    return told


def test_gates_over_two_points_of_time_that_are_counted_from_zero(of_cell):
    said = {f"{name[0]}_{int(name[1]) - 1}": value for name, value in GATES.items()}
    found, remarks = of_cell(said)
    assert found == GATES
    assert remarks == ["the elements of 'c', 'f', 'g', 'h', 'i' are counted from 0 here"]


@pytest.mark.parametrize(
    "said", [{**GATES, "h0": "0.2", "c0": "0.5"}, {"h_0": "0.2", "h_1": GATES["h1"], "i_1": "0.31"}]
)
def test_states_before_the_first_point_of_time_do_not_count_from_zero(of_cell, said):
    found, remarks = of_cell(said)
    assert found == {name.replace("_", ""): value for name, value in said.items() if "0" not in name}
    assert not any("from 0" in issue for issue in remarks)


WORDS = {"i": "Input gate", "f": "Forget gate", "g": "Candidate", "c": "Cell state", "h": "Hidden state"}
WORTE = {"i": "Eingangsgate", "f": "Vergessensgate", "g": "Kandidat", "c": "Zellzustand", "h": "versteckter Zustand"}
BOTH = {name: f"{words} ({name})" for name, words in WORDS.items()}


@pytest.mark.parametrize("words", [WORDS, WORTE, BOTH])
@pytest.mark.parametrize("line", ["{}: {}", "- {} = {}"])
def test_parts_of_a_gated_cell_by_their_words(tmp_path, words, line):
    names = written(CELL + "\n".join(f"{name} = 1" for name in (*GATES, "E")), tmp_path)
    rows = [
        [cell(text)]
        for k in (1, 2)
        for text in (f"Time step {k}", *(line.format(words[q], GATES[f"{q}{k}"]) for q in "ifgch"))
    ]
    answers, remarks = lay_out_sheets([Sheet("S", rows)], names)
    assert {a.target.quantity: str(a.number.value) for a in answers if a.target} == GATES
    assert not remarks


def test_a_word_for_a_part_that_two_symbols_may_stand_for_is_none(tmp_path):
    text = CELL.replace('E = "h2^2"', '"n[k]" = "g[k]^2"\nE = "h2^2"') + "g1 = 1\nn1 = 1\ng2 = 1\nE = 1"
    rows = [[cell(t)] for t in ("Time step 1", "Candidate: 0.51", "h = 0.2", "Time step 2", "Candidate: 0.52")]
    answers, remarks = lay_out_sheets([Sheet("S", rows)], written(text, tmp_path))
    assert not [a for a in answers if a.target and a.text in ("0.51", "0.52")]
    assert remarks


@pytest.mark.parametrize("first", ["0.2", "0.20"])
def test_a_list_may_begin_with_the_state_that_is_given(of_list, first):
    found, remarks = of_list(f"h = [{first}, {GATES['h1']}, {GATES['h2']}]", "f = [0.6, 0.5]")
    assert found == {"h1": GATES["h1"], "h2": GATES["h2"], "f1": "0.6", "f2": "0.5"}
    assert not remarks


def test_a_list_that_begins_with_another_number_is_told(of_list):
    found, remarks = of_list(f"h = [0.3, {GATES['h1']}, {GATES['h2']}]")
    assert not found
    assert remarks == ["nobody asked for 'h' (no name asked for is near)"]


@pytest.fixture
def of_list(tmp_path):
    names = written(CELL + "\n".join(f"{name} = 1" for name in (*GATES, "E")), tmp_path)

    def told(*lines):
        answers, remarks = lay_out_sheets([Sheet("S", [[cell(line)] for line in lines])], names)
        return {a.target.quantity: a.text for a in answers if a.target}, [r.issue for r in remarks]

    return told


TWO_LAYERS = """
[given]
x = [1, 2]
W1 = [[0.5, -1], [1, 0.5]]
w2 = [1, 0.8]
[forward]
z1 = "W1 @ x"
a1 = "relu(z1)"
z2 = "w2 @ a1"
yhat = "sigmoid(z2)"
L = "bce(yhat, 1)"
[marks]
"dL/dw2" = 2
"dL/dW1" = 4
"""


def test_a_whole_vector_under_the_heading_of_a_layer_of_one_unit_is_no_element_of_it(tmp_path):
    lines = ["Output layer:", "∂L/∂w₂ = (−0.2689) · a₁ = ( 0 , −0.6724 )", "∂L/∂W₁ = [ 0 0 ]"]
    found, _ = read([[line] for line in lines], written(TWO_LAYERS, tmp_path), "")
    assert {at: value for at, value in found.items() if at[0] == "dL/dw2"} == {
        ("dL/dw2", (1,)): 0.0,
        ("dL/dw2", (2,)): -0.6724,
    }
