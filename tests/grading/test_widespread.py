"""A slip that most of a class has made, or a wrong answer that they share, is a question of the rubric."""

import pytest

from grader.grading import grade

RUBRIC = """
[given]
w = 0.35
x = 1.7
b = 0.8
[forward]
s = "w*x"
z = "s + b"
y = "sigmoid(z)"
[marks]
s = 1
z = 1
y = 1
"""
RIGHT, MISREAD = ("0.595", "1.395", "0.80138"), ("0.595", "1.495", "0.81680")
"""Of the second, b is taken for 0.9."""


def told(folder, *students, **more):
    (folder / "hw.toml").write_text(RUBRIC)
    (folder / "s").mkdir()
    for n, answers in enumerate(students):
        lines = "".join(f"{name},{value}\n" for name, value in zip("szy", answers, strict=True))
        (folder / "s" / f"s{n}.csv").write_text(lines)
    found = grade([folder / "s"], [folder / "hw.toml"], **more).attention
    return [(row.submission, row.place, row.issue) for row in found if "rubric right" in row.issue]


@pytest.mark.parametrize("many", [4, 7])
def test_a_slip_that_half_of_a_class_has_made_is_told_once(tmp_path, many):
    slip = f"{many} of the 8 who answered it have the same slip: the given b is read as 0.9 (is the rubric right?)"
    assert told(tmp_path, *[MISREAD] * many, *[RIGHT] * (8 - many)) == [("hw.toml", "z", slip)]


@pytest.mark.parametrize(("many", "of"), [(3, 8), (7, 7)])
def test_what_fewer_have_made_or_a_few_students_is_not(tmp_path, many, of):
    assert told(tmp_path, *[MISREAD] * many, *[RIGHT] * (of - many)) == []


def test_what_one_team_has_made_is_not_half_of_the_class(tmp_path):
    names = [f"s{n}" for n in range(8)]
    team = "".join(f"{name},{name}@u.edu,{'s0' if name in ('s5', 's6', 's7') else ''}\n" for name in names)
    (tmp_path / "list.csv").write_text(f"login,email,handed in with\n{team}")
    assert told(tmp_path, MISREAD, *[RIGHT] * 4, rosters=[tmp_path / "list.csv"]) == []


UNEXPLAINED = ("0.595", "1.395", "0.4477")


@pytest.mark.parametrize("many", [4, 7])
def test_a_wrong_number_that_half_of_a_class_has_is_told_once_however_many_figures_it_has(tmp_path, many):
    others = ("0.595", "1.395", "0.44771")
    students = [others, *[UNEXPLAINED] * (many - 1), *[RIGHT] * (8 - many)]
    same = f"{many} of the 8 who answered it have the same wrong answer: '0.4477' (is the rubric right?)"
    assert told(tmp_path, *students) == [("hw.toml", "y", same)]


def test_different_wrong_numbers_are_nobodys_but_the_students_own(tmp_path):
    different = [("0.595", "1.395", f"0.{n}4477") for n in range(1, 8)]
    assert told(tmp_path, *different, UNEXPLAINED) == []
