"""Several files of one student: one attempt counts, by the policy of the course; the others are listed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby

from grader.answers.downloads.again import uploads
from grader.answers.downloads.work import Piece, Work
from grader.answers.record import Source
from grader.errors import Attention, Weight

LATEST = "latest"


def _latest(piece: Piece) -> tuple[object, ...]:
    return (_time(piece), piece.attempt)


def _first(piece: Piece) -> tuple[object, ...]:
    return (piece.when is not None, -(_time(piece) - datetime.min).total_seconds(), -piece.attempt)


def _numbered(piece: Piece) -> tuple[object, ...]:
    return (piece.attempt, _time(piece))


ATTEMPTS: dict[str, tuple[Callable[[Piece], tuple[object, ...]], str]] = {
    LATEST: (_latest, "an earlier attempt; the latest one counts"),
    "first": (_first, "a later attempt; the first one counts"),
    "highest-number": (_numbered, "another attempt; the one of the highest number counts"),
}
"""Which attempt counts: by name, what is largest of the one that does, and what to say of the others."""


def works_of(pieces: Iterable[Piece], policy: str = LATEST) -> tuple[list[Work], list[Attention]]:
    """A work for each student, in the order of their labels, and the files of the attempts that do not count."""
    rank, issue = ATTEMPTS[policy]
    works, others = [], []
    for label, theirs in groupby(sorted(pieces, key=_order), key=lambda piece: piece.person.label):
        given = list(theirs)
        if len(given) == 1:
            works.append(_work_of_one(label, given[0]))
            continue
        counting = list(_counting(given, rank))
        kept = set(map(id, counting))
        others += [_other(piece, issue) for piece in given if id(piece) not in kept]
        works.append(_ordered(_work(label, counting), rank is _first))
    return works, others


def _other(piece: Piece, issue: str) -> Attention:
    """What to say of an attempt that does not count."""
    if piece.copies:
        return Attention(piece.source.path, "", f"{issue} (or is it another student's of that name?)")
    return Attention(piece.source.path, "", issue, Weight.SETTLED)


def _ordered(work: Work, first: bool) -> Work:
    """The work with its files that may be uploads of one in their order; where the `first` counts, in reverse."""
    if not work.uploads:
        return work
    turned = tuple(paths[::-1] for paths in work.uploads) if first else work.uploads
    return replace(work, sources=_in_order(work.sources, turned), uploads=turned)


def _in_order(sources: Sequence[Source], uploads: Iterable[Sequence[str]]) -> tuple[Source, ...]:
    """A student's files, of which the last counts: those that may be uploads of one in the order of these."""
    order = list(sources)
    for paths in uploads:
        theirs = [source for source in order if source.path in paths]
        turned = iter(sorted(theirs, key=lambda source: paths.index(source.path)))
        order = [next(turned) if source.path in paths else source for source in order]
    return tuple(order)


def _order(piece: Piece) -> tuple[str, str]:
    return piece.person.label, piece.source.path


def _work_of_one(label: str, piece: Piece) -> Work:
    """The work of a student with a single file, as most have."""
    return Work(label, (piece.source,), piece.person, tuple(dict.fromkeys(piece.members)), piece.when, piece.late)


def _work(label: str, pieces: list[Piece]) -> Work:
    last = max(pieces, key=_latest)
    late = [piece.late for piece in pieces if piece.late is not None]
    members = tuple(dict.fromkeys(member for piece in pieces for member in piece.members))
    sources = tuple(piece.source for piece in pieces)
    again = uploads((piece.name, piece.source.path) for piece in pieces if piece.name)
    return Work(label, sources, last.person, members, last.when, any(late) if late else None, uploads=again)


def _time(piece: Piece) -> datetime:
    if piece.when is None:
        return datetime.min
    return piece.when.astimezone(UTC).replace(tzinfo=None) if piece.when.tzinfo else piece.when


def _counting(pieces: list[Piece], rank: Callable[[Piece], tuple[object, ...]]) -> Iterator[Piece]:
    """Within each task, the files of the attempt that counts."""
    best: dict[str, tuple[object, ...]] = {}
    for piece in pieces:
        best[piece.task] = max(best.get(piece.task, rank(piece)), rank(piece))
    return (piece for piece in pieces if rank(piece) == best[piece.task])
