"""Submissions held against the class list: whose each is, the members of groups, and who handed in nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
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
    listed: frozenset[tuple[str, str]] = frozenset()
    """By rubric, whoever has the work of another student because the list says that they handed in together."""
    doubtful: frozenset[str] = frozenset()
    """Those of the absent who may have handed something in: whose it is, is not clear."""


class _Owned(NamedTuple):
    """A submission and whose it is."""

    submission: Submission
    student: Enrolled | None
    issue: str = ""
    among: tuple[Enrolled, ...] = ()
    """Whose it may be, where it is nobody's, or may be a group's."""
    listed: bool = False
    """Whether it is theirs because the list says that they handed in with somebody."""


def enrol(roster: Roster, readings: Sequence[Reading], rubrics: Sequence[str]) -> Enrolment:
    """Joins what was handed in with the class list. A student is called the same in every assignment.

    `rubrics` are what each of the readings is for.
    """
    joiner = Joiner(roster)
    owned = [list(_owned(joiner, found)) for found in readings]
    names = _names(roster.students, {one.submission.student for theirs in owned for one in theirs if not one.student})
    meant, there = _partners(roster, names), _there(owned, rubrics)
    owned = [list(_with_partners(theirs, meant, there[name])) for theirs, name in zip(owned, rubrics, strict=True)]
    issues = [Attention(_place(s), "", f"'{s.student}' {issue}") for s, _, issue, *_ in chain(*owned) if issue]
    issues += [_without(student, names) for student in _unclear(meant, _there(owned, rubrics))]
    has_some = {id(one.student) for one in chain(*owned)}
    maybe = {id(student) for one in chain(*owned) for student in one.among}
    return Enrolment(
        tuple(
            found._replace(submissions=tuple(_called(one, names) for one in theirs))
            for found, theirs in zip(readings, owned, strict=True)
        ),
        {names[id(student)]: student for student in roster.students},
        tuple(names[id(student)] for student in roster.students if id(student) not in has_some),
        (*roster.attention, *issues),
        frozenset(_listed(owned, rubrics, names)),
        frozenset(names[student] for student in maybe - has_some),
    )


def _listed(
    owned: Sequence[Sequence[_Owned]], rubrics: Sequence[str], names: Mapping[int, str]
) -> Iterator[tuple[str, str]]:
    for rubric, theirs in zip(rubrics, owned, strict=True):
        yield from ((rubric, names[id(one.student)]) for one in theirs if one.listed)


def _owned(joiner: Joiner, found: Reading) -> Iterator[_Owned]:
    """The submissions of a download with whose they are; its numbers are the list's where that knows one of them."""
    numbered = any(joiner.knows_number(submission.person) for submission in found.submissions)
    joined = [_joined(joiner, submission, found.layout, numbered) for submission in found.submissions]
    by_groups = any(members and not may_be_own for _, members, may_be_own in joined)
    for one, members, may_be_own in joined:
        if may_be_own and not by_groups:
            yield one._replace(issue=_ALIKE, among=tuple(members))
        else:
            yield from _owners(one, members)


_ALIKE = (
    "has the name of a group of theirs, too; taken for their own work alone"
    " (if it is the group's, say so in a column 'handed in with' of the class list)"
)


class _Joined(NamedTuple):
    """A submission with whose it is, and the group that it is named for."""

    one: _Owned
    members: Sequence[Enrolled]
    may_be_own: bool = False
    """Whether it has the name of one of them as much as the group's."""


def _joined(joiner: Joiner, submission: Submission, layout: str, numbered: bool) -> _Joined:
    participants = _NUMBERED_FOR_ONE_ASSIGNMENT in layout
    student, issue, among = joiner.join(submission.person, participants, layout == PLAIN, numbered and not participants)
    members = [] if submission.members else joiner.group(submission.person)
    one = _Owned(submission, student, issue, among)
    if not student or (student in members and joiner.is_of_group(submission.person, student)):
        return _Joined(one, members)
    alike = student in members and len(members) > 1 and joiner.is_of_member(submission.person) and not participants
    return _Joined(one, members if alike else [], alike)


def _owners(one: _Owned, members: Sequence[Enrolled]) -> Iterator[_Owned]:
    """A submission with whose it is; one named for a group once for each of its members."""
    submission = one.submission
    if not members:
        yield one
    everybody = tuple(member.person for member in members)
    for first, member in enumerate(members):
        attention = submission.attention if first == 0 else ()
        yield _Owned(replace(submission, members=everybody, attention=attention), member)


def _there(owned: Sequence[Sequence[_Owned]], rubrics: Sequence[str]) -> dict[str, set[int]]:
    """By rubric, whoever on the list has work for it."""
    found: dict[str, set[int]] = {name: set() for name in rubrics}
    for name, theirs in zip(rubrics, owned, strict=True):
        found[name].update(id(one.student) for one in theirs if one.student)
    return found


_Partners = Sequence[tuple[Enrolled, Enrolled | None]]
"""Those who are said to have handed in with somebody; and with whom, where that is clear."""


def _partners(roster: Roster, names: Mapping[int, str]) -> _Partners:
    directory = Directory({names[id(student)]: callings(student.person, student.ids) for student in roster.students})
    by_name = {names[id(student)]: student for student in roster.students}
    meant = [(student, directory.meant(student.partner)) for student in roster.students if student.partner]
    return [(student, by_name[found[0]] if len(found) == 1 else None) for student, found in meant]


def _with_partners(owned: Sequence[_Owned], meant: _Partners, there: Collection[int]) -> Iterator[_Owned]:
    """The submissions of a download, and those of whoever handed in theirs with somebody, as a group's.

    Who is `there`, with work of their own for the same rubric, has that.
    """
    for one in owned:
        partners = [student for student, partner in meant if partner is one.student and id(student) not in there]
        if not partners or one.student is None:
            yield one
            continue
        told = [person for person in one.submission.members if person != one.student.person]
        everybody = (one.student.person, *told, *(student.person for student in partners))
        yield one._replace(submission=replace(one.submission, members=everybody))
        for student in partners:
            own = replace(one.submission, person=student.person, members=everybody, attention=())
            yield _Owned(own, student, listed=True)


def _unclear(meant: _Partners, there: Mapping[str, Collection[int]]) -> Iterator[Enrolled]:
    """Who has no work, or lacks some, and is said to have handed in with somebody: who that is, nobody can tell."""
    for student, partner in meant:
        lacks = [id(student) not in theirs for theirs in there.values()]
        if all(lacks) or (partner is None and any(lacks)):
            yield student


def _without(student: Enrolled, names: dict[int, str]) -> Attention:
    path, _, place = student.place.partition("\n")
    said = f"'{student.partner}', with whom '{names[id(student)]}' handed in, is no one student with work"
    return Attention(path, place, f"{said}: whose is it?", Weight.LOST)


def _called(owned: _Owned, names: dict[int, str]) -> Submission:
    submission, student, *_ = owned
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
