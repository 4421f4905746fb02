"""Results held against those before: exact, by student, problem and quantity, with what the change is due to."""

import csv
import io
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.answers import Submission
from grader.errors import GradeError
from grader.history import (
    FILE,
    Results,
    Run,
    Used,
    Work,
    as_before,
    compare,
    digest,
    left,
    read_results,
    read_run,
    record,
    to_json,
)

RUN = Run(
    "1",
    {"hw": Used("rubrics/hw.toml", "r1")},
    {"hw": Used("rubrics/overrides.csv", "")},
    (("hw", "submissions"),),
    {"hw": {"ada": Work(("ada.csv",), "a1"), "ben": Work(("ben.csv",), "b1")}},
    {"layout": "", "attempt": "latest"},
)
UNKNOWN = ("nothing that grade knows of",)
ROWS = {
    ("ada", "", "h1"): ("correct", "1", "right"),
    ("ada", "", "h2"): ("slip", "0.5", "a sign"),
    ("ben", "", "h1"): ("wrong", "0", "nowhere"),
    ("ben", "", "h2"): ("carried", "1", "follows"),
}


def table(header, rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def results(rows=ROWS, run=RUN, out_of="2", **totals):
    marks = table(
        ["student", "problem", "quantity", "verdict", "points", "note"],
        [(*key, verdict, points, note) for key, (verdict, points, note) in rows.items()],
    )
    students = dict.fromkeys(key[0] for key in rows)
    sums = {s: sum(Decimal(v[1]) for key, v in rows.items() if key[0] == s) for s in students} | totals
    return Results.of(marks, table(["student", "total", "out of"], [(*row, out_of) for row in sums.items()]), run)


def changed(**new):
    """The rows with another verdict, points or note for h1 of ada."""
    key = ("ada", "", "h1")
    verdict, points, note = ROWS[key]
    return {**ROWS, key: (new.get("verdict", verdict), new.get("points", points), new.get("note", note))}


def with_(**works):
    return replace(RUN, works={"hw": works})


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


def test_it_is_told_what_totals_are_out_of_where_that_has_changed():
    assert compare(results(), results()).out_of is None
    assert compare(results(), results(out_of="4")).out_of == (Decimal(2), Decimal(4))


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


def under(names, rows=ROWS):
    return {(names.get(key[0], key[0]), *key[1:]): row for key, row in rows.items()}


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


# ---- what is left behind --------------------------------------------------------------------------------------------


def test_a_run_is_read_back_as_it_was(tmp_path):
    odd = 'a"\n\u2028é\udc80'
    rubric = tmp_path / "hw.toml"
    rubric.write_text("x")
    handed = [
        ("hw", Submission(s, (f"{s}.csv",), when=datetime(2026, 3, 1, 9), late=True, sha256="1")) for s in ("b", odd)
    ]
    run = record(
        "1.0",
        {"hw": rubric},
        {"hw": Used("none.csv", "")},
        [("hw", tmp_path)],
        handed,
        also={"b": ["Bo", "7"]},
        asked={"hw": [("1", odd[:3]), ("1", "L")]},
    )
    (tmp_path / FILE).write_bytes(to_json(run))
    found = read_run(tmp_path)
    assert found.rubrics["hw"] == run.rubrics["hw"]
    assert found.overrides == {"hw": Used("none.csv", "")}
    assert found.works["hw"]["b"] == Work(("b.csv",), "1", "2026-03-01T09:00:00", True, ("Bo", "7"))
    assert (len(found.works["hw"]), found.asked) == (2, run.asked)
    assert to_json(replace(run, works={"hw": {}})).endswith(b"}\n")


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", "null", '{"version": 1}', "[" * 100_000, "\x00", '{"works": {"a": 1}}']
)
def test_a_run_that_is_not_as_it_was_written_is_told(tmp_path, text):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(GradeError, match=r"is not as grade writes it \(run grade again\)"):
        read_run(tmp_path)


def test_no_results_and_results_that_are_none(tmp_path):
    assert read_results(tmp_path) is None
    with pytest.raises(GradeError, match="there are no results of grade here"):
        read_run(tmp_path)


def test_the_same_tables_are_told_by_their_bytes(tmp_path):
    assert not as_before(tmp_path, b"marks", b"grades")
    (tmp_path / "marks.csv").write_bytes(b"marks")
    (tmp_path / "gradebook.csv").write_bytes(b"grades")
    assert as_before(tmp_path, b"marks", b"grades")
    assert not as_before(tmp_path, b"marks", b"other grades")


HEAD = b"student,problem,quantity,verdict,points,note\n"


@pytest.mark.parametrize(
    "marks", [b"\xff\xfe", b"", b"a,b\n", HEAD + b"ada,1\n", HEAD + b"a\0,,,,,\n" * 2, b"PK\x03\x04"]
)
def test_results_that_are_not_what_grade_writes(tmp_path, marks):
    (tmp_path / "marks.csv").write_bytes(marks)
    (tmp_path / "gradebook.csv").write_bytes(b"x\n")
    with pytest.raises((ValueError, UnicodeDecodeError), match=r"missing|cut off|NUL|decode"):
        read_results(tmp_path)


def test_pages_of_who_is_gone_are_gone_and_another_gradebook_stays(tmp_path):
    before = ("feedback/ada.html", "feedback/ben.html", "into/canvas.csv")
    for name in before:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / FILE).write_bytes(to_json(replace(RUN, handed_back=before)))
    assert left(tmp_path, ["feedback/ada.html", "into/moodle.csv"]) == (("feedback/ben.html",), ("into/canvas.csv",))
    assert left(tmp_path, ["into/canvas.csv"]) == ((), before[:2])


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
