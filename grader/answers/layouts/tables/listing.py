"""Names in one column, answers in another."""

import re
from itertools import takewhile

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.givens import instead
from grader.answers.layouts.moves import going_over
from grader.answers.layouts.near import nobodys, unasked
from grader.answers.layouts.owners import says_itself
from grader.answers.layouts.page import Page
from grader.answers.layouts.tables.columns import Column, columns, named_in_words
from grader.answers.layouts.text.statements import statements
from grader.answers.layouts.text.telling import begun
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import Kind
from grader.notation import Target
from grader.numbers import Number

_SIGNS = ("=", "≈", ":", "→")
_DECIMAL = re.compile(r"[-+−]?\d*[.,]\d+")


def read(page: Page) -> None:
    """Reads every column of names with the column of answers beside it."""
    for column in list(columns(page)):
        for r in column.rows:
            if column.later is not None:
                _after_step(page, r, column.column, column.later)
            _row(page, r, column)
        if column.later is not None:
            _tell_unread(page, column, column.later)


def _row(page: Page, row: int, column: Column) -> None:
    spot, at = (row, column.column), _answer_spot(page, row, column)
    cell = page.cell(*spot)
    if cell.kind is not Kind.TEXT or at in page.claimed or going_over(page.cell(*at)):
        return
    problem = column.problems.get(row)
    named, beside = page.names(spot, problem), page.cell(*at)
    if column.remark and named:
        _remarked(page, row, column)
        return
    targets = named or named_in_words(page, spot, problem)
    if targets and not named and page.told.keys() >= set(targets):
        page.claimed |= {spot, at}
        page.remark(at, f"'{begun(cell.text)}' is answered before by its own name: '{begun(beside.text)}' is not read")
        return
    if targets and (not readable(beside) or statements(beside.text)) and says_itself(cell.text):
        return  # `h1 = 0.79`, in a column where others have it beside them
    if targets and statements(cell.text) and statements(beside.text) and all(page.symbol(t).formula for t in targets):
        return  # `dL/dw = 2*e*x`, beside `e = h - y`
    if targets and beside.kind is Kind.BLANK and _begins_with_number(cell.text):
        return  # `h1 = 0.79 (or x?)`, which has to be told
    if targets and not readable(beside) and _heads_what_was_read(page, spot):
        return  # `z2` of `z1 | z2 | z3`, over the numbers of Z1
    if targets and page.restates(cell.text, row, beside):
        page.claimed |= {spot, at}
    elif targets:
        page.claimed.add(spot)
        _named(page, targets, cell.text, at)
    elif page.is_given(cell.text, row):
        page.claimed |= {spot, at}
        if meant := instead(page, cell.text, at, {(): worth(beside)}):
            page.answer(meant, cell.text, at)
    elif isinstance(worth(page.cell(*at)), Number) and not readable(cell):
        page.claimed.add(spot)
        unasked(page, cell.text, page.cell(*at), spot, at)


def _heads_what_was_read(page: Page, spot: Spot) -> bool:
    """Whether right below a name stands a number that another layout has read: it heads a column of that array."""
    below = (spot[0] + 1, spot[1])
    return below in page.claimed and bool(readable(page.cell(*below)))


def _begins_with_number(text: str) -> bool:
    """Whether a text gives a name something that begins with a number, though it may not be one."""
    return any(_DECIMAL.match(each.value) for each in statements(text))


def _answer_spot(page: Page, row: int, column: Column) -> Spot:
    """Where the answer of a row stands: in its column, in that of the workings where that is blank, or alone below one.

    `yhat | 0.58`, below `h1 | sigmoid(s1) | 0.79`; or `h1 | sigmoid(s1)` over `0.79`.
    """
    at, below = (row, column.answers), (row + 1, column.answers)
    earlier = (c for c in column.earlier if readable(page.cell(row, c)))
    if worth(page.cell(*at)) is None and (before := next(earlier, None)) is not None:
        return row, before
    if page.cell(*at).kind is Kind.BLANK and (alone := _alone_among_workings(page, row, column)):
        return alone
    if sign := _behind_sign(page, row, column, at):
        return sign
    working = page.cell(*at).kind is Kind.TEXT and not readable(page.cell(*at))
    if (
        not working
        or readable(page.cell(*below)) < 1
        or any(page.symbol(t).formula for t in page.names((row, column.column)))
    ):
        return at
    return below if sum(cell.kind is not Kind.BLANK for cell in page.rows[row + 1]) == 1 else at


