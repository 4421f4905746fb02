"""How numbers are made shorter on the way: rounded or cut off, to so many figures or decimals."""

from collections.abc import Callable, Mapping

import numpy as np

from grader.engine import Array

_SAME = 1e-12
"""A part of a number that binary arithmetic may be short of."""


def to_figures(value: Array, figures: int) -> Array:
    """Values rounded to so many significant figures.

    >>> to_figures(np.array([0.787513, -12345.0, 0.0]), 3).tolist()
    [0.788, -12300.0, 0.0]
    """
    with np.errstate(all="ignore"):
        size = np.floor(np.log10(np.abs(value)))
        scale = 10.0 ** (figures - 1 - size)
        return np.where((value == 0) | ~np.isfinite(value), value, np.round(value * scale) / scale)


def _cut_to_figures(value: Array, figures: int) -> Array:
    with np.errstate(all="ignore"):
        return _cut(value, figures - 1 - np.floor(np.log10(np.abs(value))))


def _cut(value: Array, decimals: Array | int) -> Array:
    """Values without what comes after so many decimals; 0.3 that is held as 0.29999… keeps its 3."""
    with np.errstate(all="ignore"):
        scale = 10.0 ** np.asarray(decimals, dtype=float)
        return np.where((value == 0) | ~np.isfinite(value), value, np.trunc(value * scale * (1 + _SAME)) / scale)


SHORTENED: Mapping[str, Callable[[Array, int], Array]] = {
    "figures": to_figures,
    "decimals": np.round,
    "figures-cut": _cut_to_figures,
    "decimals-cut": _cut,
}
"""How numbers are made shorter, by the word that a route has for it: of so many figures, or decimals."""
