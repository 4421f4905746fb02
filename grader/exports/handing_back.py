"""Feedback as a zip that a learning management system hands out: the names of its own download say whose each file is.

Moodle (mod/assign/feedback/file/importziplib.php) takes the number of the participant from a path's
`name_NUMBER_assignsubmission_file`. Canvas (infer_comment_context_from_filename in its model of assignments) takes the
first two numbers between underscores of a file's name: of the user, and of a file that the user handed in.
"""

import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

_MOODLE = re.compile(r"(?:^|/)(?P<name>[^/_]+)_(?P<id>\d+)_assignsubmission_[a-z]+_?(?=/|[^/]*$)")
_CANVAS = re.compile(r"(?:^|/)(?P<name>[^/_]*)(?P<late>_late)?_(?P<id>\d+)_(?P<file>\d+)_[^/]+$", re.IGNORECASE)
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The same bytes for the same feedback."""


class Bundle(NamedTuple):
    """A zip, and who is not in it."""

    data: bytes
    without: Mapping[str, tuple[str, ...]]
    """By the reason, the students."""


def _moodle(path: str, file: str) -> str | None:
    """In the student's folder of the download."""
    found = _MOODLE.search(path)
    return f"{found['name']}_{found['id']}_assignsubmission_file_/{file}" if found else None


def _canvas(path: str, file: str) -> str | None:
    """Flat, with the numbers of the student and of what was handed in."""
    found = _CANVAS.search(path)
    return f"{found['name']}{found['late'] or ''}_{found['id']}_{found['file']}_{file}" if found else None


SYSTEMS: Mapping[str, Callable[[str, str], str | None]] = {"moodle": _moodle, "canvas": _canvas}
"""For each system, a submission's path in its download to the feedback's in the zip; None for another system's path."""


def to_bundle(
    system: str,
    feedback: Mapping[str, bytes],
    paths: Mapping[str, Iterable[str]],
    file: str,
    members: Collection[str] = (),
    listed: Collection[str] = (),
) -> Bundle:
    """The zip of each student's feedback, as `file`; `paths` are the files that each handed in, as they were found.

    `members` are the students who are known to have handed in as a group of the system's; `listed` those for whom
    somebody else has handed in, of which the system knows nothing.
    """
    called = SYSTEMS[system]
    places = {
        student: next(filter(None, (called(path, file) for path in paths.get(student, ()))), "") for student in feedback
    }
    groups = _in_groups(paths, members) if system == "moodle" else frozenset()
    pages: dict[str, bytes] = {}
    apart, without = set[str](), dict[str, list[str]]()
    for student, place in places.items():
        if place and student not in groups and pages.setdefault(place, feedback[student]) != feedback[student]:
            apart.add(place)
    for student, place in places.items():
        if student in groups or not place or place in apart:
            reason = _NUMBERED if student in groups else _APART if place else _WITH if student in listed else _ELSEWHERE
            without.setdefault(reason.format(system.title()), []).append(student)
    told = {place: page for place, page in pages.items() if place not in apart}
    return Bundle(_packed(told), {reason: tuple(students) for reason, students in without.items()})


def _packed(pages: Mapping[str, bytes]) -> bytes:
    """Pages by their places, as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, data in pages.items():
            archive.writestr(_member(place), data)
    return out.getvalue()


_ELSEWHERE = "their files have none of {}'s numbers"
_WITH = "somebody else handed in for them, by the class list, and {} hands out a page to that one alone"
_NUMBERED = "Moodle numbers the files of groups by the group, and a group's number is some student's, too"
_APART = "members of a group have different pages, and {} would show one of them to all"
_GROUP = re.compile(
    r"\b(?:group|team|gruppe|groupe|équipe|equipe|grupo|equipo|gruppo|squadra|grupa|zespół|groep|ryhmä|skupina)\b"
    r"|^(?!student|participant|user).*\d{1,2}$",
    re.IGNORECASE,
)
"""How groups are mostly called; a person seldom."""
_NO_GROUP = re.compile(r"(?:^|/)[^/_]+_assignsubmission_[a-z]+_?(?=/|[^/]*$)")
"""Of who is in no group where groups hand in: Moodle gives the folder no number."""


def with_number(path: str, number: str, known_by: str) -> str | None:
    """A path in a download of Moodle's as it would be of another participant of the same assignment.

    None where the path is not that of the participant `known_by`, whose number is of the same kind.

    >>> with_number("hw.zip/Ada L_7_assignsubmission_file_/hw.csv", "9", "7")
    'Ada L_9_assignsubmission_file_/'
    """
    found = _MOODLE.search(path)
    return f"{found['name']}_{number}_assignsubmission_file_/" if found and number and found["id"] == known_by else None


def _in_groups(paths: Mapping[str, Iterable[str]], members: Collection[str]) -> frozenset[str]:
    """Who handed in as a group; everybody, where the folders are called as groups are."""
    given = [path for theirs in paths.values() for path in theirs]
    names = {found["name"] for path in given if (found := _MOODLE.search(path))}
    called = sum(_GROUP.search(name) is not None for name in names)
    if (names and 2 * called > len(names)) or any(map(_NO_GROUP.search, given)):
        return frozenset(paths)
    return frozenset(members)


def _member(place: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(place, _STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
