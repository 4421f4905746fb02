"""Points for work that nobody could read, or for which there is no file: a person's rulings are all there is of it."""

import pytest

from grader.errors import Weight
from grader.grading import grade
from tests.cli.running import run
from tests.grading.neuron import RIGHT, RUBRIC, points, write

PROBLEMS = "[[problem]]\nname = '{}'\n[problem.given]\nx = 2\n[problem.forward]\nh = 'x^2'\nE = 'h + 1'\n"
PROBLEMS += "[problem.marks]\nh = 1\nE = 2\n"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Ada's sheet, a photograph of Ben's, and a class list with Cem, who handed in on paper, and Dora, who did not."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hw.toml").write_text(RUBRIC)
    write(tmp_path / "in" / "ada.csv", RIGHT)
    (tmp_path / "in" / "ben.jpg").write_bytes(b"\xff\xd8\xff\xe0JFIF")
    (tmp_path / "list.csv").write_text("Username,Name\nada,Ada A\nben,Ben B\ncem,Cem C\ndora,Dora D\n")
    return tmp_path


def ruled(course, *rows, columns="student,quantity,points,reason", rosters=True):
    (course / "overrides.csv").write_text("\n".join([columns, *rows, ""]))
    return grade([course / "in"], [course / "hw.toml"], rosters=[course / "list.csv"] if rosters else [])


def test_points_for_a_quantity_and_for_all_of_it(course):
    found = ruled(course, "ben,total,2.5,photo", "Cem C,s,1,paper", "cem,E,0.5,paper")
    assert points(found) == {"ada": 5, "ben": 2.5, "cem": 1.5}
    assert found.absent == ("dora",)
    verdicts, notes = found.marks[0].verdict.tolist(), found.marks[0].note.tolist()
    assert verdicts[1:] == [["missing"] * 4, ["correct", "missing", "missing", "missing"]]
    assert notes[1:] == [["ruled by hand: photo"] * 4, ["ruled by hand: paper", "no answer found"] * 2]
    assert [(a.submission, a.issue, a.weight) for a in found.attention] == [
        ("ben.jpg", "is a picture (hand in the answers as .xlsx or .csv); marked by hand", Weight.SETTLED),
        ("cem", "is marked by hand, and no ruling is on h, dE/dw, without points therefore", Weight.LOOK),
    ]
    assert found.unreadable == 1
    assert found.as_read[0].students == ("ada",)


@pytest.mark.parametrize("rosters", [True, False])
def test_nothing_but_a_ruling_that_fits_gives_anybody_points(course, rosters):
    found = ruled(course, "ben,h9,1,", "ben,h,7,", "eve,h,1,", rosters=rosters)
    assert points(found) == {"ada": 5}
    assert [a.weight for a in found.attention if a.submission in ("ben.jpg", "overrides.csv")] == [Weight.LOST] * 4
    assert points(ruled(course, "ben,total,0,a blank sheet", rosters=rosters)) == {"ada": 5, "ben": 0}


def test_a_name_of_one_who_handed_in_and_one_who_did_not_is_nobody_s(course):
    (course / "list.csv").write_text("Username,Name\nada,Ada A\neve,Ada A\n")
    found = ruled(course, "Ada A,h,0.5,")
    assert points(found) == {"ada": 5}
    assert "'Ada A' may be 'ada' or 'eve' (say which)" in [a.issue for a in found.attention]


def test_all_of_a_problem_or_of_the_rubric(course):
    (course / "hw.toml").write_text(PROBLEMS.format("1") + PROBLEMS.format("2"))
    found = ruled(course, "ben,2,total,1.5", "cem,,total,3", columns="student,problem,quantity,points")
    given = [[m.points()[m.students.index(student)].tolist() for m in found.marks] for student in ("ben", "cem")]
    assert given == [[[0, 0], [0.5, 1]], [[0.5, 1], [0.5, 1]]]


def test_what_is_marked_by_hand_is_late_as_anything_else(course):
    (course / "hw.toml").write_text(RUBRIC + '[late]\npenalty = "10 %"\n')
    (course / "in" / "ada.csv").rename(course / "in" / "aada_1_8_hw.csv")
    (course / "in" / "ben.jpg").rename(course / "in" / "bben_LATE_2_9_hw.jpg")
    found = ruled(course, "bben,total,4,photo", rosters=False)
    assert points(found) == {"aada (1)": 5, "bben (2)": 3.6}
    (course / "list.csv").write_text("ID,Name\n3,Cem C\n")
    found = ruled(course, "Cem C,total,4,paper")
    assert not [a for a in found.attention if a.submission.startswith("Cem")]


