"""A matrix of which fewer rows than it should have stand before the next name, or that is turned and has blanks."""

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.labels import Block, labelled
from grader.answers.layouts.matrices.blocks import beginnings, is_filled
from grader.answers.layouts.owners import are_anothers
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Kind

_LABELS = 2
"""So many rows of labels may stand between a name and its numbers."""


def before_the_next_name(page: Page, spot: Spot, shape: tuple[int, ...]) -> list[tuple[Spot, Block]]:
    """Where a matrix may begin, and where those of its elements stand that are there: as it should be, or turned.

    Nothing of an array that is no matrix, or where no other name follows.
    """
    end = _next_name(page, spot, max(shape, default=0)) if len(shape) == 2 else None
    if end is None:
        return []
    straight = [(start, _until(block, end)) for start, block in beginnings(spot, shape)]
    turned = [
        (start, {index[::-1]: at for index, at in _until(block, end).items()})
        for start, block in beginnings(spot, shape[::-1])
    ]
    return [
        (start, block)
        for start, block in straight + turned
        if len(block) > 1 and is_filled(page, block) and not labelled(page, spot, start, block)
        if not are_anothers(page, spot, block)
    ]


def size(block: Block) -> tuple[int, int]:
    """The rows and the columns in which the elements stand.

    >>> size({(1, 1): (7, 2), (2, 1): (7, 3), (3, 1): (7, 4)})
    (1, 3)
    """
    rows, columns = zip(*block.values(), strict=True)
    return max(rows) - min(rows) + 1, max(columns) - min(columns) + 1


def _next_name(page: Page, spot: Spot, rows: int) -> int | None:
    """The row below a name where another one stands in its column, as near as the rows of an array may reach."""
    r, c = spot
    same = page.cell(r, c).text.strip()
    for y in range(r + 1, r + _LABELS + rows + 1):
        cell = page.cell(y, c)
        names = cell.kind is Kind.TEXT and cell.text.strip() != same and not readable(cell)
        if names and page.vocabulary.find(cell.text):
            return y
    return None


def _until(block: Block, end: int) -> Block:
    return {index: at for index, at in block.items() if at[0] < end}
