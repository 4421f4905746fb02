"""The statistics of a class against hand-worked numbers, brute force and numpy's own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import numpy as np
import pytest

from grader.analysis import analyse
from grader.analysis.agreement import MOST_EXPECTED, agreements
from grader.analysis.items import alpha, discrimination, efficiency, facility
from grader.analysis.sheet import sheets
from grader.marking import Column, Marks, Receipt
from grader.rubric import Amount, Late, Policy

SHARES = (Fraction(1), Fraction(1, 2), Fraction(0))
WORTH = {"correct": 0, "carried": 0, "implied": 0, "slip": 1, "wrong": 2, "missing": 2}


def marks(rows, causes=(), values=None, rubric="hw", problem=""):
    """Marks from verdicts: one row a student, a point each."""
    verdict = np.array(rows, dtype=object)
    students, columns = verdict.shape
    blank = np.full(verdict.shape, "", dtype=object)
    cause = blank.copy()
    for (n, c), word in dict(causes).items():
        cause[n, c] = word
    return Marks(
        rubric=rubric,
        title="",
        students=tuple(f"s{n:02d}" for n in range(students)),
        columns=tuple(Column(problem, f"q{c}", Fraction(1)) for c in range(columns)),
        answer=blank,
        value=np.zeros(verdict.shape) if values is None else np.array(values, dtype=float),
        expected=blank,
        followed=blank,
        verdict=verdict,
        cause=cause,
        share=np.array([[WORTH[word] for word in row] for row in rows]),
        shares=SHARES,
        note=np.where(cause == "", "said", "said of the slip"),
        again=np.zeros(verdict.shape, dtype=bool),
    )


def test_the_discrimination_is_numpys_correlation_with_the_rest():
    points = np.random.default_rng(1).uniform(size=(30, 5)).round(1)
    rest = points.sum(axis=1) - points[:, 2]
    assert discrimination(points[:, 2], rest) == pytest.approx(100 * np.corrcoef(points[:, 2], rest)[0, 1])


def test_the_efficiency_is_had_by_trying_every_order():
    from itertools import permutations

    points, rest = np.array([0.0, 1.0, 0.5, 1.0]), np.array([3.0, 2.0, 4.0, 1.0])
    most = max(np.cov(points, np.array(order))[0, 1] for order in permutations(rest))
    assert efficiency(points, rest) == pytest.approx(100 * np.cov(points, rest)[0, 1] / most)


def test_alpha_of_a_worked_example():
    """Three questions, four students: variances 1/3, 1/4, 1/3 by hand, of the totals 5/3; 3/2 · (1 − (11/12)/(5/3))."""
    points = np.array([[1, 1, 1], [1, 1, 0], [0, 1, 0], [0, 0, 1]], dtype=float)
    assert np.var(points.sum(axis=1), ddof=1) == pytest.approx(11 / 12)
    assert alpha(points) == pytest.approx(1.5 * (1 - (1 / 3 + 1 / 4 + 1 / 3) / (11 / 12)))


def test_nothing_is_said_of_classes_too_small_or_too_alike():
    assert np.isnan(discrimination(np.array([1.0]), np.array([2.0])))
    assert np.isnan(discrimination(np.array([1.0, 1.0]), np.array([2.0, 3.0])))
    assert np.isnan(efficiency(np.array([1.0, 1.0]), np.array([2.0, 3.0])))
    assert np.isnan(facility(np.array([1.0]), 0.0))
    [test] = analyse([marks([["correct", "slip"]])]).tests.to_dict("records")
    assert np.isnan(test["alpha"])
    assert np.isnan(test["standard error"])
    assert all(table.empty for table in analyse([]))


def test_carried_errors_are_no_errors_of_their_own():
    """q1 is always worked out rightly from a wrong q0: hard as marked by sight, easy net of what was carried."""
    found = analyse(
        [marks([["wrong", "carried"], ["slip", "carried"], ["correct", "missing"], ["correct", "correct"]])]
    )
    first, second = found.questions.to_dict("records")
    assert (first["errors start"], second["errors start"]) == (2, 0)
    assert (first["net facility"], second["net facility"]) == (50.0, 100.0)
    assert (first["facility"], second["facility"]) == (62.5, 75.0)
    assert (first["answered"], second["answered"]) == (4, 3)


def test_a_blank_that_is_implied_is_no_answer_but_a_step_that_was_taken():
    [question] = analyse([marks([["implied"], ["correct"], ["missing"]])]).questions.to_dict("records")
    assert (question["answered"], question["net facility"]) == (1, 100.0)


def test_an_array_is_one_question_too():
    rows = [["wrong", "carried", "slip"], ["correct", "slip", "correct"], ["correct", "correct", "correct"]]
    table = marks(rows, {(0, 2): "sign", (1, 1): "sign"})
    columns = (table.columns[0], *(c._replace(of="W") for c in table.columns[1:]))
    [array] = analyse([replace(table, columns=columns)]).arrays.to_dict("records")
    both, other = np.array([1.5, 1.5, 2.0]), np.array([0.0, 1.0, 1.0])
    assert (array["quantity"], array["first"], array["elements"], array["out of"]) == ("W", 1, 2, 2.0)
    assert array["facility"] == pytest.approx(100 * both.mean() / 2)
    assert array["discrimination"] == pytest.approx(100 * np.corrcoef(both, other)[0, 1])
    assert array["net facility"] == pytest.approx(100 * 4 / 6)
    assert array["net discrimination"] == pytest.approx(100 * np.corrcoef([0.5, 0.5, 1.0], other)[0, 1])
    assert (array["errors start"], array["commonest cause"], array["with that cause"]) == (1, "sign", 2)


def test_where_errors_start_is_counted_by_problem():
    one = marks([["slip", "wrong"], ["correct", "wrong"]], problem="1")
    other = marks([["wrong", "correct"], ["correct", "correct"]], problem="2")
    assert analyse([one, other]).questions["errors start"].tolist() == [1, 1, 1, 0]


def test_wrong_values_that_several_share():
    values = [[0.5], [0.5001], [0.7], [0.7], [0.7], [0.1], [9.0]]
    verdicts = [["slip"], ["slip"], ["wrong"], ["wrong"], ["wrong"], ["wrong"], ["correct"]]
    found = analyse([marks(verdicts, {(0, 0): "sign", (1, 0): "sign"}, values)]).wrong_values
    assert found[["value", "students", "cause", "who"]].values.tolist() == [
        [0.7, 3, "", ("s02", "s03", "s04")],
        [0.5, 2, "sign", ("s00", "s01")],
    ]


def test_a_text_that_could_not_be_read_is_told_where_several_have_it():
    table = marks([["wrong"]] * 4, values=[[np.nan]] * 4)
    texts = np.array([["see p. 2"], ["see  p. 2"], ["?"], ["a"]], object)
    found = analyse([replace(table, answer=texts, verdict=np.full((4, 1), "unreadable", object))]).wrong_values
    assert found[["value", "students", "who"]].values.tolist() == [["see p. 2", 2, ("s00", "s01")]]


def test_a_wrong_value_that_two_of_many_have_by_chance_is_not_told():
    values = [[n + 10] for n in range(750)]
    values[3], values[4], values[5] = [7], [7], [7]
    assert analyse([marks([["wrong"]] * 750, values=values)]).wrong_values["students"].tolist() == [3]
    values[5] = [8]
    assert analyse([marks([["wrong"]] * 751, values=[*values, [9]])]).wrong_values.empty


def test_numbers_that_are_nearly_the_same_tell_nothing_of_two():
    """Two who both write five digits, and not the same ones, have not the same number."""
    rng = np.random.default_rng(3)
    values = np.where(rng.uniform(size=(60, 20)) < 1 / 6, rng.uniform(1, 9, size=(60, 20)).round(4), 1.0)
    values[17] = np.where(values[4] != 1, values[4] + 0.0003, 1.0)
    rows = np.where(values != 1, "wrong", "correct").tolist()
    assert agreements([*sheets([replace(marks(rows, values=values), columns=KINDS)])]).empty
    values[17] = values[4].round(3)
    rows = np.where(values != 1, "wrong", "correct").tolist()
    assert len(agreements([*sheets([replace(marks(rows, values=values), columns=KINDS)])])) == 1


def test_what_is_ruled_of_one_is_not_said_of_the_others():
    """Anna and Bob have the same wrong value, and Anna's has a ruling with its reason; Cem and Dana both have one."""
    table = marks([["slip"], ["slip"], ["wrong"], ["wrong"]], {(0, 0): "sign", (1, 0): "sign"}, [[3], [3], [7], [7]])
    note = np.array([["ruled by hand: see mail"], ["a sign"], ["private"], ["private, too"]], dtype=object)
    ruled = np.array([[True], [False], [True], [True]])
    assert analyse([replace(table, note=note, ruled=ruled)]).wrong_values["note"].tolist() == ["a sign", ""]


