"""Several problems in one file: told apart by headings, by sheets, by a column, by their names or their numbers."""

import pytest

from grader.answers import Cell, Kind, Sheet
from grader.answers.layouts import lay_out_sheets
from grader.notation import Symbol, Vocabulary
from tests.answers.layouts.sheets import read as table

VOCABULARY = Vocabulary(
    Symbol(problem, name, (), (name,), given=name == "w") for problem in "ab" for name in ("w", "z", "E", "dE/dw")
)
BOTH = {("a", "z"): "1.1", ("a", "E"): "3.61", ("b", "z"): "1.5", ("b", "E"): "2.25"}
A, B = [["z", "1.1"], ["E", "3.61"]], [["z", "1.5"], ["E", "2.25"]]


def read(**sheets):
    """By problem and quantity, the answers of these sheets, and the remarks."""
    made = [
        Sheet(name.replace("_", " "), [[Cell(Kind.TEXT if c else Kind.BLANK, c) for c in row] for row in rows])
        for name, rows in sheets.items()
    ]
    answers, remarks = lay_out_sheets(made, VOCABULARY)
    return {(a.target.problem, a.target.quantity): a.text for a in answers if a.target}, remarks


@pytest.mark.parametrize(
    ("one", "two"),
    [("Problem a", "Problem b"), ("(a)", "(b)"), ("Q1", "Q2"), ("1.", "2."), ("Problem 1: nets", "Problem 2: more"),
     ("Problem 3(a)", "Problem 3(b)"), ("Aufgabe 3a", "Aufgabe 3b"), ("3.a) Nets", "3.b) More"),
     ("Problem 3, part a", "Problem 3, part (b)"), ("=== Problem 1 ===", "=== Problem 2 ==="), ("Ex. 1", "Ex. 2"),
     ("ex 1", "ex 2:")],
)  # fmt: skip
def test_headings(one, two):
    assert read(Sheet1=[[one], *A, [two], *B]) == (BOTH, [])


@pytest.mark.parametrize(("one", "two"), [("a", "b"), ("Problem_1", "Problem_2"), ("Q1", "Q2"), ("Part_a", "Part_b")])
def test_a_sheet_each(one, two):
    assert read(**{one: A, two: B}) == (BOTH, [])


@pytest.mark.parametrize("heads", [("Problem a", "Problem b"), ("Q1", "Q2")])
@pytest.mark.parametrize("above", [[], [["Homework 3"], ["Ada"], []]])
@pytest.mark.parametrize("below", [[], [["dE/dw", "-6"]]])
def test_beside_each_other(heads, above, below):
    beside = [[heads[0], "", "", heads[1]], ["quantity", "value", "", "quantity", "value"]]
    beside += [[*one, "", *two] for one, two in zip(A, B, strict=True)]
    both = {(problem, name): text for name, text in below for problem in "ab"}
    assert read(Sheet1=[*above, *beside, [], *below]) == (BOTH | both, [])


@pytest.mark.parametrize("heads", [("Problem a", "Problem b"), ("a", "b"), ("Q1", "Q2")])
def test_a_column_each(heads):
    rows = [[*one, two[1]] for one, two in zip(A, B, strict=True)]
    assert read(Sheet1=[["", *heads], *rows]) == (BOTH, [])
    assert read(Sheet1=[["Quantity", *heads], *rows]) == (BOTH, [])


@pytest.mark.parametrize("cells", ["a a b b", "(a) (a) (b) (b)", "1 1 2 2", "1.0 1.0 2.0 2.0", "a - b -", "1 - 2 -"])
def test_a_column(cells):
    rows = [[said.strip("-"), *row] for said, row in zip(cells.split(), [*A, *B], strict=True)]
    assert read(Sheet1=[["Part", "Quantity", "Answer"], *rows]) == (BOTH, [])
    assert read(Sheet1=rows) == (BOTH, [])


def test_numbers_over_what_other_problems_ask_for_are_none_of_problems():
    rows = [["1. Forward pass"], ["s1 = 1.31"], ["2. Backward pass"], ["dDiv/dh1 = 0.02"]]
    assert table(rows) == ({"s1": 1.31, "dDiv/dh1": 0.02}, [])
    found, [told] = table([["1. Gradient"], ["dy/dw0 = 1"], ["s1 = 1.31"], ["2. Net"], ["h1 = 0.79"]])
    assert found == {"h1": 0.79}
    assert told.issue == "nobody asked for 's1' (it stands under problem 1, and is asked for in 2)"


