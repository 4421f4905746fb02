"""Where something stands in a rubric file, and how a fault there is shown: line, column and a caret under the word."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from grader.errors import Fault, FormulaError

_WIDEST = 110
"""Longer lines are shown in part."""


@dataclass(frozen=True)
class Source:
    """A text with a name for messages."""

    name: str
    text: str

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *(i + 1 for i, character in enumerate(self.text) if character == "\n")]

    def line(self, number: int) -> str:
        """A line's text, counted from 1, without its end."""
        start = self.starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)]


@dataclass(frozen=True)
class Place:
    """A stretch of a source.

    >>> place = Place(Source("hw1.toml", 'h1 = "sigmoid(s9)"'), 6, 17)
    >>> print(place)
    hw1.toml:1:7
    >>> print(place.part(8, 10).fault("unknown name 's9'").excerpt)
    h1 = "sigmoid(s9)"
                  ^^
    """

    source: Source = field(repr=False)
    start: int
    end: int
    characters: tuple[int, ...] | None = field(default=None, repr=False)
    """For a text in quotes: where each of its characters stands, when escapes or lines make that uneven."""

    def __str__(self) -> str:
        """`file:line:column`, counted from 1."""
        return f"{self.source.name}:{self.line}:{self.start - self.source.starts[self.line - 1] + 1}"

    @property
    def line(self) -> int:
        """The line it begins on, from 1."""
        return bisect_right(self.source.starts, self.start)

    def part(self, start: int, end: int) -> "Place":
        """A stretch of the text that stands here, by its own offsets."""
        begin = self._offset(start)
        return Place(self.source, begin, max(self._offset(end - 1) + 1, begin + 1))

    def _offset(self, index: int) -> int:
        if self.characters is None:
            return min(self.start + index, self.end)
        return self.characters[index] if 0 <= index < len(self.characters) else self.end

    def fault(self, what: str, todo: str = "") -> Fault:
        """A fault here, with the line and a caret under the word."""
        return Fault(str(self), what, todo, self._excerpt())

    def _excerpt(self) -> str:
        line = "".join(c if c.isprintable() else " " for c in self.source.line(self.line))
        column = self.start - self.source.starts[self.line - 1]
        width = max(1, min(self.end - self.start, len(line) - column))
        if len(line) > _WIDEST:
            cut = max(0, min(column - _WIDEST // 2, len(line) - _WIDEST))
            line, column = line[cut : cut + _WIDEST], column - cut
            width = max(1, min(width, _WIDEST - column))
        return f"{line}\n{' ' * column}{'^' * width}"


class Faults:
    """Gathers the faults of a rubric; the same one met twice, by way of `like` or `[[accept]]`, counts once."""

    def __init__(self) -> None:
        self._found: dict[Fault, tuple[int, int]] = {}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._found)

    def add(self, place: Place, what: str, todo: str = "") -> None:
        """Notes a fault."""
        self._found.setdefault(place.fault(what, todo), (place.line, place.start))

    def formula(self, place: Place, error: FormulaError) -> None:
        """Notes a formula's fault, in the text at `place`."""
        part = place.part(error.start, error.end)
        self.add(part, error.what, error.todo)

    def listed(self) -> list[Fault]:
        """All of them, from the top of the file down."""
        return sorted(self._found, key=self._found.__getitem__)
