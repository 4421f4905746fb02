"""One work to one submission: its files opened, their sheets laid out, whatever is in them."""

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from grader.answers.bundle import is_bundle, unbundled
from grader.answers.containers import open_container
from grader.answers.downloads import Work
from grader.answers.gathering import gathered
from grader.answers.looking import Looking
from grader.answers.record import Answer, ContainerError, Remark, Sheet, Source, Submission
from grader.answers.rightful import of_files, rightful
from grader.answers.uploads import without_other_uploads
from grader.errors import Attention, Weight
from grader.numbers import Unreadable

if TYPE_CHECKING:
    from grader.notation import Target, Vocabulary

Layouts = Callable[[Sequence[Sheet], "Vocabulary"], tuple[Sequence[Answer], Sequence[Remark]]]
"""Sheets to answers: the face of the room of layouts."""

LONGEST = 6.0
"""Seconds of computing after which no further file of a student is opened: thousands of times what homework takes."""
MOST_TOLD = 500
"""Rows of a student's work that are told to a person, beside one for each of its files."""
PROGRAMS = (
    ".py", ".m", ".r", ".jl", ".java", ".c", ".cc", ".cpp", ".h", ".hpp", ".cs", ".js", ".ts", ".go", ".rs", ".rb",
    ".kt", ".scala", ".swift", ".lua", ".f90", ".sh",
)  # fmt: skip
"""Ends of the names of programs: `E = 0` begins a sum there, and is no answer. They are read where nothing else is."""


_LAST = "the last counts (if another should, keep that one alone)"
"""Which of several files answers that differ are taken from; nobody knows when each was written."""
_RUBRIC = re.compile(rb"^\s*\[+\s*(?:problem\s*\.\s*)?(?:given|forward|marks)\s*\]", re.MULTILINE)
"""A heading that a rubric has: its numbers are the course's, and its formulas no answers."""


def read_work(work: Work, vocabulary: "Vocabulary", layouts: Layouts) -> Submission:
    """What one student handed in. It depends on nothing else, and no content of a file makes it raise."""
    reading = _Reading(work, len(work.sources) > 1 or any(map(is_bundle, work.sources)))
    programs = []
    for source in reading.sources(work):
        if source.path.lower().endswith(PROGRAMS):
            programs.append(source)
        elif _is_rubric(source):
            reading.tell(source.path, "", "is a rubric, not answers: it was not read", Weight.SETTLED)
        else:
            reading.read(source, work, vocabulary, layouts)
    for source in programs:
        if reading.answered:
            reading.tell(source.path, "", "is a program: not read, as there are answers beside it", Weight.SETTLED)
        else:
            reading.read(source, work, vocabulary, layouts)
    answered = reading.answered
    if reading.opened and not answered:
        issue = "nothing in it answers what was asked" if reading.answers else "no answers were found in it"
        told = {row.submission for row in reading.attention if not row.place}
        for source in work.sources:
            if source.path not in told:
                reading.tell(source.path, "", issue)
    reading.settle(work.uploads)
    attention = reading.attention if answered else [replace(told, weight=Weight.LOST) for told in reading.attention]
    return Submission(
        work.student,
        tuple(source.path for source in work.sources),
        tuple(reading.answers),
        tuple(_bounded(gathered(attention))),
        work.members,
        work.when,
        work.late,
        work.person,
        answered,
        reading.digest.hexdigest(),
        reading.opened,
    )


def _bounded(attention: Sequence[Attention]) -> list[Attention]:
    """What is told of a work: all that is told of whole files, and the first of what is told of places in them."""
    placed = [told for told in attention if told.place]
    if len(placed) <= MOST_TOLD:
        return list(attention)
    first, more = placed[MOST_TOLD], len(placed) - MOST_TOLD
    dropped = set(map(id, placed[MOST_TOLD:]))
    said = Attention(first.submission, first.place, f"from here on there are {more:,} more things to look at")
    return [*(told for told in attention if id(told) not in dropped), said]


def _is_rubric(source: Source) -> bool:
    """Whether a file is the course's own, which a student has put beside the answers."""
    try:
        return source.path.lower().endswith(".toml") and _RUBRIC.search(source.read()) is not None
    except ContainerError:
        return False


def each_member(submission: Submission) -> tuple[Submission, ...]:
    """A submission for each member of its group, the first with what needs attention; of a single student, itself."""
    if not submission.members:
        return (submission,)
    return tuple(
        replace(submission, student=member.label, person=member, attention=submission.attention if first == 0 else ())
        for first, member in enumerate(submission.members)
    )


