"""Points as the cells of a gradebook have them: with two decimals at most, and a point or a comma."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from grader.numbers import points_on_page

_CENT = Decimal("0.01")
"""Canvas compares at two decimals; none needs more."""
_DECIMAL = re.compile(r"-?\d+([.,])\d{1,5}")


def fits(points: Fraction) -> bool:
    """Whether a cell holds points to their last digit.

    >>> fits(Fraction(1, 4)), fits(Fraction(1, 3)), fits(Fraction(1, 8))
    (True, False, False)
    """
    return 100 * points.numerator % points.denominator == 0


@lru_cache(4_096)
def written(points: Fraction, comma: bool = False) -> str:
    """Points as a cell takes them.

    >>> written(Fraction(47, 3)), written(Fraction(46875, 1000), comma=True), written(Fraction(20))
    ('15.67', '46,88', '20')
    """
    text = points_on_page(points)
    return text.replace(".", ",") if comma else text


def value(text: str) -> Decimal | None:
    """The points that a cell holds, to two decimals; None where it holds none."""
    try:
        return Decimal(text.replace(",", ".").rstrip("%").strip()).quantize(_CENT, ROUND_HALF_UP)
    except ArithmeticError:
        return None


def has_commas(rows: Sequence[Sequence[str]], separator: str) -> bool:
    """Whether decimals have a comma: by the numbers that are there, else where the separator is none."""
    marks = Counter(found[1] for row in rows for text in row if (found := _DECIMAL.fullmatch(text.strip())))
    return marks[","] > marks["."] or (separator == ";" and marks[","] == marks["."])
