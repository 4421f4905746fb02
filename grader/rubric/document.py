"""Reads a rubric file as data: TOML, every value with its place, every fault of the syntax and not only the first."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import Fault, RubricError
from grader.rubric.locate import Located, Span, TooDeepError, locate
from grader.rubric.locate import Path as Steps
from grader.rubric.place import Faults, Place, Source
from grader.rubric.syntax import parsed, without_repeats

LARGEST = 1_000_000
"""Bytes of a rubric file."""


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

    @property
    def items(self) -> "tuple[Node, ...]":
        """The entries of a list; what is none is an entry by itself."""
        return self.value if isinstance(self.value, tuple) else (self,)


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
    text, lost = without_repeats(source, located, faults)
    data, more = parsed(source, text, faults)
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
