"""Numbers of a rubric, exactly, and the settings made of them: points, tolerance, figures."""

import math
import re
from decimal import Decimal
from fractions import Fraction

from grader.rubric.document import Node
from grader.rubric.place import Faults
from grader.rubric.record import Tolerance

USUAL_TOLERANCE = Tolerance(Fraction(1, 1000), Fraction(0))
USUAL_FIGURES = 0
MOST_FIGURES = 17

_OF_PROBLEM = "it stands above the problem's first [table]"
SETTINGS = {
    "bonus": _OF_PROBLEM,
    "tolerance": _OF_PROBLEM,
    "figures": _OF_PROBLEM,
    "drop": "it stands at the top, above the problems",
    "variants": "it stands at the top, above the first [table]",
    "most_lost": "it belongs in [credit]",
}
"""What is no mark and no share, though people put it among them, and where it belongs."""


def exact(value: object) -> Fraction | None:
    """A number as it is written, or None for anything else (a truth value, a text, nan, a number beyond all use).

    >>> exact(Decimal("0.1")), exact(True), exact(Decimal("1e999999999"))
    (Fraction(1, 10), None, None)
    """
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() and abs(value.adjusted()) <= _HUGE else None
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value) if abs(value) < 10**_HUGE else None
    return None


_HUGE = 300
_NUMBER = re.compile(r"[0-9]{1,20}(?:\.[0-9]{0,20})?(?:[eE][+-]?[0-9]{1,3})?|\.[0-9]{1,20}(?:[eE][+-]?[0-9]{1,3})?")


def unquoted(value: object, todo: str) -> str:
    """What to do about what is no number: one in quotes stands without them."""
    text = value.strip() if isinstance(value, str) else ""
    return f"without quotes: {text}" if _NUMBER.fullmatch(text.lstrip("-")) else todo


def tolerance(node: Node | None, faults: Faults) -> Tolerance:
    """`"0.1 %"` of the reference, `"1e-6"` absolute, or both in a list."""
    if node is None:
        return USUAL_TOLERANCE
    read = [(part, _band(part)) for part in node.items]
    for part, band in read:
        if band is None:
            faults.add(part.place, "not a tolerance", 'write "0.1 %", "1e-6" or both in a list')
    bands = [band for _, band in read if band is not None]
    kinds = [relative for relative, _ in bands]
    if len(bands) == len(read) and (not kinds or len(set(kinds)) < len(kinds)):
        faults.add(node.place, "a tolerance has at most one share and one amount", 'as in ["0.1 %", "1e-6"]')
    amounts = dict(bands)
    return Tolerance(amounts.get(True, Fraction(0)), amounts.get(False, Fraction(0)))


def _band(node: Node) -> tuple[bool, Fraction] | None:
    """Whether it is a share of the reference, and how much."""
    if not isinstance(node.value, str):
        amount = exact(node.value)
        return (False, amount) if amount is not None and amount >= 0 else None
    text = node.value.strip()
    number = text.removesuffix("%").strip()
    if not _NUMBER.fullmatch(number):
        return None
    share = text.endswith("%")
    return share, Fraction(number) / (100 if share else 1)


def figures(node: Node | None, faults: Faults) -> int:
    """How many significant figures an answer needs."""
    if node is None:
        return USUAL_FIGURES
    if type(node.value) is int and 0 <= node.value <= MOST_FIGURES:
        return node.value
    faults.add(node.place, "not a number of figures", unquoted(node.value, f"a whole number from 0 to {MOST_FIGURES}"))
    return USUAL_FIGURES


def points(node: Node, faults: Faults) -> Fraction:
    """The points of a mark."""
    number = exact(node.value)
    if number is None or number < 0:
        faults.add(node.place, "not a number of points", unquoted(node.value, "a number, 0 or more"))
        return Fraction(0)
    return number


def to_float(number: Fraction) -> float:
    """The nearest floating-point number; infinite beyond the largest."""
    try:
        return float(number)
    except OverflowError:
        return math.inf
