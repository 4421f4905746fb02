"""The judgements of a class as its marks: one column an element asked, with credit and what is said."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, show
from grader.marking import bands, updating
from grader.marking.closeness import fine_enough
from grader.marking.credit import AGAIN, Credit, worth_of
from grader.marking.judgement import Judgement, Place
from grader.marking.ledger import Ledger
from grader.marking.marks import Column, Marks, Texts
from grader.marking.notes import (
    BLANK_EMPTIED,
    BLANK_STAYS,
    EMPTIED,
    FAULT,
    ROUNDED,
    STAYS,
    TOO_SHORT,
    Writer,
    at_a_cost,
)
from grader.marking.said import Said
from grader.marking.sheet import Sheet
from grader.marking.shown import all_shown, shown
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.verdicts import VERDICTS, Verdict
from grader.numbers import points_on_page
from grader.reference import Asked, Graph, Reference, Role
from grader.reference.shortest import shortest_form

Selection = tuple[Any, ...]

_FOLLOWING = (Verdict.CARRIED, Verdict.IMPLIED)
_FAULTS = (Verdict.SLIP, Verdict.WRONG, Verdict.UNREADABLE)
_WORDS = np.array(VERDICTS, dtype=object)
_TOO_SHORT, _ROUNDED, _EMPTIED, _BLANK_EMPTIED, _STAYS, _BLANK_STAYS = (
    np.array([Said(sentence)], dtype=object)
    for sentence in (TOO_SHORT, ROUNDED, EMPTIED, BLANK_EMPTIED, STAYS, BLANK_STAYS)
)
_CAUSES = np.array([*LIKELIEST_FIRST, ""], dtype=object)
"""By index; -1, no cause, is the last."""


class Table:
    """Lays the judgements out as one column an element asked; what is said to the student only if it is `told`."""

    def __init__(
        self, reference: Reference, sheet: Sheet, ledger: Ledger, judged: Mapping[str, Judgement], told: bool
    ) -> None:
        self.reference, self.sheet, self.judged, self.told = reference, sheet, judged, told
        self.credit = Credit([element.credit for element in reference.asked])
        self.writer = Writer.of(reference, ledger, sheet.texts)
        self.explained: dict[str, dict[Place, list[int]]] = {name: {} for name in judged}
        """By quantity and element, the students whose answer has an explanation of its own."""
        self.faulty = _faulty(reference.graph, judged)
        for name, judgement in judged.items():
            for student, *place in judgement.why:
                self.explained[name].setdefault(tuple(place), []).append(student)

    def marks(self, rubric: str) -> Marks:
        """The marks of every student for every element the problem asks."""
        problem, asked = self.reference.problem, self.reference.asked
        columns = [self._column(number, element) for number, element in enumerate(asked)]
        answer, value, expected, followed, verdict, cause, share, note, again = (
            np.stack(arrays, axis=1) for arrays in zip(*columns, strict=True)
        )
        return Marks(
            rubric=rubric,
            title=problem.title,
            students=self.sheet.students,
            columns=tuple(Column(problem.name, e.label, e.out_of, e.bonus, e.of) for e in asked),
            answer=answer,
            value=value,
            expected=expected,
            followed=followed,
            verdict=verdict,
            cause=cause,
            share=share,
            shares=self.credit.shares,
            note=note,
            again=again,
            most_lost=problem.most_lost,
            formula=np.stack(list(map(self._formula, asked)), axis=1) if self.reference.points > 1 else None,
        )

    def _column(self, number: int, element: Asked) -> tuple[NDArray[Any], ...]:
        judgement = self.judged[element.quantity]
        place = tuple(i - 1 for i in element.index)
        everyone: Selection = (slice(None), *place)
        verdict, cause = judgement.verdict[everyone], judgement.cause[everyone]
        answer = self.sheet.texts[element.quantity][everyone]
        value = self._values(element, place)
        trivial = self._trivial(element, judgement)
        again = self._again(element, judgement)
        notes = self._notes(element, judgement, place, trivial)
        self._tell_costs(element, notes, again)
        return (
            answer,
            value,
            np.full(len(verdict), self._expected(element, place), dtype=object),
            self._followed(judgement, place, verdict),
            _WORDS[verdict],
            _CAUSES[cause],
            self.credit.index(number, self._earning(element.quantity, verdict), cause, again, trivial),
            notes,
            again,
        )

    def _tell_costs(self, element: Asked, notes: Texts, again: NDArray[np.bool_]) -> None:
        """Says in the notes on slips that are charged elsewhere what is taken here, if they are not worth all."""
        worth = worth_of(element.credit)[AGAIN]
        if again.any() and worth < 1:
            lost = points_on_page((1 - worth) * element.out_of)
            for student in np.flatnonzero(again).tolist():
                notes[student] = at_a_cost(notes[student], lost, points_on_page(element.out_of))

    def _earning(self, name: str, verdict: NDArray[np.int8]) -> NDArray[np.int8]:
        """The verdicts by which points are earned: what is carried for rounding alone is worth what is right."""
        return np.where((verdict == Verdict.CARRIED) & ~self.faulty[name], np.int8(Verdict.CORRECT), verdict)

    def _values(self, element: Asked, place: tuple[int, ...]) -> Array:
        at: Selection = (slice(None), 0, *place)
        value = self.sheet.written[element.quantity].value[at]
        return value + 0.0 if self.reference.points == 1 else np.full(len(value), np.nan)  # no minus nought

    def _formula(self, element: Asked) -> Array:
        """What the formulas are at the first of the points at which they are compared, and what is expected there."""
        at: Selection = (slice(None), 0, *(i - 1 for i in element.index))
        own = self.sheet.written[element.quantity].value[at]
        return np.stack([own, np.full_like(own, self.reference.values[element.quantity][at][0])], axis=1)

    def _expected(self, element: Asked, place: tuple[int, ...]) -> str:
        if self.reference.points > 1:
            return show(shortest_form(element.quantity, element.index, self.reference))
        return shown(self.reference.values[element.quantity][(0, 0, *place)])

    def _followed(self, judgement: Judgement, place: tuple[int, ...], verdict: NDArray[np.int8]) -> Texts:
        found = np.full(len(verdict), "", dtype=object)
        if self.told and self.reference.points == 1:
            at: Selection = (slice(None), 0, *place)
            found[:] = all_shown(judgement.follow[at])
        return found

    def _again(self, element: Asked, judgement: Judgement) -> NDArray[np.bool_]:
        """Whose answer is wrong by a slip that is charged elsewhere."""
        place = tuple(i - 1 for i in element.index)
        everyone: Selection = (slice(None), *place)
        found = judgement.verdict[everyone] == Verdict.CARRIED
        explained = self.explained[element.quantity].get(place, ())
        same = [student for student in explained if judgement.why[(student, *place)].elsewhere]
        return np.asarray(found & np.isin(np.arange(len(found)), same))

    def _trivial(self, element: Asked, judgement: Judgement) -> NDArray[np.bool_]:
        """Where a carried value, or step, is 0 only because of an earlier slip: nothing was left to work out.

        So it is where a blank would have been carried: what a later answer proves of it is not worth more than it is.

        What stays by a rule of its own, as a perceptron's weight where nothing is wrong, was worked out all the same.
        """
        at: Selection = (slice(None), slice(None), *(i - 1 for i in element.index))
        ledger, name = self.writer.ledger, element.quantity
        carried = np.isin(judgement.verdict[(at[0], *at[2:])], _FOLLOWING) & self.faulty[name]
        if not carried.any() or (ledger.graph[name].role is Role.UPDATE and not updating.descends(ledger, name)):
            return np.zeros_like(carried)
        dust, values = bands.dust(ledger, name), self.reference.values
        empty = (bands.scale(ledger, name, judgement.follow, ledger.carry)[at] <= dust).all(axis=1)
        empty &= (bands.scale(ledger, name, values[name], values)[at] > dust).any()
        empty &= carried
        return np.asarray(empty & bands.emptied(ledger, name)[(at[0], *at[2:])]) if empty.any() else empty

    def _hides_its_step(self, name: str) -> NDArray[np.bool_]:
        """Where an updated parameter has figures enough: if it is imprecise, that is because no step is to be seen."""
        ledger, written = self.writer.ledger, self.sheet.written[name]
        if ledger.graph[name].role is not Role.UPDATE:
            return np.zeros(written.value.shape[:1] + written.value.shape[2:], dtype=bool)
        return fine_enough(written, self.reference.values[name], self.reference.problem.figures)

    def _notes(self, element: Asked, judgement: Judgement, place: tuple[int, ...], trivial: NDArray[np.bool_]) -> Texts:
        everyone: Selection = (slice(None), *place)
        verdict = judgement.verdict[everyone]
        if not self.told:
            return np.full(len(verdict), "", dtype=object)
        plain = np.array([self.writer.plain(v, element.quantity) for v in Verdict], dtype=object)
        notes = plain[verdict]
        if (faults := self.sheet.faults.get(element.quantity)) is not None:
            for student in np.flatnonzero((verdict == Verdict.UNREADABLE) & (faults[everyone] != "")).tolist():
                notes[student] = Said(FAULT, faults[(student, *place)])
        notes[(verdict == Verdict.IMPRECISE) & self._hides_its_step(element.quantity)[everyone]] = _TOO_SHORT
        notes[(verdict == Verdict.CARRIED) & ~self.faulty[element.quantity]] = _ROUNDED
        for student in self.explained[element.quantity].get(place, ()):
            notes[student] = self.writer.note(element.quantity, judgement, (student, *place))
        stays = self.reference.graph[element.quantity].role is Role.UPDATE
        notes[trivial] = _STAYS if stays else _EMPTIED
        notes[trivial & (verdict == Verdict.IMPLIED)] = _BLANK_STAYS if stays else _BLANK_EMPTIED
        return notes


def _faulty(graph: Graph, judged: Mapping[str, Judgement]) -> dict[str, NDArray[np.bool_]]:
    """By quantity, who has made a slip before or beside it: what they carry is not carried for rounding alone."""
    before: dict[str, NDArray[np.bool_]] = {}
    own: dict[str, NDArray[np.bool_]] = {}
    for name, judgement in judged.items():
        students = len(judgement.verdict)
        faults = np.isin(judgement.verdict, _FAULTS)
        own[name] = np.asarray(faults.any(axis=tuple(range(1, faults.ndim))))
        parents = [parent for parent in graph[name].parents if parent in own]
        elsewhere = np.zeros(students, dtype=bool)
        elsewhere[[student for (student, *_), why in judgement.why.items() if why.of_a_slip]] = True
        masks = [elsewhere, *(own[p] for p in parents), *(before[p] for p in parents)]
        before[name] = np.asarray(np.logical_or.reduce(masks))
    return before
