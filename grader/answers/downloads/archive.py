"""A zip as an LMS gives it out, read in place: nothing is unpacked to disk, and a member's path is only a label."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO

from grader.answers.containers.bounds import MAX_FILE
from grader.answers.containers.package import LOCAL_HEADER, header_length, unpacked
from grader.answers.downloads.found import Found, is_system, shown
from grader.answers.record import ContainerError, Source

MAX_MEMBERS = 100_000
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, KeyError)
UNSAFE = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)|\0")
"""Absolute paths, drives, and paths that climb out."""
UTF8_FLAG = 0x800
OFFICE = frozenset(["[Content_Types].xml", "mimetype", "content.xml", "_rels/.rels"])
"""Members by which a zip is a document rather than an archive of files."""


def is_download(path: Path) -> bool:
    """Whether a file is a zip of files, and no office document."""
    try:
        with path.open("rb") as file:
            if file.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
                return False
        with zipfile.ZipFile(path) as archive:
            return OFFICE.isdisjoint(archive.namelist())
    except DAMAGED:
        return False


def found_in_archive(path: Path, label: str = "") -> Found:
    """The members of a zip, as `label/member`; what cannot be read safely is listed."""
    found = Found(path.stem, archive=True)
    _fill(found, path, label or shown(path.name), partial(read_member, str(path)), MAX_MEMBERS)
    return found


def found_in_bytes(data: bytes, label: str, most: int) -> Found:
    """The members, as many as `most`, of a zip that is itself a member of another, or a student's own."""
    found = Found("", archive=True)
    _fill(found, io.BytesIO(data), label, partial(_member_of, data), most)
    return found


def _fill(found: Found, archive: Path | IO[bytes], label: str, read: Callable[..., bytes], most: int) -> None:
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
    except DAMAGED:
        found.tell(label, "is damaged: its archive cannot be opened")
        return
    taken: set[str] = set()
    names, folders = [], []
    for member in members[:most]:
        name = member_name(member)
        if name.endswith("/"):
            folders.append(name)
        else:
            where = (member.header_offset, member.compress_size, member.compress_type, member.CRC)
            names.append(name)
            _take(found, name, Source(f"{label}/{shown(name)}", partial(read, *where)), member, taken)
    if len(members) > most:
        found.tell(label, f"has more than {most:,} members; the others were not read")
    if folders:
        below = [*names, *(name.rstrip("/") for name in folders)]
        filled = {name[:at] for name in below if not is_system(name) for at, sign in enumerate(name) if sign == "/"}
        empty = [name.rstrip("/") for name in folders if name.rstrip("/") not in filled]
        found.empty = [shown(name) for name in empty if not is_system(name) and not UNSAFE.search(name)]
    found.files.sort(key=lambda file: (file.path, file.source.path))


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


def read_member(path: str, offset: int, packed: int, method: int, check: int) -> bytes:
    """The bytes of a member, by where it stands in the archive. Raises `ContainerError` when they cannot be had."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            file.seek(offset)
            header = file.read(LOCAL_HEADER)
            file.seek(offset + header_length(header))
            content = file.read(packed)
    except OSError as error:
        raise ContainerError("is damaged in the archive", "download it again") from error
    return _checked(content, method, check)


def _member_of(archive: bytes, offset: int, packed: int, method: int, check: int) -> bytes:
    start = offset + header_length(archive[offset : offset + LOCAL_HEADER])
    return _checked(archive[start : start + packed], method, check)


def _checked(content: bytes, method: int, check: int) -> bytes:
    try:
        data = unpacked(content, method, MAX_FILE)
    except zlib.error as error:
        raise ContainerError("is damaged in the archive", "download it again") from error
    if len(data) <= MAX_FILE and zlib.crc32(data) != check:
        raise ContainerError("is damaged in the archive", "download it again")
    return data
