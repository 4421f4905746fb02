"""Two works of one student, from two downloads, that answer different things: the parts of one work."""

from collections.abc import Iterator
from dataclasses import replace

from grader.answers.record import Answer, Submission
from grader.answers.rightful import of_files, rightful


def joint(one: Submission, other: Submission) -> Submission | None:
    """The two as one work, `one` first; None where both answer the same, or either nothing, or is a group's.

    Which of two answers to one question counts, a download tells, or a person. The digest is those of both, apart.
    """
    if not (one.readable and other.readable) or one.members or other.members:
        return None
    filed = [("one", answer) for answer in _answers(one)] + [("other", answer) for answer in _answers(other)]
    counts = rightful([answer for _, answer in filed], of_files([of for of, _ in filed], [a for _, a in filed]))
    kept = [each for each, does in zip(filed, counts, strict=True) if does]
    ours, theirs = ({a.target for of, a in kept if a.target and of == which} for which in ("one", "other"))
    if not ours or not theirs or ours & theirs:
        return None
    known = [late for late in (one.late, other.late) if late is not None]
    return replace(
        one,
        paths=(*one.paths, *other.paths),
        answers=tuple(answer for _, answer in kept),
        attention=(*one.attention, *other.attention),
        when=max((when for when in (one.when, other.when) if when), default=None),
        late=any(known) if known else None,
        opened=one.opened or other.opened,
        sha256=f"{one.sha256} {other.sha256}",
    )


def _answers(work: Submission) -> Iterator[Answer]:
    """The answers of a work; of one with a single file their places say in which file they are."""
    path, *more = work.paths
    for answer in work.answers:
        yield answer if more else answer._replace(place=f"{path.rpartition('/')[2]}: {answer.place}")
