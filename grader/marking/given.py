"""What is open of a quantity, given the slips that charged answers have shown in blanks before it: see `own_steps`."""

from collections.abc import Iterator

import numpy as np

from grader.marking.case import Case
from grader.marking.closeness import Rows, by_student
from grader.marking.own_steps import MOST, Steps
from grader.marking.suspicions import LOOSE


def given_cases(case: Case) -> Iterator[tuple[int, Case]]:
    """The case given each possibility of what some students made of blanks; what is closed there is closed here.

    With how many possibilities of the same students come before it. Those to whom it makes no difference, and whoever
    has nothing open, are passed over.
    """
    own = case.ledger.own_steps
    for rank in range(MOST if own.known else 0):
        for steps, students in own.by_steps(case.rows[case.pending], rank):
            for reached, theirs in _by_reach(case, steps, students):
                yield from ((rank, given) for given in _given(case, steps, theirs, reached))


def _by_reach(case: Case, steps: Steps, students: Rows) -> Iterator[tuple[tuple[str, ...], Rows]]:
    """The students by which of some steps they have left blank on the way here; only where they have any."""
    names = sorted(at for at, _ in steps if at in case.trail.blanks)
    if names:
        masks = np.stack([case.trail.reaches(at, students) for at in names], axis=1)
        for pattern in np.unique(masks[masks.any(axis=1)], axis=0):
            reached = tuple(name for name, is_reached in zip(names, pattern.tolist(), strict=True) if is_reached)
            yield reached, students[(masks == pattern).all(axis=1)]


def _given(case: Case, steps: Steps, students: Rows, reached: tuple[str, ...]) -> Iterator[Case]:
    """The case of some students given what they made of the steps that are reached."""
    rows = np.searchsorted(case.rows, students)
    open_ = np.zeros_like(case.outcome.unfounded)
    open_[students] = case.open[rows]
    ledger = case.ledger.given(steps, students)
    given = Case.of(ledger, case.name, students, case.outcome, open_, {at: dict(steps)[at] for at in reached})
    yield given
    closed = np.flatnonzero(by_student(case.open[rows] & ~given.open))
    case.open[rows] = given.open
    who = students[closed]
    for at in reached if closed.size else ():
        value = np.where(ledger.blank(at, who), ledger.carry[at][who], np.nan)
        case.ledger.suspect(at, who, value, LOOSE * np.abs(value))
