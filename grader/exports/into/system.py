"""What a kind of gradebook is: how its heading row is known, which of its columns take points, and what it asks."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

Rows = Sequence[Sequence[str]]
"""A table's texts."""


class Item(NamedTuple):
    """A column that takes points."""

    column: int
    title: str
    points: float | None
    """What it is out of; None where the file does not say."""
    comments: int | None = None
    """The column of what is said to the student, if there is one."""
    worded: bool = False
    """Whether it takes the words of a scale in place of points."""


def _nothing_locked(_rows: Rows, _head: int) -> int | None:
    return None


class System(NamedTuple):
    """A kind of gradebook."""

    name: str
    heads: Callable[[Rows, int], bool]
    """Whether a row is its heading row: all rows, and the row's place."""
    items: Callable[[Rows, int], list[Item]]
    """The columns that take points, from all rows and the place of the heading row."""
    percent: bool = False
    """Whether it wants percentages."""
    locale: bool = False
    """Whether numbers follow the language of the course: a decimal comma in files with semicolons."""
    participants: bool = False
    """Whether students are told by Moodle's number for one assignment, in the first column."""
    numbered: str = ""
    """The download whose numbers for students are this gradebook's, too."""
    locked: Callable[[Rows, int], int | None] = _nothing_locked
    """The column that says, in a word for yes or no, whether a grade can be changed; None where there is none."""


def headed(heads: Callable[[Sequence[str]], bool]) -> Callable[[Rows, int], bool]:
    """Whether a row is a heading row, by its own words alone."""
    return lambda rows, place: heads(rows[place])


def number(text: str) -> float | None:
    """The number that a cell holds, with a point or a comma; None where it holds none."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
