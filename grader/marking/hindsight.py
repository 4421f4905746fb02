"""What a later answer tells of an earlier one that is charged: that it came of a given read wrongly.

Of 0.7 read as 0.1 the first answer may be what a wrong sign gives as well, or prove nothing. Where a later answer
follows from that reading, this is the slip, and it is told and charged where it first shows.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from grader.engine import Array, evaluate, names_in
from grader.marking.carrying.misread import as_read
from grader.marking.closeness import of_rows
from grader.marking.judgement import Judgement, Place, Why
from grader.marking.ledger import Ledger
from grader.marking.slips import LIKELIEST_FIRST, Recurring
from grader.marking.suspicions import MISREAD
from grader.marking.verdicts import Verdict
from grader.reference import fitted


def settle_readings(judged: Mapping[str, Judgement], ledger: Ledger, recurring: Recurring) -> None:
    """Charges the readings that later answers have shown, in place of what the charged answers were taken for.

    Where the same step comes up again, the same slip in it may explain as much as a reading does.
    """
    readings: dict[int, list[tuple[str, Place, Why]]] = {}
    for name, judgement in judged.items():
        for place, whys in judgement.read.items():
            if _may_be_a_reading(judgement, place, ledger):
                readings.setdefault(place[0], []).extend((name, place, why) for why in whys)
    if not readings:
        return
    for later, place in _carried_by_a_reading(judged):
        others = [
            (name, at, why)
            for name, at, why in readings.get(place[0], ())
            if not _made_again(name, judged[name].why.get(at), later, place, ledger, recurring)
        ]
        shown = [r for r in others if _comes_of(later, place, r[2], ledger)]
        if shown:
            name, _, why = shown[0]
            _charge(name, [place for at, place, other in shown if at == name and other is why], why, judged[name])
            del readings[place[0]]


def _may_be_a_reading(judgement: Judgement, place: Place, ledger: Ledger) -> bool:
    """Whether an answer is charged as what nothing explains, or as a number read wrongly: no slip of the step's own."""
    why = judgement.why.get(place)
    read = why is not None and (as_read(why, ledger.graph) is not None or judgement.cause[place] in _OF_NUMBERS)
    return judgement.verdict[place] == Verdict.WRONG or (judgement.verdict[place] == Verdict.SLIP and read)


_OF_NUMBERS = (LIKELIEST_FIRST.index("digits"), LIKELIEST_FIRST.index("decimal-point"))
"""Slips of the pen in one number, which may as well be one that was read so."""


def _carried_by_a_reading(judged: Mapping[str, Judgement]) -> Iterator[tuple[str, Place]]:
    for name, judgement in judged.items():
        for place, why in judgement.why.items():
            if judgement.verdict[place] == Verdict.CARRIED and any(source == MISREAD for _, source in why.route):
                yield name, place


def _comes_of(name: str, place: Place, why: Why, ledger: Ledger) -> bool:
    """Whether an answer is what its step gives with a given read as in `why`, and is not so without."""
    read = as_read(why, ledger.graph)
    if read is None or read[0] not in ledger.graph[name].parents:
        return False
    given, other = read
    rows = np.array(place[:1])
    plain = {parent: of_rows(ledger.carry[parent], rows) for parent in ledger.graph[name].parents}
    misread = ledger.graph.step(name, {**plain, given: evaluate(other, ledger.reference)})
    unread = ledger.graph.step(name, plain)
    return _is_written(name, place, misread, ledger) and not _is_written(name, place, unread, ledger)


def _made_again(name: str, why: Why | None, later: str, place: Place, ledger: Ledger, recurring: Recurring) -> bool:
    """Whether what an answer is charged with may have been made at a later one, too, where the step is the same.

    So it may be if nothing explains the charged one; but a slip that is known has to give the later number.
    """
    if recurring.outlines[name] != recurring.outlines[later]:
        return False
    if why is None or why.mutation is None:
        return True
    habit = recurring.habit(why.at, why.mutation)
    step = recurring.step(later, habit) if habit else None
    if step is None:
        return False
    values = {n: ledger.value_of(n, np.array(place[:1])) for n in names_in(step)}
    return _is_written(later, place, fitted(evaluate(step, values), ledger.graph[later].shape), ledger)


def _is_written(name: str, place: Place, value: Array, ledger: Ledger) -> bool:
    """Whether a value of a quantity, (1, points, *shape), is what a student has written at a place of it."""
    at: tuple[Any, ...] = (0, slice(None), *place[1:])
    written, unit, _ = ledger.written[name].rows(np.array(place[:1]))
    return bool((np.abs(value[at] - written[at]) <= unit[at]).all())


def _charge(name: str, places: list[Place], why: Why, judgement: Judgement) -> None:
    """Charges the first of some answers of a quantity with a reading; the others are carried."""
    first, *others = sorted(places)
    assert why.mutation is not None
    judgement.verdict[first], judgement.cause[first] = Verdict.SLIP, LIKELIEST_FIRST.index(why.mutation.cause)
    judgement.why[first] = why
    for place in others:
        judgement.verdict[place], judgement.cause[place] = Verdict.CARRIED, -1
        judgement.why[place] = Why((), at=name, same=name)
