"""The zip package of an office document, and its XML: read in memory, bounded, with neither DTD nor entities."""

import io
import zipfile
import zlib
from collections.abc import Callable
from pyexpat import ExpatError, ParserCreate, XMLParserType
from typing import NoReturn

from grader.answers.containers.bounds import MAX_PART, MAX_UNPACKED
from grader.answers.record import ContainerError

DAMAGED = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError)
"""What zipfile raises on a damaged, lying or strangely packed archive."""
MAX_PARTS = 5_000
MAX_DEPTH = 100
"""Elements within one another; a worksheet has about ten, and each open one costs memory."""
SMALL = 1_000_000
"""Bytes of a part that cannot do harm by depth."""
LOCAL_HEADER = 30
STORED, DEFLATED = 0, 8


class Package:
    """The parts of an office document, by name."""

    def __init__(self, data: bytes) -> None:
        """Open the archive in memory. Raises `ContainerError` when it is none."""
        if data.count(b"PK\x01\x02") > MAX_PARTS:
            raise ContainerError(f"has more than {MAX_PARTS:,} parts", "save it again")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = archive.infolist()
        except DAMAGED as error:
            raise ContainerError("is damaged: its zip archive cannot be opened", "save it again") from error
        self._data = data
        self._left = MAX_UNPACKED
        self._members = {member.filename.replace("\\", "/").lstrip("/"): member for member in members}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._members)

    def read(self, name: str, cut: bool = False) -> bytes:
        """The bytes of a part; of one above `MAX_PART` bytes with `cut` the first, and one more."""
        member = self._members[name]
        if member.flag_bits & 1:
            raise ContainerError("is protected by a password", "save it without one")
        start = member.header_offset
        header = self._data[start : start + LOCAL_HEADER]
        start += header_length(header)
        packed = self._data[start : start + member.compress_size]
        try:
            whole = unpacked(packed, member.compress_type, MAX_PART)
        except zlib.error as error:
            raise _damaged(name) from error
        self._left -= len(whole)
        if self._left < 0:
            raise ContainerError(f"its parts are larger than {MAX_UNPACKED:,} bytes", "hand in the answers alone")
        if len(whole) > MAX_PART:
            if cut:
                return whole
            raise ContainerError(f"its part '{name}' is larger than {MAX_PART:,} bytes", "hand in the answers alone")
        if len(header) < LOCAL_HEADER or zlib.crc32(whole) != member.CRC:
            raise _damaged(name)
        return whole


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
    """Run an XML part through a parser whose handlers `wire` sets; not `whole`: it ends before its time."""
    try:
        if len(data) > SMALL:
            _check_depth(data)
        parser = _parser()
        wire(parser)
        parser.Parse(data, whole)
    except ExpatError as error:
        raise _damaged(name) from error


def _parser() -> XMLParserType:
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> NoReturn:
    raise ContainerError("declares a document type, as no office program does; it was not read")


def _check_depth(data: bytes) -> None:
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise ContainerError("is built as no spreadsheet is; it was not read")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = _parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(data, False)


def local(name: str) -> str:
    """An element's name without its namespace prefix.

    >>> local("x:row"), local("row")
    ('row', 'row')
    """
    return name.rpartition(":")[2]