def test_scores_are_spread_over_ten_bins():
    found = analyse([marks([["correct", "correct"], ["correct", "slip"], ["wrong", "wrong"], ["slip", "slip"]])])
    assert found.distribution["students"].tolist() == [1, 0, 0, 0, 0, 1, 0, 1, 0, 1]


def test_who_has_more_than_all_of_the_points_is_not_among_those_who_have_nearly_all():
    bonus = marks([["correct"] * 3, ["correct", "correct", "missing"], ["slip", "correct", "missing"]])
    columns = (*bonus.columns[:2], bonus.columns[2]._replace(bonus=True))
    found = analyse([replace(bonus, columns=columns)]).distribution
    assert found[["from", "to", "students"]].values.tolist()[-3:] == [[80, 90, 0], [90, 100, 1], [100, 150, 1]]


KINDS = tuple(Column("", name, Fraction(1)) for name in "abcdefghijklmnopqrst")
"""Twenty quantities, no two of one kind."""


def a_class(size, seed, copies=(), columns=KINDS):
    """A class where one answer in six is a number from nowhere; some pairs copy from one another."""
    rng = np.random.default_rng(seed)
    wrong = rng.uniform(size=(size, 20)) < 1 / 6
    values = np.where(wrong, rng.normal(size=wrong.shape), 1.0)
    for one, other in copies:
        wrong[other], values[other] = wrong[one], values[one]
    return replace(marks(np.where(wrong, "wrong", "correct").tolist(), values=values), columns=columns)


