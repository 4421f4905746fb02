"""What many works have alike is told once, with whose they are."""

from grader.answers import Person, Submission
from grader.errors import Attention, Weight
from grader.grading.shared import of_the_sheet, told_once

UNASKED, UNREAD = "nobody asked for 'λ'", "'/ 1' for dL/dz could not be read as a formula"


def work(name, *issues, place="A29", weight=Weight.LOOK, readable=True):
    path = f"{name}.xlsx"
    told = tuple(Attention(path, place, issue, weight) for issue in issues)
    return Submission(name, (path,), attention=told, readable=readable)


def told(works):
    return told_once([row for each in works for row in each.attention], [("hw", works)])


def test_a_line_of_the_answer_sheet_is_told_once():
    works = [work("a", UNASKED, place="line 29"), *(work(name, UNASKED) for name in "bcde"), work("f", "its own")]
    said = f"in 5 of 6 works: {UNASKED}; the answer sheet itself may have it"
    assert told(works) == [Attention("hw.toml", "A29", said), *works[-1].attention]
    assert of_the_sheet(works) == {UNASKED}


def test_what_many_have_names_them():
    works = [*(work(name, UNREAD, place="") for name in "abcde"), *(work(name) for name in "fghij")]
    [row] = told(works)
    assert row.issue == f"in 5 of 10 works: {UNREAD}; those of 'a', 'b', 'c', 'd', 'e'"
    assert not of_the_sheet(works)


def test_what_few_have_and_what_is_lost_or_settled_is_told_of_each():
    few = [work(name, UNREAD) for name in "abcd"]
    lost = [work(name, "is a PDF document", weight=Weight.LOST, readable=False) for name in "abcdef"]
    earlier = [work(name, "an earlier attempt", weight=Weight.SETTLED) for name in "abcdef"]
    for works in (few, lost, earlier):
        assert told(works) == [row for each in works for row in each.attention]


def test_what_a_group_handed_in_is_one_work():
    group, rows = tuple(map(Person, "abcde")), work("g", UNASKED).attention
    members = [Submission(name, ("g.xlsx",), attention=rows, members=group) for name in "abcde"]
    assert told(members[:1]) == told_once(members[0].attention, [("hw", members)]) == [*members[0].attention]


def test_the_rows_of_a_form_are_works_of_their_own():
    rows = [Attention("form.csv", f"line {n}", "'n/a' for 'h1' could not be read") for n in range(2, 8)]
    works = [Submission(f"s{n}", ("form.csv",), attention=(row,)) for n, row in enumerate(rows)]
    [row] = told(works)
    assert row.issue == f"in 6 of 6 works: {rows[0].issue}; the answer sheet itself may have it"
