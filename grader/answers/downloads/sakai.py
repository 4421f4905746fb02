"""Sakai's own words in its downloads: whose a folder is, what it lays beside work, and who is in a group.

AssignmentServiceImpl.zipSubmissions and zipGroupSubmissions. The folder of what was attached is called in the language
of the site, all else in English.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from grader.answers.containers.encoding import decoded
from grader.answers.downloads.found import File, Found
from grader.answers.downloads.told import Given, Told, around
from grader.answers.downloads.work import Piece
from grader.answers.record import ContainerError, Person

WHO = (
    r"(?:.*/)?(?P<who>(?P<name>[^/]+?) ?\((?P<login>[^()/]+)\)(?:; [^/]*?\))?"
    r"|(?P<login1>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12} [^/_]+))"
)
"""Whose a folder is, or a file: a student's, or a group's by its title or by its members; where nobody may know whose,
the work's number stands there, and a word for that."""
OWN = r"(?:timestamp\.txt|comments\.txt|members\.txt|feedbackText\.html)"
"""What it lays beside work."""
FEEDBACK = r"[^/_]*(?i:feedback|r[eé]al?iment|r[eé]troa|comentari|commentair|r[üu]ckmeld|palaute|återkoppl)[^/_]*"
"""The folder of what teachers attach; that of what students do has any other name."""
_MEMBERS = re.compile(rf"{WHO}/members\.txt")
SIGN = rf"/{OWN}$|\)_{OWN}$|_submissionText\.html$|[/_]Submission attachment\(s\)[/_]"
"""In the path of some file of each download, whatever the language and whatever was chosen to be in it."""
MEMBER = re.compile(r"([^;]+?)\(([^()]+)\)(?:; |\s*$)")
"""One of a group: `Last, First(login); Last, First(login)`."""


def group(text: str) -> tuple[Person, ...]:
    """The members of a group, as a folder or a file says them.

    >>> [person.login for person in group("Lee, Jo(jlee); Ray, Al(aray)")]
    ['jlee', 'aray']
    """
    return tuple(Person(name.strip(), login=login) for name, login in MEMBER.findall(text))


def tells(found: Found, _given: Sequence[Given]) -> Told:
    """Who is in a group, by the file that says so or by the name of its folder; texts that nobody typed."""
    of_folders = dict(_members(found))

    def named(file: File, given: Given, piece: Piece) -> Piece:
        people = around(file.path, of_folders) or group(given["who"])
        person = people[0] if len(people) == 1 else piece.person  # of a group of one, too
        return piece._replace(person=person, members=people if len(people) > 1 else ())

    return Told(named, is_own=_is_untyped)


def _members(found: Found) -> Iterator[tuple[str, tuple[Person, ...]]]:
    """By folder, the members of the group whose it is, which stand in a file of its own."""
    for file in found.files:
        if _MEMBERS.fullmatch(found.below(file.path)):
            with suppress(ContainerError):
                yield file.path.rpartition("/")[0], group(decoded(file.source.read())[0])


def _is_untyped(file: File) -> bool:
    """Whether it is the page of a text that nobody typed."""
    try:
        return file.path.endswith("_submissionText.html") and not file.source.read().strip()
    except ContainerError:
        return False
