"""What the files of a download tell of whose the others are, which their names do not say."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from grader.answers.downloads.found import File, Found
from grader.answers.downloads.work import Piece
from grader.answers.record import Source

Given = Mapping[str, str]
"""What the name of a file says, by the groups of its convention (see `conventions`)."""


def _as_named(_file: File, _given: Given, piece: Piece) -> Piece:
    return piece


class Told(NamedTuple):
    """What is told of one download."""

    named: Callable[[File, Given, Piece], Piece] = _as_named
    """A file's piece, with what is told of whose it is."""
    typed: Mapping[str, Source] = {}
    """By path, what students typed in where by its name the file is the system's own."""
    is_own: Callable[[File], bool] = lambda _: False
    """Whether a file is the system's own though by its name it is a student's."""


Tells = Callable[[Found, Sequence[Given]], Told]
"""What the files of a download tell; given, too, is what the names of those say that keep to the convention."""


def nothing(_found: Found, _given: Sequence[Given]) -> Told:
    """Of a system whose files say all in their names."""
    return Told()


_Known = TypeVar("_Known")


def around(path: str, known: Mapping[str, _Known]) -> _Known | None:
    """What is known of the nearest folder that a file is in of which anything is; None of none."""
    while path and known:
        path = path.rpartition("/")[0]
        if path in known:
            return known[path]
    return None
