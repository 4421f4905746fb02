"""The zip package of an office document, and its XML: read in memory, bounded, with neither DTD nor entities."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache
from pyexpat import ExpatError, ParserCreate, XMLParserType
from typing import NamedTuple, NoReturn

from grader.answers.containers.bounds import MAX_PART, MAX_UNPACKED
from grader.answers.record import ContainerError

DAMAGED = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError)
"""What zipfile raises on a damaged, lying or strangely packed archive."""
MAX_PARTS = 5_000
MAX_DEPTH = 100
"""Elements within one another; a worksheet has about ten, and each open one costs memory."""
SMALL = 1_000_000
"""Bytes of a part that cannot do harm by depth."""
STRETCH = 200_000
"""Bytes of a larger one that are looked at for their depth before they are read."""
LOCAL_HEADER = 30
STORED, DEFLATED = 0, 8
ENCRYPTED = 1
NEEDED = 63
"""The latest version of the format that is understood: 6.3."""
LOCATOR = 20
"""Bytes before the last record in which a large archive says where its directory is."""
REMEMBERED = 30_000
"""Bytes of a part that is kept in memory for the next workbook."""
_LAST = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s2xBxHH4xLL4xHHH8xL")
"""Of the record of a member: mark, version, flags, method, checksum, packed size, lengths of name, extra and comment,
and where it is."""


class Member(NamedTuple):
    """A member of an archive, as its directory has it."""

    name: str
    flags: int
    method: int
    checksum: int
    size: int
    """Packed."""
    start: int


class Package:
    """The parts of an office document, by name."""

    def __init__(self, data: bytes) -> None:
        """Open the archive in memory. Raises `ContainerError` when it is none."""
        if data.count(b"PK\x01\x02") > MAX_PARTS:
            raise ContainerError(f"has more than {MAX_PARTS:,} parts", "save it again")
        self._data = data
        self._left = MAX_UNPACKED
        self._members = {member.name.replace("\\", "/").lstrip("/"): member for member in _members(data)}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._members)

    def read(self, name: str, cut: bool = False) -> bytes:
        """The bytes of a part; of one above `MAX_PART` bytes with `cut` the first, and one more."""
        member = self._members[name]
        if member.flags & ENCRYPTED:
            raise ContainerError("is protected by a password", "save it without one")
        start = member.start
        header = self._data[start : start + LOCAL_HEADER]
        start += header_length(header)
        packed = self._data[start : start + member.size]
        try:
            whole, checksum = _alike(packed, member.method)
            if len(whole) > REMEMBERED:
                whole = unpacked(packed, member.method, MAX_PART)
                checksum = zlib.crc32(whole)
        except zlib.error as error:
            raise _damaged(name) from error
        self._left -= len(whole)
        if self._left < 0:
            raise ContainerError(f"its parts are larger than {MAX_UNPACKED:,} bytes", "hand in the answers alone")
        if len(whole) > MAX_PART:
            if cut:
                return whole
            raise ContainerError(f"its part '{name}' is larger than {MAX_PART:,} bytes", "hand in the answers alone")
        if len(header) < LOCAL_HEADER or checksum != member.checksum:
            raise _damaged(name)
        return whole


def _members(data: bytes) -> list[Member]:
    """The directory of an archive, at once where it is as office programs write it, else as zipfile understands it."""
    plain = _plain_members(data)
    if plain is not None:
        return plain
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [
                Member(m.filename, m.flag_bits, m.compress_type, m.CRC, m.compress_size, m.header_offset)
                for m in archive.infolist()
            ]
    except DAMAGED as error:
        raise ContainerError("is damaged: its zip archive cannot be opened", "save it again") from error


def _plain_members(data: bytes) -> list[Member] | None:
    """The directory that ends where the archive's last record begins, of entries with nothing unusual; else None."""
    end = len(data) - _LAST.size
    if end < LOCATOR or data[end : end + 4] != b"PK\x05\x06" or data[end - LOCATOR : end].startswith(b"PK\x06\x07"):
        return None
    _, disk, first, _, _, size, at, comment = _LAST.unpack_from(data, end)
    if disk or first or comment or at + size != end:
        return None
    members = []
    while at < end:
        if end - at < _ENTRY.size:
            return None
        mark, needed, flags, method, checksum, packed, named, extra, comment, start = _ENTRY.unpack_from(data, at)
        name = data[at + _ENTRY.size : at + _ENTRY.size + named]
        if mark != b"PK\x01\x02" or needed > NEEDED or extra or comment or not name.isascii() or b"\0" in name:
            return None
        members.append(Member(name.decode("ascii"), flags, method, checksum, packed, start))
        at += _ENTRY.size + named
    return members if at == end else None


@lru_cache(64)
def _alike(packed: bytes, method: int) -> tuple[bytes, int]:
    """The beginning of a member's data, and its checksum: most parts of a workbook are those of all of a class."""
    whole = unpacked(packed, method, REMEMBERED)
    return whole, zlib.crc32(whole)


def header_length(header: bytes) -> int:
    """The bytes before a member's data, from the first `LOCAL_HEADER` of them."""
    return LOCAL_HEADER + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")


def unpacked(packed: bytes, method: int, limit: int) -> bytes:
    """The data of a member, at most one byte more than the limit; raises `zlib.error` when it is damaged."""
    if method == STORED:
        return packed[: limit + 1]
    if method == DEFLATED:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, limit + 1)
    raise ContainerError("is packed in an unusual way", "save it again")


def _damaged(name: str) -> ContainerError:
    return ContainerError(f"is damaged: its part '{name}' cannot be read", "save it again")


def parse(name: str, data: bytes, wire: Callable[[XMLParserType], None], whole: bool = True) -> None:
    """Run an XML part through a parser whose handlers `wire` sets; not `whole`: it ends before its time.

    Of a large part the depth is checked stretch by stretch, so that whoever stops reading stops both.
    """
    try:
        parser = _parser()
        wire(parser)
        if len(data) <= SMALL:
            parser.Parse(data, whole)
            return
        depth = _depth()
        for start in range(0, len(data), STRETCH):
            piece = data[start : start + STRETCH]
            depth.Parse(piece, False)
            parser.Parse(piece, whole and start + STRETCH >= len(data))
    except ExpatError as error:
        raise _damaged(name) from error


def _parser() -> XMLParserType:
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> NoReturn:
    raise ContainerError("declares a document type, as no office program does; it was not read")


def _depth() -> XMLParserType:
    """A parser that raises `ContainerError` where far too many elements are open."""
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise ContainerError("is built as no document is; it was not read")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = _parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    return parser


def local(name: str) -> str:
    """An element's name without its namespace prefix.

    >>> local("x:row"), local("row")
    ('row', 'row')
    """
    return name.rpartition(":")[2]
