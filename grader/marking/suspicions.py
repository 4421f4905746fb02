"""What blanks and givens may have been to a student, beside what follows: several values each, by where it is from."""

import numpy as np

from grader.engine import Array
from grader.marking.closeness import Rows, by_student

SLIPPED, INFERRED, MADE_AGAIN, MISREAD = "slip", "inferred", "again", "misread"
"""Where a route takes a blank's value from: a slip that was found there; an answer that nothing explains but that tells
what it was; all known slips, made again. And that of a given, or of an answer, as an earlier answer shows it to have
been read."""
OF_SLIPS = frozenset({SLIPPED, INFERRED, MADE_AGAIN, MISREAD})
"""All these: by such a route an answer follows from a slip, and not from rounding alone."""
LOOSE = 1e-3
"""How far, relatively, what a habit makes of a blank may be off by the rounding of what it was made of."""
_MOST = 8
"""So many slips are thought possible in one blank."""
_SAME = 1e-13

Levels = list[tuple[Array, Array]]
"""The values of a quantity, and how far they may be off, (students, points, *shape): of each student the first known
before the second; else nan."""


def enter(levels: Levels, shape: tuple[int, ...], rows: Rows, value: Array, off: Array) -> None:
    """Enters a value that some students may have gone on with for a quantity of a shape, or nan."""
    value, off = (np.broadcast_to(array, (len(rows), *shape[1:])) for array in (value, off))
    for level in range(_MOST):
        if not len(rows):
            return
        if level == len(levels):
            levels.append((np.full(shape, np.nan), np.full(shape, np.nan)))
        known = levels[level][0][rows]
        free = ~by_student(~np.isnan(known))
        levels[level][0][rows[free]], levels[level][1][rows[free]] = value[free], off[free]
        with np.errstate(invalid="ignore"):
            same = (np.abs(known - value) <= _SAME * np.abs(value)) | np.isnan(value)
        other = ~free & by_student(~same)
        rows, value, off = rows[other], value[other], off[other]
