"""A zip as an LMS gives it out, read in place: nothing is unpacked to disk, and a member's path is only a label."""

import io
import os
import re
import stat
import zipfile
import zlib
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path

from grader.answers.containers.bounds import MAX_FILE
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
    label = label or shown(path.name)
    found = Found(path.stem, archive=True)
    try:
        members = _archive(str(path), os.getpid()).infolist()
    except DAMAGED:
        found.tell(label, "is damaged: its archive cannot be opened")
        return found
    seen: set[str] = set()
    for index, member in enumerate(members[:MAX_MEMBERS]):
        name = member_name(member)
        if not name.endswith("/"):
            _take(found, name, f"{label}/{shown(name)}", member, partial(read_member, str(path), index), seen)
    if len(members) > MAX_MEMBERS:
        found.tell(label, f"has more than {MAX_MEMBERS:,} members; the others were not read")
    found.files.sort(key=lambda file: (file.path, file.source.path))
    return found


def _take(found: Found, name: str, label: str, member: zipfile.ZipInfo, read: partial[bytes], seen: set[str]) -> None:
    issue = ""
    if UNSAFE.search(name):
        issue = "has a path that leads out of the archive"
    elif stat.S_ISLNK(member.external_attr >> 16):
        issue = "is a link, and links are not followed"
    elif member.flag_bits & 1:
        issue = "is protected by a password"
    elif member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        issue = "is packed in an unusual way"
    elif member.file_size > MAX_FILE:
        issue = f"is larger than {MAX_FILE:,} bytes"
    elif name in seen:
        issue = "is in the archive twice; the first was read"
    seen.add(name)
    if issue and not is_system(name):
        found.tell(label, issue)
    else:
        found.add(name, Source(label, read))


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


def read_member(path: str, index: int) -> bytes:
    """The bytes of a member, at most one more than `MAX_FILE`. Raises `ContainerError` when they cannot be had."""
    try:
        archive = _archive(path, os.getpid())
        with archive.open(archive.infolist()[index]) as member:
            return member.read(MAX_FILE + 1)
    except (*DAMAGED, IndexError) as error:
        raise ContainerError("is damaged in the archive", "download it again") from error


@lru_cache(4)
def _archive(path: str, _process: int) -> zipfile.ZipFile:
    """An open archive, kept for its next member; by process, for a fork would share the place in the file."""
    return zipfile.ZipFile(io.FileIO(path))
