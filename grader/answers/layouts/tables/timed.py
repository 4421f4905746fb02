"""Tables with a row or a column a time step: `t | a_t | h_t` over 1, 2, 3, where a1, h1, a2 … are asked for by name."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Kind
from grader.notation import Target, at_instant, heads_instants

_AT = re.compile(r"\s*(?:(?P<letter>[tkni])\s*=\s*)?(?P<number>\d{1,2})(?:\.0)?\s*", re.IGNORECASE)
_LONGEST = 20
"""Characters of what stands in the corner, or says a step."""
_FEWEST = 2
"""So many steps at least."""


class _Table(NamedTuple):
    """A table by its lines, which are rows, or columns where it lies on its side."""

    first: Spot
    steps: dict[int, int]
    """By line the step it is about."""
    letter: str
    """What stands for the step in the names; `tkni` where nothing says."""
    turned: bool

    def spot(self, line: int, place: int) -> Spot:
        """The cell at a line, counted as on the sheet, and so far along it."""
        return (place, line) if self.turned else (line, place)


def read(page: Page) -> None:
    """Reads every column of such a table in which each number has a name of its own."""
    for table in list(_tables(page)):
        head, corner = table.first[::-1] if table.turned else table.first
        place = corner + 1
        while (cell := page.cell(*table.spot(head, place))).kind is Kind.TEXT:
            found = _named(page, table, cell.text, place)
            if len(found) >= _FEWEST:
                page.claimed |= {table.spot(head, place), table.first, *(table.spot(n, corner) for n in table.steps)}
                for spot, (name, targets) in found.items():
                    page.answer(targets, name, spot)
            place += 1


def _tables(page: Page) -> Iterator[_Table]:
    for (r, c), cell in page.cells():
        if cell.kind is not Kind.TEXT or len(cell.text) > _LONGEST:
            continue
        if (letters := heads_instants(cell.text)) and not page.names((r, c)):
            for turned in (False, True):
                if table := _table(page, (r, c), letters, turned):
                    yield table
        elif (at := _AT.fullmatch(cell.text)) and at["letter"]:
            for first, turned in (((r - 1, c), False), ((r, c - 1), True)):
                if min(first) >= 0 and _is_corner(page, first) and (table := _table(page, first, at["letter"], turned)):
                    yield table


def _is_corner(page: Page, spot: Spot) -> bool:
    """Whether a cell is blank, or has words for what the steps are beside: any that are no name, number or step."""
    cell = page.cell(*spot)
    if cell.kind is not Kind.TEXT or len(cell.text) > _LONGEST:
        return cell.kind is Kind.BLANK
    return not (_AT.fullmatch(cell.text) or readable(cell) or page.named(cell.text.strip(), spot[0]))


def _table(page: Page, first: Spot, letter: str, turned: bool) -> _Table | None:
    """The table whose corner is here; None where there are too few steps below it, or one comes twice."""
    head, corner = first[::-1] if turned else first
    table = _Table(first, {}, letter.casefold(), turned)
    line = head + 1
    while at := _AT.fullmatch(page.cell(*table.spot(line, corner)).text):
        if int(at["number"]) in table.steps.values():
            return None
        table.steps[line] = int(at["number"])
        line += 1
    return table if len(table.steps) >= _FEWEST else None


def _named(page: Page, table: _Table, name: str, place: int) -> dict[Spot, tuple[str, tuple[Target, ...]]]:
    """Where the numbers under a name stand, and what each is; nothing where one of them is of nothing known."""
    found: dict[Spot, tuple[str, tuple[Target, ...]]] = {}
    for line, step in table.steps.items():
        spot = table.spot(line, place)
        if not readable(page.cell(*spot)):
            continue
        said = _at(page, name.strip(), step, table.letter, spot[0])
        if said == name.strip() or spot in page.claimed or not page.named(said, spot[0]):
            return {}
        targets = page.meant(said, spot[0])
        if targets and not any(map(page.vocabulary.is_several, targets)):
            found[spot] = said, targets
    return found


def _at(page: Page, name: str, step: int, letter: str, row: int) -> str:
    """What a name says at a step: `h_t` and `h` at 2 are h2, and so is `hidden state h`."""
    said = at_instant(name, step, letter)
    if said != name or page.named(name, row):
        return said
    numbered = f"{said}_{step}"
    return numbered if page.named(numbered, row) else next(iter(page.in_words(numbered, row)), numbered)
