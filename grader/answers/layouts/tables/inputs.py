"""The inputs that a table repeats before its answers under names of its own: `x1 | x2` for what a rubric calls l0."""

from collections.abc import Collection, Iterator, Sequence

from grader.answers.layouts.page import Page
from grader.answers.layouts.text.worth import worth
from grader.notation import Column, Symbol
from grader.numbers import Number


def repeated(page: Page, rows: Sequence[int], columns: range, problems: Collection[str]) -> dict[int, Column]:
    """By column of the sheet which column of a given array it repeats, in whatever order its samples are.

    All columns of the array stand beside each other, and each has the very numbers that are given.
    """
    for symbol, held in _arrays(page, len(rows), problems):
        width = len(held)
        for first in range(columns.start, columns.stop - width + 1):
            if all(_numbers(page, rows, first + j) == along for j, along in enumerate(held)):
                return {first + j: Column(symbol, j + 1) for j in range(width)}
    return {}


def _arrays(page: Page, samples: int, problems: Collection[str]) -> Iterator[tuple[Symbol, list[list[float]]]]:
    """The given matrices with a row a sample, and the numbers of each of their columns in order."""
    for symbol in page.vocabulary.symbols.values():
        if symbol.given and symbol.problem in problems and len(symbol.shape) == 2 and symbol.shape[0] == samples:
            values = symbol.values
            assert isinstance(values, tuple)
            yield symbol, [sorted(column) for column in zip(*values, strict=True)]


def _numbers(page: Page, rows: Sequence[int], column: int) -> list[float]:
    """The numbers of a column in order; fewer where not every row has one."""
    found = (worth(page.cell(r, column)) for r in rows)
    return sorted(number.value for number in found if isinstance(number, Number))
