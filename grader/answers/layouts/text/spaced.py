"""Names in one line over as many numbers in the next, as R shows a named vector: each gets a column of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from grader.answers.record import Cell, Kind, Sheet
from grader.notation import Vocabulary

_LONGEST = 400
"""Characters of such a line."""
_NUMBER = r"[-+−]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+−]?\d+)?"
_NUMBERS = re.compile(rf"\s*{_NUMBER}(?:\s+{_NUMBER})+\s*")
_NAMES = re.compile(r"\s*[^\W\d][^\s,;|=:\"]*(?:\s+[^\W\d][^\s,;|=:\"]*)+\s*")


def in_columns(sheet: Sheet, vocabulary: Vocabulary) -> Sheet:
    """The sheet with such names and numbers in columns; itself where there are none.

    Most of the words have to be names, and the whole of them none: `new b1` over two numbers is that of an array.
    """
    found = dict(_pairs(list(map(_alone, sheet.rows)), vocabulary))
    if not found:
        return sheet
    texts = found | {row + 1: _alone(sheet.rows[row + 1]) for row in found}
    rows = [_apart(texts[r]) if r in texts else row for r, row in enumerate(sheet.rows)]
    return replace(sheet, rows=rows, form=None)


def _alone(row: Sequence[Cell]) -> str:
    """The text of the only cell in a row that has one."""
    filled = [cell for cell in row if cell.kind is not Kind.BLANK]
    single = len(filled) == 1 and filled[0].kind is Kind.TEXT and len(filled[0].text) <= _LONGEST
    return filled[0].text if single else ""


def _pairs(lines: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """The rows of names over one row of as many numbers, with their texts."""
    numbers = [bool(_NUMBERS.fullmatch(line)) for line in lines]
    for row, (above, line) in enumerate(pairwise(lines)):
        alone = numbers[row + 1] and not any(numbers[row + 2 : row + 3])
        if alone and _NAMES.fullmatch(above) and len(above.split()) == len(line.split()):
            known = sum(bool(vocabulary.find(word)) for word in above.split())
            if 2 * known > len(above.split()) and not (vocabulary.find(above) or vocabulary.in_words(above)):
                yield row, above


def _apart(text: str) -> list[Cell]:
    return [Cell(Kind.TEXT, word) for word in text.split()]
