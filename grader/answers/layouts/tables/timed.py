"""Tables with a row or a column a time step: `t | a_t | h_t` over 1, 2, 3, where a1, h1, a2 … are asked for by name.

A cell holds a number, or of a vector the list of its numbers.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.telling import begun
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Kind
from grader.notation import Target, at_instant, heads_instants, instant_heading, names_part_of_cell
from grader.numbers import Nested, read_numbers

_AT = re.compile(r"\s*(?:(?P<letter>[tkni])\s*=\s*)?(?P<number>\d{1,2})(?:\.0)?\s*", re.IGNORECASE)
_DECIMALS = re.compile(r"\d[.,]\d")
_MOST = 3
"""So many names that nobody asked for are told."""
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
        place, read_any, unknown = corner + 1, False, list[int]()
        while (cell := page.cell(*table.spot(head, place))).kind is Kind.TEXT:
            found = _named(page, table, cell.text, place)
            if len(found) >= _FEWEST:
                read_any = True
                page.claimed |= {table.spot(head, place), table.first, *(table.spot(n, corner) for n in table.steps)}
                for spot, (name, targets) in found.items():
                    _enter(page, spot, name, targets)
            elif _is_unknown(page, table, table.spot(head, place), place):
                unknown.append(place)
            place += 1
        if read_any and unknown:
            _tell(page, table, [table.spot(head, place) for place in unknown], unknown)


def _enter(page: Page, spot: Spot, name: str, targets: tuple[Target, ...]) -> None:
    for n, item in enumerate(numbers := _list(page, spot), 1):
        page.enter_of_list([page.symbol(target).element((n,)) for target in targets], name, item, spot)
    if not numbers:
        page.answer(targets, name, spot)


def _list(page: Page, spot: Spot) -> list[Nested]:
    """The numbers of the list that a cell holds; nothing where it holds none."""
    cell = page.cell(*spot)
    return (read_numbers(cell.text) or []) if cell.kind is Kind.TEXT and not readable(cell) else []


def _is_unknown(page: Page, table: _Table, head: Spot, place: int) -> bool:
    """Whether a name means nothing at any step, nor by itself, and each of the numbers beside it has decimals."""
    name, row = page.cell(*head).text.strip(), head[0]
    cells = [page.cell(*table.spot(line, place)) for line in table.steps]
    if head in page.claimed or not all(readable(cell) and _DECIMALS.search(cell.text) for cell in cells):
        return False
    said = (name, *(_at(page, name, step, table.letter, row) for step in table.steps.values()))
    return not any(page.named(each, row) for each in said)


def _tell(page: Page, table: _Table, heads: Sequence[Spot], places: Sequence[int]) -> None:
    names = ", ".join(f"'{begun(page.cell(*spot).text)}'" for spot in heads[:_MOST])
    more = " …" if len(heads) > _MOST else ""
    page.remark(heads[0], f"nobody asked for the numbers of {names}{more}: they were not read")
    page.claimed |= {*heads, *(table.spot(line, place) for place in places for line in table.steps)}


def _tables(page: Page) -> Iterator[_Table]:
    for (r, c), cell in page.cells():
        if cell.kind is not Kind.TEXT or len(cell.text) > _LONGEST:
            continue
        if (letters := heads_instants(cell.text)) and not page.names((r, c)):
            for turned in (False, True):
                if table := _table(page, (r, c), letters, turned):
                    yield table
        elif letter := _letter(cell.text):
            for first, turned in (((r - 1, c), False), ((r, c - 1), True)):
                if min(first) >= 0 and _is_corner(page, first) and (table := _table(page, first, letter, turned)):
                    yield table


def _letter(text: str) -> str:
    """What stands for the step in names beside a text that says a step, `t = 1`, `Step 1`; empty where it says none."""
    at = _AT.fullmatch(text)
    return at["letter"] or "" if at else "tkni" if _step(text) is not None else ""


def _step(text: str) -> int | None:
    """The step that a text says, a bare number too."""
    if at := _AT.fullmatch(text):
        return int(at["number"])
    heading = instant_heading(text) if len(text) <= _LONGEST else None
    return heading.instant if heading and heading.of == "time" and not heading.rest else None


def _is_corner(page: Page, spot: Spot) -> bool:
    """Whether a cell is blank, or has words for what the steps are beside: any that are no name, number or step."""
    cell = page.cell(*spot)
    if cell.kind is not Kind.TEXT or len(cell.text) > _LONGEST:
        return cell.kind is Kind.BLANK
    return not (_step(cell.text) is not None or readable(cell) or page.named(cell.text.strip(), spot[0]))


def _table(page: Page, first: Spot, letter: str, turned: bool) -> _Table | None:
    """The table whose corner is here; None where there are too few steps below it, or one comes twice."""
    head, corner = first[::-1] if turned else first
    table = _Table(first, {}, letter.casefold(), turned)
    line = head + 1
    while (step := _step(page.cell(*table.spot(line, corner)).text)) is not None:
        if step in table.steps.values():
            return None
        table.steps[line] = step
        line += 1
    return table if len(table.steps) >= _FEWEST else None


def _named(page: Page, table: _Table, name: str, place: int) -> dict[Spot, tuple[str, tuple[Target, ...]]]:
    """Where the numbers under a name stand, and what each is; nothing where one of them is of nothing known."""
    found: dict[Spot, tuple[str, tuple[Target, ...]]] = {}
    for line, step in table.steps.items():
        spot = table.spot(line, place)
        listed = _list(page, spot)
        if not readable(page.cell(*spot)) and not listed:
            continue
        said = _at(page, name.strip(), step, table.letter, spot[0])
        if said == name.strip() or spot in page.claimed or not page.named(said, spot[0]):
            return {}
        targets = page.meant(said, spot[0])
        shape = (len(listed),) if listed else ()
        if targets and all(_shape(page, target) == shape for target in targets):
            found[spot] = said, targets
    return found


def _shape(page: Page, target: Target) -> tuple[int, ...]:
    """The axes of what is named that are longer than one number."""
    return page.symbol(target).shape if page.vocabulary.is_several(target) else ()


def _at(page: Page, name: str, step: int, letter: str, row: int) -> str:
    """What a name says at a step: `h_t` and `h` at 2 are h2, and so is `hidden state h`."""
    said = at_instant(name, step, letter)
    if said != name or page.named(name, row):
        return said
    numbered = f"{said}_{step}"
    if page.named(numbered, row):
        return numbered
    words = f"{said} {step}" if names_part_of_cell(said) else numbered
    return next(iter(page.in_words(words, row)), numbered)
