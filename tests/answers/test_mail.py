"""Answers in a mail, with what it quotes."""

import pytest

from grader.answers.containers.delimited import read_delimited
from grader.answers.containers.webpage import read_webpage
from grader.answers.layouts import lay_out_sheets
from tests.answers.layouts.sheets import CS637

OWN = {"h1": 0.79, "s1": 1.31}


def read(text, container=read_delimited):
    sheets = container(text.encode())
    answers, told = lay_out_sheets(sheets, CS637)
    return {a.target.quantity: a.number.value for a in answers if a.target and a.target.problem == "2"}, [
        *sheets[0].remarks,
        *told,
    ]


@pytest.mark.parametrize(
    "announced",
    [
        "On Mon, 2 Nov 2026 at 9:00 Ada <a@x.org> wrote:", "Am 02.11.2026 um 09:00 schrieb Ada:",
        "Le 2 nov. 2026 à 09:00, Ada a écrit :", "El lun, 2 nov 2026, Ada escribió:",
    ],
)  # fmt: skip
def test_what_another_wrote_does_not_count(announced):
    for text in (
        f"h1 = 0.79\ns1 = 1.31\n\n{announced}\n> h1 = 3\n> s1?",
        f"{announced}\n> h1 = 3\n\nh1 = 0.79\ns1 = 1.31",
    ):
        found, (remark,) = read(text)
        assert found == OWN
        assert "a line with an answer in what is quoted" in remark.issue
    outlook = "h1 = 0.79\ns1 = 1.31\n-----Original Message-----\nFrom: Ada\nh1 = 3\ns1 = 4"
    assert read(outlook)[0] == OWN


@pytest.mark.parametrize(
    "text",
    [
        "Ada wrote:\n> h1 = ?\n0.79\n> s1 = ?\n1.31",
        "> h1\n\n0.79\n> Compute s1\n1.31",
        "> h1 = 0.79\n> s1 = 1.31\nThanks, Ben",
        "Ada wrote:\n> h1 = 0.79\n> s1 = 1.31",
        "h1 = ?\n0.79\ns1 = ?\n1.31",
    ],
)
def test_quoted_questions_and_answers_that_stand_alone_count(text):
    assert read(text) == (OWN, [])


@pytest.mark.parametrize(
    "theirs",
    [
        "> s2,2.94\n> yhat,0.4", "> | s2 | 2.94 |", "> the prediction is 0.4", "> s2 =\n> 2.94", "> s2: 3",
        "> dDiv/dw =\n> [1, 2, 3,\n>  4, 5, 6]", "> dDiv/dw\n> 0.1 0.2 0.3 0.4 0.5 0.6",
    ],
)  # fmt: skip
def test_a_value_of_anothers_does_not_count_however_it_is_said(theirs):
    found, remarks = read(f"h1 = 0.79\ns1 = 1.31\n\nAda wrote:\n{theirs}\n")
    assert found == OWN
    assert "in what is quoted" in remarks[0].issue


@pytest.mark.parametrize("above", ["Date: 3 Nov 2026", "Matriculation no: 12345", "I sent this on 02.11.2026 at 10:30"])
def test_numbers_around_a_forwarded_mail_are_no_answers_beside_it(above):
    assert read(f"{above}\n-----Original Message-----\nFrom: Ben\nh1 = 0.79\ns1 = 1.31")[0] == OWN
    assert read(f"{above}\n\nBen wrote:\n> h1 = 0.79\n> s1 = 1.31") == (OWN, [])


@pytest.mark.parametrize("text", ["> h1 = 0.79\n> s1 = 1.31\n>> h1 = 3.5\n", ">> h1 = 3.5\n> h1 = 0.79\n> s1 = 1.31\n"])
def test_quotations_of_differing_depth_are_no_prompts(text):
    found, (remark,) = read(text)
    assert found == OWN
    assert "a line with an answer in what is quoted" in remark.issue


def test_a_quotation_in_a_web_page():
    own = "<div>h1 = 0.79</div><div>s1 = 1.31</div>"
    other = "<div>Ada wrote:</div><blockquote>h1 = 3<div>s1 = 4</div></blockquote>"
    for page in (own + other, other + own):
        found, (remark,) = read(f"<html><body>{page}</body></html>", read_webpage)
        assert found == OWN
        assert "2 lines with answers in what is quoted" in remark.issue
    assert read(f"<html><body><p>Mine:</p><blockquote>{own}</blockquote></body></html>", read_webpage) == (OWN, [])


@pytest.mark.parametrize(
    "head",
    [
        "From: Ada <a@x.org>\nTo: ta@x.org\nSubject: HW 1.5\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nMIME-Version: 1.0",
        "Von: Ada\nGesendet: Montag, 2. November 2026 10:00\nAn: ta@x.org\nBetreff: Aufgabe 2",
        "Received: from x.org\n\tby y.org; Mon, 2 Nov 2026\nFrom: Ada\nSubject: HW",
    ],
)
def test_the_head_of_a_mail_says_nothing(head):
    assert read(f"{head}\n\nh1 = 0.79\ns1 = 1.31\n") == (OWN, [])
    assert read("s1: 1.31\nh1: 0.79\n") == (OWN, [])
