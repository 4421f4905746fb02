"""What filling a gradebook costs each row, counted in calls; seconds are in `python -m tests.benchmark outputs`."""

from fractions import Fraction

from grader.answers import Person
from grader.exports.into import fill
from tests.cost import calls
from tests.exports.gradebooks import scores

STUDENTS = 1_500
MOST_CALLS = 130
"""Functions that each row calls."""


def filling(tmp_path, students):
    names = [f"s{n}" for n in range(students)]
    rows = "".join(f"{name},{n},{name},A,\n" for n, name in enumerate(names))
    path = tmp_path / f"{students}.csv"
    path.write_text(f"Student,ID,SIS Login ID,Section,Homework 1 (9)\nPoints Possible,,,,20\n{rows}")
    points = {name: Fraction(n % 20, 3) for n, name in enumerate(names)}
    of = dict.fromkeys(names, Fraction(20))
    given = scores(
        points=points, out_of=of, people={name: (Person("", str(n)),) for n, name in enumerate(names)}, comments={}
    )
    return lambda: fill(path, [given])


def test_a_row_is_looked_up_by_what_tells_and_its_points_are_written_once(tmp_path):
    assert calls(filling(tmp_path, STUDENTS)) < MOST_CALLS * STUDENTS
