"""Whose a number is: a name's that says it itself, that stands in front of it, or over it."""

import re

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.labels import Block
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import is_symbol
from grader.answers.layouts.text.statements import statements
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import Cell, Kind
from grader.numbers import Number

_WORKED = re.compile(r"[*·×+]|^[-\d.,\s]+$|^\(|[^\s^{]\((?!\d{1,2}(?:\s*,\s*\d{1,2})?\))")
"""Arithmetic, and a function of something; but not a name with a remark behind it, `z1 (sample 1)`, w^(2) or w(2)."""


def says_itself(text: str) -> bool:
    """Whether a text gives a number to a name, and so is neither the name nor the value of something elsewhere.

    Arithmetic before an equals sign names nothing: `1.5·0.1 + 0.5 = 0.65` is a value, and so is `tanh(1) = 0.76`.

    >>> [says_itself(text) for text in ("p = 0.5", "w(1) = 0.5", "h = sigmoid(s)", "0.1+0.5 = 0.6", "tanh(1) = 0.76")]
    [True, True, False, False, False]
    """
    said = (each for each in statements(text) if not _WORKED.search(each.name))
    named = (each for each in said if not readable(Cell(Kind.TEXT, each.name)))
    return any(isinstance(worth(Cell(Kind.TEXT, each.value)), Number) for each in named)


def says(page: Page, spot: Spot) -> bool:
    """Whether a cell gives a number to a name, if it be one that looks like a function's: `h(x1) = 0.5`."""
    text = page.cell(*spot).text
    return says_itself(text) or any(
        isinstance(worth(Cell(Kind.TEXT, each.value)), Number) and page.meant(each.name, spot[0])
        for each in statements(text)
    )


def are_anothers(page: Page, spot: Spot, block: Block) -> bool:
    """Whether numbers of a block are another name's than the array's at a spot."""
    if any(page.cell(*at).kind is Kind.TEXT and says(page, at) for at in block.values()):
        return True
    return _have_names_in_front(page, spot, block) or _have_names_of_their_own(page, spot, block)


def _have_names_in_front(page: Page, spot: Spot, block: Block) -> bool:
    """Whether another name stands below that of an array, in front of numbers that would be the array's.

    Beside the rows of a matrix stand labels, too: any but names, or names where it begins below its own, as it does
    not where numbers stand beside that.
    """
    r, c = spot
    beside = [page.cell(y, c).text.strip() for y in sorted({y for y, x in block.values() if y > r and x > c})]
    same = "" if c and page.cell(r, c - 1).kind is not Kind.BLANK else page.cell(r, c).text.strip()
    others = [bool(text) and text != same and bool(page.vocabulary.find(text)) for text in beside]
    if len(next(iter(block))) > 1:
        labels = others[:1] == [True] and min(block.values())[0] > r and not readable(page.cell(r, c + 1))
        return any(others) and not labels
    return any(others) or any(text != same and is_symbol(text) for text in beside)


def _have_names_of_their_own(page: Page, spot: Spot, block: Block) -> bool:
    """Whether each row, or each column, of a block has a name of its own before or over it.

    Where both have one, they only say which row and column it is: `dL/dW | h1 | h2` over `x1 | 0.1 | 0.2`.
    """
    r, c = spot
    under, aside = min(block.values())[0] > r, all(x > c for _, x in block.values())
    if (
        under
        and aside
        and all(page.cell(y, c).kind is Kind.TEXT and not readable(page.cell(y, c)) for y, _ in block.values())
    ):
        return False
    heads = [page.cell(*at) for at in {(r, x) if under else (y, c) for y, x in block.values()} - {spot}]
    same, along = page.cell(*spot).text, under and len(next(iter(block))) == 1 and (r + 1, c) in block.values()
    own = (page.vocabulary.find(h.text) or (along and not readable(h)) for h in heads)
    return bool(heads) and all(h.kind is Kind.TEXT and h.text != same and o for h, o in zip(heads, own, strict=True))
