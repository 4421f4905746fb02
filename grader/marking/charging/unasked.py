"""What goes wrong in a step that carries no points is charged at the first answer that does, and follows from it.

Somebody who shows more of their work than is asked must not lose more by it than who does not, nor less.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from grader.engine import Array
from grader.marking.charging.charges import Charges
from grader.marking.closeness import Mask, Rows, of_rows
from grader.marking.judgement import Judgement, Place, Why
from grader.marking.ledger import Ledger
from grader.marking.verdicts import Verdict

_NOTHING = Why(())
_DUST = 1e-9
"""A share of a number by which it differs though nothing has moved it."""
_MOVED = (Verdict.CARRIED, Verdict.MISSING, Verdict.IMPLIED)
"""What would be another value if one before it were."""


class _Fault(NamedTuple):
    """What went wrong in a step: a slip, in one element or several, or an unexplained number."""

    why: Why
    cause: int
    elements: list[tuple[int, ...]]


class _Shown(NamedTuple):
    """The answers of one student in which something that went wrong before them shows first: of one quantity."""

    student: int
    name: str
    places: list[Place]
    value: Array
    """What the quantity would be: (points, *shape)."""


def settle_unasked(
    judged: Mapping[str, Judgement], ledger: Ledger, charges: Charges, shared: Mapping[str, Mask]
) -> None:
    """Charges each slip, and each unexplained number, of what is not asked where it first shows in what is.

    But not what is `shared` with another problem, and charged there.
    """
    for quantity in ledger.graph.computed:
        name = quantity.name
        if name not in charges.asked:
            faults = np.isin(judged[name].verdict, (Verdict.SLIP, Verdict.WRONG))
            own = faults & ~shared[name] if name in shared else faults
            _settle(name, _faults(judged[name], own), judged, ledger, charges)


def _settle(
    name: str,
    faults: Mapping[int, list[_Fault]],
    judged: Mapping[str, Judgement],
    ledger: Ledger,
    charges: Charges,
) -> None:
    for turn in range(max(map(len, faults.values()), default=0)):
        made = {row: theirs[turn] for row, theirs in faults.items() if turn < len(theirs)}
        for shown in _first_shown(name, made, judged, ledger, charges):
            fault, first = made[shown.student], shown.places[0]
            if fault.why.mutation is None:
                _enter(Verdict.WRONG, -1, Why(((name, "follow"),), at=name), shown, judged[shown.name])
                continue
            charged = charges.charge(shown.name, first, fault.why)
            if charged == (shown.name, first):
                told = fault.why._replace(route=((name, "follow"),))
                _enter(Verdict.SLIP, fault.cause, told, shown, judged[shown.name])
            _carry(fault.why.at, charged[0], shown, judged[shown.name])


def _faults(judgement: Judgement, where: Mask) -> dict[int, list[_Fault]]:
    """By student what went wrong in a quantity, in the order of its elements: a slip may have gone through several."""
    found: dict[int, dict[object, _Fault]] = {}
    for row, *index in np.argwhere(where).tolist():
        place = (row, *index)
        why = judgement.why.get(place, _NOTHING)
        key = place if why.mutation is None else id(why)
        fault = found.setdefault(row, {}).setdefault(key, _Fault(why, int(judgement.cause[place]), []))
        fault.elements.append(tuple(index))
    return {row: list(theirs.values()) for row, theirs in found.items()}


def _enter(verdict: Verdict, cause: int, why: Why, shown: _Shown, judgement: Judgement) -> None:
    """Charges the first of some answers; what follows for it is what would, had nothing gone wrong before it."""
    first = shown.places[0]
    judgement.verdict[first], judgement.cause[first], judgement.why[first] = verdict, cause, why
    at: tuple[Any, ...] = (slice(None), *first[1:])
    judgement.follow = judgement.follow.copy()  # the ledger keeps what followed as it was
    judgement.follow[first[0]][at] = shown.value[at]


def _carry(at: str, charged: str, shown: _Shown, judgement: Judgement) -> None:
    """Says of the answers that are not charged where the slip in them is."""
    for place in shown.places:
        if judgement.verdict[place] == Verdict.CARRIED:
            judgement.why[place] = Why(judgement.why.get(place, _NOTHING).route, at=at, same=charged)


def _first_shown(
    name: str, made: Mapping[int, _Fault], judged: Mapping[str, Judgement], ledger: Ledger, charges: Charges
) -> Iterator[_Shown]:
    """For each student the answers of the first quantity asked that would be others if one before them followed."""
    graph, rows, pending = ledger.graph, np.array(list(made), dtype=np.intp), np.ones(len(made), dtype=bool)
    moved = {name: of_rows(ledger.carry[name], rows).copy()}
    follow = of_rows(judged[name].follow, rows)
    for k, fault in enumerate(made.values()):
        for index in fault.elements:
            at: tuple[Any, ...] = (k, slice(None), *index)
            moved[name][at] = follow[at]
    for quantity in graph.computed:
        if not pending.any() or moved.keys().isdisjoint(quantity.parents):
            continue
        differs, value = _moves(quantity.name, moved, rows, judged, ledger)
        moved[quantity.name] = value  # of what is asked, too: it may be blank
        if quantity.name not in charges.asked:
            continue
        carried = differs & (judged[quantity.name].verdict[rows] == Verdict.CARRIED)
        for k in np.flatnonzero(pending & carried.any(axis=tuple(range(1, carried.ndim)))).tolist():
            places = [(int(rows[k]), *map(int, place)) for place in np.argwhere(carried[k])]
            yield _Shown(int(rows[k]), quantity.name, places, value[k])
            pending[k] = False


def _moves(
    name: str, moved: Mapping[str, Array], rows: Rows, judged: Mapping[str, Judgement], ledger: Ledger
) -> tuple[Mask, Array]:
    """Which elements would be others with some parents moved, and what they would be: (rows, *shape) and its values."""
    own = of_rows(ledger.carry[name], rows)
    parents = {parent: of_rows(ledger.carry[parent], rows) for parent in ledger.graph[name].parents}
    before = ledger.graph.step(name, parents)
    after = ledger.graph.step(name, {**parents, **{p: moved[p] for p in parents if p in moved}})
    with np.errstate(invalid="ignore"):
        differs = (np.abs(after - before) > _DUST * np.abs(before)).any(axis=1)
    differs &= np.isin(judged[name].verdict[rows], _MOVED)
    for place in map(tuple, np.argwhere(differs).tolist()):
        why = judged[name].why.get((int(rows[place[0]]), *place[1:]), _NOTHING)
        differs[place] = not any(operand in moved for operand, _ in why.route)
    return differs, np.where(differs[:, None], after, own)
