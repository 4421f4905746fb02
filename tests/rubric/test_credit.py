"""The rubric and the marking agree on the words for verdicts and causes."""

from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.verdicts import VERDICTS as MARKED
from grader.rubric import CAUSES, VERDICTS


def test_every_verdict_and_cause_of_the_marking_can_be_given_credit() -> None:
    assert list(VERDICTS) == list(MARKED)
    assert set(LIKELIEST_FIRST) <= set(CAUSES)
