"""What a download is made of: one work a student or group, ready to be read by itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from grader.answers.record import NOBODY, Person, Sheet, Source
from grader.errors import Attention


@dataclass(frozen=True, slots=True)
class Work:
    """What one student or group handed in; it can be sent to another process, and read there."""

    student: str
    """The label: unique in its download."""
    sources: tuple[Source, ...]
    """The files of the attempt that counts, in the order of their paths."""
    person: Person = NOBODY
    members: tuple[Person, ...] = ()
    """The members of a group, where the download tells them."""
    when: datetime | None = None
    late: bool | None = None
    sheets: tuple[Sheet, ...] = ()
    """Sheets that were read already: the student's row of a form's responses."""
    uploads: tuple[tuple[str, ...], ...] = ()
    """The paths of files that may be uploads of one, the one that counts then last."""


class Download(NamedTuple):
    """Everything under one of SUBMISSIONS: each file is in a work, listed in `attention`, or ignored."""

    layout: str
    """The system whose conventions it follows, or `plain`."""
    works: tuple[Work, ...]
    attention: tuple[Attention, ...]
    listed: tuple[str, ...]
    """The files that are not graded, by path; `attention` says why."""
    ignored: tuple[str, ...]
    """System files, and what the learning management system added."""
    damaged: bool = False
    """Whether it is an archive of which not all could be read."""


class Piece(NamedTuple):
    """One file of a student, before the files of one student are put together."""

    person: Person
    source: Source
    when: datetime | None = None
    late: bool | None = None
    attempt: int = 0
    """Which attempt it belongs to, where attempts have numbers."""
    task: str = ""
    """What attempts are counted within."""
    members: tuple[Person, ...] = ()
    name: str = ""
    """What the student called the file; empty where it is called as the student is."""
    copies: bool = False
    """Whether attempts are numbered only as files that are called alike, which those of namesakes are, too."""
