"""Steps of training under headings of their own: `Step 1` and `Step 2`, with the same names under both.

Where the samples are trained on one by one, `Sample 2` heads a step as well.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from grader.answers.layouts.headings.headed import Headed, headings
from grader.answers.layouts.headings.problems import Problems
from grader.answers.layouts.text.statements import statements
from grader.answers.layouts.text.words import corrects
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import BLANK, Cell, Kind, Sheet
from grader.notation import StepHeading, Target, Vocabulary, after_update, sample_heading, step_heading
from grader.numbers import Number

_REPEATED = 3
"""So many names at least stand under one heading and the next with other values, where the headings may number
anything: else the second part says the first again. One is enough where they speak of rounds of training."""


class Stage(NamedTuple):
    """What a row under such a heading says."""

    step: int
    """From 1."""
    past: bool
    """Whether what a parameter's name stands for is its value after this step."""
    updated: bool = False
    """Whether all that is named is, as a heading within the step says so."""
    rest: str | None = None
    """What the row itself says behind its heading: `Epoch 1: loss = 0.3`."""

    def meant(self, found: Iterable[Target], vocabulary: Vocabulary, updated: bool = False) -> Iterator[Target]:
        """What is meant by what names mean without their heading: so many primes more.

        `updated`: the name itself is given a new value.
        """
        for target in found:
            after = self.updated or updated or (self.past and vocabulary.symbol(target).given)
            most = vocabulary.trained.get(target.problem, 0)
            later = vocabulary.steps_on(target, min(self.step - 1 + after, most))
            if later or self.step <= most:
                yield later or target  # past the last step what there is not is nobody's: its gradients


class _Line(NamedTuple):
    """A row of one of the sheets; the name of a sheet stands before its first."""

    sheet: int
    row: int
    head: StepHeading | None
    problem: str | None


class _Part(NamedTuple):
    """The lines under a heading."""

    step: int
    lines: list[_Line]


def stages(
    sheets: Sequence[Sheet], vocabulary: Vocabulary, numbers: Mapping[str, str], above: Headed | None = None
) -> list[Mapping[int, Stage]]:
    """For each sheet, by row the step that it is about; `numbers` are those of `of_sheets`.

    Only where it is clear: the headings count the steps in order, in a problem that trains, with the same names
    under them and other values, and no name under a later one that says its step itself. Where there is one step alone,
    the headings speak of rounds of training.
    """
    nothing: list[Mapping[int, Stage]] = [{} for _ in sheets]
    most = vocabulary.steps or vocabulary.trained
    heads = _counting(sheets, vocabulary)
    if not most or not any(heads(cell.text) for cell in _alone(sheets)):
        return nothing
    lines = list(_lines(sheets, vocabulary, numbers, above, heads))
    for after in (False, True):
        parts = _parts(lines, after)
        problems = {line.problem for part in parts for line in part.lines if line.head}
        problem = problems.pop() if len(problems) == 1 else None
        problem = next(iter(most)) if problem is None and len(most) == 1 else problem
        if problem is not None and problem in most and len(parts) > 1 and parts[-1].step <= most[problem] + 1:
            found = _Reading(sheets, parts, problem, vocabulary)
            sure = all(line.head.sure for line in lines if line.head)
            if (sure or most[problem] > 1) and found.clear(1 if sure else _REPEATED):
                return found.stages()
    return nothing


def _alone(sheets: Sequence[Sheet]) -> Iterator[Cell]:
    """The cells that stand alone in their rows, and the names of sheets as if they were cells."""
    for sheet in sheets:
        yield Cell(Kind.TEXT, sheet.name)
        for row in sheet.rows:
            filled = [cell for cell in row if cell.kind is not Kind.BLANK]
            if len(filled) == 1 and filled[0].kind is Kind.TEXT:
                yield filled[0]


