"""The name of a matrix in the last line before a table, as in Markdown: it stands over the table, in the same sheet."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from grader.answers.layouts.text.worth import readable
from grader.answers.record import Kind, Sheet
from grader.notation import Vocabulary

_LONGEST = 120
_MATRIX = 2


def with_captions(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> list[Sheet]:
    """The sheets, with such a name moved from the end of one into the next, where the numbers there are as many."""
    found = list(sheets)
    for at, (before, table) in enumerate(pairwise(sheets)):
        row = _last(found[at]) if table.follows and before.lines is not None and table.lines is not None else None
        if row is not None and _fits(found[at].rows[row][0].text, table, vocabulary):
            lines = found[at].lines or []
            found[at + 1] = replace(
                table, rows=[found[at].rows[row], *table.rows], lines=[lines[row], *(table.lines or [])], form=None
            )
            found[at] = replace(found[at], rows=found[at].rows[:row], lines=lines[:row], form=None)
    return found


def _last(sheet: Sheet) -> int | None:
    """The last row with anything in it, where that is a text alone."""
    row = next(
        (r for r in range(len(sheet.rows) - 1, -1, -1) if any(c.kind is not Kind.BLANK for c in sheet.rows[r])), -1
    )
    cells = sheet.rows[row] if row >= 0 else []
    alone = len(cells) == 1 and cells[0].kind is Kind.TEXT and len(cells[0].text) <= _LONGEST
    return row if alone and not readable(cells[0]) else None


def _fits(name: str, table: Sheet, vocabulary: Vocabulary) -> bool:
    """Whether a text names a matrix, and a table has as many rows with as many numbers, whatever labels are beside."""
    shapes = {vocabulary.symbol(target).shape for target in vocabulary.find(name.strip(" :=")) if target.index is None}
    sizes = [sum(readable(cell) > 0 for cell in row) for row in table.rows]
    full = [size for size in sizes[1:] if size]
    return any(len(s) == _MATRIX and len(full) == s[0] and min(full) == max(full) in (s[1], s[1] + 1) for s in shapes)
