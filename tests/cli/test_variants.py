"""Givens of their own, by the command: every door shows a student's own."""

import csv
import json

import pytest

from tests.cli.running import run

RUBRIC = """
variants = "variants.csv"
[given]
x = 2
w = 0.5
t = 1
[forward]
s = "w*x"
h = "tanh(s)"
E = "(h - t)^2"
[marks]
s = 1
h = 1
E = 1
"dE/dw" = 2
"""
VARIANTS = """version,Matrikelnummer,x,w
B,,3,0.2
B,1042
,1043,1,-0.4
"""
ROSTER = """Matrikelnummer,Name,Username
1042,Ben Hur,ben
1043,Cal Coe,cal
"""
BEN = {"s": "0.6", "h": "0.53705", "E": "0.21432", "dE/dw": "-1.9765"}
CAL = {"x": "1", "w": "-0.4", "s": "-0.4", "h": "-0.3", "E": "1.69", "dE/dw": "-2.366"}
"""Right but for h, from which all else follows; -0.4 is what he was given, and no weight after a step."""


@pytest.fixture
def course(tmp_path):
    (tmp_path / "hw.toml").write_text(RUBRIC)
    (tmp_path / "variants.csv").write_text(VARIANTS)
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "in").mkdir()
    for name, answers in (("ben", BEN), ("cal", CAL)):
        rows = "\n".join(map(",".join, answers.items()))
        (tmp_path / "in" / f"{name}.csv").write_text(f"quantity,value\n{rows}\n")
    done = run("in", "--rubric", "hw.toml", "--roster", "roster.csv", "--feedback", "md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def expected(folder):
    with (folder / "grades" / "marks.csv").open(encoding="utf-8") as file:
        return {(row["student"], row["quantity"]): (row["expected"], row["verdict"]) for row in csv.DictReader(file)}


def test_marks_feedback_and_explanations_are_by_the_students_own_givens(course):
    found = expected(course)
    assert found["ben", "s"] == ("0.6", "correct")
    assert found["cal", "s"] == ("-0.4", "correct")
    assert {verdict for (student, _), (_, verdict) in found.items() if student == "ben"} == {"correct"}
    assert found["cal", "E"][1] == "carried"
    assert "0.6" in (course / "grades" / "feedback" / "ben.md").read_text(encoding="utf-8")
    told = run("explain", "cal", "s", cwd=course).stdout
    assert "given: w = -0.4, x = 1" in told
    assert (course / "grades" / "attention.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "submission,place,issue"
    ]


def test_a_table_that_has_changed_is_the_reason_for_other_points_and_nothing_is_explained_by_it(course):
    (course / "variants.csv").write_text(VARIANTS.replace("B,,3", "B,,2"))
    assert "variants.csv: has changed since" in run("explain", "ben", cwd=course).stderr
    done = run("in", "--rubric", "hw.toml", "--roster", "roster.csv", "--dry-run", cwd=course)
    [line] = [line for line in done.stdout.splitlines() if "because of" not in line and "givens that" in line]
    assert line.startswith("Ben Hur")


def test_a_key_is_by_one_variant_and_held_against_it(course):
    assert "s = w·x = 0.2·3 = 0.6" in run("key", "hw.toml", "--variant", "b", cwd=course).stdout
    assert "s = w·x = −0.4·1 = −0.4" in run("key", "hw.toml", "--variant", "1043", cwd=course).stdout
    assert "s = w·x = 0.5·2 = 1" in run("key", "hw.toml", cwd=course).stdout
    assert run("key", "hw.toml", "--against", "in/ben.csv", "--variant", "B", cwd=course).returncode == 0
    assert run("key", "hw.toml", "--against", "in/ben.csv", cwd=course).returncode == 1
    unknown = run("key", "hw.toml", "--variant", "C", cwd=course)
    assert (unknown.returncode, unknown.stderr) == (2, "grade: hw.toml: no variant 'C' (known: 'B', '1043')\n")


def test_gradescope_says_whose_submission_it_is(course):
    (course / "one").mkdir()
    (course / "one" / "a.csv").write_bytes((course / "in" / "ben.csv").read_bytes())
    users = [{"email": "ben@uni.edu", "sid": "1042", "name": "Ben Hur"}]
    (course / "submission_metadata.json").write_text(json.dumps({"users": users}))
    done = run("one", "--rubric", "hw.toml", "--gradescope", "--out", "results", cwd=course)
    assert done.stdout.startswith("5 of 5 points"), done.stderr
    (course / "submission_metadata.json").write_text(json.dumps({"users": [{"sid": "7"}]}))
    assert (
        "nothing could be graded"
        in run("one", "--rubric", "hw.toml", "--gradescope", "--out", "results", cwd=course).stdout
    )


def test_who_handed_in_together_has_the_givens_of_whoever_has_a_row(course):
    (course / "roster.csv").write_text(ROSTER.replace("Username", "Username,handed in with") + "1044,Dee Fox,dee,ben\n")
    done = run("in", "--rubric", "hw.toml", "--roster", "roster.csv", cwd=course)
    assert done.returncode == 0, done.stderr
    assert expected(course)["dee", "s"] == ("0.6", "correct")
    (course / "variants.csv").write_text(VARIANTS + ",1044,7,1\n")
    run("in", "--rubric", "hw.toml", "--roster", "roster.csv", cwd=course)
    assert expected(course)["dee", "s"] == ("7", "wrong")
    told = (course / "grades" / "attention.csv").read_text(encoding="utf-8-sig")
    assert "was handed in together by 'ben', 'dee', who have different givens" in told
