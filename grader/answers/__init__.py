"""Files as students hand them in, to answers: downloads are opened, containers read, and layouts understood."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from grader.answers.containers import open_container
from grader.answers.containers.bounds import MAX_FILE
from grader.answers.containers.encoding import decoded, wide
from grader.answers.containers.separated import Field, TableError, TooLargeError, by_width, separated
from grader.answers.containers.tables import open_tables
from grader.answers.crew import read_works
from grader.answers.downloads import ATTEMPTS, LATEST, LAYOUTS, PLAIN, Download, Work, open_download, read_file
from grader.answers.joint import joint
from grader.answers.layouts import lay_out_sheets
from grader.answers.record import Answer, Cell, ContainerError, Formula, Kind, Person, Sheet, Source, Submission
from grader.errors import Attention
from grader.notation import Vocabulary

__all__ = [
    "ATTEMPTS",
    "LATEST",
    "LAYOUTS",
    "MAX_FILE",
    "PLAIN",
    "Answer",
    "Cell",
    "ContainerError",
    "Download",
    "Field",
    "Formula",
    "Intake",
    "Kind",
    "Person",
    "Reading",
    "Sheet",
    "Source",
    "Submission",
    "TableError",
    "TooLargeError",
    "Work",
    "by_width",
    "decoded",
    "joint",
    "open_container",
    "open_download",
    "open_tables",
    "read_again",
    "read_file",
    "read_submissions",
    "read_works",
    "separated",
    "wide",
]


class Reading(NamedTuple):
    """All that was found at a path. Each file is in exactly one of `graded`, `unreadable`, `listed` and `ignored`."""

    layout: str
    """The system whose conventions the download follows, or `plain`."""
    submissions: tuple[Submission, ...]
    """In the order of the students; of a group once for each member."""
    attention: tuple[Attention, ...]
    """What the download itself gave rise to; the submissions have their own."""
    graded: tuple[str, ...]
    """The files of submissions that could be read."""
    unreadable: tuple[str, ...]
    """The files of submissions of which nothing could be read; `attention` of the submission says why."""
    listed: tuple[str, ...]
    """The files that belong to no submission that counts; `attention` says why."""
    ignored: tuple[str, ...]
    damaged: bool = False
    """Whether a download is an archive of which not all could be read."""


class Intake(NamedTuple):
    """How what was handed in is taken in."""

    layout: str = ""
    """One of `LAYOUTS`; empty: the one that most files of a download keep to."""
    attempt: str = LATEST
    """One of `ATTEMPTS`: which of a student's attempts counts."""
    workers: int = 0
    """Processes that read; 0: one for each core."""
    gradebooks: tuple[Path, ...] = ()
    """Those that are to be filled; they may tell when work was handed in."""


def read_submissions(
    path: Path,
    vocabulary: Vocabulary,
    layout: str = "",
    workers: int = 0,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    attempt: str = LATEST,
    given: Collection[Path] = (),
) -> Reading:
    """Every submission at a path: a folder, a zip as an LMS gives it out, or a file.

    `layout`, `attempt` and `given` are those of `open_download`; `workers` processes read (0: one for each core).
    `progress` is told how many of how many works are done, first that none is, when reading has begun.
    What is read of one student depends on nobody else.
    """
    download = open_download(path, layout, attempt, given)
    submissions: list[Submission] = []
    graded: dict[str, None] = {}
    unreadable: dict[str, None] = {}
    of = len(download.works)
    works = read_works(download.works, vocabulary, lay_out_sheets, workers, partial(progress, 0, of))
    for done, members in enumerate(works, 1):
        submissions += members
        (graded if members[0].readable else unreadable).update(dict.fromkeys(members[0].paths))
        progress(done, of)
    return Reading(
        download.layout,
        tuple(submissions),
        download.attention,
        tuple(graded),
        tuple(unreadable),
        download.listed,
        download.ignored,
        download.damaged,
    )


def read_again(
    path: Path,
    vocabulary: Vocabulary,
    files: Sequence[str],
    layout: str = "",
    attempt: str = LATEST,
    given: Collection[Path] = (),
) -> Iterator[Submission]:
    """The submissions at a path that are made of these files, or of some: one, or a row each where a file has many."""
    some = set(files)
    works = [w for w in open_download(path, layout, attempt, given).works if some.issuperset(s.path for s in w.sources)]
    for members in read_works(works, vocabulary, lay_out_sheets, workers=1):
        yield members[0]
