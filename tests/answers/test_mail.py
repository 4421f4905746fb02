"""Answers in a mail, with what it quotes."""

import pytest

from grader.answers.containers.delimited import read_delimited
from grader.answers.layouts import lay_out_sheets
from tests.answers.layouts.sheets import CS637

OWN = {"h1": 0.79, "s1": 1.31}


def read(text):
    sheets = read_delimited(text.encode())
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
