"""What a tolerance is a share of, and how small a number or a last place is small beside a student's others."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from grader.engine import ELEMENTWISE, Apply, Array, walk
from grader.marking import updating
from grader.marking.closeness import PROVING, Mask, Rows, by_student
from grader.marking.ledger import DUST, Ledger
from grader.reference import Role
from grader.rubric import Tolerance

_PLACING = ("local", "winners", "windows", "unwindow", "latest", "picked", "unsqueeze")
"""What only sets elements elsewhere, or lets some of them through."""
_SMALL = 0.001
"""The last place of three decimals."""


def places(ledger: Ledger, name: str) -> Array:
    """What is written to this many places is written finely beside a student's other right values: see `agrees`.

    (students, 1, *shape or 1s). An updated parameter that the digits as written do not tell from the one before the
    step has to prove something.
    """
    fine = ledger.hand.finest.reshape(-1, *(1,) * (ledger.reference[name].ndim - 1))
    return np.where(updating.moved(ledger, name), np.maximum(fine, ledger.hand.decimals(name)), PROVING)


def rough_places(ledger: Ledger, name: str) -> Array:
    """The like for what is written to two decimals, as nearly all of a student's numbers are, but not finely."""
    return np.where(updating.moved(ledger, name), usual_places(ledger, name, ledger.hand.rough), PROVING)


def usual_places(ledger: Ledger, name: str, habit: Array) -> Array:
    """A last place that each student writes throughout, but for a number that they write again and again."""
    everybody = np.arange(len(ledger.written[name].value))
    habit = habit.reshape(-1, *(1,) * (ledger.reference[name].ndim - 1))
    return np.where(ledger.hand.repeated(name, everybody), PROVING, habit)


def leaves_nothing(ledger: Ledger, name: str, rows: Rows, low: Array, high: Array) -> Mask:
    """Where a nought of three decimals or more is what is left of a number from `low` to `high`: (rows, *shape).

    Rounded or cut off, whatever is written beside it. A mere 0 says nothing of how small a number is, nor does one that
    is written again and again; and a step of training is not seen in it.
    """
    value, unit, _ = ledger.written[name].rows(rows)
    nought = (value == 0) & (unit > 0) & (unit <= _SMALL) & (np.maximum(np.abs(low), np.abs(high)) < unit)
    nought &= ~ledger.hand.repeated(name, rows)
    return np.asarray(nought.all(axis=1)) & (ledger.graph[name].role is not Role.UPDATE)


def dust(ledger: Ledger, name: str) -> float:
    """The size of a difference that is floating-point dust beside the numbers that go into a step."""
    sizes = (ledger.reference[p] for p in (name, *ledger.graph[name].parents))
    return DUST * max(float(np.abs(size).max(initial=0.0)) for size in sizes)


def scale(ledger: Ledger, name: str, expected: Array, parents: Mapping[str, Array]) -> Array:
    """What a relative tolerance is relative to: the value; for an updated parameter, the step."""
    quantity = ledger.graph[name]
    if quantity.role is Role.UPDATE:
        return np.abs(expected - parents[quantity.of])
    return np.abs(expected)


def band(ledger: Ledger, name: str, expected: Array, parents: Mapping[str, Array], tolerance: Tolerance) -> Array:
    """Half the width of the band around an expected value: the wider of the relative and the absolute part."""
    relative = float(tolerance.relative) * scale(ledger, name, expected, parents)
    return np.maximum(relative, float(tolerance.absolute)) + dust(ledger, name)


def emptied(ledger: Ledger, name: str) -> NDArray[np.bool_]:
    """Where nothing is left to work out, as a step vanishes whatever goes into it: (students, *shape).

    A parameter that stays was updated all the same, if its gradient was worked out and came to 0, as where its terms
    cancel: what was to be shown is the rule of the step. It is trivial where the gradient was so already.
    """
    quantity = ledger.graph[name]
    found = vanishes(ledger, name)
    if quantity.role in (Role.UPDATE, Role.MOMENT):
        for gradient in updating.gradients(ledger.graph, name):
            found = found & vanishes(ledger, gradient)
    return found


def vanishes(ledger: Ledger, name: str) -> NDArray[np.bool_]:
    """Where a step is 0 however large its operands are, and not because they cancel: (students, *shape).

    Of an update that is what it adds. Beside others that are not 0, an element of a step that goes element by
    element was worked out like them; so was the place of the largest in a window.
    """
    rng = np.random.default_rng(0)
    operands = {}
    for parent in ledger.graph[name].parents:
        value = ledger.carry[parent]
        computed = ledger.graph[parent].formula is not None
        operands[parent] = value * rng.uniform(0.5, 1.5, value.shape[2:]) if computed else value
    value = scale(ledger, name, ledger.graph.step(name, operands), operands)
    zero = np.asarray((value <= dust(ledger, name)).all(axis=1))
    formula = ledger.graph[name].formula
    assert formula is not None
    if all(node.primitive in (*ELEMENTWISE, *_PLACING) for node in walk(formula) if isinstance(node, Apply)):
        zero = zero & ~by_student(~zero).reshape(-1, *(1,) * (zero.ndim - 1))
    return np.broadcast_to(zero, (len(ledger.written[name].value), *zero.shape[1:]))
