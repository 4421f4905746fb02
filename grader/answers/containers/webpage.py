"""Web pages: what an LMS keeps of text typed into it, and tables that are called .xls. Only text is taken from them."""

import html
import re
from collections.abc import Iterator

from grader.answers.containers.bounds import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from grader.answers.containers.delimited import sheet_of
from grader.answers.containers.encoding import decoded
from grader.answers.containers.parts import text_cell
from grader.answers.containers.presentation import Mathematics
from grader.answers.containers.titles import title_above
from grader.answers.record import Cell, ContainerError, Remark, Sheet

TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9:]*)(?![a-zA-Z0-9:])[^<>]*>|([^<]+|<)", re.DOTALL)
"""A comment, a tag (closing, name), or text. Every alternative is linear in what it takes: a name is tried whole."""
STRUCK = re.compile(r"<(s|del|strike)(?:\s[^<>]*)?>(?:[^<]|<(?!/?\1[\s>])){0,500}</\1\s*>", re.IGNORECASE)
"""What is crossed out, and so taken back."""
MARKS = (
    b"<html",
    b"<!doctype html",
    b"<table",
    b"<body",
    b"<p>",
    b"<p ",
    b"<div",
    b"<br",
    b"<ul",
    b"<ol",
    b"<li>",
    b"<dl",
)
_BEGINS = re.compile(rb"\s*<(?:h[1-6]|pre|math|span|center|font|strong|em|[bi])[\s>]")
"""What a page may begin with that stands in Markdown and elsewhere, too."""
UNSEEN = frozenset(["script", "style", "head", "title", "template", "annotation"])
LINES = frozenset(["br", "p", "div", "li", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol", "dt"])
_CELLS = frozenset(["td", "th"])

_DEEPEST = 3
"""Quotations within each other that are told apart."""
LOWERED = {"sub": "_{", "sup": "^{"}
"""What a smaller letter below or above the line is written as: Z<sub>1,2</sub>."""


def is_webpage(data: bytes) -> bool:
    """Whether the bytes begin as a page or a table of one does, or have a page's tags early on."""
    head = data[:4096].replace(b"\0", b"").lower()
    return b"<" in head and (any(mark in head for mark in MARKS) or bool(_BEGINS.match(head)))


def read_webpage(data: bytes) -> list[Sheet]:
    """Its tables, each a sheet, and the text outside them.

    >>> page = b"<p>h1 = 0.79<br>h2 = 0.95</p><table><tr><th>s1<td>1.31</table>"
    >>> [[[cell.text for cell in row] for row in sheet.rows] for sheet in read_webpage(page)]
    [[['s1', '1.31']], [['h1 = 0.79'], ['h2 = 0.95']]]
    """
    text, remarks = decoded(data)
    page = _Page()
    for closing, tag, words in _tokens(STRUCK.sub(" ", text)):
        page.take(closing, tag, words)
        if page.full:
            break
    page.end_mathematics()
    page.end_cell()
    page.name_matrices()
    sheets = [sheet for sheet in page.tables if any(sheet.rows)]
    lines = [line for line in "".join(page.outside).splitlines() if line.strip()]
    if lines:
        sheets.append(sheet_of("\n".join(" ".join(line.split()) for line in lines), "text"))
    if not sheets:
        raise ContainerError("is a web page without a word", "hand in a workbook or a CSV file")
    sheets[0].remarks[:0] = remarks
    return sheets


def _tokens(text: str) -> Iterator[tuple[bool, str, str]]:
    for match in TOKEN.finditer(text):
        if match[2]:
            yield bool(match[1]), match[2].lower(), ""
        elif match[3]:
            yield False, "", html.unescape(match[3])


class _Page:
    """A page as its tags go by."""

    def __init__(self) -> None:
        self.tables: list[Sheet] = []
        self.open: list[Sheet] = []
        self.cell: list[str] | None = None
        self.outside: list[str] = []
        self.above: list[tuple[Sheet, int]] = []
        """Each table outside all others, and how much of what is outside was above it."""
        self.cells = 0
        self.quoted = 0
        """How many quotations of another's text are open."""
        self.unseen = ""
        self.mathematics: Mathematics | None = None
        self.full = False
        """Whether more than is read has gone by."""

    def take(self, closing: bool, tag: str, words: str) -> None:
        if self.unseen:
            self.unseen = "" if closing and tag == self.unseen else self.unseen
        elif tag in UNSEEN:
            self.unseen = "" if closing else tag
        elif tag == "math" or (self.mathematics and tag in LINES | _CELLS):
            self.end_mathematics()
            if tag == "math" and not closing:
                self.mathematics = Mathematics()
            elif tag != "math":
                self.take(closing, tag, words)
        elif self.mathematics:
            self.mathematics.take(closing, tag, words)
        elif tag == "table":
            self.table(closing)
        elif self.open and tag in ("tr", "td", "th"):
            self.end_cell()
            if not closing:
                self.begin(tag)
        elif tag == "blockquote" and not self.open:
            self.quoted = max(0, self.quoted - 1) if closing else self.quoted + 1
            self.write("\n")
        elif tag in LOWERED:
            self.write("}" if closing else LOWERED[tag])
        elif tag == "dd":
            self.write("" if closing else ": ")
        else:
            self.write("\n" if tag in LINES else words)

    def end_mathematics(self) -> None:
        if self.mathematics:
            text, self.mathematics = self.mathematics.text, None
            self.write(text)

    def table(self, closing: bool) -> None:
        self.end_cell()
        if not closing and len(self.open) < 20:
            self.tables.append(Sheet(f"table {len(self.tables) + 1}", []))
            if not self.open:
                self.above.append((self.tables[-1], len(self.outside)))
            self.open.append(self.tables[-1])
        elif closing and self.open:
            self.open.pop()

    def begin(self, tag: str) -> None:
        rows = self.open[-1].rows
        if tag == "tr" or not rows:
            rows.append([])
        if tag != "tr":
            self.cell = []
        if len(rows) > MAX_ROWS or self.cells > MAX_CELLS:
            self.open[-1].remarks.append(Remark(self.open[-1].place(len(rows) - 1), "nothing from here on was read"))
            self.full = True

    def end_cell(self) -> None:
        if self.cell is None or not self.open:
            return
        row: list[Cell] = self.open[-1].rows[-1]
        self.cells += 1
        if len(row) < MAX_COLUMNS:
            row.append(text_cell(" ".join("".join(self.cell).split())))
        self.cell = None

    def write(self, words: str) -> None:
        if self.cell is not None:
            self.cell.append(words)
        elif not self.open:
            self.outside.append(words.replace("\n", f"\n{'> ' * min(self.quoted, _DEEPEST)}") if self.quoted else words)

    def name_matrices(self) -> None:
        """Put the line above each table of nothing but numbers into it, too, as its first row."""
        starts = [0, *(end for _, end in self.above)]
        for (table, end), start in zip(self.above, starts, strict=False):
            if found := title_above("".join(self.outside[start:end]).splitlines(), table.rows):
                table.rows.insert(0, [text_cell(" ".join(found[1].split()))])
                table.name += " with the line above"
