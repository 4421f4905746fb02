"""Which rubric serves what: a lone one, the one of a folder's name, the one in a download's name."""

import pytest

from grader.errors import GradeError
from grader.grading import grade
from tests.grading.neuron import RIGHT, RUBRIC, points, write


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


def test_without_a_way_to_choose_the_rubrics_are_named(course):
    (course / "rubrics" / "other.toml").write_text(RUBRIC)
    write(course / "mixed" / "ada.csv", RIGHT)
    with pytest.raises(GradeError, match="there are neuron, other"):
        grade([course / "mixed"])
