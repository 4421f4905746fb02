"""Results held against those before: exact, by student, problem and quantity."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from grader.history import Results, Run, Used, Work, compare
from tests.history.runs import ROWS, RUN, changed, results, table


def test_the_same_is_no_change():
    assert compare(results(), results()) == ((), 2, 0, {}, 0, None)


@given(st.permutations(list(ROWS)))
def test_the_order_of_rows_makes_no_difference(order):
    assert compare(results(), results({key: ROWS[key] for key in order})).students == ()


def test_it_is_told_what_totals_are_out_of_where_that_has_changed():
    assert compare(results(), results()).out_of is None
    assert compare(results(), results(out_of="4")).out_of == (Decimal(2), Decimal(4))


def test_who_came_and_who_went():
    after = {("cem", "", "h1"): ("correct", "1", ""), **{k: v for k, v in ROWS.items() if k[0] == "ada"}}
    run = replace(RUN, works={"hw": {"ada": RUN.works["hw"]["ada"], "cem": Work((), "c")}})
    ben, cem = compare(results(), results(after, run)).students
    assert (ben.student, ben.after, ben.why) == ("ben", None, ("no submission now",))
    assert (cem.student, cem.before, cem.why) == ("cem", None, ("no submission before",))


def test_a_name_that_a_spreadsheet_might_work_out_is_still_the_students():
    """`marks.csv` has an apostrophe before it, which is no part of it."""
    works = {"hw": {"=ada": Work(("ada.csv",), "a1")}}
    before, after = ({("'=ada", "", "h1"): ("correct", points, "")} for points in ("1", "2"))
    new = replace(RUN, works={"hw": {"=ada": Work(("ada.csv",), "a2")}})
    [change] = compare(results(before, replace(RUN, works=works)), results(after, new)).students
    assert (change.student, change.why) == ("=ada", ("the submission",))


def test_another_verdict_for_the_same_points_is_counted():
    assert compare(results(), results(changed(verdict="carried"))) == ((), 2, 1, {}, 0, None)


def test_points_written_otherwise_are_the_same_points():
    assert compare(results(), results(changed(points="1.00"), ada="1.50")).students == ()


def test_a_quantity_of_two_rubrics_is_two_answers():
    header = ["student", "problem", "quantity", "verdict", "points", "note"]
    before, after = ([("ada", "", "h1", "correct", p, "") for p in points] for points in (("1", "0"), ("0", "1")))
    grades = table(["student", "total", "out of"], [("ada", "1", "2")])
    [change] = compare(*(Results.of(table(header, rows), grades, RUN) for rows in (before, after))).students
    assert [by for _, by in change.answers] == [-1, 1]


TWO = Run(
    "1",
    {"a": Used("a.toml", "ra"), "b": Used("b.toml", "rb")},
    works={"a": {"ada": Work(("a/ada.csv",), "a1", marked=False)}, "b": {"ada": Work(("b/ada.csv",), "b1")}},
    asked={"a": (("", "h"),), "b": (("", "h"), ("", "L"))},
)


def of_two(run, *points):
    names = [name for rubric in run.marked("ada") for _, name in run.asked[rubric]]
    rows = [("ada", "", name, "correct", p, "") for name, p in zip(names, points, strict=True)]
    marks = table(["student", "problem", "quantity", "verdict", "points", "note"], rows)
    total = str(sum(map(Decimal, points)))
    return Results.of(marks, table(["student", "total", "out of"], [("ada", total, "3")]), run)


def test_an_answer_is_held_against_that_of_its_own_rubric():
    """Work that could not be read before has marks now: those of the other rubric are what they were."""
    works = {**TWO.works, "a": {"ada": Work(("a/ada.csv",), "a2")}}
    after = replace(TWO, works=works, rubrics={**TWO.rubrics, "b": Used("b.toml", "other")})
    [change] = compare(of_two(TWO, "1", "2"), of_two(after, "0.5", "1", "2")).students
    assert (change.answers, change.why) == ((("a h", Decimal("0.5")),), ("the submission for a",))
    older = replace(after, asked={})  # by a version that did not say what it asked: the first is held against the first
    found = compare(of_two(TWO, "1", "2"), replace(of_two(after, "0.5", "1", "2"), run=older).by_order())
    assert [change.answers for change in found.students] == [(("h", Decimal("-0.5")), ("h", Decimal("1")))]


def test_a_rubric_of_another_name_asks_for_what_it_asked():
    works = {"a": TWO.works["a"], "new": TWO.works["b"]}
    rubrics = {"a": TWO.rubrics["a"], "new": Used("new.toml", "rb")}
    after = replace(TWO, rubrics=rubrics, works=works, asked={"a": TWO.asked["a"], "new": TWO.asked["b"]})
    assert compare(of_two(TWO, "1", "2"), of_two(after, "1", "2")).students == ()
    [change] = compare(of_two(TWO, "1", "2"), of_two(after, "0", "2")).students
    assert change.answers == (("h", -1),)
