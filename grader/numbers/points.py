"""Points as numbers and as texts: exact until here, then to four decimals, or to two where somebody reads them."""

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
    return float(round(Fraction(points), DECIMALS))


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
    """
    return f"{float(round(Fraction(points), ON_PAGES)) + 0.0:.{ON_PAGES}f}".rstrip("0").rstrip(".")
