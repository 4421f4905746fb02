"""Unlikely agreement: pairs of students with the same wrong answers that nothing explains. A question, never a verdict.

Only answers that neither a known slip nor an earlier answer explains count, so a wrong value that was carried on counts
once. Under the null model every student answers alone, and gives a value as often as the class does: that another one
gives a value that c of n students gave has probability (c − 1)/(n − 1), and shared answers are independent. The figure
is the number of pairs in a class of this size that would share as much by chance: the probability times the pairs there
are, an upper bound (Bonferroni).
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from grader.analysis.sheet import Sheet, sheets
from grader.analysis.wrong import alike
from grader.marking import Marks

AGREEMENTS = ("rubric", "one", "other", "shared", "expected pairs", "quantities")
MOST_EXPECTED = 0.05
"""Pairs are told if chance would make fewer than this."""
_COMMON = 0.2
"""A value that more than this share of a class has in common tells nothing of two of them."""


def agreements(marks: Sequence[Marks]) -> pd.DataFrame:
    """The pairs that share more unexplained wrong answers than chance would make, the least likely first."""
    rows = [row for sheet in sheets(marks) for row in _pairs(sheet)]
    rows.sort(key=lambda row: (row[4], row[1], row[2]))
    return pd.DataFrame(rows, columns=list(AGREEMENTS))


def _pairs(sheet: Sheet) -> Iterator[tuple[str, str, str, int, float, str]]:
    size = len(sheet.students)
    shared: dict[tuple[int, int], list[tuple[str, float]]] = {}
    for c, column in enumerate(sheet.columns):
        rows = np.flatnonzero((sheet.verdict[:, c] == "wrong") & np.isfinite(sheet.value[:, c]))
        for group in alike(sheet.value[rows, c]):
            if 1 < len(group) <= max(2, _COMMON * size):
                for pair in combinations(sorted(rows[group].tolist()), 2):
                    shared.setdefault(pair, []).append((column.quantity, (len(group) - 1) / (size - 1)))
    pairs = size * (size - 1) / 2
    for (one, other), found in shared.items():
        expected = pairs * float(np.prod([share for _, share in found]))
        if expected < MOST_EXPECTED:
            names = ", ".join(name for name, _ in found)
            yield sheet.rubric, sheet.students[one], sheet.students[other], len(found), expected, names
