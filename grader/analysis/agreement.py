"""Unlikely agreement: pairs of students with the same wrong answers that nothing explains. A question, never a verdict.

Only answers that neither a known slip nor an earlier answer explains count, so a wrong value that was carried on counts
once; and slips of the pen, which are anybody's own. A number that is in the key or in the same student's work elsewhere
has been put in the wrong place, and 0 and ±1 come about in many ways: none of them counts. Who misunderstands a step
alike goes wrong alike wherever it is taken: answers of one kind (h₁ and h₂, the elements of ∂E/∂W) are evidence once,
as strong as the weakest of them. Numbers are the same that are so to the last digit of the one with fewer, and formulas
that are one function. A formula is thought out, and two who think alike write the same: it takes many (`_ONE_MIND`).

Under the null model every student answers alone. How likely one is to write the wrong number of another is estimated
by how many of the others have written it, of those who have the question wrong; where these are few, with the help of
how often two agree in all questions, and of what is known of numbers from nowhere (`_USUAL`). So a number that is
nobody's but theirs is rare, however many other pairs share numbers of their own. For the same reason a pair counts in
the estimate over all questions up to the first in which it agrees, which tells a chance as well, and once it is told it
does not count at all: the others are looked at again without it.

The number of kinds in which a pair agrees, among those in which both are wrong, is then a sum of independent trials of
different chances (Poisson binomial; Y. H. Wang, On the number of successes in independent trials, Statistica Sinica 3,
1993). The figure is the chance of so many or more, times the pairs there are: so many pairs of a class would agree as
much by chance, at most (Bonferroni).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np
import pandas as pd

from grader.analysis.sheet import Sheet
from grader.analysis.wrong import alike_in, within

AGREEMENTS = ("rubric", "one", "other", "shared", "expected pairs", "quantities")
MOST_EXPECTED = 0.05
"""Pairs are told if chance would make fewer than this."""
_COMMON = 0.2
"""A value that more than this share of a class has in common tells nothing of two of them."""
_OF_THE_PEN = ("digits", "copy")
"""Causes that no two have in common but by chance: which digits change places, which wrong ones are put down."""
_FEWEST = 3
"""Kinds in common. One is a coincidence, however odd the number; two may be one misunderstanding of what is done in
both, as of an activation that h and ŷ have."""
_USUAL, _SURE = 0.05, 20
"""How often two numbers from nowhere are the same, and for how many pairs of an own class that counts."""
_ONE_MIND = 0.25
"""Two wrong formulas are never taken to be the same less often than this."""
_OWN = 10
"""For so many students of a question all questions count."""


def agreements(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """The pairs that share more unexplained wrong answers than chance would make, the least likely first.

    Of those who handed one work in together there is but one. Only those are held against each other who have the same
    givens: of others neither right nor wrong answers are the same.
    """
    rows = [row for sheet in sheets for row in _of_rubric(list(sheet.once().by_variant()))]
    rows.sort(key=lambda row: (row[4], row[1], row[2]))
    return pd.DataFrame(rows, columns=list(AGREEMENTS))


_Row = tuple[str, str, str, int, float, tuple[str, ...]]


def _of_rubric(parts: Sequence[Sheet]) -> Iterator[_Row]:
    """Those of a rubric, from the sheets of all who have the same givens."""
    pairs = sum(comb(len(part.students), 2) for part in parts)
    for part in parts:
        yield from _pairs(part, pairs)


def _pairs(sheet: Sheet, pairs: int) -> Iterator[_Row]:
    open_ = [_Open.of(sheet, c) for c in range(len(sheet.columns))]
    shared: dict[tuple[int, int], list[int]] = {}
    for c, column in enumerate(open_):
        for group in column.groups:
            for pair in combinations(group, 2):
                shared.setdefault(pair, []).append(c)
    told: dict[tuple[int, int], float] = {}
    while found := _unlikely(sheet, open_, {at: columns for at, columns in shared.items() if at not in told}, pairs):
        told |= found
    for (one, other), expected in told.items():
        names = tuple(sheet.columns[c].quantity for c in shared[one, other])
        yield sheet.rubric, sheet.students[one], sheet.students[other], len(names), expected, names


def _unlikely(
    sheet: Sheet, open_: Sequence["_Open"], shared: Mapping[tuple[int, int], Sequence[int]], pairs: int
) -> dict[tuple[int, int], float]:
    """Those of some pairs that chance would hardly make, and how many such pairs it would."""
    usual, found = _Usual.of(open_, shared), {}
    kinds = [kind(column.quantity) for column in sheet.columns]
    for (one, other), columns in shared.items():
        count = len({kinds[c] for c in columns})
        if count < _FEWEST:
            continue
        both = [c for c, column in enumerate(open_) if one in column.alike and other in column.alike]
        chance = usual.without(both, columns)
        by_kind: dict[str, float] = {}
        for c in both:
            by_kind[kinds[c]] = 1 - (1 - by_kind.get(kinds[c], 0.0)) * (1 - open_[c].chance(one, other, chance))
        expected = pairs * at_least(count, list(by_kind.values()))
        if expected < MOST_EXPECTED:
            found[one, other] = expected
    return found


class _Open(NamedTuple):
    """Who is wrong in a question in a way that is their own, and who of them has the same value."""

    groups: tuple[tuple[int, ...], ...]
    """Those of two or more."""
    alike: Mapping[int, int]
    """By student, the number of the value."""
    times: Sequence[int]
    """How many have each value."""
    least: float
    """How often two have the same at least."""

    @classmethod
    def of(cls, sheet: Sheet, c: int) -> "_Open":
        """Those of one column; what many have in common is nobody's own."""
        own = (sheet.verdict[:, c] == "wrong") | np.isin(sheet.cause[:, c], _OF_THE_PEN)
        groups = [
            tuple(sorted(n for n in group.tolist() if not _is_misplaced(sheet, n, c)))
            for group in alike_in(sheet, c, own, written=True)
            if len(group) <= max(2, _COMMON * len(sheet.students))
        ]
        numbered = {n: number for number, group in enumerate(groups) for n in group}
        several, least = tuple(group for group in groups if len(group) > 1), _ONE_MIND if sheet.formula[c] else 0.0
        return cls(several, numbered, [len(group) for group in groups], least)

    def chance(self, one: int, other: int, usual: float) -> float:
        """How likely two are to have the same value: as often as others have that of either, whichever is commoner."""
        mine, theirs = self.alike[one], self.alike[other]
        have = self.times[mine] - 2 if mine == theirs else max(self.times[mine], self.times[theirs]) - 1
        return max(self.least, (have + usual * _OWN) / (len(self.alike) - 2 + _OWN))


