"""Tables as R, MATLAB and pandas put them out, without the marks that say what their fields are: quotes, types."""

import re

_FIELD = r"(?:\"[^\"\n]*\"|NA|[-+−]?\d*\.?\d+(?:[eE][-+]?\d+)?)"
_ROW = re.compile(rf"\s*{_FIELD}(?: {_FIELD})+\s*")
"""`"1" "h1" 0.79`, as R's `write.table` writes a row."""
_FIELDS = re.compile(_FIELD)
_TIBBLE = re.compile(r"\s*#\s*A tibble:.*|\s*<\w+>(?:\s+<\w+>)+\s*", re.DOTALL)
"""What a tibble says over its header, and below it of its columns."""
_CELL = re.compile(r"^(\s*)\{'([^'{}\n]+)'\}(?=\s{2,})")
"""A text in a table of MATLAB's, `{'h1'}    0.79`."""
_HEADER = re.compile(r"\s+[^\W\d]\S*(?:\s+[^\W\d]\S*)*\s*")
_INDEX = re.compile(r"([^\W\d]\S*)\s*")
_NUMBERED = re.compile(r"\d+(?:\s+(?:[-+−]?\d\S*|NaN))+\s*")


def plain_frames(lines: list[str]) -> list[str]:
    r"""The lines, each where it was, of such a table with nothing but its fields.

    >>> plain_frames(['"name" "value"', '"1" "h1" 0.79']), plain_frames(["    {'h1'}    0.79"])
    (['name\tvalue', '1\th1\t0.79'], ['    h1    0.79'])
    >>> plain_frames(["    a    h\n", "t         \n", "1  0.7  0.6\n"])
    ['\n', 't   a    h\n', '1  0.7  0.6\n']
    """
    lines = _with_index(lines)
    filled = [line for line in lines if not line.isspace()]
    if len(filled) > 1 and all('"' in line and _ROW.fullmatch(line) for line in filled):
        return ["\t".join(field.strip('"') for field in _FIELDS.findall(line)) for line in lines]
    return ["\n" if _TIBBLE.fullmatch(line) else _CELL.sub(r"\1\2", line) for line in lines]


def _with_index(lines: list[str]) -> list[str]:
    """The lines, where pandas has put the name of the index on a line below the header, with it in the header."""
    found = list(lines)
    for at, (header, name, row) in enumerate(zip(lines, lines[1:], lines[2:], strict=False)):
        if header[:1].isspace() and (index := _INDEX.fullmatch(name)) and _HEADER.fullmatch(header):
            word = index[1]
            if header[: len(word) + 1].isspace() and _NUMBERED.fullmatch(row):
                found[at : at + 2] = ["\n", word + header[len(word) :]]
    return found
