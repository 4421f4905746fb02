"""Unlikely agreement: pairs of students with the same wrong answers that nothing explains. A question, never a verdict.

Only answers that neither a known slip nor an earlier answer explains count, so a wrong value that was carried on counts
once. A number that is in the key or in the same student's work elsewhere has been put in the wrong place, and 0 and ±1
come about in many ways: none of them counts. Who misunderstands a step alike goes wrong alike wherever it is taken:
answers of one kind (h₁ and h₂, the elements of ∂E/∂W) are evidence once, as strong as the weakest of them.

Under the null model every student answers alone, and gives a value as often as the class does: that another one gives a
value that c of n students gave has probability (c − 1)/(n − 1), and shared answers of different kinds are independent.
The figure is the number of pairs in a class of this size that would share as much by chance: the probability times the
pairs there are, an upper bound (Bonferroni).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from grader.analysis.sheet import Sheet
from grader.analysis.wrong import ALIKE, alike

AGREEMENTS = ("rubric", "one", "other", "shared", "expected pairs", "quantities")
MOST_EXPECTED = 0.05
"""Pairs are told if chance would make fewer than this."""
_COMMON = 0.2
"""A value that more than this share of a class has in common tells nothing of two of them."""


def agreements(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """The pairs that share more unexplained wrong answers than chance would make, the least likely first."""
    rows = [row for sheet in sheets for row in _pairs(sheet)]
    rows.sort(key=lambda row: (row[4], row[1], row[2]))
    return pd.DataFrame(rows, columns=list(AGREEMENTS))


def _pairs(sheet: Sheet) -> Iterator[tuple[str, str, str, int, float, str]]:
    size = len(sheet.students)
    shared: dict[tuple[int, int], list[tuple[str, float]]] = {}
    for c, column in enumerate(sheet.columns):
        rows = np.flatnonzero((sheet.verdict[:, c] == "wrong") & np.isfinite(sheet.value[:, c]))
        for group in alike(sheet.value[rows, c]):
            if 1 < len(group) <= max(2, _COMMON * size):
                unexplained = sorted(n for n in rows[group].tolist() if not _is_misplaced(sheet, n, c))
                for pair in combinations(unexplained, 2):
                    shared.setdefault(pair, []).append((column.quantity, (len(group) - 1) / (size - 1)))
    pairs = size * (size - 1) / 2
    for (one, other), found in shared.items():
        by_kind: dict[str, float] = {}
        for name, share in found:
            by_kind[kind(name)] = max(share, by_kind.get(kind(name), 0.0))
        expected = pairs * float(np.prod(list(by_kind.values())))
        if expected < MOST_EXPECTED:
            names = ", ".join(name for name, _ in found)
            yield sheet.rubric, sheet.students[one], sheet.students[other], len(found), expected, names


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
