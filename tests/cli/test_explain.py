"""`grade explain`: how the marks of one student came about, from an existing run and only if nothing has changed."""

import shutil
import textwrap
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    for name in ("rubrics", "submissions"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "submissions" / "cs637-hw1" / "emre.xlsx", folder / "submissions" / "cs637-hw1" / "emra.xlsx")
    (folder / "rubrics" / "overrides.csv").write_text(
        "student,quantity,points,reason,who\nchidi,dDiv/ds3,1.5,he asked,M\n"
    )
    assert run("submissions", cwd=folder).returncode == 0
    return folder


def explained(folder, *arguments):
    done = run("explain", *arguments, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize(
    "name", ["dDiv/ds1", "∂Div/∂s₁", "dL/ds_1", r"$\\frac{\partial Div}{\partial s_1}$".replace("\\\\", "\\")]
)
def test_one_answer_by_any_of_its_names(graded, name):
    text = explained(graded, "emre", name)
    assert "∂Div/∂s₁ = ∂Div/∂h₁ · h₁·(1 − h₁)" in text
    assert "written    -0.00604337   stands for -0.006043375 … -0.006043365" in text
    assert "expected   -0.00128413035" in text
    assert "as written: ∂Div/∂h₁ = -0.007674, h₁ = 0.787513" in text
    assert "verdict    slip (half-derivative)" in text
    assert "points     1 of 2: 'slip' is worth 0.5 here" in text
    assert "total" not in text


@pytest.mark.parametrize("name", ["2 h1", "cs637-hw1 2 h1", "cs637-hw1 h1"])
def test_an_answer_after_its_rubric_and_its_problem_as_a_comparison_tells_it(graded, name):
    assert "h₁ = σ(s₁)" in explained(graded, "emre", name)


def test_all_answers_and_the_total(graded):
    text = explained(graded, "emre")
    assert "  blank      ∂y/∂w₀, " in text
    assert "  carried    ∂Div/∂w₁, ∂Div/∂w₂\n" in text
    assert text.endswith("  answers    27 of 37\n  total      27 of 37\n")
    assert max(map(len, text.splitlines())) <= 100


def test_a_ruling_by_hand_is_told(graded):
    text = explained(graded, "chidi", "dDiv/ds3")
    assert "ruled by hand by M: he asked (it was slip, 1 of 2)" in text
    assert "points     1.5 of 2, ruled by hand" in text


def test_a_formula(graded):
    assert "expected   w₃ − η·x₁²" in explained(graded, "ada", "w3'")


def test_an_updated_parameter_is_told_to_be_held_to_its_step(graded):
    held = "(the tolerance is held to the size of the step)"
    assert held in " ".join(explained(graded, "amara", "b_1^1'").split())
    assert held not in " ".join(explained(graded, "amara", "MSE").split())


def test_capitals_make_no_difference_where_one_is_meant(graded):
    assert explained(graded, "EMRE", "h1") == explained(graded, "emre", "h1")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["emrr"], "grade: nobody called 'emrr' was graded (did you mean 'emra' or 'emre'?)"),
        (["nobody at all"], "grade: nobody called 'nobody at all' was graded (the gradebook has the names)"),
        (["emre", "h9"], "grade: no answer of 'emre' is called 'h9' (marks.csv has the names)"),
        (["emre", "--out", "nowhere"], "there are no results of grade here (name their folder with --out DIR)"),
    ],
)
def test_nobody_and_nothing_is_guessed(graded, arguments, message):
    done = run("explain", *arguments, cwd=graded)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("rubrics/cs637-hw1.toml", "rubrics/cs637-hw1.toml: has changed since the results were made (run grade again)"),
        (
            "submissions/cs637-hw1/ben.csv",
            "ben.csv: is not where it was graded, or has changed since (run grade again)",
        ),
        ("grades/run.json", "is not as grade writes it (run grade again)"),
    ],
)
def test_what_has_changed_since_is_not_explained(graded, tmp_path, path, message):
    for name in ("rubrics", "submissions", "grades"):
        shutil.copytree(graded / name, tmp_path / name)
    assert explained(tmp_path, "ben", "h1")
    changed = Path(tmp_path / path)
    changed.write_bytes(changed.read_bytes() + b"\n#")
    done = run("explain", "ben", "h1", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


HW2 = 'title = "2"\n[given]\nu = 2\n[forward]\nz9 = "3*u"\n[marks]\nz9 = 1\n'


def test_rulings_of_another_rubric_beside_are_no_business_of_a_run(graded, tmp_path):
    for name in ("rubrics", "submissions", "grades"):
        shutil.copytree(graded / name, tmp_path / name)
    (tmp_path / "rubrics" / "hw2.toml").write_text(HW2)
    with (tmp_path / "rubrics" / "overrides.csv").open("a") as file:
        file.write("hal,z9,0.5,he asked,M\nemre,z9,0.5,he asked,M\n")
    assert explained(tmp_path, "emre", "h1") == explained(graded, "emre", "h1")
    assert run("submissions", cwd=tmp_path).returncode == 0
    assert "overrides" not in (tmp_path / "grades" / "attention.csv").read_text(encoding="utf-8")
    with (tmp_path / "rubrics" / "overrides.csv").open("a") as file:
        file.write("emre,h1,0.5,he asked,M\n")
    done = run("explain", "emre", "h1", cwd=tmp_path)
    assert "rubrics/overrides.csv: has changed since the results were made (run grade again)" in done.stderr


def test_a_ruling_that_did_not_count_is_not_told_as_if_it_had(tmp_path):
    """It may be of last week's rubric beside, which asks for the same."""
    rubric = 'title = "{}"\n[given]\nx = {}\n[forward]\ny = "2*x"\n[marks]\ny = 1\n'
    (tmp_path / "hw.toml").write_text(rubric.format("HW", 2))
    (tmp_path / "last.toml").write_text(rubric.format("Last week", 3))
    (tmp_path / "overrides.csv").write_text("student,quantity,points\nada,y,1\n")
    (tmp_path / "ada.csv").write_text("y,7\n")
    run("ada.csv", "--rubric", "hw.toml", cwd=tmp_path)
    assert "points     0 of 1" in explained(tmp_path, "ada", "y")
    (tmp_path / "last.toml").unlink()
    assert "a ruling by hand" in run("ada.csv", "--rubric", "hw.toml", cwd=tmp_path).stdout
    assert "points     1 of 1, ruled by hand" in explained(tmp_path, "ada", "y")


def test_a_student_by_any_name_that_is_theirs_alone(tmp_path):
    (tmp_path / "hw2.toml").write_text(HW2)
    (tmp_path / "class.csv").write_text(
        "Name,Email,ID\nHal Hu,hal@uni.edu,007\nIan Hu,ian@uni.edu,8\nMia Novak,mia@uni.edu,9\n"
    )
    (tmp_path / "work").mkdir()
    for login in ("hal", "ian"):
        (tmp_path / "work" / f"{login}.csv").write_text("z9,5\n")
    (tmp_path / "overrides.csv").write_text("student,quantity,points\nHal Hu,z9,0.5\n8,z9,0.25\n")
    assert run("work", "--rubric", "hw2.toml", "--roster", "class.csv", cwd=tmp_path).returncode == 0
    assert "overrides" not in (tmp_path / "grades" / "attention.csv").read_text(encoding="utf-8")
    texts = {explained(tmp_path, name) for name in ("Hal Hu", "hu, hal", "hal", "7", "hal@uni.edu")}
    assert len(texts) == 1
    assert "0.5 of 1, ruled by hand" in texts.pop()
    assert explained(tmp_path, "Ian") == explained(tmp_path, "ian")
    done = run("explain", "Hu", cwd=tmp_path)
    assert "'Hu' may be several students (did you mean 'hal@uni.edu' or 'ian@uni.edu'?)" in done.stderr
    done = run("explain", "Mia Novak", cwd=tmp_path)
    assert "'Mia Novak' has handed in nothing, and so has no marks" in done.stderr
    assert "nobody called '1' was graded" in run("explain", "1", cwd=tmp_path).stderr


def test_whose_work_may_be_theirs_is_not_said_to_have_handed_in_nothing(tmp_path):
    (tmp_path / "hw2.toml").write_text(HW2)
    (tmp_path / "class.csv").write_text("Name,Email\nIan Hu,ian@uni.edu\nIan Hu,hu@uni.edu\nMia Novak,mia@uni.edu\n")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "Ian Hu.csv").write_text("z9,5\n")
    assert run("work", "--rubric", "hw2.toml", "--roster", "class.csv", cwd=tmp_path).returncode == 0
    for student in ("ian@uni.edu", "hu@uni.edu"):
        told = run("explain", student, cwd=tmp_path).stderr
        assert f"it is not clear what '{student}' has handed in: 'Ian Hu' may be theirs" in told
    assert "'mia@uni.edu' has handed in nothing" in run("explain", "mia@uni.edu", cwd=tmp_path).stderr