def _behind_sign(page: Page, row: int, column: Column, at: Spot) -> Spot | None:
    """The number behind a sign in the place of the answer, or beside a name that ends with one and has none there.

    `h2 | = | 0.95`, or `s2 = | 2.94 | `, where other rows have it in another column.
    """
    cell, beside = page.cell(*at), page.cell(row, column.column + 1)
    if cell.text.strip() in _SIGNS and readable(page.cell(row, at[1] + 1)):
        return row, at[1] + 1
    ends = page.cell(row, column.column).text.rstrip().endswith(_SIGNS)
    if not ends or cell.kind is not Kind.BLANK or not readable(beside):
        return None
    answered = (r for r in column.rows if r != row and readable(page.cell(r, column.answers)))
    other = any(readable(page.cell(r, column.column + 1)) for r in answered)  # points, or numbers of rows
    return None if other else (row, column.column + 1)


def _alone_among_workings(page: Page, row: int, column: Column) -> Spot | None:
    """The only number between a name and its blank answer, where the other rows have words there and answers behind."""
    between = [c for c in range(column.column + 1, column.answers) if page.cell(row, c).kind is not Kind.BLANK]
    if len(between) != 1 or not readable(page.cell(row, between[0])):
        return None
    beside = [page.cell(r, between[0]) for r in column.rows if readable(page.cell(r, column.answers))]
    words = [cell for cell in beside if cell.kind is Kind.TEXT and not readable(cell)]
    return (row, between[0]) if beside and len(words) == len(beside) else None


def _after_step(page: Page, row: int, column: int, later: int) -> None:
    """Enters what a name is after the step, where that is something else and asked for."""
    text, cell = page.cell(row, column).text.strip(), page.cell(row, later)
    if not readable(cell) or (row, later) in page.claimed:
        return
    before = page.meant(text, row)
    meant = [t for t in page.meant(text, row, updated=True) if t not in before and not page.vocabulary.is_several(t)]
    if meant:
        page.answer(meant, text, (row, later))


def _tell_unread(page: Page, column: Column, later: int) -> None:
    """Say of a column after the step that nothing in it was asked for, where it differs from the one before it."""
    spots = [(r, later) for r in column.rows if readable(page.cell(r, later))]
    differs = any(page.cell(*spot).text != page.cell(spot[0], column.answers).text for spot in spots)
    if spots and differs and page.claimed.isdisjoint(spots):
        page.remark(
            spots[0], "nobody asked for what these are after the step: the numbers in this column were not read"
        )


def _remarked(page: Page, row: int, column: Column) -> None:
    """Enters what a heading makes of a name, `h1 (error)`; or tells that nobody asked for that."""
    spot, at = (row, column.column), (row, column.answers)
    name = f"{page.cell(*spot).text.strip()} {column.remark}"
    page.claimed.add(spot)
    if targets := page.meant(name, row, column.problems.get(row)):
        _named(page, targets, name, at)
    elif readable(page.cell(*at)):
        nobodys(page, name, page.cell(*at), spot, at)


def _named(page: Page, targets: tuple[Target, ...], name: str, at: Spot) -> None:
    scalars = [t for t in targets if t.index or page.symbol(t).formula or not page.symbol(t).shape]
    if scalars:
        page.answer(scalars, name, at)
    elif page.cell(*at).kind is not Kind.BLANK:
        beside = sum(1 for _ in takewhile(readable, page.rows[at[0]][at[1] :]))
        given = "one is given" if beside == 1 else f"{beside} are given"
        given = given if beside else f"'{begun(page.cell(*at).text)}' is none"
        page.not_numbers(targets, name, page.cell(*at).text, at, f"'{name}' stands for several numbers, and {given}")
