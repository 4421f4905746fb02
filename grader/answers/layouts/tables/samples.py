"""Tables with a row a sample: headings that name columns of arrays, one line below them for each sample."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.answers.layouts.page import Page
from grader.answers.layouts.tables.applied import applied_columns
from grader.answers.layouts.tables.inputs import repeated
from grader.answers.layouts.tables.unlayered import unlayered
from grader.answers.layouts.text.words import heads_samples
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import Kind
from grader.notation import Column, sample_heading
from grader.numbers import Number

_CLOSE = 1e-9
_FEWEST = 2
"""A table with a row a sample has a heading for the inputs or for a second column."""


class _Table(NamedTuple):
    header: int
    columns: dict[int, Column]
    """What each column of the sheet holds."""
    rows: list[int]


def read(page: Page) -> None:
    """Reads every such table; one that repeats the headings of an earlier one holds the values after the update."""
    for table in _tables(page):
        later = _after(table, page)
        if later:
            page.update_from(table.header)
        columns = later or table.columns
        page.seen |= {(c.symbol.problem, c.symbol.quantity, c.column) for c in columns.values()}
        _read(page, table._replace(columns=columns))


def _tables(page: Page) -> Iterator[_Table]:
    for r, row in enumerate(page.rows):
        if sum(cell.kind is Kind.TEXT for cell in row) < _FEWEST:
            continue
        columns = _headings(page, r, page.updated_at(r))
        computed = [c for c, column in columns.items() if not column.symbol.given]
        rows = list(_data_rows(page, r, list(columns))) if len(columns) > 1 and computed else []
        if len(rows) > 1 and not _is_anothers(page, r, len(rows), columns):
            yield _Table(r, columns, rows)


def _headings(page: Page, header: int, updated: bool) -> dict[int, Column]:
    """What the headings in a row mean, by column of the sheet."""
    row, problem = page.rows[header], page.problem_at(header)
    columns = {
        c: found[0]
        for c, cell in enumerate(row)
        if cell.kind is Kind.TEXT
        and (header, c) not in page.claimed
        and (found := page.vocabulary.column(cell.text, problem, updated))
    }
    if not columns and not any(heads_samples(cell.text) for cell in row):
        return columns
    columns |= unlayered(row, page.vocabulary, problem, updated, columns)
    return columns | applied_columns(row, page.vocabulary, problem, updated, columns)


def _is_anothers(page: Page, header: int, rows: int, columns: Mapping[int, Column]) -> bool:
    """Whether a table is a matrix, whose name stands over it or in its corner, and its headings are those of units."""
    above = [(header - 1, c) for c, cell in enumerate(page.rows[header - 1] if header else []) if cell.text]
    corner = (header, min(columns) - 1)
    names = [*(above if len(above) == 1 else []), *([corner] if corner[1] >= 0 else [])]
    own = {column.symbol.quantity for column in columns.values()}
    matrices = (target for spot in names for target in page.named(page.cell(*spot).text, spot[0]))
    return any(page.symbol(t).shape == (rows, len(columns)) and t.quantity not in own for t in matrices)


def _data_rows(page: Page, header: int, columns: list[int]) -> Iterator[int]:
    """The rows below a header that hold numbers, down to a blank row or to one that names something."""
    for r in range(header + 1, len(page.rows)):
        if all(cell.kind is Kind.BLANK for cell in page.rows[r]) or any(
            cell.kind is Kind.TEXT and page.vocabulary.find(cell.text) for cell in page.rows[r]
        ):
            return
        if any(readable(page.cell(r, c)) for c in columns):
            yield r


def _after(table: _Table, page: Page) -> dict[int, Column] | None:
    """The columns after the update, where all that are computed have been read before."""
    computed = [c for c in table.columns.values() if not c.symbol.given]
    if not all((c.symbol.problem, c.symbol.quantity, c.column) in page.seen for c in computed):
        return None
    return table.columns | _headings(page, table.header, updated=True)


def _read(page: Page, table: _Table) -> None:
    samples = _samples(page, table)
    count = max(column.symbol.shape[0] for column in table.columns.values())
    if others := [r for r in table.rows if samples.get(r, count + 1) > count]:
        more = f"this row and {len(others) - 1} more are" if len(others) > 1 else "this row is"
        page.remark((others[0], min(table.columns)), f"{more} of no sample: the numbers were not read")
    page.claimed |= {(table.header, c) for c in table.columns}
    for r, sample in samples.items():
        for c, column in table.columns.items():
            index = (sample, column.column) if column.column else (sample,)
            heading = page.cell(table.header, c).text
            if column.symbol.given or sample > column.symbol.shape[0]:
                page.claimed.add((r, c))
            else:
                page.answer([column.symbol.element(index)], heading, (r, c))


def _samples(page: Page, table: _Table) -> dict[int, int]:
    """Which sample each row is about: by the inputs it repeats, where they tell; else in order."""
    given = {
        c: column for c, column in table.columns.items() if column.symbol.given and column.symbol.values is not None
    }
    labelled = _labelled(page, table)
    if labelled:
        return labelled
    given |= repeated(page, table.rows, range(min(table.columns)), {c.symbol.problem for c in table.columns.values()})
    matched, sure = _matched(page, table.rows, given) if given else ({}, True)
    if len(matched) == len(table.rows):
        if not sure and [*matched.values()] != sorted(matched.values()):
            said = "the inputs do not tell all samples apart, and the rows are not in order: look at them"
            page.remark((table.header, min(table.columns)), said)
        return matched
    count = max(column.symbol.shape[0] for column in table.columns.values())
    if given and matched:
        page.remark((table.header, min(table.columns)), "the inputs do not tell the samples; rows were taken in order")
    return dict(zip(table.rows, range(1, count + 1), strict=False))


def _labelled(page: Page, table: _Table) -> dict[int, int]:
    """The sample that each row says it is about, in a cell or under a heading of its own; empty where not each does."""
    first = min(table.columns)
    heads = [c for c in range(first) if heads_samples(page.cell(table.header, c).text)]
    found: dict[int, int] = {}
    for r in table.rows:
        for cell in page.rows[r][:first]:
            heading = sample_heading(cell.text) if cell.kind is Kind.TEXT else None
            if heading and heading[0]:
                found[r] = heading[0]
        if heads and page.cell(r, heads[0]).text.removesuffix(".0").isdecimal():
            found[r] = int(page.cell(r, heads[0]).text.removesuffix(".0"))
    labelled = [*found] == table.rows[: len(found)] and all(
        any(cell.kind is Kind.TEXT and not readable(cell) for cell in page.rows[r][:first])
        for r in table.rows[len(found) :]  # the mean of all, below them
    )
    told = labelled and len(found) > 1 and len(set(found.values())) == len(found) and min(found.values()) > 0
    return found if told else {}


def _matched(page: Page, rows: list[int], given: dict[int, Column]) -> tuple[dict[int, int], bool]:
    """By row, the first sample with its inputs that no row above is about; up to a row that is about none.

    And whether no row may be about another sample as well.
    """
    count = min(column.symbol.shape[0] for column in given.values())
    expected = {c: _expected(column, count) for c, column in given.items()}
    free = np.ones(count, dtype=bool)
    matched: dict[int, int] = {}
    sure = True
    for r in rows:
        fits = free.copy()
        for c, values in expected.items():
            written = worth(page.cell(r, c))
            if isinstance(written, Number):
                fits &= ~(np.abs(written.value - values) > _CLOSE + written.unit / 2)
        if not fits.any():
            break
        sure = sure and int(fits.sum()) == 1
        first = int(fits.argmax())
        free[first] = False
        matched[r] = first + 1
    return matched, sure


def _expected(column: Column, count: int) -> NDArray[np.float64]:
    """What a column of the inputs holds: a number for each of so many samples."""
    values = column.symbol.values
    assert isinstance(values, tuple)
    return np.array([v[column.column - 1] if column.column else v for v in values[:count]], dtype=np.float64)
