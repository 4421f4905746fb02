"""What only later answers can tell: a blank that they imply, a number written wrongly but used rightly.

Which element depends on which is read off the steps themselves: an element is set to nan and the nans that come out are
the elements that cannot be had without it.
"""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.engine import ONE, Array, Mutation, Name
from grader.marking.case import Judgement, Place, Why
from grader.marking.closeness import Mask
from grader.marking.ledger import Ledger
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.verdicts import Verdict
from grader.reference import Graph, Reference

_PROVES = (Verdict.CORRECT, Verdict.IMPRECISE, Verdict.CARRIED)
_COPY = Mutation("copy", ONE, "it is written wrongly here and used rightly afterwards")


def settle_blanks(reference: Reference, judged: Mapping[str, Judgement]) -> None:
    """Turns `missing` into `implied` where a right or carried answer further on could not have come without it."""
    graph = reference.graph
    proven: dict[str, Mask] = {}
    for quantity in reversed(graph.computed):
        verdict = judged[quantity.name].verdict
        blank = verdict == Verdict.MISSING
        if blank.any():
            implied = blank & _needed(quantity.name, graph, reference.values, proven)
            verdict[implied] = Verdict.IMPLIED
        proven[quantity.name] = np.isin(verdict, (*_PROVES, Verdict.IMPLIED))


def settle_copies(reference: Reference, judged: Mapping[str, Judgement]) -> None:
    """Names `copy` where later answers use the right value and not the unexplained one that was written."""
    graph = reference.graph
    for quantity in graph.computed:
        judgement = judged[quantity.name]
        wrong = judgement.verdict == Verdict.WRONG
        if not wrong.any():
            continue
        children = graph.children[quantity.name]
        rightly = {child: _without(quantity.name, judged[child]) for child in children}
        wrongly = {child: _as_written(judged[child]) for child in children}
        copied = wrong & _needed(quantity.name, graph, reference.values, rightly)
        copied &= ~_needed(quantity.name, graph, reference.values, wrongly)
        judgement.verdict[copied] = Verdict.SLIP
        judgement.cause[copied] = LIKELIEST_FIRST.index("copy")
        judgement.why.update((tuple(map(int, at)), Why((), _COPY, quantity.name)) for at in np.argwhere(copied))


def _without(name: str, judgement: Judgement) -> Mask:
    """Which answers came about from another value of `name` than the one that is written."""
    found = np.isin(judgement.verdict, (Verdict.CORRECT, Verdict.IMPRECISE)) & ~judgement.plain
    for place, why in judgement.why.items():
        if dict(why.route).get(name) in ("reference", "follow") and judgement.verdict[place] == Verdict.CARRIED:
            found[place] = True
    return found


def _as_written(judgement: Judgement) -> Mask:
    """Which answers follow from the earlier ones just as they are written."""
    found: Mask = np.asarray(judgement.verdict == Verdict.CARRIED)
    for place, why in judgement.why.items():
        if why.route:
            found[place] = False
    return found


def settle_exchanges(judged: Mapping[str, Judgement], ledger: Ledger) -> None:
    """Names `exchanged` where two answers stand in each other's place, each what the other should be."""
    open_: dict[int, list[Answered]] = {}
    for name, judgement in judged.items():
        for place in np.argwhere(np.isin(judgement.verdict, (Verdict.SLIP, Verdict.WRONG))):
            open_.setdefault(int(place[0]), []).append((name, tuple(map(int, place))))
    for answers in open_.values():
        for one, other in combinations(answers[:_MOST_EXCHANGED], 2):
            if _stands_for(one, other, judged, ledger) and _stands_for(other, one, judged, ledger):
                _exchange(one, other, judged)


Answered = tuple[str, Place]
"""A quantity, and (student, *index) in it."""

_MOST_EXCHANGED = 16
"""Of a student with more open answers than this, only the first are held against one another."""
_EDGE = 1e-9


def _stands_for(one: Answered, other: Answered, judged: Mapping[str, Judgement], ledger: Ledger) -> bool:
    """Whether what is written in one place is, to its digits, what should be in the other."""
    (name, (student, *index)), (target, (_, *place)) = one, other
    at: tuple[Any, ...] = (student, slice(None), *index)
    there: tuple[Any, ...] = (slice(None), *place)
    value, unit = ledger.written[name].value[at], ledger.written[name].unit[at]
    meant = (ledger.reference[target][0][there], judged[target].follow[student][there])
    return any(bool((np.abs(value - m) <= unit / 2 + _EDGE * np.abs(m)).all() and (m != 0).all()) for m in meant)


def _exchange(one: Answered, other: Answered, judged: Mapping[str, Judgement]) -> None:
    """Charges the first of two exchanged answers; the other is the same slip."""
    (name, place), (second, there) = one, other
    slip = Mutation("exchanged", ONE, "this and {0} are written in each other's place", (Name(second),))
    judged[name].verdict[place], judged[name].cause[place] = Verdict.SLIP, LIKELIEST_FIRST.index("exchanged")
    judged[name].why[place] = Why((), slip, name)
    judged[second].verdict[there], judged[second].cause[there] = Verdict.CARRIED, -1
    judged[second].why[there] = Why((), at=second, same=name)


def _needed(name: str, graph: Graph, values: Mapping[str, Array], known: Mapping[str, Mask]) -> Mask:
    """Which elements of a quantity the elements that `known` marks in its children depend on: (students, *shape)."""
    shape = graph[name].shape
    children = [c for c in graph.children[name] if c in known and known[c].any()]
    students = next(iter(known.values())).shape[0] if known else 1
    needed = np.zeros((students, *shape), dtype=bool)
    for child in children:
        mask = known[child].reshape(students, -1)
        for index, depends in _dependence(name, child, graph, values):
            everyone: tuple[Any, ...] = (slice(None), *index)
            needed[everyone] |= (mask & depends).any(axis=1)
    return needed


def _dependence(
    name: str, child: str, graph: Graph, values: Mapping[str, Array]
) -> list[tuple[tuple[int, ...], NDArray[np.bool_]]]:
    """For each element of `name`, the elements of `child` (flattened) that are nan without it."""
    found = []
    for index in np.ndindex(graph[name].shape):
        without = values[name][:1, :1].copy()
        element: tuple[Any, ...] = (slice(None), slice(None), *index)
        without[element] = np.nan
        inputs = {p: values[p][:1, :1] for p in graph[child].parents}
        out = graph.step(child, {**inputs, name: without})
        found.append((index, np.isnan(out).reshape(-1)))
    return found
