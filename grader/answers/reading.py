"""What is read of one work, file by file."""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from grader.answers.bundle import is_bundle, unbundled
from grader.answers.containers import open_container
from grader.answers.downloads import Work
from grader.answers.looking import LEFT_OUT, Looking, blanked
from grader.answers.record import Answer, ContainerError, Remark, Sheet, Source
from grader.answers.several import settled
from grader.answers.uploads import Filed
from grader.errors import Attention, Weight

if TYPE_CHECKING:
    from grader.notation import Vocabulary

Layouts = Callable[[Sequence[Sheet], "Vocabulary"], tuple[Sequence[Answer], Sequence[Remark]]]
"""Sheets to answers: the face of the room of layouts."""

LONGEST = 6.0
"""Seconds of computing after which no further file of a student is opened: thousands of times what homework takes."""


class Reading:
    """What has been read of a work so far."""

    def __init__(self, work: Work, several: bool, asked: int) -> None:
        self.several = several
        """Whether places must say in which file they are."""
        self.filed: list[Filed] = []
        self.attention: list[Attention] = []
        self.looking = Looking(asked)
        self.until = time.process_time() + LONGEST if several else 0.0
        """When no further file is opened; asking for the time costs more than many a file, so that one alone is not."""
        self.opened = bool(work.sheets)
        self.digest = hashlib.sha256()
        """Of the very bytes that were read; of a row of a form, of that row."""
        for sheet in work.sheets:
            self.digest.update(repr(sheet.rows).encode("utf-8", "surrogatepass"))

    @property
    def answers(self) -> list[Answer]:
        """The answers of all files."""
        return [answer for _, answer in self.filed]

    @property
    def answered(self) -> bool:
        """Whether anything that was asked for has been answered."""
        return any(answer.target for _, answer in self.filed)

    def read(self, source: Source, work: Work, vocabulary: "Vocabulary", layouts: Layouts) -> None:
        """Take the answers in one file; of a form's response, those in its row."""
        sheets = list(work.sheets) or self.sheets(source)
        if sheets:
            self.lay_out(source, list(self.within(source, sheets)), vocabulary, layouts)

    def tell(self, path: str, place: str, issue: str, weight: Weight = Weight.LOOK) -> None:
        """Put down what a person should look at, in a file or at a place in it."""
        self.attention.append(Attention(path, place, issue, weight))

    def tell_of_nothing(self, work: Work) -> None:
        """Say of each file of which nothing else is said that it has no answers."""
        issue = "nothing in it answers what was asked" if self.filed else "no answers were found in it"
        told = {row.submission for row in self.attention if not row.place}
        for source in work.sources:
            if source.path not in told:
                self.tell(source.path, "", issue)

    def sources(self, work: Work) -> Iterator[Source]:
        """The files to read: those of the work, and in place of an archive those in it."""
        for source in work.sources:
            for inner in unbundled(source) if is_bundle(source) else (source,):
                if isinstance(inner, Attention):
                    self.attention.append(inner)
                elif self.several and time.process_time() > self.until:
                    self.tell(inner.path, "", "was not read: the files before it took too long")
                else:
                    yield inner

    def sheets(self, source: Source) -> list[Sheet]:
        """The sheets of a file that a person sees; nothing of a file that cannot be read."""
        try:
            sheets = open_container(Source(source.path, partial(self.bytes, source)))
        except ContainerError as error:
            self.tell(source.path, "", str(error))
            return []
        except Exception as error:
            # The last line of defence: one student's file must not cost the others their marks.
            self.tell(source.path, "", f"cannot be read, for a reason of ours: {type(error).__name__} (report it)")
            return []
        self.opened = True
        for sheet in sheets:
            for remark in sheet.remarks:
                self.tell(source.path, remark.place, remark.issue)
        return self.visible(source, sheets)

    def bytes(self, source: Source) -> bytes:
        """The bytes of a file, which count in the digest; of one that cannot be read, that it cannot."""
        try:
            data = source.read()
        except Exception:
            self.digest.update(b"-")
            raise
        self.digest.update(len(data).to_bytes(8, "big"))
        self.digest.update(data)
        return data

    def visible(self, source: Source, sheets: list[Sheet]) -> list[Sheet]:
        """The sheets that are not hidden, unless all are."""
        seen = [sheet for sheet in sheets if not sheet.hidden and any(sheet.rows)]
        if not seen:
            return sheets
        for sheet in sheets:
            if sheet.hidden and any(sheet.rows):
                self.tell(source.path, sheet.name, "the sheet is hidden, and was not graded")
        return seen

    def within(self, source: Source, sheets: list[Sheet]) -> Iterator[Sheet]:
        """The sheets, as far as the cells of a student's work that are looked at."""
        for sheet in sheets:
            for gap in self.looking.gaps(sheet):
                said = LEFT_OUT[gap.alike].format(gap.end - gap.first)
                self.tell(source.path, sheet.place(gap.first), said, Weight.SETTLED if gap.alike else Weight.LOOK)
                sheet.rows, sheet.form = blanked(sheet.rows, gap), None
            yield sheet

    def settle(self, uploads: Sequence[Sequence[str]]) -> None:
        """Of one quantity answered in several files one answer counts; of `uploads` of one file one file does."""
        if self.several:
            self.filed, told = settled(self.filed, uploads)
            self.attention += told

    def lay_out(self, source: Source, sheets: list[Sheet], vocabulary: "Vocabulary", layouts: Layouts) -> None:
        """Take the answers in the sheets of one file."""
        try:
            answers, remarks = layouts(sheets, vocabulary)
        except Exception as error:
            self.tell(source.path, "", f"cannot be laid out, for a reason of ours: {type(error).__name__} (report it)")
            return
        if self.several:
            file = source.path.rpartition("/")[2]
            answers = [answer._replace(place=f"{file}: {answer.place}") for answer in answers]
        self.filed += [(source.path, answer) for answer in answers]
        for remark in remarks:
            self.tell(source.path, remark.place, remark.issue, remark.weight)
