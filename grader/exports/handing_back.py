"""Feedback as a zip that a learning management system hands out: the names of its own download say whose each file is.

Moodle (mod/assign/feedback/file/importziplib.php) takes the number of the participant from a path's
`name_NUMBER_assignsubmission_file`. Canvas (infer_comment_context_from_filename in its model of assignments) takes the
first two numbers between underscores of a file's name: of the user, and of a file that the user handed in.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

_MOODLE = re.compile(r"(?:^|/)(?P<name>[^/_]+)_(?P<id>\d+)_assignsubmission_[a-z]+_?(?=/|[^/]*$)")
_CANVAS = re.compile(r"(?:^|/)(?P<name>[^/_]*)(?P<late>_late)?_(?P<id>\d+)_(?P<file>\d+)_[^/]+$", re.IGNORECASE)
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The same bytes for the same feedback."""


class Bundle(NamedTuple):
    """A zip, and the students who are not in it because their files do not come from such a download."""

    data: bytes
    without: tuple[str, ...]


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


def to_bundle(system: str, feedback: Mapping[str, bytes], paths: Mapping[str, Iterable[str]], file: str) -> Bundle:
    """The zip of each student's feedback, as `file`; `paths` are the files that each handed in, as they were found."""
    name = SYSTEMS[system]
    places = {
        student: next(filter(None, (name(path, file) for path in paths.get(student, ()))), None) for student in feedback
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, data in _members(places, feedback):
            archive.writestr(_member(place), data)
    lost = tuple(student for student, place in places.items() if place is None)
    return Bundle(out.getvalue(), lost)


def _members(places: Mapping[str, str | None], feedback: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Each place once: of a group whose members share what was handed in, the first."""
    seen: set[str] = set()
    for student, place in places.items():
        if place is not None and place not in seen:
            seen.add(place)
            yield place, feedback[student]


def _member(place: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(place, _STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
