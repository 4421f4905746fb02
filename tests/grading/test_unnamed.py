"""A name that nobody asked for stands in just the works in which one quantity is blank."""

import pytest

from grader.grading import grade
from tests.grading.neuron import RIGHT, RUBRIC, write

FOREIGN = {("Ausgang" if name == "h" else name): value for name, value in RIGHT.items()}


@pytest.fixture
def told(tmp_path):
    def tell(**works):
        (tmp_path / "neuron.toml").write_text(RUBRIC)
        for student, answers in works.items():
            write(tmp_path / "in" / f"{student}.csv", answers)
        outcome = grade([tmp_path / "in"], [tmp_path / "neuron.toml"])
        return [(a.place, a.issue) for a in outcome.attention if "is blank in the" in a.issue]

    return tell


def test_it_is_told_which_quantity_that_is(told):
    said = "h is blank in the 2 works that have 'Ausgang', and in no other"
    assert told(ada=FOREIGN, ben=FOREIGN, cem=RIGHT) == [
        ("h", f'{said} (is it called so? then say "h" = ["Ausgang"] in [names])')
    ]


def test_also_where_all_have_it_so(told):
    assert len(told(ada=FOREIGN, ben=FOREIGN)) == 1


def test_not_of_one_work_nor_where_others_left_it_blank(told):
    without = {name: value for name, value in RIGHT.items() if name != "h"}
    assert told(ada=FOREIGN, cem=RIGHT) == []
    assert told(ada=FOREIGN, ben=FOREIGN, cem=without) == []


def test_not_where_it_may_be_either_of_two(told):
    shorter = {name: value for name, value in FOREIGN.items() if name != "E"}
    assert told(ada=shorter, ben=shorter, cem=RIGHT) == []


def test_not_of_an_array_of_which_no_number_is_the_one_beside_the_name(tmp_path):
    rubric = RUBRIC.replace("[marks]", "[marks]\nv = 2").replace("[forward]", "[forward]\nv = '[2, 3]*w'")
    (tmp_path / "arrays.toml").write_text(rubric)
    for student in ("ada", "ben"):
        write(tmp_path / "in" / f"{student}.csv", RIGHT | {"Ausgang": "0.4"})
    attention = grade([tmp_path / "in"], [tmp_path / "arrays.toml"]).attention
    assert not [a for a in attention if "is blank in the" in a.issue]
