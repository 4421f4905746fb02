"""Whole works by another rule of training: steps of Adam where SGD is asked, or all of them with another β₂.

Marked as it stands, such a work has an error in every parameter and every step. It is marked once more as the answers
to the same problem under the other rule. Where that leaves fewer charges, even with one for the wrong rule, or as many
of which fewer are unexplained, this is what happened: it is charged where it first shows, and all that is right by the
other rule is carried.

The other rule has to be proved: every step that is written is what it leads to from the numbers before it, several to
the last figure and none of these what the rule that is asked leads to; no other rule does as well; and nothing is worth
less for it. Whoever mixes rules, or makes a slip in one of them, is marked by the rule that is asked.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array
from grader.marking.closeness import Written
from grader.marking.credit import AGAIN, worth_of
from grader.marking.doubts import CHARGED
from grader.marking.marks import Marks, Taken, Texts, taking
from grader.marking.notes import SAME_SLIP
from grader.marking.other_rules import OtherRule, other_rules
from grader.marking.said import Said
from grader.marking.sheet import Sheet
from grader.reference import Asked, Reference, Role

_FEWEST = 2
"""In so many answers another rule has to show."""
_NEAR, _PROVING = 0.01, 0.002
"""How near to what a rule leads to, as a share of the step, an answer may come from it, and does so for certain."""

MarkBy = Callable[[Reference, Sheet], Marks]


class Work(NamedTuple):
    """A student's work under another rule: the row in the marks by it, what is taken from it, what that leaves."""

    rule: OtherRule
    marks: Marks
    row: int
    moved: Sequence[tuple[int, int]]
    """The columns that are marked so, each with that in these marks."""
    left: tuple[int, int]


def by_other_rules(reference: Reference, sheet: Sheet, marks: Marks, mark: MarkBy) -> Marks:
    """The marks of a class, where the steps of those who have taken another rule are charged once."""
    found = rules_taken(reference, sheet, marks, mark)
    return _with(reference, marks, found) if found else marks


def rules_taken(reference: Reference, sheet: Sheet, marks: Marks, mark: MarkBy) -> dict[int, Work]:
    """By row, the work of those who have taken another rule, under that."""
    charged = np.isin(marks.verdict, CHARGED)
    trained = _trained(reference)
    rows = np.flatnonzero((charged & trained).any(axis=1))
    if not rows.size:
        return {}
    theirs, found = sheet.of(rows), dict[int, list[Work]]()
    answered = trained & (marks.answer[rows] != "")
    own = _missed(reference, reference, theirs) <= _NEAR
    for rule in other_rules(reference):
        missed = _missed(reference, rule.reference, theirs)
        shows = (missed <= _PROVING) & ~own & answered
        several = (shows.sum(axis=1) >= _FEWEST) & (shows & charged[rows]).any(axis=1)
        likely = np.flatnonzero(several & ((missed <= _NEAR) | ~answered).all(axis=1))
        if likely.size:
            others = mark(rule.reference, fitted_to(theirs.of(likely), rule.reference))
            for k, (n, row) in enumerate(zip(likely, rows[likely].tolist(), strict=True)):
                moved = _moved(reference, marks, row, rule, others, k)
                work = Work(rule, others, k, moved, _left(marks, row, others, k, moved))
                if _is_proved(work, marks, row, set(np.flatnonzero(shows[n]).tolist())):
                    found.setdefault(row, []).append(work)
    return {row: one for row, works in found.items() if (one := _best(works)) is not None}


def _is_proved(work: Work, marks: Marks, row: int, shows: Collection[int]) -> bool:
    """Whether several answers that show the rule are charged no more, and fewer are in all, or fewer unexplained."""
    free = [column for column, _ in work.moved if column in shows]
    return len(free) >= _FEWEST and work.left < _counted(marks.verdict[row], -1)


def _best(works: Sequence[Work]) -> Work | None:
    """The rule that leaves least; None where one that is called otherwise leaves no more."""
    least = min(work.left for work in works)
    first, *others = [work for work in works if work.left == least]
    return first if all(str(work.rule.said) == str(first.rule.said) for work in others) else None


def _missed(reference: Reference, by: Reference, sheet: Sheet) -> Array:
    """How far answers to `reference` are from what the rule of `by` leads to from those before: (students, columns).

    As shares of the step, beyond the last place as written; inf where that rule has no such quantity, or none is known.
    """
    follow, carry = dict[str, Array](by.values), dict[str, Array](by.values)
    with np.errstate(all="ignore"):  # a student may write 1e300
        for quantity in by.graph.computed:
            name = quantity.name
            follow[name] = by.graph.step(name, {parent: carry[parent] for parent in quantity.parents})
            written = sheet.written[name].value if name in sheet.written else np.full((1, 1, *quantity.shape), np.nan)
            carry[name] = np.where(np.isnan(written), follow[name], written)
        found = np.full((len(sheet.students), len(reference.asked)), np.inf)
        for column, element in enumerate(reference.asked):
            if element.quantity in by.graph:
                found[:, column] = _missed_by(element, by, sheet, follow, carry)
    return np.where(np.isnan(found), np.inf, found)


