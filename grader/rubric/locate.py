"""Finds where every key and value of a TOML text stands.

The standard library reads TOML well but says of no value where it was. This scanner follows the text beside it: it does
not judge, it only keeps places, and on a line that it cannot follow it goes on with the next.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

Path = tuple[str | int, ...]

DEEPEST = 16
"""Levels of lists in lists, or parts of a key."""


class Span(NamedTuple):
    """Where a key and its value stand; `characters` are the places of a quoted text's characters."""

    key: tuple[int, int]
    value: tuple[int, int]
    characters: tuple[int, ...] | None = None


class Twice(NamedTuple):
    """A key that stands twice in one table."""

    name: str
    first: Span
    second: Span


class TooDeepError(Exception):
    """Lists in lists, or dotted keys, beyond any use; `at` is where."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at


class _LostError(Exception):
    """The text is not TOML here."""


@dataclass
class Located:
    """The spans of a text by path: `("problem", 0, "given", "x", 2)`."""

    spans: dict[Path, Span] = field(default_factory=dict)
    twice: list[Twice] = field(default_factory=list)


def locate(text: str) -> Located:
    """Where everything stands. TooDeepError where the nesting is a trick."""
    scanner = _Scanner(text)
    scanner.run()
    return scanner.found


_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_GAP = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]+")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[ \t]*\n[ \t\n]*|.)", re.DOTALL)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.found = Located()
        self.table: Path = ()
        self.counts: dict[Path, int] = {}

    def run(self) -> None:
        while self.skip(_BLANK) and self.at < len(self.text):
            start = self.at
            try:
                self.header() if self.text[start] == "[" else self.pair(self.table)
                self.end_of_line()
            except _LostError:
                self.at = self._line_end(max(start, self.at))

    def skip(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return True

    def sees(self, what: str) -> bool:
        return self.text.startswith(what, self.at)

    def take(self, what: str) -> None:
        if not self.sees(what):
            raise _LostError
        self.at += len(what)

    def end_of_line(self) -> None:
        self.skip(_GAP)
        if self.at < len(self.text) and self.text[self.at] not in "#\r\n":
            raise _LostError

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    # ---- tables and keys --------------------------------------------------------------------------------------------

    def header(self) -> None:
        start = self.at
        several = self.sees("[[")
        self.take("[[" if several else "[")
        parts, _ = self.key()
        self.take("]]" if several else "]")
        span = Span((start, self.at), (start, self.at))
        self.table = self.resolved(tuple(parts), span if several else None)
        self.found.spans.setdefault(self.table, span)

    def resolved(self, parts: tuple[str, ...], block: Span | None) -> Path:
        """The path of a table, or of a `block` that begins: with the number of the block where a part is a list."""
        path: Path = ()
        for i, part in enumerate(parts):
            path = (*path, part)
            if block and i == len(parts) - 1:
                self.counts[path] = self.counts.get(path, -1) + 1
                self.found.spans.setdefault(path, block)
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def key(self) -> tuple[list[str], tuple[int, int]]:
        self.skip(_GAP)
        start, parts = self.at, [self.word()]
        end = self.at
        while self.skip(_GAP) and self.sees("."):
            self.at += 1
            self.skip(_GAP)
            parts.append(self.word())
            end = self.at
            if len(parts) > DEEPEST:
                raise TooDeepError(start)
        quoted = len(parts) == 1 and self.text[start] in "\"'"
        return parts, (start + 1, end - 1) if quoted else (start, end)

    def word(self) -> str:
        if self.sees('"') or self.sees("'"):
            start = self.at
            self.quoted()
            return _unescaped(self.text[start : self.at])
        found = _BARE.match(self.text, self.at)
        if not found:
            raise _LostError
        self.at = found.end()
        return found[0]

    # ---- values -----------------------------------------------------------------------------------------------------

    def pair(self, table: Path, depth: int = 0) -> None:
        parts, key = self.key()
        self.take("=")
        self.skip(_GAP)
        path = (*table, *parts)
        first = self.found.spans.get(path)
        self.value(path, key, depth)
        if first:
            self.found.twice.append(Twice(".".join(parts), first, self.found.spans[path]))
            self.found.spans[path] = first
        for i in range(1, len(parts)):
            self.found.spans.setdefault((*table, *parts[:i]), Span(key, key))

    def value(self, path: Path, key: tuple[int, int] | None, depth: int) -> None:
        start, characters = self.at, None
        if depth > DEEPEST:
            raise TooDeepError(start)
        if self.sees('"') or self.sees("'"):
            characters = self.quoted()
        elif self.sees("["):
            self.items(path, "]", depth)
        elif self.sees("{"):
            self.items(path, "}", depth)
        else:
            self.scalar()
        span = (start, self.at)
        self.found.spans[path] = Span(key or span, span, characters)

    def scalar(self) -> None:
        found = _SCALAR.match(self.text, self.at)
        if not found:
            raise _LostError
        self.at = self.at + len(found[0].rstrip())

    def items(self, path: Path, closing: str, depth: int) -> None:
        """The elements of a list, or the pairs of an inline table."""
        self.at += 1
        count = 0
        while self.skip(_BLANK) and not self.sees(closing):
            if closing == "}":
                self.pair(path, depth + 1)
            else:
                self.value((*path, count), None, depth + 1)
            count += 1
            self.skip(_BLANK)
            if not self.sees(closing):
                self.take(",")
        self.take(closing)

    def quoted(self) -> tuple[int, ...]:
        """The text in quotes that begins here: where each of its characters stands."""
        mark = self.text[self.at]
        several = self.sees(mark * 3)
        quotes = mark * 3 if several else mark
        self.at += len(quotes)
        if several and self.sees("\n"):
            self.at += 1
        places: list[int] = []
        while not self._closes(quotes):
            if self.at >= len(self.text) or (not several and self.text[self.at] == "\n"):
                raise _LostError
            escape = _ESCAPE.match(self.text, self.at) if mark == '"' else None
            if not (escape and escape[0][1:].isspace()):
                places.append(self.at)
            self.at = escape.end() if escape else self.at + 1
        self.at += len(quotes)
        return tuple(places)

    def _closes(self, quotes: str) -> bool:
        """Up to two quotes may stand before the three that close."""
        return self.sees(quotes) and not (len(quotes) == 3 and self.text.startswith(quotes[0], self.at + 3))


def _unescaped(word: str) -> str:
    if word[0] == "'" or "\\" not in word:
        return word[1:-1]
    return re.sub(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", _character, word[1:-1])


def _character(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "uU" and len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number < 0x110000 else "?"
    return {"n": "\n", "t": "\t", "b": "\b", "f": "\f", "r": "\r"}.get(code, code)
