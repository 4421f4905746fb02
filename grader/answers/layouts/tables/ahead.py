"""Columns of names whose answers stand before them: `0.79 | h1`."""

import re
from collections.abc import Mapping, Sequence

from grader.answers.layouts.page import Page
from grader.answers.layouts.text.words import heads_answers
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Kind

_FINE = re.compile(r"\s*[-+−]?\d*[.,]\d{3,}(?:[eE][-+−]?\d+)?\s*|.*\d[eE][-+−]?\d+\s*")
"""A number of three decimals or more: those of items and of points have fewer."""
_SIGNS = ("=", "≈", ":", "→")


def ahead(page: Page, named: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """By column of names that of its answers, where those of all of them stand before them; else nothing.

    They do where no number stands behind the last column of names, and before each of them are numbers that are headed
    as answers, or that no numbers of items or points can be.
    """
    if not named:
        return {}
    last = max(named)
    behind = any(readable(cell) for r in named[last] for cell in page.rows[r][last + 1 :])
    found = {} if behind else {c: _before(page, c, rows) for c, rows in named.items()}
    return {c: at for c, at in found.items() if at is not None} if None not in found.values() else {}


def _before(page: Page, column: int, rows: Sequence[int]) -> int | None:
    """The column of the numbers before that of names; None where there are none."""
    signs = all(page.cell(r, column - 1).text.strip() in _SIGNS for r in rows)
    at = column - 2 if signs else column - 1
    numbers = [r for r in rows if at >= 0 and (r, at) not in page.claimed and readable(page.cell(r, at)) == 1]
    if 2 * len(numbers) <= len(rows) or any(page.cell(r, at).kind is Kind.DATE for r in rows):
        return None
    above = page.rows[rows[0] - 1] if rows[0] else []
    headed = sum(cell.kind is not Kind.BLANK for cell in above) > 1
    head = page.cell(rows[0] - 1, at).text if headed else ""
    fine = sum(bool(_FINE.fullmatch(page.cell(r, at).text)) for r in numbers)
    return at if heads_answers(head) or (2 * fine >= len(numbers) and not head.strip()) else None
