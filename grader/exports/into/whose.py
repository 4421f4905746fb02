"""Whose row of a gradebook a student's is: by id, login, e-mail and exact name, never guessed between two."""

from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from grader.answers import Person
from grader.engine import nearest
from grader.errors import Weight
from grader.exports.into.scores import Scores
from grader.exports.into.system import Rows, System
from grader.roster import Enrolled, Joiner, Roster, enrolled_in, is_test_student
from grader.roster.headings import kind_of, plain
from grader.roster.names import spellings

MEMBERS = "give the gradebook as --roster, too, which tells the members"

_PERSONAL = frozenset({"name", "given", "family", "login", "email", "participant"})
"""The kinds of headings of which a gradebook of students has one, and of groups none."""

DOUBT = "whose is it"
"""In what is told of somebody who may be one of several."""


class Found(NamedTuple):
    """A student's row in a gradebook."""

    row: int | None
    """From 0; None where there is none."""
    issue: str = ""
    """Why there is none, in the reader's words."""
    weight: Weight = Weight.LOST


class Whose:
    """The rows of a gradebook by the students they are of."""

    def __init__(self, system: System, head: int, rows: Rows, among: Collection[int] | None = None) -> None:
        """`among` are the rows that count; None: all."""
        self.system = system
        headings = [system.first or rows[head][0], *rows[head][1:]]
        of = [kind_of(heading) for heading in headings]
        self.of_groups = "group" in of and _PERSONAL.isdisjoint(of)
        """Whether its rows are groups'."""
        if self.of_groups:
            headings[of.index("group")] = "name"
        counting = range(head + 1, len(rows)) if among is None else sorted(among)
        below = {row: rows[row] for row in counting}
        members = headings.index(system.members) if system.members in headings else len(headings)
        self._members = {row: _named(texts[members]) for row, texts in below.items() if members < len(texts)}
        self.joiner = Joiner(Roster(tuple(enrolled_in(headings, {str(row): texts for row, texts in below.items()}))))
        self._participants = {student.place: student.participant for student in self.joiner.students}
        kinds = [(c, kind) for c, heading in enumerate(headings) if (kind := kind_of(heading))]
        known = [[(kind, texts[c].strip()) for c, kind in kinds if c < len(texts)] for texts in below.values()]
        tests = [told for told in known if is_test_student({kind: [text] for kind, text in told})]
        self._tests = {text for told in tests for kind, text in told if kind in ("id", "login") and text}
        """The ids and logins of the system's own test students, who are nobody."""

    @property
    def is_nameless(self) -> bool:
        """Whether it tells nobody's name."""
        return not any(student.person.name for student in self.joiner.students)

    @cached_property
    def names(self) -> dict[int, str]:
        """By row, who is in it."""
        return {int(each.place): each.person.name or each.person.label for each in self.joiner.students}

    def row(self, student: str, score: Scores) -> Found:
        """The row of a student, or why there is none."""
        if self.of_groups and (rows := self._rows_of_group(student, score)):
            several = "is in several of the groups there; no points were entered"
            return Found(rows[0]) if len(rows) == 1 else Found(None, several)
        issue = ""
        for person in score.people.get(student, ()):
            joined = self.joiner.join(person, bool(self.system.participants) and person.id.isdigit())
            if joined.student is None and self.system.participants:
                joined = self.joiner.join(person)
            if joined.student is not None and not self._is_another(person, joined.student, score):
                return Found(int(joined.student.place))
            issue = issue or joined.issue
        said = issue.replace("on the roster", "there") if DOUBT in issue else self._missing(student, score)
        if self.is_group(student, score):
            said = f"is a group there ({MEMBERS})"
        if any(self._tests.intersection((person.id, person.login)) for person in score.people.get(student, ())):
            return Found(None, "is the system's own test student; no points were entered", Weight.SETTLED)
        return Found(None, f"{said}; no points were entered")

    def number(self, row: int) -> str:
        """Moodle's number of the student that a row is of; empty where there is none."""
        return self._participants.get(str(row), "")

    def _rows_of_group(self, student: str, score: Scores) -> list[int]:
        """The rows of a student's group: by what it is called, or by who is listed as a member."""
        called = {plain(group) for group in score.groups.get(student, ())}
        names = {spelling for person in score.people.get(student, ()) for spelling in spellings(person.name)}
        by_name = [row for row, name in self.names.items() if plain(name) in called]
        return by_name or [row for row, members in self._members.items() if members & names]

    @cached_property
    def _names(self) -> dict[str, str]:
        """The names in the gradebook, by the same with the given name first."""
        return {_turned(enrolled.person.name): enrolled.person.name for enrolled in self.joiner.students}

    def _missing(self, student: str, score: Scores) -> str:
        """That somebody is not there, and whoever there is called nearly so, for a person to see."""
        names = self._names
        called = next((_turned(p.name) for p in score.people.get(student, ()) if " " in p.name), "")
        near = " or ".join(f"'{names[name]}'" for name in nearest(called, names) if called and name)
        return f"is not in this gradebook{f' (is it {near}?)' if near else ''}"

    def is_group(self, student: str, score: Scores) -> bool:
        """Whether the work is that of a group, by a name that the gradebook knows."""
        return any(self.joiner.group(person) for person in score.people.get(student, ()))

    def _is_another(self, person: Person, enrolled: Enrolled, score: Scores) -> bool:
        """Whether somebody has a person's name, but another number of the same system."""
        comparable = self.system.numbered and score.download == self.system.numbered and person.id and enrolled.ids
        return bool(comparable) and person.id not in enrolled.ids


def _named(members: str) -> set[str]:
    """Those whom a cell names, by the spellings of their names."""
    return {spelling for name in members.split(";") for spelling in spellings(name.strip())}


def _turned(name: str) -> str:
    """A name with the given name first."""
    family, _, given = name.partition(", ")
    return f"{given} {family}".strip()
