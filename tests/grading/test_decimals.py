"""Numbers that are right but for their decimal points are told of, once a student."""

import pytest

from grader.grading import grade

RUBRIC = """
[given]
x = [0.3, 1.7]
w = [0.4, -0.6]
[forward]
a = "x1*w1"
b = "x2*w2"
s = "a + b"
h = "sigmoid(s)"
E = "h^2"
[marks]
a = 1
b = 1
s = 1
h = 1
E = 1
"""
RIGHT = {"a": 0.12, "b": -1.02, "s": -0.9, "h": 0.28905, "E": 0.08355}


def told(tmp_path, answers):
    (tmp_path / "r.toml").write_text(RUBRIC)
    (tmp_path / "ada.csv").write_text("".join(f"{name},{value}\n" for name, value in answers.items()))
    outcome = grade([tmp_path / "ada.csv"], [tmp_path / "r.toml"])
    return [a.issue for a in outcome.attention if "powers of ten" in a.issue]


def test_lost_decimal_signs(tmp_path):
    said = told(tmp_path, {"a": 12, "b": 102, "s": -0.9, "h": 28905, "E": 8355})
    assert said == ["4 of 5 numbers are as expected but for powers of ten: was a decimal sign lost?"]


@pytest.mark.parametrize(
    "answers",
    [
        RIGHT,
        RIGHT | {"a": 1.2, "b": -10.2},
        {"a": 1.2},
        dict.fromkeys(RIGHT, 0),
        {"a": 0.5, "b": 0.7, "s": 3, "h": 0.2, "E": 7},
    ],
)
def test_what_is_right_or_wrong_in_another_way_is_not_told(tmp_path, answers):
    assert told(tmp_path, answers) == []
