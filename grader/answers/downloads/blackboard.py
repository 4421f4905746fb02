"""Blackboard's receipts: a text file beside each attempt that says whose it is, in the language of the site.

What a student typed in instead of handing in a file stands nowhere else.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial

from grader.answers.containers.encoding import decoded
from grader.answers.downloads.found import File, Found
from grader.answers.downloads.told import Given, Told
from grader.answers.downloads.work import Piece
from grader.answers.record import ContainerError, Person, Source

RECEIPT = re.compile(r"(?P<stem>.*_[^/_]+_\d{4}(?:-\d\d){5})\.txt")
WHO = re.compile(r"\s*[^:\n]{2,20}: ?(?P<name>[^\n()]+?) \((?P<login>[^()\n]+)\)\s*(?:\n|$)")
"""The first line: `Name: First Last (username)`."""
ATTEMPT = re.compile(r"(.*)_[^/_]+_\d{4}(?:-\d\d){5}(?=_|\.txt$)")
TYPED = re.compile(r"^Submission Field:[ \t]*\n(.*?)(?=^(?:Comments|Files):[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
REMARK = re.compile(r"^Comments:[ \t]*\n(.*?)(?=^Files:[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
NOTHING = re.compile(r"\s*(?:There (?:is|are) no [^\n]*)?\s*")


def tells(found: Found, _given: Sequence[Given]) -> Told:
    """Whose an attempt is by its receipt, and what was typed in."""
    people = receipts(found.files)

    def named(file: File, _given: Given, piece: Piece) -> Piece:
        known = receipt_of(file.path, people)
        return piece._replace(person=known) if known else piece

    return Told(named, handed_in(found.files))


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


def receipt_of(path: str, people: Mapping[str, Person]) -> Person | None:
    """Who made the attempt that a file belongs to, by its receipt; a username may hold what separates it."""
    match = ATTEMPT.match(path)
    if match is None:
        return None
    own = people.get(match[0])
    if own and match[1].endswith(f"_{own.login}"):
        return own
    others = (person for person in people.values() if match[1].endswith(f"_{person.login}"))
    return max(others, key=lambda person: len(person.login), default=None)


def handed_in(files: Collection[File]) -> dict[str, Source]:
    """By path, the receipts that are handed in themselves: something was typed in, or nothing else is theirs."""
    receipts = {file.path: file for file in files if RECEIPT.fullmatch(file.path)}
    typed = [path for path, file in receipts.items() if _typed(file.source)]
    others = [file.path for file in files if file.path not in receipts]
    known = {match[1] for path in (*others, *typed) if (match := ATTEMPT.match(path))}
    alone = [path for path in receipts if (match := ATTEMPT.match(path)) and match[1] not in known]
    return {path: _of_what_is_typed(receipts[path].source) for path in (*typed, *alone)}


def _of_what_is_typed(source: Source) -> Source:
    return Source(source.path, partial(_typed_in, source))


def _typed(source: Source, field: re.Pattern[str] = TYPED) -> str | None:
    """What was typed into a field; None where the labels are in another language."""
    try:
        match = field.search(decoded(source.read())[0].replace("\r\n", "\n"))
    except ContainerError:
        return None
    return None if match is None else "" if NOTHING.fullmatch(match[1]) else match[1].strip()


def _typed_in(source: Source) -> bytes:
    """The bytes of what was typed in, where nothing was those of the remark beside it, else those of the receipt."""
    typed = _typed(source)
    return source.read() if typed is None else (typed or _typed(source, REMARK) or "").encode()
