"""A row of names over a row of values."""

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.worth import readable
from grader.answers.record import Kind


def read(page: Page) -> None:
    """Reads every row of names that has numbers under it, and none beside it."""
    for r in range(len(page.rows) - 1):
        if sum(cell.kind is Kind.TEXT for cell in page.rows[r]) < 2:
            continue
        named = {
            c: found for c in range(len(page.rows[r])) if (r, c) not in page.claimed and (found := page.names((r, c)))
        }
        named = {c: found for c, found in named.items() if any(not page.symbol(t).shape or t.index for t in found)}
        if len(named) < 2 or any(page.names((r + 1, c)) for c in range(min(named))):
            continue  # what stands below a heading may be said of a name in front
        below = sum(_answers(page, (r, c), (r + 1, c)) for c in named)
        beside = sum(_answers(page, (r, c), _next(page, r, c)) for c in named)
        if below > beside and below * 2 >= len(named):
            for c, found in named.items():
                page.claimed.add((r, c))
                page.answer(found, page.cell(r, c).text, (r + 1, c))


def _next(page: Page, row: int, column: int) -> Spot:
    """The nearest cell to the right that is not blank; of none the one beside."""
    filled = (c for c in range(column + 1, len(page.rows[row])) if page.cell(row, c).kind is not Kind.BLANK)
    return row, next(filled, column + 1)


def _answers(page: Page, named: Spot, spot: Spot) -> bool:
    cell = page.cell(*spot)
    if cell.kind is not Kind.TEXT or not _symbolic(page):
        return readable(cell) > 0
    return readable(cell) > 0 or not page.vocabulary.find(cell.text) or page.answers_with_name(named, spot)


def _symbolic(page: Page) -> bool:
    return any(symbol.formula for symbol in page.vocabulary.symbols.values())
