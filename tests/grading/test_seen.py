"""What a person has ruled on is not asked of them again; what they may not have seen is."""

import pytest

from grader.errors import Weight
from grader.grading import grade
from tests.grading.neuron import RIGHT, write
from tests.grading.test_unanswered import RIGHT as RIGHT_IN_ONE
from tests.grading.test_unanswered import RUBRIC as OF_TWO
from tests.grading.test_widespread import MISREAD
from tests.grading.test_widespread import RIGHT as RIGHT_OF_THREE
from tests.grading.test_widespread import RUBRIC as OF_THREE


def told(course, *rulings, columns="student,quantity,points"):
    (course / "rubrics" / "overrides.csv").write_text("\n".join([columns, *rulings, ""]))
    found = grade([course / "submissions"])
    return {(row.place, row.issue): row.weight for row in found.attention}, found


@pytest.fixture
def unread(course):
    """Cem's h and E cannot be read."""
    write(course / "submissions" / "neuron" / "cem.csv", {**RIGHT, "h": "see page 2", "E": "page 3"})
    return course


H = ("line 3", "'see page 2' for 'h' could not be read: not a number")
E = ("line 4", "'page 3' for 'E' could not be read: not a number")


def test_an_answer_that_is_ruled_on_is_settled_and_another_is_not(unread):
    before, _ = told(unread)
    assert before[H] is before[E] is Weight.LOOK
    after, found = told(unread, "cem,h,1")
    assert after == {(H[0], f"{H[1]}; ruled on by hand"): Weight.SETTLED, E: Weight.LOOK}
    [cem] = [h.submission for h in found.handed if h.submission.student == "cem"]
    assert {row.weight for row in cem.attention} == {Weight.SETTLED, Weight.LOOK}


@pytest.mark.parametrize("ruling", ["cem,h,0", "ben,h,0.5"])
def test_a_ruling_that_changes_nothing_or_is_another_s_settles_nothing(unread, ruling):
    after, _ = told(unread, ruling)
    assert after[H] is after[E] is Weight.LOOK


def test_a_ruling_on_what_several_have_written_settles_it_for_each(unread):
    write(unread / "submissions" / "neuron" / "dora.csv", {**RIGHT, "h": "see page 2"})
    before, _ = told(unread)
    assert before[H] is Weight.LOOK
    after, found = told(unread, "see page 2,h,1", columns="value,quantity,points")
    assert H not in after
    assert [row.submission for row in found.attention if row.weight is Weight.SETTLED] == ["cem.csv", "dora.csv"]


def test_in_work_of_several_files_a_place_does_not_say_which_answer_is_meant(unread):
    (unread / "submissions" / "neuron" / "cem.csv").unlink()
    write(unread / "submissions" / "neuron" / "cem" / "hw.csv", {**RIGHT, "h": "see page 2"})
    write(unread / "submissions" / "neuron" / "cem" / "more.csv", {"a": "1", "b": "so it is", "dE/dw": "-0.2115"})
    after, _ = told(unread, "cem,h,1")
    assert after[H] is Weight.LOOK


def test_a_slip_of_most_of_a_class_is_not_asked_about_once_it_is_ruled_on(course):
    (course / "rubrics" / "neuron.toml").write_text(OF_THREE)
    for n, answers in enumerate([MISREAD] * 6 + [RIGHT_OF_THREE] * 4):
        write(course / "submissions" / "neuron" / f"s{n}.csv", dict(zip("szy", answers, strict=True)))
    slip = ("z", "6 of the 10 who answered it have the same slip: the given b is read as 0.9 (is the rubric right?)")
    assert slip in told(course)[0]
    assert slip not in told(course, "1.495,z,1", columns="value,quantity,points")[0]


def test_a_problem_that_may_be_lost_is_not_asked_about_once_it_is_ruled_on(course):
    (course / "rubrics" / "neuron.toml").write_text(OF_TWO)
    for name in ("ada", "ben"):
        (course / "submissions" / "neuron" / f"{name}.csv").write_text(RIGHT_IN_ONE)
    lost = "nothing of it was read of {}, though nearly all of another problem is right (is it in the work?)"
    assert ("problem 2", lost.format("'ada', 'ben'")) in told(course)[0]
    assert ("problem 2", lost.format("'ben'")) in told(course, "ada,dq/du,1")[0]
