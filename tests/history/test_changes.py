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
