"""Unlikely agreement: pairs of students with the same wrong answers that nothing explains. A question, never a verdict.

Only answers that neither a known slip nor an earlier answer explains count, so a wrong value that was carried on counts
once. A number that is in the key or in the same student's work elsewhere has been put in the wrong place, and 0 and ±1
come about in many ways: none of them counts. Who misunderstands a step alike goes wrong alike wherever it is taken:
answers of one kind (h₁ and h₂, the elements of ∂E/∂W) are evidence once, as strong as the weakest of them.

Under the null model every student answers alone. How likely two are to write the same wrong number is estimated, for
each question, from the other pairs who both have it wrong; where these are few, with the help of all questions, and of
what is known of numbers from nowhere (`_USUAL`). The number of kinds in which a pair agrees, among those in which both
are wrong, is then a sum of independent trials of different chances (Poisson binomial; Y. H. Wang, On the number of
successes in independent trials, Statistica Sinica 3, 1993). The figure is the chance of so many or more, times the
pairs there are: so many pairs of a class would agree as much by chance, at most (Bonferroni).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np
import pandas as pd

from grader.analysis.sheet import Sheet
from grader.analysis.wrong import ALIKE, alike

AGREEMENTS = ("rubric", "one", "other", "shared", "expected pairs", "quantities")
MOST_EXPECTED = 0.05
"""Pairs are told if chance would make fewer than this."""
_COMMON = 0.2
"""A value that more than this share of a class has in common tells nothing of two of them."""
_FEWEST = 2
"""A single number in common is a coincidence, however odd the number."""
_USUAL, _SURE = 0.05, 20
"""How often two numbers from nowhere are the same, and for how many pairs of an own class that counts."""
_OWN = 10
"""For so many pairs of a question all questions count."""


def agreements(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """The pairs that share more unexplained wrong answers than chance would make, the least likely first.

    Of those who handed one work in together there is but one.
    """
    rows = [row for sheet in sheets for row in _pairs(sheet.once())]
    rows.sort(key=lambda row: (row[4], row[1], row[2]))
    return pd.DataFrame(rows, columns=list(AGREEMENTS))


def _pairs(sheet: Sheet) -> Iterator[tuple[str, str, str, int, float, str]]:
    size = len(sheet.students)
    open_ = [_Open.of(sheet, c) for c in range(len(sheet.columns))]
    shared: dict[tuple[int, int], list[int]] = {}
    for c, column in enumerate(open_):
        for group in column.groups:
            for pair in combinations(group, 2):
                shared.setdefault(pair, []).append(c)
    chances = _Chances(open_)
    for (one, other), columns in shared.items():
        count = len({kind(sheet.columns[c].quantity) for c in columns})
        if count < _FEWEST:
            continue
        both = [c for c, column in enumerate(open_) if {one, other} <= column.students]
        by_kind: dict[str, float] = {}
        for c in both:
            name = kind(sheet.columns[c].quantity)
            by_kind[name] = 1 - (1 - by_kind.get(name, 0.0)) * (1 - chances.of(c, columns, both))
        expected = size * (size - 1) / 2 * at_least(count, list(by_kind.values()))
        if expected < MOST_EXPECTED:
            names = ", ".join(sheet.columns[c].quantity for c in columns)
            yield sheet.rubric, sheet.students[one], sheet.students[other], len(columns), expected, names


class _Open(NamedTuple):
    """Who is wrong in a question without an explanation, and who of them has the same value."""

    students: frozenset[int]
    groups: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, sheet: Sheet, c: int) -> "_Open":
        """Those of one column; what many have in common is nobody's own."""
        rows = np.flatnonzero((sheet.verdict[:, c] == "wrong") & np.isfinite(sheet.value[:, c]))
        groups = [
            tuple(sorted(n for n in rows[group].tolist() if not _is_misplaced(sheet, n, c)))
            for group in alike(sheet.value[rows, c])
            if len(group) <= max(2, _COMMON * len(sheet.students))
        ]
        return cls(frozenset(n for group in groups for n in group), tuple(group for group in groups if len(group) > 1))


class _Chances:
    """How likely two students who are both wrong in a question are to have the same value there."""

    def __init__(self, columns: Sequence[_Open]) -> None:
        self.pairs = [comb(len(column.students), 2) for column in columns]
        self.agree = [sum(comb(len(group), 2) for group in column.groups) for column in columns]
        self.all_pairs, self.all_agree = sum(self.pairs), sum(self.agree)

    def of(self, c: int, shared: Sequence[int], both: Sequence[int]) -> float:
        """That of one question, by all pairs but one: it shares the answers of some, of those where both are wrong."""
        usual = (self.all_agree - len(shared) + _USUAL * _SURE) / (self.all_pairs - len(both) + _SURE)
        return (self.agree[c] - (c in shared) + usual * _OWN) / (self.pairs[c] - 1 + _OWN)


def at_least(count: int, chances: Sequence[float]) -> float:
    """The chance that so many of some independent things happen, or more.

    >>> at_least(2, [0.5, 0.5]), at_least(1, [0.5, 0.5]), at_least(0, [])
    (0.25, 0.75, 1.0)
    """
    exactly = np.array([1.0])
    for chance in chances:
        exactly = np.convolve(exactly, [1 - chance, chance])
    return float(exactly[count:].sum())


def _is_misplaced(sheet: Sheet, n: int, c: int) -> bool:
    """Whether a wrong answer is 0 or ±1, a number of the key, or one that stands elsewhere in the student's work."""
    value = sheet.value[n, c]
    others = np.concatenate([np.delete(sheet.value[n], c), sheet.expected(n)])
    return abs(value) in (0, 1) or bool((np.abs(others - value) <= ALIKE * abs(value)).any())


def kind(quantity: str) -> str:
    """What answers of one kind have in common: the name without what tells one of them from another.

    >>> kind("dMSE/dw_{1,2}^1"), kind("W1[2,1]'"), kind("l_1^1 (sample 3)"), kind("h12")
    ('dMSE/dw', 'W', 'l', 'h')
    """
    return _TOLD_APART.sub("", quantity) or quantity


_TOLD_APART = re.compile(r"\[.*?\]|\{.*?\}|\(.*?\)|[\d\s_^'′₀-₉⁰¹²³⁴-⁹]")
