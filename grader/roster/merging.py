"""Who is on several class lists, or on one twice, is one student: each list may know what the others do not."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from grader.answers import Person
from grader.roster.headings import plain
from grader.roster.names import differ, spellings

Key = tuple[str, str]


class Enrolled(NamedTuple):
    """One student of a class list."""

    person: Person
    section: str = ""
    """Several are joined by commas."""
    ids: tuple[str, ...] = ()
    """Every number that the list gives the student: the university's, the system's."""
    participant: str = ""
    """The number that Moodle gives a student for one assignment."""
    groups: tuple[str, ...] = ()
    place: str = ""
    partner: str = ""
    """Whoever handed in the work of both, as the list calls them."""

    @property
    def label(self) -> str:
        """What the student is called; where nobody may know who it is, as the files are called."""
        return self.person.label or f"Participant ({self.participant})"


def merged(known: Sequence[Enrolled], listed: Iterable[Enrolled]) -> list[Enrolled]:
    """The students known from other lists, with those of a further one, each once.

    Within a list a student is who is the same in everything; in another one, who has a number, login or address of
    theirs and a name that can be theirs, or, where it tells nothing but the name, who has that. What could be two
    students' is neither's.
    """
    by_key: dict[Key, set[int]] = {}
    for at, student in enumerate(known):
        for key in _known_by(student):
            by_key.setdefault(key, set()).add(at)
    found = [*known]
    taken: set[int] = set()
    places = {_identity(student): at for at, student in enumerate(known)}
    for student in listed:
        same = {at for key in _sought_by(student) for at in by_key.get(key, ())}
        same = {at for at in same - taken if not differ(student.person.name, known[at].person.name)}
        before = places.get(_identity(student), min(same) if len(same) == 1 else -1)
        if before < 0:
            before = len(found)
            found.append(student)
        else:
            found[before] = _both(found[before], student)
        places[_identity(student)] = before
        taken.add(before)
    return found


def _known_by(student: Enrolled) -> Iterator[Key]:
    """What a student may be known by in another list: what is theirs alone, or the name where that tells no more."""
    yield from _keys(student)
    yield from (("name", spelling) for spelling in spellings(student.person.name))


def _sought_by(student: Enrolled) -> list[Key]:
    """What to look for of a student of this list."""
    names = [] if student.participant else [("name", spelling) for spelling in spellings(student.person.name)]
    return [*_keys(student)] or names


def _keys(student: Enrolled) -> Iterator[Key]:
    """What is one student's alone."""
    yield from (("id", text.casefold()) for text in student.ids)
    for field in ("login", "email"):
        if text := getattr(student.person, field):
            yield field, text.casefold()


def _identity(student: Enrolled) -> tuple[str, ...]:
    person = student.person
    return (person.id, person.login.casefold(), person.email.casefold(), plain(person.name), student.participant)


def _both(one: Enrolled, other: Enrolled) -> Enrolled:
    """A student who is on two lists, or in two sections."""
    sections = dict.fromkeys(filter(None, [*one.section.split(", "), *other.section.split(", ")]))
    return Enrolled(
        Person(*(first or second for first, second in zip(one.person, other.person, strict=True))),
        ", ".join(sections),
        tuple(dict.fromkeys([*one.ids, *other.ids])),
        one.participant or other.participant,
        tuple(dict.fromkeys([*one.groups, *other.groups])),
        one.place,
        one.partner or other.partner,
    )
