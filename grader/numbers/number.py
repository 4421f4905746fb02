"""A number with its digits. They, and the worth of the last place, are counted on the text, never through a float."""

import re
from decimal import Decimal
from math import inf, isfinite
from typing import NamedTuple

DECIMAL = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,4})?"
"""A number in plain characters, with a decimal point or without, as a part of a pattern."""
EXACT = 17
"""The figures of a number that has no last place: a fraction."""
_SMALLEST = 5e-324
_PLACES = tuple(float(f"1e-{n}") for n in range(30))
"""The worth of the n-th place after the decimal sign; counted once, as this is read millions of times."""


_BRIEF = re.compile(r"\s*([-+−]?[\d.,]{1,24}(?:\s?%|[eE][-+−]?\d{1,3})?)\s*")


def brief(text: str, value: float) -> str:
    """A number for a sentence: as it is written where that is just a number, else its value to six figures.

    >>> brief("0.7875 ", 0.7875), brief("np.float64(0.11170049)", 0.11170049), brief("sigmoid(1.31) = 0.79", 0.79)
    ('0.7875', '0.1117', '0.79')
    """
    found = _BRIEF.fullmatch(text)
    return found[1] if found else f"{value:.6g}" if isfinite(value) else text.strip()


class Number(NamedTuple):
    """A number read from a text."""

    value: float
    text: str
    """As written, exactly."""
    unit: float
    """The worth of one unit in the last place as written; 0 where the number is exact."""
    figures: int
    """Significant figures as written."""
    note: str = ""
    """What a person should know of how it was read."""


class Unreadable(NamedTuple):
    """A text that is not a number, and why."""

    text: str
    reason: str


def counted(digits: str, text: str, note: str = "") -> Number | Unreadable:
    """The number of plain ASCII digits (`-12.50`, `1.2e3`), its last place counted; `text` is what was written.

    >>> counted("-12.50", "−12,50").unit, counted("1.2e3", "1.2e3").unit, counted("0.0", "0.0").figures
    (0.01, 100.0, 0)
    """
    value = float(digits)
    if not -inf < value < inf:
        return Unreadable(text, "too large to be a number")
    mantissa, exponent = (digits, "") if digits[-1] in "0123456789." and "e" not in digits.lower() else _parted(digits)
    whole, _, decimals = mantissa.lstrip("+-").partition(".")
    significant = (whole + decimals).lstrip("0")
    if exponent or len(decimals) >= len(_PLACES):
        place = int(exponent or 0) - len(decimals)
        if not significant:
            place = min(place, 0)  # 0e9 does not stand for all that rounds to it
        elif not value:
            return Unreadable(text, "too small to be a number")
        return Number(value, text, float(f"1e{place}") or _SMALLEST, len(significant), note)
    return Number(value, text, _PLACES[len(decimals)], len(significant), note)


def _parted(digits: str) -> tuple[str, str]:
    mantissa, _, exponent = digits.lower().partition("e")
    return mantissa, exponent


def number_of(value: float, text: str = "") -> Number | Unreadable:
    """A spreadsheet's number: its digits are those of its shortest decimal text.

    >>> number_of(0.7875).unit, number_of(3.0).text
    (0.0001, '3')
    """
    try:
        value = float(value)
    except OverflowError:
        return Unreadable(text, "too large to be a number")
    if not isfinite(value):
        return Unreadable(text or repr(value), "not a finite number")
    shown = repr(value)
    if shown.endswith(".0"):
        shown = shown[:-2]
    elif "e+" in shown:
        shown = format(Decimal(shown), "f")
    return counted(shown, text or shown)


def last_place(value: float) -> float:
    """What the last digit of a number is worth, as it is written shortest; 0 for what is not finite.

    >>> last_place(0.25), last_place(3.0), last_place(float("nan"))
    (0.01, 1.0, 0.0)
    """
    number = number_of(value)
    return number.unit if isinstance(number, Number) else 0.0