def _missed_by(
    element: Asked, by: Reference, sheet: Sheet, follow: Mapping[str, Array], carry: Mapping[str, Array]
) -> Array:
    name, before = element.quantity, by.graph[element.quantity].of
    at: tuple[Any, ...] = (slice(None), 0, *(i - 1 for i in element.index))
    value, unit = sheet.written[name].value[at], sheet.written[name].unit[at]
    of_update = by.graph[name].role is Role.UPDATE
    step = follow[name][at] - (carry[before][at] if of_update else 0.0)
    beyond = np.maximum(np.abs(follow[name][at] - value) - unit, 0.0)
    return np.asarray(np.where(beyond == 0, 0.0, beyond / np.abs(step)))


def fitted_to(sheet: Sheet, other: Reference) -> Sheet:
    """The sheet as one of answers to another reference: what it has of other quantities is left out."""
    shapes = {q.name: (len(sheet.students), *q.shape) for q in other.graph.computed}
    known = {name for name, shape in shapes.items() if name in sheet.texts and sheet.texts[name].shape == shape}
    new = {name: shape for name, shape in shapes.items() if name not in known}
    blank = {name: np.full((shape[0], 1, *shape[1:]), np.nan) for name, shape in new.items()}
    return Sheet(
        sheet.students,
        _of(known, sheet.written) | {n: Written(v, np.zeros_like(v), np.zeros_like(v)) for n, v in blank.items()},
        _of(known, sheet.texts) | {name: np.full(shape, "", dtype=object) for name, shape in new.items()},
        _of(known, sheet.unreadable) | {name: np.zeros(shape, dtype=bool) for name, shape in new.items()},
        whole=_of(known, sheet.whole),
        shown=_of(known, sheet.shown),
        faults=_of(known, sheet.faults),
        shared=_of(known, sheet.shared),
    )


_T = TypeVar("_T")


def _of(names: Collection[str], kept: Mapping[str, _T]) -> dict[str, _T]:
    return {name: value for name, value in kept.items() if name in names}


def _columns(reference: Reference, rule: OtherRule) -> list[tuple[int, int]]:
    """The columns of the elements that both ask, in the one and in the other."""
    at = {(e.quantity, e.index): column for column, e in enumerate(rule.reference.asked)}
    both = enumerate((e.quantity, e.index) for e in reference.asked)
    return [(column, at[key]) for column, key in both if key in at]


def _moved(
    reference: Reference, marks: Marks, row: int, rule: OtherRule, others: Marks, k: int
) -> list[tuple[int, int]]:
    """The columns that are marked by the other rule: what is not right by the one that is asked, and is by that.

    But not what follows from the steps, whatever they are: of that there is nothing to say; nor what is worth less so.
    """
    right = np.isin(marks.verdict[row], ("correct", "imprecise"))
    right |= (marks.verdict[row] == "carried") & ~marks.again[row] & ~_trained(reference)
    columns = [(c, o) for c, o in _columns(reference, rule) if not right[c] and others.verdict[k, o] not in CHARGED]
    charged, shares = np.isin(marks.verdict[row], CHARGED), marks.shares
    worth = {c: others.shares[others.share[k, o]] - shares[marks.share[row, c]] for c, o in columns}
    return [(c, o) for c, o in columns if charged[c] or worth[c] >= 0]


def _trained(reference: Reference) -> NDArray[np.bool_]:
    """Which columns are of what a step of training computes."""
    roles = [reference.graph[element.quantity].role for element in reference.asked]
    return np.array([role in (Role.UPDATE, Role.MOMENT) for role in roles])


def _left(marks: Marks, row: int, others: Marks, k: int, moved: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """How many answers of a student are charged under another rule, and how many of them nothing explains."""
    verdict = marks.verdict[row].copy()
    for column, other in moved:
        verdict[column] = others.verdict[k, other]
    return _counted(verdict)


def _counted(verdict: Texts, more: int = 0) -> tuple[int, int]:
    return int(np.isin(verdict, CHARGED).sum()) + more, int((verdict == "wrong").sum())


def _with(reference: Reference, marks: Marks, found: dict[int, Work]) -> Marks:
    """The marks with the rows of those who have taken another rule put in."""
    taken = taking(marks, (Taken(row, work.marks, work.row, work.moved) for row, work in found.items()))
    order = {quantity.name: n for n, quantity in enumerate(reference.graph.computed)}
    for row, work in found.items():
        charged = (column for column, _ in work.moved if marks.verdict[row, column] in CHARGED)
        first = min(charged, key=lambda c: order[reference.asked[c].quantity])
        same = Said(SAME_SLIP, reference.asked[first].label)
        for column, _ in work.moved:
            if taken.verdict[row, column] == "correct" or taken.again[row, column]:
                _put(taken, row, column, ("carried", "", same), _place(marks, reference.asked[column], AGAIN))
                taken.again[row, column] = True
        rule = work.rule
        worth = _place(marks, reference.asked[first], rule.cause)
        _put(taken, row, first, ("slip", rule.cause, rule.said), worth)
        taken.again[row, first] = False
    return taken


def _put(marks: Marks, row: int, column: int, judged: tuple[str, str, Said], share: int) -> None:
    """Enters verdict, cause and note, and the place of the share that these are worth."""
    for array, what in zip((marks.verdict, marks.cause, marks.note), judged, strict=True):
        array[row, column : column + 1] = np.array([what], dtype=object)
    marks.share[row, column] = share


def _place(marks: Marks, element: Asked, word: str) -> int:
    """Where the share that an element's answer is worth stands among the shares, which have those of all words."""
    return marks.shares.index(worth_of(element.credit)[word])
