"""What is left of an archive that was cut off: its directory stands at the end, but each member says what it is."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from grader.answers.containers.bounds import MAX_FILE
from grader.answers.containers.package import DEFLATED, LOCAL_HEADER, STORED

LOCAL = b"PK\x03\x04"
DESCRIPTOR = b"PK\x07\x08"
SIZED_LATER = 8
"""The flag of a member whose sizes stand behind it, as a system writes one that it packs while it sends it."""
_HEADER = struct.Struct("<4sxxHHxxxxLLLHH")
STEP = 1 << 16
LARGE, RATIO = 500_000_000, 20
"""Bytes that are unpacked to see where members end: so many, or so many times those of the archive."""


def salvaged(file: IO[bytes]) -> Iterator[zipfile.ZipInfo]:
    """The members, from the first, that are there as a whole."""
    end = file.seek(0, 2)
    at, unpacked = 0, 0
    while unpacked <= max(LARGE, RATIO * end) and (member := _member(file, at, end)):
        info, at = member
        unpacked += info.file_size if info.flag_bits & SIZED_LATER else 0
        yield info


def _member(file: IO[bytes], at: int, end: int) -> tuple[zipfile.ZipInfo, int] | None:
    """The member that begins here and where the next one does; None where none does, or it is not whole."""
    file.seek(at)
    header = file.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER or not header.startswith(LOCAL):
        return None
    _, flags, method, checksum, packed, size, named, extra = _HEADER.unpack(header)
    name = file.read(named)
    start = at + LOCAL_HEADER + named + extra
    info = zipfile.ZipInfo(name.decode("utf-8" if flags & 0x800 else "cp437", "replace"))
    info.flag_bits, info.compress_type, info.header_offset = flags, method, at
    info.CRC, info.compress_size, info.file_size = checksum, packed, size
    behind = start + packed
    if flags & SIZED_LATER:
        if method != DEFLATED or not (found := _inflated(file, start)):
            return None
        info.compress_size, info.file_size, info.CRC = found
        behind = _after_descriptor(file, start + info.compress_size)
    return (info, behind) if method in (STORED, DEFLATED) and behind <= end else None


def _inflated(file: IO[bytes], start: int) -> tuple[int, int, int] | None:
    """Bytes packed and unpacked, and the checksum, of what is packed from here on; None where it does not end."""
    file.seek(start)
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    packed = size = checksum = 0
    try:
        while not stream.eof and size <= MAX_FILE:
            piece = stream.unconsumed_tail or file.read(STEP)
            if not piece:
                return None
            data = stream.decompress(piece, STEP)
            packed += len(piece) - len(stream.unconsumed_tail) - len(stream.unused_data)
            size, checksum = size + len(data), zlib.crc32(data, checksum)
    except zlib.error:
        return None
    return (packed, size, checksum) if stream.eof else None


def _after_descriptor(file: IO[bytes], at: int) -> int:
    """Where the next member begins: a mark of four bytes may stand before the sizes, which may be long ones."""
    file.seek(at)
    said = file.read(28)
    mark = 4 if said.startswith(DESCRIPTOR) else 0
    sizes = (12, 20)
    return at + next(
        (mark + size for size in sizes if said[mark + size :].startswith((LOCAL, b"PK\x01\x02"))), mark + 12
    )
