"""A row of names over a row of values."""

from collections.abc import Collection, Iterable
from itertools import takewhile

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.givens import instead
from grader.answers.layouts.page import Page
from grader.answers.layouts.rivals import apart, number_alone
from grader.answers.layouts.tables.applied import applied
from grader.answers.layouts.tables.footing import total_among
from grader.answers.layouts.text.statements import statements
from grader.answers.layouts.text.telling import begun
from grader.answers.layouts.text.words import heads_answers, heads_others
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import Cell, Kind
from grader.notation import Target, described

_LONGEST = 120
"""Characters of a question."""


def read(page: Page) -> None:
    """Reads every row of names that has numbers under it, and none beside it."""
    for r in range(len(page.rows) - 1):
        if sum(cell.kind is Kind.TEXT for cell in page.rows[r]) < 2:
            continue
        named = {
            c: found
            for c in range(len(page.rows[r]))
            if (r, c) not in page.claimed and (found := page.names((r, c)) or _in_a_question(page, (r, c)))
        }
        named |= applied(page, r, named)
        named = {c: found for c, found in named.items() if any(not page.symbol(t).shape or t.index for t in found)}
        named = {c: found for c, found in named.items() if not _says(page.cell(r, c).text)}
        if len(named) < _fewest(page, r) or any(page.names((r + 1, c)) for c in range(min(named))):
            continue  # what stands below a heading may be said of a name in front
        over = _over(page, r, named)
        below = sum(_answers(page, (r, c), (over + 1, c)) for c in named)
        beside = sum(_answers(page, (r, c), _next(page, r, c)) for c in named)
        if below > beside and below * 2 >= len(named):
            page.claimed |= {(over, c) for c in named}
            row = _total(page, r, named) or _row(page, over, named)
            for c, found in named.items():
                page.claimed.add((r, c))
                page.answer(found, page.cell(r, c).text, (row, c))
            _givens(page, r, row)


def _says(text: str) -> bool:
    """Whether a name says its number itself, as `z = 2·0.5 = 1` does: what stands below it is of something else."""
    return any(each.equated and readable(Cell(Kind.TEXT, each.value)) for each in statements(text))


def _over(page: Page, head: int, columns: Collection[int]) -> int:
    """The row just over the values: that of the names, or one of their formulas, which is called so, below it."""
    formulas = not _filled(page, head + 1, columns) and heads_others(_title(page, head + 1, columns))
    return head + 1 if formulas and 2 * _filled(page, head + 2, columns) >= len(columns) else head


def _givens(page: Page, head: int, row: int) -> None:
    """Reads, or tells of, numbers in the row of the answers that stand under names of givens, and are others."""
    for c, cell in enumerate(page.rows[head]):
        if cell.kind is Kind.TEXT and (head, c) not in page.claimed and page.is_given(cell.text, head):
            meant = instead(page, cell.text, (row, c), {(): worth(page.cell(row, c))})
            if meant and (row, c) not in page.claimed:
                page.answer(meant, cell.text, (row, c))


def _in_a_question(page: Page, spot: Spot) -> tuple[Target, ...]:
    """What a question over a number asks for: `What is h1?`."""
    text = page.cell(*spot).text.strip()
    if not text.endswith(("?", "？")) or page.cell(*spot).kind is not Kind.TEXT or len(text) > _LONGEST:
        return ()
    asked = text.rstrip("?？ ") if readable(page.cell(spot[0] + 1, spot[1])) else ""
    names = (*described(asked), *page.in_words(asked, spot[0])) if asked else ()
    return next((found for name in names if (found := page.meant(name, spot[0]))), ())


def _fewest(page: Page, row: int) -> int:
    """The names that make a row one of names: a single one over the only other row, as of what a form asks besides."""
    headings = [cell.text for cell in page.rows[row] if cell.kind is Kind.TEXT]
    return 1 if len(page.rows) == 2 and all(any(map(str.isalpha, text)) for text in headings) else 2


def _row(page: Page, head: int, columns: Collection[int]) -> int:
    """The row of the answers: the first below the names, or the one that is called so; others with numbers are told."""
    rows = list(takewhile(lambda r: 2 * _filled(page, r, columns) >= len(columns), range(head + 1, len(page.rows))))
    titles = {r: _title(page, r, columns) for r in rows}
    called = [r for r in rows if heads_answers(titles[r])]
    row = called[0] if len(called) == 1 else head + 1
    others = [r for r in rows if r != row and not heads_others(titles[r]) and _differ(page, row, r, columns)]
    if others and len(called) != 1:
        one, two = (f"'{begun(titles[r])}'" if titles[r] else f"row {r - head}" for r in (row, others[0]))
        page.remark(
            (head, min(columns)), f"rows of different numbers stand under these names: {one} counts, {two} does not"
        )
    return row


def _total(page: Page, head: int, columns: Collection[int]) -> int | None:
    """The row of the sum, or of the mean, where there is one below the rows of single samples: each adds to it."""
    last = range(head + 1, len(page.rows))
    end = next((r for r in last if not readable(Cell(Kind.TEXT, _title(page, r, columns)))), len(page.rows))
    below = range(end, min(end + 2, len(page.rows)))
    found = {r: _title(page, r, columns) for r in below if _filled(page, r, columns)}
    row = total_among(page, found) if end > head + 2 else None
    if row is not None and not page.vocabulary.samples:
        page.remark((row, 0), f"the row '{begun(found[row])}' was read, and not the rows above it, one by one")
    return row


def _title(page: Page, row: int, columns: Collection[int]) -> str:
    """What stands first in a row, before the columns of names."""
    return next((page.cell(row, c).text for c in range(min(columns)) if page.cell(row, c).text), "")


def _filled(page: Page, row: int, columns: Iterable[int]) -> int:
    return sum(readable(page.cell(row, c)) > 0 for c in columns)


def _differ(page: Page, row: int, other: int, columns: Collection[int]) -> bool:
    """Whether most of the numbers in a row are others than those in another."""
    pairs = [(number_alone(page, row, c), number_alone(page, other, c)) for c in columns]
    return 2 * sum(one is not None and two is not None and apart(one, two) for one, two in pairs) > len(columns)


def _next(page: Page, row: int, column: int) -> Spot:
    """The nearest cell to the right that is not blank; of none the one beside."""
    filled = (c for c in range(column + 1, len(page.rows[row])) if page.cell(row, c).kind is not Kind.BLANK)
    return row, next(filled, column + 1)


def _answers(page: Page, named: Spot, spot: Spot) -> bool:
    cell = page.cell(*spot)
    if cell.kind is not Kind.TEXT or not page.vocabulary.symbolic:
        return readable(cell) > 0
    return readable(cell) > 0 or not page.vocabulary.find(cell.text) or page.answers_with_name(named, spot)
