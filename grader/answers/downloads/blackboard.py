"""Blackboard's receipts: a text file beside each attempt that says whose it is, in the language of the site."""

import re
from collections.abc import Iterable

from grader.answers.containers.encoding import decoded
from grader.answers.downloads.found import File
from grader.answers.record import ContainerError, Person

RECEIPT = re.compile(r"(?P<stem>.*_[^/_]+_\d{4}(?:-\d\d){5})\.txt")
WHO = re.compile(r"\s*[^:\n]{2,20}: ?(?P<name>[^\n()]+?) \((?P<login>[^()\n]+)\)\s*(?:\n|$)")
"""The first line: `Name: First Last (username)`."""


def receipts(files: Iterable[File]) -> dict[str, Person]:
    """By the beginning that an attempt's files share (`…_attempt_2026-10-05-14-05-11`), who made it."""
    found: dict[str, Person] = {}
    for file in files:
        if match := RECEIPT.fullmatch(file.path):
            person = _person(file)
            if person:
                found[match["stem"]] = person
    return found


def _person(file: File) -> Person | None:
    try:
        text, _ = decoded(file.source.read())
    except ContainerError:
        return None
    match = WHO.match(text[:2_000].replace("\r\n", "\n"))
    return Person(match["name"].strip(), login=match["login"]) if match else None


def receipt_of(path: str, people: dict[str, Person]) -> Person | None:
    """Who made the attempt that a file belongs to, by its receipt; a username may hold what separates it."""
    match = re.match(r"(.*)_[^/_]+_\d{4}(?:-\d\d){5}(?=_)", path)
    if match is None:
        return None
    own = people.get(match[0])
    if own and match[1].endswith(f"_{own.login}"):
        return own
    others = (person for person in people.values() if match[1].endswith(f"_{person.login}"))
    return max(others, key=lambda person: len(person.login), default=None)
