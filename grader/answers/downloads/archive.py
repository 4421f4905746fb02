"""A zip as an LMS gives it out, read in place: nothing is unpacked to disk, and a member's path is only a label."""

import io
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext, suppress
from functools import partial
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import IO

from grader.answers.containers.bounds import MAX_FILE
from grader.answers.containers.package import LOCAL_HEADER, header_length, unpacked
from grader.answers.downloads.found import MAX_DEPTH, Found, is_system, shown
from grader.answers.downloads.salvage import salvaged
from grader.answers.record import ContainerError, Source

MAX_MEMBERS = 200_000
"""Files of an archive; a class of thousands has a tenth of it."""
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, KeyError)
PACKED = (b"PK\x03\x04", b"PK\x05\x06")
UNSAFE = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)|\0")
"""Absolute paths, drives, and paths that climb out."""
UTF8_FLAG = 0x800
MAX_ENTRIES, MAX_DIRECTORY = 300_000, 60_000_000
"""Entries of an archive's directory, and its bytes."""
LAST = 65_557
"""Bytes at the end of an archive in which its last record stands."""
Named = tuple[str, zipfile.ZipInfo]
"""A member, by its path with `/`."""
_LOST = "is damaged: its archive cannot be opened ({})"
_CUT = "is damaged, or was cut off ({}): only the first {:,} files in it could be read"
_DAMAGED = "is damaged in the archive"
_DOWNLOAD, _ASK = "download it again", "download it again, or ask the student for it"
"""What to do about a damaged archive: about a download, and about one that may have been handed in so."""
OFFICE = frozenset(["[Content_Types].xml", "mimetype", "content.xml", "_rels/.rels"])
"""Members by which a zip is a document rather than an archive of files."""


def is_download(path: Path) -> bool:
    """Whether a file is a zip of files, even one that was cut off or runs as a program, and no office document."""
    try:
        with path.open("rb") as file:
            begins = file.read(4)
        if begins not in PACKED and not (path.suffix.lower() in (".zip", ".exe") and zipfile.is_zipfile(path)):
            return False
        if _is_overgrown(path):
            return False
        with zipfile.ZipFile(path) as archive:
            return OFFICE.isdisjoint(archive.namelist())
    except zipfile.BadZipFile:
        return path.suffix.lower() == ".zip"
    except DAMAGED:
        return False


def _is_overgrown(path: Path) -> bool:
    """Whether the directory of an archive has far more entries than are read: to hold them all costs too much."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        tail = file.seek(max(0, size - LAST))
        last = file.read()
        at = last.rfind(b"PK\x05\x06")
        length = int.from_bytes(last[at + 12 : at + 16], "little")
        if at < 0 or length > tail + at:
            return False
        file.seek(tail + at - length)
        return length > MAX_DIRECTORY or file.read(length).count(b"PK\x01\x02") > MAX_ENTRIES


def found_in_archive(path: Path, label: str = "") -> Found:
    """The members of a zip, as `label/member`; what cannot be read safely is listed."""
    found, todo = Found(path.stem, archive=True), _ASK if label else _DOWNLOAD
    _fill(found, path, label or shown(path.name), partial(read_member, str(path), todo), MAX_MEMBERS, todo)
    return found


def found_in_bytes(data: bytes, label: str, most: int, root: str = "") -> Found:
    """The members, as many as `most`, of a zip that is itself a member of another, or a student's own."""
    found = Found(root, archive=True)
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        found.tell(label, f"has more than {MAX_MEMBERS:,} members; it was not read")
        return found
    _fill(found, io.BytesIO(data), label, partial(_member_of, data), most, _ASK)
    return found


def _fill(
    found: Found, archive: Path | IO[bytes], label: str, read: Callable[..., bytes], most: int, todo: str
) -> None:
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
    except DAMAGED:
        members = _left_of(archive, most)
        found.tell(label, _CUT.format(todo, len(members)) if members else _LOST.format(todo))
        found.damaged = True
    named = [(member_name(member), member) for member in members]
    files = [(name, member) for name, member in named if not name.endswith("/")]
    kept = _nearest(files, most)
    taken: set[str] = set()
    # By name, in which two that look the same may differ; of one name, the first is that of the archive.
    for name, member in sorted(kept, key=itemgetter(0)):
        where = (member.header_offset, member.compress_size, member.compress_type, member.CRC)
        _take(found, name, Source(f"{label}/{shown(name)}", partial(read, *where)), member, taken)
    if len(kept) < len(files):
        left = len(files) - len(kept)
        found.tell(label, f"has more than {most:,} files; {left:,} were not read, of the folders that hold the most")
    found.empty = [shown(name) for name in _empty([name for name, _ in kept], [name for name, _ in named])]
    found.files.sort(key=lambda file: (file.path, file.source.path))


