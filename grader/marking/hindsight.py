"""What a later answer tells of an earlier one that is charged: that it came of a given read wrongly.

Of 0.7 read as 0.1 the first answer may be what a wrong sign gives as well, or prove nothing. Where a later answer
follows from that reading, this is the slip, and it is told and charged where it first shows.
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.engine import evaluate
from grader.marking.carrying.misread import as_read
from grader.marking.closeness import of_rows
from grader.marking.judgement import Judgement, Place, Why
from grader.marking.ledger import Ledger
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.suspicions import MISREAD
from grader.marking.verdicts import Verdict


def settle_readings(judged: Mapping[str, Judgement], ledger: Ledger, outlines: Mapping[str, Hashable]) -> None:
    """Charges the readings that later answers have shown, in place of what the charged answers were taken for.

    `outlines`: what steps look like without their names. Where the same step comes up again, the same slip in it
    explains as much as a reading does.
    """
    readings: dict[int, list[tuple[str, Place, Why]]] = {}
    for name, judgement in judged.items():
        for place, whys in judgement.read.items():
            if _may_be_a_reading(judgement, place, ledger):
                readings.setdefault(place[0], []).extend((name, place, why) for why in whys)
    if not readings:
        return
    for later, place in _carried_by_a_reading(judged):
        others = [r for r in readings.get(place[0], ()) if outlines[r[0]] != outlines[later]]
        shown = [r for r in others if _comes_of(later, place, r[2], ledger)]
        if shown:
            name, _, why = shown[0]
            _charge(name, [place for at, place, other in shown if at == name and other is why], why, judged[name])
            del readings[place[0]]


def _may_be_a_reading(judgement: Judgement, place: Place, ledger: Ledger) -> bool:
    """Whether an answer is charged as what nothing explains, or as a given read wrongly: no slip of the step's own."""
    why = judgement.why.get(place)
    read = why is not None and as_read(why, ledger.graph) is not None
    return judgement.verdict[place] == Verdict.WRONG or (judgement.verdict[place] == Verdict.SLIP and read)


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
    at: tuple[Any, ...] = (0, slice(None), *place[1:])
    plain = {parent: of_rows(ledger.carry[parent], rows) for parent in ledger.graph[name].parents}
    misread = ledger.graph.step(name, {**plain, given: evaluate(other, ledger.reference)})
    value, unit, _ = ledger.written[name].rows(rows)
    off, unread = (np.abs(v[at] - value[at]) for v in (misread, ledger.graph.step(name, plain)))
    return bool((off <= unit[at]).all() and (unread > unit[at]).any())


def _charge(name: str, places: list[Place], why: Why, judgement: Judgement) -> None:
    """Charges the first of some answers of a quantity with a reading; the others are carried."""
    first, *others = sorted(places)
    assert why.mutation is not None
    judgement.verdict[first], judgement.cause[first] = Verdict.SLIP, LIKELIEST_FIRST.index(why.mutation.cause)
    judgement.why[first] = why
    for place in others:
        judgement.verdict[place], judgement.cause[place] = Verdict.CARRIED, -1
        judgement.why[place] = Why((), at=name, same=name)
