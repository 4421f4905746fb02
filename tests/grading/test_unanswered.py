"""Work of which a whole problem may have been lost in reading: a person is told, before all else."""

import pytest

from grader.errors import Weight
from grader.grading import grade

RUBRIC = """
[[problem]]
name = "1"
given = {x = 0.7, w = 1.3}
[problem.forward]
s = "x*w"
h = "sigmoid(s)"
L = "(h - 1)^2"
[problem.marks]
s = 1
h = 1
L = 1
[[problem]]
name = "2"
symbols = ["u", "v"]
[problem.forward]
q = "u*v^2"
[problem.marks]
"dq/du" = 1
"dq/dv" = 1
"""
RIGHT = "s,0.91\nh,0.7130\nL,0.0824\n"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (RIGHT, [Weight.LOOK]),
        (RIGHT + "dq/dv,see page 2\n", [Weight.LOST]),
        (RIGHT + "dq/dv,u*v\n", []),
        ("s,0.91\nh,0.7130\n", []),
        ("s,0.91\nh,0.9\nL,0.5\n", []),
    ],
)
def test_a_problem_without_an_answer_beside_one_that_is_right(tmp_path, answers, told):
    (tmp_path / "hw.toml").write_text(RUBRIC)
    (tmp_path / "ada.csv").write_text(answers)
    outcome = grade([tmp_path / "ada.csv"], [tmp_path / "hw.toml"])
    found = [a for a in outcome.attention if (a.submission, a.place) == ("hw.toml", "problem 2")]
    assert [a.weight for a in found] == told
    assert all(a.issue.startswith("nothing of it was read of 'ada', though") for a in found)


def test_a_bonus_that_was_not_tried_does_not_make_a_problem_less_than_right(tmp_path):
    bonus = '"dL/dw" = 5\n[[problem]]\nname = "2"'
    (tmp_path / "hw.toml").write_text(
        RUBRIC.replace('[[problem]]\nname = "2"', bonus).replace('name = "1"', 'name = "1"\nbonus = "dL/dw"')
    )
    (tmp_path / "ada.csv").write_text(RIGHT)
    outcome = grade([tmp_path / "ada.csv"], [tmp_path / "hw.toml"])
    assert [a.place for a in outcome.attention] == ["problem 2"]
