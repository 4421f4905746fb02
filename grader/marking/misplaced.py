"""Numbers that stand in another's place: two answers exchanged, an array in another order, one answer written twice."""

import math
from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np

from grader.engine import ONE, Array, Mutation, Name
from grader.marking.evidence import beats_chance, chance
from grader.marking.judgement import Judgement, Place, Why
from grader.marking.ledger import Ledger
from grader.marking.pen import MISPLACED, REORDERED, SWAPPED
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.verdicts import Verdict


def settle_exchanges(judged: Mapping[str, Judgement], ledger: Ledger) -> None:
    """Names `exchanged` where two answers stand in each other's place, each what the other should be.

    Two that are so in one pass and in the next, p₁ with p₂ and p₁′ with p₂′, are one slip.
    """
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
        first: dict[frozenset[str], str] = {}
        for one, other in pairs:
            if one[0] != other[0] or within[one[0]] == 1:
                slip = _SWAPPED._replace(parts=(Name(_label(other)),))
                charged = first.setdefault(frozenset(_label(a).replace("'", "") for a in (one, other)), one[0])
                _charge_once([one, other], slip, judged, charged)


def settle_misplaced(judged: Mapping[str, Judgement], ledger: Ledger) -> None:
    """Names `misplaced` where what nothing explains is, digit for digit, the student's own answer to something else.

    In several elements of an array that is one slip: the numbers of f₁ and f₂ in the places of g₁ and g₂.
    """
    elsewhere = _Elsewhere(judged, ledger)
    for name, judgement in judged.items():
        copied: dict[int, list[tuple[str, Answered]]] = {}
        for place in map(tuple, np.argwhere(np.isin(judgement.verdict, (Verdict.WRONG, Verdict.SLIP))).tolist()):
            if _is_farfetched(judgement, place) and (source := elsewhere.source(name, place)):
                copied.setdefault(place[0], []).append((source, (name, place)))
        for found in copied.values():
            [source, *_], answers = zip(*found, strict=True)
            _charge_once(list(answers), _MISPLACED._replace(parts=(Name(source),)), judged)


def _is_farfetched(judgement: Judgement, place: Place) -> bool:
    """Whether nothing explains an answer, or nothing short of two slips at once."""
    why = judgement.why.get(place)
    mutation = why.mutation if why is not None else None
    return judgement.verdict[place] == Verdict.WRONG or (mutation is not None and mutation.also is not None)


class _Elsewhere:
    """Where else a student has written the very same number."""

    def __init__(self, judged: Mapping[str, Judgement], ledger: Ledger) -> None:
        self.judged, self.ledger = judged, ledger
        self._known: dict[str, set[str]] = {}
        """What each quantity is computed from."""
        written = {name: ledger.written[name].value[:, 0] for name in judged}
        self._names = [name for name, value in written.items() for _ in range(math.prod(value.shape[1:]))]
        self._values = np.hstack([value.reshape(len(value), math.prod(value.shape[1:])) for value in written.values()])

    def source(self, name: str, place: Place) -> str:
        """What the answer at a place is an answer to; empty if that the numbers are equal may be an accident."""
        student, at = place[0], (place[0], 0, *place[1:])
        value, unit, figures = (part[at] for part in self.ledger.written[name])
        repeated = self.ledger.hand.repeated(name, np.array([student]))[(0, 0, *place[1:])]
        tried = int((~np.isnan(self._values[student])).sum())
        if (
            figures < _TELLING
            or not unit
            or repeated
            or not beats_chance(float(chance(value, unit)), tried, "misplaced")
        ):
            return ""
        same = np.flatnonzero(self._values[student] == value).tolist()
        others = [other for other in dict.fromkeys(map(self._names.__getitem__, same)) if other != name]
        if len(others) > _MOST_EQUAL or not all(self._stands(other, student) for other in others):
            return ""
        return next((other for other in others if not self._follows(other, name, student)), "")

    def _stands(self, other: str, student: int) -> bool:
        """Whether a student's answers to something are right, or follow."""
        return bool(np.isin(self.judged[other].verdict[student], _STANDING).all())

    def _follows(self, other: str, name: str, student: int) -> bool:
        """Whether a number may be the same because it was worked out from this one: ReLU leaves it as it is."""
        if (self.judged[other].verdict[student] == Verdict.CORRECT).all():
            return False
        if other not in self._known:
            self._known[other] = self.ledger.graph.up_to([other])
        return name in self._known[other]


_STANDING = (Verdict.CORRECT, Verdict.CARRIED, Verdict.IMPRECISE, Verdict.MISSING)
_MOST_EQUAL = 2
"""A number that is given to more quantities than so many, as ∂L/∂z and ∂L/∂b, is none of them's."""
_TELLING = 3
"""Fewer figures are shared by accident."""
_MISPLACED = Mutation("misplaced", ONE, MISPLACED)

Answered = tuple[str, Place]
"""A quantity, and (student, *index) in it."""

_MOST_EXCHANGED = 16
"""Of a student with more open answers than this, only the first are held against one another."""
_EDGE = 1e-9
_SWAPPED = Mutation("exchanged", ONE, SWAPPED)
_REORDERED = Mutation("exchanged", ONE, REORDERED)


def _in_each_others_place(
    one: Answered, other: Answered, count: int, judged: Mapping[str, Judgement], ledger: Ledger
) -> bool:
    """Whether each is what the other should be, and that is no accident among so many answers."""
    values, units = zip(*(_written(answer, ledger) for answer in (one, other)), strict=True)
    with np.errstate(over="ignore"):
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


def _label(answer: Answered) -> str:
    """What an answer is called: `p1`, or `l1[2,1]`."""
    name, (_, *index) = answer
    return f"{name}[{','.join(str(i + 1) for i in index)}]" if index else name


def _charge_once(answers: list[Answered], slip: Mutation, judged: Mapping[str, Judgement], charged: str = "") -> None:
    """Charges the first of some answers with a slip; the others are the same one.

    So are all of them if that was `charged` already at another quantity.
    """
    (name, place), *_ = answers
    charged = charged or name
    if charged == name:
        judged[name].verdict[place], judged[name].cause[place] = Verdict.SLIP, LIKELIEST_FIRST.index(slip.cause)
        judged[name].why[place] = Why((), slip, name)
    for other, there in answers[1:] if charged == name else answers:
        judged[other].verdict[there], judged[other].cause[there] = Verdict.CARRIED, -1
        judged[other].why[there] = Why((), at=other, same=charged)
