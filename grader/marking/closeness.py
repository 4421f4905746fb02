"""When a written number is right: a band around what is expected, and what the digits as written allow.

The band belongs to the expected value and never to the answer: the wider of a relative and an absolute part. A number
written with few digits stands for every value that it could be the rounding of, or that was cut off to it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array

LAST_DIGIT = 1e-6
"""A part of the last place that binary arithmetic may leave over."""

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]
"""Some of the students of a class, by their places in it."""

ONE_FIGURE = 0.15
"""A single figure is right as a rounding if it is this near: 0.6 for 0.568 but not 0.1 for 0.14."""
LEADING = 1.0
"""In its place where a rubric asks for more figures, and such an answer is imprecise: a single figure is right if it is
the value rounded to its own first one, 0.1 for 0.14, but not 1 for 0.73."""
PROVING = -1.0
"""In place of a last place: the writing has to prove something."""
_PROVING = 0.02
"""There a single figure does so if it is this near: 0.0009 for 0.0008989."""
_SLACK = 1e-9
"""Share of a band by which binary arithmetic may miss its edge; far below what anyone could mean."""


class Written(NamedTuple):
    """The answers of a class for one quantity, each (students, points, *shape); nan where there is no number."""

    value: Array
    unit: Array
    """Worth of one unit in the last place as written; 0 for an exact number."""
    figures: Array
    """Significant figures as written."""

    def rows(self, rows: NDArray[np.intp]) -> "Written":
        """The same for some of the students."""
        return Written(self.value[rows], self.unit[rows], self.figures[rows])


def agrees(
    written: Written,
    low: Array,
    high: Array,
    band: Array,
    places: Array | float = PROVING,
    one_figure: float = ONE_FIGURE,
) -> Mask:
    """Whether answers lie within `band` of [low, high], or could be a value there rounded or cut off as written.

    `places`: a last place as small as this beside the other numbers makes one figure right, rounded or cut off, and
    none, too: 0.0004 or 0.000 for 0.00044. Without it, or where it is `PROVING`, the answer has to prove something, and
    one figure hardly does; elsewhere `one_figure` says how near it has to be. Shapes as `Written`; the result has the
    points' axis removed, since an answer has to agree at every point.
    """
    value, unit, figures = written
    with np.errstate(invalid="ignore"):
        slack = _SLACK * (band + unit) + 4 * np.finfo(float).eps * np.maximum(np.abs(low), np.abs(high))
        below, above = low - value, value - high
        inside = (below <= band + slack) & (above <= band + slack)
        miss = np.maximum(below, above)
        near = np.where(places == PROVING, _PROVING * np.abs(value), _one_figure(value, (low + high) / 2, one_figure))
        telling = (figures >= 2) | (miss <= near) & (value != 0) | (unit <= places)
        rounded = (miss <= unit / 2 + slack) & telling
        short, over = np.where(value < 0, above, below), np.where(value < 0, below, above)
        last = np.where((unit < 1) & (figures >= 3), unit + slack, unit - slack)  # 1.9 held as 1.8999… is cut to 1.89
        nought = (value == 0) & (miss < last)
        cut_off = ((short < last) & (over <= slack) | nought) & ((figures >= 2) | (unit <= places))
    bounded = np.isfinite(slack)  # anything is near ∞ to within ∞
    return np.asarray(((inside | rounded | cut_off) & bounded).all(axis=1))


def _one_figure(value: Array, expected: Array, share: float) -> Array:
    """How near a single figure has to be: for `LEADING`, half a unit of the first figure of what is expected."""
    if share != LEADING:
        return share * np.abs(value)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(10.0 ** np.floor(np.log10(np.abs(expected))) / 2 * (1 + _SLACK))


def bare(written: Written) -> NDArray[np.bool_]:
    """Which answers are a mere 0, without a point: it is no rounding of anything, and shows no last place."""
    return np.asarray((written.value == 0) & (written.unit >= 1))


def fine_enough(written: Written, expected: Array, figures: int) -> Mask:
    """Whether a right answer shows at least `figures` significant figures; zeros at the end may be left out."""
    value, _, shown = written
    with np.errstate(invalid="ignore", divide="ignore"):
        size = np.where(expected == 0, 0.0, np.floor(np.log10(np.abs(expected))))
        unit = 10.0 ** (size - figures + 1)
        near = np.abs(value - expected) <= unit / 2 * (1 + _SLACK)
    return np.asarray(((shown >= figures) | near).all(axis=1))


def of_rows(values: Array, rows: Rows) -> Array:
    """Some students' values, where the class may share one row."""
    return values if values.shape[0] == 1 else values[rows]


def by_student(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For whom anything of a mask is true."""
    return np.asarray(mask.any(axis=tuple(range(1, mask.ndim))))
