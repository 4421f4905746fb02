"""Rulings by hand: on whom and on what they count, what is told of those that fit nothing, and that twice is once."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import gradebook
from grader.errors import GradeError, Weight
from grader.marking import VERDICTS, lay_out, mark
from grader.notation import Vocabulary
from grader.overrides import FILE, Marked, Others, Override, apply
from grader.reference import symbols
from grader.reports.comment import comments
from grader.roster import Directory
from grader.totals import totals
from grader.wording import Wording
from tests.marking.classroom import right_answers


def ruling(line=2, student="", quantity="h1", value="", points=None, verdict="", problem="", rubric="", why="misprint"):
    points = None if points is None else Fraction(points)
    return Override(line, student, value, quantity, points, verdict, why, "M", problem, rubric)


@pytest.fixture(scope="module")
def marked(reference):
    """Three students on problems 2 and 3 of the homework: all right but h1, which is copied wrongly."""
    found = [reference("rubrics/cs637-hw1.toml", problem) for problem in ("2", "3")]
    vocabulary = Vocabulary(symbol for r in found for symbol in symbols(r))
    return [Marked(_marks(r), r, vocabulary) for r in found]


def _marks(reference):
    from grader.marking import Sheet
    from tests.simulation import as_written

    right = right_answers(reference)
    texts = {q.name: np.stack([right[q.name]] * 3) for q in reference.graph.computed}
    if "h1" in texts:
        texts["h1"][:] = ["0.123", "0.12345", "0.99"]
    written = {name: as_written(t) for name, t in texts.items()}
    unreadable = {name: np.zeros(t.shape, dtype=bool) for name, t in texts.items()}
    return mark(reference, Sheet(("ada", "ben", "cem"), written, texts, unreadable), "cs637-hw1")


def cells(marks, quantity):
    column = [c.quantity for c in marks.columns].index(quantity)
    worth = marks.columns[column].out_of
    return [
        (str(marks.verdict[n, column]), worth * marks.shares[marks.share[n, column]], str(marks.note[n, column]))
        for n in range(len(marks.students))
    ]


def test_points_or_a_verdict_for_one_student(marked):
    [two, three], told = apply(
        [ruling(student="ada", points="0.25"), ruling(3, student="ben", verdict="correct", quantity="h₁")], marked
    )
    assert not told
    ada, ben, cem = cells(two, "h1")
    assert ada[:2] == ("slip", Fraction(1, 4))
    assert ben[:2] == ("correct", 1)
    assert ben[2] == "ruled by hand by M: misprint (it was slip, 0.5 of 1)"
    assert cem == cells(marked[0].marks, "h1")[2]
    assert three is marked[1].marks
    assert two.ruled.sum() == 2
    table = gradebook.gradebook([two, three])
    assert table[["student", "by hand"]].to_numpy().tolist() == [["ada", 1], ["ben", 1], ["cem", 0]]


def test_what_is_said_of_a_wrong_answer_is_said_in_place_of_the_cause_that_was_found(marked):
    [two, _], told = apply([ruling(student="ada", points="0.5")], marked)
    assert not told
    assert cells(two, "h1")[0] == ("slip", Fraction(1, 2), "ruled by hand by M: misprint")
    right = ruling(student="ada", quantity="s1", points="1")
    [two, _], [told] = apply([right], marked)
    assert two is marked[0].marks
    assert told.issue.startswith("changes nothing")


def test_one_ruling_on_a_value_that_many_share(marked):
    [two, _], told = apply([ruling(value="0.123", verdict="correct")], marked)
    assert not told
    assert [verdict for verdict, *_ in cells(two, "h1")] == ["correct", "correct", "slip"]
    [two, _], _ = apply([ruling(value="0.1230", verdict="correct")], marked)
    assert [verdict for verdict, *_ in cells(two, "h1")] == ["correct", "slip", "slip"]


def test_a_ruling_on_a_student_counts_before_one_on_a_value(marked):
    both = [ruling(2, value="0.123", verdict="correct"), ruling(3, student="ada", points="0.25")]
    for rulings in (both, both[::-1]):
        [two, _], told = apply(rulings, marked)
        assert [points for _, points, _ in cells(two, "h1")] == [Fraction(1, 4), 1, Fraction(1, 2)]
        assert not told


def test_a_ruling_on_a_value_never_takes_from_a_right_answer(marked):
    right = cells(marked[0].marks, "s1")
    value = str(marked[0].marks.answer[0, 0])
    [two, _], told = apply([ruling(value=value, quantity="s1", points="0")], marked)
    assert cells(two, "s1") == right
    assert [a.issue for a in told] == [f"no answer to 's1' that is marked wrong reads {value}"]


def test_a_verdict_on_a_whole_array_is_of_all_its_elements(marked):
    [two, _], told = apply([ruling(student="ada", quantity="dDiv/dw", verdict="missing", problem="2")], marked)
    assert [row.issue for row in told] == [
        "takes 6 points from 6 answers of 'ada' that are right: is it of an earlier submission?"
    ]
    assert {cells(two, f"dDiv/dw{i}")[0][0] for i in range(1, 7)} == {"missing"}


def test_points_for_a_whole_array_are_shared_by_its_elements(marked):
    [two, _], _ = apply([ruling(student="ada", quantity="dDiv/dw", points="4.5", problem="2")], marked)
    columns = [c for c in two.columns if c.quantity in {f"dDiv/dw{i}" for i in range(1, 7)}]
    whole = sum(c.out_of for c in columns)
    given = [cells(two, c.quantity)[0][1] for c in columns]
    assert given == [Fraction("4.5") * c.out_of / whole for c in columns]
    [two, _], [told] = apply([ruling(student="ada", quantity="dDiv/dw", points="99", problem="2")], marked)
    assert told.issue.startswith("99 points for 'dDiv/dw', which is out of ")


def test_a_total_is_of_all_of_a_problem_or_of_all_problems(marked):
    [two, three], told = apply([ruling(student="ada", quantity="Total", points="11.5", problem="2")], marked)
    assert (two.points()[0].sum(), three is marked[1].marks, told) == (11.5, True, told)
    [two, three], _ = apply([ruling(student="ada", quantity="total", points="14.5")], marked)
    assert [m.points()[0].sum() for m in (two, three)] == pytest.approx([11.5, 3])
    other = [m._replace(marks=replace(m.marks, rubric="hw2")) for m in marked]
    [told] = apply([ruling(student="ada", quantity="total", points="14.5")], [*marked, *other])[1]
    assert told.issue.endswith("(say which in a column 'rubric')")


@pytest.mark.parametrize(
    ("override", "issue"),
    [
        (ruling(student="adda", points="1"), "nobody called 'adda' was graded (did you mean 'ada'?)"),
        (ruling(student="ada", quantity="h9", points="1"), "no answer called 'h9' is asked for"),
        (
            ruling(student="ada", quantity="dDiv/dw1", points="1"),
            "'dDiv/dw1' is asked in problem 2 and in problem 3 (say which in a column 'problem')",
        ),
        (ruling(student="ada", points="1", problem="7"), "there is no problem '7' (there are 2, 3)"),
        (ruling(student="ada", points="1", rubric="hw9"), "no rubric is called 'hw9'"),
        (ruling(student="ada", points="1.5"), "1.5 points for 'h1', which is out of 1"),
        (ruling(student="ada", points="0.5", why=""), "changes nothing: without it the answer is marked the same"),
        (ruling(student="ada", verdict="slip", why=""), "changes nothing: without it the answer is marked the same"),
        (
            ruling(value="3", quantity="dDiv/dw", problem="3", points="1"),
            "'dDiv/dw' is 6 answers; points for a value are for one of them, as 'dDiv/dw1'",
        ),
        (ruling(value="0.5", points="1"), "no answer to 'h1' that is marked wrong reads 0.5"),
        (
            ruling(value="0.123", quantity="total", verdict="correct"),
            "'total' is of a student, not of a value (name the quantity)",
        ),
        (ruling(student="ada", quantity="total", points="30"), "30 points for 'total', which is out of 29"),
    ],
)
def test_a_ruling_that_fits_nothing_is_told_and_changes_nothing(marked, override, issue):
    tables, told = apply([override], marked)
    assert [(a.submission, a.place, a.issue) for a in told] == [(FILE, "line 2", issue)]
    assert all(table is m.marks for table, m in zip(tables, marked, strict=True))


def test_a_rubric_that_was_not_part_of_the_run_is_not_missed(marked):
    assert apply([ruling(student="eve", rubric="hw2", points="1")], marked, Others(["hw2"]))[1] == []


@pytest.mark.parametrize(
    ("override", "theirs"),
    [
        (ruling(student="eve", quantity="z9", points="1"), True),
        (ruling(student="ada", quantity="z9", points="1"), True),
        (ruling(student="ada", quantity="h1", points="1", problem="a"), True),
        (ruling(student="ada", quantity="h1", points="1", problem="a", rubric="cs637-hw1"), False),
        (ruling(student="eve", quantity="h1", points="1"), False),  # or nobody's
        (ruling(student="adda", quantity="h1", points="1"), False),  # a name misspelt
        (ruling(student="ada", quantity="h1", points="7"), False),
        (ruling(student="eve", quantity="h1", points="1", rubric="cs637-hw1"), False),
        (ruling(value="0.5", quantity="h1", points="1"), False),
    ],
)
def test_a_ruling_on_what_only_a_rubric_beside_knows_is_that_one_s(marked, override, theirs):
    assert (apply([override], marked, Others(["hw2"], lambda _: ["hw2"]))[1] == []) == theirs
    assert len(apply([override], marked, Others(["hw2"], lambda _: []))[1]) == 1


@pytest.mark.parametrize("override", [ruling(student="ada", points="0.25"), ruling(value="0.99", verdict="correct")])
def test_a_ruling_on_what_a_rubric_beside_asks_for_too_changes_nothing_until_it_says_which(marked, override):
    """It may have been made when that one was graded."""
    tables, [told] = apply([override], marked, Others(["hw2"], lambda _: ["hw2"]))
    assert told.issue == "'h1' is asked in cs637-hw1 and in hw2 (say which in a column 'rubric')"
    assert (told.weight, all(t is m.marks for t, m in zip(tables, marked, strict=True))) == (Weight.LOST, True)
    named = replace(override, rubric="cs637-hw1")
    assert apply([named], marked, Others(["hw2"], lambda _: ["hw2"]))[1] == []


def test_a_ruling_on_nobody_is_told_though_it_may_be_of_a_rubric_beside(marked):
    [told] = apply([ruling(student="eve", points="1")], marked, Others(["hw2"], lambda _: ["hw2"]))[1]
    said = "nobody called 'eve' was graded (or is it of hw2? say which in a column 'rubric')"
    assert (told.issue, told.weight) == (said, Weight.SETTLED)
    [told] = apply([ruling(student="adda", points="1")], marked, Others(["hw2"], lambda _: ["hw2"]))[1]
    said = said.replace("'eve' was graded", "'adda' was graded (did you mean 'ada'?)")
    assert (told.issue, told.weight) == (said, Weight.LOST)


WHO = Directory({"ada": ["Lovelace, Ada", "0042", "ada@x.edu"], "ben": ["Ben Lovelace", "7"], "cem": ["Ben Lovelace"]})


@pytest.mark.parametrize("name", ["ada", "ADA", "ada@x.edu", "42", "0042", "Ada Lovelace", "lovelace, ada"])
def test_a_student_is_meant_by_whatever_is_theirs_alone(marked, name):
    [two, _], told = apply([ruling(student=name, points="0.25")], marked, directory=WHO)
    assert (cells(two, "h1")[0][1], told) == (Fraction(1, 4), [])


def test_a_name_of_two_is_nobody_s(marked):
    _, [told] = apply([ruling(student="Ben Lovelace", points="0.25")], marked, directory=WHO)
    assert told.issue == "'Ben Lovelace' may be 'ben' or 'cem' (say which)"


def test_a_ruling_that_takes_from_a_right_answer_is_told(marked):
    """As where somebody has handed in again since: h1 is wrong, and s1 is right."""
    for quantity, said in (
        ("h1", []),
        ("s1", ["takes 0.75 points from 's1' of 'ada' that is right: is it of an earlier"]),
    ):
        _, told = apply([ruling(student="ada", quantity=quantity, points="0.25", problem="2")], marked)
        assert [row.issue[: len(text)] for row, text in zip(told, said, strict=True)] == said


def test_a_total_that_gives_more_takes_from_nobody(marked):
    """Ada's h1 is half wrong: of 22.5 points, shared anew, each of the right answers has a little less."""
    for points, rows in (("22.9", 0), ("22.4", 1)):
        _, told = apply([ruling(student="ada", quantity="total", points=points, problem="2")], marked)
        assert len(told) == rows


