"""What is struck out in a workbook, and so taken back: an answer in such a cell is none, and that is told.

A name that is struck out is one that a student has ticked off: it stays, and so does its answer if that is struck out
with it.
"""

import re
from collections import Counter
from collections.abc import Collection

from grader.answers.containers.parts import OFF, elements, integer, remembered
from grader.answers.record import BLANK, Cell, Kind, Remark, Sheet
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


def take_back(sheet: Sheet, struck: Collection[tuple[int, int]]) -> None:
    """Takes out of a sheet what was an answer in the cells that are struck out, and says so.

    A row that is struck out with its name is ticked off, unless the name stands elsewhere, too.
    """
    spots = [(r, c) for r, c in struck if is_taken_back(sheet.cell(r, c))]
    rows = Counter(text for row in sheet.rows for text in {cell.text for cell in row}) if spots else Counter[str]()
    ticked = {r for r in dict.fromkeys(r for r, _ in spots) if _is_ticked_off(sheet, r, struck, rows)}
    gone = [spot for spot in spots if spot[0] not in ticked]
    for row, column in gone:
        sheet.rows[row][column] = BLANK
    if gone:
        many = "this cell is" if len(gone) == 1 else f"this and {len(gone) - 1} more cells are"
        sheet.remarks.append(Remark(sheet.place(*gone[0]), f"{many} struck out, and not read"))
    if ticked:
        many = "this row is" if len(ticked) == 1 else f"this and {len(ticked) - 1} more rows are"
        sheet.remarks.append(
            Remark(sheet.place(min(ticked)), f"{many} struck out with the name, and read as ticked off")
        )


def _is_ticked_off(sheet: Sheet, row: int, struck: Collection[tuple[int, int]], rows: Counter[str]) -> bool:
    """Whether all of a row is struck out, a name with it that no other row has; `rows`: how many have each text."""
    filled = {c: cell for c, cell in enumerate(sheet.rows[row]) if cell.kind is not Kind.BLANK}
    names = {cell.text for cell in filled.values() if not is_taken_back(cell)}
    return bool(names) and all((row, c) in struck for c in filled) and all(rows[name] == 1 for name in names)
