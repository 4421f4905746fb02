"""Rows and columns of a matrix by themselves: `W1[1,:] = [0.1, 0.2]`, `row 1 of W1: 0.1, 0.2`, `W1[:,2] | 0.2`."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.matrices.lists import flattened
from grader.answers.layouts.matrices.named_arrays import arrays
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import spellings
from grader.answers.layouts.text.statements import listed, statements
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import Kind
from grader.notation import without_item
from grader.numbers import read_numbers

_ROW = r"(?:row|zeile|ligne|fila|linha|riga|行)"
_COLUMN = r"(?:col(?:umn)?|spalte|colonne|columna|coluna|colonna|列)"
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_SLICES = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"(?P<base>.+?)\s*_?[\[({]\s*(?:(?P<row>\d{1,2})\s*,\s*[:*·]|[:*·]\s*,\s*(?P<column>\d{1,2}))\s*[\])}]",
        r"(?P<base>.+?)\s*\[\s*(?P<row>\d{1,2})\s*\]",
        rf"(?P<base>.+?)[\s,:(]+(?:{_ROW}\s*(?P<row>\d{{1,2}})|{_COLUMN}\s*(?P<column>\d{{1,2}}))\)?",
        rf"(?:(?P<nth>{'|'.join(_NTH)})\s+)?(?:{_ROW}\s*(?P<row>\d{{0,2}})|{_COLUMN}\s*(?P<column>\d{{0,2}}))"
        r"\s+(?:of|von|de|di|da)\s+(?P<base>.+)",
    )
)
_MAY = re.compile(rf"[\[({{]\s*(?:\d{{1,2}}\s*(?:,\s*[:*·]|\])|[:*·]\s*,)|\b(?:{_ROW}|{_COLUMN})\b", re.IGNORECASE)
"""What a text that speaks of one has in it."""
_LONGEST = 60
_MATRIX = 2


class Slice(NamedTuple):
    """A row or a column that a name says."""

    base: str
    """The name of the matrix."""
    number: int
    """As written."""
    across: bool
    """Whether it is a row."""


def read(page: Page) -> None:
    """Reads every list, or run of numbers, that is said of a row or a column."""
    found = list(_said(page))
    zero = {part.base for _, part, _ in found if part.number == 0}
    for spot, part, items in found:
        _enter(page, spot, part._replace(number=part.number + (part.base in zero)), items)


@cache
def slice_of(name: str) -> Slice | None:
    """What row or column a name says; None of any other.

    >>> slice_of("W1'[1,:]"), slice_of("second column of dW1")
    (Slice(base="W1'", number=1, across=True), Slice(base='dW1', number=2, across=False))
    """
    for pattern in _SLICES if len(name) <= _LONGEST else ():
        if found := pattern.fullmatch(name.strip()):
            said = found.groupdict()
            number = said["row"] or said.get("column") or _NTH.get((said.get("nth") or "").casefold())
            return Slice(found["base"], int(number), said.get("column") is None) if number else None
    return None


def _said(page: Page) -> Iterator[tuple[Spot, Slice, Sequence[object]]]:
    """The rows and columns that are spoken of, each where it is, and the numbers said of it."""
    for spot, cell in list(page.cells()):
        if cell.kind is not Kind.TEXT or not _MAY.search(cell.text):
            continue
        beside = _beside(page, spot)
        said = ((each.name, each.numbers) for each in listed(without_item(page.said(spot))))
        for name, items in (*said, (cell.text, beside)):
            part = slice_of(name) if items else None
            if part and (":" in name or not page.named(name, spot[0])):
                yield spot, part, items or []


def _beside(page: Page, spot: Spot) -> Sequence[object]:
    """The numbers in the cells beside a name, or in a list in the next one."""
    r, c = spot
    if slice_of(page.cell(r, c).text) is None:
        return []
    if (numbers := read_numbers(page.cell(r, c + 1).text)) is not None:
        return numbers
    cells = [page.cell(r, at) for at in range(c + 1, len(page.rows[r]))]
    return [worth(cell) for cell in cells if cell.kind is not Kind.BLANK] if all(map(readable, cells)) else []


def _enter(page: Page, spot: Spot, part: Slice, items: Sequence[object]) -> None:
    """Enters what is said of a row or a column, where it is as long as that."""
    flat = [item for _, item in flattened(list(items))]
    for target in next((found for each in spellings(part.base) if (found := arrays(page, each, spot))), ()):
        symbol = page.symbol(target)
        at = [index for index in sorted(symbol.elements) if index[not part.across] == part.number]
        if len(symbol.shape) != _MATRIX or symbol.given or symbol.formula or not at:
            continue
        page.claimed.add(spot)
        if slice_of(page.cell(*spot).text):
            page.claimed |= {(spot[0], c) for c in range(spot[1], len(page.rows[spot[0]]))}
        elif len(statements(page.said(spot))) > 1:
            page.shared.add(spot)
        if len(at) != len(flat):
            page.remark(
                spot, f"the {'row' if part.across else 'column'} of '{part.base}' should have {len(at)} numbers"
            )
            continue
        for index, item in zip(at, flat, strict=True):
            page.enter(symbol.element(index), part.base, getattr(item, "text", ""), item, spot)  # type: ignore[arg-type]