def test_two_rulings_that_say_the_same_are_none(marked):
    """A wrong value in two ways of rounding it, to be on the safe side: the second is told to change nothing."""
    twice = [ruling(2, student="ada", points="1"), ruling(5, student="ada", quantity="h_1", points="1.0")]
    [once, _], _ = apply(twice[:1], marked)
    [two, _], [told] = apply(twice, marked)
    assert (cells(two, "h1"), told.place) == (cells(once, "h1"), "line 5")
    assert told.issue.startswith("changes nothing")


def test_two_rulings_on_one_answer_are_a_fault(marked):
    with pytest.raises(GradeError) as caught:
        apply([ruling(2, student="ada", points="1"), ruling(5, student="ada", quantity="h_1", points="0.5")], marked)
    assert [str(f) for f in caught.value.faults] == [
        "overrides.csv:5: rules again on 'h_1' of 'ada' (line 2 does already)"
    ]


RULINGS = st.lists(
    st.builds(
        lambda who, quantity, points, verdict: ruling(
            student=who if who in ("ada", "ben") else "",
            value="" if who in ("ada", "ben") else who,
            quantity=quantity,
            points=points if verdict is None else None,
            verdict=verdict or "",
            problem="2",
        ),
        st.sampled_from(["ada", "ben", "0.123", "0.99"]),
        st.sampled_from(["h1", "s1", "yhat", "dDiv/dw1"]),
        st.sampled_from(["0", "0.5", "1"]),
        st.none() | st.sampled_from(VERDICTS),
    ),
    max_size=5,
    unique_by=lambda o: (o.student, o.value, o.quantity),
)


