"""Who or what is called otherwise than in the run before is held against what it was."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grader.history import Used, Work, compare
from tests.history.runs import ROWS, RUN, changed, results, under, with_


def test_who_has_the_work_of_somebody_who_has_gone_is_somebody_else():
    """Where a system knows both: by a file's name alone nobody can tell."""
    before, after = (
        with_(**{name: Work((f"{name}.csv",), "a1", also=also)})
        for name, also in (("ada", ("Ada", "7")), ("zoe", ("Zoe", "9")))
    )
    rows = {("ada", "", "h1"): ROWS["ada", "", "h1"]}
    found = compare(results(rows, before), results(under({"ada": "zoe"}, rows), after))
    assert (found.renamed, [change.why[0] for change in found.students]) == (
        {},
        ["no submission now", "no submission before"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "works",
    [
        {"Ada L. (7)": Work(("ada.csv",), "a1"), "ben": Work(("ben.csv",), "b1")},  # by the file
        {"Ada L. (7)": Work(("ada-2.csv",), "a1", also=("ADA",)), "ben": Work(("ben.csv",), "b1")},  # by the name
        {"Ada L. (7)": Work(("hw.csv",), "a1"), "ben": Work(("ben.csv",), "b1")},  # by what is in the file
    ],
)
def test_who_is_called_otherwise_since_there_is_a_class_list_or_a_file_has_another_name_is_still_the_same(works):
    """And who is on it without having handed in anything has no other points than before."""
    after = under({"ada": "Ada L. (7)"}, changed(points="0.5"))
    found = compare(results(), results(after, with_(**works), nick=""))
    assert (found.renamed, [(c.student, c.by) for c in found.students]) == (
        {"ada": "Ada L. (7)"},
        [("Ada L. (7)", Decimal("-0.5"))],
    )
    back = compare(results(after, with_(**works)), results())
    assert [(c.student, c.by) for c in back.students] == [("ada", Decimal("0.5"))]


def test_a_name_of_two_and_a_file_of_two_tell_of_none():
    """Members of a group that the class list takes apart are told whose their work was."""
    work = Work(("ada.csv",), "a1")
    after = {**under({"ada": "Kim"}), **under({"ada": "Lee", "ben": "Lee"})}
    kim, lee, gone = compare(
        results(), results(after, with_(Kim=work, Lee=work, ben=Work(("ben.csv",), "b1")))
    ).students
    assert (gone.student, gone.why) == ("ada", ("is now the work of 'Kim', 'Lee'",))
    assert kim.why == lee.why == ("was the work of 'ada'",)
    namesakes = with_(Kim=Work(("1",), "", also=("ada",)), Lee=Work(("2",), "", also=("ada",)), ben=work)
    assert compare(results(), results(under({"ada": "Kim"}), namesakes)).renamed == {}


@pytest.mark.parametrize("ruled", [(), ("h1",)])
def test_an_answer_that_is_called_otherwise_is_held_against_what_it_was(ruled):
    """Nobody has other points for a new label; who has, is told under it, and what it is due to."""
    before = replace(RUN, works={"hw": {s: w._replace(ruled=ruled) for s, w in RUN.works["hw"].items()}})
    after = replace(RUN, rubrics={"hw": Used("rubrics/hw.toml", "r2")}, overrides={})
    rows = {(student, problem, name.replace("h1", "H1")): row for (student, problem, name), row in ROWS.items()}
    found = compare(results(run=before), results(rows, after))
    assert (found.students, found.verdicts, found.relabelled) == ((), 0, 1)
    rows["ada", "", "H1"] = ("slip", "0.5", "a sign")
    [change] = compare(results(run=before), results(rows, after)).students
    assert (change.student, change.answers) == ("ada", (("H1", Decimal("-0.5")),))
    assert change.why[0] == "the rubric hw"


def test_a_question_that_is_new_is_none_that_was_called_otherwise():
    more = {**ROWS, ("ada", "", "h3"): ("correct", "1", ""), ("ben", "", "h3"): ("correct", "1", "")}
    found = compare(results(), results(more))
    assert (found.relabelled, [change.by for change in found.students]) == (0, [1, 1])


def test_the_answers_of_another_rubric_are_none_that_are_called_otherwise():
    other = replace(RUN, rubrics={"hw2": Used("rubrics/hw2.toml", "r2")}, works={"hw2": {"ada": Work(("x.csv",), "x")}})
    found = compare(
        results(), results({("ada", "", "p"): ("correct", "1", ""), ("ada", "", "q"): ("slip", "0.5", "")}, other)
    )
    assert found.relabelled == 0
    assert found.students[0].answers == (("h1", -1), ("h2", Decimal("-0.5")), ("p", 1), ("q", Decimal("0.5")))
