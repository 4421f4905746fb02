"""Several files of one student: the latest attempt counts, the others are listed."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from grader.answers.downloads.work import Piece, Work
from grader.errors import Attention

EARLIER = "an earlier attempt; the latest one counts"


def works_of(pieces: Iterable[Piece]) -> tuple[list[Work], list[Attention]]:
    """A work for each student, in the order of their labels, and the files of earlier attempts."""
    works, earlier = [], []
    for label, theirs in groupby(sorted(pieces, key=_order), key=lambda piece: piece.person.label):
        given = list(theirs)
        latest = list(_latest(given))
        earlier += [Attention(piece.source.path, "", EARLIER) for piece in given if piece not in latest]
        works.append(_work(label, latest))
    return works, earlier


def _order(piece: Piece) -> tuple[str, str]:
    return piece.person.label, piece.source.path


def _work(label: str, pieces: list[Piece]) -> Work:
    last = max(pieces, key=_age)
    late = [piece.late for piece in pieces if piece.late is not None]
    members = tuple(dict.fromkeys(member for piece in pieces for member in piece.members))
    sources = tuple(piece.source for piece in pieces)
    return Work(label, sources, last.person, members, last.when, any(late) if late else None)


def _age(piece: Piece) -> tuple[datetime, int]:
    return (piece.when.replace(tzinfo=None) if piece.when else datetime.min, piece.attempt)


def _latest(pieces: list[Piece]) -> Iterator[Piece]:
    """Within each task, the files of the latest time and number."""
    newest: dict[str, tuple[datetime, int]] = {}
    for piece in pieces:
        newest[piece.task] = max(newest.get(piece.task, (datetime.min, 0)), _age(piece))
    return (piece for piece in pieces if _age(piece) == newest[piece.task])