@given(RULINGS)
def test_twice_is_once(marked, rulings):
    rulings = [Override(i, *(getattr(o, f) for f in o.__slots__[1:])) for i, o in enumerate(rulings, 2)]
    try:
        once, _ = apply(rulings, marked)
    except GradeError:
        return
    again = [m._replace(marks=table) for m, table in zip(marked, once, strict=True)]
    twice, _ = apply(rulings, again)
    assert [gradebook.answers([m]).to_csv() for m in once] == [gradebook.answers([m]).to_csv() for m in twice]


def test_a_formula_is_ruled_on_by_its_text(reference):
    found = reference("rubrics/cs637-hw1.toml", "1")
    table = mark(found, lay_out(found, ["ada"], [[]]), "hw")
    table.answer[0, 0], table.verdict[0, 0] = "w2 + 1", "wrong"
    [ruled], told = apply(
        [ruling(value="w2 + 1", quantity="dy/dw0", points="1")], [Marked(table, found, Vocabulary(symbols(found)))]
    )
    assert not told
    assert cells(ruled, "dy/dw0")[0][1] == 1


def test_points_that_a_ruling_takes_from_right_answers_are_told_with_the_others_it_is_of(marked):
    tables, _ = apply([ruling(student="ben", quantity="total", points="7", problem="2")], marked)
    said = comments(tables, totals(tables), Wording())["ben"](Fraction(1))
    assert [line.partition(": ")[2] for line in said] == ["ruled by hand by M: misprint"]
    assert said[0].startswith("Problem 2 s1, h1, ")