@pytest.mark.parametrize(
    "rows",
    [
        [["1. Forward pass"], *A, ["2. Backward pass"], ["dE/dw", "-6"]],
        [["Part 1"], *A, ["Part 2"], ["dE/dw", "-6"]],
        [["Problem 2"], *A, ["dE/dw", "-6"]],
        [["Q1"], A[0], ["Q2"], A[1], ["Q3"], ["dE/dw", "-6"]],
        [["Q", "Quantity", "Answer"], ["1", *A[0]], ["2", *A[1]], ["3", "dE/dw", "-6"]],
        [["Q", "Quantity", "Answer"], ["1", *A[0]], ["2", *A[1]], ["", "dE/dw", "-6"]],
        [["1", *A[0]], ["2", *A[1]], ["", "dE/dw", "-6"]],
        [["a", *A[0]], ["b", *A[1]], ["c", "dE/dw", "-6"]],
        [["a", *A[0]], ["b", *A[1]], ["", "dE/dw", "-6"]],
    ],
)
def test_numbers_of_steps_are_no_problems(rows):
    found = {"z": "1.1", "E": "3.61", "dE/dw": "-6"}
    assert read(Sheet1=rows) == ({(problem, name): text for name, text in found.items() for problem in "ab"}, [])


ARRAY = Vocabulary(
    [
        Symbol("rnn", "w'", (), ("w'",)),
        Symbol("rnn", "u'", (), ("u'",)),
        Symbol("net", "w'", (2,), ("w'",), {(i,): (f"w'[{i}]",) for i in (1, 2)}),
        Symbol("net", "b'", (), ("b'",)),
    ]
)
"""Two problems that ask for one name, of a number and of an array."""


@pytest.mark.parametrize(
    "rows", [[["u'", "w'"], ["0.5", "-0.7"]], [["u'", "0.5"], ["w'", "-0.7"]], [["u'=0.5, w'=-0.7"]]]
)
def test_one_number_is_no_array_of_the_same_name_in_another_problem(rows):
    rows = [["Problem 1"], *rows, [], ["Problem 2"], ["w'[1]", "w'[2]", "b'"], ["0.3", "-0.2", "0.1"]]
    sheet = Sheet("S", [[Cell(Kind.TEXT if c else Kind.BLANK, c) for c in row] for row in rows])
    for _ in range(3):  # the last time it is like a sheet that is known
        answers, remarks = lay_out_sheets([sheet], ARRAY)
        assert {answer.target: answer.text for answer in answers} == {
            ("rnn", "u'", None): "0.5", ("rnn", "w'", None): "-0.7",
            ("net", "w'", (1,)): "0.3", ("net", "w'", (2,)): "-0.2", ("net", "b'", None): "0.1",
        }  # fmt: skip
        assert remarks == []


TITLED = Vocabulary(
    [Symbol(problem, name, (), (name,)) for problem in ("rnn", "logreg") for name in ("z", "E")]
    + [Symbol("logreg", "p", (), ("p",))],
    {"rnn": "A recurrent network over three steps", "logreg": "Logistic regression with momentum"},
)
TOLD = {("rnn", "z"): "1.1", ("rnn", "E"): "3.61", ("logreg", "z"): "1.5", ("logreg", "E"): "2.25"}


def titled(rows):
    answers, _ = lay_out_sheets([Sheet("S", [[Cell(Kind.TEXT, c) for c in row] for row in rows])], TITLED)
    return {(a.target.problem, a.target.quantity): a.text for a in answers if a.target}


@pytest.mark.parametrize(
    ("one", "two"),
    [("RNN", "LogReg"), ("=== RNN ===", "=== LogReg ==="), ("# RNN", "# Logistic regression"),
     ("Recurrent network:", "LOGISTIC REGRESSION"), ("A recurrent network over three steps", "Logistic regression")],
)  # fmt: skip
def test_headings_that_are_names_or_titles_of_problems(one, two):
    assert titled([[one], *A, [two], *B]) == TOLD
    assert titled([[one], *A]) == {place: text for place, text in TOLD.items() if place[0] == "rnn"}


def test_the_name_of_a_problem_may_head_a_part_of_another():
    both = {("logreg", "p"): "0.5", ("logreg", "z"): "1.1", ("rnn", "z"): "1.1"}
    assert titled([["z", "1.1"], ["RNN"], ["p", "0.5"]]) == both
    assert titled([["RNN"], ["z", "1.1"], ["p", "0.5"]]) == both


def test_a_person_is_told_of_one_number_for_an_array():
    rows = [["", "rnn", "net"], ["w'", "0.5", "0.3"], ["u'", "0.1", ""], ["b'", "", "0.2"]]
    sheet = Sheet("S", [[Cell(Kind.TEXT if c else Kind.BLANK, c) for c in row] for row in rows])
    answers, remarks = lay_out_sheets([sheet], ARRAY)
    assert {answer.target[:2]: answer.text for answer in answers} == {
        ("rnn", "w'"): "0.5", ("rnn", "u'"): "0.1", ("net", "b'"): "0.2",
    }  # fmt: skip
    assert [remark.issue for remark in remarks] == ["'w'' stands for several numbers, and one is given"]


