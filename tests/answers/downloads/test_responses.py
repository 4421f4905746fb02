"""Sheets of a form's responses, a row a student."""

from datetime import UTC, datetime

import pytest

from grader.answers.downloads import open_download
from grader.answers.record import Person
from grader.errors import Weight


def test_a_response_sheet_is_a_row_a_student(download):
    found = download(
        "r.csv",
        r_csv="Timestamp,Email Address,Score,h1,h2\n"
        "2026/10/05 2:05:11 PM GMT+1,ada@u.edu,,0.7,0.9\n"
        "2026/10/05 3:05:11 PM GMT+1,bob@u.edu,,0.6,0.8\n"
        "2026/10/05 4:05:11 PM GMT+1,ada@u.edu,,0.79,0.95\n",
    )
    assert found.layout == "Google Forms responses"
    ada, bob = found.works
    assert (ada.student, bob.student) == ("ada@u.edu", "bob@u.edu")
    assert [[cell.text for cell in row] for row in ada.sheets[0].rows] == [["h1", "h2"], ["0.79", "0.95"]]
    assert ada.sheets[0].place(1) == "line 4"
    assert ada.when == datetime(2026, 10, 5, 15, 5, 11, tzinfo=UTC)
    assert [entry.place for entry in found.attention] == ["line 2"]


def test_the_sheet_alone_is_a_form_s_too(tmp_path):
    (tmp_path / "HW (Responses).csv").write_text("Timestamp,Email Address,h\n3/1/2026 9:00:00,ada@u.edu,1\n")
    assert [work.student for work in open_download(tmp_path / "HW (Responses).csv").works] == ["ada@u.edu"]


def test_a_quiz_s_score_behind_the_time_is_no_decimal_comma(download):
    rows = "10/5/2026 14:05:06,0 / 10,ada@u.edu,0.79\n10/13/2026 14:05:06,1 / 10,bob@u.edu,0.95\n"
    found = download("r.csv", r_csv=f"Timestamp,Score,Email Address,h1\n{rows}")
    assert found.layout == "Google Forms responses"
    assert [[cell.text for cell in work.sheets[0].rows[1]] for work in found.works] == [["0.79"], ["0.95"]]


def test_times_that_are_not_clear_are_to_be_looked_at_where_somebody_answered_twice(download):
    for who, weight in (("bob", Weight.SETTLED), ("ada", Weight.LOOK)):
        found = download("r.csv", r_csv=f"Timestamp,Username,h1\n10/5/26 9:00:00,ada,1\n10/6/26 9:00:00,{who},2\n")
        assert [e.weight for e in found.attention if "not clear which is the day" in e.issue] == [weight]


def test_microsoft_forms_responses(download):
    header = "ID,Start time,Completion time,Email,Name,h1,Points - h1,Feedback - h1"
    found = download("r.csv", r_csv=f"{header}\n1,10/5/26 1:02,10/5/26 1:03,anonymous,Ada,0.79,1,\n2,,,,,0.5,,\n")
    assert (found.layout, [work.student for work in found.works]) == ("Microsoft Forms responses", ["Ada"])
    assert [cell.text for cell in found.works[0].sheets[0].rows[0]] == ["h1"]
    assert found.attention[0].place == "line 3"


@pytest.mark.parametrize(("other", "when"), [("13/6/2026 9:00", datetime(2026, 6, 10, 15, 5)), ("6/6/2026 9:00", None)])
def test_which_is_the_day_is_told_by_other_times_or_not_at_all(download, other, when):
    rows = f"10/6/2026 15:05,ada@u.edu,0.7\n{other},ben@u.edu,0.6\n"
    found = download("r.csv", r_csv=f"Timestamp,Email Address,h1\n{rows}")
    assert found.works[0].when == when
    assert ["not clear which is the day" in entry.issue for entry in found.attention] == [True] * (when is None)


def test_a_form_that_asks_who_one_is(download):
    header = "ID,Start time,Completion time,Email,Name,First name,Last name,What is your student ID?,h1"
    rows = "1,x,y,anonymous,,Ada,Lo,042,0.79\n2,x,y,anonymous,,Bo,Li,,0.5\n"
    found = download("r.csv", r_csv=f"{header}\n{rows}")
    assert [work.person for work in found.works] == [Person("Ada Lo", "042"), Person("Bo Li")]
    assert [cell.text for cell in found.works[0].sheets[0].rows[0]] == ["h1"]
    found = download("r.csv", r_csv=f"{header}\n1,x,y,anonymous,,,,,0.79\n")
    assert (found.works, found.listed) == ((), ("r.csv",))
