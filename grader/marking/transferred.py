"""What later answers tell of one that is charged: that an earlier answer of the student's own was gone on with wrongly.

Of 0.6318 written and 0.6818 used, the first answer that goes wrong by it may look like any other slip, or like none.
Where another follows from the same reading of the same number, that is what happened.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from grader.engine import Array, Mutation, Name, number
from grader.marking.carrying.misread import as_read
from grader.marking.closeness import of_rows
from grader.marking.judgement import Judgement, Place, Why
from grader.marking.ledger import Ledger
from grader.marking.pen import TRANSFERRED
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.suspicions import MISREAD
from grader.marking.verdicts import Verdict


def settle_transferred(judged: Mapping[str, Judgement], ledger: Ledger) -> None:
    """Charges as a slip of the pen the answers in which an own number, read wrongly, shows first."""
    for source, student in dict.fromkeys(_read_wrongly(judged, ledger)):
        for value in _readings(source, student, ledger):
            for child in ledger.graph.children[source]:
                for place in _charged(judged[child], student, ledger) if child in judged else ():
                    if _comes_of(child, place, source, value, ledger):
                        _charge(judged[child], child, place, source, value)


def _read_wrongly(judged: Mapping[str, Judgement], ledger: Ledger) -> Iterator[tuple[str, int]]:
    """The own numbers by whose misreading an answer is carried, and by whom."""
    for judgement in judged.values():
        for place, why in judgement.why.items():
            sources = [name for name, source in why.route if source == MISREAD and ledger.graph[name].formula]
            if judgement.verdict[place] == Verdict.CARRIED and len(sources) == len(why.route) == 1:
                yield sources[0], place[0]


def _readings(source: str, student: int, ledger: Ledger) -> Iterator[Array]:
    """The values that a student may have read an answer as: (1, points, *shape), nan in elements read rightly."""
    for value, _ in ledger.suspected.get((source, MISREAD), ()):
        if np.isfinite(value[student]).sum() == 1:
            yield value[[student]]


def _charged(judgement: Judgement, student: int, ledger: Ledger) -> Iterator[Place]:
    """Where a student is charged for what nothing explains, or for a given read wrongly."""
    for index in np.argwhere(np.isin(judgement.verdict[student], (Verdict.WRONG, Verdict.SLIP))).tolist():
        place = (student, *index)
        why = judgement.why.get(place)
        if judgement.verdict[place] == Verdict.WRONG or (why is not None and as_read(why, ledger.graph) is not None):
            yield place


def _comes_of(name: str, place: Place, source: str, read: Array, ledger: Ledger) -> bool:
    """Whether an answer is what its step gives with an own number read so, to its digits."""
    rows = np.array(place[:1])
    at: tuple[Any, ...] = (0, slice(None), *place[1:])
    plain = {parent: of_rows(ledger.carry[parent], rows) for parent in ledger.graph[name].parents}
    value, unit, _ = ledger.written[name].rows(rows)
    other = ledger.graph.step(name, {**plain, source: np.where(np.isnan(read), plain[source], read)})
    return bool((np.abs(np.broadcast_to(other, value.shape)[at] - value[at]) <= unit[at]).all())


def _charge(judgement: Judgement, name: str, place: Place, source: str, read: Array) -> None:
    [(_, _, *index)] = np.argwhere(np.isfinite(read)).tolist()
    label = f"{source}[{','.join(str(i + 1) for i in index)}]" if index else source
    taken = number(float(read[(0, 0, *index)]))
    slip = Mutation("copy", taken, TRANSFERRED, (Name(label), taken))
    judgement.verdict[place], judgement.cause[place] = Verdict.SLIP, LIKELIEST_FIRST.index(slip.cause)
    judgement.why[place] = Why((), slip, name)
