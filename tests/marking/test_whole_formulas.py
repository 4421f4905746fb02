"""A formula for a whole array is one answer, and what it proves of blanks."""

import pytest

from grader.answers.record import Answer, Formula
from grader.marking import lay_out, mark
from grader.notation import Target
from tests.marking.classroom import CROSS_ENTROPY, SOFTMAX


def answered(reference, formulas):
    """The marks of one who gives a formula for whole quantities, or, by element, for parts of them."""
    answers = []
    for label, text in formulas.items():
        name, _, index = label.partition("#")
        shape = reference.graph[name].shape
        places = [(int(index),)] if index else [(i + 1,) for i in range(shape[0])] if shape else [()]
        whole = bool(shape) and not index
        answers += [
            Answer(Target(reference.problem.name, name, at), name, text, Formula(text, whole=whole), "B1")
            for at in places
        ]
    marks = mark(reference, lay_out(reference, ["ada"], [answers]), "rubric")
    points = [column.out_of * marks.shares[marks.share[0, c]] for c, column in enumerate(marks.columns)]
    return marks, float(sum(points)), [str(note) for note in marks.note[0]]


def test_a_slip_in_one_formula_of_a_whole_vector_costs_a_share_of_all_its_points(problem):
    marks, points, notes = answered(problem(SOFTMAX), {"dL/dz": "y - p"})
    assert marks.verdict[0].tolist() == ["slip", "carried", "carried"]
    assert points == 3
    assert notes[1] == notes[2] == "the same slip; one formula for all of it is one answer, and charged as a whole"


def test_a_slip_in_the_formulas_of_all_elements_is_charged_at_the_first(problem):
    _, points, _ = answered(problem(SOFTMAX), {f"dL/dz#{i}": f"y{i} - p{i}" for i in (1, 2, 3)})
    assert points == 5


def test_a_right_formula_of_a_whole_vector_has_all_its_points(problem):
    assert answered(problem(SOFTMAX), {"dL/dz": "p - y"})[1] == 6


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        ("s - t", "missing"),
        ("(-t/s + (1-t)/(1-s)) * s*(1-s)", "implied"),
        ("s*((1-t)/(1-s) - t/s)*(1-s)", "implied"),
        ("(s-t)/(s*(1-s)) * s*(1-s)", "implied"),
        ("dE/ds * s*(1-s)", "missing"),
    ],
)
def test_a_formula_proves_a_blank_one_only_if_it_stands_in_it(problem, formula, verdict):
    """That of a sigmoid with a cross-entropy is in every textbook; what is called by its name is not told."""
    marks, points, _ = answered(problem(CROSS_ENTROPY), {"dE/da": formula})
    assert marks.verdict[0].tolist() == [verdict, "correct"]
    assert points == (4 if verdict == "implied" else 2)
