"""Which convention a download follows, and what its paths say under it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from grader.answers.containers.encoding import decoded
from grader.answers.downloads.conventions import CONVENTIONS, Convention
from grader.answers.downloads.found import File, Found
from grader.answers.downloads.times import time_of
from grader.answers.downloads.timesheets import Timesheet
from grader.answers.downloads.told import around
from grader.answers.downloads.work import Piece
from grader.answers.record import ContainerError, Person
from grader.errors import Attention

SHARE = 0.5
"""Of the files that must follow a convention before it claims the download."""
SAMPLE = 400
"""Files that are looked at to choose a convention, evenly over the download."""


def claimant(found: Found) -> Convention | None:
    """The convention that a download follows: the one that most of its files keep to; None when it is plain."""
    files = found.files[:: max(1, len(found.files) // SAMPLE)]
    scores = [(_kept(convention, found, files), -rank) for rank, convention in enumerate(CONVENTIONS)]
    best, rank = max(scores)
    return CONVENTIONS[-rank] if best > SHARE * len(files) else None


def _kept(convention: Convention, found: Found, files: list[File]) -> int:
    paths = [found.below(file.path) for file in files]
    if not any(map(convention.sign.search, paths)):
        return 0
    own = [path for path in paths if convention.pattern.fullmatch(path)]
    return len(own) and len({*own, *filter(convention.side.fullmatch, paths)})


class Claim:
    """A download under its convention."""

    def __init__(self, convention: Convention, found: Found, sheets: Sequence[File] = ()) -> None:
        """`sheets` are not of the download, and may tell when work was handed in."""
        self.convention = convention
        self._found = found
        matches = filter(None, map(self._person_of, found.files))
        self.told = convention.tells(found, [match.groupdict(default="") for match in matches])
        self.timesheet = Timesheet((file for file in found.files if self._person_of(file) is None), sheets)
        self.side = [file for file in found.files if self._is_side(file)]
        self._sides = {file.path for file in self.side}
        self.stamps = dict(_stamps(self.side))
        self._numbered = self._of_one_name([*(file.path for file in found.files), *(f"{p}/-" for p in found.empty)])

    def _person_of(self, file: File) -> re.Match[str] | None:
        return self.convention.pattern.fullmatch(self._found.below(file.path))

    def is_side(self, file: File) -> bool:
        """Whether the system put the file there."""
        return file.path in self._sides

    def _is_side(self, file: File) -> bool:
        if file.path in self.timesheet.paths or self.told.is_own(file):
            return True
        if file.path in self.told.typed:
            return False
        return self.convention.side.fullmatch(self._found.below(file.path)) is not None

    def piece(self, file: File) -> Piece | None:
        """Whose file it is; None of a file that does not keep to the convention."""
        match = self._person_of(file)
        if match is None:
            return None
        given = match.groupdict(default="")
        late = True if given.get("late") or given.get("late1") else None
        piece = Piece(
            _person(given),
            self.told.typed.get(file.path, file.source),
            time_of(given.get("when", "")),
            late,
            int((given.get("attempt") or given.get("copy", ""))[:12] or 0),
            copies="copy" in given,
        )
        called = (given.get("file") or given.get("file1", "")).rpartition("/")[2]
        piece = piece._replace(task=given.get("task", ""), when=piece.when or self._stamp(file), name=called)
        piece = self.told.named(file, given, piece)
        if (name := _numbered(piece.person.name, given)) in self._numbered and piece.person == Person(
            piece.person.name
        ):
            piece = piece._replace(person=Person(name))
        piece = self.timesheet.told(piece)
        # A system that marks in its names what is late says of any other file that it is in time.
        marks = "late" in self.convention.pattern.groupindex
        return piece._replace(late=False) if marks and piece.late is None and piece.when is None else piece

    def folders(self) -> Iterator[str]:
        """Where a student's files would lie in the folders that hold the system's own, which may hold nothing else."""
        for file in self.side:
            folder, _, _ = file.path.rpartition("/")
            if folder and not self.is_sides(folder):
                yield from (folder, f"{folder}/Submission attachment(s)")

    def is_sides(self, folder: str) -> bool:
        """Whether a folder is for files of the system's, or of teachers, alone."""
        return self.convention.side.fullmatch(self._found.below(f"{folder}/-")) is not None

    def doubts(self, pieces: Iterable[Piece]) -> Iterator[Attention]:
        """What may be attempts of one student, as they are numbered as those of several; times that are not clear."""
        yield from self.timesheet.doubts
        told: set[str] = set()
        for piece in pieces:
            name = self._numbered.get(piece.person.name, "")
            if name and name not in told:
                told.add(name)
                issue = f"the folders of '{name}' begin with several numbers: graded as students of one name"
                todo = "if they are attempts of one, grade with only the folder that counts"
                yield Attention(piece.source.path, "", f"{issue} ({todo})")

    def _of_one_name(self, paths: Iterable[str]) -> dict[str, str]:
        """The names that come with several numbers: by the name with a number, the name."""
        numbers: dict[str, set[str]] = {}
        numbering = "number" in self.convention.pattern.groupindex
        for path in set(paths) if numbering else ():
            match = self.convention.pattern.fullmatch(self._found.below(path))
            given = match.groupdict(default="") if match else {}
            if given.get("number") and _person(given) == Person(_person(given).name):
                numbers.setdefault(_person(given).name, set()).add(_numbered(_person(given).name, given))
        return {numbered: name for name, found in numbers.items() if len(found) > 1 for numbered in found}

    def _stamp(self, file: File) -> datetime | None:
        """The time in the `timestamp.txt` of the student's folder."""
        return around(file.path, self.stamps)


def _person(given: dict[str, str]) -> Person:
    # What stands for a name where nobody may know it is not held against the numbers of a class list.
    name = given.get("name") or given.get("group") or given.get("anonymous", "")
    login = given.get("login") or given.get("login1", "")
    return Person(name.strip(), given.get("id", ""), login, given.get("email", ""))


def _numbered(name: str, given: dict[str, str]) -> str:
    """A name with what tells it from others like it; a class list has no such name, and nobody is guessed by it."""
    return f"{name} ({given.get('number', '')})"


def _stamps(files: Iterable[File]) -> Iterator[tuple[str, datetime]]:
    """By folder, the time that Sakai and nbgrader leave in a file of its own."""
    for file in files:
        folder, _, name = file.path.rpartition("/")
        if name == "timestamp.txt":
            with suppress(ContainerError):
                when = time_of(decoded(file.source.read())[0][:100])
                if when:
                    yield folder, when
