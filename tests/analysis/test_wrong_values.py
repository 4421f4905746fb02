"""Wrong values that several have."""

from dataclasses import replace

import numpy as np

from grader.analysis import analyse
from tests.analysis.classes import in_formulas, marks


def test_wrong_values_that_several_share():
    values = [[0.5], [0.5001], [0.7], [0.7], [0.7], [0.1], [9.0]]
    verdicts = [["slip"], ["slip"], ["wrong"], ["wrong"], ["wrong"], ["wrong"], ["correct"]]
    found = analyse([marks(verdicts, {(0, 0): "sign", (1, 0): "sign"}, values)]).wrong_values
    assert found[["value", "students", "cause", "who"]].values.tolist() == [
        [0.7, 3, "", ("s02", "s03", "s04")],
        [0.5, 2, "sign", ("s00", "s01")],
    ]


def test_a_text_that_could_not_be_read_is_told_where_several_have_it():
    table = marks([["wrong"]] * 4, values=[[np.nan]] * 4)
    texts = np.array([["see p. 2"], ["see  p. 2"], ["?"], ["a"]], object)
    found = analyse([replace(table, answer=texts, verdict=np.full((4, 1), "unreadable", object))]).wrong_values
    assert found[["value", "students", "who"]].values.tolist() == [["see p. 2", 2, ("s00", "s01")]]


def test_a_wrong_value_that_two_of_many_have_by_chance_is_not_told():
    values = [[n + 10] for n in range(750)]
    values[3], values[4], values[5] = [7], [7], [7]
    assert analyse([marks([["wrong"]] * 750, values=values)]).wrong_values["students"].tolist() == [3]
    values[5] = [8]
    assert analyse([marks([["wrong"]] * 751, values=[*values, [9]])]).wrong_values.empty


def test_what_is_ruled_of_one_is_not_said_of_the_others():
    """Anna and Bob have the same wrong value, and Anna's has a ruling with its reason; Cem and Dana both have one."""
    table = marks([["slip"], ["slip"], ["wrong"], ["wrong"]], {(0, 0): "sign", (1, 0): "sign"}, [[3], [3], [7], [7]])
    note = np.array([["ruled by hand: see mail"], ["a sign"], ["private"], ["private, too"]], dtype=object)
    ruled = np.array([[True], [False], [True], [True]])
    assert analyse([replace(table, note=note, ruled=ruled)]).wrong_values["note"].tolist() == ["a sign", ""]


def test_wrong_formulas_that_several_share():
    rng = np.random.default_rng(1)
    table = marks([["wrong"], ["wrong"], ["wrong"], ["wrong"], ["correct"]], values=[[7], [7], [7.0001], [np.nan], [1]])
    found = analyse([in_formulas(table, rng)]).wrong_values
    assert found[["students", "who"]].values.tolist() == [[2, ("s00", "s01")]]
    assert found["value"].tolist() == ["x + 7.0"]


def test_of_students_with_other_givens_the_same_number_is_another_mistake():
    table = marks([["wrong"]] * 6, values=[[3]] * 6)
    found = analyse([replace(table, variants=("A", "B", "A", "B", "B", "C"))]).wrong_values
    assert found["who"].tolist() == [("s01", "s03", "s04"), ("s00", "s02")]
