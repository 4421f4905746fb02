"""Sheets whose points are mostly for blanks that later answers imply: a person is told."""

import pytest

from grader.grading import grade

RUBRIC = """
[given]
x = 0.7
w = 1.3
[forward]
s = "x*w"
h = "sigmoid(s)"
L = "(h - 1)^2"
[marks]
s = 1
h = 1
L = 1
"""


@pytest.mark.parametrize(
    ("answers", "credit", "said"),
    [
        ("L,0.0824", "", ["2 of 3 points are for answers left blank that later ones imply"]),
        ("h,0.7130\nL,0.0824", "", []),
        ("L,0.0824", "[credit]\nimplied = 0\n", []),
    ],
)
def test_who_left_out_what_the_points_are_for(tmp_path, answers, credit, said):
    (tmp_path / "hw.toml").write_text(RUBRIC + credit)
    (tmp_path / "ada.csv").write_text(answers)
    outcome = grade([tmp_path / "ada.csv"], [tmp_path / "hw.toml"])
    assert [a.issue.split(" (")[0] for a in outcome.attention] == said
