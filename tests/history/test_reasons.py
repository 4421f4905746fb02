"""What a change of points may be due to."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grader.history import Results, Used, Work, compare, digest
from tests.history.runs import ROWS, RUN, UNKNOWN, changed, results, with_


@pytest.mark.parametrize(
    ("run", "why"),
    [
        (replace(RUN, rubrics={"hw": Used("rubrics/hw.toml", "r2")}), ("the rubric hw",)),
        (replace(RUN, works={"hw": {**RUN.works["hw"], "ada": Work(("ada.csv",), "a2")}}), ("the submission",)),
        (
            replace(RUN, works={"hw": {**RUN.works["hw"], "ada": Work(("ada.csv",), "a1", "2026-03-01T10:00:00")}}),
            UNKNOWN,  # the answer has other points, which no time can give it
        ),
        (
            replace(
                RUN,
                works={"hw": {**RUN.works["hw"], "ada": Work(("ada.csv",), "a2")}},
                taken_in={"layout": "", "attempt": "first"},
            ),
            ("the submission", "--attempt first"),
        ),
        (replace(RUN, rubrics={"new": Used("new.toml", "r1")}, works={"new": RUN.works["hw"]}), UNKNOWN),
        (
            replace(RUN, rubrics={"new": Used("new.toml", "r2")}, works={"new": RUN.works["hw"]}),
            ("the rubric new in place of hw",),
        ),
        (replace(RUN, version="2"), ("grade 2 in place of 1",)),
        (replace(RUN, works={"hw": {**RUN.works["hw"], "ben": Work((), "b2")}}), UNKNOWN),
        (None, ("nobody knows what the results before were made from",)),
    ],
)  # fmt: skip
def test_what_a_change_is_due_to(run, why):
    before, after = (
        (results(), results(changed(points="0.5"), run)) if run else (results(run=None), results(changed(points="0.5")))
    )
    [change] = compare(before, after).students
    assert change == ("ada", Decimal("1.5"), Decimal("1.0"), (("h1", Decimal("-0.5")),), why)
    assert change.by == Decimal("-0.5")


def ruled_on(name, digest):
    works = {"hw": {**RUN.works["hw"], "ada": RUN.works["hw"]["ada"]._replace(ruled=(name,))}}
    return replace(RUN, overrides={"hw": Used("rubrics/overrides.csv", digest)}, works=works)


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (RUN, ruled_on("h1", "o1"), ("a ruling by hand",)),
        (RUN, ruled_on("h1", ""), ("a ruling by hand",)),  # the same file, which says more now: another rubric is gone
        (RUN, ruled_on("h2", "o1"), UNKNOWN),
        (ruled_on("h1", "o1"), ruled_on("h1", "o2"), ("a ruling by hand",)),
        (ruled_on("h1", "o1"), ruled_on("h1", "o1"), UNKNOWN),
    ],
)
def test_a_ruling_that_came_or_went(swap, one, other, why):
    pair = [results(run=one), results(changed(points="0.5"), other)]
    [change] = compare(*(pair[::-1] if swap else pair)).students
    assert change.why == why


@pytest.mark.parametrize("swap", [False, True])
def test_0_points_by_a_ruling_on_what_could_not_be_read(swap):
    """It had no marks, and so there is no answer that has other points than before."""
    unread, ruled = Work(("cem.csv",), "c1", marked=False), Work(("cem.csv",), "c1", ruled=("h1", "h2"))
    none = results(run=with_(**RUN.works["hw"], cem=unread), cem="")
    given = {**ROWS, ("cem", "", "h1"): ("wrong", "0", "ruled"), ("cem", "", "h2"): ("wrong", "0", "ruled")}
    pair = [none, results(given, with_(**RUN.works["hw"], cem=ruled))]
    [change] = compare(*(pair[::-1] if swap else pair)).students
    assert change.why == ("a ruling by hand",)
    assert change.moved


@pytest.mark.parametrize(
    ("run", "why"),
    [
        (replace(RUN, rubrics={"hw": Used("rubrics/hw.toml", "r2")}), ("the rubric hw",)),
        (with_(ada=Work(("ada.csv",), "a1", late=True), ben=RUN.works["hw"]["ben"]), ("the time of handing in",)),
        (with_(ada=Work(("ada.csv",), "a2"), ben=RUN.works["hw"]["ben"]), UNKNOWN),
        (replace(RUN, rosters=("class.csv",)), ("the class list",)),  # by a name on it, an extension is theirs
    ],
)
def test_a_total_alone_may_change(run, why):
    [change] = compare(results(), results(run=run, ada="1.2")).students
    assert (change.by, change.answers, change.why) == (Decimal("-0.3"), (), why)


def test_a_penalty_that_is_gone_with_the_time_of_handing_in_is_told_to_be():
    late = with_(ada=Work(("ada.csv",), "a1", when="2026-11-27T01:59:00"), ben=RUN.works["hw"]["ben"])
    [change] = compare(results(run=late, ada="1.2"), results()).students
    assert change.why == ("the time of handing in, which nobody knows now",)


def test_results_that_somebody_edited_are_told_from_those_that_nobody_did():
    """By the digests of the tables as they were written."""
    marks, grades = b"student,problem,quantity,verdict,points\nada,,h1,correct,1\n", b"student,total,out of\nada,1,\n"
    run = replace(RUN, tables={"marks.csv": digest(marks), "gradebook.csv": digest(grades)})
    now = Results.of(marks.replace(b",1\n", b",0\n"), grades.replace(b"1", b"0"), run)
    edited = marks.replace(b",1\n", b",2\n")
    for before, why in ((marks, UNKNOWN), (edited, ("an edit of marks.csv",))):
        [change] = compare(Results.of(before, grades.replace(b"1", before[-2:-1]), RUN), now).students
        assert change.why == UNKNOWN
        [change] = compare(Results.of(before, grades, run), now).students
        assert change.why[:1] == why


def test_work_of_two_rubrics_says_of_which_each_reason_is():
    other = {"two": {"ada": Work(("ada2.csv",), "a3")}}
    both = replace(RUN, rubrics={**RUN.rubrics, "two": Used("two.toml", "t")}, works={**RUN.works, **other})
    again = replace(both, works={"hw": RUN.works["hw"], "two": {"ada": Work(("ada2.csv",), "a4")}})
    for before, after, why in (
        (RUN, both, "the rubric two, not used before"),
        (both, RUN, "the rubric two, not used now"),
        (both, again, "the submission for two"),
    ):
        [change] = compare(results(run=before), results(changed(points="0.5"), after)).students
        assert change.why == (why,)


def test_where_all_that_differs_is_ruled_on_now_nothing_else_decides():
    ruled = replace(ruled_on("h1", "o1"), rubrics={"hw": Used("rubrics/hw.toml", "r2")}, version="2")
    [change] = compare(results(), results(changed(points="0.5"), ruled)).students
    assert change.why == ("a ruling by hand",)
    other = replace(ruled_on("h2", "o1"), rubrics={"hw": Used("rubrics/hw.toml", "r2")})
    [change] = compare(results(), results(changed(points="0.5"), other)).students
    assert change.why == ("the rubric hw",)
