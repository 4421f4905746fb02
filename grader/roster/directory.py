"""Who is meant by a name that a person types: what a student is called in the results, or is known as besides."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from grader.answers import Person
from grader.roster.names import spellings


def callings(person: Person, ids: Iterable[str] = ()) -> tuple[str, ...]:
    """What somebody may be called: name, number, login, e-mail address and what stands before its @.

    >>> callings(Person("Hal Hu", email="hal@uni.edu"), ["0042"])
    ('Hal Hu', 'hal@uni.edu', 'hal', '0042')
    """
    boxes = [address.partition("@")[0] for address in (person.login, person.email) if "@" in address]
    texts = (person.name, person.id, person.login, person.email, *boxes, *ids)
    return tuple(dict.fromkeys(filter(None, texts)))


class Directory:
    """The students of a run, each with what else they may be called (see `callings`)."""

    def __init__(self, students: Mapping[str, Iterable[str]]) -> None:
        self.students = tuple(students)
        self._called = {student: (student, *texts) for student, texts in students.items()}

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        return {student: {word for text in texts for word in _words(text)} for student, texts in self._called.items()}

    @cached_property
    def _meant(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for student, texts in self._called.items():
            for key in {key for text in texts for key in _keys(text)}:
                found.setdefault(key, set()).add(student)
        return found

    def meant(self, text: str) -> tuple[str, ...]:
        """The students that a text may mean: one, several where it is not clear, or none. Never by a guess.

        >>> directory = Directory({"hal (7)": ["Hal Hu", "7"], "ian (8)": ["Ian Hu", "8"]})
        >>> directory.meant("Hu, Hal"), directory.meant("8"), directory.meant("Hu")
        (('hal (7)',), ('ian (8)',), ())
        """
        if text in self.students:
            return (text,)
        folded = [student for student in self.students if student.casefold() == text.casefold()]
        found = folded or {student for key in _keys(text) for student in self._meant.get(key, ())}
        return tuple(sorted(found))

    def like(self, text: str) -> tuple[str, ...]:
        """The students one of whose names has all the words of a text in it: for a person who looks somebody up.

        >>> Directory({"hal (7)": ["Hal Hu"], "ian (8)": ["Ian Hu"]}).like("Hu")
        ('hal (7)', 'ian (8)')
        """
        words = _words(text)
        return tuple(sorted(student for student, known in self._words.items() if words and words <= known))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _keys(text: str) -> set[str]:
    """A text without regard to capitals; of a name in every order, of a number without zeros in front."""
    whole = text.strip().casefold()
    if "@" in whole:
        return {whole}
    return {whole, *spellings(text), *({whole.lstrip("0")} if whole.isdecimal() else ())} - {""}
