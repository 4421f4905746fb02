"""From files to marks: which rubric serves what, conservation of files and students, alternatives, the same for all."""

import csv
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader import gradebook
from grader.errors import GradeError, RubricError, Weight
from grader.grading import grade
from grader.grading.course import prepare

ROOT = Path(__file__).parent.parent.parent

RUBRIC = """
title = "One neuron"
[given]
x = 2
w = 0.5
t = 1
eta = 0.1
[forward]
s = "w*x"
h = "sigmoid(s)"
E = "(h - t)^2"
[marks]
s = 1
h = 1
E = 1
"dE/dw" = 2
"""
RIGHT = {"s": "1", "h": "0.7311", "E": "0.07232", "dE/dw": "-0.2115"}


def write(path, answers):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("quantity", "value"), *answers.items()])


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "neuron.toml").write_text(RUBRIC)
    for name in ("ada", "ben"):
        write(tmp_path / "submissions" / "neuron" / f"{name}.csv", RIGHT)
    return tmp_path


def points(outcome):
    table = gradebook.gradebook(outcome.marks)
    return dict(zip(table["student"], table["total"], strict=True))


def test_a_lone_rubric_serves_everything(course):
    assert points(grade([course / "submissions"], [course / "rubrics" / "neuron.toml"])) == {"ada": 5, "ben": 5}


def test_the_rubrics_beside_the_submissions_are_found(course):
    assert points(grade([course / "submissions"])) == {"ada": 5, "ben": 5}


@pytest.mark.parametrize("name", ["DL_neuron submissions", "dl-Neuron", "wide neuron submissions"])
def test_a_download_goes_to_the_rubric_in_its_name(course, name):
    for other in ("neuro", "wide"):
        (course / "rubrics" / f"{other}.toml").write_text(RUBRIC)
    (course / "rubrics" / "wide neuron.toml").write_text(RUBRIC)
    (course / "submissions" / "neuron").rename(course / name)
    outcome = grade([course / name])
    assert points(outcome) == {"ada": 5, "ben": 5}
    assert outcome.marks[0].rubric == ("wide neuron" if "wide" in name else "neuron")


def test_a_download_whose_name_could_be_of_two_rubrics_is_not_guessed(course):
    (course / "rubrics" / "wide.toml").write_text(RUBRIC)
    (course / "submissions" / "neuron").rename(course / "neuron and wide")
    with pytest.raises(GradeError, match="there are neuron, wide: choose one with --rubric"):
        grade([course / "neuron and wide"])


def test_a_subfolder_goes_to_the_rubric_of_its_name_and_the_rest_is_listed(course):
    (course / "rubrics" / "other.toml").write_text(RUBRIC)
    write(course / "submissions" / "other" / "cem.csv", RIGHT)
    write(course / "submissions" / "strange" / "dan.csv", RIGHT)
    (course / "submissions" / ".DS_Store").write_bytes(b"x")
    outcome = grade([course / "submissions"])
    assert points(outcome) == {"ada": 5, "ben": 5, "cem": 5}
    assert (outcome.graded, outcome.listed, len(outcome.ignored)) == (3, 1, 1)
    assert "there are neuron, other" in next(a.issue for a in outcome.attention if "strange" in a.issue)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda root: root / "nowhere", "no such file or folder"),
        (lambda root: _made(root / "empty"), "nothing to grade is in it"),
    ],
)
def test_nothing_can_be_done(course, make, message):
    with pytest.raises(GradeError, match=message):
        grade([make(course)], [course / "rubrics" / "neuron.toml"])


def _made(folder):
    folder.mkdir()
    return folder


def test_without_a_way_to_choose_the_rubrics_are_named(course):
    (course / "rubrics" / "other.toml").write_text(RUBRIC)
    write(course / "mixed" / "ada.csv", RIGHT)
    with pytest.raises(GradeError, match="there are neuron, other"):
        grade([course / "mixed"])


def test_a_bad_submission_costs_nobody_else(course):
    folder = course / "submissions" / "neuron"
    before = grade([course / "submissions"])
    (folder / "empty.csv").write_bytes(b"")
    (folder / "binary.xlsx").write_bytes(bytes(range(256)))
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    after = grade([course / "submissions"])
    assert points(after) == points(before)
    assert after.unreadable == 3
    assert {a.submission for a in after.attention} == {"empty.csv", "binary.xlsx", "picture.png"}
    assert after.graded + after.listed + len(after.ignored) == 5


def test_an_answer_counts_for_every_problem_that_asks_for_it(tmp_path):
    write(tmp_path / "ada.csv", {"∂Div/∂w₁": "0.0008989"})
    outcome = grade([tmp_path], [ROOT / "rubrics" / "cs637-hw1.toml"])
    table = gradebook.answers(outcome.marks)
    assert list(table[table["quantity"] == "dDiv/dw1"]["verdict"]) == ["correct", "correct"]


