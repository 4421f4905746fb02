"""What a rubric says of late work and of problems that do not count, and what is wrong with it."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from fractions import Fraction

import pytest

from grader.rubric import Amount, Rubric
from tests.rubric.conftest import Loads, Refuses

ONE = "[given]\nx = 1\n[forward]\ns = 'x'\n[marks]\ns = 1\n"
TWO = "[[problem]]\nname = 'a'\n[problem.given]\nx = 1\n[problem.forward]\ns = 'x'\n[problem.marks]\ns = 1\n"
TWO += "[[problem]]\nlike = 'a'\n[problem.marks]\ns = 1\n"
DUE = datetime(2026, 3, 1, 23, 59, tzinfo=timezone(timedelta(hours=1)))
LATE = """[late]
due = 2026-03-01T23:59:00+01:00
penalty = "10 %"
per = "hour"
of = "possible"
grace = "1 h 30 min"
most = "50 %"
least = 2.5
[late.extensions]
ada = "2 days"
"ben j" = 2026-03-09T12:00:00Z
"""


def test_all_that_can_be_said_of_late_work(loaded: Loads) -> None:
    late = loaded(ONE + LATE).policy.late
    assert late is not None
    assert (late.due, late.unit, late.grace) == (DUE, timedelta(hours=1), timedelta(minutes=90))
    assert (late.penalty, late.most, late.least) == (
        Amount(share=Fraction(1, 10)), Amount(share=Fraction(1, 2)), Amount(points=Fraction(5, 2)),
    )  # fmt: skip
    assert late.of_possible
    assert late.extensions["ada"] == DUE + timedelta(days=2)
    assert late.extensions["ben j"].isoformat() == "2026-03-09T12:00:00+00:00"


def test_what_is_not_said_has_its_usual_value(loaded: Loads) -> None:
    late = loaded(ONE + "[late]\npenalty = 2\n").policy.late
    assert late is not None
    assert (late.penalty, late.unit, late.due, late.most, late.least, late.of_possible) == (
        Amount(points=Fraction(2)), timedelta(days=1), None, None, None, False,
    )  # fmt: skip
    assert loaded(ONE).policy == (None, 0)


def test_it_is_of_all_problems_together(loaded: Callable[[str], Rubric]) -> None:
    rubric = loaded("drop = 1\n" + LATE + TWO)
    assert rubric.policy.drop == 1
    assert rubric.policy.late is not None


@pytest.mark.parametrize(
    ("late", "fault"),
    [
        ("due = 2026-03-01T23:59:00\npenalty = 1\n", "8:7: the due time says no zone (as in due = 2026"),
        ("due = 2026-03-01\npenalty = 1\n", "8:7: not a time with its date and zone"),
        ("due = 'soon'\npenalty = 1\n", "8:8: not a time with its date and zone"),
        ("grace = '1 day'\n", "7:1: [late] names no penalty"),
        ("penalty = 1\ngrace = '1 day'\n", "9:1: 'grace' without a due time"),
        ("penalty = 1\nzone = '-05:00'\n", "9:1: 'zone' without a due time"),
        ("penalty = 1\ndue = 2026-03-01T23:59:00Z\nzone = 'Mars'\n", "10:9: not a time zone that is known here"),
        ("penalty = 1\ndue = 2026-03-01T23:59:00Z\nzone = 5\n", "10:8: not a time zone that is known here"),
        ("penalty = 'ten'\n", "8:12: not an amount"),
        ("penalty = -1\n", "8:11: not an amount"),
        ("penalty = 1\nmost = 'x %'\n", "9:9: not an amount"),
        ("penalty = 1\nper = 'week'\n", "9:8: not one of 'day', 'hour'"),
        ("penalty = 1\nof = 1\n", "9:6: not one of 'earned', 'possible'"),
        ("penalty = 1\ngrase = '1 h'\n", "9:1: unknown key 'grase' in [late] (did you mean 'grace'?)"),
        ("penalty = 1\ndue = 2026-03-01T23:59:00Z\ngrace = '1 fortnight'\n", "10:10: not a stretch of time"),
        ("penalty = 1\ndue = 2026-03-01T23:59:00Z\ngrace = 5\n", "10:9: not a stretch of time"),
        ("penalty = 1\ndue = 2026-03-01T23:59:00Z\n[late.extensions]\na = 'x'\n", "11:6: not a stretch of time"),
        (
            "penalty = 1\ndue = 2026-03-01T23:59:00Z\n[late.extensions]\na = '999999 weeks'\n",
            "11:6: not a stretch of time",
        ),
    ],
)
def test_a_fault(faults: Refuses, late: str, fault: str) -> None:
    found = faults(ONE + "[late]\n" + late)
    assert any(message.startswith(f"hw.toml:{fault}") for message in found), found


def test_a_due_time_with_a_fault_is_one_all_the_same(faults: Refuses) -> None:
    late = "[late]\npenalty = 1\ndue = 2026-03-01T23:59:00\ngrace = '1 h'\n"
    assert [message.partition(" (")[0] for message in faults(ONE + late)] == ["hw.toml:9:7: the due time says no zone"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("drop = 1\n" + ONE, "hw.toml:1:8: of 1 problem at least one counts (drop fewer)"),
        ("drop = 2\n" + TWO, "hw.toml:1:8: of 2 problems at least one counts (drop fewer)"),
        ("drop = 0.5\n" + TWO, "hw.toml:1:8: not a number of problems (drop = 1: the worst one does not count)"),
        ("late = 1\n" + ONE, "hw.toml:1:1: 'late' is not a table (it begins with [late])"),
    ],
)
def test_a_fault_of_what_stands_above(faults: Refuses, text: str, fault: str) -> None:
    assert faults(text) == [fault]


def test_a_problem_has_no_policy_of_its_own(faults: Refuses) -> None:
    assert faults(TWO + "[problem.late]\npenalty = 1\n") == [
        "hw.toml:13:1: 'late' does not belong in [[problem]] (it belongs above the problems)"
    ]


@pytest.mark.parametrize(("zone", "hours"), [("-05:00", -5), ("+05:30", 5.5), ("UTC", 0)])
def test_the_zone_of_times_that_name_none(loaded: Loads, zone: str, hours: float) -> None:
    late = loaded(f"{ONE}[late]\npenalty = 1\ndue = 2026-03-01T23:59:00Z\nzone = '{zone}'\n").policy.late
    assert late is not None
    assert late.zone is not None
    assert late.zone.utcoffset(datetime(2026, 3, 1)) == timedelta(hours=hours)
