"""Word documents (Office Open XML): paragraphs, tables and equations, streamed from the one part that holds them."""

import re
from pyexpat import XMLParserType

from grader.answers.containers.document import Document
from grader.answers.containers.mathematics import Equation
from grader.answers.containers.package import Package, local, parse
from grader.answers.containers.parts import RAISED, integer, lettered
from grader.answers.record import ContainerError, Sheet

MAIN = re.compile(r"word/document\d*\.xml")
"""The part that holds the text; Word for the web numbers it."""
ASIDE = frozenset(["pPr", "tblPr", "trPr", "sectPr", "Fallback", "moveFrom", "del"])
"""What is not text: properties, a second rendering of the same drawing, and text that was taken out."""
STRUCK = frozenset(["strike", "dstrike"])
"""By which a run is crossed out, and so taken back."""
OFF = frozenset(["0", "false", "off"])
OBJECTS = frozenset(["blip", "imagedata", "OLEObject"])


def main_part(package: Package) -> str | None:
    """The part with the text of a Word document; None of any other package."""
    return next((name for name in package.names if MAIN.fullmatch(name)), None)


def read_word(package: Package) -> list[Sheet]:
    """The tables of a Word document and the lines between them. Raises `ContainerError` when it cannot be read."""
    part = main_part(package)
    assert part is not None
    data = package.read(part)
    text = _Text()
    parse(part, data, text.wire)
    sheets = text.document.end()
    if not sheets and text.document.unread:
        raise ContainerError("is a Word document with pictures and no text", "type the answers, or hand in a table")
    return sheets


class _Text:
    """The handlers that take the text while the XML goes by."""

    def __init__(self) -> None:
        self.document = Document()
        self.aside = 0
        self.pieces: list[str] = []
        """Of the paragraph."""
        self.run: list[str] = []
        self.raised = ""
        self.struck = False
        """Whether the run is crossed out."""
        self.equation: Equation | None = None
        self.spans: list[int] = []

    def wire(self, parser: XMLParserType) -> None:
        """Set a parser's handlers."""

        def start(tag: str, attributes: dict[str, str]) -> None:
            tag = local(tag)
            self.document.element()
            if tag in ASIDE or self.aside:
                self.aside += 1
            elif tag == "t":
                parser.CharacterDataHandler = self.write
            else:
                self.start(tag, next((value for name, value in attributes.items() if local(name) == "val"), None))

        def end(tag: str) -> None:
            if self.aside:
                self.aside -= 1
            elif local(tag) == "t":
                parser.CharacterDataHandler = None
            else:
                self.end(local(tag))

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    def write(self, text: str) -> None:
        """Text of a run, or of an equation."""
        (self.run.append if self.equation is None else self.equation.write)(text)

    def start(self, tag: str, value: str | None) -> None:
        """An element begins; `value` is its attribute `val`."""
        if tag == "oMath":
            self.equation = Equation()
        elif tag in ("br", "cr"):
            self.write("\n")
        elif self.equation is not None:
            self.equation.start(tag, value)
        elif tag == "tab":
            self.write("\t")
        elif tag == "noBreakHyphen":
            self.write("-")
        elif tag in STRUCK:
            self.struck = value not in OFF
        elif tag == "vertAlign":
            self.raised = RAISED.get(value or "", "")
        elif tag == "gridSpan" and self.spans:
            self.spans[-1] = integer(value or "", 1)
        elif tag in OBJECTS:
            self.document.unread += 1
        else:
            self.begin(tag)

    def begin(self, tag: str) -> None:
        """A part of the text begins."""
        if tag == "tbl":
            self.document.begin_table()
        elif tag == "tr":
            self.document.begin_row()
        elif tag == "tc":
            self.document.begin_cell()
            self.spans.append(1)
        elif tag in ("p", "r"):
            self.end_run()

    def end(self, tag: str) -> None:
        """A part of the text ends."""
        if self.equation is not None:
            if tag == "oMath":
                self.pieces.append(self.equation.text)
                self.equation = None
            else:
                self.equation.end(tag)
        elif tag == "r":
            self.end_run()
        elif tag == "oMathPara":
            self.pieces.append("\n")
        elif tag == "p":
            self.end_run()
            self.document.paragraph("".join(self.pieces).strip("\n"))
            self.pieces.clear()
        elif tag == "tc":
            self.document.end_cell(self.spans.pop() if self.spans else 1)
        elif tag == "tbl":
            self.document.end_table()

    def end_run(self) -> None:
        """The text of a run, raised or lowered as its format says."""
        text = "".join(self.run)
        if text and not self.struck:
            self.pieces.append(lettered(text, self.raised))
        self.run.clear()
        self.raised, self.struck = "", False
