"""A sheet while it is being read: its cells, what is claimed of them, and what its headings have said so far."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from grader.answers.layouts.headed import Headed, headings
from grader.answers.layouts.problems import Problems, of_sheets
from grader.answers.layouts.sections import Section, Within, sections
from grader.answers.layouts.stages import Stage, stages
from grader.answers.layouts.statements import statements
from grader.answers.layouts.worth import Worth, readable, worth
from grader.answers.record import BLANK, Answer, Cell, Formula, Kind, Remark, Sheet
from grader.notation import Symbol, Target, Vocabulary, sample_behind, sample_heading
from grader.numbers import Number, Unreadable

Spot = tuple[int, int]
Heading = tuple[str, str, int]
"""(problem, quantity, column)"""

MOST_ROWS = 20_000
_LONGEST = 41
MOST_COLUMNS = 400


def shortened(text: str) -> str:
    r"""The beginning of a text, on one line.

    >>> shortened("see page 2\n" * 20)
    'see page 2 see page 2 see page 2 see pag…'
    """
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def unreadable(name: str, text: str, number: Unreadable, place: str) -> Remark:
    """What to tell of an answer that cannot be read."""
    return Remark(place, f"'{shortened(text)}' for '{name}' could not be read: {number.reason}")


@dataclass
class Page:
    """One sheet. A layout that reads a cell claims it, so that no other layout reads it again."""

    sheet: Sheet
    vocabulary: Vocabulary
    claimed: set[Spot] = field(default_factory=set)
    shared: set[Spot] = field(default_factory=set)
    """Claimed cells that say more than the layout reads that has claimed them: `W = [[1, 2]], L = 0.5`."""
    seen: set[Heading] = field(default_factory=set)
    """Columns that tables with a row a sample have held so far, on this sheet and those before it."""
    _named: dict[Spot, tuple[Target, ...]] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    above: Headed = field(default_factory=Headed)
    """What the headings say of the sheet that this one goes on from."""
    of_above: Section = field(default_factory=Section)
    """The sample that the headings above speak of, likewise."""
    told: dict[Target, Number] = field(default_factory=dict)
    """The numbers answered so far, on this sheet and those before it."""
    _turned: set[str] = field(default_factory=set)
    """Names that were taken for the gradients of what they name, as that was answered before."""
    within: list[Within] = field(default_factory=list)
    """Answers for all samples at once that stand where one is spoken of."""
    numbers: Mapping[str, str] | None = None
    """By number the problem that headings mean by it, in all sheets of a file; None where this is the only one."""
    missed: list[Spot] = field(default_factory=list)
    """Lines that say that something is a number, of which no layout could make out what."""
    unasked: dict[tuple[str, str], tuple[int, str, int]] = field(default_factory=dict)
    """By array that nobody asked for, and why: the place of its remark, what that said first, elements after that."""

    _stages: Mapping[int, Stage] = field(default_factory=dict)
    """By row the step of training that it is about, where two of them have headings."""

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The rows, within bounds."""
        if len(self.sheet.rows) > MOST_ROWS:
            self.remarks.append(Remark(self.sheet.name, f"only the first {MOST_ROWS:,} rows were read"))
        return [row[:MOST_COLUMNS] for row in self.sheet.rows[:MOST_ROWS]]

    def cell(self, row: int, column: int) -> Cell:
        """The cell there; blank outside the sheet."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return BLANK

    def cells(self) -> Iterator[tuple[Spot, Cell]]:
        """Every cell with something in it that is not claimed, in reading order."""
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row):
                if cell.kind is not Kind.BLANK and (r, c) not in self.claimed:
                    yield (r, c), cell

    def names(self, spot: Spot, problem: str | None = None) -> tuple[Target, ...]:
        """What the text at a spot names, given the headings above it."""
        known = None if problem else self._named.get(spot)
        if known is None:
            cell = self.cell(*spot)
            known = self.meant(cell.text, spot[0], problem) if cell.kind is Kind.TEXT else ()
            if not problem and not self.headed_at(spot[0]).back:
                self._named[spot] = known
        return known

    def meant(self, text: str, row: int, problem: str | None = None, updated: bool = False) -> tuple[Target, ...]:
        """The quantities to be computed that a text in a row names, given the headings above it.

        Under a title of gradients that is the gradient of what it names, where one is asked for that the sheet does
        not give by its own name; on the way back,
        of what was answered before, and of a given of which no later value is asked for.
        """
        found = self.named(text.lstrip(), row, problem, updated)
        if not found:
            return ()
        headed = self.headed_at(row)
        before = headed.back and not self.told.keys().isdisjoint(found)
        given = headed.back and not before and all(self.symbol(target).given for target in found)
        if headed.slopes or before or given:
            slopes = self.named(f"gradient of {text.strip()}", row, problem)
            asked = tuple(t for t in slopes if self.symbol(t).asked and t not in self.spelled_out)
            if given:
                steps = {
                    each.problem for each in self.named(text.strip(), row, problem, True) if self.symbol(each).asked
                }
                asked = tuple(t for t in asked if t.problem not in steps and t not in self.told)
            if asked:
                self._turned |= set() if headed.slopes else {text.strip()}
                found = asked
        return tuple(t for t in found if not self.symbol(t).given and not self._is_row(t))

    @cached_property
    def spelled_out(self) -> frozenset[Target]:
        """What has a number by its own name, so that no other name has to stand for it: `dL/dh1 = 0.2`."""
        found: set[Target] = set()
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row):
                if cell.kind is Kind.TEXT:
                    names = [each.name for each in statements(cell.text) if readable(Cell(Kind.TEXT, each.value))]
                    beside = next((other for other in row[c + 1 :] if other.kind is not Kind.BLANK), BLANK)
                    names += [cell.text] if readable(beside) or readable(self.cell(r + 1, c)) else []
                    found |= {t for name in names for t in self.vocabulary.find(name, self.problem_at(r))}
        return frozenset(found)

    def restates(self, text: str, row: int, cell: Cell) -> bool:
        """Whether a cell among gradients says again what is given, or was answered before: `h1 = 0.79`."""
        headed = self.headed_at(row)
        number = worth(cell) if headed.slopes or headed.back else None
        if not isinstance(number, Number):
            return False
        for target in self.named(text.strip(), row):
            told, given = self.told.get(target), self._given(target)
            if told and abs(told.value - number.value) <= max(told.unit, number.unit):
                return True
            if number.value == given:
                return True
        return False

    def differs_from_given(self, text: str, row: int, cell: Cell) -> bool:
        """Whether a number beside the name of a given is another than the given's, so that it must mean something else.

        Not after the update, where it has another; nor of a sample, or of a whole array.
        """
        number = worth(cell)
        if not isinstance(number, Number) or self.updated_at(row) or self.sample_at(row):
            return False
        values = [self._given(target) for target in self.vocabulary.find(text, self.problem_at(row))]
        known = [value for value in values if value is not None]
        return bool(known) and all(abs(number.value - value) > max(number.unit, 1e-9) for value in known)

    def _given(self, target: Target) -> float | None:
        """The number of a given, or of its element; None of what has none, or several."""
        values = self.vocabulary.symbols[target.problem, target.quantity].values
        for index in target.index or ():
            values = values[index - 1] if isinstance(values, tuple) and 0 < index <= len(values) else None
        return values if isinstance(values, float) else None

    def named(self, text: str, row: int, problem: str | None = None, updated: bool = False) -> tuple[Target, ...]:
        """The quantities that a text in a row names, givens too, and the rows of a sample that is spoken of there."""
        headed = self.headed_at(row)
        problem, updated = problem or headed.problem, updated or headed.updated
        if stage := self._stages.get(row):
            return tuple(dict.fromkeys(stage.meant(self.vocabulary.find(text, problem), self.vocabulary)))
        behind = sample_behind(text) if self._sections else None
        sample = self.sample_at(row)
        if behind is None:
            find = self.vocabulary.find
            return self.vocabulary.of_sample(text, sample, problem, updated) if sample else find(text, problem, updated)
        if sample not in (0, behind[1]):
            return ()
        found = self.vocabulary.of_sample(*behind, problem, updated)
        return tuple(target for target in found if self.has_samples(target))

    def _is_row(self, target: Target) -> bool:
        """Whether a target is several elements of its quantity: the row of a sample."""
        return target.index is not None and bool(self.symbol(target).at)

    def has_samples(self, target: Target) -> bool:
        """Whether a target's quantity has a row a sample."""
        return self.vocabulary.symbols[target.problem, target.quantity].samples

    def answers_with_name(self, named: Spot, spot: Spot) -> bool:
        """Whether the name at a spot is itself a formula for what is named elsewhere: `p1` for `dL/dz1`.

        It is where a formula is asked for, and the name is none that the same problem asks for.
        """
        problems = {target.problem for target in self.names(named) if self.symbol(target).formula}
        meant = self.vocabulary.find(self.cell(*spot).text.strip(), self.problem_at(spot[0]))
        return bool(problems and meant) and not any(t.problem in problems and self.symbol(t).asked for t in meant)

    def is_given(self, text: str, row: int) -> bool:
        """Whether a text names nothing but what is given."""
        found = self.vocabulary.find(text, self.problem_at(row), updated=self.updated_at(row))
        return bool(found) and all(self.symbol(target).given for target in found)

    # ---- headings -------------------------------------------------------------------------------------------------

    @cached_property
    def _headings(self) -> tuple[list[Headed], Headed]:
        found, last = headings(self.sheet.name, self.rows, self.vocabulary, self.problems, self.above)
        self._stages = stages(self.rows, [headed.problem for headed in found], self.vocabulary)
        for row, stage in self._stages.items():
            found[row] = found[row]._replace(updated=stage.step > 1)
        if second := [row for row, stage in self._stages.items() if stage.step > 1]:
            name = shortened(self.cell(second[0], 0).text)
            self.remark((second[0], 0), f"names under '{name}' were taken for the values of the second step")
        return found, last

    @property
    def headed(self) -> Headed:
        """What the headings say that holds for a sheet that goes on from this one."""
        return self._headings[1]

    def headed_at(self, row: int) -> Headed:
        """What the headings above a row say."""
        found = self._headings[0]
        return found[row] if 0 <= row < len(found) else Headed()

    def update_from(self, row: int) -> None:
        """From this row on values are those after the update: a table has repeated an earlier one's headings."""
        found = self._headings[0]
        found[row:] = [each._replace(updated=True) for each in found[row:]]
        self._named.clear()

    @cached_property
    def problems(self) -> Problems:
        """The problems, as the headings of the file speak of them."""
        numbers = of_sheets([self.sheet], self.vocabulary) if self.numbers is None else self.numbers
        return Problems(self.vocabulary, numbers)

    def problem_at(self, row: int) -> str | None:
        """The problem that the headings above a row name; None where they name none."""
        return self.headed_at(row).problem

    def updated_at(self, row: int) -> bool:
        """Whether the headings above a row say that the update is past."""
        return self.headed_at(row).updated

    @cached_property
    def _sections(self) -> list[Section]:
        named = sample_heading(self.sheet.name) if self.sheet.name else None
        above = self.of_above
        if named and named[0]:
            above = Section(named[0], above.heard | {named[0]})
        return sections(self.rows, self.vocabulary, above)

    @property
    def last_section(self) -> Section:
        """What the headings down to the end say of samples."""
        return self._sections[-1] if self._sections else self.of_above

    def sample_at(self, row: int) -> int:
        """The sample that the headings above a row speak of, from 1; 0 for none."""
        return self._sections[row].sample if 0 <= row < len(self._sections) else 0

    def said(self, spot: Spot) -> str:
        """The text at a spot, without a sample in front of it: `z = 0.5` of `Sample 1: z = 0.5`."""
        rest = self._sections[spot[0]].rest if spot[0] < len(self._sections) else None
        return self.cell(*spot).text if rest is None else rest

    # ---- answering ------------------------------------------------------------------------------------------------

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

    def enter_all(self, target: Target, name: str, text: str, number: Worth, spot: Spot, note: str = "") -> None:
        """Enters an answer; of a whole array one formula for all of its elements, and never one number."""
        meant = self.symbol(target).answered(target)
        if meant == (target,) and isinstance(number, Number) and self.vocabulary.is_several(target):
            return
        if isinstance(number, Formula) and meant != (target,):
            number = number._replace(whole=True)
        for each in meant:
            self.enter(each, name, text, number, spot, note)

    def remark(self, spot: Spot, issue: str) -> None:
        """Notes something that a person should look at."""
        self.remarks.append(Remark(self.sheet.place(*spot), issue))

    def symbol(self, target: Target) -> Symbol:
        """The symbol of a target."""
        return self.vocabulary.symbol(target)
