"""A student's own archive: a zip handed in as the answers, read in place as the files in it, within bounds."""

from collections.abc import Iterator

from grader.answers.containers.bounds import MAX_FILE
from grader.answers.containers.office import is_office
from grader.answers.downloads.archive import OFFICE, found_in_bytes
from grader.answers.record import ContainerError, Source
from grader.errors import Attention

MAX_DEPTH = 3
"""Archives within one another, the student's own counted as the first."""
MAX_MEMBERS = 100
"""Files in a student's archive."""
MAX_BYTES = 2 * MAX_FILE
"""Bytes of all the files in it, unpacked."""
MAX_RATIO = 200
"""How many times its size an archive may unpack to; a homework's does not to more than a tenth of it."""
SMALL = 2_000_000
"""Bytes that may be packed however well."""


def is_bundle(source: Source) -> bool:
    """Whether a file is called an archive; what it is, its bytes say."""
    return source.path[-4:].lower() == ".zip"


def unbundled(source: Source) -> Iterator[Source | Attention]:
    """The files in a student's archive, and what cannot be read of them; any other file is itself."""
    yield from _Bundle().files(source, 1)


class _Bundle:
    """What has been unpacked of a student's archive so far."""

    def __init__(self) -> None:
        self.unpacked = 0
        self.members = 0

    def files(self, source: Source, depth: int) -> Iterator[Source | Attention]:
        try:
            data = source.read()
        except ContainerError as error:
            yield Attention(source.path, "", str(error))
            return
        held = Source(source.path, lambda: data)
        if not is_office(data) or len(data) > MAX_FILE:
            yield held
            return
        found = found_in_bytes(data, source.path, MAX_MEMBERS)
        if any(file.path in OFFICE for file in found.files):
            yield held
        elif depth > MAX_DEPTH:
            yield Attention(source.path, "", f"archives more than {MAX_DEPTH} deep are not read")
        else:
            yield from found.listed
            if not found.files and not found.listed:
                yield Attention(source.path, "", "is an archive with no files in it")
            for file in found.files:
                yield from self.file(file.source, depth, max(SMALL, MAX_RATIO * len(data)))

    def file(self, source: Source, depth: int, most: int) -> Iterator[Source | Attention]:
        """A member with its bytes, or what is in it when it is an archive itself."""
        self.members += 1
        if self.members > MAX_MEMBERS or self.unpacked > min(most, MAX_BYTES):
            yield Attention(source.path, "", "the archive holds more than anyone hands in; this file was not read")
            return
        try:
            data = source.read()
        except ContainerError as error:
            yield Attention(source.path, "", str(error))
            return
        self.unpacked += len(data)
        held = Source(source.path, lambda: data)
        if is_bundle(source):
            yield from self.files(held, depth + 1)
        else:
            yield held