@pytest.mark.parametrize(("file", "text"), [("ada.csv", None), ("ada.jpg", b"\xff\xd8\xff\xe0JFIF")])
def test_a_ruling_on_one_of_a_team_alone_is_asked_about(course, file, text):
    (course / "in" / "ada.csv").unlink()
    if text:
        (course / "in" / file).write_bytes(text)
    else:
        write(course / "in" / file, {**RIGHT, "h": "5"})
    team = "Username,Name,handed in with\nada,Ada A,\nben,Ben B,\ncem,Cem C,Ada A\ndora,Dora D,Ada A\n"
    (course / "list.csv").write_text(team)
    asked = [a.issue for a in ruled(course, "cem,h,1,").attention if "same work" in a.issue]
    what = "rules on h of 'cem', and not of 'ada', 'dora', who handed in the same work: is it of all of them?"
    assert [issue.partition(" (a ruling")[0] for issue in asked] == [what]
    for whole in (("ada,h,1,", "cem,h,1,", "dora,h,1,"), ("ben,total,1,",)):
        assert not [a for a in ruled(course, *whole).attention if "same work" in a.issue]


def test_of_several_rubrics_it_is_told_which_asks_for_what_is_ruled_on_for_one_of_a_team(course):
    (course / "hw2.toml").write_text(RUBRIC.replace("dE/dw", "dE/ds"))
    for name in ("hw", "hw2"):
        write(course / "in" / name / "ada.csv", {**RIGHT, "h": "5"})
    (course / "list.csv").write_text("Username,Name,handed in with\nada,Ada A,\ncem,Cem C,Ada A\n")
    (course / "overrides.csv").write_text("student,quantity,points\ncem,dE/ds,1\n")
    rubrics = [course / "hw.toml", course / "hw2.toml"]
    found = grade([course / "in" / "hw", course / "in" / "hw2"], rubrics, rosters=[course / "list.csv"])
    [asked] = [a.issue for a in found.attention if "same work" in a.issue]
    assert asked.startswith("rules on dE/ds in hw2 of 'cem', and not of 'ada', who handed in the same work")


def test_who_may_have_handed_in_and_is_marked_by_hand_is_told_of_once(course):
    (course / "list.csv").write_text("id,Name\n1,Maria G\n2,Maria G\n")
    write(course / "in" / "maria g.csv", RIGHT)
    assert ruled(course).doubtful == {"Maria G (1)", "Maria G (2)"}
    found = ruled(course, "Maria G (1),total,5,paper")
    assert found.without_file == ("Maria G (1)",)
    assert found.doubtful == {"Maria G (2)"}


def test_an_empty_folder_is_nothing_handed_in(course):
    for name in ("dora", "eve"):
        (course / "in" / name).mkdir()
    assert grade([course / "in"], [course / "hw.toml"]).absent == ("dora", "eve")
    assert ruled(course, "dora,total,5,paper").absent == ("cem", "eve")
    run("in", "--rubric", "hw.toml", "--feedback", "md", cwd=course)
    assert "No work of yours was found" in (course / "grades" / "feedback" / "eve.md").read_text()
    assert "'eve' has handed in nothing" in run("explain", "eve", cwd=course).stderr


def test_they_are_handed_back_compared_and_explained_as_any_points(course):
    (course / "canvas.csv").write_text(
        "Student,ID,SIS Login ID,Section,One neuron (7)\n    Points Possible,,,,5\n"
        '"A, Ada",1,ada,S,\n"B, Ben",2,ben,S,\n"C, Cem",3,cem,S,\n"D, Dora",4,dora,S,\n'
    )
    options = ("in", "--rubric", "hw.toml", "--roster", "list.csv", "--into", "canvas.csv", "--feedback", "md")
    assert run(*options, cwd=course).returncode == 1
    (course / "overrides.csv").write_text("student,quantity,points,reason\nben,total,4.5,photo\ncem,total,5,paper\n")
    told = " ".join(run(*options, cwd=course).stdout.split())
    assert " 4 correct 8 answers ruled by hand, in overrides.csv " in told
    assert "4 on the roster; 1 handed in nothing (Dora D); 1 has points by hand, and no file (Cem C)" in told
    assert "because of a ruling by hand" in told
    assert "Ben B – 4.5 +4.5 Cem C – 5 +5" in told
    filled = (course / "grades" / "into" / "canvas.csv").read_text()
    assert [line.rpartition(",")[2] for line in filled.splitlines()[2:]] == ["5", "4.5", "5", ""]
    page = (course / "grades" / "feedback" / "ben.md").read_text()
    assert "**4.5 of 5 points**" in page
    assert "ruled by hand: photo" in page
    assert "missing" not in page
    assert "your own numbers" not in page
    report = (course / "grades" / "report.html").read_text(encoding="utf-8")
    assert "2 more marked by hand, without a part in these figures: <bdi>Ben B; Cem C</bdi>" in report
    assert "points     1 of 1, ruled by hand" in run("explain", "cem", "s", cwd=course).stdout
    assert "  all of it  ruled by hand: photo\n  points     4.5\n" in run("explain", "ben", cwd=course).stdout
    assert "have other points" not in run(*options, cwd=course).stdout
