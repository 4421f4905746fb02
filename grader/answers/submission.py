"""One work to one submission: its files opened, their sheets laid out, whatever is in them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.answers.bundle import is_bundle
from grader.answers.downloads import Work
from grader.answers.gathering import gathered
from grader.answers.reading import Layouts, Reading
from grader.answers.record import ContainerError, Source, Submission
from grader.errors import Attention, Weight

if TYPE_CHECKING:
    from grader.notation import Vocabulary

MOST_TOLD = 500
"""Rows of a student's work that are told to a person, beside one for each of its files."""
PROGRAMS = (
    ".py", ".m", ".r", ".jl", ".java", ".c", ".cc", ".cpp", ".h", ".hpp", ".cs", ".js", ".ts", ".go", ".rs", ".rb",
    ".kt", ".scala", ".swift", ".lua", ".f90", ".sh",
)  # fmt: skip
"""Ends of the names of programs: `E = 0` begins a sum there, and is no answer. They are read where nothing else is."""
_RUBRIC = re.compile(rb"^\s*\[+\s*(?:problem\s*\.\s*)?(?:given|forward|marks)\s*\]", re.MULTILINE)
"""A heading that a rubric has: its numbers are the course's, and its formulas no answers."""


def read_work(work: Work, vocabulary: "Vocabulary", layouts: Layouts) -> Submission:
    """What one student handed in. It depends on nothing else, and no content of a file makes it raise."""
    several = len(work.sources) > 1 or any(map(is_bundle, work.sources))
    reading = Reading(work, several, vocabulary.asked)
    _read_files(reading, work, vocabulary, layouts)
    answered = reading.answered
    if reading.opened and not answered:
        reading.tell_of_nothing(work)
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


def _read_files(reading: Reading, work: Work, vocabulary: "Vocabulary", layouts: Layouts) -> None:
    """Reads the files of a work, programs last and only where nothing else answers anything."""
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
