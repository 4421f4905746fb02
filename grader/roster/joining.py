"""Whose a submission is: by id, then login, then e-mail address, then exact name. Never guessed between two."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from grader.answers import Person
from grader.roster.headings import plain
from grader.roster.merging import Enrolled
from grader.roster.names import differ, spelled_out, spellings
from grader.roster.reading import Roster
from grader.roster.wording import Wording, named


class Joined(NamedTuple):
    """What a class list says of who handed something in."""

    student: Enrolled | None = None
    issue: str = ""
    """Why it is nobody on the list, in the reader's words; of somebody, what a person should look at, if anything."""
    among: tuple[Enrolled, ...] = ()
    """Whose it may be, where it may be that of several, or of one of whom it is not sure."""


_GROUP = " (of a group's work a class list with a column 'group' tells the members)"
"""What to do where somebody's number stands beside a name not theirs, as Canvas gives out the work of groups."""


_TOLD_APART = re.compile(r"(.*\S) \(\d+\)")
"""What somebody is called whose name another has, too, in a download that tells no more of them than a number."""


_KEYS: dict[str, Callable[[Enrolled], Iterable[str]]] = {
    "id": lambda s: s.ids,
    "id without zeros": lambda s: {text.lstrip("0") for text in s.ids},
    "participant": lambda s: (s.participant,),
    "login": lambda s: (s.person.login, *s.ids),
    "address": lambda s: (s.person.email,),
    "box": lambda s: (s.person.email.partition("@")[0], s.person.login),
    "name": lambda s: spellings(s.person.name),
    "group": lambda s: map(plain, s.groups),
    "spelled out": lambda s: spellings(spelled_out(s.person.name)),
}
"""What a student is found by."""