class _Reading:
    """What has been read of a work so far."""

    def __init__(self, work: Work, several: bool) -> None:
        self.several = several
        """Whether places must say in which file they are."""
        self.answers: list[Answer] = []
        self.paths: list[str] = []
        """The file of each answer, where there are several."""
        self.attention: list[Attention] = []
        self.looking = Looking()
        self.until = time.process_time() + LONGEST if several else 0.0
        """When no further file is opened; asking for the time costs more than many a file, so that one alone is not."""
        self.opened = bool(work.sheets)
        self.digest = hashlib.sha256()
        """Of the very bytes that were read; of a row of a form, of that row."""
        for sheet in work.sheets:
            self.digest.update(repr(sheet.rows).encode("utf-8", "surrogatepass"))

    @property
    def answered(self) -> bool:
        """Whether anything that was asked for has been answered."""
        return any(answer.target for answer in self.answers)

    def read(self, source: Source, work: Work, vocabulary: "Vocabulary", layouts: Layouts) -> None:
        """Take the answers in one file; of a form's response, those in its row."""
        sheets = list(work.sheets) or self.sheets(source)
        if sheets:
            self.lay_out(source, list(self.within(source, sheets)), vocabulary, layouts)

    def tell(self, path: str, place: str, issue: str, weight: Weight = Weight.LOOK) -> None:
        self.attention.append(Attention(path, place, issue, weight))

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
            rows = self.looking.rows(sheet)
            if rows < len(sheet.rows):
                place = sheet.place(rows)
                self.tell(source.path, place, "nothing from here on was looked at: no homework has as much in it")
                sheet.rows, sheet.form = sheet.rows[:rows], None
            yield sheet

    def settle(self, uploads: Sequence[Sequence[str]]) -> None:
        """Of one quantity answered in several files the last that can be read counts; where they differ, it is told.

        Of an array it is told once for each pair of files. Of `uploads` of one file one counts.
        """
        if not self.several:
            return
        counting, of_uploads = without_other_uploads(list(zip(self.paths, self.answers, strict=True)), uploads)
        self.paths, self.answers = [path for path, _ in counting], [answer for _, answer in counting]
        self.attention += of_uploads
        self.keep_rightful()
        self.tell_twice()
        given = [answer for answer in self.answers if answer.target and answer.number is not None]
        given.sort(key=lambda answer: not isinstance(answer.number, Unreadable))
        last = {answer.target: answer for answer in given}
        kept, paths = [], []
        differ: dict[tuple[str, ...], dict[tuple[str, str], None]] = {}
        for path, answer in zip(self.paths, self.answers, strict=True):
            other = last.get(answer.target, answer) if answer.target else answer
            if other is answer:
                kept.append(answer)
                paths.append(path)
            elif answer.number is not None and answer.text.strip() != other.text.strip():
                what = _LAST if not isinstance(answer.number, Unreadable) else "what can be read counts"
                said = f"'{answer.name}' is '{answer.text}' here and '{other.text}' at {other.place}"
                where = (path, other.place.partition(": ")[0], what, answer.target.quantity if answer.target else "")
                differ.setdefault(where, {})[answer.place, said] = None  # once, whatever many problems ask for it
        self.answers, self.paths = kept, paths
        for (path, _, what, *_), told in differ.items():
            place, said = next(iter(told))
            more = f" ({len(told):,} of its elements differ)" if len(told) > 1 else ""
            self.tell(path, place, f"{said}{more}; {what}")

    def keep_rightful(self) -> None:
        """An answer to a name of several problems counts for that of its file, and for no other that a file answers."""
        counts = rightful(self.answers, of_files(self.paths, self.answers))
        self.answers = [answer for answer, does in zip(self.answers, counts, strict=True) if does]
        self.paths = [path for path, does in zip(self.paths, counts, strict=True) if does]

    def tell_twice(self) -> None:
        """Of each file after the first, how much of what it answers is answered in those before it, too."""
        before: dict[Target, str] = {}
        for path, answers in groupby(zip(self.paths, self.answers, strict=True), key=itemgetter(0)):
            targets = {answer.target for _, answer in answers if answer.target and answer.number is not None}
            files = dict.fromkeys(before[target].rpartition("/")[2] for target in sorted(targets & before.keys()))
            if files:
                both = len({target[1:] for target in targets & before.keys()})  # whatever many problems ask for it
                said = ", ".join(f"'{file}'" for file in files)
                issue = f"answers {both:,} of the quantities that {said} answers, too"
                self.tell(path, "", f"{issue}: of each the last that can be read counts", Weight.SETTLED)
            before |= dict.fromkeys(targets, path)

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
            self.paths += [source.path] * len(answers)
        self.answers += answers
        for remark in remarks:
            self.tell(source.path, remark.place, remark.issue, remark.weight)
