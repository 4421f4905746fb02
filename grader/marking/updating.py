"""What tells of an updated parameter whether a step was taken, and which: beside the one before it, as written."""

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array
from grader.marking.closeness import Rows, Written, of_rows
from grader.marking.ledger import DUST, Ledger
from grader.numbers import last_place
from grader.reference import Graph, Role


def moved(ledger: Ledger, name: str) -> NDArray[np.bool_]:
    """Where an updated parameter, as written, cannot be the one before the step: (students, points, *shape)."""
    quantity = ledger.graph[name]
    value, unit, _ = ledger.written[name]
    if quantity.role is not Role.UPDATE:
        return np.ones(value.shape, dtype=bool)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(value - ledger.carry[quantity.of]) > unit / 2)


def spelt_out(ledger: Ledger, name: str, expected: Array) -> Written:
    """A quantity as written, with the noughts at its end that a spreadsheet leaves out: 1.1 for 1.1000.

    They are left out where what is expected is just that in as many figures as the student writes elsewhere.
    """
    written, rows = ledger.written[name], np.arange(len(ledger.written[name].value))
    value = np.broadcast_to(expected, written.value.shape)
    place = ledger.hand.last_place(value, rows)
    with np.errstate(invalid="ignore", divide="ignore"):
        rounded = np.abs(np.round(value / place) * place - written.value) <= DUST * np.abs(value)
        left_out = rounded & (place < written.unit)
        figures = np.floor(np.log10(np.abs(written.value))) - np.round(np.log10(place)) + 1
    return Written(written.value, np.where(left_out, place, written.unit), np.where(left_out, figures, written.figures))


def finer(ledger: Ledger, name: str, unit: Array) -> NDArray[np.bool_]:
    """Where an updated parameter, written to some last place, is so to more places than the one before the step is."""
    before = ledger.graph[name].of
    if ledger.graph[name].role is not Role.UPDATE:
        return np.zeros(unit.shape, dtype=bool)
    if before not in ledger.written:
        places = np.vectorize(last_place, otypes=[float])(ledger.reference[before])
    else:
        places = np.where(np.isnan(ledger.written[before].value), np.inf, ledger.written[before].unit)
    return np.asarray(unit < places * (1 - DUST))


def stepped(ledger: Ledger, name: str, student: int) -> bool:
    """Whether a student has answered an updated parameter, and as it follows with the rubric's learning rate."""
    written = ledger.written[name].rows(np.array([student])) if ledger.graph[name].role is Role.UPDATE else None
    if written is None or np.isnan(written.value).any():
        return False
    off = np.abs(written.value - of_rows(ledger.follow[name], np.array([student])))
    return bool((off <= written.unit).all())


def step(ledger: Ledger, name: str, rows: Rows) -> Array:
    """How far an updated parameter, as written, is from the one before the step; of what is none, itself."""
    quantity, value = ledger.graph[name], ledger.written[name].value[rows]
    return value - ledger.value_of(quantity.of, rows) if quantity.role is Role.UPDATE else value


def stays(ledger: Ledger, name: str, rows: Rows, value: Array) -> NDArray[np.bool_]:
    """Where an updated parameter is written as it was before the step, and by `value` would be so."""
    quantity = ledger.graph[name]
    if quantity.role is not Role.UPDATE:
        return np.zeros(value.shape, dtype=bool)
    before = ledger.value_of(quantity.of, rows)
    return np.asarray((ledger.written[name].value[rows] == before) & (value == before))


def gradients(graph: Graph, name: str) -> set[str]:
    """The gradients that a parameter, or a moment of one, is updated by in this step."""
    found, pending = set[str](), [name]
    while pending:
        quantity = graph[pending.pop()]
        for parent in set(quantity.parents) - {quantity.of}:  # that is the moment before the step
            if graph[parent].role is Role.GRADIENT:
                found.add(parent)
            elif graph[parent].role is Role.MOMENT:
                pending.append(parent)
    return found


def descends(ledger: Ledger, name: str) -> bool:
    """Whether a parameter is updated by its gradient, or by a moment of it."""
    roles = {ledger.graph[parent].role for parent in ledger.graph[name].parents}
    return not roles.isdisjoint((Role.GRADIENT, Role.MOMENT))
