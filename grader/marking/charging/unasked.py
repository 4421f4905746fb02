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
_FAULTS = (Verdict.SLIP, Verdict.WRONG)
_MOVED = (Verdict.CARRIED, Verdict.MISSING, Verdict.IMPLIED)
"""What would be another value if one before it were."""


class _Shown(NamedTuple):
    """The answers of one student in which something that went wrong before them shows first: of one quantity."""

    student: int
    name: str
    places: list[Place]


def settle_unasked(judged: Mapping[str, Judgement], ledger: Ledger, charges: Charges) -> None:
    """Charges each slip, and each unexplained number, of what is not asked where it first shows in what is."""
    for quantity in ledger.graph.computed:
        if quantity.name not in charges.asked:
            _settle(quantity.name, judged, ledger, charges)


def _settle(name: str, judged: Mapping[str, Judgement], ledger: Ledger, charges: Charges) -> None:
    judgement, charged = judged[name], dict[tuple[int, int], str]()
    faults = np.isin(judgement.verdict, _FAULTS)
    for index in dict.fromkeys(tuple(place[1:]) for place in np.argwhere(faults).tolist()):
        at: tuple[Any, ...] = (slice(None), *index)
        for shown in _first_shown(name, index, np.flatnonzero(faults[at]), judged, ledger, charges):
            place = (shown.student, *index)
            why = judgement.why.get(place, _NOTHING)
            if why.mutation is None:
                judged[shown.name].verdict[shown.places[0]] = Verdict.WRONG
                judged[shown.name].why[shown.places[0]] = Why((), at=name)
            else:
                key = (shown.student, id(why))
                if key not in charged:
                    charged[key] = _charge(why, int(judgement.cause[place]), shown, judged, charges)
                _carry(why.at, charged[key], shown, judged[shown.name])


def _charge(why: Why, cause: int, shown: _Shown, judged: Mapping[str, Judgement], charges: Charges) -> str:
    """Charges a slip at the first of some answers, unless one of its kind is charged already; where that is."""
    judgement, first = judged[shown.name], shown.places[0]
    where, place = charges.charge(shown.name, first, why)
    if (where, place) == (shown.name, first):
        judgement.verdict[first], judgement.cause[first] = Verdict.SLIP, cause
        judgement.why[first] = why._replace(route=())
    return where


def _carry(at: str, charged: str, shown: _Shown, judgement: Judgement) -> None:
    """Says of the answers that are not charged where the slip in them is."""
    for place in shown.places:
        if judgement.verdict[place] == Verdict.CARRIED:
            judgement.why[place] = Why(judgement.why.get(place, _NOTHING).route, at=at, same=charged)


def _first_shown(
    name: str, index: tuple[int, ...], rows: Rows, judged: Mapping[str, Judgement], ledger: Ledger, charges: Charges
) -> Iterator[_Shown]:
    """For each student the answers of the first quantity asked that would be others if one before them followed."""
    graph, pending = ledger.graph, np.ones(len(rows), dtype=bool)
    moved = {name: of_rows(ledger.carry[name], rows).copy()}
    at: tuple[Any, ...] = (slice(None), slice(None), *index)
    moved[name][at] = of_rows(judged[name].follow, rows)[at]
    for quantity in graph.computed:
        if not pending.any() or moved.keys().isdisjoint(quantity.parents):
            continue
        differs, value = _moves(quantity.name, moved, rows, judged, ledger)
        if quantity.name not in charges.asked:
            moved[quantity.name] = value
            continue
        carried = differs & (judged[quantity.name].verdict[rows] == Verdict.CARRIED)
        for k in np.flatnonzero(pending & carried.any(axis=tuple(range(1, carried.ndim)))).tolist():
            places = [(int(rows[k]), *map(int, place)) for place in np.argwhere(carried[k])]
            yield _Shown(int(rows[k]), quantity.name, places)
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
