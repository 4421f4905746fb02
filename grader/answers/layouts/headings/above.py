"""What the headings of a sheet say of each of its rows: the problem, the step, the sample, whether of gradients."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from grader.answers.layouts.cells import Cells, Spot
from grader.answers.layouts.headings.headed import Headed, headings
from grader.answers.layouts.headings.instants import Instant, Instants, instants
from grader.answers.layouts.headings.problems import Problems, of_sheets
from grader.answers.layouts.headings.sections import Section, sections
from grader.answers.layouts.headings.stages import Stage, stages
from grader.answers.layouts.text.telling import begun
from grader.notation import sample_heading

_COUNTED = {"time": "points of time", "unit": "units", "layer": "layers"}


@dataclass
class Above(Cells):
    """A sheet with its headings."""

    above: Headed = field(default_factory=Headed)
    """What the headings say of the sheet that this one goes on from."""
    of_above: Section = field(default_factory=Section)
    """The sample that the headings above speak of, likewise."""
    numbers: Mapping[str, str] | None = None
    """By number the problem that headings mean by it, in all sheets of a file; None where this is the only one."""
    staged: Mapping[int, Stage] | None = None
    """By row the step of training that it is about, where headings count them; None as above."""

    @cached_property
    def _headings(self) -> tuple[list[Headed], Headed]:
        found, last = headings(self.sheet.name, self.rows, self.vocabulary, self.problems, self.above)
        for row, stage in self._stages.items():
            found[row] = found[row]._replace(updated=stage.step > 1)
        later = sorted({stage.step for stage in self._stages.values()} - {1})
        if later:
            row, stage = next((row, stage) for row, stage in self._stages.items() if stage.step > 1)
            name = begun(self.sheet.name if stage.rest is None else self.cell(row, 0).text)
            steps = "the second step" if later == [2] else "step " + ", ".join(map(str, later))
            self.remark((row, 0), f"names from '{name}' on were taken for the values of {steps}")
        return found, last

    @cached_property
    def _stages(self) -> Mapping[int, Stage]:
        if self.staged is not None:
            return self.staged
        numbers = of_sheets([self.sheet], self.vocabulary) if self.numbers is None else self.numbers
        return stages([self.sheet], self.vocabulary, numbers, self.above)[0]

    def stage_at(self, row: int) -> Stage | None:
        """The step of training that the headings above a row count; None where none does."""
        return self._stages.get(row)

    @cached_property
    def _instants(self) -> Instants:
        found = instants(self.sheet.name, self.rows, self.vocabulary)
        if found.from_zero:
            self.remark((min(found.rows), 0), f"the {_COUNTED[found.of]} are counted from 0 here")
        return found

    def instant_at(self, row: int) -> Instant | None:
        """The point of time that the headings above a row speak of; None where they speak of none."""
        return self._instants.rows.get(row)

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
        """The text at a spot, without a sample or a step in front of it: `z = 0.5` of `Sample 1: z = 0.5`."""
        if (instant := self.instant_at(spot[0])) and instant.column == spot[1]:
            return instant.rest
        if (stage := self.stage_at(spot[0])) and stage.rest is not None:
            return stage.rest
        rest = self._sections[spot[0]].rest if spot[0] < len(self._sections) else None
        return self.cell(*spot).text if rest is None else rest
