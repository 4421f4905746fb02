"""Gradescope's `submission_metadata.yml`: who is behind a submission's number.

Only the few lines that say so are read, by their indentation; the file is Ruby's YAML, and can be large.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from grader.answers.containers.encoding import decoded
from grader.answers.downloads.found import File, Found
from grader.answers.downloads.times import time_of
from grader.answers.downloads.told import Given, Told
from grader.answers.downloads.work import Piece
from grader.answers.record import ContainerError, Person

SUBMISSION = re.compile(r"submission_(\d+):\s*$")
FIELD = re.compile(r"( *)(- )?:(\w+):(?: +(.*?))?\s*$")


class Entry(NamedTuple):
    """A submission: its submitters, and the time as written."""

    people: tuple[Person, ...]
    when: str


def tells(found: Found, _given: Sequence[Given]) -> Told:
    """Whose a submission is by its number, and when it was handed in."""
    entries = submitters(found.files)

    def named(_file: File, given: Given, piece: Piece) -> Piece:
        entry = entries.get(given["id"])
        if entry is None:
            return piece
        person = entry.people[0] if entry.people else piece.person
        everybody = entry.people if len(entry.people) > 1 else ()
        return piece._replace(person=person, members=everybody, when=time_of(entry.when))

    return Told(named)


def submitters(files: Iterable[File]) -> dict[str, Entry]:
    """By the submission's number, what the file among these says, if there is one."""
    found: dict[str, Entry] = {}
    for file in files:
        if file.path.rpartition("/")[2] == "submission_metadata.yml":
            with suppress(ContainerError):
                found |= entries(decoded(file.source.read())[0])
    return found


def entries(text: str) -> dict[str, Entry]:
    r"""By the submission's number, what the file says.

    >>> entries("submission_7:\n  :submitters:\n  - :name: Ada\n    :sid: '42'\n    :email: a@b.c\n  :created_at: 26\n")
    {'7': Entry(people=(Person(name='Ada', id='42', login='', email='a@b.c'),), when='26')}
    """
    found: dict[str, Entry] = {}
    number, section, when = "", "", ""
    people: list[dict[str, str]] = []
    for line in [*text.splitlines(), "submission_0:"]:
        if match := SUBMISSION.match(line):
            if number:
                found[number] = Entry(tuple(map(_person, people)), when)
            number, section, when, people = match[1], "", "", []
        elif match := FIELD.match(line):
            indent, item, key, value = match.groups()
            if len(indent) <= 2 and not item:
                section = key
                when = _bare(value) if key == "created_at" else when
            elif section == "submitters":
                if item:
                    people.append({})
                if people:
                    people[-1].setdefault(key, _bare(value))
    return found


def _bare(value: str | None) -> str:
    value = value or ""
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1].replace("''", "'") if quoted else "" if value in ("null", "~") else value


def _person(fields: dict[str, str]) -> Person:
    return Person(fields.get("name", ""), fields.get("sid", ""), "", fields.get("email", ""))
