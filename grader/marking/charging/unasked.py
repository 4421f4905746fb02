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
    """An answer in which something that went wrong before it shows first."""

    name: str
    place: Place


def settle_unasked(judged: Mapping[str, Judgement], ledger: Ledger, charges: Charges) -> None:
    """Charges each slip, and each unexplained number, of what is not asked where it first shows in what is."""
    for quantity in ledger.graph.computed:
        if quantity.name not in charges.asked:
            _settle(quantity.name, judged, ledger, charges)


def _settle(name: str, judged: Mapping[str, Judgement], ledger: Ledger, charges: Charges) -> None:
    judgement, known = judged[name], set[tuple[int, int]]()
    faults = np.isin(judgement.verdict, _FAULTS)
    for index in dict.fromkeys(tuple(place[1:]) for place in np.argwhere(faults).tolist()):
        at: tuple[Any, ...] = (slice(None), *index)
        rows = np.flatnonzero(faults[at])
        for row, shown in _first_shown(name, index, rows, judged, ledger, charges):
            place = (row, *index)
            why = judgement.why.get(place, _NOTHING)
            if why.mutation is None:
                judged[shown.name].verdict[shown.place] = Verdict.WRONG
                judged[shown.name].why[shown.place] = Why((), at=name)
            elif (row, id(why)) not in known and charges.charge(*shown, why) == shown:
                judged[shown.name].verdict[shown.place] = Verdict.SLIP
                judged[shown.name].cause[shown.place] = judgement.cause[place]
                judged[shown.name].why[shown.place] = why._replace(route=())
                known.add((row, id(why)))


def _first_shown(
    name: str, index: tuple[int, ...], rows: Rows, judged: Mapping[str, Judgement], ledger: Ledger, charges: Charges
) -> Iterator[tuple[int, _Shown]]:
    """By student, the first answer that is asked and would be another one if one element before it followed."""
    graph, pending = ledger.graph, set(rows.tolist())
    moved = {name: of_rows(ledger.carry[name], rows).copy()}
    at: tuple[Any, ...] = (slice(None), slice(None), *index)
    moved[name][at] = of_rows(judged[name].follow, rows)[at]
    for quantity in graph.computed:
        if not pending or moved.keys().isdisjoint(quantity.parents):
            continue
        differs, value = _moves(quantity.name, moved, rows, judged, ledger)
        if quantity.name not in charges.asked:
            moved[quantity.name] = value
            continue
        carried = differs & (judged[quantity.name].verdict[rows] == Verdict.CARRIED)
        for k, *place in np.argwhere(carried).tolist():
            if (row := int(rows[k])) in pending:
                pending.discard(row)
                yield row, _Shown(quantity.name, (row, *place))


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
