"""The answers of a class in their places: those of one student are the same whoever else answers."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from grader.answers.record import Answer
from grader.marking import mark
from grader.marking.laying_out import _Layout, lay_out
from grader.notation import Target
from grader.numbers import Number, Unreadable
from tests.marking.classroom import marked, sheet_of

NET = """
given = {x = [1, 2], y = [3, 4]}
[forward]
z = "x * y"
[marks]
z = 2
"""


def answer(reference, number, *index):
    text = number if isinstance(number, str) else f"{number}"
    worth = Unreadable(text, "no number") if isinstance(number, str) else Number(number, text, 0.1, 2)
    return Answer(Target(reference.problem.name, "z", index or None), "z", text, worth, "B1")


def test_what_a_student_answers_does_not_depend_on_the_class(problem):
    reference = problem(NET)
    of = {
        "ada": [answer(reference, 0.5), answer(reference, 3.0, 1), answer(reference, 8.0, 2)],
        "bob": [answer(reference, 8.0, 2), answer(reference, 3.5, 1)],
        "cyd": [answer(reference, 8.5, 2), answer(reference, 0.5)],
        "dan": [answer(reference, "see page 2"), answer(reference, 3.0, 1)],
    }
    alone = {name: lay_out(reference, [name], [theirs]) for name, theirs in of.items()}
    for names in permutations(of):
        sheet = lay_out(reference, names, [of[name] for name in names])
        for row, name in enumerate(names):
            np.testing.assert_array_equal(sheet.written["z"].value[row], alone[name].written["z"].value[0])
            np.testing.assert_array_equal(sheet.written["z"].unit[row], alone[name].written["z"].unit[0])
            np.testing.assert_array_equal(sheet.texts["z"][row], alone[name].texts["z"][0])
            np.testing.assert_array_equal(sheet.unreadable["z"][row], alone[name].unreadable["z"][0])
    assert alone["ada"].texts["z"].tolist() == [["3.0", "8.0"]]


@pytest.mark.parametrize(
    ("text", "unreadable"),
    [
        ("x*y", False),
        ("(x) * y", False),
        ("𝑥·y", False),
        (r"x \cdot y", False),
        ("x + y", True),
        ("z", True),
        ("see page 2", True),
        ("9^9^9^9", True),
    ],
)
def test_the_formula_itself_in_place_of_a_number_is_no_answer(problem, text, unreadable):
    reference = problem(NET)
    sheet = lay_out(reference, ["ada"], [[answer(reference, text)]])
    assert sheet.unreadable["z"].tolist() == [[unreadable] * 2]
    assert np.isnan(sheet.written["z"].value).all()


def test_those_who_wrote_the_very_same_are_one_in_what_is_marked(reference):
    found = reference("rubrics/relu-2-2-1.toml")
    sheet = sheet_of(found, {"MSE": "1.5"}, {"MSE": "1.50"}, {"MSE": "1.5"}, {}, {"MSE": "1.5"})
    different, which = sheet.different()
    assert different.students == ("s0", "s1", "s3")
    assert which == [0, 1, 0, 2, 0]
    told_apart = replace(sheet, aside={"MSE": np.array([True, False, False, False, False])})
    assert told_apart.different()[1] == [0, 1, 2, 3, 2]
    assert replace(sheet, faults={"f": sheet.texts["MSE"]}).different()[1] == [0, 1, 0, 2, 0]


def test_everyone_has_the_marks_of_what_they_wrote(reference):
    found = reference("rubrics/relu-2-2-1.toml")
    wrote = [{"MSE": "1.5"}, {"MSE": "0.9"}, {"MSE": "1.5"}, {}]
    together, alone = marked(found, *wrote), [marked(found, each)[0] for each in wrote]
    assert together == alone
    assert mark(found, sheet_of(found, *wrote), "").students == ("s0", "s1", "s2", "s3")


def test_the_same_answers_of_several_are_put_once_and_are_each_one_s(problem, monkeypatch):
    reference = problem(NET)
    put = []
    monkeypatch.setattr(_Layout, "put", lambda *said: put.append(said[2].rows))
    shared, own = answer(reference, 3.0, 1), answer(reference, 4.0, 2)
    laid_out = lay_out(reference, ("a", "b", "c"), [(shared,), (own,), (shared,)])
    assert put == [[0], [1]]
    assert laid_out.students == ("a", "b", "c")
    assert laid_out.texts["z"].shape == (3, 2)


def test_who_has_the_same_answers_has_them_in_every_place(problem):
    reference = problem(NET)
    first, other = answer(reference, 3.0, 1), answer(reference, 8.0, 2)
    together = lay_out(reference, ("a", "b", "c"), [(first, other), (other,), (first, other)])
    assert together.written["z"].value[[0, 2], 0].tolist() == [[3.0, 8.0], [3.0, 8.0]]
    assert together.texts["z"].tolist() == [["3.0", "8.0"], ["", "8.0"], ["3.0", "8.0"]]


def test_a_nought_has_no_minus(problem):
    """A program writes −0.0 for what it has multiplied by 0."""
    reference = problem(NET)
    marks = mark(
        reference, lay_out(reference, ["ada"], [[answer(reference, -0.0, 1), answer(reference, 8.0, 2)]]), "hw"
    )
    assert [str(value) for value in marks.value[0]] == ["0.0", "8.0"]
