"""Whose a file is by the words of its name, as in `Muster_Max_100` or `hw1_mmuster`, where each is accounted for."""

import re
from collections.abc import Iterable, Sequence

from grader.roster.headings import plain
from grader.roster.merging import Enrolled

_SHOWN = 3
_SHORTEST = 4
"""Letters of a login that is no word by chance, where no name stands beside it."""
_USUAL = frozenset(
    [
        "a",
        "answer",
        "answers",
        "assignment",
        "assignments",
        "attempt",
        "aufgabe",
        "aufgaben",
        "blatt",
        "copy",
        "corrected",
        "csv",
        "deber",
        "devoir",
        "entrega",
        "ex",
        "exercise",
        "exercises",
        "final",
        "fixed",
        "hausaufgabe",
        "hausübung",
        "homework",
        "hw",
        "kopie",
        "loesung",
        "lösung",
        "new",
        "ods",
        "part",
        "problem",
        "problems",
        "project",
        "resubmission",
        "revised",
        "set",
        "sheet",
        "solution",
        "solutions",
        "submission",
        "submitted",
        "tarea",
        "task",
        "the",
        "ue",
        "uebung",
        "übung",
        "übungsblatt",
        "v",
        "version",
        "xls",
        "xlsx",
    ]
)
"""Words in the names of files that are nobody's."""


class Wording:
    """Finds students by what their files are called."""

    def __init__(self, students: Iterable[Enrolled]) -> None:
        self._by_word: dict[str, list[Enrolled]] = {}
        for student in students:
            for word in _keys(student) | _words(student.person.name):
                self._by_word.setdefault(word, []).append(student)

    def whose(self, text: str) -> tuple[str, Sequence[Enrolled]]:
        """The one student whose name, number or login a text tells, with nothing else in it; else whose it may be, why.

        Every word is of the student or nobody's; a number or login of another makes it unclear.
        """
        words = _words(text)
        near = {id(s): s for word in words for s in self._by_word.get(word, ())}.values()
        found = [student for student in near if _tells(words, student)]
        surer = [student for student in found if words & _keys(student)] or found
        if len(surer) == 1:
            [student] = surer
            rest = words - _words(student.person.name) - _keys(student)
            others = [s for s in near if s is not student and rest & _keys(s)]
            said = f"its name also has what is that of {named(others)}: whose is it?" if others else ""
            return said, [student, *others]
        return (f"its name may be that of {named(surer)} on the roster: whose is it?" if surer else ""), surer

    def partly(self, text: str) -> list[Enrolled]:
        """The few students of whose names a text tells a part, as `smith_hw4` does, with nothing else in it."""
        words = {word for word in _words(text) if word not in _USUAL and word.isalpha()}
        near = {id(s): s for word in words for s in self._by_word.get(word, ())}.values()
        found = [student for student in near if words <= _words(student.person.name)]
        return found if len(found) <= _SHOWN else []


def _tells(words: set[str], student: Enrolled) -> bool:
    names, keys = _words(student.person.name), words & _keys(student)
    others = words - names - keys
    if any(word not in _USUAL and word.isalpha() for word in others):
        return False
    sure = any(len(key) >= _SHORTEST and not key.isdecimal() for key in keys)
    return (len(names) > 1 and names <= words) or bool(keys and (words & names or sure))


def _keys(student: Enrolled) -> set[str]:
    """Number and login, as words."""
    person = student.person
    texts = (*student.ids, person.login, person.email.partition("@")[0])
    return {word for text in texts if (word := plain(text))} | {text.lstrip("0") for text in student.ids} - {""}


def _words(text: str) -> set[str]:
    return {plain(word) for word in re.split(r"[\W_]+", text)} - {""}


def named(students: Sequence[Enrolled]) -> str:
    """Some students, as a person is told of them."""
    names = [f"'{s.person.name}' ({s.person.label})" if s.person.name else f"'{s.person.label}'" for s in students]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return " and ".join(names[:_SHOWN]) + more
