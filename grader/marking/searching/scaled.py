"""One factor from nowhere in all of an array: √3 for √2, a mean over the wrong number.

No known slip says what it is, but numbers that are all as many times what follows are one slip, and not so many.
"""

from collections.abc import Iterator

import numpy as np

from grader.engine import Array, Mutation, mul, number
from grader.marking.case import Case
from grader.marking.closeness import Mask
from grader.marking.evidence import chance
from grader.marking.judgement import Why
from grader.marking.searching.settling import Match

TIMES = "all of it is {0} times what follows"
_LEAST = 4
"""Numbers that tell a factor: one gives it, the others bear it out."""
_SURE = 0.01
"""The share of random numbers that each of the others would be, at most."""


def scaled(case: Case) -> Iterator[Match]:
    """What explains all that is open of an array, of those students who have several numbers in it."""
    formula, written = case.ledger.graph[case.name].formula, case.written
    if formula is None or written.value.shape[1] > 1 or case.open[0].size < _LEAST:
        return
    units = written.unit + (case.up - case.down)
    for row in np.flatnonzero(case.pending):
        follow, unit, covers = case.follow[row : row + 1], units[row : row + 1], case.open[row : row + 1]
        times = _times(written.value[row, 0], follow[0, 0], unit[0, 0], covers[0])
        if times is not None:
            said = number(float(f"{times:.4g}"))
            why = Why((), Mutation("wrong-factor", mul(said, formula), TIMES, (said,)), case.name)
            shares = chance(written.value[row, :1], unit[:, 0])
            once = np.ones(1, dtype=np.intp)
            yield Match(why, np.array([row]), covers, shares, once, once, times * follow, unit)


def _times(value: Array, follow: Array, unit: Array, open_: Mask) -> float | None:
    """How many times what follows all that is open is, as the finest of it tells; None if it is not, or by chance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio, loose = (value / follow)[open_], (unit / np.abs(value))[open_]
    several = len(np.unique(np.abs(value[open_]))) >= _LEAST
    if not several or not np.isfinite(ratio).all() or chance(np.ones_like(loose), 2 * loose).max() > _SURE:
        return None
    times = float(ratio[np.argmin(loose)])
    alike = np.abs(ratio / times - 1) <= loose + loose.min()
    return times if alike.all() else None
