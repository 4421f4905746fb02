"""What a kind of gradebook is: how its heading row is known, which of its columns take points, and what it asks."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from html import escape
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
    wrong: tuple[str, str] | None = None
    """Why it takes no points, and what to do about it; None: it takes them."""
    warning: str = ""
    """What whoever imports it should know of the column."""
    rows: frozenset[int] | None = None
    """The rows that it is of, where a file has several assignments under one another; None: all."""


def in_html(lines: Sequence[str]) -> str:
    """What is said to a student, for a cell whose text is shown as HTML."""
    return "<br>".join(escape(line, quote=False) for line in lines)


def in_words(lines: Sequence[str]) -> str:
    """What is said to a student, for a cell whose text is shown as it stands."""
    return "; ".join(lines)


def in_markdown(lines: Sequence[str]) -> str:
    r"""What is said to a student, for a cell whose text is shown as Markdown.

    >>> in_markdown(["1 of 2 points", "dw_1: 3*x"])
    '1 of 2 points\n\n- dw\\_1: 3\\*x'
    """
    first, *others = [_MARKS.sub(r"\\\g<0>", line) for line in lines]
    return "\n".join([first, *([""] if others else []), *(f"- {line}" for line in others)])


_MARKS = re.compile(r"[\\`*_\[\]<>$#|~]")


def as_reference(character: str) -> str:
    """A character that a file has not, for a cell whose text is shown as HTML or Markdown.

    >>> as_reference("∂")
    '&#8706;'
    """
    return f"&#{ord(character)};"


def as_letter(character: str) -> str:
    """The same for a cell whose text is shown as it stands: as it is typed where there are no other signs.

    >>> [as_letter(c) for c in "∂ŷ₁−"]
    ['d', 'y', '1', '-']
    """
    typed = unicodedata.normalize("NFKD", _TYPED.get(character, character)).encode("ascii", "ignore").decode()
    return typed or ("" if unicodedata.combining(character) else "?")


_TYPED = {"−": "-", "∂": "d", "′": "'", "Σ": "sum", "→": "->", "≈": "~"}


class Heading(NamedTuple):
    """A heading that a kind of gradebook has to have."""

    called: str
    """What it is, where it is told that it is missing."""
    fits: Callable[[str], object]
    first: bool = False
    """Whether it has to be that of the first column."""
    alone: bool = False
    """Whether no other file has it, so that it tells by itself whose gradebook it is in."""


def words(*called: str, first: bool = False) -> Heading:
    """A heading that is one of these words."""
    return Heading(" or ".join(f"'{word}'" for word in called), called.__contains__, first)


def _nothing_locked(_rows: Rows, _head: int) -> int | None:
    return None


def _by_words_alone(_rows: Rows, _head: int) -> bool:
    return False


class System(NamedTuple):
    """A kind of gradebook."""

    name: str
    asks: Sequence[Heading]
    """What stands in its heading row, by which it is known; nothing where only its shape tells."""
    items: Callable[[Rows, int], list[Item]]
    """The columns that take points, from all rows and the place of the heading row."""
    shaped: Callable[[Rows, int], bool] = _by_words_alone
    """Whether a row is its heading row by what stands below: all rows, and the row's place."""
    alone: bool = False
    """Whether a file is of one assignment, so that its column is the one that is meant, whatever it is called."""
    percent: bool = False
    """Whether it wants percentages."""
    separators: str = ",;\t"
    """What may stand between the cells of a file that it takes back."""
    even: bool = False
    """Whether it takes back no file with a row that has more cells than there are headings, or fewer."""
    locale: bool = False
    """Whether numbers follow the language of the course: a decimal comma in files with semicolons."""
    bounded: bool = False
    """Whether it leaves out, without a word, what is more than the column is out of."""
    first: str = ""
    """What is in the first column, as a class list would head it, whatever the heading is there."""
    participants: str = ""
    """The download whose numbers for students, which are of one assignment, stand in the first column."""
    numbered: str = ""
    """The download whose numbers for students are this gradebook's, too."""
    remark: Callable[[Sequence[str]], str] = in_html
    """What is said to a student, as a cell of comments takes it."""
    otherwise: Callable[[str], str] = as_reference
    """What stands there for a character that the file has not."""
    members: str = ""
    """The column that lists who is in a group, where its rows are groups'."""
    locked: Callable[[Rows, int], int | None] = _nothing_locked
    """The column that says, in a word for yes or no, whether a grade can be changed; None where there is none."""

    def heads(self, rows: Rows, place: int) -> bool:
        """Whether a row is its heading row."""
        return (bool(self.asks) and not self.lacking(rows[place])) or self.shaped(rows, place)

    def lacking(self, row: Sequence[str]) -> list[Heading]:
        """The headings that a row would need to be its heading row."""
        return [asked for asked in self.asks if not any(map(asked.fits, row[:1] if asked.first else row))]

    def is_told_by(self, row: Sequence[str]) -> bool:
        """Whether a row has so much of what its heading row has that it can hardly be another's."""
        lacking = self.lacking(row)
        there = [asked for asked in self.asks if asked not in lacking]
        return len(there) > len(lacking) or any(asked.alone for asked in there)


def number(text: str) -> float | None:
    """The number that a cell holds, with a point or a comma; None where it holds none."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
