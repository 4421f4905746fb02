"""Neighbouring digits exchanged in writing: 0.7857 for 0.7875."""

from decimal import Decimal, InvalidOperation
from itertools import pairwise
from math import isfinite, log10

_LEAST_DIGITS = 3


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