def _left_of(archive: Path | IO[bytes], most: int) -> list[zipfile.ZipInfo]:
    with archive.open("rb") if isinstance(archive, Path) else nullcontext(archive) as file:
        return list(islice(salvaged(file), most))


def _nearest(files: list[Named], most: int) -> list[Named]:
    """As many members as are read: of more, those to which somebody comes first who opens folder after folder.

    So nobody's files are left out for the many that lie in another's folder.
    """
    counting = [name for name, _ in files if not is_system(name)] if len(files) > most else []
    if len(counting) <= most:
        return files
    within: Counter[str] = Counter()
    steps: dict[str, int] = {"": 0}

    def far(name: str) -> int:
        """The most things in one folder that are passed on the way."""
        if name not in steps:
            folder = name.rpartition("/")[0]
            before = far(folder)
            steps[name] = max(before, within[folder])
            within[folder] += 1
        return steps[name]

    paths = sorted({name for name in counting if name.count("/") <= MAX_DEPTH})
    distances = {name: (far(name), name.count("/"), name) for name in paths}
    near = set(sorted(paths, key=distances.__getitem__)[:most])
    return [file for file in files if file[0] in near or is_system(file[0])]


def _empty(files: list[str], names: list[str]) -> list[str]:
    """The folders that hold nothing, or nothing but what no student knows of."""
    folders = [name.rstrip("/") for name in names if name.endswith("/") and name.count("/") <= MAX_DEPTH]
    filled: set[str] = set()
    for name in (*files, *folders) if folders else ():
        while not is_system(name) and (name := name.rpartition("/")[0]) and name not in filled:
            filled.add(name)
    return [name for name in folders if name not in filled and not is_system(name) and not UNSAFE.search(name)]


def _take(found: Found, name: str, source: Source, member: zipfile.ZipInfo, taken: set[str]) -> None:
    issue = ""
    if UNSAFE.search(name):
        issue = "has a path that leads out of the archive"
    elif stat.S_ISLNK(member.external_attr >> 16):
        issue = "is a link, and links are not followed"
    elif member.flag_bits & 1:
        issue = "is protected by a password"
    elif member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        issue = "is packed in an unusual way"
    elif name.count("/") > MAX_DEPTH:
        issue = f"is in folders more than {MAX_DEPTH} deep"
    elif max(member.file_size, member.compress_size) > MAX_FILE:
        issue = f"is larger than {MAX_FILE:,} bytes"
    elif name in taken:
        issue = "is in the archive twice; the first was read"
    if issue and not is_system(name):
        found.tell(source.path, issue)
    else:
        taken.add(name)
        found.add(name, source)


def member_name(member: zipfile.ZipInfo) -> str:
    """A member's path with `/`; names in UTF-8 without the flag that says so are put right.

    >>> member_name(zipfile.ZipInfo("Nguyễn.csv".encode().decode("cp437")))
    'Nguyễn.csv'
    """
    name = member.orig_filename if "\0" in member.orig_filename else member.filename
    if not member.flag_bits & UTF8_FLAG and not name.isascii():
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def read_member(path: str, todo: str, offset: int, packed: int, method: int, check: int) -> bytes:
    """The bytes of a member, by where it stands in the archive.

    Raises `ContainerError` when they cannot be had, with what is `todo`.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            file.seek(offset)
            header = file.read(LOCAL_HEADER)
            file.seek(offset + header_length(header))
            content = file.read(packed)
    except OSError as error:
        raise ContainerError(_DAMAGED, todo) from error
    return _checked(content, method, check, todo)


def _member_of(archive: bytes, offset: int, packed: int, method: int, check: int) -> bytes:
    start = offset + header_length(archive[offset : offset + LOCAL_HEADER])
    return _checked(archive[start : start + packed], method, check, _ASK)


def _checked(content: bytes, method: int, check: int, todo: str) -> bytes:
    try:
        data = unpacked(content, method, MAX_FILE)
    except zlib.error as error:
        raise ContainerError(_DAMAGED, todo) from error
    if len(data) <= MAX_FILE and zlib.crc32(data) != check:
        raise ContainerError(_DAMAGED, todo)
    return data
