"""Columns of points: what answers are worth, `Task | Points | Answer`, `h1 | 0.79 | / 2`, and so are no answers."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from grader.answers.layouts.text.words import heads_answers, heads_names, heads_points, heads_problems, is_worth
from grader.answers.record import BLANK, Cell, Kind
from grader.notation import Target, Vocabulary
from grader.numbers import Number, read_number

Rows = Sequence[Sequence[Cell]]
_MOST = 100
"""More points no answer is worth."""
_PARTS = 4
"""Points come in quarters."""

_OF = re.compile(r"\s*\d{1,3}(?:[.,]\d{1,2})?\s*/\s*\d{1,3}(?:[.,]\d{1,2})?\s*")
"""`3.5 / 4`, which is a number anywhere else."""


def without_points(rows: Rows, vocabulary: Vocabulary) -> list[list[Cell]]:
    """The rows, with blanks where points stand: in words, under a heading of points, or behind arrays' numbers."""
    found = {*_said(rows), *_headed(rows, vocabulary), *_behind_arrays(rows, vocabulary)}
    return [[BLANK if (r, c) in found else cell for c, cell in enumerate(row)] for r, row in enumerate(rows)]


def _said(rows: Rows) -> Iterator[tuple[int, int]]:
    for r, row in enumerate(rows):
        if sum(cell.kind is not Kind.BLANK for cell in row) > 1:
            yield from ((r, c) for c, cell in enumerate(row) if cell.kind is Kind.TEXT and is_worth(cell.text))


def _headed(rows: Rows, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """The spots below headings of points, down to the next row of headings."""
    heads = [r for r, row in enumerate(rows) if _is_header(row)]
    for head, end in pairwise([*heads, len(rows)]):
        for c, cell in enumerate(rows[head]):
            if cell.kind is Kind.TEXT and heads_points(cell.text) and not vocabulary.find(cell.text):
                below = [r for r in range(head + 1, end) if _cell(rows, r, c).kind is not Kind.BLANK]
                points = [r for r in below if _are_points(rows[r], c) or _OF.fullmatch(rows[r][c].text)]
                if all(r in points or _number(rows[r][c]) is None for r in below):
                    yield from ((r, c) for r in points)


def _is_header(row: Sequence[Cell]) -> bool:
    """Whether a row heads columns of names, of problems or of answers, each with a few words."""
    texts = [cell.text for cell in row if cell.kind is Kind.TEXT]
    return len(texts) > 1 and any(
        heads(text) for text in texts for heads in (heads_names, heads_problems, heads_answers)
    )


def _behind_arrays(rows: Rows, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """The spots of a column without a heading, where it has whole numbers behind the places of an array's own."""
    columns = {(names, c) for r in range(len(rows)) if (at := _behind_array(rows[r], vocabulary)) for names, c in (at,)}
    for names, c in columns:
        beside = [r for r in range(len(rows)) if _cell(rows, r, names).kind is Kind.TEXT]
        filled = [r for r in beside if _cell(rows, r, c).kind is not Kind.BLANK]
        if len(filled) > 1 and all(_are_points(rows[r], c) for r in filled):
            yield from ((r, c) for r in filled)


def _behind_array(row: Sequence[Cell], vocabulary: Vocabulary) -> tuple[int, int] | None:
    """The column of a vector's name, and that of the only cell behind as many numbers, or blanks, as it has."""
    names = next((c for c, cell in enumerate(row) if cell.kind is Kind.TEXT), len(row))
    length = _length(vocabulary, vocabulary.find(row[names].text)) if names < len(row) else 0
    own, behind = row[names + 1 : names + 1 + length], row[names + 1 + length :]
    filled = [c for c, cell in enumerate(behind, names + 1 + length) if cell.kind is not Kind.BLANK]
    kinds = {cell.kind is Kind.BLANK for cell in own}
    return (names, filled[0]) if length and len(kinds) == len(filled) == 1 else None


def _length(vocabulary: Vocabulary, targets: Sequence[Target]) -> int:
    """How many numbers a vector in a row has that is asked for; 0 of anything else."""
    shapes = {vocabulary.symbol(t).shape for t in targets if t.index is None and not vocabulary.symbol(t).given}
    shape = shapes.pop() if len(shapes) == 1 else ()
    return shape[0] if len(shape) == 1 else 0


def _cell(rows: Rows, row: int, column: int) -> Cell:
    return rows[row][column] if column < len(rows[row]) else BLANK


def _are_points(row: Sequence[Cell], column: int) -> bool:
    """Whether a cell beside words holds points: a number of quarters, or words that say so."""
    number = _number(row[column])
    points = number is not None and 0 <= number.value <= _MOST and not number.value * _PARTS % 1
    words = any(other.kind is Kind.TEXT and c != column and _number(other) is None for c, other in enumerate(row))
    return words and (points or is_worth(row[column].text))


def _number(cell: Cell) -> Number | None:
    number = read_number(cell.text) if cell.kind in (Kind.TEXT, Kind.NUMBER) else None
    return number if isinstance(number, Number) else None
