"""Exact points as numbers: rounded once, here."""

from fractions import Fraction
from functools import lru_cache

import numpy as np

from grader.numbers import rounded


def number(points: Fraction) -> float:
    """Exact points as a number, rounded once.

    >>> number(Fraction(1, 3))
    0.3333
    """
    return _number(points.as_integer_ratio())


Ratio = tuple[int, int]
"""A fraction as what is remembered is asked for by: a fraction itself takes ten times as long to be found again."""


@lru_cache(4_096)
def _number(points: Ratio) -> float:
    return rounded(Fraction(*points))


def in_percent(points: Fraction, out_of: Fraction) -> float:
    """A share in percent, rounded once; nan of nothing."""
    return _in_percent(points.as_integer_ratio(), out_of.as_integer_ratio()) if out_of else np.nan


@lru_cache(4_096)
def _in_percent(points: Ratio, out_of: Ratio) -> float:
    return number(100 * Fraction(*points) / Fraction(*out_of))
