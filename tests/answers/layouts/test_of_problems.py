"""Names that say their problem themselves, before or behind them, in a row of names, a column of them, or a line."""

import pytest

from grader.answers import Cell, Kind, Sheet
from grader.answers.layouts import lay_out_sheets
from grader.notation import Symbol, Vocabulary

ALIKE = Vocabulary(
    (
        Symbol(problem, name, (), (name,), given=name == "w")
        for problem in "12"
        for name in ("w", "z", "E", "dE/dw", *(["P1"] if problem == "1" else ["g"]))
    ),
    titles={"1": "A small net", "2": "Two steps"},
)
LETTERS = Vocabulary(Symbol(problem, name, (), (name,)) for problem in "ab" for name in ("z", "E"))
BOTH = {("1", "z"): "1.1", ("1", "E"): "3.61", ("2", "z"): "1.5", ("2", "E"): "2.25"}
SAID = ["1.1", "3.61", "1.5", "2.25"]


def read(rows, vocabulary=ALIKE):
    """By problem and quantity, the answers on a sheet."""
    sheet = Sheet("", [[Cell(Kind.TEXT if text else Kind.BLANK, text) for text in row] for row in rows])
    answers, _ = lay_out_sheets([sheet], vocabulary)
    return {(a.target.problem, a.target.quantity): a.text for a in answers if a.target}


WAYS = ["Problem {}: {}", "Problem {}. {}", "Problem {} - {}", "Problem {} {}", "Q{} {}", "{}. {}", "{}) {}",
        "({}) {}", "Question {}: {}", "Aufgabe {}: {}", "Ex. {} {}", "{1} [Problem {0}]", "{1} (problem {0})",
        "{1} (Aufgabe {0})", "{1}, problem {0}", "{1} for problem {0}"]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("across", [True, False])
def test_every_name_with_its_problem(way, across):
    names = [way.format(problem, name) for problem, name in BOTH]
    assert read([names, SAID] if across else [list(pair) for pair in zip(names, SAID, strict=True)]) == BOTH


@pytest.mark.parametrize("way", ["{}: {}", "{1} ({0})", "{1} [{0}]"])
def test_titles(way):
    titles = {"1": "A small net", "2": "Two steps"}
    assert read([[way.format(titles[problem], name) for problem, name in BOTH], SAID]) == BOTH


def test_parts_of_problems():
    assert read([["Q1.1 z", "Q1.2 E", "Q2.1 z", "Q2.2 E"], SAID]) == BOTH
    assert read([["1a) z", "1b) E", "2a) z", "2b) E"], SAID]) == BOTH


def test_only_what_several_ask_for_says_its_problem():
    assert read([["E (Problem 1)", "P1", "g", "E [Problem 2]"], ["3.61", "0.4", "0.7", "2.25"]]) == {
        ("1", "E"): "3.61", ("1", "P1"): "0.4", ("2", "g"): "0.7", ("2", "E"): "2.25"}  # fmt: skip


def test_a_problem_behind_the_name_in_a_line():
    assert read([["E [Problem 2] = 2.25"], ["E (Aufgabe 1) = 3.61"]]) == {("1", "E"): "3.61", ("2", "E"): "2.25"}


def test_problems_by_their_order():
    names = {("a", "z"): "1.1", ("a", "E"): "3.61", ("b", "z"): "1.5", ("b", "E"): "2.25"}
    assert read([["Problem 1: z", "Problem 1: E", "Problem 2: z", "Problem 2: E"], SAID], LETTERS) == names


def test_a_list_of_different_names_is_of_no_problem():
    assert read([["1. z", "2. E"], ["1.1", "3.61"]])[("1", "E")] == "3.61"


def test_what_stands_in_front_of_a_line_is_said_of_the_lines_below_it():
    assert read([["1) z", "1.1"], ["E", "3.61"], ["2) z", "1.5"], ["E", "2.25"]]) == BOTH
    assert read([["Problem 1: z = 1.1"], ["E = 3.61"], ["Problem 2: z = 1.5"], ["E = 2.25"]]) == BOTH


def test_a_quantity_is_no_problem():
    assert read([["P1", "g"], ["0.4", "0.7"]]) == {("1", "P1"): "0.4", ("2", "g"): "0.7"}
    assert ("1", "E") not in read([["P1 E", "P1 z"], ["0.4", "0.7"]])


def test_a_problem_that_does_not_ask_for_it_counts_for_nothing():
    assert read([["g (problem 1)", "P1"], ["0.4", "0.7"]]) == {("2", "g"): "0.4", ("1", "P1"): "0.7"}
