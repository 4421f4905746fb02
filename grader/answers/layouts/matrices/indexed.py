"""Tables with a row an element and a column a matrix: `row | column | dL/dW`, `from | to | dL/dW | W new`."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from grader.answers.layouts.matrices.directions import place_in_words, rows_of
from grader.answers.layouts.matrices.named_arrays import arrays
from grader.answers.layouts.page import Page
from grader.answers.record import Kind
from grader.notation import Target

_ROW = re.compile(r"\W*(?:row|zeile|fila|ligne|riga|linha)\W*", re.IGNORECASE)
_COLUMN = re.compile(r"\W*(?:col(?:umn)?|spalte|columna|colonne|colonna|coluna)\W*", re.IGNORECASE)
_NUMBER = re.compile(r"\D{0,12}(\d{1,2})(?:\.0)?\W*")
"""The number of a row or column, of an input or a neuron: `2`, `x2`, `h_2`."""
_LONGEST = 20


class _Keys(NamedTuple):
    """The two columns that say which element a row is about."""

    first: int
    second: int
    rows: str
    """What is counted in the first: `outputs` or `inputs`; empty where that is rows."""


def read(page: Page) -> None:
    """Reads every such table of which the rows say each element of the matrix once."""
    for r, row in enumerate(page.rows):
        keys = _keys({c: cell.text for c, cell in enumerate(row) if cell.kind is Kind.TEXT}, page, r)
        for c, cell in enumerate(row) if keys else ():
            if cell.kind is Kind.TEXT and (r, c) not in page.claimed and keys and c not in keys[:2]:
                _enter(page, r, c, keys, arrays(page, cell.text, (r, c)))


def _keys(heads: Mapping[int, str], page: Page, row: int) -> _Keys | None:
    """The columns of row and column, or of inputs and outputs, where there are but these two."""
    if len(heads) <= len("ij"):
        return None
    short = {c: text for c, text in heads.items() if len(text) <= _LONGEST}
    counted = [[c for c, text in short.items() if kind.fullmatch(text)] for kind in (_ROW, _COLUMN)]
    if all(len(each) == 1 for each in counted):
        return _Keys(counted[0][0], counted[1][0], "")
    told = {c: place for c, text in short.items() if (place := place_in_words(text)) is not None}
    places = {c: place for c, place in told.items() if not page.named(short[c], row)}
    if len(places) != len("ij") or len(set(places.values())) == 1:
        return None
    inputs, outputs = sorted(places, key=lambda c: places[c])
    return _Keys(outputs, inputs, "outputs")


def _enter(page: Page, head: int, column: int, keys: _Keys, targets: tuple[Target, ...]) -> None:
    """Enters the numbers under the name of a matrix."""
    symbols = [page.symbol(target) for target in targets]
    if not symbols or len(symbols[0].shape) != len("ij") or all(symbol.given for symbol in symbols):
        return
    first, second, of = keys
    if of and (rows := rows_of(page, targets[0])) != of:
        first, second = (second, first) if rows else (-1, -1)
    found = dict(_elements(page, head, first, second)) if first >= 0 else {}
    lowest = min((min(index) for index in found), default=1)
    found = {(i + 1 - lowest, j + 1 - lowest): r for (i, j), r in found.items()} if lowest in (0, 1) else {}
    if found.keys() == symbols[0].elements.keys():
        page.claimed |= {(head, c) for c in (column, first, second)}
        for index, r in found.items():
            page.claimed |= {(r, first), (r, second)}
            page.answer(targets, page.cell(head, column).text, (r, column), index)


def _elements(page: Page, head: int, first: int, second: int) -> Iterator[tuple[tuple[int, int], int]]:
    """By index as it is said the row that is about it, down to one that says none."""
    for r in range(head + 1, len(page.rows)):
        said = [_NUMBER.fullmatch(page.cell(r, c).text) for c in (first, second)]
        if not said[0] or not said[1]:
            return
        yield (int(said[0][1]), int(said[1][1])), r
