"""Submissions held against the class list: whose each is, the members of groups, and who handed in nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import NamedTuple

from grader.answers import PLAIN, Reading, Submission
from grader.errors import Attention, Weight
from grader.roster import Directory, Enrolled, Joiner, Roster, callings

_NUMBERED_FOR_ONE_ASSIGNMENT = "Moodle"
"""The system whose numbers are no students' numbers; its grading worksheet has both."""


class Enrolment(NamedTuple):
    """A class by its list."""

    readings: tuple[Reading, ...]
    """The submissions, called as the list calls the students; those of a group once for each member on the list."""
    known: dict[str, Enrolled]
    """The students on the list, by what they are called in the gradebook."""
    absent: tuple[str, ...]
    """Those of them who handed in nothing."""
    attention: tuple[Attention, ...]


class _Owned(NamedTuple):
    """A submission and whose it is."""

    submission: Submission
    student: Enrolled | None
    issue: str = ""


def enrol(roster: Roster, readings: Sequence[Reading]) -> Enrolment:
    """Joins what was handed in with the class list. A student is called the same in every assignment."""
    joiner = Joiner(roster)
    owned = [list(_owned(joiner, found)) for found in readings]
    names = _names(roster.students, {one.submission.student for theirs in owned for one in theirs if not one.student})
    alone = list(_alone(roster, owned, names))
    owned = [list(_with_partners(theirs, alone)) for theirs in owned]
    each = [one for theirs in owned for one in theirs]
    there = {id(one.student) for one in each}
    issues = [Attention(_place(s), "", f"'{s.student}' {issue}") for s, student, issue in each if issue]
    issues += [_without(student, names) for student, _ in alone if id(student) not in there]
    return Enrolment(
        tuple(
            found._replace(submissions=tuple(_called(one, names) for one in theirs))
            for found, theirs in zip(readings, owned, strict=True)
        ),
        {names[id(student)]: student for student in roster.students},
        tuple(names[id(student)] for student in roster.students if id(student) not in there),
        (*roster.attention, *issues),
    )


def _owned(joiner: Joiner, found: Reading) -> Iterator[_Owned]:
    """The submissions of a download with whose they are; its numbers are the list's where that knows one of them."""
    numbered = any(joiner.knows_number(submission.person) for submission in found.submissions)
    for submission in found.submissions:
        yield from _owners(joiner, submission, found.layout, numbered)


def _owners(joiner: Joiner, submission: Submission, layout: str, numbered: bool) -> Iterator[_Owned]:
    """A submission with whose it is; one named for a group once for each of its members."""
    participants = _NUMBERED_FOR_ONE_ASSIGNMENT in layout
    student, issue = joiner.join(submission.person, participants, layout == PLAIN, numbered and not participants)
    members = [] if submission.members else joiner.group(submission.person)
    if student and not (student in members and joiner.is_of_group(submission.person, student)):
        members = []
    if not members:
        yield _Owned(submission, student, issue)
    everybody = tuple(member.person for member in members)
    for first, member in enumerate(members):
        attention = submission.attention if first == 0 else ()
        yield _Owned(replace(submission, members=everybody, attention=attention), member)


def _alone(
    roster: Roster, owned: Sequence[Sequence[_Owned]], names: dict[int, str]
) -> Iterator[tuple[Enrolled, Enrolled | None]]:
    """Those who handed in nothing, and are said to have done so with somebody; with whom, where that is clear."""
    there = {id(one.student) for theirs in owned for one in theirs}
    directory = Directory({names[id(student)]: callings(student.person, student.ids) for student in roster.students})
    by_name = {names[id(student)]: student for student in roster.students}
    for student in roster.students:
        if student.partner and id(student) not in there:
            meant = directory.meant(student.partner)
            yield student, by_name[meant[0]] if len(meant) == 1 else None


def _with_partners(owned: Sequence[_Owned], alone: Sequence[tuple[Enrolled, Enrolled | None]]) -> Iterator[_Owned]:
    """The submissions of a download, and those of whoever handed in theirs with somebody, as a group's."""
    for one in owned:
        partners = [student for student, partner in alone if partner is not None and partner is one.student]
        if not partners or one.student is None:
            yield one
            continue
        told = [person for person in one.submission.members if person != one.student.person]
        everybody = (one.student.person, *told, *(student.person for student in partners))
        yield one._replace(submission=replace(one.submission, members=everybody))
        for student in partners:
            own = replace(one.submission, person=student.person, members=everybody, attention=())
            yield _Owned(own, student)


def _without(student: Enrolled, names: dict[int, str]) -> Attention:
    path, _, place = student.place.partition("\n")
    said = f"'{student.partner}', with whom '{names[id(student)]}' handed in, is no one student with work"
    return Attention(path, place, f"{said}: whose is it?", Weight.LOST)


def _called(owned: _Owned, names: dict[int, str]) -> Submission:
    submission, student, _ = owned
    return replace(submission, student=names[id(student)]) if student else submission


def _place(submission: Submission) -> str:
    return submission.paths[0] if submission.paths else submission.student


def _names(students: Sequence[Enrolled], taken: set[str]) -> dict[int, str]:
    """What each student on the list is called, by a name that nobody else has."""
    names = {}
    for student in students:
        label = student.label
        numbered = (f"{label} ({n})" for n in count(2))
        names[id(student)] = next(fresh for fresh in chain([label], numbered) if fresh not in taken)
        taken.add(names[id(student)])
    return names
