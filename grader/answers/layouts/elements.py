"""An array's elements, one below the other under its name: `W1' | w11, 0.1 | w12, 0.2 …`."""

import re
from collections.abc import Iterator

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.worth import readable
from grader.answers.record import Kind
from grader.notation import Symbol, Target, key

Index = tuple[int, ...]
_SUBSCRIPT = re.compile(r"(?:d[^/]*/d)?[A-Za-z]+_(?P<low>\d[\d,|]*)(?:\^\d+)?'*")
_PAIR = re.compile(r"\W*(\d{1,3})\s*[,;]\s*(\d{1,3})\W*")


def read(page: Page) -> None:
    """Reads every array whose elements are all listed so, by names that say nothing but which of them each is."""
    for spot, cell in list(page.cells()):
        others = (other.kind for c, other in enumerate(page.rows[spot[0]]) if c != spot[1])
        if cell.kind is Kind.TEXT and all(kind is Kind.BLANK for kind in others):
            targets = [t for t in page.names(spot) if t.index is None and page.symbol(t).shape]
            if targets and (found := _elements(page, spot, targets[0])):
                page.claimed |= {spot, *found.values()}
                for index, (r, c) in found.items():
                    for target in targets:
                        page.answer([page.symbol(target).element(index)], page.cell(r, c).text, (r, c + 1))


def _elements(page: Page, spot: Spot, target: Target) -> dict[Index, Spot]:
    """Where the name of each element stands; nothing where they are not all there, or one means something else."""
    symbol = page.symbol(target)
    found: dict[Index, Spot] = {}
    for at in _rows(page, spot):
        index = _index(page.cell(*at).text, symbol)
        if index in found or index not in symbol.elements or page.names(at):
            break
        found[index] = at
    return found if set(found) == set(symbol.elements) else {}


def _rows(page: Page, spot: Spot) -> Iterator[Spot]:
    """The names below a heading that have a number beside them, or nothing."""
    r, c = spot
    while page.cell(r + 1, c).kind is Kind.TEXT:
        r += 1
        if page.cell(r, c + 1).kind is not Kind.BLANK and not readable(page.cell(r, c + 1)):
            return
        yield r, c


def _index(name: str, symbol: Symbol) -> Index:
    """The index that a name ends in, of as many numbers as the array has axes; empty where it has none."""
    rank = len(symbol.shape)
    if pair := _PAIR.fullmatch(name):
        return tuple(map(int, pair.groups()))
    subscript = _SUBSCRIPT.fullmatch(key(name))
    parts = re.split(r"[,|]", subscript["low"]) if subscript else []
    if len(parts) in (1, 2) and len(parts[-1]) == rank > 1:
        return tuple(map(int, parts[-1]))  # w11, and w1_11 with its layer in front
    return tuple(map(int, parts)) if len(parts) == rank else ()