def _counting(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> Callable[[str], StepHeading | None]:
    """What counts the steps: their headings, and where there is none of these and no row a sample, those of samples."""
    stepped = vocabulary.samples or any(step_heading(cell.text) for cell in _alone(sheets))
    return _heads if stepped else _heads_sample


def _heads(text: str) -> StepHeading | None:
    """What a text says of a step; a second one that is `(corrected)` is the first one again."""
    found = step_heading(text) if text else None
    return None if found and corrects(found.rest) else found


def _heads_sample(text: str) -> StepHeading | None:
    """What a text says of a sample, as if it were of a step."""
    sample = sample_heading(text) if text else None
    return StepHeading(sample[0], False, False, sample[1]) if sample and sample[0] and not corrects(sample[1]) else None


def _lines(
    sheets: Sequence[Sheet],
    vocabulary: Vocabulary,
    numbers: Mapping[str, str],
    above: Headed | None,
    heads: Callable[[str], StepHeading | None],
) -> Iterator[_Line]:
    before = above or Headed()
    for s, sheet in enumerate(sheets):
        found, last = headings(
            sheet.name, sheet.rows, vocabulary, Problems(vocabulary, numbers), before if sheet.follows else Headed()
        )
        yield _Line(s, -1, None if sheet.follows else heads(sheet.name), found[0].problem if found else None)
        for r, row in enumerate(sheet.rows):
            filled = [cell.text for cell in row if cell.kind is not Kind.BLANK]
            yield _Line(s, r, heads(filled[0]) if len(filled) == 1 else None, found[r].problem)
        before = last


def _parts(lines: Sequence[_Line], after: bool) -> list[_Part]:
    """The lines by the step that is headed above them; none where the headings do not count from the first on.

    `after`: what counts are headings of what comes after a step, and all above the first of them is before it.
    """
    parts = [_Part(1, [])] if after else []
    first = next((line.head.step for line in lines if line.head and line.head.after == after), 1)
    for line in lines:
        if line.row < 0 and parts and line.sheet and not line.head:
            break  # what stands on a sheet of its own below the steps is about none of them
        if line.head and line.head.after == after:
            step = line.head.step + (1 if after or not first else 0)
            if step != (parts[-1].step if parts else 0):
                parts.append(_Part(step, []))
        if parts:
            parts[-1].lines.append(line)
    counted = [part.step for part in parts]
    return parts if counted == list(range(1, len(parts) + 1)) else []


class _Reading:
    """The names under the headings of steps, and what is said of them."""

    def __init__(self, sheets: Sequence[Sheet], parts: Sequence[_Part], problem: str, vocabulary: Vocabulary) -> None:
        self._sheets, self._vocabulary, self._problem = sheets, vocabulary, problem
        self._parts = [part._replace(lines=self._within(part)) for part in parts]
        self._said = [dict(each for line in part.lines for each in self._names(line)) for part in self._parts]

    def _within(self, part: _Part) -> list[_Line]:
        """The lines of a part down to where another problem begins."""
        others = (i for i, line in enumerate(part.lines) if line.problem not in (None, self._problem))
        return part.lines[: next(others, len(part.lines))]

    def _row(self, line: _Line) -> list[Cell]:
        return self._sheets[line.sheet].rows[line.row] if line.row >= 0 else []

    def _names(self, line: _Line) -> Iterator[tuple[str, str]]:
        """The names in a line that mean something, and what is said of each."""
        for c, cell in enumerate(self._row(line)):
            if cell.kind is not Kind.TEXT:
                continue
            text = line.head.rest if line.head else cell.text
            said = [(each.name, each.value) for each in statements(text)]
            for name, value in said or [(text.strip().rstrip(":= "), self._beside(line, c).text)]:
                if self._find(name):
                    yield name, value

    def _find(self, name: str) -> tuple[Target, ...]:
        return self._vocabulary.find(name, self._problem)

    def _beside(self, line: _Line, column: int) -> Cell:
        """What is said of a name in a cell of its own: the number beside it, or below it."""
        beside = next((cell for cell in self._row(line)[column + 1 :] if readable(cell)), BLANK)
        return beside if beside is not BLANK else self._sheets[line.sheet].cell(line.row + 1, column)

    def clear(self, needed: int) -> bool:
        """Whether the names are those of a step each: with other values, and none says its step itself."""
        again = [one[name] == two[name] for one, two in pairwise(self._said) for name in one.keys() & two.keys()]
        later = {name for said in self._said[1:] for name in said if any("'" in t.quantity for t in self._find(name))}
        return again.count(False) >= max(needed, again.count(True) + 1) and later <= self._said[0].keys()

    def stages(self) -> list[Mapping[int, Stage]]:
        """By sheet and row the step."""
        found: list[dict[int, Stage]] = [{} for _ in self._sheets]
        renews = self._renews()
        before: dict[Target, Number] = {}
        for part in self._parts:
            past = updated = False
            last = dict(before)
            for line in part.lines:
                if line.row < 0:
                    continue
                updated = self._updated(line, updated)
                values = dict(self._parameters(line))
                now = past or (renews and any(_differ(value, before.get(t)) for t, value in values.items()))
                found[line.sheet][line.row] = Stage(part.step, now, updated, line.head.rest if line.head else None)
                last |= values
                past = past or any("/d" in t.quantity for name, _ in self._names(line) for t in self._find(name))
            before = last
        return list(found)

    def _updated(self, line: _Line, before: bool) -> bool:
        """Whether a heading within a step says that what follows is after it."""
        alone = [cell.text for cell in self._row(line) if cell.kind is not Kind.BLANK]
        if len(alone) != 1 or line.head or statements(alone[0]) or self._find(alone[0]):
            return before
        said = after_update(alone[0])
        return before if said is None else said

    def _parameters(self, line: _Line) -> Iterator[tuple[Target, Number]]:
        """The parameters named by their own names in a line, and their numbers."""
        for name, value in self._names(line):
            number = worth(Cell(Kind.TEXT, value))
            if isinstance(number, Number):
                yield from ((t, number) for t in self._find(name) if self._vocabulary.symbol(t).given)

    def _renews(self) -> bool:
        """Whether a parameter's name stands for its new value at the end of the first step: it is not the given one."""
        last = dict(each for line in self._parts[0].lines for each in self._parameters(line))
        return any(self._vocabulary.renews(target, number.value, number.unit) for target, number in last.items())


def _differ(one: Number, other: Number | None) -> bool:
    return other is None or abs(one.value - other.value) > max(one.unit, other.unit)
