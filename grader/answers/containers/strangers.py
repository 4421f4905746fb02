"""Files that hold no table: known by their first bytes, so that the student is told what they handed in."""

import re
from typing import NoReturn

from grader.answers.record import ContainerError

ASK = "hand in the answers as .xlsx or .csv"

SIGNATURES = (
    (b"%PDF-", "is a PDF document"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"RIFF", "is a picture or a recording"),
    (b"\x1f\x8b", "is a packed file"),
    (b"Rar!", "is a packed file"),
    (b"7z\xbc\xaf", "is a packed file"),
    (b"PK\x05\x06", "is an empty archive"),
    (b"SQLite format 3", "is a database"),
    (b"\x7fELF", "is a program"),
    (b"MZ\x90", "is a program"),
)
"""First bytes, and what they say."""
BOX = b"ftyp"
"""In the second four bytes of photographs and films of today's telephones."""
LINK = re.compile(rb"https://(?:docs|drive)\.google\.com/[^\s,;|\"'<>]*")
SHORTCUT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[InternetShortcut\]|\{[^{}]*\"doc_id\"[^{}]*\}\s*$)")
"""The whole of a small file that a program writes to point to a document."""
SENT_ON = re.compile(
    rb"<meta[^<>]*http-equiv=[\"']?refresh[\"']?[^<>]*content=[\"']?0;[^<>]*url=|<plist[^<>]*>\s*<dict>\s*<key>URL</key>",
    re.IGNORECASE,
)
"""A page that sends its reader on at once, as Canvas and Sakai write for an address that was handed in; macOS's own."""
POINTER, LINKED = 4_000, 1_000
"""Bytes of a file that a program writes, which may say a long address more than once; and of one with a link in it."""
VALUE = re.compile(rb"[=:,;|\t][ \"']*[-+]?\.?\d|\d[.,]\d")
"""A number that may be an answer, and not one in words, as in `HW 3`."""
ANSWER = re.compile(VALUE.pattern + rb"|[=|]|\d\s*$")
"""What a line without a link may hold an answer by."""


def stranger(data: bytes) -> str:
    """What a file is that holds no table; empty when it may hold one.

    >>> stranger(b"%PDF-1.7"), stranger(b"h1,0.79")
    ('is a PDF document', '')
    """
    if not data.strip():
        return "is empty"
    if data[4:8] == BOX:
        return "is a picture or a film"
    if len(data) < POINTER and _only_points(data):
        return "is only a link to the answers"
    return next((what for signature, what in SIGNATURES if data.startswith(signature)), "")


def _only_points(data: bytes) -> bool:
    """Whether nothing in a short file can be an answer: a shortcut, or a link with a few words around it."""
    if SHORTCUT.match(data) or SENT_ON.search(data):
        return True
    if len(data) >= LINKED or not LINK.search(data):
        return False
    lines = [(LINK.sub(b"", line), bool(LINK.search(line))) for line in data.splitlines()]
    return not any((VALUE if linked else ANSWER).search(text) for text, linked in lines)


def read_stranger(data: bytes) -> NoReturn:
    """Say what it is."""
    raise ContainerError(stranger(data), ASK)
