"""Late work: how late it is, what that costs, what a person is told; and the problems that do not count."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import gradebook
from grader.marking import Receipt
from grader.rubric import Amount, Late, Policy
from grader.totals import Score, lateness, off, totals
from grader.totals.total import worst
from tests.totals.test_totals import marks

ZONE = timezone(timedelta(hours=-5))
DUE = datetime(2026, 3, 1, 23, 59, tzinfo=ZONE)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
LATE = Late(Amount(share=Fraction(1, 10)), DAY, DUE)


@pytest.mark.parametrize(
    ("after", "grace", "units"),
    [
        (-DAY, 0 * DAY, 0), (0 * DAY, 0 * DAY, 0), (MINUTE, 0 * DAY, 1), (DAY, 0 * DAY, 1), (DAY + MINUTE, 0 * DAY, 2),
        (15 * MINUTE, 15 * MINUTE, 0), (16 * MINUTE, 15 * MINUTE, 1), (DAY + 15 * MINUTE, 15 * MINUTE, 1),
    ],
)  # fmt: skip
def test_days_begun_count_once_the_grace_is_over(after, grace, units):
    found = lateness(replace(LATE, grace=grace), "ada", Receipt(DUE + after))
    assert (found.units, found.by) == (units, max(after, timedelta(0)))


def test_a_time_without_a_zone_is_by_the_clock_of_the_due_time():
    naive = (DUE + HOUR).replace(tzinfo=None)
    elsewhere = (DUE + HOUR).astimezone(UTC)
    assert lateness(LATE, "ada", Receipt(naive)) == lateness(LATE, "ada", Receipt(elsewhere))
    assert lateness(LATE, "ada", Receipt(naive)).by == HOUR


def test_or_by_that_of_the_zone_which_the_rubric_names():
    late = replace(LATE, due=DUE.astimezone(UTC), zone=ZONE)
    naive = (DUE + HOUR).replace(tzinfo=None)
    assert lateness(late, "ada", Receipt(naive)).by == HOUR
    assert lateness(late, "ada", Receipt((DUE + HOUR).astimezone(UTC))).by == HOUR
    assert lateness(replace(late, zone=None), "ada", Receipt(naive)).by == timedelta(0)


@pytest.mark.parametrize(
    ("late", "receipt", "units", "doubt"),
    [
        (LATE, Receipt(), 0, "when it was handed in is not known: no penalty for being late"),
        (LATE, Receipt(None, True), 1, "late, nobody knows how late: counted as one day"),
        (replace(LATE, unit=HOUR), Receipt(None, True), 1, "late, nobody knows how late: counted as one hour"),
        (LATE, Receipt(None, False), 0, ""),
        (replace(LATE, due=None), Receipt(DUE, True), 1, "late, nobody knows how late: counted as one day"),
        (LATE, Receipt(DUE + HOUR, True), 1, ""),
        (
            LATE,
            Receipt(DUE + HOUR, False),
            1,
            "1 h late by the rubric's due time, but not in the learning system (an e",
        ),
        (LATE, Receipt(DUE - HOUR, True), 0, "late in the learning system, but not by the rubric's due time"),
    ],
)
def test_what_is_known_decides_and_a_person_is_told_of_doubts(late, receipt, units, doubt):
    found = lateness(late, "ada", receipt)
    assert found.units == units
    assert found.doubt.startswith(doubt)
    assert bool(found.doubt) == bool(doubt)


def test_an_extension_is_a_due_time_of_ones_own():
    late = replace(LATE, extensions={"ada": DUE + 2 * DAY})
    assert [lateness(late, who, Receipt(DUE + 3 * DAY, False)).units for who in ("ada", "ben")] == [1, 3]
    assert not lateness(late, "ada", Receipt(DUE + 3 * DAY, False)).doubt


@pytest.mark.parametrize(
    ("extension", "unit", "units"), [(2 * DAY, DAY, 0), (DAY, DAY, 0), (HOUR, DAY, 1), (HOUR, HOUR, 0), (-DAY, DAY, 1)]
)
def test_an_extension_covers_the_one_day_that_late_alone_counts_as(extension, unit, units):
    late = replace(LATE, unit=unit, extensions={"ada": DUE + extension})
    found = lateness(late, "ada", Receipt(None, True))
    assert found.units == units
    assert ("is taken to cover it" in found.doubt) == (units == 0)
    assert lateness(late, "ben", Receipt(None, True)).units == 1
    assert str(found) == ("late" if units else "")


@pytest.mark.parametrize(
    ("late", "units", "points"),
    [
        (LATE, 2, 4),
        (replace(LATE, of_possible=True), 2, 5),
        (replace(LATE, penalty=Amount(points=Fraction(3, 2))), 2, 3),
        (LATE, 30, 20),
        (replace(LATE, most=Amount(share=Fraction(1, 2))), 30, 10),
        (replace(LATE, most=Amount(points=Fraction(3))), 30, 3),
        (replace(LATE, least=Amount(points=Fraction(8))), 30, 12),
        (replace(LATE, least=Amount(points=Fraction(30))), 30, 0),
        (replace(LATE, penalty=Amount(points=Fraction(30)), least=Amount(share=Fraction(1, 4))), 1, 15),
        (replace(LATE, of_possible=True, least=Amount(share=Fraction(2, 5))), 30, 10),
    ],
)
def test_what_it_costs_somebody_who_has_20_of_25(late, units, points):
    assert off(late, units, Fraction(20), Fraction(25)) == points


AMOUNTS = st.builds(Amount, st.fractions(0, 1, max_denominator=20), st.fractions(0, 5, max_denominator=8))
SPANS = st.timedeltas(timedelta(0), timedelta(days=9))
POLICIES = st.builds(
    Late, AMOUNTS, st.sampled_from([DAY, HOUR]), st.just(DUE), st.booleans(), SPANS, st.none() | AMOUNTS,
    st.none() | AMOUNTS,
)  # fmt: skip
POINTS = st.fractions(0, 30, max_denominator=12)


@given(POLICIES, SPANS, SPANS, POINTS)
def test_nobody_gains_by_being_later(late, one, other, earned):
    sooner, later = sorted((one, other))
    costs = [off(late, lateness(late, "", Receipt(DUE + by)).units, earned, Fraction(30)) for by in (sooner, later)]
    assert 0 <= costs[0] <= costs[1] <= earned
    assert off(late, 0, earned, Fraction(30)) == 0


@given(POLICIES, SPANS, POINTS, POINTS)
def test_nobody_loses_by_knowing_more(late, by, one, other):
    less, more = sorted((one, other))
    units = lateness(late, "", Receipt(DUE + by)).units
    assert less - off(late, units, less, Fraction(30)) <= more - off(late, units, more, Fraction(30))


# ---- problems that do not count -------------------------------------------------------------------------------------

SCORES = st.lists(st.tuples(st.fractions(0, 1, max_denominator=8), st.integers(1, 9)), min_size=2, max_size=6)


@given(SCORES, st.integers(0, 6))
def test_the_worst_are_those_without_which_the_share_is_largest(scores, count):
    had = [Score(share * most, Fraction(0), Fraction(most)) for share, most in scores]
    kept = [i for i in range(len(had)) if i not in worst(had, count)]
    assert len(kept) == max(1, len(had) - count)

    def share(places):
        return sum(had[i].earned for i in places) / sum(had[i].out_of for i in places)

    assert share(kept) == max(map(share, combinations(range(len(had)), len(kept))))


def test_what_was_not_handed_in_is_not_dropped_and_something_always_counts():
    score = Score(Fraction(1), Fraction(0), Fraction(2))
    assert worst([None, score, None], 1) == frozenset()
    assert worst([score, None, Score(Fraction(0), Fraction(0), Fraction(2))], 2) == {2}


# ---- the gradebook --------------------------------------------------------------------------------------------------


def with_policy(problems, policy, **receipts):
    return [replace(problem, policy=policy, receipts=receipts) for problem in problems]


def test_a_gradebook_shows_what_was_given_and_taken():
    rows = [["correct"] * 10, ["correct"] * 10]
    problems = [marks(rows, problem="1"), marks([["wrong"] * 10, ["slip"] * 10], problem="2")]
    policy = Policy(LATE, drop=1)
    late = with_policy(problems, policy, s0=Receipt(DUE + DAY + HOUR), s1=Receipt(DUE))
    table = gradebook.gradebook(late)
    assert table.columns.tolist() == [
        "student", "1", "2", "dropped", "late", "penalty", "total", "out of", "percent",
    ]  # fmt: skip
    assert table.to_numpy().tolist() == [
        ["s0", 10, 0, "2", "1 d 1 h", -2, 8, 10, 80],
        ["s1", 10, 5, "2", "", 0, 10, 10, 100],
    ]
    assert gradebook.problems(table) == ["1", "2"]


def test_two_rubrics_each_by_its_own_policy():
    one = with_policy([marks([["correct"] * 10], rubric="a")], Policy(LATE), s0=Receipt(DUE + HOUR))
    other = with_policy([marks([["correct"] * 10], rubric="b")], Policy(), s0=Receipt(DUE + HOUR))
    table = gradebook.gradebook([*one, *other])
    assert table[["a", "b", "late", "penalty", "total"]].to_numpy().tolist() == [[10, 10, "1 h", -1, 19]]


@given(st.integers(0, 10), st.fractions(0, 1, max_denominator=97))
def test_a_penalty_is_exact(slips, share):
    late = replace(LATE, penalty=Amount(share=share))
    table = with_policy([marks([["slip"] * slips + ["correct"] * (10 - slips)])], Policy(late), s0=Receipt(DUE + HOUR))
    [total] = totals(table).values()
    assert total.total == (10 - Fraction(slips, 2)) * (1 - share)
    assert total.earned - total.penalty == total.total
