"""Whether answers show that a slip was not made in a step: they come of the step, and not of what is left of it.

Who slips in one layer may do so in the next, which looks like it, and differentiate what is left there. But not if the
outputs of that layer are written, and are what they should be.
"""

from functools import partial

import numpy as np

from grader.engine import Expr, names_in
from grader.marking.closeness import Mask, Rows, agrees
from grader.marking.ledger import Consistent, Ledger
from grader.marking.rounding import reach
from grader.marking.suspicions import LOOSE
from grader.marking.trail import Trail
from grader.reference import Role


def whose(ledger: Ledger, consistent: Consistent) -> Rows:
    """The students of another way for a quantity to follow, without those whose answers show that it was not theirs."""
    rows = consistent.students
    for at, step in consistent.left:
        rows = rows[~shown_otherwise(ledger, at, step)[rows]]
    return rows


def shown_otherwise(ledger: Ledger, at: str, step: Expr) -> Mask:
    """The students of whom most answers that tell what a step was come of the step, and not of a slip in it."""
    if (at, step) not in ledger.otherwise:
        found = np.zeros(ledger.students, dtype=bool)
        for name in ledger.graph.down_from([at]):
            is_forward = ledger.graph[name].role is Role.FORWARD and name in ledger.carry
            if is_forward and (name == at or at in ledger.before(name)):
                rows = _telling(Trail(name, np.arange(ledger.students), ledger), at)
                if rows.size:
                    found[rows] |= _tell_otherwise(name, at, step, ledger, rows)
        ledger.otherwise[at, step] = found
    return ledger.otherwise[at, step]


def _telling(trail: Trail, at: str) -> Rows:
    """The students who have answered the last step of a trail, and nothing between it and another one."""
    everyone = np.arange(trail.ledger.students)
    answered = ~np.isnan(trail.ledger.written[trail.name].value).reshape(len(everyone), -1).all(axis=1)
    if at == trail.name:
        return np.flatnonzero(answered)
    return np.flatnonzero(answered & trail.reaches(at, everyone)) if at in trail.blanks else everyone[:0]


def _tell_otherwise(name: str, at: str, step: Expr, ledger: Ledger, rows: Rows) -> Mask:
    """Of which of some students more answers to a quantity are what they should be than come of a slip."""
    trail = Trail(name, rows, ledger)
    values = {n: ledger.value_of(n, rows) for n in dict.fromkeys((*names_in(step), *trail.operands))}
    run, written = partial(trail.run, slips={at: step}), ledger.written[name].rows(rows)
    value = np.broadcast_to(run(values, rows), written.value.shape)
    down, up = reach(run, value, values, ledger, rows)
    slipped = agrees(written, value + down, value + up, 1e-9 * np.abs(value))
    expected = (ledger.follow[name][rows], ledger.right_of(name, rows))
    near = [(np.abs(written.value - v) <= written.unit + LOOSE * np.abs(v)).all(axis=1) for v in expected]
    plain = (near[0] | near[1]) & ~slipped
    axes = tuple(range(1, plain.ndim))
    return np.asarray(plain.sum(axis=axes) > slipped.sum(axis=axes))
