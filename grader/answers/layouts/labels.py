"""Labels of the rows and columns of an array, which are none of its numbers: `class 1 | class 2`, `0 | 1 | 2`."""

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import Cell, Kind
from grader.numbers import Number

Block = dict[tuple[int, ...], Spot]
"""Where each element of an array stands, by its index from 1."""


_FEW = 2
"""So many whole numbers in order may be a vector's own."""


def labelled(page: Page, spot: Spot, start: Spot, block: Block) -> bool:
    """Whether what begins here begins with labels: `class 1 | class 2` over a matrix, `0 | 1 | 2` over and beside it.

    Two rows under its name nothing begins, but under labels; nor does a vector downwards that is not just under it, but
    beside labels or under its name with nothing before it.
    """
    (r, c), (y, x), (last, end) = spot, start, max(block.values())
    m, n = last - y + 1, end - x + 1
    row, column = [(y, x + j) for j in range(n)], [(y + i, x) for i in range(m)]
    if _words(page, row, (y + m, x)) or _words(page, column, (y, x + n)):
        return True
    heads, before = [(r + 1, x + j) for j in range(n)], [(y + i, x - 1) for i in range(m)]
    if y == r + 2 and not (
        all(_is_label(page, at) for at in heads)
        or (m > 1 and _are_given(page, heads))
        or (m > 1 and x > c and _are_words(page, (r + 1, x - 1), heads, before))
    ):
        return True
    beside = [page.cell(*at) for at in before] if y > r and x > c else []
    if beside and readable(beside[0]) and not readable(page.cell(y, end)):
        return True
    if beside and all(map(readable, beside)) and not _counts([cell.text for cell in beside]):
        return True  # its first column is the one under the name
    if n == 1 < m and y == r + 1 and _is_head(page, start, [*column[1:], (y + m, x)]):
        return True
    aside = n == 1 < m and (y, x) in ((r + 1, c + 1), (r, c + 2))
    alone = aside and y > r and all(map(page.begins_row, column))
    if aside and not alone and not all(_is_label(page, at) for at in before):
        return True
    if 1 in (m, n) and _counts([page.cell(*at).text for at in block.values()]):
        beyond = [page.cell(i + (m == 1), j + (m > 1)) for i, j in block.values()]
        nobodys = page.cell(*((y + 1, x - 1) if m == 1 else (y - 1, x + 1))).kind is Kind.BLANK
        return nobodys and all(map(readable, beyond)) and (len(block) > _FEW or _have_decimals(beyond))
    if min(m, n) > 1 and _counts([page.cell(*at).text for at in row]):  # as many rows as it should have under a count
        below = [page.cell(y + i, x + j) for i in range(1, m + 1) for j in range(n)]
        return all(map(readable, below)) and _have_decimals(below) and not readable(page.cell(y + m + 1, x))
    corners = [at for at in ((r, c), (r + 1, c)) if _numbered(page, at, m, n)]
    return bool(corners) and start != (corners[0][0] + 1, c + 1)


def _is_head(page: Page, at: Spot, below: list[Spot]) -> bool:
    """Whether the number just under a name is that of a column, as others in its row are, with all numbers below it."""
    row = [cell for cell in page.rows[at[0]] if cell.kind is not Kind.BLANK]
    cells = [page.cell(*each) for each in below]
    heads = len(row) > 1 and all(cell.text.isdecimal() for cell in row)
    return heads and all(map(readable, cells)) and _have_decimals(cells)


def _words(page: Page, edge: list[Spot], beyond: Spot) -> bool:
    """Whether there are no numbers along an edge, but words everywhere, or numbers beyond the other edge."""
    cells = [page.cell(*at) for at in edge]
    if any(map(readable, cells)):
        return False
    y, x = edge[0]
    other = [page.cell(i - y + beyond[0], j - x + beyond[1]) for i, j in edge]
    return (len(cells) > 1 and all(_is_label(page, at) for at in edge)) or (
        any(map(readable, other)) and not any(cell.text and page.vocabulary.find(cell.text) for cell in cells)
    )


def _is_label(page: Page, at: Spot) -> bool:
    """Whether a cell holds words that are neither an answer nor a name, or the number of a row or column."""
    cell = page.cell(*at)
    if cell.kind is Kind.NUMBER:
        return cell.text.isdigit()
    return cell.kind is Kind.TEXT and (cell.text.isdigit() or not (readable(cell) or page.vocabulary.find(cell.text)))


def _are_words(page: Page, corner: Spot, heads: list[Spot], before: list[Spot]) -> bool:
    """Whether rows and columns have words, from a corner that is blank: what goes from where, `h1 | h2` over `z1`."""
    cells = [page.cell(*at) for at in (*heads, *before)]
    words = all(cell.kind is Kind.TEXT and not readable(cell) for cell in cells)
    return words and page.cell(*corner).kind is Kind.BLANK


def _are_given(page: Page, heads: list[Spot]) -> bool:
    """Whether cells name elements of one given array, as inputs head the columns of their weights: `x1 | x2`."""
    found = [page.vocabulary.find(page.cell(*at).text, page.problem_at(at[0])) for at in heads]
    of = [{target.quantity for target in targets if page.symbol(target).given} for targets in found]
    return len(of) > 1 and bool(set.intersection(*of))


def _numbered(page: Page, corner: Spot, rows: int, columns: int) -> bool:
    """Whether rows and columns are numbered, as a data frame's are, from a corner that holds no number."""
    y, x = corner
    if readable(page.cell(y, x)):
        return False
    along, down = [(y, x + j + 1) for j in range(columns)], [(y + i + 1, x) for i in range(rows)]
    counted = [_counts([page.cell(*at).text for at in line]) for line in (along, down)]
    return any(counted) and all(all(_is_label(page, at) for at in line) for line in (along, down))


def _have_decimals(cells: list[Cell]) -> bool:
    """Whether not all numbers are whole, as those that only count are."""
    numbers = map(worth, cells)
    return any(isinstance(number, Number) and number.value % 1 for number in numbers)


def _counts(texts: list[str]) -> bool:
    """Whether these count from 0 or 1."""
    return any(texts == [str(i + first) for i in range(len(texts))] for first in (0, 1))