def test_of_an_answer_that_counts_as_missing_by_a_ruling_the_ruling_is_told(marked):
    tables, _ = apply([ruling(student="ben", quantity="s1", verdict="missing", problem="2")], marked)
    said = comments(tables, totals(tables), Wording())["ben"](Fraction(1))
    assert any(line.startswith("Problem 2 s1: ruled by hand by M: misprint (it was correct") for line in said)
    assert not [line for line in said if line.startswith("missing")]


def test_what_a_course_gives_less_for_is_told_though_it_is_not_wrong(marked):
    tables = [m.marks for m in marked]
    half = replace(tables[0], shares=(*tables[0].shares, Fraction(1, 4)), share=tables[0].share.copy())
    c = next(c for c, verdict in enumerate(half.verdict[0]) if verdict == "correct")
    half.share[0, c] = len(half.shares) - 1
    said = comments([half, *tables[1:]], totals(tables), Wording())[half.students[0]](Fraction(1))
    assert f"Problem 2 {half.columns[c].quantity}: worth 25 % here" in said


class Unsearched(tuple):
    """Students whom nobody looks for one by one: a class of thousands would take the square of its number."""

    __slots__ = ()

    def index(self, *_):
        raise AssertionError("searched")

    def __contains__(self, _):
        raise AssertionError("searched")


def test_nobody_is_searched_for_in_a_class_once_a_ruling_or_a_student(marked):
    class_ = [m._replace(marks=replace(m.marks, students=Unsearched(m.marks.students))) for m in marked]
    tables, told = apply([ruling(student="ben", points="0.25")], class_)
    assert not told
    said = comments(tables, totals(tables), Wording())["ben"](Fraction(1))
    assert said[0] == "Problem 2 h1: ruled by hand by M: misprint (it was slip, 0.5 of 1)"


def test_a_ruling_on_a_number_of_students_with_other_givens_is_asked_about(marked):
    """What is worth half by one's givens need not be by another's; of one variant it is one mistake."""
    two, three = marked
    rule = [ruling(value="0.12", points="0.5", problem="2")]
    for variants, asked in ((("A", "B", "B"), True), (("A", "A", "B"), False), ((), False)):
        _, told = apply(rule, [two._replace(marks=replace(two.marks, variants=variants)), three])
        assert any("2 variants of the givens" in row.issue for row in told) == asked
