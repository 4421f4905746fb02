"""OpenDocument texts (ODT): paragraphs and tables, streamed like a Word document."""

from pyexpat import XMLParserType

from grader.answers.containers.document import Document
from grader.answers.containers.package import Package, local, parse
from grader.answers.containers.parts import integer
from grader.answers.record import Sheet

ASIDE = frozenset(["annotation", "tracked-changes", "note-citation", "sequence-decls"])
PARAGRAPHS = ("p", "h")
CELLS = ("table-cell", "covered-table-cell")


def read_text(package: Package) -> list[Sheet]:
    """The tables of an OpenDocument text and the lines between them. Raises `ContainerError` when it is damaged."""
    text = _Text()
    parse("content.xml", package.read("content.xml"), text.wire)
    return text.document.end()


class _Text:
    """The handlers that take the text while the XML goes by."""

    def __init__(self) -> None:
        self.document = Document()
        self.pieces: list[str] = []
        self.aside = self.paragraphs = 0
        self.style = ""
        self.raised: dict[str, str] = {}
        """By style of a text, whether it raises it (`^`) or lowers it (`_`)."""
        self.spans: list[tuple[str, int]] = []
        """Of each open stretch of text how it is raised, and where it begins among the pieces."""

    def wire(self, parser: XMLParserType) -> None:
        """Set a parser's handlers."""

        def start(tag: str, attributes: dict[str, str]) -> None:
            tag = local(tag)
            self.document.element()
            if tag in ASIDE or self.aside:
                self.aside += 1
                parser.CharacterDataHandler = None
            else:
                self.start(tag, {local(name): value for name, value in attributes.items()})
                parser.CharacterDataHandler = self.pieces.append if self.paragraphs else None

        def end(tag: str) -> None:
            if self.aside:
                self.aside -= 1
            else:
                self.end(local(tag))
            parser.CharacterDataHandler = self.pieces.append if self.paragraphs and not self.aside else None

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element begins."""
        if tag in PARAGRAPHS:
            self.paragraphs += 1
        elif tag == "span":
            self.spans.append((self.raised.get(given.get("style-name", ""), ""), len(self.pieces)))
        elif tag == "style":
            self.style = given.get("name", "")
        elif tag == "text-properties":
            self.position(given.get("text-position", ""))
        elif tag == "s":
            self.pieces.append(" " * min(integer(given.get("c", "1"), 1), 100))
        elif tag == "tab":
            self.pieces.append("\t")
        elif tag == "line-break":
            self.pieces.append("\n")
        elif tag == "table":
            self.document.begin_table()
        elif tag == "table-row":
            self.document.begin_row()
        elif tag in CELLS:
            self.document.begin_cell()
        elif tag in ("frame", "text-box"):
            self.document.unread += 1 if tag == "frame" else -1

    def position(self, position: str) -> None:
        """Where a style puts its text: `super 58%`, `-20% 80%`."""
        if position.startswith(("sub", "-")):
            self.raised[self.style] = "_"
        elif position and not position.startswith("0%"):
            self.raised[self.style] = "^"

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "span" and self.spans:
            raised, first = self.spans.pop()
            text = "".join(self.pieces[first:])
            if raised and text.strip():
                self.pieces[first:] = [f"{raised}{{{text.strip()}}}"]
        elif tag in PARAGRAPHS:
            self.paragraphs -= 1
            self.document.paragraph("".join(self.pieces))
            self.pieces.clear()
        elif tag in CELLS:
            self.document.end_cell()
        elif tag == "table":
            self.document.end_table()
