"""Places and kinds of error: what is said to a person, and where it happened.

Every message reads `PLACE: what is wrong (what to do)`, in lower case, with the text as written in quotes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where, and what to do about it.

    >>> print(Fault("hw1.toml:3:6", "unknown name 'h3'", "did you mean 'h1'?"))
    hw1.toml:3:6: unknown name 'h3' (did you mean 'h1'?)
    """

    place: str
    what: str
    todo: str = ""
    excerpt: str = ""
    """The line at fault with a caret under the word, for a terminal; empty where there is no text to show."""

    def __str__(self) -> str:
        """The message on one line, without the excerpt."""
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.what} ({self.todo})" if self.todo else f"{place}{self.what}"


class Weight(IntEnum):
    """How much is at stake in what a person should look at: the gravest come first."""

    LOST = 0
    """Work without marks; points, rulings and penalties for being late that did not arrive."""
    LOOK = 1
    """Something that may be meant otherwise than it was taken."""
    SETTLED = 2
    """What a rule has decided, and is told so that nobody wonders."""


@dataclass(frozen=True, slots=True, order=True)
class Attention:
    """Something that a person should look at: a row of `attention.csv`. It never stops the run."""

    submission: str
    """The file or student it concerns, as found under SUBMISSIONS (a path with `/`, or a name)."""
    place: str
    """Where in the submission: `line 4`, `Sheet1!B7`, a quantity; empty when it is the whole of it."""
    issue: str
    weight: Weight = Weight.LOOK


class GradeError(Exception):
    """Nothing can be done until these faults are mended: the command prints them all and exits with 2."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RubricError(GradeError):
    """The faults of a rubric, all at once."""


class FormulaError(ValueError):
    """A formula that cannot be read or used; `start` and `end` bound the word at fault, counted from 0."""

    def __init__(self, what: str, start: int = 0, end: int | None = None, todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo
        self.start = start
        self.end = start + 1 if end is None else end
