"""Points as numbers and as texts: exact until here, then to four decimals, or to two where somebody reads them.

Halves go up, as on paper. What has two decimals is rounded from what has four, so that a gradebook, a page, a comment
and a system's own cell can be held against each other: no mark is rounded in two ways.
"""

import math
from decimal import Decimal
from fractions import Fraction

DECIMALS = 4
"""Points are rounded to so many decimals."""
ON_PAGES = 2
"""And to so many where a person reads them on a page: what is exact stands in the tables."""


Points = Fraction | Decimal | float


def rounded(points: Points) -> float:
    """Points as a number, rounded once.

    >>> rounded(Fraction(1, 3))
    0.3333
    """
    return float(_half_up(_exact(points), DECIMALS))


def points_text(points: Points) -> str:
    """Points as people write them.

    >>> points_text(Fraction(37)), points_text(Fraction(1, 3)), points_text(1234567.25), points_text(-0.00001)
    ('37', '0.3333', '1234567.25', '0')
    """
    return f"{rounded(points) + 0.0:.{DECIMALS}f}".rstrip("0").rstrip(".")


def points_on_page(points: Points) -> str:
    """The same as a page shows it.

    >>> points_on_page(Fraction(37)), points_on_page(Fraction(1, 6)), points_on_page(-0.001)
    ('37', '0.17', '0')
    >>> points_on_page(1.625), points_on_page(Fraction(53775, 1000)), points_on_page(-1.625)
    ('1.63', '53.78', '-1.63')
    """
    return f"{float(in_cents(points)) + 0.0:.{ON_PAGES}f}".rstrip("0").rstrip(".")


def in_cents(points: Points) -> Decimal:
    """Points to two decimals.

    >>> in_cents(Fraction(47, 3)), in_cents(53.775), in_cents(-0.001)
    (Decimal('15.67'), Decimal('53.78'), Decimal('0.00'))
    """
    cents = _half_up(_half_up(_exact(points), DECIMALS), ON_PAGES) * 10**ON_PAGES
    return Decimal(int(cents)).scaleb(-ON_PAGES)


def percent_text(percent: float) -> str:
    """A share in percent as people read it, to one decimal.

    >>> percent_text(81.25), percent_text(100.0), percent_text(64.3333)
    ('81.3', '100.0', '64.3')
    """
    return f"{float(_half_up(_exact(percent), 1)) + 0.0:.1f}"


def _exact(points: Points) -> Fraction:
    """A float is what it is written as: 53.775, though the nearest float to that is less."""
    return Fraction(repr(float(points))) if isinstance(points, float) else Fraction(points)


def _half_up(points: Fraction, decimals: int) -> Fraction:
    size = Fraction(math.floor(abs(points) * 10**decimals + Fraction(1, 2)), 10**decimals)
    return size if points >= 0 else -size
