"""Whoever has points by rulings alone: nothing in their work could be read, or no file of theirs is there at all."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from grader.answers import Submission
from grader.errors import Attention, Weight
from grader.grading.course import Course
from grader.grading.rulings import Rulings, concerning
from grader.marking import Marks, without
from grader.overrides import ruled_on
from grader.roster import Directory

Class = tuple[Course, list[Submission]]
"""A rubric, and the submissions for it that count."""


def with_ruled(classes: Iterable[Class], found: Rulings, directory: Directory, absent: Collection[str]) -> list[Class]:
    """Classes in which those whom a ruling may mean are to be marked by hand, the `absent` among them without a file.

    Which of them a ruling does mean is known when the rulings are laid over the marks (see `settled`).
    """
    return [(course, _with(theirs, _meant(course, theirs, found, directory, absent))) for course, theirs in classes]


def _meant(
    course: Course, theirs: Iterable[Submission], found: Rulings, directory: Directory, absent: Collection[str]
) -> set[str]:
    """Students without marks for a rubric whom a ruling on it may mean; who has work for another, if it names this."""
    here = {submission.student: submission.readable for submission in theirs}
    return {
        student
        for ruling in concerning(course, found.get(course.path.parent, ()))
        for student in (directory.meant(ruling.student) if ruling.student else ())
        if not here.get(student, False) and (student in here or student in absent or ruling.rubric)
    }


def _with(submissions: Sequence[Submission], students: set[str]) -> list[Submission]:
    there = {submission.student for submission in submissions}
    marked = [replace(s, by_hand=True) if s.student in students else s for s in submissions]
    return [*marked, *(Submission(student, (), readable=False, by_hand=True) for student in sorted(students - there))]


def told_of(submissions: Iterable[Submission], handed: Iterable[Submission]) -> Iterator[Attention]:
    """What is told of submissions as they were read; where a person has marked all who handed one in, it is settled."""
    handed = list(handed)
    marked = {s.paths for s in handed if s.by_hand and s.paths} - {s.paths for s in handed if not s.by_hand}
    for submission in submissions:
        for row in submission.attention:
            by_hand = submission.paths in marked
            yield replace(row, issue=f"{row.issue}; marked by hand", weight=Weight.SETTLED) if by_hand else row


class Settled(NamedTuple):
    """Classes after the rulings."""

    classes: list[Class]
    marks: list[Marks]
    attention: list[Attention]


def settled(classes: Sequence[Class], marks: Sequence[Marks]) -> Settled:
    """Classes and their marks with those alone marked by hand whom a ruling has meant; who lacks some is told."""
    ruled = ruled_on(marks).keys()
    alone = {(course.name, s.student) for course, theirs in classes for s in theirs if s.by_hand}
    nobody = {name: [s for rubric, s in alone - ruled if rubric == name] for name, _ in alone}
    kept = [without(m, nobody[m.rubric]) if nobody.get(m.rubric) else m for m in marks]
    return Settled(
        [(course, list(_those(theirs, nobody.get(course.name, ())))) for course, theirs in classes],
        kept,
        [
            row
            for m in kept
            for row in _lacking(m, {student for rubric, student in alone & ruled if rubric == m.rubric})
        ],
    )


def _those(submissions: Iterable[Submission], nobody: Collection[str]) -> Iterator[Submission]:
    for submission in submissions:
        if submission.student not in nobody:
            yield submission
        elif submission.paths:
            yield replace(submission, by_hand=False)


def _lacking(marks: Marks, students: Collection[str]) -> Iterator[Attention]:
    """Whose rulings are not of all that a problem asks for."""
    for row, student in enumerate(marks.students):
        if student not in students:
            continue
        lacking = [c.quantity for n, c in enumerate(marks.columns) if marks.ruled is None or not marks.ruled[row, n]]
        if lacking:
            named = ", ".join(lacking[:_FEW]) + (f" … ({len(lacking):,} answers)" if len(lacking) > _FEW else "")
            said = f"is marked by hand, and no ruling is on {named}, without points therefore"
            problem = marks.columns[0].problem
            yield Attention(student, f"problem {problem}" if problem else "", said)


_FEW = 4
