"""Tables with a column a sample of which no heading says so: `h1 | 0.1 | 0.2 | 0.3`, as many numbers as samples."""

import re
from collections.abc import Sequence

from grader.answers.layouts.page import Page
from grader.answers.layouts.rivals import number_alone
from grader.answers.layouts.text.words import heads_names, heads_samples
from grader.answers.layouts.text.worth import readable
from grader.answers.record import BLANK, Kind
from grader.notation import Column

_COUNTED = re.compile(r"[^\d]{0,12}?(?P<number>\d{1,2})\W*")
"""The label of a column, with its number: `1`, `x1`, `#1`, `x^(1)`."""


def read(page: Page) -> None:
    """Reads every such row, in the order of the samples, and tells of it.

    None where a row of inputs says that they stand in another order, or a heading that the columns are something else.
    """
    if not page.vocabulary.samples:
        return
    rows = {r: found for r in range(len(page.rows)) if (found := _columns(page, r))}
    given = [r for r, columns in rows.items() if all(column.symbol.given for column in columns)]
    told = {r: columns for r, columns in rows.items() if r not in given}
    if not told or any(not _in_order(page, r, rows[r]) for r in given) or not all(_may_head(page, r) for r in told):
        return
    for r, columns in told.items():
        name = page.cell(r, 0).text
        page.claimed.add((r, 0))
        for i in range(columns[0].symbol.shape[0]):
            targets = [each.symbol.element((i + 1, each.column)) for each in columns if not each.symbol.given]
            page.answer(targets, name, (r, i + 1))
    page.remark((min(told), 0), "the numbers beside the names here were taken for those of the samples, in order")


def _columns(page: Page, row: int) -> Sequence[Column]:
    """The columns of arrays with a row a sample that the first cell names, with a number behind it for each sample."""
    cell = page.cell(row, 0)
    several = readable(page.cell(row, 1)) and readable(page.cell(row, 2))
    if not several or cell.kind is not Kind.TEXT or (row, 0) in page.claimed or page.named(cell.text, row):
        return ()
    found = page.vocabulary.column(cell.text, page.problem_at(row), page.updated_at(row))
    count = found[0].symbol.shape[0] if found and found[0].column else 0
    spots = [(row, c) for c in range(1, count + 1)]
    full = count > 1 and page.cell(row, count + 1).kind is Kind.BLANK and page.claimed.isdisjoint(spots)
    return found if full and all(readable(page.cell(*at)) for at in spots) else ()


def _in_order(page: Page, row: int, columns: Sequence[Column]) -> bool:
    """Whether the inputs stand as they are given."""
    for column in columns:
        for i in range(column.symbol.shape[0]):
            number = number_alone(page, row, i + 1)
            target = column.symbol.element((i + 1, column.column))
            if number is None or number.value != page.vocabulary.value(target):
                return False
    return True


def _may_head(page: Page, row: int) -> bool:
    """Whether what stands over a row and the named ones above it is nothing, or labels that count the samples."""
    while (
        row and readable(page.cell(row - 1, 1)) and (name := page.cell(row - 1, 0).text) and _is_name(page, name, row)
    ):
        row -= 1
    corner, *labels = page.rows[row - 1] if row and page.rows[row - 1] else [BLANK]
    said = [cell.text.removesuffix(".0") for cell in labels if cell.kind is not Kind.BLANK]
    counted = [int(found["number"]) if (found := _COUNTED.fullmatch(text)) else 0 for text in said]
    if any(_is_name(page, text, row) for text in said):  # of units, as those of a matrix
        return False
    fine = not said or corner.kind is Kind.BLANK or heads_names(corner.text) or heads_samples(corner.text)
    return fine and counted == [*range(1, len(said) + 1)]


def _is_name(page: Page, text: str, row: int) -> bool:
    return bool(page.vocabulary.column(text) or page.named(text, row))
