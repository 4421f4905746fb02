"""Points as numbers and as texts: exact until here, then to four decimals."""

from decimal import Decimal
from fractions import Fraction

DECIMALS = 4
"""Points are rounded to so many decimals."""


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
