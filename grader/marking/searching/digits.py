"""Neighbouring digits exchanged in writing: 0.7857 for 0.7875."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from math import isfinite, log10

import numpy as np

from grader.engine import Array, Mutation
from grader.marking.case import Case
from grader.marking.closeness import LAST_DIGIT, Mask, Written, of_rows
from grader.marking.judgement import Why
from grader.marking.pen import EXCHANGED
from grader.marking.searching.match import Match

_LEAST_DIGITS = 3
_MOST_DIGITS = 17


def exchanged(case: Case) -> Iterator[Match]:
    """Where two neighbouring digits are exchanged in what should have been written."""
    formula = case.ledger.graph[case.name].formula
    if formula is None or case.written.value.shape[1] > 1:
        return
    for expected in (of_rows(case.ledger.reference[case.name], case.rows), case.follow):
        value = np.broadcast_to(expected, case.written.value.shape)
        for row, *index in np.argwhere(case.open & _off_by_digits(case.written, value)).tolist():
            at = (row, 0, *index)
            if swapped(float(case.written.value[at]), float(case.written.unit[at]), float(value[at])):
                covers = np.zeros((1, *case.open.shape[1:]), dtype=bool)
                covers[(0, *index)] = True
                why = Why((), Mutation("digits", formula, EXCHANGED), case.name)
                shares, tried = np.zeros(covers.shape), np.ones(1, dtype=np.intp)
                exact = np.zeros_like(value[row : row + 1])
                yield Match(why, np.array([row]), covers, shares, tried, tried, value[row : row + 1], exact)


def _off_by_digits(written: Written, expected: Array) -> Mask:
    """Whether an answer is off by what an exchange of neighbouring digits makes: nine times 1 to 9 units of a place.

    A quick look before the digits themselves are compared; the last place may have been rounded or cut off.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.abs(np.abs(written.value) - np.abs(expected)) / written.unit
        times = off[..., None] / (9.0 * 10.0 ** np.arange(_MOST_DIGITS))
        least = 1.0 / (9.0 * 10.0 ** np.arange(_MOST_DIGITS)) + LAST_DIGIT
        near = (np.abs(times - np.round(times)) <= least) & (times < 9.5) & (times > 0.5)
    return np.asarray(near.any(axis=-1).all(axis=1))


def swapped(value: float, unit: float, expected: float) -> bool:
    """Whether exchanging two neighbouring digits of a number gives `expected`, rounded or cut off as written.

    `unit` is the worth of its last place; a number that has none (0) has no digits as written. Where the exchange moves
    the decimal point and no more (10.0 for 01.0), that is what happened.

    >>> swapped(0.7857, 1e-4, 0.78751), swapped(0.7878, 1e-4, 0.78751), swapped(10.0, 0.1, 1.0)
    (True, False, False)
    """
    if not (unit > 0 and isfinite(value)):
        return False
    try:
        plain = format(Decimal(value).quantize(Decimal(1).scaleb(round(log10(unit)))), "f")
    except InvalidOperation:
        return False
    if sum(c.isdigit() for c in plain.lstrip("-0.")) < _LEAST_DIGITS:
        return False
    digits = plain.replace(".", "").strip("-0")
    return any(
        _reads_as(other, expected) for other in _exchanges(plain) if other.replace(".", "").strip("-0") != digits
    )


def _exchanges(text: str) -> list[str]:
    places = [i for i, c in enumerate(text) if c.isdigit()]
    found = []
    for i, j in pairwise(places):
        if text[i] != text[j]:
            found.append(text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :])
    return found


def _reads_as(text: str, expected: float) -> bool:
    try:
        number, target = Decimal(text), Decimal(expected)
    except InvalidOperation:
        return False
    exponent = number.as_tuple().exponent
    if not target.is_finite() or not isinstance(exponent, int):
        return False
    unit = Decimal(1).scaleb(exponent)
    cut_off = 0 <= abs(target) - abs(number) < unit and (target < 0) == (number < 0)
    return abs(number - target) * 2 <= unit or cut_off