class Joiner:
    """Finds people in a class list."""

    def __init__(self, roster: Roster) -> None:
        self.students = roster.students
        self._made: dict[str, dict[str, list[Enrolled]]] = {}
        """By kind of key, the tables that have been asked for: most classes need few."""

    @cached_property
    def _among_words(self) -> Wording:
        return Wording(self.students)

    @cached_property
    def _called(self) -> dict[Enrolled, Enrolled]:
        """The students by what they are with their names spelled out."""
        return {_spelled(student): student for student in self.students}

    @cached_property
    def _among_spelled(self) -> Wording:
        return Wording(self._called)

    def _by(self, kind: str) -> dict[str, list[Enrolled]]:
        """The students by a key of theirs, whatever its case."""
        if kind not in self._made:
            found = self._made[kind] = {}
            for student in self.students:
                for key in {text.casefold(): None for text in _KEYS[kind](student) if text}:
                    found.setdefault(key, []).append(student)
        return self._made[kind]

    def knows_number(self, person: Person) -> bool:
        """Whether a person's id is one on the list, of somebody whose name can be theirs."""
        return any(not differ(person.name, s.person.name) for s in self._by("id").get(person.id.casefold(), ()))

    def join(self, person: Person, participants: bool = False, files: bool = False, numbered: bool = False) -> Joined:
        """The student that a submission's person is. `participants`: its id is Moodle's number for one assignment.

        `files`: its name is what somebody called a file, or a folder. `numbered`: its id is of the kind that the list
        has, so that who has another one there is somebody else of that name.
        """
        issue, among = "", list[Enrolled]()
        bare = person == Person(person.name) and " " not in person.name
        keys = Person(person.name, person.name, person.name, "") if bare else person
        for what, text, students in self._found(keys, participants):
            agreeing = [s for s in students if bare or what == "name" or not differ(person.name, s.person.name)]
            if what == "name" and numbered and person.id and agreeing and all(s.ids for s in agreeing):
                issue = issue or f"has the name of {named(agreeing)} on the roster, and another id: whose is it?"
                among += agreeing
                continue
            if len(agreeing) == 1:
                return Joined(agreeing[0])
            if agreeing:
                said = f"its {what} '{text}' is that of {named(agreeing)} on the roster: whose is it?"
                return Joined(None, said, tuple(agreeing))
            names = f"{named(students)} on the roster, and its name is '{person.name}'"
            group = _GROUP if what == "id" else ""
            issue = issue or f"its {what} '{text}' is that of {names}: whose is it?{group}"
            among += students
        if not issue and files and person == Person(person.name):
            issue, found = self._among_words.whose(person.name)
            if found and not issue:
                return Joined(found[0])
            among += found
        return Joined(None, issue, tuple(among)) if issue else self._doubtful(person, files)

    def _doubtful(self, person: Person, files: bool) -> Joined:
        """Whose a submission may be that is nobody's by what is known of it."""
        if several := _TOLD_APART.fullmatch(person.name) if person == Person(person.name) else None:
            alike = _each(self._by("name").get(key, ()) for key in spellings(several[1]))
            if alike:
                said = f"has the name of {named(alike)} on the roster, as others have: whose is it?"
                return Joined(None, said, tuple(alike))
        if alike := self._spelled_alike(person, files):
            said = f"is taken for {named(alike)} on the roster, by letters spelled out (ü as ue): is it?"
            if len(alike) == 1:
                return Joined(alike[0], said)
            return Joined(None, f"may be {named(alike)}: whose is it?", tuple(alike))
        if partly := self._among_words.partly(person.name) if files and person == Person(person.name) else []:
            said = (
                f"tells a part of the name of {named(partly)} on the roster: whose is it? (say more in the file's name)"
            )
            return Joined(None, said, tuple(partly))
        return Joined(None, "is of nobody on the roster; graded all the same")

    def _spelled_alike(self, person: Person, files: bool) -> list[Enrolled]:
        """Whoever has the same name but for letters that one of the two spells out: `zoe mueller`, Zoë Müller."""
        name = spelled_out(person.name)
        found = _each(self._by("spelled out").get(key, ()) for key in spellings(name))
        issue, alike = self._among_spelled.whose(name) if files and not found else ("", ())
        return [self._called[student] for student in alike] if not issue and alike else found

    def group(self, person: Person) -> list[Enrolled]:
        """The members of the group that a submission is named for; none where it is named for no group."""
        names = filter(None, [plain(person.name), plain(person.login)])
        groups = self._by("group")
        return next((groups[name] for name in names if name in groups), [])

    def is_of_group(self, person: Person, student: Enrolled) -> bool:
        """Whether a submission with a member's number is its group's: it has the group's name, which is not theirs."""
        return self.is_of_member(person) and not spellings(person.name) & spellings(student.person.name)

    def is_of_member(self, person: Person) -> bool:
        """Whether a submission has the number of one student, and no more of theirs: so Canvas gives out a group's."""
        return bool(person.id) and not person.login

    def _found(self, person: Person, participants: bool) -> Iterator[tuple[str, str, list[Enrolled]]]:
        """Whoever has the same id, login, e-mail address or name, in this order, with what they share."""
        tried = [
            ("id", person.id, ["participant"] if participants else ["id", "id without zeros"]),
            ("login", person.login, ["login", "address"]),
            ("e-mail address", person.email, ["address", "login"]),
            ("login", (person.email or person.login).partition("@")[0], ["box"]),
        ]
        for what, text, kinds in tried:
            for kind in kinds if text else ():
                key = text.lstrip("0") if kind == "id without zeros" else text
                if students := self._by(kind).get(key.casefold()):
                    yield what, text, students
        if students := _each(self._by("name").get(key, ()) for key in spellings(person.name)):
            yield "name", person.name, students


def _spelled(student: Enrolled) -> Enrolled:
    return student._replace(person=student.person._replace(name=spelled_out(student.person.name)))


def _each(found: Iterable[Iterable[Enrolled]]) -> list[Enrolled]:
    return list(dict.fromkeys(student for students in found for student in students))
