"""What only later answers can tell: a blank that they imply, a number written wrongly but used rightly.

Which element depends on which is read off the steps themselves: an element is set to nan and the nans that come out are
the elements that cannot be had without it.
"""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.engine import ONE, Array, Mutation, Name
from grader.marking.case import Judgement, Place, Why
from grader.marking.closeness import Mask, Written
from grader.marking.evidence import beats_chance, chance
from grader.marking.ledger import Ledger
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.verdicts import Verdict
from grader.reference import Graph, Reference, Role

_PROVES = (Verdict.CORRECT, Verdict.IMPRECISE, Verdict.CARRIED)
_EXACT = 1e-9
_COPY = Mutation("copy", ONE, "it is written wrongly here and used rightly afterwards")


def settle_blanks(reference: Reference, judged: Mapping[str, Judgement], ledger: Ledger) -> None:
    """Turns `missing` into `implied` where a right or carried answer further on could not have come without it.

    A single figure that is right as a rounding is no such answer: too many numbers are.
    """
    graph = reference.graph
    proven: dict[str, Mask] = {}
    for quantity in reversed(graph.computed):
        verdict = judged[quantity.name].verdict
        blank = verdict == Verdict.MISSING
        if blank.any():
            implied = blank & _needed(quantity.name, graph, reference.values, proven)
            verdict[implied] = Verdict.IMPLIED
        proves = np.isin(verdict, _PROVES) & _telling(ledger.written[quantity.name], judged[quantity.name].behind)
        proven[quantity.name] = proves | (verdict == Verdict.IMPLIED)


def _telling(written: Written, behind: Array) -> Mask:
    """Which answers show more than one figure, or are the very number behind them."""
    with np.errstate(invalid="ignore"):
        exact = np.abs(written.value - behind) <= _EXACT * np.abs(behind)
        return np.asarray((exact | (written.figures > 1)).all(axis=1))


def settle_copies(reference: Reference, judged: Mapping[str, Judgement], ledger: Ledger) -> None:
    """Names `copy` where later answers use the right value and not the unexplained one that was written."""
    graph = reference.graph
    for quantity in graph.computed:
        judgement = judged[quantity.name]
        wrong = judgement.verdict == Verdict.WRONG
        wrong &= ~ledger.repeated(quantity.name, np.arange(len(wrong))).any(axis=1)
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


def settle_cancelling(reference: Reference, judged: Mapping[str, Judgement], ledger: Ledger) -> None:
    """Tells of right answers that they are minus what follows from a wrong one before them: two signs cancel.

    Of an updated parameter it is the step that has the other sign.
    """
    for quantity in reference.graph.computed:
        judgement, written = judged[quantity.name], ledger.written[quantity.name]
        right = (judgement.verdict == Verdict.CORRECT) & ~judgement.plain
        if not right.any():
            continue
        before = reference.values[quantity.of] if quantity.role is Role.UPDATE else 0.0
        step, own = written.value - before, judgement.follow - before
        with np.errstate(invalid="ignore"):
            mirrored = (np.abs(step + own) <= _MIRRORED * np.abs(step)) & (written.unit < _MIRRORED * np.abs(step))
        for place in map(tuple, np.argwhere(right & mirrored.all(axis=1)).tolist()):
            wrong = (p for p in quantity.parents if p in judged and np.isin(judged[p].verdict[place[0]], _AMISS).any())
            if (parent := next(wrong, None)) is not None:
                judgement.why[place] = Why((), at=parent)


_MIRRORED = 0.02
"""How near, relatively, an answer is to minus what follows."""
_AMISS = (Verdict.SLIP, Verdict.CARRIED)


def settle_exchanges(judged: Mapping[str, Judgement], ledger: Ledger) -> None:
    """Names `exchanged` where two answers stand in each other's place, each what the other should be."""
    open_: dict[int, list[Answered]] = {}
    for name, judgement in judged.items():
        for place in np.argwhere(np.isin(judgement.verdict, (Verdict.SLIP, Verdict.WRONG))):
            open_.setdefault(int(place[0]), []).append((name, tuple(map(int, place))))
    for answers in open_.values():
        tried = answers[:_MOST_EXCHANGED]
        pairs = [pair for pair in combinations(tried, 2) if _in_each_others_place(*pair, len(tried), judged, ledger)]
        within = Counter(one[0] for one, other in pairs if one[0] == other[0])
        for name in [name for name, count in within.items() if count > 1]:
            places = sorted({answer for pair in pairs for answer in pair if pair[0][0] == pair[1][0] == name})
            _charge_once(places, _REORDERED, judged)
        for one, other in pairs:
            if one[0] != other[0] or within[one[0]] == 1:
                name, (_, *index) = other
                at = f"[{','.join(str(i + 1) for i in index)}]" if index else ""
                _charge_once([one, other], _SWAPPED._replace(parts=(Name(name + at),)), judged)


Answered = tuple[str, Place]
"""A quantity, and (student, *index) in it."""

_MOST_EXCHANGED = 16
"""Of a student with more open answers than this, only the first are held against one another."""
_EDGE = 1e-9
_SWAPPED = Mutation("exchanged", ONE, "this and {0} are written in each other's place")
_REORDERED = Mutation("exchanged", ONE, "the right numbers stand in another order")


def _in_each_others_place(
    one: Answered, other: Answered, count: int, judged: Mapping[str, Judgement], ledger: Ledger
) -> bool:
    """Whether each is what the other should be, and that is no accident among so many answers."""
    values, units = zip(*(_written(answer, ledger) for answer in (one, other)), strict=True)
    if abs(values[0][0] - values[1][0]) <= max(units[0][0], units[1][0]):
        return False
    share = float(np.prod([chance(value, unit)[0] for value, unit in zip(values, units, strict=True)]))
    if not beats_chance(share, count * (count - 1) // 2, "exchanged"):
        return False
    return _stands_for(one, other, judged, ledger) and _stands_for(other, one, judged, ledger)


def _written(answer: Answered, ledger: Ledger) -> tuple[Array, Array]:
    name, (student, *index) = answer
    at: tuple[Any, ...] = (student, slice(None), *index)
    return ledger.written[name].value[at], ledger.written[name].unit[at]


def _stands_for(one: Answered, other: Answered, judged: Mapping[str, Judgement], ledger: Ledger) -> bool:
    """Whether what is written in one place is, to its digits, what should be in the other."""
    student, (target, (_, *place)) = one[1][0], other
    there: tuple[Any, ...] = (slice(None), *place)
    value, unit = _written(one, ledger)
    meant = (ledger.reference[target][0][there], judged[target].follow[student][there])
    return any(bool((np.abs(value - m) <= unit / 2 + _EDGE * np.abs(m)).all() and (m != 0).all()) for m in meant)


def _charge_once(answers: list[Answered], slip: Mutation, judged: Mapping[str, Judgement]) -> None:
    """Charges the first of some answers with a slip; the others are the same one."""
    (name, place), *others = answers
    judged[name].verdict[place], judged[name].cause[place] = Verdict.SLIP, LIKELIEST_FIRST.index(slip.cause)
    judged[name].why[place] = Why((), slip, name)
    for other, there in others:
        judged[other].verdict[there], judged[other].cause[there] = Verdict.CARRIED, -1
        judged[other].why[there] = Why((), at=other, same=name)


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