def test_a_declared_alternative_is_taken_for_the_whole_of_a_students_work(course):
    rubric = RUBRIC + '[[accept]]\nname = "half the squared error"\n[accept.forward]\nE = "(h - t)^2/2"\n'
    (course / "rubrics" / "neuron.toml").write_text(rubric)
    write(course / "submissions" / "neuron" / "cem.csv", {**RIGHT, "E": "0.03616", "dE/dw": "-0.10575"})
    outcome = grade([course / "submissions"])
    assert points(outcome) == {"ada": 5, "ben": 5, "cem": 5}
    table = gradebook.answers(outcome.marks)
    assert table[table["student"] == "cem"]["note"].str.contains("half the squared error").all()
    assert not table[table["student"] == "ada"]["note"].str.contains("half").any()


def test_no_alternative_is_taken_for_what_too_few_figures_would_cost(tmp_path):
    """Who slips may write as few figures of what follows, and would earn more under a convention nobody used."""
    (tmp_path / "hw.toml").write_text(
        'figures = 3\n[given]\nz = 0.627\ng = 0.803\nh0 = 0.6\nV = 0.007\n[forward]\nh = "(1 - z)*h0 + z*g"\n'
        'q = "V*(h - 0.3)"\np = "V*(h - 0.2)"\n[marks]\nh = 1\nq = 2\np = 2\n'
        '[[accept]]\nname = "z and 1 - z"\nforward = {h = "z*h0 + (1 - z)*g"}\n'
    )
    write(tmp_path / "s" / "ada.csv", {"h": "0.7273", "q": "0.0030", "p": "0.0037"})
    table = gradebook.answers(grade([tmp_path / "s"], [tmp_path / "hw.toml"]).marks)
    assert list(table["verdict"]) == ["correct", "imprecise", "imprecise"]


def test_a_student_alone_gets_the_same_marks_as_in_the_class():
    folder, rubric = ROOT / "submissions" / "relu-2-2-1", ROOT / "rubrics" / "relu-2-2-1.toml"
    together = gradebook.answers(grade([folder], [rubric]).marks)
    for name in ("slides.csv", "farid.xlsx", "hugo.xlsx", "jonas.csv"):
        alone = gradebook.answers(grade([folder / name], [rubric]).marks)
        theirs = together[together["student"] == Path(name).stem].reset_index(drop=True)
        assert alone.to_csv() == theirs.to_csv()


def test_points_are_exact_until_the_gradebook(course):
    (course / "rubrics" / "neuron.toml").write_text(RUBRIC.replace('"dE/dw" = 2', '"dE/dw" = 0.1'))
    outcome = grade([course / "submissions"])
    assert outcome.marks[0].columns[3].out_of == Fraction(1, 10)
    assert points(outcome)["ada"] == 3.1


def test_marks_are_arrays_of_students_by_columns(course):
    [marks] = grade([course / "submissions"]).marks
    assert marks.verdict.shape == (2, 4) == marks.share.shape
    assert np.isfinite(marks.value).all()


LATE = '[late]\ndue = 2026-03-01T23:59:00+01:00\npenalty = "10 %"\n[late.extensions]\nzoe = "1 day"\n'


TIMES = (
    "a class list with a column 'Submission time' beside 'ID', 'Username' or 'Email' tells it: give it with --roster"
)


def test_who_is_late_is_told_by_the_download(course):
    rubric = course / "rubrics" / "neuron.toml"
    rubric.write_text(RUBRIC + LATE)
    for folder in ("1-2 - Ada A - Mar 1, 2026 1130 PM", "2-2 - Ben B - Mar 2, 2026 1230 AM"):
        write(course / "hw" / folder / "hw.csv", RIGHT)
    outcome = grade([course / "hw"], [rubric])
    assert points(outcome) == {"Ada A": 5, "Ben B": 4.5}
    assert [a.issue for a in outcome.attention] == ["an extension for 'zoe', who has handed in nothing"]


def test_where_no_time_is_known_nobody_is_late_and_that_is_said_once(course):
    (course / "rubrics" / "neuron.toml").write_text(RUBRIC + LATE)
    outcome = grade([course / "submissions"])
    assert points(outcome) == {"ada": 5, "ben": 5}
    assert [(a.submission, a.issue, a.weight) for a in outcome.attention] == [
        ("neuron.toml", f"nobody knows when anything was handed in: nothing is late ({TIMES})", Weight.LOST)
    ]


def test_of_many_whose_time_is_not_known_it_is_said_once(course):
    rubric = course / "rubrics" / "neuron.toml"
    rubric.write_text(RUBRIC + LATE.replace("zoe", "a"))
    for name in "abcd":
        write(course / "plain" / f"{name}.csv", RIGHT)
    write(course / "hw" / "1-2 - Ada A - Mar 1, 2026 1130 PM" / "hw.csv", RIGHT)
    outcome = grade([course / "plain", course / "hw"], [rubric])
    assert [(a.submission, a.issue.partition(":")[0]) for a in outcome.attention] == [
        ("neuron.toml", "of 4 of 5 it is not known when they handed in, nor are they marked late"),
    ]


