"""A sheet while its answers are entered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.headings.meaning import Meaning
from grader.answers.layouts.headings.sections import Within
from grader.answers.layouts.text.telling import unreadable
from grader.answers.layouts.text.worth import Worth, worth
from grader.answers.record import Answer, Cell, Formula, Remark
from grader.notation import Target
from grader.numbers import Number, Unreadable

Heading = tuple[str, str, int]
"""(problem, quantity, column)"""


class Alike(NamedTuple):
    """An array of which something else than its numbers is said, and what a person is told of that."""

    targets: tuple[Target, ...]
    name: str
    text: str
    remark: Remark


@dataclass
class Page(Meaning):
    """One sheet: its cells, what its headings say, what its names mean, and the answers that layouts find there."""

    seen: set[Heading] = field(default_factory=set)
    """Columns that tables with a row a sample have held so far, on this sheet and those before it."""
    answers: list[Answer] = field(default_factory=list)
    within: list[Within] = field(default_factory=list)
    """Answers for all samples at once that stand where one is spoken of."""
    missed: list[Spot] = field(default_factory=list)
    """Lines that say that something is a number, of which no layout could make out what."""
    mentioned: dict[Spot, set[Target]] = field(default_factory=dict)
    """By line that no layout could read what it speaks of that is asked for."""
    rivalled: set[str] = field(default_factory=set)
    """The places of answers beside which others stand that may be meant as well."""
    alike: list[Alike] = field(default_factory=list)
    """Arrays of which no numbers are said but perhaps the name of another."""
    unasked: dict[tuple[str, str], tuple[int, str, int]] = field(default_factory=dict)
    """By array that nobody asked for, and why: the place of its remark, what that said first, elements after that."""

    def answer(
        self,
        targets: Iterable[Target],
        name: str,
        spot: Spot,
        index: tuple[int, ...] | None = None,
        cell: Cell | None = None,
    ) -> None:
        """Enters the cell at a spot, or a part of it, as the answer to targets (to one element, with `index`)."""
        cell, targets = cell or self.cell(*spot), tuple(targets)
        self.claimed.add(spot)
        found: dict[bool, Worth] = {}
        for target in self.fitting(targets, cell):
            symbol = self.vocabulary.symbol(target)
            if symbol.given:
                continue
            if symbol.formula not in found:
                found[symbol.formula] = worth(cell, symbol)
            if index:
                self.enter(symbol.element(index), name, cell.text, found[symbol.formula], spot, cell.note)
            else:
                self.enter_all(target, name, cell.text, found[symbol.formula], spot, cell.note)
        if not index and isinstance(found.get(False), Number) and all(map(self.vocabulary.is_several, targets)):
            self.remark(spot, f"'{name}' stands for several numbers, and one is given")
        for number in found.values():
            if isinstance(number, Unreadable):
                self.remarks.append(unreadable(name, cell.text, number, self.sheet.place(*spot)))

    def spoken_of(self) -> list[str]:
        """By answer the problem that is spoken of where it stands; empty where none is."""
        rows = {self.sheet.place(r, c): r for r, row in enumerate(self.rows) for c in range(len(row))}
        return [self.problem_spoken_of[rows[a.place]] if a.place in rows else "" for a in self.answers]

    def not_numbers(self, targets: Iterable[Target], name: str, text: str, spot: Spot, issue: str) -> None:
        """Notes that something else than its numbers is said of an array; it may be the name of another."""
        self.remark(spot, issue)
        self.alike.append(Alike(tuple(targets), name, text, self.remarks[-1]))

    def fitting(self, targets: Iterable[Target], cell: Cell) -> Sequence[Target]:
        """Of what a name means in several problems, what a cell answers: a number where numbers are asked for.

        Where only formulas are asked for, or only numbers, that is everything.
        """
        every = [target for target in targets if not self.symbol(target).given]
        formulas = [target for target in every if self.symbol(target).formula]
        if not formulas or len(formulas) == len(every):
            return every
        value = worth(cell)
        if value is None:
            return every
        return formulas if isinstance(value, Unreadable) else [target for target in every if target not in formulas]

    def enter(self, target: Target | None, name: str, text: str, number: Worth, spot: Spot, note: str = "") -> None:
        """Enters an answer."""
        said = getattr(number, "note", "")
        answer = Answer(target, name, text, number, self.sheet.place(*spot), note or said)
        self.answers.append(answer)
        if target and isinstance(number, Number):
            self.told[target] = number
            if name.strip() in self._turned:
                self.remark(
                    spot, f"'{name}' is given, or answered before: taken for the gradient of it, on the way back"
                )
        if target and self.sample_at(spot[0]) and not self.has_samples(target):
            self.within.append(Within(answer, self._sections[spot[0]]))

    def enter_of_list(self, targets: Iterable[Target], name: str, item: object, spot: Spot) -> None:
        """Enters what a list in a cell has for a name of its own."""
        self.claimed.add(spot)
        for target in targets:
            if isinstance(item, Number | Unreadable | Formula) and not self.symbol(target).given:
                self.enter(target, name, item.text, item, spot)

    def enter_all(self, target: Target, name: str, text: str, number: Worth, spot: Spot, note: str = "") -> None:
        """Enters an answer; of a whole array one formula for all of its elements, and never one number."""
        meant = self.symbol(target).answered(target)
        if meant == (target,) and isinstance(number, Number) and self.vocabulary.is_several(target):
            return
        if isinstance(number, Formula) and meant != (target,):
            number = number._replace(whole=True)
        for each in meant:
            self.enter(each, name, text, number, spot, note)
