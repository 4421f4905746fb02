"""One factor from nowhere in all of an array, or in a part of it: √3 for √2, a mean over the wrong number.

No known slip says what it is, but numbers that are all as many times what follows are one slip, and not so many.
"""

from collections.abc import Iterator
from math import comb, prod

import numpy as np

from grader.engine import ONE, Array, Expr, Mutation, mul, number
from grader.engine.expr import apply
from grader.marking.case import Case
from grader.marking.closeness import Mask
from grader.marking.evidence import chance
from grader.marking.judgement import Why
from grader.marking.searching.match import Match
from grader.marking.verdicts import Verdict

TIMES = "all of it is {0} times what follows"
PARTLY = "this is {0} times what follows, as are others beside it"
_CLEARLY, _MOST_DIVIDED = 0.001, 64
"""So finely a factor has to be known for 1/n to be told from its neighbours; and so large n may be."""
_SURE = 0.002
"""The share of arrays from nowhere in which as many numbers would be off by one factor, at most."""


def scaled(case: Case) -> Iterator[Match]:
    """What explains several numbers that are open of an array, of those students who have several in it."""
    formula, written = case.ledger.graph[case.name].formula, case.written
    if formula is None or written.value.shape[1] > 1:
        return
    units = written.unit + (case.up - case.down)
    several = case.open.reshape(len(case.rows), -1).sum(axis=1) > 1
    for row in np.flatnonzero(several):
        value, follow, unit = written.value[row : row + 1], case.follow[row : row + 1], units[row : row + 1]
        slips = _slips_of_the_step(case, int(row))
        charged = np.logical_or.reduce([case.open[row], *slips])
        for times, alike in _factors(value[0, 0], follow[0, 0], unit[0, 0], charged):
            covers = _of_whole_slips(alike, case.open[row], slips)
            if not covers.any():
                continue
            said = _simply(times, float(np.min(unit[0, 0][alike] / np.abs(value[0, 0][alike]))))
            says = TIMES if covers.sum() == (~np.isnan(value)).sum() else PARTLY
            why = Why((), Mutation("wrong-factor", mul(said, formula), says, (said,)), case.name)
            shares, once = chance(value[:, 0], unit[:, 0]), np.ones(1, dtype=np.intp)
            wrong = np.where(covers, times * follow, follow)
            yield Match(why, np.array([row]), covers[None], shares, once, once, wrong, unit)


def _simply(times: float, loose: float) -> Expr:
    """A factor as people would have multiplied or divided by it: 3 or 1/9, if it may be that; else to four figures."""
    if times > 0 and loose < _CLEARLY:
        whole = round(times), round(1 / times)
        if whole[0] > 1 and abs(times / whole[0] - 1) <= loose:
            return number(whole[0])
        if 1 < whole[1] <= _MOST_DIVIDED and abs(times * whole[1] - 1) <= loose:
            return apply("div", ONE, number(whole[1]))
    return number(float(f"{times:.4g}"))


def _slips_of_the_step(case: Case, row: int) -> list[Mask]:
    """The answers of a student that each slip of the step itself was found in: (*shape) each."""
    found: dict[int, Mask] = {}
    for place in map(tuple, np.argwhere(case.outcome.verdict[case.rows[row]] == Verdict.SLIP).tolist()):
        why = case.outcome.why.get((int(case.rows[row]), *place))
        if why is not None and why.at == case.name:
            found.setdefault(id(why), np.zeros(case.open.shape[1:], dtype=bool))[place] = True
    return list(found.values())


def _of_whole_slips(covers: Mask, open_: Mask, slips: list[Mask]) -> Mask:
    """What a factor explains of what is open, and those slips of which it explains all; nothing if that is not much."""
    kept = covers & open_
    if kept.sum() > 1:
        for slip in slips:
            kept |= slip & bool((covers | ~slip).all())
    return kept if kept.sum() > 1 else np.zeros_like(kept)


def _factors(value: Array, follow: Array, unit: Array, open_: Mask) -> Iterator[tuple[float, Mask]]:
    """The factors that more than one open number is off by, and which: as the finest of them tells it, and no chance.

    One number gives the factor, and those of another size bear it out.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio, loose = value / follow, unit / np.abs(value)
    left = open_ & np.isfinite(ratio) & np.isfinite(loose) & (ratio != 0)
    count = int(left.sum())
    while left.any():
        finest = np.unravel_index(np.argmin(np.where(left, loose, np.inf)), left.shape)
        times, margin = float(ratio[finest]), loose + loose[finest]
        alike = left & (np.abs(ratio / times - 1) <= margin)
        others, first = np.unique(np.abs(value[alike]), return_index=True)
        shares = np.sort(chance(np.ones(len(others)), 2 * margin[alike][first]))[1:]
        if len(shares) and comb(count - 1, len(shares)) * prod(shares.tolist()) <= _SURE:
            yield times, alike
        left = left & ~alike
