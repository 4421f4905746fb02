"""Answers that say that there is no number: unreadable, but where none follows from the student's own."""

import pytest

from grader.marking import mark
from tests.marking.classroom import sheet_of, worked

ENTROPY = """
[given]
z = [[0.3, 0.4], [0.5, -0.8]]
Y = [[1, 0], [0, 1]]
[forward]
P = "softmax(z)"
CE = "cross_entropy(P, Y)"
L = "CE + 0.1"
[marks]
P = 4
CE = 1
L = 1
"""
NO_EXP = "z / sum(z, axis=2, keepdims=1)"


def marked(reference, answers, said):
    """Marks of answers, of which some are `said` to be no numbers."""
    sheet = sheet_of(reference, {name: texts for name, texts in answers.items() if name not in said})
    for name, text in said.items():
        sheet.texts[name][...], sheet.unreadable[name][...] = text, True
    return mark(reference, sheet, "rubric")


@pytest.mark.parametrize("said", ["nan", "NaN", "-nan(ind)", "#NUM!", "undefined"])
def test_nothing_follows_from_the_logarithm_of_what_a_slip_has_left_below_0(problem, said):
    """A softmax without exp: z/Σz of the second row is −1.67 and 2.67, and 0·ln(−1.67) is nan in a program."""
    reference = problem(ENTROPY)
    marks = marked(reference, worked(reference, {"P": NO_EXP}), {"CE": said, "L": said})
    assert marks.verdict[0, 4:].tolist() == ["carried", "unreadable"]  # from a nan there was nothing to work out
    assert marks.followed[0, 4] == ""
    assert "no such number" in marks.note[0, 4]


def test_so_it_is_for_each_of_a_class_beside_what_all_share(problem):
    reference = problem(ENTROPY.replace("CE + 0.1", "CE + 0.1*sum(Y)"))
    answers = [worked(reference, {"P": NO_EXP}), worked(reference, {})]
    sheet = sheet_of(reference, *({"P": each["P"]} for each in answers))
    sheet.texts["CE"][...], sheet.unreadable["CE"][...] = "nan", True
    marks = mark(reference, sheet, "rubric")
    assert marks.verdict[:, 4].tolist() == ["carried", "unreadable"]


def test_what_is_only_too_large_for_a_program_is_a_number(problem):
    reference = problem("[given]\nx = 2\n[forward]\ns = 'x + 1'\nE = 's^2'\n[marks]\ns = 1\nE = 1\n")
    marks = marked(reference, {"s": "1e200"}, {"E": "nan"})
    assert marks.verdict[0].tolist() == ["wrong", "unreadable"]


def test_where_a_number_follows_what_is_none_is_unreadable(problem):
    reference = problem(ENTROPY)
    marks = marked(reference, worked(reference, {}), {"CE": "nan", "L": "nan"})
    assert marks.verdict[0, 4:].tolist() == ["unreadable", "unreadable"]


def test_so_it_is_where_something_else_is_written(problem):
    reference = problem(ENTROPY)
    marks = marked(reference, worked(reference, {"P": NO_EXP}), {"CE": "see page 2", "L": "2.5.1"})
    assert marks.verdict[0, 4:].tolist() == ["unreadable", "unreadable"]