@pytest.mark.parametrize(("last", "problem"), [(7, "2"), (4, "3")])
def test_numbers_far_beyond_those_of_the_problems_count_answers(last, problem):
    lines = [["s1 = 1.31"], ["h1 = 0.79"], ["dDiv/dw1 = 0.0009"], ["x = 1"], ["x = 1"], ["x = 1"], ["x = 1"]]
    rows = [row for n in range(last) for row in ([f"Question {n + 1}"], lines[n])]
    assert table(rows, problem="3")[0]["dDiv/dw1"] == 0.0009
    assert ("dDiv/dw1" in table(rows, problem="2")[0]) == (problem == "2")


def test_a_number_before_what_its_problem_does_not_ask_for_counts_answers():
    rows = [["1. Compute h1"], [0.79], ["2. Compute s1"], [1.31], ["3. Compute yhat"], [0.57]]
    assert table(rows)[0] == {"h1": 0.79, "s1": 1.31, "yhat": 0.57}


@pytest.mark.parametrize("mark", ["{})", "({})", "{}.", "Part {}:", "Problem {} -", "Q{}.", "Aufgabe {}:"])
def test_in_front_of_an_answer(mark):
    a, b = mark.format("a"), mark.format("b")
    lines = [[f"{a} z = 1.1, E = 3.61"], [f"{b} z = 1.5"], ["    E = 2.25"]]
    assert read(Sheet1=lines) == (BOTH, [])
    rows = [[f"{a} z", "1.1"], [f"{a} E", "3.61"], [f"{b} z", "1.5"], [f"{b} E", "2.25"]]
    assert read(Sheet1=rows) == (BOTH, [])


def test_letters_and_numbers_of_a_list_are_no_problems():
    found = {"s1": 1.31, "h1": 0.79, "s2": 2.94}
    assert table([["1. s1 = 1.31"], ["2. h1 = 0.79"], ["3. s2 = 2.94"]])[0] == found
    assert table([["1) s1", 1.31], ["2) h1", 0.79], ["3) s2", 2.94]])[0] == found


@pytest.mark.parametrize("corner", ["part", "Aufgabe", "Problem"])
def test_a_row_each(corner):
    rows = [[corner, "z", "E", "dE/dw"], ["a", "1.1", "3.61", ""], ["b", "1.5", "2.25", ""]]
    assert read(Sheet1=rows)[0] == BOTH


@pytest.mark.parametrize("mark", ["Q2.{} ", "2.{}) ", "Problem 2.{}: ", "Question {}: ", "Aufgabe 2{} - "])
def test_answers_may_be_numbered_within_a_problem(mark):
    one, two, three = (mark.format("abc"[n] if "2{}" in mark else n + 1) for n in range(3))
    found = {"s1": 1.31, "h1": 0.79, "s2": 2.94}
    assert table([[f"{one}s1: 1.31"], [f"{two}h1 = 0.79"], [f"{three}s2: 2.94"]])[0] == found
    assert table([[f"{one}s1", 1.31], [f"{two}h1", 0.79], [f"{three}s2", 2.94]])[0] == found


TWO_NETS = Vocabulary(
    Symbol(problem, name, (), (name,)) for problem, names in (("1", "hjL"), ("2", "zpL")) for name in names
)


@pytest.mark.parametrize("sheets", [1, 2])
def test_a_name_of_several_problems_belongs_to_the_one_whose_answers_stand_around_it(sheets):
    one = [[f"{name} = {text}"] for name, text in (("h", "0.1"), ("j", "0.2"), ("L", "0.6"))]
    two = [[f"{name} = {text}"] for name, text in (("z", "0.3"), ("p", "0.4"), ("L", "1.6"))]
    rows = [one, two] if sheets > 1 else [one + two]
    made = [Sheet(f"S{n}", [[Cell(Kind.TEXT, text) for text in row] for row in each]) for n, each in enumerate(rows)]
    answers, remarks = lay_out_sheets(made, TWO_NETS)
    assert {a.target[:2]: a.text for a in answers if a.target and a.target.quantity == "L"} == {
        ("1", "L"): "0.6", ("2", "L"): "1.6"
    }  # fmt: skip
    assert not remarks


def test_a_name_of_several_problems_that_nothing_else_answers_answers_both():
    rows = [[f"{name} = {text}"] for name, text in (("h", "0.1"), ("j", "0.2"), ("L", "0.6"), ("L", "0.7"))]
    answers, remarks = lay_out_sheets([Sheet("S", [[Cell(Kind.TEXT, t) for t in row] for row in rows])], TWO_NETS)
    assert {a.target.problem: a.text for a in answers if a.target.quantity == "L"} == {"1": "0.7", "2": "0.7"}
    assert len(remarks) == 1


def test_numbers_below_a_heading_of_a_problem_count_what_it_asks():
    first, second = [["a) z", "1.1"], ["b) E", "3.61"]], [["a) z", "1.5"], ["b) E", "2.25"]]
    assert read(Sheet1=[["Problem a"], *first, ["Problem b"], *second]) == (BOTH, [])
