"""The benefit of the doubt: a right answer must not make the rest of a student's work worth less.

What is written right need not be what was gone on with: it may be copied from a neighbour, or worked out again. If
errors follow directly on right answers, the work is marked once more as if those had been left blank. Where more of it
is then explained, and not by one lucky explanation, that is how it is marked; the right answers stay right. And so it
is, whatever explains it, where the work would be worth more with these left blank.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from grader.marking.closeness import Written
from grader.marking.doubts import CHARGED, Doubt, doubts_of
from grader.marking.marks import Marks, Taken, taking
from grader.marking.notes import ALL_ROUNDED, ASIDE, ROUNDED
from grader.marking.said import Said
from grader.marking.sheet import Sheet
from grader.reference import Reference

Remark = Callable[[Sheet, bool], Marks]
"""Marks a sheet as it stands; with what is said to the students or, to see what they would have, without."""


def with_benefit(reference: Reference, sheet: Sheet, marks: Marks, mark: Remark) -> Marks:
    """The marks of a class, each student's under the benefit of the doubt; who gains by it may gain once more."""
    quantities = np.array([element.quantity for element in reference.asked], dtype=object)
    doubts = list(doubts_of(reference, sheet, marks))
    if not doubts:
        return marks
    found = mark(_without(reference, sheet, doubts), False)
    best: dict[int, tuple[float, int]] = {}
    points, others = marks.points(), found.points()
    blank = others.sum(axis=1)
    for k, doubt in enumerate(doubts):
        others[k, doubt.columns] = points[doubt.row, doubt.columns]
        costs = bool(blank[k] > points[doubt.row].sum() + _DUST)
        costs &= not doubt.single or bool(
            (_is_carried(marks, found, doubt, k) | _bears_out(marks, found, doubt, k)).any()
        )
        if costs if doubt.part else _explains_more(quantities, marks, found, doubt, k, others[k] - points[doubt.row]):
            gain = float(others[k].sum() - points[doubt.row].sum())
            if gain > best.get(doubt.row, (0.0, -1))[0] + _DUST:
                best[doubt.row] = (gain, k)
    chosen = [doubts[k] for _, k in best.values()]
    while chosen:
        rest = _without(reference, sheet, chosen)
        told = mark(rest, True)
        firm = [doubt for k, doubt in enumerate(chosen) if _is_firm(marks, told, doubt, k)]
        if len(firm) == len(chosen):
            return _chosen(marks, with_benefit(reference, rest, told, mark), chosen)
        chosen = firm
    return marks


_DUST = 1e-9


def _without(reference: Reference, sheet: Sheet, doubts: list[Doubt]) -> Sheet:
    """A sheet with one row a doubt, the right answers left blank."""
    rows = np.array([doubt.row for doubt in doubts])
    rest = sheet.of(rows)
    written = {name: Written(*(part.copy() for part in w)) for name, w in rest.written.items()}
    texts, aside, doubted = rest.texts, dict(rest.aside), dict(rest.doubted)
    for k, doubt in enumerate(doubts):
        masks = doubted if doubt.part else aside
        for c in doubt.columns:
            element = reference.asked[c]
            name, place = element.quantity, tuple(i - 1 for i in element.index)
            written[name].value[(k, slice(None), *place)] = np.nan
            texts[name][(k, *place)] = ""
            masks.setdefault(name, np.zeros(texts[name].shape, dtype=bool))[(k, *place)] = True
    return replace(rest, written=written, aside=aside, doubted=doubted)


def _explains_more(
    quantities: NDArray[np.object_], marks: Marks, found: Marks, doubt: Doubt, k: int, gains: NDArray[np.float64]
) -> bool:
    """Whether an answer gains that is then carried: slips that fit and lead to nothing may be chance.

    Of what is stray they are not: the right answer hides where the slip was, and what nothing explained is one, then.
    Where nothing is charged any more, several quantities have to gain, or all that gains has to be carried, if nothing
    else explains it: else a slip in the one is likelier than the same slip, made before, in what stands there right. Of
    what is stray anyway that need not be proved.
    """
    gained = np.flatnonzero(gains > _DUST)
    answered = gained[marks.answer[doubt.row, gained] != ""]
    carried = answered[found.verdict[k, answered] == "carried"]
    charged = np.isin(found.verdict[k], CHARGED) & np.isin(quantities, quantities[carried])
    several = len(set(quantities[answered])) > 1
    unexplained = len(carried) == len(answered) and (marks.verdict[doubt.row, carried] == "wrong").any()
    named = answered[(found.verdict[k, answered] == "slip") & (marks.verdict[doubt.row, answered] == "wrong")]
    hidden = doubt.stray and named.size > 0
    return bool(hidden or (carried.size and (doubt.stray or charged.any() or several or unexplained)))


def _is_carried(marks: Marks, found: Marks, doubt: Doubt, k: int) -> NDArray[np.bool_]:
    """Which of a student's charged answers are then carried."""
    return np.asarray(np.isin(marks.verdict[doubt.row], CHARGED) & (found.verdict[k] == "carried"))


def _bears_out(marks: Marks, found: Marks, doubt: Doubt, k: int) -> NDArray[np.bool_]:
    """Which answers are then the same slip as one that is named, and needed none before: so that is no chance."""
    return np.asarray(found.again[k] & ~marks.again[doubt.row] & ~np.isin(marks.verdict[doubt.row], CHARGED))


def _is_firm(marks: Marks, found: Marks, doubt: Doubt, k: int) -> bool:
    """Whether not all that is then carried is so by rounding what is written finer: that is an excuse of its own."""
    notes = found.note[k, _is_carried(marks, found, doubt, k)]
    rounded = [isinstance(note, Said) and note.says(ROUNDED, ALL_ROUNDED) for note in notes]
    return not rounded or not all(rounded)


def _chosen(marks: Marks, found: Marks, chosen: list[Doubt]) -> Marks:
    """The marks with some students' rows taken from those that were found without their right answers."""
    rest = [np.setdiff1d(np.arange(len(marks.columns)), doubt.columns).tolist() for doubt in chosen]
    told = (
        Taken(doubt.row, found, k, list(zip(columns, columns, strict=True)))
        for k, (doubt, columns) in enumerate(zip(chosen, rest, strict=True))
    )
    taken = taking(marks, told)
    for row, aside, *_ in chosen:
        taken.again[row, aside] = False
        taken.note[row, aside] = np.array([Said(ASIDE)], dtype=object)
    return taken
