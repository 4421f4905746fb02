"""Bytes to text: a byte order mark decides, then what the bytes can be."""

import codecs
import re

from grader.answers.containers.bounds import MAX_TEXT_FILE
from grader.answers.containers.code_pages import in_code_page
from grader.answers.record import ContainerError, Remark

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; that of UTF-32 begins with that of UTF-16, so it comes first."""

CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1c-\x1f\x7f]")
"""Characters that no text has; tab, line and page breaks, end-of-file (Ctrl-Z) and escape are found in texts."""


def decoded(data: bytes) -> tuple[str, list[Remark]]:
    r"""The text of a file, and what to say of how it was read. Raises `ContainerError` when it is no text.

    >>> decoded(b"h1,0.79")[0], decoded("∂".encode("utf-16"))[0], decoded(b"\xb5 = 1")[0]
    ('h1,0.79', '∂', 'µ = 1')
    """
    if len(data) > MAX_TEXT_FILE:
        raise ContainerError(f"{len(data):,} bytes of text are more than anyone writes", "hand in the answers alone")
    text, remarks = _text(data)
    if "\0" in text:
        if text.count("\0") * 20 > len(text):
            raise ContainerError("is neither a spreadsheet nor text", "hand in a workbook or a CSV file")
        text = text.replace("\0", "")
        remarks.append(Remark("", "has NUL characters, which were left out"))
    if len(CONTROL.findall(text)) * 20 > len(text):
        raise ContainerError("is neither a spreadsheet nor text", "hand in a workbook or a CSV file")
    return text, remarks


def _text(data: bytes) -> tuple[str, list[Remark]]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            text = body.decode(encoding, "replace")
            return text, _damage(text)
    if encoding := wide(data):
        text = data.decode(encoding, "replace")
        return text, _damage(text)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        if found := in_code_page(data):
            return found[0], [Remark("", f"not in UTF-8; read as {found[1]}")]
        return data.decode("cp1252", "replace"), [Remark("", "not in UTF-8; read as Windows-1252")]


def _damage(text: str) -> list[Remark]:
    return [Remark("", "has characters that cannot be read")] if "\ufffd" in text else []


def wide(data: bytes) -> str:
    """The kind of UTF-16, where there is no mark: in most texts every second byte is then NUL, and only every second.

    >>> wide("h1;0,79".encode("utf-16-le")), wide("h1".encode("utf-16-be")), wide(b"h1")
    ('utf-16-le', 'utf-16-be', '')
    """
    head = data[: min(len(data) & ~1, 4096)]
    if b"\0" not in head:
        return ""
    first, second = head[0::2].count(0), head[1::2].count(0)
    enough = len(head) // 2 * 0.6
    if second >= enough and first * 10 <= second:
        return "utf-16-le"
    return "utf-16-be" if first >= enough and second * 10 <= first else ""
