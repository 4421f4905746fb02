"""Where the numbers of an array stand: right of its name or under it, or around it, as many as it should have."""

import math
import re

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.labels import Block
from grader.answers.layouts.page import Page
from grader.answers.layouts.rivals import number_alone
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Kind

MATRIX = 2
"""Axes of a matrix."""
_MIDDLE = 3
"""So many rows have a middle."""
_GIVES = ("=", ":", ":=", "≈", "←")
"""Signs that may stand in a cell of their own between a name and its numbers."""


def beginnings(spot: Spot, shape: tuple[int, ...]) -> list[tuple[Spot, Block]]:
    """Where an array's elements may stand: right of its name or under it (and labels), a vector along or down."""
    r, c = spot
    starts = [(r, c + 1), (r + 1, c), (r + 1, c + 1), (r + 2, c), (r + 2, c + 1)]
    if len(shape) == 1:
        along: list[Block] = [{(i + 1,): (y, x + i) for i in range(shape[0])} for y, x in starts]
        below = [*starts[:4], (r, c + 2)]
        down: list[Block] = [{(i + 1,): (y + i, x) for i in range(shape[0])} for y, x in below]
        return list(zip([*starts, *below], along + down, strict=True))
    if len(shape) == MATRIX:
        m, n = shape
        return [((y, x), {(i + 1, j + 1): (y + i, x + j) for i in range(m) for j in range(n)}) for y, x in starts]
    return []


def apart(page: Page, spot: Spot, shape: tuple[int, ...]) -> list[tuple[Spot, Block]]:
    """Where the elements of a matrix stand that has a blank row below each of its rows; nothing of any other array."""
    if len(shape) != MATRIX:
        return []
    spread = [
        (start, {index: (2 * y - start[0], x) for index, (y, x) in block.items()})
        for start, block in beginnings(spot, shape)
    ]
    return [(start, block) for start, block in spread if shape[0] > 1 and _has_blank_rows(page, spot, block)]


def _has_blank_rows(page: Page, spot: Spot, block: Block) -> bool:
    """Whether a block is full, and nothing stands between its rows, nor before those below that of the name."""
    rows = {y for y, _ in block.values()}
    between = {row for row in range(min(rows), max(rows)) if row not in rows}
    beside = {(y, x) for y in rows - {spot[0]} for x in range(spot[1], min(x for _, x in block.values()))}
    blank = beside | {(row, x) for row in between for x in range(spot[1], max(x for _, x in block.values()) + 1)}
    full = page.claimed.isdisjoint(block.values()) and all(readable(page.cell(*at)) for at in block.values())
    return full and all(page.cell(*at).kind is Kind.BLANK for at in blank)


def by_labels(page: Page, spot: Spot, shape: tuple[int, ...]) -> Block:
    """Where the elements of a matrix stand in the column that its name heads, each beside its index, `w12`; or nothing.

    The labels have all the indices once, and are alike but for them.
    """
    (r, c), count = spot, math.prod(shape)
    rows = range(r + 1, r + 1 + count)
    if len(shape) != MATRIX or not all(readable(page.cell(row, c)) and (row, c) not in page.claimed for row in rows):
        return {}
    for column in range(c):
        labels = [_INDEX.fullmatch(page.cell(row, column).text) for row in rows]
        stems = {label[1] if label else None for label in labels}
        block: Block = {
            (int(label[2]), int(label[3])): (row, c) for row, label in zip(rows, labels, strict=True) if label
        }
        if len(stems) == 1 and block.keys() == {(i + 1, j + 1) for i in range(shape[0]) for j in range(shape[1])}:
            return block
    return {}


_INDEX = re.compile(r"\s*([^\W\d]*)\W*_?\W*(\d)\s*[,;]?\s*(\d)\W*")
"""`w12`, `w_{1,2}`, `(1, 2)`."""


def in_a_row(page: Page, start: Spot, shape: tuple[int, ...]) -> Block:
    """Where the elements of a matrix stand that are all in one row, as many as it has and no more; else nothing."""
    if len(shape) != MATRIX:
        return {}
    (m, n), (y, x) = shape, start
    block: Block = {(i + 1, j + 1): (y, x + i * n + j) for i in range(m) for j in range(n)}
    full = page.claimed.isdisjoint(block.values()) and all(readable(page.cell(*at)) for at in block.values())
    return block if full and page.cell(y, x + m * n).kind is Kind.BLANK else {}


