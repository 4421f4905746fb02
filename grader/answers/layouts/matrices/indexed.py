"""Tables with a row an element and a column a matrix: `row | column | dL/dW | W new`."""

import re
from collections.abc import Iterator, Mapping

from grader.answers.layouts.matrices.named_arrays import arrays
from grader.answers.layouts.page import Page
from grader.answers.record import Kind
from grader.notation import Target

_ROW = re.compile(r"\W*(?:row|zeile|fila|ligne|riga|linha)\W*", re.IGNORECASE)
_COLUMN = re.compile(r"\W*(?:col(?:umn)?|spalte|columna|colonne|colonna|coluna)\W*", re.IGNORECASE)
_NUMBER = re.compile(r"\D{0,12}(\d{1,2})(?:\.0)?\W*")
"""The number of a row or column."""


def read(page: Page) -> None:
    """Reads every such table of which the rows say each element of the matrix once."""
    for r, row in enumerate(page.rows):
        keys = _keys({c: cell.text for c, cell in enumerate(row) if cell.kind is Kind.TEXT})
        for c, cell in enumerate(row) if keys else ():
            if cell.kind is Kind.TEXT and (r, c) not in page.claimed and keys and c not in keys:
                _enter(page, r, c, keys, arrays(page, cell.text, (r, c)))


def _keys(heads: Mapping[int, str]) -> tuple[int, int] | None:
    """The columns of row and column, where there is one of each."""
    counted = [[c for c, text in heads.items() if kind.fullmatch(text)] for kind in (_ROW, _COLUMN)]
    return (counted[0][0], counted[1][0]) if all(len(each) == 1 for each in counted) else None


def _enter(page: Page, head: int, column: int, keys: tuple[int, int], targets: tuple[Target, ...]) -> None:
    """Enters the numbers under the name of a matrix."""
    symbols = [page.symbol(target) for target in targets]
    if not symbols or len(symbols[0].shape) != len(keys) or all(symbol.given for symbol in symbols):
        return
    found = dict(_elements(page, head, *keys))
    lowest = min((min(index) for index in found), default=1)
    found = {(i + 1 - lowest, j + 1 - lowest): r for (i, j), r in found.items()} if lowest in (0, 1) else {}
    if found.keys() == symbols[0].elements.keys():
        page.claimed |= {(head, c) for c in (column, *keys)}
        for index, r in found.items():
            page.claimed |= {(r, c) for c in keys}
            page.answer(targets, page.cell(head, column).text, (r, column), index)


def _elements(page: Page, head: int, first: int, second: int) -> Iterator[tuple[tuple[int, int], int]]:
    """By index as it is said the row that is about it, down to one that says none."""
    for r in range(head + 1, len(page.rows)):
        said = [_NUMBER.fullmatch(page.cell(r, c).text) for c in (first, second)]
        if not said[0] or not said[1]:
            return
        yield (int(said[0][1]), int(said[1][1])), r
