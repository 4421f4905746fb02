"""Tables with a row a sample, in whose cells stand lists: `sample | z1 | a1` over `1 | [0.1, 0.4] | [0.52, 0.6]`."""

import re
from collections.abc import Mapping
from itertools import takewhile

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.matrices.lists import enter_list, flattened
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.statements import Listed
from grader.answers.layouts.text.words import heads_samples
from grader.answers.record import Kind
from grader.notation import sample_heading
from grader.numbers import Nested, read_numbers

_MAY = re.compile(r"[\[({,;|\s\\]")
"""What every list of numbers has in it, and hardly any number."""
_FEWEST = 2
"""So many samples at least."""


def read(page: Page) -> None:
    """Reads every column of lists under a name."""
    for spot, cell in list(page.cells()) if page.vocabulary.samples else ():
        if cell.kind is Kind.TEXT and _list(page, spot) is None:
            for r, sample in _samples(page, spot[0], _below(page, spot)).items():
                _enter(page, spot, (r, spot[1]), sample)


def _below(page: Page, head: Spot) -> list[int]:
    """The rows of the lists that stand below one another under a heading."""
    return list(takewhile(lambda r: _list(page, (r, head[1])) is not None, range(head[0] + 1, len(page.rows))))


def _list(page: Page, spot: Spot) -> list[Nested] | None:
    cell = page.cell(*spot)
    may = cell.kind is Kind.TEXT and spot not in page.claimed and _MAY.search(cell.text)
    return read_numbers(cell.text) if may else None


def _samples(page: Page, header: int, rows: list[int]) -> Mapping[int, int]:
    """The sample of each row: as a cell before it says; else in order, where there are as many rows as samples."""
    if len(rows) < _FEWEST:
        return {}
    labels = [c for c, cell in enumerate(page.rows[header]) if heads_samples(cell.text)][:1] or [0]
    said = [_label(page.cell(r, labels[0]).text) for r in rows]
    if all(number is not None for number in said) and len(set(said)) == len(said):
        first = min(number for number in said if number is not None)
        return {r: number + (first == 0) for r, number in zip(rows, said, strict=True) if number is not None}
    return dict(zip(rows, range(1, len(rows) + 1), strict=True)) if len(rows) == page.vocabulary.samples else {}


def _label(text: str) -> int | None:
    plain = text.strip().removesuffix(".0")
    heading = sample_heading(text)
    return int(plain) if plain.isdecimal() else heading[0] if heading and heading[0] else None


def _enter(page: Page, head: Spot, spot: Spot, sample: int) -> None:
    """Enters a list as the row of a sample, or as the single numbers that share the name's letter."""
    name, numbers = page.cell(*head).text.strip(), _list(page, spot)
    asked = (sample, page.problem_at(spot[0]), page.updated_at(spot[0]))
    rows = tuple(t for t in page.vocabulary.of_sample(name, *asked) if page.symbol(t).at and page.symbol(t).shape)
    if rows and numbers is not None:
        page.claimed.add(head)
        enter_list(page, rows, Listed(name, page.cell(*spot).text, numbers), spot)
        return
    items = flattened(numbers)
    singles = [page.vocabulary.of_sample(f"{name}_{n}", *asked) for n in range(1, len(items) + 1)]
    meant = [tuple(t for t in found if not page.vocabulary.is_several(t)) for found in singles]
    for found, (_, item) in zip(meant, items, strict=True) if all(meant) else ():
        page.claimed.add(head)
        page.enter_of_list(found, name, item, spot)
