"""From files to marks: what cannot be graded costs nobody else, alternatives, exact points, the same for all."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader import gradebook
from grader.errors import GradeError, RubricError
from grader.grading import grade
from grader.grading.course import prepare
from tests.grading.neuron import RIGHT, RUBRIC, points, write

ROOT = Path(__file__).parent.parent.parent


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


def test_blackboard_s_preview_user_is_one_such(course):
    rubric, called = [course / "rubrics" / "neuron.toml"], "HW 1_{}_attempt_2026-10-05-14-05-11_hw.csv"
    for login in ("ada", "eve_previewuser"):
        write(course / "zip" / called.format(login), RIGHT)
    outcome = grade([course / "zip"], rubric)
    assert (outcome.tests, outcome.students) == ({"previewuser"}, ("ada", "previewuser"))
