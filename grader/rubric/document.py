"""Reads a rubric file as data: TOML, every value with its place, every fault of the syntax and not only the first."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from grader.errors import Fault, RubricError
from grader.rubric.locate import Located, Span, TooDeepError, locate
from grader.rubric.locate import Path as Steps
from grader.rubric.place import Faults, Place, Source

LARGEST = 1_000_000
"""Bytes of a rubric file."""
_ATTEMPTS = 20
_LONGEST_NUMBER = 400


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place: a table is a dict of nodes, a list a tuple of nodes."""

    value: object
    place: Place
    key: Place

    @property
    def table(self) -> "dict[str, Node]":
        """The entries of a table; none where it is something else."""
        return self.value if isinstance(self.value, dict) else {}


@dataclass(frozen=True, slots=True)
class Document:
    """The top of a rubric file."""

    root: Node
    lost: frozenset[str]
    """Keys whose lines could not be read: names that are not to be called unknown."""


def read_document(path: Path, faults: Faults) -> Document:
    """The file's contents. RubricError where nothing can be made of it; lesser faults of its syntax go to `faults`."""
    source = Source(path.name, _text(path))
    try:
        located = locate(source.text)
    except TooDeepError as error:
        faults.add(Place(source, error.at, error.at + 1), "nested too deeply", "a rubric needs no such depth")
        raise RubricError(faults.listed()) from None
    text, lost = _without_repeats(source, located, faults)
    data, more = _parsed(source, text, faults)
    if data is None:
        raise RubricError(faults.listed())
    top = Place(source, 0, 0)
    return Document(_Noder(source, located).node(data, (), top, top), frozenset({*lost, *more}))


def _text(path: Path) -> str:
    """The file's text, with plain line ends."""
    try:
        if path.is_dir():
            raise RubricError([Fault(str(path), "this is a folder, not a rubric", "name the .toml file in it")])
        if not path.exists():
            raise RubricError([Fault(str(path), "there is no such file")])
        if not path.is_file():
            raise RubricError([Fault(str(path), "this is not an ordinary file")])
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RubricError([Fault(str(path), f"cannot be read: {reason.lower()}")]) from None
    if len(data) > LARGEST:
        raise RubricError([Fault(str(path), f"larger than {LARGEST:,} bytes", "a rubric is a short text")])
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RubricError([Fault(f"{path.name}:{line}", "not UTF-8 text", "save the file as UTF-8")]) from None


# ---- faults of the syntax, one after another ------------------------------------------------------------------------


def _without_repeats(source: Source, located: Located, faults: Faults) -> tuple[str, set[str]]:
    """The text with the second of two equal keys blanked out, which TOML does not allow."""
    text = source.text
    for twice in located.twice:
        first = Place(source, *twice.first.key)
        faults.add(Place(source, *twice.second.key), f"'{twice.name}' is defined twice", f"first on line {first.line}")
        text = _blanked(text, text.rfind("\n", 0, twice.second.key[0]) + 1, twice.second.value[1])
    return text, {twice.name for twice in located.twice}


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


_PAIR = re.compile(r"^[ \t]*(?P<key>[\w.'\"-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*=", re.MULTILINE)
_HEADER = re.compile(r"^[ \t]*\[\[?[ \t]*[A-Za-z_\"']", re.MULTILINE)


def _parsed(source: Source, text: str, faults: Faults) -> tuple[dict[str, object] | None, set[str]]:
    """The data, read again without each statement that is at fault; None where what is left cannot be trusted."""
    lost: set[str] = set()
    for _ in range(_ATTEMPTS):
        try:
            return tomllib.loads(text, parse_float=_exact), lost
        except tomllib.TOMLDecodeError as error:
            what, at = _said(str(error), source)
        except RecursionError:
            what, at = "nested too deeply", 0
        except ValueError:  # Python reads no number of several thousand digits
            long = re.search(rf"[0-9_]{{{_LONGEST_NUMBER},}}", text)
            what, at = "a number of too many digits", long.start() if long else 0
        statement = _statement(text, at, "unclosed" in what)
        if statement is None:
            faults.add(Place(source, at, at + 1), what)
            return None, lost
        start, end, key = statement
        if "\n" in text[start:at].strip("\n") or at <= start:
            at = start + len(text[start:end]) - len(text[start:end].lstrip())
        faults.add(Place(source, at, at + 1), what)
        lost.add(key)
        text = _blanked(text, start, end)
    return None, lost


def _said(message: str, source: Source) -> tuple[str, int]:
    """The library's words as ours, and the offset they are about."""
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message, re.DOTALL)
    if not found:
        return f"not TOML: {message}", 0
    what = found[1].replace("\\n", "line end")
    what = f"not TOML: {what[:1].lower()}{what[1:]}"
    if not found[2]:
        return what, len(source.text.rstrip())
    return what, min(source.starts[int(found[2]) - 1] + int(found[3]) - 1, len(source.text))


def _statement(text: str, at: int, unclosed: bool) -> tuple[int, int, str] | None:
    """The `key = value` that is at fault: its bounds and its key. A list left open is seen only at the next one."""
    pairs = [found for found in _PAIR.finditer(text) if found.start() <= at]
    if unclosed and len(pairs) > 1 and not text[pairs[-1].start() : at].strip():
        pairs.pop()
    if not pairs or _HEADER.search(text, pairs[-1].end(), max(at, pairs[-1].end())):
        return None
    pair = pairs[-1]
    later = (pattern.search(text, max(at, pair.end())) for pattern in (_PAIR, _HEADER))
    following = min((found.start() for found in later if found), default=len(text))
    return pair.start(), following, pair["key"].strip("\"'")


def _exact(text: str) -> Decimal:
    """A number with all its digits: 0.1 is a tenth."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


# ---- places ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Noder:
    """Gives every value the place that was found for it."""

    source: Source
    located: Located

    def node(self, value: object, path: Steps, key: Place, place: Place) -> Node:
        if isinstance(value, Mapping):
            return Node({name: self._entry(item, (*path, name), key) for name, item in value.items()}, place, key)
        if isinstance(value, list):
            return Node(tuple(self._entry(item, (*path, i), place) for i, item in enumerate(value)), place, key)
        return Node(value, place, key)

    def _entry(self, value: object, path: Steps, above: Place) -> Node:
        span = self.located.spans.get(path)
        if span is None:
            return self.node(value, path, above, above)
        return self.node(value, path, Place(self.source, *span.key), self._place(value, span))

    def _place(self, value: object, span: Span) -> Place:
        if isinstance(value, str) and span.characters is not None and len(span.characters) == len(value):
            end = span.characters[-1] + 1 if value else span.value[1] - 1
            start = span.characters[0] if value else end
            return Place(self.source, start, end, span.characters)
        return Place(self.source, *span.value)
