"""The works that count of a class: those of several downloads for one rubric put together."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from grader.answers import Reading, Submission, joint
from grader.errors import Attention, Weight
from grader.grading.course import Course
from grader.grading.folders import told_in
from grader.grading.parts import Part


class Classes(NamedTuple):
    """The submissions that count, by rubric, and those of students who have another."""

    handed: list[tuple[Course, list[Submission]]]
    attention: list[Attention]
    listed: int
    """Files that belong to no submission that counts."""


class _Kept(NamedTuple):
    """What counts of a student, and the works that it is made of, each with the number of its download."""

    whole: Submission
    parts: tuple[tuple[int, Submission], ...]


def classes_of(parts: Sequence[Part], readings: Sequence[Reading]) -> Classes:
    """The submissions of several downloads for one rubric, put together: each student's first that can be read.

    With it goes what answers other questions, as the form of a second problem does. `readings` are those of the parts,
    with the students called as the class list calls them.
    """
    together: dict[str, tuple[Course, dict[str, _Kept]]] = {}
    other: list[tuple[int, Submission, tuple[str, Weight]]] = []
    for download, (part, found) in enumerate(zip(parts, readings, strict=True)):
        theirs = together.setdefault(part.course.name, (part.course, {}))[1]
        for submission in found.submissions:
            own = _Kept(submission, ((download, submission),))
            before = theirs.setdefault(submission.student, own)
            if before is not own:
                counts = theirs[submission.student] = _counting(before, own)
                left = [each for each in (before, own) if each.parts[0] not in counts.parts]
                other += ((k, s, _told(counts.whole, s)) for each in left for k, s in each.parts)
    kept = [each for _, theirs in together.values() for each in theirs.values()]
    used = {(k, path) for each in kept for k, s in each.parts for path in s.paths}
    added = [(k, s, (_ADDED.format(s.student), Weight.SETTLED)) for each in kept for k, s in each.parts[1:]]
    lost = {(k, path) for k, s, _ in other for path in s.paths if (k, path) not in used and s.readable}
    return Classes(
        [(course, [each.whole for each in theirs.values()]) for course, theirs in together.values()],
        [row for k, s, told in (*added, *other) for row in told_in(_of_files(s, told), parts[k].inside)],
        len(lost),
    )


_ADDED = "another submission of '{}', which answers other questions: it is graded with the one found first"


def _counting(before: _Kept, own: _Kept) -> _Kept:
    """What counts of two works of a student: both, if they are parts of one."""
    if whole := joint(before.whole, own.whole):
        return _Kept(whole, before.parts + own.parts)
    return own if own.whole.readable and not before.whole.readable else before


def _told(counts: Submission, left: Submission) -> tuple[str, Weight]:
    """What is told of a work that does not count, beside that which does."""
    which = "found first" if left.readable or not counts.readable else "that can be graded"
    said = f"another submission of '{left.student}'; the one {which} counts"
    answered = {answer.target for answer in counts.answers}
    alone = sorted({a.target.quantity for a in left.answers if a.target and a.target not in answered})
    if not alone or not counts.readable:
        return said, Weight.SETTLED
    more = f" and {len(alone) - 1} more" if len(alone) > 1 else ""
    return f"{said}, which does not answer '{alone[0]}'{more} (if both do, hand them over in one folder)", Weight.LOOK


def _of_files(submission: Submission, told: tuple[str, Weight]) -> Iterator[Attention]:
    yield from (Attention(path, "", *told) for path in submission.paths)
