"""What is told of an answer that a person has ruled on: whoever has ruled on it has seen it, so that it is settled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from grader.answers import Submission
from grader.errors import Attention, Weight
from grader.grading.by_hand import Class
from grader.grading.course import Course
from grader.marking import Marks
from grader.notation import Target
from grader.overrides import ruled_on

Settling = Mapping[Attention, Attention]
"""What is told, and how it is told when it is settled."""


def seen(classes: Iterable[Class], marks: Sequence[Marks]) -> Settling:
    """What is told of a place all of whose answers a person has ruled on.

    Only in work of one file does a place say which of its answers are meant.
    """
    ruled, found = ruled_on(marks), dict[Attention, Attention]()
    for course, theirs in classes:
        named = _columns(course)
        for submission in theirs:
            done = ruled.get((course.name, submission.student))
            if done and len(submission.paths) == 1:
                places = _places(submission, named, frozenset(done))
                told = (row for row in submission.attention if row.place in places)
                found |= {row: _settled(row) for row in told if row.weight is Weight.LOOK}
    return found


def with_settled(classes: Iterable[Class], settling: Settling) -> list[Class]:
    """Classes whose work is told of so."""
    return [(course, [_told_anew(s, settling) for s in theirs]) for course, theirs in classes]


def _told_anew(submission: Submission, settling: Settling) -> Submission:
    if not settling.keys() & set(submission.attention):
        return submission
    return replace(submission, attention=tuple(settling.get(row, row) for row in submission.attention))


def _settled(row: Attention) -> Attention:
    return replace(row, issue=f"{row.issue}; ruled on by hand", weight=Weight.SETTLED)


Columns = Mapping[tuple[str, str], Sequence[tuple[tuple[int, ...], str]]]
"""By problem and quantity the elements asked: where in it, and as `problem quantity`."""


def _columns(course: Course) -> Columns:
    found: dict[tuple[str, str], list[tuple[tuple[int, ...], str]]] = {}
    for reference in (by_convention[""] for by_convention in course.problems):
        problem = reference.problem.name
        for asked in reference.asked:
            name = " ".join(filter(None, (problem, asked.label)))
            found.setdefault((problem, asked.quantity), []).append((asked.index, name))
    return found


def _places(submission: Submission, named: Columns, ruled: frozenset[str]) -> set[str]:
    """Where all that was answered is ruled on."""
    there: dict[str, set[str]] = {}
    for answer in submission.answers:
        there.setdefault(answer.place, set()).update(_meant(answer.target, named))
    return {place for place, names in there.items() if names and names <= ruled}


def _meant(target: Target | None, named: Columns) -> Iterator[str]:
    """The columns that an answer is of: an element's, or all of a quantity that was answered as a whole."""
    if target is not None:
        for index, name in named.get((target.problem, target.quantity), ()):
            if not target.index or index == target.index:
                yield name
