"""The parts of a workbook that its worksheets refer to: relations, settings, shared strings and cell formats.

Those that every workbook of a class has in common are parsed once: the functions of bytes are pure, and remembered.
"""

import posixpath
import re
from collections.abc import Callable
from functools import lru_cache, wraps
from pyexpat import XMLParserType
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from grader.answers.containers.bounds import MAX_TEXT
from grader.answers.containers.formats import shows
from grader.answers.containers.package import REMEMBERED, local, parse
from grader.answers.record import BLANK, Cell, ContainerError, Kind

P = ParamSpec("P")
T = TypeVar("T")

Element = tuple[str, dict[str, str]]
"""A start tag: the name without its prefix, and the attributes."""
MAX_ELEMENTS = 200_000
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TRUE = ("1", "true", "on")
OFF = ("0", "false", "off")


class Relation(NamedTuple):
    """What a part refers to: the kind (the last word of its type) and the part."""

    kind: str
    part: str


class Entry(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    relation: str


class Book(NamedTuple):
    """The workbook's own part."""

    entries: tuple[Entry, ...]
    from_1904: bool
    recalculated: bool
    """It asks to be calculated when it is opened, so a 0 stored with a formula may be a placeholder."""


def remembered(function: Callable[Concatenate[bytes, P], T]) -> Callable[Concatenate[bytes, P], T]:
    """Remember what a pure function makes of small parts."""
    kept = lru_cache(64)(function)

    def call(data: bytes, /, *rest: P.args, **named: P.kwargs) -> T:
        return (kept if len(data) <= REMEMBERED else function)(data, *rest, **named)  # type: ignore[arg-type]

    return wraps(function)(call)


def overgrown(name: str) -> ContainerError:
    """What is said of a part that has far more in it than anyone writes."""
    return ContainerError(f"its part '{name}' is overgrown", "copy the answers into a new workbook")


def elements(name: str, data: bytes, wanted: frozenset[str]) -> list[Element]:
    """The start tags of the wanted names in a part, in order."""
    found: list[Element] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = local(tag) if ":" in tag else tag
        if tag in wanted:
            found.append((tag, attributes))
            if len(found) > MAX_ELEMENTS:
                raise overgrown(name)

    def wire(parser: XMLParserType) -> None:
        parser.StartElementHandler = start

    parse(name, data, wire)
    return found


@remembered
def relations(data: bytes, folder: str) -> dict[str, Relation]:
    """By id, what the part refers to whose relations these are and which lies in this folder."""
    return {
        attributes.get("Id", ""): Relation(
            attributes.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/" + folder, attributes.get("Target", ""))).lstrip("/"),
        )
        for _, attributes in elements("rels", data, frozenset(["Relationship"]))
        if attributes.get("TargetMode") != "External"
    }


@remembered
def book(data: bytes) -> Book:
    """What the workbook's own part says."""
    found = elements("workbook", data, frozenset(["sheet", "workbookPr", "calcPr"]))
    settings = dict(reversed(found))
    return Book(
        tuple(_entry(attributes) for tag, attributes in found if tag == "sheet"),
        settings.get("workbookPr", {}).get("date1904") in TRUE,
        settings.get("calcPr", {}).get("fullCalcOnLoad") in TRUE,
    )


def _entry(attributes: dict[str, str]) -> Entry:
    relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
    return Entry(attributes.get("name", "")[:99], attributes.get("state", "visible") != "visible", relation)


@remembered
def shown(data: bytes) -> tuple[str, ...]:
    """By cell format (`cellXfs`), how it shows a number: see `formats.shows`."""
    codes: dict[int, str] = {}
    formats: list[str] = []
    within = False
    wanted = frozenset(["numFmt", "xf", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs"])
    for tag, attributes in elements("styles", data, wanted):
        if tag == "numFmt":
            codes[integer(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif tag == "xf":
            if within:
                number = integer(attributes.get("numFmtId", ""))
                formats.append(shows(number, codes.get(number)))
        else:
            within = tag == "cellXfs"
    return tuple(formats)


def integer(text: str, default: int = 0) -> int:
    """A whole number of at most eight digits, else the default."""
    return int(text) if len(text) < 9 and text.isascii() and text.isdigit() else default


RAISED = {"superscript": "^", "subscript": "_"}
"""What a run of smaller letters above or below the line begins with, by its `vertAlign`."""


def lettered(text: str, raised: str) -> str:
    """The text of a run, raised or lowered as its format says.

    >>> lettered("1,2", "_"), lettered("Z", "")
    ('_{1,2}', 'Z')
    """
    return f"{raised}{{{text.strip()}}}" if raised and text.strip() else text


@remembered
def shared_strings(data: bytes) -> tuple[Cell, ...]:
    """The shared strings: the text of each `<si>`, without what is struck out in it.

    Nor does it have the phonetic guides (`<rPh>`) of East Asian text.
    """
    strings: list[Cell] = []
    pieces: list[str] = []
    run: list[str] = []
    guides, raised, struck = 0, "", False

    def wire(parser: XMLParserType) -> None:
        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal guides, raised, struck
            if tag == "t" or tag.endswith(":t"):
                parser.CharacterDataHandler = None if guides or struck else run.append
            elif tag.endswith("rPh"):
                guides += 1
            elif tag.endswith("vertAlign"):
                raised = RAISED.get(attributes.get("val", ""), "")
            elif tag.endswith("strike"):
                struck = attributes.get("val", "1") not in OFF

        def end(tag: str) -> None:
            nonlocal guides, raised, struck
            if tag == "t" or tag.endswith(":t"):
                parser.CharacterDataHandler = None
                pieces.append(lettered("".join(run), raised))
                run.clear()
                raised, struck = "", False
            elif tag == "si" or tag.endswith(":si"):
                strings.append(text_cell("".join(pieces)))
                pieces.clear()
                if len(strings) > MAX_ELEMENTS:
                    raise overgrown("sharedStrings")
            elif tag.endswith("rPh"):
                guides -= 1

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    parse("sharedStrings", data, wire)
    return tuple(strings)


def text_cell(text: str, formula: str = "") -> Cell:
    """A cell of text; blank where nothing can be seen.

    >>> text_cell("h_x2081_").text, text_cell("  ")
    ('h₁', Cell(kind=<Kind.BLANK: 'blank'>, text='', value=None, note='', formula=''))
    """
    if not text or text.isspace():
        return BLANK
    if "_x" in text:
        text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return Cell(Kind.TEXT, text[:MAX_TEXT], None, "", formula)
