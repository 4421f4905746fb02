"""Two slips in a step that are no more than a factor of what comes into it: that may have come in before.

Y − P without the 1/n of a mean is −n times what ∂L/∂S should be, in all that is worked out from it.
"""

from collections.abc import Iterator

import numpy as np

from grader.engine import Array, Expr, mul, number
from grader.marking.case import Case
from grader.marking.closeness import of_rows
from grader.marking.searching.match import Match

_SCALING = frozenset({"sign", "wrong-factor", "reduction"})
_SAME = 1e-9


def factors_before(case: Case, match: Match, k: int) -> Iterator[dict[str, Expr]]:
    """What two slips in the step itself may have been in a gradient left blank, by the k-th row of a match."""
    mutation = match.why.mutation
    if mutation is None or mutation.also is None or match.made is not None or match.why.route:
        return
    if not {mutation.cause, mutation.also.cause} <= _SCALING:
        return
    row = match.rows[k : k + 1]
    for at in case.trail.blanks:
        formula = case.ledger.graph[at].formula
        if formula is not None and case.ledger.graph[at].wrt and case.trail.reaches(at, case.rows[row])[0]:
            times = _times(case, match, k, at)
            if np.isfinite(times).all() and np.ptp(times) <= _SAME * np.abs(times).max():
                yield {at: mul(number(float(f"{times[0]:.9g}")), formula)}


def _times(case: Case, match: Match, k: int, at: str) -> Array:
    """How many times a blank it takes for each of the answers that a match explains: (answers,)."""
    row = match.rows[k : k + 1]
    who = case.rows[row]
    values = case.trail.with_blanks({name: of_rows(value, row) for name, value in case.plain.items()}, who, {})
    none, once = (case.trail.after(at, times * values[at], values, who) for times in (0.0, 1.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.broadcast_to((match.value[k : k + 1] - none) / (once - none), match.value[k : k + 1].shape)
    return np.asarray(times[0, 0][match.covers[k]])
