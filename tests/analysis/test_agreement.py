"""Pairs that share more unexplained wrong answers than chance would make are told, and nobody else."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from grader.analysis import analyse
from grader.analysis.agreement import MOST_EXPECTED
from grader.marking import Column
from tests.analysis.classes import KINDS, a_class, agreeing, in_formulas, marks


def test_numbers_that_are_nearly_the_same_tell_nothing_of_two():
    """Two who both write five digits, and not the same ones, have not the same number."""
    rng = np.random.default_rng(3)
    values = np.where(rng.uniform(size=(60, 20)) < 1 / 6, rng.uniform(1, 9, size=(60, 20)).round(4), 1.0)
    values[17] = np.where(values[4] != 1, values[4] + 0.0003, 1.0)
    rows = np.where(values != 1, "wrong", "correct").tolist()
    assert agreeing(replace(marks(rows, values=values), columns=KINDS)).empty
    values[17] = values[4].round(3)
    rows = np.where(values != 1, "wrong", "correct").tolist()
    assert len(agreeing(replace(marks(rows, values=values), columns=KINDS))) == 1


def test_a_pair_with_the_same_unexplained_answers_is_told():
    found = agreeing(a_class(60, 3, [(4, 17)]))
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
        found = agreeing(replace(marks(rows.tolist(), causes, values), columns=KINDS))
        assert found[["one", "other", "shared"]].values.tolist() == told


def test_of_many_pairs_that_copy_none_makes_the_others_likelier():
    """Ten pairs among thirty: each has numbers that are nobody else's, and most are told, as each would be alone."""
    pairs, told, alone, others = [(n, n + 10) for n in range(10)], 0, 0, 0
    for seed in range(8):
        names = {(f"s{one:02d}", f"s{other:02d}") for one, other in pairs}
        found = set(agreeing(a_class(30, seed, pairs))[["one", "other"]].itertuples(index=False, name=None))
        told, others = told + len(found & names), others + len(found - names)
        alone += sum(len(agreeing(a_class(30, seed, [pair]))) for pair in pairs)
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
    assert sum(len(agreeing(a_class(60, seed))) for seed in range(100)) <= 5


def test_where_everybody_is_wrong_with_one_of_a_few_values_chance_is_not_taken_for_copying():
    """All answers are wrong, each one of 15 or 20 values: agreement is common, and must be expected to be."""
    told = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        size, values = (30, 15) if seed % 2 else (20, 20)
        drawn = 1.01 ** (20 * rng.integers(0, values, (size, 20)) + np.arange(20) + 200)
        table = replace(marks(np.full((size, 20), "wrong").tolist(), values=drawn), columns=KINDS)
        told += len(agreeing(table))
    assert told <= 60 * MOST_EXPECTED * 2


def test_who_misunderstands_one_kind_of_step_alike_is_left_in_peace():
    """Two who go wrong alike in every element of a gradient, or in every h (and ŷ), have made one mistake, not many."""
    for names in (["dMSE/dw_{{{},1}}^1"], ["h{}"], ["W1[{},2]"], ["h{}", "yhat{}"]):
        columns = tuple(Column("", names[i % len(names)].format(i), Fraction(1)) for i in range(20))
        assert agreeing(a_class(60, 3, [(4, 17)], columns)).empty


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
    assert agreeing(replace(marks(rows.tolist(), values=values), columns=KINDS)).empty
    values[1:3, 6:12] = rng.normal(size=(2, 6))
    table = replace(marks(rows.tolist(), values=values), columns=KINDS)
    assert agreeing(table)[["one", "other", "shared"]].values.tolist() == [["s01", "s02", 6]]
    assert agreeing(replace(table, expected=key)).empty


def test_the_same_wrong_formulas_are_told_where_they_are_many_and_of_many_kinds():
    """Fewer than of numbers tell nothing: whoever thinks alike writes the same formula."""
    rng = np.random.default_rng(2)
    assert agreeing(in_formulas(a_class(60, 3, [(4, 17)]), rng)).empty
    values = np.where(np.arange(20) < 12, rng.normal(size=(60, 20)), 1.0)
    values[17] = values[4]
    rows = np.where(values != 1, "wrong", "correct").tolist()
    found = agreeing(in_formulas(replace(marks(rows, values=values), columns=KINDS), rng))
    assert found[["one", "other", "shared"]].values.tolist() == [["s04", "s17", 12]]


def test_what_many_have_wrong_tells_nothing_of_two():
    values = [[0.3, 0.4]] * 10 + [[1.0, 1.0]] * 10
    rows = [["wrong", "wrong"]] * 10 + [["correct", "correct"]] * 10
    assert agreeing(marks(rows, values=values)).empty


def test_those_with_the_same_givens_are_held_against_each_other_and_nobody_else():
    """A value that a misconception gives one version in two is rare in a class of many versions, and no evidence."""
    table, halves = a_class(60, 3, [(4, 17)]), tuple("AB"[n % 2] for n in range(60))
    assert agreeing(replace(table, variants=halves)).empty
    found = agreeing(replace(table, variants=tuple("AB"[n in (4, 17) or n % 2] for n in range(60))))
    assert found[["one", "other"]].values.tolist() == [["s04", "s17"]]
    values = np.array(table.value)
    values[1::2, :6] = [[7.0] * 6 if n % 3 == 0 else [1.0] * 6 for n in range(30)]
    verdict = np.where(values != 1, "wrong", "correct").astype(object)
    common = replace(table, value=values, verdict=verdict, variants=halves)
    assert ("s01", "s07") not in set(agreeing(common)[["one", "other"]].itertuples(index=False, name=None))
