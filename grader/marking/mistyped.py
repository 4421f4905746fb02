"""Numbers that are one keystroke from what they should be: a digit left out, one too many, or another in its place."""

import math

import numpy as np

from grader.engine import Array
from grader.marking.closeness import Mask, Written
from grader.marking.judgement import Judgement
from grader.marking.slips import LIKELIEST_FIRST, OF_THE_PEN
from grader.marking.verdicts import Verdict

_FEWEST = 3
"""Of so few digits as two, one keystroke makes nearly every number."""


def mistyped_slips(judgement: Judgement, written: Written, right: Array) -> Mask:
    """Which answers are charged as slips of a step that explain no other, and are one keystroke from what is right."""
    known = [LIKELIEST_FIRST.index(cause) for cause in OF_THE_PEN]
    found: Mask = np.asarray((judgement.verdict == Verdict.SLIP) & ~np.isin(judgement.cause, known))
    shared = {place[0] for place, why in judgement.why.items() if why.same or why.of_a_slip}
    for place in map(tuple, np.argwhere(found).tolist()):
        at = (place[0], 0, *place[1:])
        expected = float(right[(min(place[0], len(right) - 1), 0, *place[1:])])
        unit = float(np.broadcast_to(written.unit, written.value.shape)[at])
        found[place] = place[0] not in shared and one_keystroke(float(written.value[at]), unit, expected)
    return found


def one_keystroke(value: float, unit: float, expected: float) -> bool:
    """Whether a number, the last place of which is worth `unit`, is `expected` but for a digit.

    >>> one_keystroke(1.3, 0.1, 1.03), one_keystroke(0.7885, 1e-4, 0.78751), one_keystroke(1.3, 0.1, 1.04)
    (True, True, False)
    """
    if not (unit > 0 and math.isfinite(value) and math.isfinite(expected)) or (value < 0) != (expected < 0):
        return False
    decimals = max(0, -round(math.log10(unit)))
    own = f"{abs(value):.{decimals}f}"
    meant = (f"{abs(expected):.{k}f}" for k in range(max(0, decimals - 1), decimals + 2))
    return any(sum(map(str.isdigit, text.lstrip("0."))) >= _FEWEST and _one_apart(own, text) for text in meant)


def _one_apart(one: str, other: str) -> bool:
    """Whether two texts differ by one digit: another, or one that only the longer has."""
    short, long_ = sorted((one, other), key=len)
    if one == other or len(long_) - len(short) > 1:
        return False
    k = next((i for i, (a, b) in enumerate(zip(short, long_, strict=False)) if a != b), len(short))
    return long_[k].isdigit() and long_[k + 1 :] == short[k + (len(short) == len(long_)) :]
