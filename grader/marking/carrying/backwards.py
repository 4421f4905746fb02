"""What a wrong answer says of the blank or charged answers right before it, where it is a multiple of them, and more.

No single slip explains an answer with two of them on the way to it, in blanks. But ∂E/∂h = w · ∂E/∂s tells what the
student had for ∂E/∂s, and the answers beside it follow from that. An answer that is there tells itself, unless it is
charged: it may be written wrongly.
"""

import numpy as np

from grader.engine import Array
from grader.marking.case import Case
from grader.marking.closeness import Rows, by_student
from grader.marking.suspicions import INFERRED
from grader.marking.verdicts import Verdict

_SAME = 1e-9


def doubt(case: Case) -> None:
    """Enters what blanks, and what was charged, may have been from which unexplained answers of a case come."""
    wrong = (case.outcome.verdict[case.rows] == Verdict.WRONG)[:, None] & ~np.isnan(case.written.value)
    some = np.flatnonzero(by_student(wrong))
    if some.size:
        written = case.written.rows(some)
        _look_back(case, case.name, case.rows[some], np.where(wrong[some], written.value, np.nan), written.unit, set())


def _look_back(case: Case, name: str, rows: Rows, value: Array, off: Array, seen: set[str]) -> None:
    """Enters what the doubtful parents of a quantity were if it was `value`, and goes on to those of blanks."""
    graph, ledger = case.ledger.graph, case.ledger
    for parent in graph[name].parents:
        if parent in seen or graph[parent].formula is None or graph[parent].shape != graph[name].shape:
            continue
        seen.add(parent)
        blank = parent in case.trail.blanks
        doubtful = ledger.miswritten.charged[parent][rows]
        if blank:
            doubtful = doubtful | ledger.left(parent, rows)
        if not doubtful.any():
            continue
        rest, slope = _affine(case, name, parent, rows)
        told = ~np.isnan(value) & doubtful & np.isfinite(slope) & (slope != 0)
        if told.any():
            with np.errstate(divide="ignore", invalid="ignore"):
                before = np.where(told, (value - rest) / slope, np.nan)
                may_be_off = np.where(told, off / np.abs(slope), np.nan)
            ledger.suspect(parent, rows, before, may_be_off, INFERRED)
            if blank:
                _look_back(case, parent, rows, before, may_be_off, seen)


def _affine(case: Case, name: str, parent: str, rows: Rows) -> tuple[Array, Array]:
    """What a step adds to a multiple of one parent, and the multiple, element by element; nan where it is none."""
    graph = case.ledger.graph
    values = {other: case.ledger.value_of(other, rows) for other in graph[name].parents}
    shape = (len(rows), *case.written.value.shape[1:])

    def step(value: Array) -> Array:
        return np.broadcast_to(graph.step(name, {**values, parent: np.broadcast_to(value, shape)}), shape)

    probe = np.random.default_rng(0).uniform(0.5, 1.5, (1, *shape[1:]))
    with np.errstate(all="ignore"):
        rest = step(np.zeros(1))
        slope = step(np.ones(1)) - rest
        off = np.abs(step(probe) - rest - slope * probe) > _SAME * (np.abs(rest) + np.abs(slope))
    return rest, np.where(off, np.nan, slope)
