"""Sheets that stand beside each other on one: `Problem 1 | | Problem 2` in a row, and names under each of them."""

from collections.abc import Sequence
from functools import lru_cache

from grader.answers.layouts.headings.instants import named_at
from grader.answers.record import BLANK, Cell, Kind, Sheet
from grader.notation import Vocabulary, after_update, instant_heading, problem_heading, sample_heading

_MOST = 8
"""So many stand beside each other at most."""
_BELOW = 3
"""So many rows below its heading a name stands at the latest."""


def bands(sheet: Sheet, vocabulary: Vocabulary) -> list[Sheet]:
    """The sheet itself; or where headings stand in one row, what is above them, under each of them, and below all.

    All keep their places.
    """
    for r, row in enumerate(sheet.rows):
        starts = _starts(row)
        if len(starts) > 1:
            ends, end = [*starts[1:], max(map(len, sheet.rows))], _end(sheet.rows, r, starts[1])
            parts = [_part(sheet, r, end, *columns) for columns in zip(starts, ends, strict=True)]
            if all(_has_names(part, r, vocabulary) for part in parts):
                return [_part(sheet, 0, r, 0, ends[-1]), *parts, _part(sheet, end, len(sheet.rows), 0, ends[-1])]
    return [sheet]


def _end(rows: Sequence[Sequence[Cell]], first: int, second: int) -> int:
    """Where what stands beside each other ends: at the blank row after which there is nothing from the second on."""
    filled = [[cell.kind is not Kind.BLANK for cell in row] for row in rows]
    last = max(r for r in range(first, len(rows)) if any(filled[r][second:]))
    return next((r for r in range(last + 1, len(rows)) if not any(filled[r])), len(rows))


def _starts(row: Sequence[Cell]) -> list[int]:
    """Where a row has headings, if it has nothing else, and they say different things of the same sort."""
    filled = [(c, cell) for c, cell in enumerate(row) if cell.kind is not Kind.BLANK]
    if not 1 < len(filled) <= _MOST or any(cell.kind is not Kind.TEXT for _, cell in filled):
        return []
    said: list[tuple[str, object]] = []
    for _, cell in filled:
        if not (heads := _said(cell.text)) or heads in said or (said and heads[0] != said[0][0]):
            return []
        said.append(heads)
    return [c for c, _ in filled]


@lru_cache(maxsize=10_000)
def _said(text: str) -> tuple[str, object] | None:
    """What a heading says: which problem, which sample or point of time, or whether the step is past."""
    if (sample := sample_heading(text)) and sample[0] and not sample[1]:
        return "sample", sample[0]
    if (instant := instant_heading(text)) and instant.sure and not instant.rest:
        return "instant", instant.instant
    after = after_update(text)
    if after is not None:
        return "step", after
    problem = problem_heading(text)
    return ("problem", problem) if problem else None


def _part(sheet: Sheet, first: int, end: int, left: int, right: int) -> Sheet:
    """A sheet with nothing but what stands within these bounds."""
    rows = [
        [BLANK] * min(left, len(row)) + row[left:right] if first <= r < end else [] for r, row in enumerate(sheet.rows)
    ]
    return Sheet(sheet.name, rows, sheet.hidden, sheet.lines, sheet.merged)


def _has_names(part: Sheet, heading: int, vocabulary: Vocabulary) -> bool:
    below = part.rows[heading + 1 : heading + 1 + _BELOW]
    texts = [cell.text for row in below for cell in row if cell.kind is Kind.TEXT]
    return any(vocabulary.find(text) or named_at(text, 1, vocabulary) for text in texts)
