"""A name and a number with no sign between, alone in a line: `h1 0.7875`, `y hat .5787`, `s1,1.31` among statements."""

import re

from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import spellings
from grader.answers.record import Cell, Kind
from grader.notation import problem_heading, without_item

_LINE = re.compile(
    r"(?P<name>(?!\S\s+[-+−\d.,])[^\s=:≈]{1,20}(?: [^\s=:≈\d.,+−-][^\s=:≈.,]{0,20}){0,3})"
    r"(?:\s+(?:(?:\.{3,}|_{3,}|…+)\s*)?|\s*[,;，；]\s*)(?P<number>[-+−]?\d*[.,．]\d+(?:[eE][-+−]?\d+)?)\s*"
)
"""The number has decimals, which that of a chapter or of an exercise seldom has; a single letter may be one's name."""


def read(page: Page) -> None:
    """Reads every such line whose name is asked for."""
    for spot, cell in list(page.cells()):
        text = without_item(cell.text) if cell.kind is Kind.TEXT and len(cell.text) < 120 else ""
        line = _LINE.fullmatch(text.strip())
        if not line or problem_heading(text) or sum(c.kind is not Kind.BLANK for c in page.rows[spot[0]]) > 1:
            continue
        names = (*spellings(line["name"]), *page.in_words(line["name"], spot[0]))
        meant = next((found for name in names if (found := page.meant(name, spot[0]))), ())
        number = Cell(Kind.TEXT, line["number"])
        single = [
            t
            for t in page.fitting(meant, number)
            if not page.symbol(t).formula and (t.index or not page.symbol(t).shape)
        ]
        if single and not page.restates(line["name"], spot[0], number):
            page.answer(single, line["name"], spot, cell=number)
