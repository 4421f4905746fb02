"""Headings that say how an activation comes about: `relu(p1)` beside p1 is what the rubric has as l1 = relu(p1)."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from grader.answers.layouts.page import Page
from grader.answers.record import Cell, Kind
from grader.notation import Column, Symbol, Target, Vocabulary, calls

_APPLIED = re.compile(r"[\s$\\]*(?P<function>[^\W\d_]{1,10})\s*\(\s*(?P<of>[^()]*(?:\(\w+\)[^()]*)?)\)[\s$]*")


def applied_columns(
    row: Sequence[Cell], vocabulary: Vocabulary, problem: str | None, updated: bool, known: Mapping[int, Column]
) -> dict[int, Column]:
    """By column of the sheet what such headings mean in a table with a row a sample, but for what others name there."""
    taken = {(column.symbol.quantity, column.column) for column in known.values()}
    found: dict[int, Column] = {}
    for c, called in _called(row):
        for each in vocabulary.column(called["of"], problem, updated) if c not in known else ():
            for output in _outputs(vocabulary, each.symbol, called["function"]):
                if output.samples and (output.quantity, each.column) not in taken:
                    found[c] = Column(output, each.column)
    return found


def applied(page: Page, row: int, known: Mapping[int, Collection[Target]]) -> dict[int, tuple[Target, ...]]:
    """By column what such headings mean of single numbers, `sigmoid(s1)`, or elements, but for what others name."""
    taken = {target for targets in known.values() for target in targets}
    found: dict[int, tuple[Target, ...]] = {}
    for c, called in _called(page.rows[row]):
        inputs = page.named(called["of"], row) if c not in known and (row, c) not in page.claimed else ()
        meant = tuple(
            target._replace(quantity=output.quantity)
            for target in inputs
            for output in _outputs(page.vocabulary, page.symbol(target), called["function"])
            if not output.samples and output.shape == page.symbol(target).shape
        )
        found |= {c: meant} if meant and taken.isdisjoint(meant) else {}
    return found


def _called(row: Sequence[Cell]) -> Iterator[tuple[int, re.Match[str]]]:
    for c, cell in enumerate(row):
        if cell.kind is Kind.TEXT and (called := _APPLIED.fullmatch(cell.text)):
            yield c, called


def _outputs(vocabulary: Vocabulary, symbol: Symbol, function: str) -> Iterator[Symbol]:
    """What a function makes of a quantity, where the rubric has that."""
    found = [s for s in vocabulary.symbols.values() if s.problem == symbol.problem and s.inner == symbol.quantity]
    fitting = [output for output in found if calls(function, output.traits)]
    return iter(fitting if len(fitting) == 1 else ())