def test_a_pair_with_the_same_unexplained_answers_is_told():
    found = agreements([*sheets([a_class(60, 3, [(4, 17)])])])
    assert found[["one", "other"]].values.tolist() == [["s04", "s17"]]
    assert found["expected pairs"][0] < 1e-4


def test_the_same_slips_of_the_pen_are_told_and_others_are_not():
    """Of two who slip alike in six answers, where others slip, too; a known misunderstanding may be anybody's."""
    rng = np.random.default_rng(5)
    values = np.where(rng.uniform(size=(40, 20)) < 0.05, rng.normal(size=(40, 20)), 1.0)
    values[7, :6] = values[3, :6] = rng.normal(size=6)
    rows = np.where(values != 1, "slip", "correct")
    for cause, told in (("digits", [["s03", "s07", 6]]), ("copy", [["s03", "s07", 6]]), ("sign", [])):
        causes = dict.fromkeys(map(tuple, np.argwhere(values != 1).tolist()), cause)
        found = agreements([*sheets([replace(marks(rows.tolist(), causes, values), columns=KINDS)])])
        assert found[["one", "other", "shared"]].values.tolist() == told


def test_of_many_pairs_that_copy_none_makes_the_others_likelier():
    """Ten pairs among thirty: each has numbers that are nobody else's, and most are told, as each would be alone."""
    pairs, told, alone, others = [(n, n + 10) for n in range(10)], 0, 0, 0
    for seed in range(8):
        names = {(f"s{one:02d}", f"s{other:02d}") for one, other in pairs}
        found = set(
            agreements([*sheets([a_class(30, seed, pairs)])])[["one", "other"]].itertuples(index=False, name=None)
        )
        told, others = told + len(found & names), others + len(found - names)
        alone += sum(len(agreements([*sheets([a_class(30, seed, [pair])])])) for pair in pairs)
    assert others == 0
    assert told > 0.8 * alone > 20


def test_who_handed_in_together_is_one_and_shares_nothing_odd():
    """The members of a group have the same answers, of course; a third who has them is held against one."""
    table = a_class(60, 3, [(4, 17), (4, 23)])
    group = {("hw", "s04"): "s04", ("hw", "s17"): "s04"}
    found = analyse([table], group)
    assert found.agreements[["one", "other"]].values.tolist() == [["s04", "s23"]]
    assert all({"s04", "s17"} < set(who) for who in found.wrong_values["who"])
    assert analyse([a_class(60, 3, [(4, 17)])], group).agreements.empty
    assert found.tests["students"].tolist() == [60]


def test_classes_in_which_nobody_copies_are_left_in_peace():
    assert sum(len(agreements([*sheets([a_class(60, seed)])])) for seed in range(100)) <= 5


def test_where_everybody_is_wrong_with_one_of_a_few_values_chance_is_not_taken_for_copying():
    """All answers are wrong, each one of 15 or 20 values: agreement is common, and must be expected to be."""
    told = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        size, values = (30, 15) if seed % 2 else (20, 20)
        drawn = 1.01 ** (20 * rng.integers(0, values, (size, 20)) + np.arange(20) + 200)
        table = replace(marks(np.full((size, 20), "wrong").tolist(), values=drawn), columns=KINDS)
        told += len(agreements([*sheets([table])]))
    assert told <= 60 * MOST_EXPECTED * 2