def test_marks_that_somebody_has_edited_are_not_explained(graded, tmp_path):
    for name in ("rubrics", "submissions", "grades"):
        shutil.copytree(graded / name, tmp_path / name)
    marks = tmp_path / "grades" / "marks.csv"
    marks.write_text(marks.read_text(encoding="utf-8").replace("slip,half-derivative", "correct,"), encoding="utf-8")
    done = run("explain", "emre", cwd=tmp_path)
    assert "does not say of 'emre' what grade says now (run grade again)" in done.stderr


def test_late_work_and_a_cap_are_part_of_the_total(tmp_path):
    shutil.copytree(
        ROOT / "submissions" / "relu-2-2-1", tmp_path / "1-2 - Hugo H - Mar 3, 2026 1210 AM", ignore=only("hugo.xlsx")
    )
    rubric = (ROOT / "rubrics" / "relu-2-2-1.toml").read_text(encoding="utf-8")
    late = '[credit]\nmost_lost = 1\n[late]\ndue = 2026-03-01T23:59:00Z\npenalty = "10 %"\n'
    (tmp_path / "hw.toml").write_text(rubric + late, encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "1-2 - Hugo H - Mar 3, 2026 1210 AM").rename(tmp_path / "in" / "1-2 - Hugo H - Mar 3, 2026 1210 AM")
    run("in", "--rubric", "hw.toml", cwd=tmp_path)
    text = explained(tmp_path, "Hugo H")
    assert (
        "  cap        +5: slips cost no more\n  late       −9.8: 1 d 11 min late, 2 counted\n  total      39.2 of 50\n"
        in text
    )


def only(name):
    return lambda _folder, names: [other for other in names if other != name]


def test_the_example_of_the_readme(graded):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = text.split("    $ grade explain emre ∂Div/∂s₁\n")[1].split("\nThe answers are read")[0]
    assert explained(graded, "emre", "∂Div/∂s₁") == textwrap.dedent(shown)


def test_work_that_could_not_be_read(tmp_path):
    (tmp_path / "in").mkdir()
    shutil.copy(ROOT / "submissions" / "relu-2-2-1" / "slides.csv", tmp_path / "in")
    (tmp_path / "in" / "eve.xlsx").write_bytes(b"PK\x03\x04 no zip")
    run("in", "--rubric", ROOT / "rubrics" / "relu-2-2-1.toml", cwd=tmp_path)
    assert explained(tmp_path, "eve").endswith("\n\nnothing that was handed in could be read: attention.csv says why\n")
