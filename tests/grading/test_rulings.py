"""Rulings by hand beside a rubric: they come last, and another rubric there may be what they are of."""

import pytest

from grader.errors import GradeError
from grader.grading import grade
from tests.grading.neuron import RIGHT, RUBRIC, points, write


def test_rulings_beside_the_rubric_come_last(course):
    write(course / "submissions" / "neuron" / "cem.csv", {**RIGHT, "h": "0.1234"})
    before = grade([course / "submissions"])
    (course / "rubrics" / "overrides.csv").write_text(
        "student,quantity,points,reason\ncem,h,1,misprint\ndora,h,1,\nada,E,0.5,\n"
    )
    after = grade([course / "submissions"])
    assert points(before)["cem"] < 5
    assert points(after) == {"ada": 4.5, "ben": 5, "cem": 5}
    assert [(a.place, a.issue) for a in after.attention] == [
        (
            "line 3",
            "nobody called 'dora' was graded (who handed in no file is known by a class list, given with --roster)",
        ),
        ("line 4", "takes 0.5 points from 'E' of 'ada' that is right: is it of an earlier submission?"),
    ]


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({"t = 1": "t = 0.9"}, True),  # a copy from before a number was mended
        ({"One neuron": "One neuron, half points"}, True),
        ({"x = 2": "x = 3", "w = 0.5": "w = 0.2", "t = 1": "t = 0"}, False),  # two that are called the same
        ({"One neuron": "Another neuron", "t = 1": "t = 0.9"}, False),  # last week's: the ruling may be of that
    ],
)
def test_a_copy_of_the_rubric_beside_it_is_no_other_assignment(course, changes, counts):
    beside = RUBRIC.replace("E = 1", "E = 2")
    for old, new in changes.items():
        beside = beside.replace(old, new)
    (course / "rubrics" / "neuron_old.toml").write_text(beside)
    (course / "rubrics" / "overrides.csv").write_text("student,quantity,points\nada,E,0.5\n")
    after = grade([course / "submissions"], [course / "rubrics" / "neuron.toml"])
    told = "'E' is asked in neuron and in neuron_old (say which in a column 'rubric')"
    assert points(after)["ada"] == (4.5 if counts else 5)
    takes = "takes 0.5 points from 'E' of 'ada' that is right: is it of an earlier submission?"
    assert [a.issue for a in after.attention] == [takes if counts else told]


def test_a_faulty_file_of_rulings_stops_the_run(course):
    (course / "rubrics" / "overrides.csv").write_text("student,quantity,points\ncem,h,one\n,h,1\n")
    with pytest.raises(GradeError) as caught:
        grade([course / "submissions"])
    assert [f.place for f in caught.value.faults] == ["overrides.csv:2", "overrides.csv:3"]
