"""What the names on a sheet mean, given the headings above them and what was answered before."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import accumulate

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.headings.above import Above
from grader.answers.layouts.headings.instants import numbered
from grader.answers.layouts.references import references
from grader.answers.layouts.text.statements import listed, statements
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import BLANK, Cell, Kind
from grader.notation import Target, sample_behind
from grader.numbers import Number, read_numbers


@dataclass
class Meaning(Above):
    """A sheet with its headings, and with the numbers told so far."""

    told: dict[Target, Number] = field(default_factory=dict)
    """The numbers answered so far, on this sheet and those before it."""
    _named: dict[Spot, tuple[Target, ...]] = field(default_factory=dict)
    _turned: set[str] = field(default_factory=set)
    """Names that were taken for the gradients of what they name, as that was answered before."""

    def update_from(self, row: int) -> None:
        """From this row on values are those after the update: a table has repeated an earlier one's headings."""
        super().update_from(row)
        self._named.clear()

    def names(self, spot: Spot, problem: str | None = None) -> tuple[Target, ...]:
        """What the text at a spot names, given the headings above it; nothing where it answers another name."""
        return () if spot in self.references else self._names(spot, problem)

    @cached_property
    def references(self) -> frozenset[Spot]:
        """The spots of the names that only answer those in front of them."""
        texts = ((r, c) for r, row in enumerate(self.rows) for c, cell in enumerate(row) if cell.kind is Kind.TEXT)
        return references(self, {spot: found for spot in texts if (found := self._names(spot))})

    def _names(self, spot: Spot, problem: str | None = None) -> tuple[Target, ...]:
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
                    names += [each.name for each in listed(cell.text) if each.numbers]
                    beside = next((other for other in row[c + 1 :] if other.kind is not Kind.BLANK), BLANK)
                    names += [cell.text] if any(map(_tells, (beside, self.cell(r + 1, c)))) else []
                    found |= {t for name in names for t in self.vocabulary.find(name, self.problem_at(r))}
        return frozenset(found)

    @cached_property
    def renewals(self) -> Counter[str]:
        """How often each name is given a new value on the sheet."""
        texts = (cell.text for row in self.rows for cell in row if cell.kind is Kind.TEXT)
        said = (each for text in texts for each in statements(text))
        return Counter(each.name for each in said if each.assigned or each.changes_itself)

    def restates(self, text: str, row: int, cell: Cell) -> bool:
        """Whether a cell among gradients says again what is given, or was answered before: `h1 = 0.79`."""
        headed = self.headed_at(row)
        number = worth(cell) if headed.slopes or headed.back else None
        if not isinstance(number, Number):
            return False
        for target in self.named(text.strip(), row):
            told, given = self.told.get(target), self.vocabulary.value(target)
            if told and abs(told.value - number.value) <= max(told.unit, number.unit):
                return True
            if number.value == given:
                return True
        return False

    def named(self, text: str, row: int, problem: str | None = None, updated: bool = False) -> tuple[Target, ...]:
        """The quantities that a text in a row names, givens too, and the rows of a sample that is spoken of there."""
        headed = self.headed_at(row)
        renewed, problem, updated = updated, problem or headed.problem, updated or headed.updated
        if stage := self.stage_at(row):
            found = self._of_the_problem_spoken_of(self.vocabulary.find(text, problem), row)
            return tuple(dict.fromkeys(stage.meant(found, self.vocabulary, renewed)))
        if found := self._at_instant(text, row, problem, updated):
            return self._of_the_problem_spoken_of(found, row)
        behind = sample_behind(text) if self._sections else None
        sample = self.sample_at(row)
        if behind is None:
            find = partial(self.vocabulary.of_sample, text, sample) if sample else partial(self.vocabulary.find, text)
            return self._of_the_problem_spoken_of(find(problem, updated), row)
        if sample not in (0, behind[1]):
            return ()
        found = self.vocabulary.of_sample(*behind, problem, updated)
        return tuple(target for target in found if self.has_samples(target))

    def _at_instant(self, text: str, row: int, problem: str | None, updated: bool) -> tuple[Target, ...]:
        """What a text names by what it is at the point of time that is spoken of in a row; nothing of any other."""
        instant = self.instant_at(row)
        return numbered(text, instant, self.vocabulary, problem, updated) if instant else ()

    def in_words(self, text: str, row: int) -> tuple[str, ...]:
        """The names of what a phrase of words means, that of the problem spoken of in a row first."""
        names = self.vocabulary.in_words(text)
        if len(names) < 2:
            return names
        every = tuple(target for name in names for target in self.named(name, row))
        there = set(self._of_the_problem_spoken_of(every, row))
        return tuple(sorted(names, key=lambda name: there.isdisjoint(self.named(name, row))))

    def _of_the_problem_spoken_of(self, found: tuple[Target, ...], row: int) -> tuple[Target, ...]:
        """Of different quantities that a word means in several problems, `loss`, that of the problem spoken of there.

        No heading says which that is. The same quantity in several problems is an answer to each of them.
        """
        if len({target.quantity for target in found}) < 2:
            return found
        return tuple(target for target in found if target.problem == self.problem_spoken_of[row]) or found

    @cached_property
    def problem_spoken_of(self) -> list[str]:
        """By row the problem that is spoken of in it, or last before it; before the first, that one."""
        spoken = self._problem_named
        first = next(filter(None, spoken), "")
        return list(accumulate(spoken, lambda before, now: now or before, initial=first))[1:]

    @cached_property
    def _problem_named(self) -> list[str]:
        """By row the one problem that all of its names may be of; empty where there is none, or several."""
        rows = []
        for row in self.rows:
            texts = [cell.text for cell in row if cell.kind is Kind.TEXT]
            said = [[each.name for each in statements(text)] or [text.strip().rstrip(":= ")] for text in texts]
            meant = ({t.problem for t in self.vocabulary.find(name)} for names in said for name in names)
            known = list(filter(None, meant))
            problems = set.intersection(*known) if known else set()
            rows.append(problems.pop() if len(problems) == 1 else "")
        return rows

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
        asked = (self.problem_at(row), self.updated_at(row))
        found = self._at_instant(text, row, *asked) or self.vocabulary.find(text, *asked)
        return bool(found) and all(self.symbol(target).given for target in found)


def _tells(cell: Cell) -> bool:
    """Whether a cell holds a number, or a list of numbers."""
    return bool(readable(cell)) or (cell.kind is Kind.TEXT and bool(read_numbers(cell.text)))
