"""Tables as R, MATLAB and pandas put them out, without the marks that say what their fields are: quotes, types."""

import re
from itertools import takewhile

_FIELD = r"(?:\"[^\"\n]*\"|NA|[-+−]?\d*\.?\d+(?:[eE][-+]?\d+)?)"
_ROW = re.compile(rf"\s*{_FIELD}(?: {_FIELD})+\s*")
"""`"1" "h1" 0.79`, as R's `write.table` writes a row."""
_FIELDS = re.compile(_FIELD)
_TIBBLE = re.compile(r"\s*#\s*A tibble:.*|\s*<\w+>(?:\s+<\w+>)+\s*", re.DOTALL)
"""What a tibble says over its header, and below it of its columns."""
_TYPES = re.compile(r"\s*<\w+>(?:\s+<\w+>)+\s*")
_CELL = re.compile(r"^(\s*)\{'([^'{}\n]+)'\}(?=\s{2,})")
"""A text in a table of MATLAB's, `{'h1'}    0.79`."""
_HEADER = re.compile(r"\s+[^\W\d]\S*(?:\s+[^\W\d]\S*)*\s*")
_INDEX = re.compile(r"([^\W\d]\S*)\s*")
_NUMBERED = re.compile(r"\d+(?:\s+(?:[-+−]?\d\S*|NaN))+\s*")

_FEWEST = 2
"""So many rows make a frame."""
_ONE_SPACE = re.compile(r"\S [-−]\.?\d")
_NUMBERS = re.compile(r"(?:\s+(?:[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|NaN))+\s*")


def plain_frames(lines: list[str]) -> list[str]:
    r"""The lines, each where it was, of such a table with nothing but its fields.

    >>> plain_frames(['"name" "value"', '"1" "h1" 0.79']), plain_frames(["    {'h1'}    0.79"])
    (['name\tvalue', '1\th1\t0.79'], ['    h1    0.79'])
    >>> plain_frames(["    a    h\n", "t         \n", "1  0.7  0.6\n"])
    ['\n', 't   a    h\n', '1  0.7  0.6\n']
    """
    lines = _unnumbered(_evened(_with_index(lines)))
    filled = [line for line in lines if not line.isspace()]
    if len(filled) > 1 and all('"' in line and _ROW.fullmatch(line) for line in filled):
        return ["\t".join(field.strip('"') for field in _FIELDS.findall(line)) for line in lines]
    return ["\n" if _TIBBLE.fullmatch(line) else _CELL.sub(r"\1\2", line) for line in lines]


def _unnumbered(lines: list[str]) -> list[str]:
    """The lines, those of a tibble without the numbers of its rows, and its header right above them."""
    found = list(lines)
    for at, line in enumerate(lines):
        if "<" not in line or not _TYPES.fullmatch(line):
            continue
        if at and not lines[at - 1].isspace():
            found[at - 1 : at + 1] = ["\n", lines[at - 1]]
        for below in range(at + 1, len(lines)):
            first, *fields = lines[below].split() or [""]
            if first != str(below - at) or len(fields) != line.count("<"):
                break
            found[below] = lines[below].replace(first, "", 1)
    return found


def _with_index(lines: list[str]) -> list[str]:
    """The lines, where pandas has put the name of the index on a line below the header, with it in the header."""
    found = list(lines)
    for at, (header, name, row) in enumerate(zip(lines, lines[1:], lines[2:], strict=False)):
        if header[:1].isspace() and (index := _INDEX.fullmatch(name)) and _HEADER.fullmatch(header):
            word = index[1]
            if header[: len(word) + 1].isspace() and _NUMBERED.fullmatch(row):
                found[at : at + 2] = ["\n", word + header[len(word) :]]
    return found


def _evened(lines: list[str]) -> list[str]:
    r"""The lines, with two spaces at least between the fields of a frame of numbers: a minus sign may have one before.

    A frame whose rows and columns are only counted, from 0, has nothing but its numbers.

    >>> _evened(["W\n", "     0    1\n", "0  0.5 -0.5\n", "1 -0.6  0.7\n"])
    ['W\n', '\n', '0.5  -0.5\n', '-0.6  0.7\n']
    >>> _evened(["b\n", "     0    1\n", "0  0.5  0.6\n"])
    ['b\n', '\n', '0.5  0.6\n']
    """
    found = list(lines)
    for at, header in enumerate(lines):
        heads = header.split() if header[:1].isspace() else []
        rows = _frame(lines, at + 1, len(heads)) if heads else []
        bare = bool(rows) and _count(heads) and _count([row[0] for row in rows])
        uneven = any(map(_ONE_SPACE.search, lines[at + 1 : at + 1 + len(rows)]))
        if bare or (uneven and len(rows) >= _FEWEST):
            found[at] = "\n" if bare else f"    {'  '.join(heads)}\n"
            found[at + 1 : at + 1 + len(rows)] = ["  ".join(row[1:] if bare else row) + "\n" for row in rows]
    return found


def _frame(lines: list[str], first: int, columns: int) -> list[list[str]]:
    """The rows of a frame from a line on: an index and so many numbers each."""
    below = (_frame_row(lines[at]) for at in range(first, len(lines)))
    return list(takewhile(lambda row: len(row) == columns + 1, below))


def _frame_row(line: str) -> list[str]:
    """The index and the numbers of a row of a frame; nothing of any other line."""
    first, *numbers = line.split() or [""]
    return [first, *numbers] if numbers and _NUMBERS.fullmatch(line[line.index(first) + len(first) :]) else []


def _count(texts: list[str]) -> bool:
    return texts == [str(n) for n in range(len(texts))]
