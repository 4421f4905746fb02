"""Neighbouring digits exchanged in writing: 0.7857 for 0.7875."""

import re
from decimal import Decimal, InvalidOperation
from itertools import pairwise

_PLAIN = re.compile(r"[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?")
_LEAST_DIGITS = 3


def swapped(text: str, expected: float) -> bool:
    """Whether exchanging two neighbouring digits of a plain decimal gives `expected`, rounded or cut off as written.

    >>> swapped("0.7857", 0.78751), swapped("0.7878", 0.78751)
    (True, False)
    """
    cleaned = text.strip().replace("−", "-")
    if not _PLAIN.fullmatch(cleaned) or sum(c.isdigit() for c in cleaned.lstrip("-+0.")) < _LEAST_DIGITS:
        return False
    return any(_reads_as(other, expected) for other in _exchanges(cleaned))


def _exchanges(text: str) -> list[str]:
    mantissa = re.split("[eE]", text)[0]
    places = [i for i, c in enumerate(mantissa) if c.isdigit()]
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
