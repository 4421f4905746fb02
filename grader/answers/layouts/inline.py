"""`name = value` and `name : value` in one cell: a line of a program's output, a line of a note."""

import re

from grader.answers.layouts.page import Page
from grader.answers.layouts.worth import worth
from grader.answers.record import Cell, Kind

_PAIR = re.compile(
    r"^\W{0,4}(?P<name>.{1,120}?)\s*(?:[=:≈]|->|→|\bis\b)+\s*(?P<value>[^=:≈]{1,200}?)\s*[.;,]?\s*$", re.DOTALL
)


def read(page: Page) -> None:
    """Reads every cell that holds a name, a sign and a value."""
    for spot, cell in list(page.cells()):
        found = _PAIR.fullmatch(cell.text) if cell.kind is Kind.TEXT and len(cell.text) < 400 else None
        if not found or spot in page.claimed:
            continue
        name = found["name"].strip()
        scalars = [t for t in page.meant(name, spot[0]) if t.index or not page.symbol(t).shape]
        if not scalars:
            continue
        page.claimed.add(spot)
        value = Cell(Kind.TEXT, found["value"])
        for target in scalars:
            page.enter(target, name, found["value"], worth(value, page.symbol(target)), spot)