class _Usual(NamedTuple):
    """How often two who are both wrong in a question have the same value there, over all questions."""

    agree: int
    """Pairs that agree somewhere."""
    tried: int
    """The questions of every pair, those after the first in which it agrees left out."""

    @classmethod
    def of(cls, columns: Sequence[_Open], shared: Mapping[tuple[int, int], Sequence[int]]) -> "_Usual":
        """That of a class; `shared` are by pair the questions in which it agrees, in order."""
        wrong: dict[int, list[int]] = {}
        for c, column in enumerate(columns):
            for n in column.alike:
                wrong.setdefault(n, []).append(c)
        after = sum(
            len(set(wrong[one][bisect_right(wrong[one], agreed[0]) :]).intersection(wrong[other]))
            for (one, other), agreed in shared.items()
        )
        return cls(len(shared), sum(comb(len(column.alike), 2) for column in columns) - after)

    def without(self, both: Sequence[int], shared: Sequence[int]) -> float:
        """The chance by all pairs but one, that is wrong in `both` and agrees in `shared`."""
        tried = self.tried - both.index(shared[0]) - 1
        return (self.agree - 1 + _USUAL * _SURE) / (tried + _SURE)


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
    value, same = sheet.value[n, c], np.flatnonzero(sheet.formula == sheet.formula[c])
    others = np.concatenate([sheet.value[n, same[same != c]], sheet.expected[n, same]])
    return abs(value) in (0, 1) or bool((np.abs(others - value) <= within(sheet, c) * abs(value)).any())


def kind(quantity: str) -> str:
    """What answers of one kind have in common: the name without what tells one of them from another.

    >>> kind("dMSE/dw_{1,2}^1"), kind("W1[2,1]'"), kind("l_1^1 (sample 3)"), kind("h12")
    ('dMSE/dw', 'W', 'l', 'h')
    """
    return _TOLD_APART.sub("", quantity) or quantity


_TOLD_APART = re.compile(r"\[.*?\]|\{.*?\}|\(.*?\)|[\d\s_^'′₀-₉⁰¹²³⁴-⁹]")
