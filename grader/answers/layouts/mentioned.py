"""Lines that speak of what is asked for, with a number, in a way that no layout can read: `h2 comes to 0.95`."""

import re

from grader.answers.layouts.page import Page
from grader.answers.record import Kind

_LONGEST = 120
"""Characters of such a line."""
_DECIMAL = re.compile(r"(?<![\w.,])[-+−]?\d*[.,]\d+")
"""A number with decimals: that of a page or of an exercise seldom has any."""
_WORD = re.compile(r"[^\s=:≈,;()\[\]]{2,}")
"""A name of one letter may be that of an exercise, `E 1.2`, or a word."""


def read(page: Page) -> None:
    """Notes what every such line speaks of: where nothing answers that, a person is told of the line."""
    told = {remark.place for remark in page.remarks}
    for spot, cell in page.cells():
        if cell.kind is not Kind.TEXT or len(cell.text) > _LONGEST or not _DECIMAL.search(cell.text):
            continue
        alone = sum(other.kind is not Kind.BLANK for other in page.rows[spot[0]]) == 1
        if alone and page.sheet.place(*spot) not in told:
            meant = {target for word in _WORD.findall(cell.text) for target in page.named(word, spot[0])}
            if asked := {each for each in meant if page.symbol(each).asked and not page.vocabulary.is_several(each)}:
                page.mentioned[spot] = asked
