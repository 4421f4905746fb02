"""A name and a number with no sign between, alone in a line: `h1 0.7875`, `y hat .5787`, `s1,1.31` among statements."""

import re
from collections.abc import Iterator

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import spellings
from grader.answers.record import Cell, Kind
from grader.notation import problem_heading, without_item

_LINE = re.compile(
    r"(?P<name>(?!\S\s+[-+−]?[\d.,])[^\s=:≈]{1,20}(?: [^\s=:≈\d.,+−–—-][^\s=:≈.,]{0,20}){0,3})"
    r"(?:\s+(?:(?:\.{3,}|_{3,}|…+)\s*|(?:(?P<sure>—|--+)|(?P<dash>[–-]))\s+)?|"
    r"\s*[,;，；]\s*)(?P<number>[-+−]?\d*[.,．]\d+(?:[eE][-+−]?\d+)?)\s*"
)
"""The number has decimals, which that of a chapter or of an exercise seldom has; a single letter may be one's name."""


_ABOUT = re.compile(r"\s(?:about|around|roughly|circa|ca\.?|etwa|rund|environ|aprox\.?)$", re.IGNORECASE)
"""A word before a rounded number."""


def _lines(page: Page) -> Iterator[tuple[Spot, re.Match[str]]]:
    for spot, cell in list(page.cells()):
        text = without_item(cell.text) if cell.kind is Kind.TEXT and len(cell.text) < 120 else ""
        line = _LINE.fullmatch(text.strip().removeprefix("- "))
        if line and not problem_heading(text) and sum(c.kind is not Kind.BLANK for c in page.rows[spot[0]]) == 1:
            yield spot, line


def read(page: Page) -> None:
    """Reads every such line whose name is asked for; `h1 – 0.79` where all such lines have a dash."""
    lines = list(_lines(page))
    dashed = [spot for spot, line in lines if line["dash"]]
    parts = len(dashed) > 1 and all(line["dash"] or line["sure"] for _, line in lines)  # else it may be a sign
    for spot, line in lines:
        if line["dash"] and not parts:
            continue
        name = _ABOUT.sub("", line["name"])
        names = (*spellings(name), *page.in_words(name, spot[0]))
        meant = next((found for name in names if (found := page.meant(name, spot[0]))), ())
        number = Cell(Kind.TEXT, line["number"])
        single = [
            t
            for t in page.fitting(meant, number)
            if not page.symbol(t).formula and (t.index or not page.symbol(t).shape)
        ]
        if single and not page.restates(name, spot[0], number):
            page.answer(single, name, spot, cell=number)
    if parts and (read_here := [spot for spot in dashed if spot in page.claimed]):
        page.remark(read_here[0], "a dash stands between names and numbers here: it is taken for no sign of theirs")
