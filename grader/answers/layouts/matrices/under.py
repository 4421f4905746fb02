"""A name over its value: a single number under its label or one column on, as matrices stand under theirs."""

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.matrices.blocks import over_a_blank_row
from grader.answers.layouts.owners import says
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.counted import counts
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Cell, Kind
from grader.notation import Target, described, without_item


def read(page: Page) -> None:
    """Reads every name with nothing beside it and one number under it, and nothing beside or under that."""
    for spot, cell in list(page.cells()):
        if cell.kind is Kind.TEXT and spot not in page.claimed and (at := _number(page, spot)):
            targets = [target for target in _named(page, spot) if target.index or not page.symbol(target).shape]
            if targets:
                page.claimed.add(spot)
                page.answer(targets, cell.text, at)


def _named(page: Page, spot: Spot) -> tuple[Target, ...]:
    """What a cell names, or what is named in it in a list or among words: `1) h1`, `Loss L`."""
    text = page.cell(*spot).text
    if (found := page.names(spot)) or page.named(text, spot[0]):
        return found
    bare = without_item(text)
    names = (*({bare} - {text}), *described(bare), *page.in_words(bare, spot[0]))
    return next((found for symbol in names if (found := page.meant(symbol, spot[0]))), ())


def _heads(cell: Cell) -> bool:
    """Whether a text is a heading with a number, which is no value: `3. Gradients of the hidden layer`."""
    bare = without_item(cell.text) if cell.kind is Kind.TEXT else ""
    return bare not in ("", cell.text) and not readable(Cell(Kind.TEXT, bare))


def _number(page: Page, spot: Spot) -> Spot | None:
    """Where the one number under a name stands: just below it, or below a row in which there is nothing.

    Or there in the next column, where nothing stands before it.
    """
    (r, c), blank = spot, over_a_blank_row(page, spot)
    if blank and (r - 1, c) not in page.claimed and readable(page.cell(r - 1, c)):
        return None  # the number just above it may be its own
    row = r + 2 if blank else r + 1
    column = c + 1 if page.begins_row((row, c + 1)) else c
    number, below = page.cell(row, column), page.cell(row + 1, column)
    alone = (
        readable(number) > 0
        and not _heads(number)
        and (row, column) not in page.claimed
        and not (number.kind is Kind.TEXT and page.names((row, column)))
        and not says(page, (row, column))
        and not says(page, (r, c))
        and page.cell(r, c + 1).kind is Kind.BLANK
        and page.cell(row, column + 1).kind is Kind.BLANK
        and (
            not readable(below)
            or says(page, (row + 1, column))
            or counts(below.text) > 0
            or bool(_named(page, (row + 1, c)))
        )
    )
    return (row, column) if alone else None
