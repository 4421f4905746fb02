"""One thing from nowhere in all of an array, or in a part of it: √3 for √2, a mean over the wrong number, another rate.

No known slip says what it is, but numbers that are all as many times what follows, or all off by as much, are one slip,
and not so many. Of updated parameters it is the steps that are compared.
"""

from collections.abc import Iterator
from math import comb, prod
from typing import NamedTuple

import numpy as np

from grader.engine import ONE, Array, Expr, Mutation, Name, add, mul, number, sub
from grader.engine.expr import apply, is_apply
from grader.marking.case import Case
from grader.marking.closeness import Mask
from grader.marking.evidence import chance
from grader.marking.judgement import Why
from grader.marking.searching.match import Match
from grader.marking.verdicts import Verdict
from grader.reference import Role

TIMES = ("all of it is {0} times what follows", "this is {0} times what follows, as are others beside it")
STEPS = (
    "every step of it is {0} times what follows",
    "this step is {0} times what follows, as are others beside it",
)
OFF = ("all of it is off by {0} from what follows", "this is off by {0} from what follows, as are others beside it")
_CLEARLY, _MOST_DIVIDED = 0.001, 64
"""So finely a factor has to be known for 1/n to be told from its neighbours; and so large n may be."""
_SURE = 0.002
"""The share of arrays from nowhere in which as many numbers would be off by one factor, at most."""


class _Alike(NamedTuple):
    """Numbers that are off alike: by what, which, and what they should then read: each (*shape)."""

    said: Expr
    covers: Mask
    value: Array
    cause: str
    says: tuple[str, str]
    """Of all of an array, and of a part of it."""


def scaled(case: Case) -> Iterator[Match]:
    """What explains several numbers that are open of an array, of those students who have several in it."""
    formula, written = case.ledger.graph[case.name].formula, case.written
    if formula is None or written.value.shape[1] > 1:
        return
    units = written.unit + (case.up - case.down)
    several = case.open.reshape(len(case.rows), -1).sum(axis=1) > 1
    for row in map(int, np.flatnonzero(several)):
        one = slice(row, row + 1)
        value, follow, unit = written.value[one], case.follow[one], units[one]
        slips = _slips_of_the_step(case, row)
        charged = np.logical_or.reduce([case.open[row], *slips])
        for alike in _off_alike(case, row, (value[0, 0], follow[0, 0], unit[0, 0]), charged):
            covers = _of_whole_slips(alike.covers, case.open[row], slips)
            if not covers.any():
                continue
            says = alike.says[int(covers.sum() != (~np.isnan(value)).sum())]
            slip = Mutation(alike.cause, _step(case, formula, alike), says, (alike.said,))
            shares, once = chance(value[:, 0], unit[:, 0]), np.ones(1, dtype=np.intp)
            wrong = np.where(covers, alike.value, follow)
            yield Match(Why((), slip, case.name), np.array([row]), covers[None], shares, once, once, wrong, unit)


def _off_alike(case: Case, row: int, numbers: tuple[Array, Array, Array], charged: Mask) -> Iterator[_Alike]:
    """In which ways several of what is written, what follows and how far that may be off are off alike."""
    value, follow, unit = numbers
    quantity = case.ledger.graph[case.name]
    if quantity.role is Role.UPDATE:
        before = case.ledger.value_of(quantity.of, case.rows[row : row + 1])[0, 0]
        step = follow - before
        for times, covers in _factors(value - before, step, unit, charged):
            yield _Alike(number(float(f"{times:.4g}")), covers, before + times * step, "rate", STEPS)
    for times, covers in _factors(value, follow, unit, charged):
        said = _simply(times, float(np.min(unit[covers] / np.abs(value[covers]))))
        yield _Alike(said, covers, times * follow, "wrong-factor", TIMES)
    for more, covers in _offsets(value, follow, unit, charged):
        yield _Alike(number(float(f"{more:.4g}")), covers, follow + more, "extra-term", OFF)


def _step(case: Case, formula: Expr, alike: _Alike) -> Expr:
    """The step by which all of it would be off so."""
    if alike.says is OFF:
        return add(formula, alike.said)
    before = Name(case.ledger.graph[case.name].of)
    if alike.says is TIMES:
        return mul(alike.said, formula)
    terms = formula.args if is_apply(formula, "add") else (formula,)
    step = add(*terms[1:]) if terms[0] == before and len(terms) > 1 else sub(formula, before)
    return add(before, mul(alike.said, step))


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
    return _together(ratio, loose, loose * np.abs(ratio), left, value)


def _offsets(value: Array, follow: Array, unit: Array, open_: Mask) -> Iterator[tuple[float, Mask]]:
    """The same for what more than one open number is off by."""
    off = value - follow
    with np.errstate(divide="ignore", invalid="ignore"):
        return _together(off, unit / np.abs(value), unit, open_ & np.isfinite(off) & (off != 0), value)


def _together(key: Array, loose: Array, spread: Array, left: Mask, value: Array) -> Iterator[tuple[float, Mask]]:
    """The keys that several numbers share, to within their spreads, and which, as the finest tells them.

    `loose`: how far each number may be off, as a share of itself.
    """
    count = int(left.sum())
    while left.any():
        finest = np.unravel_index(np.argmin(np.where(left, spread, np.inf)), left.shape)
        margin = spread + spread[finest]
        alike = left & (np.abs(key - key[finest]) <= margin)
        others, first = np.unique(np.abs(value[alike]), return_index=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            widths = 2 * loose * margin / spread
        shares = np.sort(chance(np.ones(len(others)), widths[alike][first]))[1:]
        if len(shares) and comb(count - 1, len(shares)) * prod(shares.tolist()) <= _SURE:
            yield float(key[finest]), alike
        left = left & ~alike