def test_who_misunderstands_one_kind_of_step_alike_is_left_in_peace():
    """Two who go wrong alike in every element of a gradient, or in every h (and ŷ), have made one mistake, not many."""
    for names in (["dMSE/dw_{{{},1}}^1"], ["h{}"], ["W1[{},2]"], ["h{}", "yhat{}"]):
        columns = tuple(Column("", names[i % len(names)].format(i), Fraction(1)) for i in range(20))
        assert agreements([*sheets([a_class(60, 3, [(4, 17)], columns)])]).empty


def test_numbers_in_the_wrong_place_tell_nothing_of_two():
    """A number of the key, of the student's own work elsewhere, or one that comes about in many ways."""
    rng = np.random.default_rng(8)
    values = rng.normal(size=(60, 20))
    rows = np.full((60, 20), "correct", dtype=object)
    for pair, wrong in (([1, 2], values[0, 10:16]), ([3, 4], [0.0, 1.0, -1.0, 0.0, 1.0, 0.0])):
        for student in pair:
            values[student, :6], rows[student, :6] = wrong, "wrong"
    values[1:3, 6:12] = values[1, :6]
    key = np.tile(values[0].astype(str).astype(object), (60, 1))
    assert agreements([*sheets([replace(marks(rows.tolist(), values=values), columns=KINDS)])]).empty
    values[1:3, 6:12] = rng.normal(size=(2, 6))
    table = replace(marks(rows.tolist(), values=values), columns=KINDS)
    assert agreements([*sheets([table])])[["one", "other", "shared"]].values.tolist() == [["s01", "s02", 6]]
    assert agreements([*sheets([replace(table, expected=key)])]).empty


def in_formulas(table, rng):
    """The same of formulas, each known by its value at a point; what is expected is 1 there."""
    at = np.where(table.verdict == "correct", 1.0, table.value)
    answer = np.array([[f"x + {number!r}" for number in row] for row in at.tolist()], dtype=object)
    return replace(
        table,
        answer=answer,
        value=np.full(at.shape, np.nan),
        formula=np.stack([at * (1 + rng.uniform(-1e-13, 1e-13, at.shape)), np.ones(at.shape)], axis=2),
    )


def test_wrong_formulas_that_several_share():
    rng = np.random.default_rng(1)
    table = marks([["wrong"], ["wrong"], ["wrong"], ["wrong"], ["correct"]], values=[[7], [7], [7.0001], [np.nan], [1]])
    found = analyse([in_formulas(table, rng)]).wrong_values
    assert found[["students", "who"]].values.tolist() == [[2, ("s00", "s01")]]
    assert found["value"].tolist() == ["x + 7.0"]


def test_the_same_wrong_formulas_are_told_where_they_are_many_and_of_many_kinds():
    """Fewer than of numbers tell nothing: whoever thinks alike writes the same formula."""
    rng = np.random.default_rng(2)
    assert agreements([*sheets([in_formulas(a_class(60, 3, [(4, 17)]), rng)])]).empty
    values = np.where(np.arange(20) < 12, rng.normal(size=(60, 20)), 1.0)
    values[17] = values[4]
    rows = np.where(values != 1, "wrong", "correct").tolist()
    found = agreements([*sheets([in_formulas(replace(marks(rows, values=values), columns=KINDS), rng)])])
    assert found[["one", "other", "shared"]].values.tolist() == [["s04", "s17", 12]]


def test_totals_are_those_of_the_gradebook():
    """After what lateness takes; what is said of the questions is of the answers' own points."""
    table = marks([["correct", "correct"], ["correct", "slip"], ["slip", "slip"]])
    due = datetime(2026, 3, 1, tzinfo=UTC)
    late = replace(
        table,
        policy=Policy(late=Late(Amount(share=Fraction(1, 2)), timedelta(days=1), due)),
        receipts={"s00": Receipt(due + timedelta(hours=1))},
    )
    own, found = analyse([table]), analyse([late])
    assert found.tests["mean"].tolist() == [pytest.approx((1 + 1.5 + 1) / 3)]
    assert found.tests["standard deviation"].tolist() == [pytest.approx(np.std([1, 1.5, 1], ddof=1))]
    assert found.distribution["students"].tolist() == [0, 0, 0, 0, 0, 2, 0, 1, 0, 0]
    assert found.tests[["alpha", "standard error"]].equals(own.tests[["alpha", "standard error"]])
    assert found.questions.equals(own.questions)


def test_what_many_have_wrong_tells_nothing_of_two():
    values = [[0.3, 0.4]] * 10 + [[1.0, 1.0]] * 10
    rows = [["wrong", "wrong"]] * 10 + [["correct", "correct"]] * 10
    assert agreements([*sheets([marks(rows, values=values)])]).empty
