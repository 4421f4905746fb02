"""Rich text (RTF), as TextEdit, WordPad and Word save it: paragraphs and tables; nothing in it is opened or run."""

import codecs
import re
from typing import NamedTuple

from grader.answers.containers.bounds import MAX_TEXT_FILE
from grader.answers.containers.document import ALONE, Document
from grader.answers.containers.parts import lettered
from grader.answers.record import ContainerError, Sheet

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z])|"
    r"(?P<brace>[{}])|(?P<end>[\r\n]+)|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
"""Every alternative is linear in what it takes."""
_ASIDE = frozenset((
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf",
    "footer", "footerl", "footerr", "footerf", "footnote", "fldinst", "themedata", "colorschememapping", "datastore",
    "latentstyles", "listtable", "listoverridetable", "rsidtbl", "xmlnstbl", "generator", "nonshppict",
    "nonesttables", "annotation", "comment", "deleted", "moMath",
))  # fmt: skip
"""Groups that hold no text of the page."""
_UNREAD = ("pict", "object", "moMath")
"""Those of them in which there may be answers: pictures, what is embedded, formulas."""
_CHARACTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
_SIGNS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
_RAISED = {"sub": "_", "super": "^", "nosupersub": "", "plain": ""}


class _Format(NamedTuple):
    """What holds in a group, and no longer."""

    aside: bool = False
    raised: str = ""
    fallback: int = 1
    """So many characters stand in for one of Unicode."""


def read_richtext(data: bytes) -> list[Sheet]:
    """The tables and lines of a rich text. Raises `ContainerError` when it is far too long."""
    if len(data) > MAX_TEXT_FILE:
        raise ContainerError(f"{len(data):,} bytes of text are more than anyone writes", ALONE)
    text = _Text()
    for token in _TOKEN.finditer(data.decode("latin-1")):
        text.take(token)
    return text.end()


class _Text:
    """A rich text as its words go by."""

    def __init__(self) -> None:
        self._document = Document()
        self._formats = [_Format()]
        self._pieces: list[str] = []
        self._in_cell = self._in_table = self._in_row = False
        self._skip = 0
        self._bytes = bytearray()
        self._page = "cp1252"

    def take(self, token: re.Match[str]) -> None:
        """The next word, sign, brace or stretch of text."""
        if byte := token["byte"]:
            self._byte(int(byte, 16))
            return
        self._end_bytes()
        if brace := token["brace"]:
            self._brace(brace)
        elif word := token["word"]:
            self._document.element()
            self._word(word, int(token["number"]) if token["number"] else None)
        elif (sign := token["sign"]) == "*":
            self._formats[-1] = self._formats[-1]._replace(aside=True)
        elif sign:
            self._write(_SIGNS.get(sign, ""))
        elif text := token["text"]:
            self._write(text[self._skip :])
            self._skip = max(0, self._skip - len(text))

    def end(self) -> list[Sheet]:
        """The sheets of the whole text."""
        self._end_bytes()
        self._in_cell = False
        self._end_paragraph()
        if self._in_table:
            self._document.end_table()
        return self._document.end()

    def _brace(self, brace: str) -> None:
        if brace == "{":
            self._formats.append(self._formats[-1])
        elif len(self._formats) > 1:
            self._formats.pop()

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._bytes.append(value)

    def _end_bytes(self) -> None:
        if self._bytes:
            self._write(self._bytes.decode(self._page, "replace"))
            self._bytes.clear()

    def _write(self, text: str) -> None:
        if text and not self._formats[-1].aside:
            self._pieces.append(lettered(text, self._formats[-1].raised))

    def _word(self, word: str, number: int | None) -> None:
        outside = self._formats[-2:][0]
        if word in _ASIDE:
            self._document.unread += word in _UNREAD and not outside.aside
            self._formats[-1] = self._formats[-1]._replace(aside=True)
        elif word == "shppict":  # where Word has a picture; what `\nonshppict` has is the same one for others
            self._formats[-1] = self._formats[-1]._replace(aside=outside.aside)
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif word in _RAISED:
            self._formats[-1] = self._formats[-1]._replace(raised=_RAISED[word] if number != 0 else "")
        elif word == "u" and number is not None:
            self._write(chr(number % 0x10000))
            self._skip = self._formats[-1].fallback
        elif word == "uc" and number is not None:
            self._formats[-1] = self._formats[-1]._replace(fallback=max(0, number))
        elif word == "ansicpg":
            self._page = _known(f"cp{number}")
        elif word == "mac":
            self._page = "mac_roman"
        elif not self._formats[-1].aside:
            self._part(word)

    def _part(self, word: str) -> None:
        """A part of the page begins or ends."""
        if word in ("pard", "intbl"):
            self._in_cell = word == "intbl"
        elif word in ("par", "sect", "page"):
            self._end_paragraph()
        elif word in ("cell", "nestcell"):
            self._end_cell()
        elif word in ("row", "nestrow"):
            self._in_row = False

    def _end_paragraph(self) -> None:
        if self._in_cell:
            self._pieces.append("\n")
            return
        if self._in_table:
            self._document.end_table()
            self._in_table = self._in_row = False
        self._document.paragraph(self._taken())

    def _end_cell(self) -> None:
        if not self._in_table:
            self._document.begin_table()
        if not self._in_row:
            self._document.begin_row()
        self._in_table = self._in_row = True
        self._document.begin_cell()
        self._document.paragraph(self._taken().strip())
        self._document.end_cell()

    def _taken(self) -> str:
        text = "".join(self._pieces)  # two numbers make one character where it has no room in one
        self._pieces.clear()
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _known(page: str) -> str:
    """A page of codes, or that of Windows where there is none of the name."""
    try:
        return codecs.lookup(page).name
    except LookupError:
        return "cp1252"
