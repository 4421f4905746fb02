"""Lines that speak of what is asked for, with a number, in a way that no layout can read: `h2 comes to 0.95`."""

import re

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.statements import statements
from grader.answers.record import Kind
from grader.notation import Target

_LONGEST = 120
"""Characters of such a line."""
_BELOW = 4
"""Lines below a name in which its numbers are sought, as a program may say something of them first."""
_DECIMAL = re.compile(r"(?<![\w.,])[-+−]?\d*[.,]\d+")
"""A number with decimals: that of a page or of an exercise seldom has any."""
_WORD = re.compile(r"[^\s=:≈,;()\[\]]{2,}")
"""A name of one letter may be that of an exercise, `E 1.2`, or a word."""


_NAMED = re.compile(r"(?P<name>.*?\S)\s*[=:≈]\s*", re.DOTALL)


def read(page: Page) -> None:
    """Notes what every such line speaks of: where nothing answers that, a person is told of the line."""
    told = {remark.place for remark in page.remarks}
    alone = [sum(cell.kind is not Kind.BLANK for cell in row) == 1 for row in page.rows]
    for spot, cell in page.cells():
        if cell.kind is not Kind.TEXT or len(cell.text) > _LONGEST or page.sheet.place(*spot) in told:
            continue
        if alone[spot[0]] and (meant := _meant(page, spot)):
            page.mentioned[spot] = meant


def _meant(page: Page, spot: Spot) -> set[Target]:
    """What a line speaks of that is asked for: with a number in it, or by its name alone with numbers below it."""
    text, row = page.cell(*spot).text, spot[0]
    if _DECIMAL.search(text):
        found = {target for word in _WORD.findall(text) for target in page.named(word, row)}
        return {each for each in found if page.symbol(each).asked and not page.vocabulary.is_several(each)}
    named = _NAMED.fullmatch(text)
    if named and any(_are_nobodys(page, (y, spot[1])) for y in range(row + 1, row + 1 + _BELOW)):
        return {each for each in page.named(named["name"], row) if page.symbol(each).asked}
    return set()


def _are_nobodys(page: Page, spot: Spot) -> bool:
    """Whether a line has numbers that no layout has read, and no name for them."""
    cell = page.cell(*spot)
    numbers = cell.kind is Kind.TEXT and len(cell.text) <= _LONGEST and spot not in page.claimed
    return numbers and _DECIMAL.search(cell.text) is not None and not statements(cell.text)
