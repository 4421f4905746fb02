"""What is struck out in a workbook, and so taken back: an answer in such a cell is none, and that is told.

A name that is struck out is one that a student has ticked off: it stays.
"""

import re

from grader.answers.containers.parts import OFF, elements, integer, remembered
from grader.answers.record import Cell, Kind, Remark, Sheet
from grader.numbers import Unreadable, read_number

_STATES = re.compile(r"[=≈:]\s*\S*\d")
_FONTS = frozenset(["fonts", "font", "strike", "cellStyleXfs", "cellXfs", "cellStyles", "xf", "dxfs"])


@remembered
def struck_formats(data: bytes) -> frozenset[str]:
    """The cell formats (`cellXfs`, by their number from 0 as cells say it) whose font is struck out."""
    fonts, struck, within, found, at = 0, set[int](), "", set[str](), 0
    for tag, attributes in elements("styles", data, _FONTS):
        if tag == "font" and within == "fonts":
            fonts += 1
        elif tag == "strike":
            struck |= {fonts} if within == "fonts" and strikes(attributes) else set()
        elif tag == "xf" and within == "cellXfs":
            found |= {str(at)} if integer(attributes.get("fontId", ""), -1) + 1 in struck else set()
            at += 1
        elif tag not in ("font", "xf"):
            within = tag
    return frozenset(found)


def strikes(attributes: dict[str, str]) -> bool:
    """Whether `<strike/>` with these attributes strikes out."""
    return attributes.get("val", "1") not in OFF


def is_taken_back(cell: Cell) -> bool:
    """Whether a cell that is struck out was an answer: a number, or a text that says one of something.

    >>> [is_taken_back(Cell(Kind.TEXT, text)) for text in ("0,79", "h1 = 0.79", "h1", "1/(1 + e^-s1) = ?")]
    [True, True, False, False]
    """
    if cell.kind is not Kind.TEXT:
        return cell.kind is not Kind.BLANK
    return _STATES.search(cell.text) is not None or not isinstance(read_number(cell.text), Unreadable)


def told(sheet: Sheet, spots: list[tuple[int, int]]) -> None:
    """Says of a sheet which answers are struck out in it."""
    if spots:
        many = "this cell is" if len(spots) == 1 else f"this and {len(spots) - 1} more cells are"
        sheet.remarks.append(Remark(sheet.place(*spots[0]), f"{many} struck out, and not read"))
