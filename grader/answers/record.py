"""What is read from a submission: cells of sheets, sources of bytes, answers, and the submission they make up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from grader.errors import Attention, Weight

if TYPE_CHECKING:
    from grader.notation import Target
    from grader.numbers import Number, Unreadable


class Kind(Enum):
    """What a cell holds. Seven things that most spreadsheet readers cannot all tell apart."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ERROR = "error"
    """`#DIV/0!` and its like; the text is the code."""
    DATE = "date"
    """A number that the spreadsheet shows as a date or a time, often because it made a date of `3/4` or `1.2`."""
    SPLIT = "split"
    """Two fields of a line that may be one number, parted at its decimal comma."""
    UNCALCULATED = "uncalculated"
    """A formula without a stored value; the text is the formula, which nobody calculates here."""


class Cell(NamedTuple):
    """One cell of a sheet."""

    kind: Kind
    text: str
    """As a person typed or sees it; of a number its shortest decimal text, of an uncalculated formula `=…`."""
    value: float | None = None
    """Of a number and of a date (then the serial number behind it); 0.0 or 1.0 of a boolean; else None."""
    note: str = ""
    """What a person should know of how the cell was read: `shown as a percentage`, `57.87 %`."""
    formula: str = ""
    """The formula behind a stored value, as `=…`, where the file tells it; never calculated."""


BLANK = Cell(Kind.BLANK, "")


class Remark(NamedTuple):
    """Something a person should look at inside a file, before it is known whose file it is."""

    place: str
    issue: str
    weight: Weight = Weight.LOOK


@dataclass(slots=True)
class Sheet:
    """A table of cells: a worksheet, or the whole of a text file.

    Rows may differ in length; a cell that is not there is blank. Rows and columns count from 0 here, as lists do,
    and `place` says them as people do.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    lines: list[int] | None = None
    """Of a text file: the line (from 1) where each row begins; None for a workbook."""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Merged ranges: first row, first column, last row, last column; the value is in the first cell."""
    remarks: list[Remark] = field(default_factory=list)
    follows: bool = False
    """Whether it goes on from the sheet before it, as a table in a text does: headings there hold here."""
    form: object = field(default=None, compare=False, repr=False)
    """Shared by sheets that are known to differ in their numbers alone; None where nothing is known."""

    def place(self, row: int, column: int = 0) -> str:
        """Where a cell stands, in the reader's words.

        >>> Sheet("Sheet1", []).place(6, 1)
        'Sheet1!B7'
        >>> Sheet("", [[]], lines=[4]).place(0, 1)
        'line 4'
        >>> Sheet("cell 2", [[]], lines=[4]).place(0)
        'cell 2, line 4'
        """
        if self.lines is None:
            return f"{self.name}!{column_letters(column)}{row + 1}"
        line = self.lines[row] if row < len(self.lines) else row + 1
        return f"{self.name}, line {line}" if self.name else f"line {line}"

    def cell(self, row: int, column: int) -> Cell:
        """The cell there, blank where the table has none."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return BLANK


def column_letters(column: int) -> str:
    """A column's letters, from its index counted from 0.

    >>> column_letters(0), column_letters(26), column_letters(16383)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Source:
    """A file as found, whose bytes are read only when asked for."""

    path: str
    """As found under SUBMISSIONS, with `/`; a member of a zip is `download.zip/member`."""
    read: Callable[[], bytes]
    """The bytes, up to a limit; raises `ContainerError` when they cannot be had."""


class ContainerError(Exception):
    """A file that cannot be read as a table: what is wrong, and what the student can do about it."""

    def __init__(self, what: str, todo: str = "") -> None:
        super().__init__(what, todo)
        self.what = what
        self.todo = todo

    def __str__(self) -> str:
        return f"{self.what} ({self.todo})" if self.todo else self.what


class Formula(NamedTuple):
    """A formula given as an answer to a symbolic question, in the plain formula language; not yet parsed."""

    text: str
    whole: bool = False
    """Whether it was said of a whole array, so that the element answered is that of its value."""
    defined: tuple[tuple[str, str], ...] = ()
    """What names in it stand for by the student's own words: keys (see `notation.key`), and formulas like this one."""


class Answer(NamedTuple):
    """One answer, where it stands and how it was read."""

    target: Target | None
    """What it answers; None when nobody asked for it."""
    name: str
    """The name it was given, as written."""
    text: str
    """The answer as written, exactly."""
    number: Number | Unreadable | Formula | None
    """What was read from the text; None when it is blank."""
    place: str
    note: str = ""


class Person(NamedTuple):
    """A student, or a group, as a download tells who it is; empty where it does not."""

    name: str = ""
    id: str = ""
    """The number that the learning management system gave the student, or the submission."""
    login: str = ""
    email: str = ""

    @property
    def label(self) -> str:
        """What the student is called in the gradebook: the login, else the name, with the number where there is one.

        >>> Person("Ada Lovelace", "41204").label, Person("Ada Lovelace", login="ada").label, Person(id="7").label
        ('Ada Lovelace (41204)', 'ada', '7')
        """
        numbered = f"{self.name} ({self.id})" if self.name and self.id else self.name or self.id
        return self.login or self.email or numbered


NOBODY = Person()


@dataclass(frozen=True, slots=True)
class Submission:
    """What one student, or one group, handed in for one assignment."""

    student: str
    paths: tuple[str, ...]
    """The files that make it up."""
    answers: tuple[Answer, ...] = ()
    attention: tuple[Attention, ...] = ()
    members: tuple[Person, ...] = ()
    """The students of a group, where the download or the class list tells them; empty when one worked alone."""
    when: datetime | None = None
    late: bool | None = None
    person: Person = NOBODY
    """What is known of the student, for joining with a roster or a gradebook."""
    readable: bool = True
    """False when no file of it could be read at all, or nothing in them answers what was asked: no work to mark."""
    sha256: str = ""
    """The digest of what its files hold, to tell whether it has changed; of parts, one of each."""
    opened: bool = True
    """Whether some file of it could be opened, whatever it holds."""
    by_hand: bool = False
    """Whether a person has marked what could not be read."""

    @property
    def marked(self) -> bool:
        """Whether it has marks."""
        return self.readable or self.by_hand