def test_a_system_that_marks_what_is_late_says_of_the_others_that_they_are_in_time(course):
    """Canvas's names say of nobody when, and only of who is late that they are."""
    rubric = course / "rubrics" / "neuron.toml"
    rubric.write_text(RUBRIC + LATE.replace("zoe", "a"))
    for number, name in enumerate(("a", "b", "c", "d", "e_LATE")):
        write(course / "hw" / f"{name}_{4000 + number}_{9000 + number}_hw.csv", RIGHT)
    outcome = grade([course / "hw"], [rubric])
    known = "it is known who is late, but not when anything was handed in: the due time has no effect"
    assert [(a.submission, a.issue) for a in outcome.attention] == [
        ("neuron.toml", f"{known} ({TIMES})"),
        ("e_LATE_4004_9004_hw.csv", "late, nobody knows how late: counted as one day"),
    ]
    due = next(line for line in LATE.splitlines() if line.startswith("due"))
    rubric.write_text(RUBRIC + LATE.replace(due, "").partition("[late.extensions]")[0])
    told = grade([course / "hw"], [rubric]).attention
    assert [a.issue for a in told] == ["late, nobody knows how late: counted as one day"]


def test_a_list_with_times_tells_how_late_somebody_is_of_whom_canvas_tells_that_they_are(course):
    """Canvas's own gradebook, to which a column was added."""
    rubric = course / "rubrics" / "neuron.toml"
    rubric.write_text(RUBRIC + LATE.replace("zoe", "a"))
    for name in ("a_1_8", "e_LATE_2_9"):
        write(course / "hw" / f"{name}_hw.csv", RIGHT)
    times = "Student,ID,Section,Submission time\nPoints Possible,,,\n"
    times += '"A, A",1,S,2026-03-01 10:00\n"E, E",2,S,2026-03-04 10:00\n'
    (course / "list.csv").write_text(times)
    outcome = grade([course / "hw"], [rubric], rosters=[course / "list.csv"])
    assert [h.submission.when and h.submission.when.day for h in outcome.handed] == [1, 4]
    assert not [a for a in outcome.attention if a.place == "late"]
    rubric.write_text(RUBRIC + '[late]\npenalty = "10 %"\n')
    told = [a.issue for a in grade([course / "hw"], [rubric], rosters=[course / "list.csv"]).attention]
    assert any(issue.startswith("it is known when everything was handed in, but not when it was due") for issue in told)


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


def test_of_files_of_one_name_it_is_told_in_which_folder_they_are(course):
    (course / "rubrics" / "other.toml").write_text(RUBRIC)
    for folder in ("neuron", "other"):
        for name in ("dan", "eve") if folder == "neuron" else ("dan",):
            write(course / "submissions" / folder / f"{name}.csv", {**RIGHT, "h": "see me"})
    told = [a.submission for a in grade([course / "submissions"]).attention if "see me" in a.issue]
    assert sorted(told) == ["eve.csv", "neuron/dan.csv", "other/dan.csv"]
    told = grade(
        [course / "submissions" / "other", course / "submissions" / "neuron"], [course / "rubrics" / "other.toml"]
    )
    assert [a.submission for a in told.attention if "another submission" in a.issue] == ["neuron/dan.csv"]


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


def test_an_alternative_keeps_the_shapes_of_the_problem(tmp_path):
    path = tmp_path / "r.toml"
    path.write_text(
        'given = {X = [[1, 2], [3, 4], [5, 6]]}\n[forward]\nZ = "2*X"\n[marks]\nZ = 6\n'
        '[[accept]]\nname = "columns"\nforward = {Z = "2*X.T"}\n',
        encoding="utf-8",
    )
    with pytest.raises(RubricError, match="'Z' is 2×3 in the alternative 'columns', and 3×2 in the problem"):
        prepare(path)


def test_canvas_s_test_student_is_graded_but_not_among_the_class_s_figures(course):
    """By whom a teacher tries the assignment out; alone, it is what the figures are of."""
    rubric = [course / "rubrics" / "neuron.toml"]
    write(course / "zip" / "studenttest_9_70_hw.csv", {"s": "7"})
    assert grade([course / "zip"], rubric).of_class.marks[0].students == ("studenttest (9)",)
    write(course / "zip" / "adal_1_71_hw.csv", RIGHT)
    outcome = grade([course / "zip"], rubric)
    assert sorted(points(outcome)) == ["adal (1)", "studenttest (9)"]
    [marks] = outcome.of_class.marks
    assert (marks.students, marks.verdict.shape) == (("adal (1)",), (1, 4))
    assert [a.submission for a in outcome.attention if "figures" in a.issue] == ["studenttest (9)"]