def around(page: Page, spot: Spot, shape: tuple[int, ...]) -> Block:
    """Where the elements of an array stand that has its name beside its middle; nothing where it begins there.

    Another array's rows may follow or go before: its own are as many as it should have, with its name in the very
    middle; or the last without a name, where too few are left from its name on.
    """
    (r, c), (m, *n) = spot, shape
    x = c + 2 if page.cell(r, c + 1).text.strip() in _GIVES else c + 1
    width, top, end = n[0] if n else 1, r, r + 1
    while _nameless(page, (top - 1, c), range(x, x + width)):
        top -= 1
    while _nameless(page, (end, c), range(x, x + width)):
        end += 1
    others = (top - 1, x) not in page.claimed and readable(page.cell(top - 1, x))
    along = not n and m > 1 and readable(page.cell(r, x + 1))
    if others or along or end - top < m or len(n) > 1 or not readable(page.cell(r, x)):
        return {}
    if m < _MIDDLE or r - top not in ((m - 1) // 2, m // 2):
        if end - r >= m:
            return {}
        top = end - m
    return {(i + 1, *((j + 1,) if n else ())): (top + i, x + j) for i in range(m) for j in range(width)}


def _nameless(page: Page, spot: Spot, columns: range) -> bool:
    """Whether numbers that nobody has read stand in columns right of a blank cell, and nothing between."""
    beside = [(spot[0], x) for x in columns]
    blank = spot[0] >= 0 and all(page.cell(spot[0], x).kind is Kind.BLANK for x in range(spot[1], columns.start))
    return blank and page.claimed.isdisjoint(beside) and all(readable(page.cell(*at)) for at in beside)


def extent(page: Page, spot: Spot, start: Spot) -> tuple[int, int]:
    """How many rows and columns of numbers begin at a start, as far as no other name stands over or beside them."""
    (r, c), (y, x) = spot, start
    rows = columns = 1
    while readable(page.cell(y + rows, x)) and (x == c or page.cell(y + rows, c).kind is Kind.BLANK):
        rows += 1
    while readable(page.cell(y, x + columns)) and (y == r or page.cell(r, x + columns).kind is Kind.BLANK):
        columns += 1
    return rows, columns


def beyond(page: Page, spot: Spot, block: Block) -> int:
    """How many more decimal numbers go on behind a vector's last, along or down as it is, and are no other name's."""
    (y, x), (last, end) = min(block.values()), max(block.values())
    more = 0
    if last > y:
        while _is_decimal(page, at := (last + more + 1, x)) and page.begins_row(at):
            more += 1
    elif end > x:
        over = spot[0] < y
        while _is_decimal(page, (y, end + more + 1)) and not (over and page.cell(spot[0], end + more + 1).text):
            more += 1
    return more


def _is_decimal(page: Page, spot: Spot) -> bool:
    number = number_alone(page, *spot) if spot not in page.claimed else None
    return number is not None and number.value % 1 != 0


def corner(page: Page, spot: Spot, start: Spot, block: Block) -> Spot:
    """Where the numbers begin that a block is filled with: not where it does if its first row or column is blank.

    Below the row of their name they may begin to the left of it, and right of its column above it.
    """
    filled = [at for at in block.values() if readable(page.cell(*at))]
    edge = [at for at in filled if start[0] == at[0]] and [at for at in filled if start[1] == at[1]]
    if edge or not filled:
        return start
    y, x = min(y for y, _ in filled), min(x for _, x in filled)
    while y > spot[0] and x > spot[1] and readable(page.cell(y, x - 1)):
        x -= 1
    while x > spot[1] and y > spot[0] and readable(page.cell(y - 1, x)):
        y -= 1
    return y, x


def is_filled(page: Page, block: Block) -> bool:
    """Whether a block holds numbers: most cells do, none is a name, and at least one row or column is not blank."""
    cells = [page.cell(*at) for at in block.values()]
    if any(at in page.claimed for at in block.values()):
        return False
    numbers = sum(readable(cell) > 0 for cell in cells)
    names = any(cell.kind is Kind.TEXT and not readable(cell) and page.vocabulary.find(cell.text) for cell in cells)
    return numbers * 2 > len(cells) and not names


def over_a_blank_row(page: Page, spot: Spot) -> bool:
    """Whether nothing else stands in the row of a name, and nothing in the one below it."""
    row, below = (page.rows[r] if r < len(page.rows) else [] for r in (spot[0], spot[0] + 1))
    blank = all(cell.kind is Kind.BLANK for cell in below)
    return blank and sum(cell.kind is not Kind.BLANK for cell in row) == 1
