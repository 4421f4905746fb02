"""An array's elements, one below the other under its name: `W1' | w11, 0.1 | w12, 0.2 …`, or `1: 0.1 | 2: 0.2`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Cell, Kind
from grader.notation import Symbol, Target, described, key

Index = tuple[int, ...]
_SUBSCRIPT = re.compile(r"(?:d[^/]*/d)?[A-Za-z]+_(?P<low>\d[\d,|]*)(?:\^\d+)?'*")
_NUMBERED = re.compile(r"[^\w+−-]*(?:[^\W\d_]{3,12}\s+)?(\d{1,3})(?:\s*[,;]\s*(\d{1,3}))?[^\w+−-]*")
_LONGEST = 60
_IN_ONE = re.compile(r"(?P<label>[^:=]{1,12}?)(?:\s*[:=]\s*|\s*[).]\s+)(?P<value>[^:=\s][^:=]*)")


class _Row(NamedTuple):
    """A row that may hold an element: what says which, and the number."""

    label: Spot
    name: str
    number: Spot
    cell: Cell


def read(page: Page) -> None:
    """Reads every array whose elements are all listed so, by names that say nothing but which of them each is."""
    for spot, cell in list(page.cells()):
        others = (other.kind for c, other in enumerate(page.rows[spot[0]]) if c != spot[1])
        if cell.kind is Kind.TEXT and all(kind is Kind.BLANK for kind in others):
            targets = [t for t in _named(page, spot) if t.index is None and page.symbol(t).shape]
            if targets and (found := _elements(page, spot, targets[0])):
                page.claimed |= {spot, *(row.label for row in found.values())}
                for index, row in found.items():
                    for target in targets:
                        page.answer([page.symbol(target).element(index)], row.name, row.number, cell=row.cell)


def _named(page: Page, spot: Spot) -> tuple[Target, ...]:
    """What a heading names, among words as well: `Softmax output p`."""
    text = page.cell(*spot).text.strip().rstrip(": ")
    words = () if page.names(spot) or len(text) > _LONGEST else (*described(text), *page.in_words(text, spot[0]))
    return page.names(spot) or next((found for name in words if (found := page.meant(name, spot[0]))), ())


def _elements(page: Page, spot: Spot, target: Target) -> dict[Index, _Row]:
    """The row of each element; nothing where they are not all there, or one means something else.

    Nor where no number stands beside any: `1` above `2` are then the numbers themselves.
    """
    symbol = page.symbol(target)
    found: dict[Index, _Row] = {}
    first = 1
    for row in _rows(page, spot):
        index = _index(row.name, symbol)
        first = 0 if not found and index and not any(index) else first
        index = tuple(i + 1 - first for i in index)
        if index in found or index not in symbol.elements or page.meant(row.name, spot[0]):
            break
        found[index] = row
    numbers = all(row.cell.kind is Kind.BLANK and readable(page.cell(*row.label)) for row in found.values())
    return found if set(found) == set(symbol.elements) and not numbers else {}


def _rows(page: Page, spot: Spot) -> Iterator[_Row]:
    """The names below a heading that have a number beside them, or in the same cell, or nothing."""
    r, c = spot
    while (label := page.cell(r + 1, c)).kind in (Kind.TEXT, Kind.NUMBER):
        r += 1
        beside = page.cell(r, c + 1)
        if beside.kind is Kind.BLANK and (both := _IN_ONE.fullmatch(label.text)):
            yield _Row((r, c), both["label"], (r, c), Cell(Kind.TEXT, both["value"]))
        elif beside.kind is Kind.BLANK or readable(beside):
            yield _Row((r, c), label.text, (r, c + 1), beside)
        else:
            return


def _index(name: str, symbol: Symbol) -> Index:
    """The index that a name ends in, of as many numbers as the array has axes; empty where it has none."""
    rank = len(symbol.shape)
    if numbered := _NUMBERED.fullmatch(name):
        index = tuple(int(number) for number in numbered.groups() if number)
        return index if len(index) == rank else ()
    subscript = _SUBSCRIPT.fullmatch(key(name))
    parts = re.split(r"[,|]", subscript["low"]) if subscript else []
    if len(parts) in (1, 2) and len(parts[-1]) == rank > 1:
        return tuple(map(int, parts[-1]))  # w11, and w1_11 with its layer in front
    return tuple(map(int, parts)) if len(parts) == rank else ()
