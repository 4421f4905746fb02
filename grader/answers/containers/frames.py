"""Tables as R and MATLAB put them out, without the marks that say what their fields are: quotes, types, braces."""

import re

_FIELD = r"(?:\"[^\"\n]*\"|NA|[-+−]?\d*\.?\d+(?:[eE][-+]?\d+)?)"
_ROW = re.compile(rf"\s*{_FIELD}(?: {_FIELD})+\s*")
"""`"1" "h1" 0.79`, as R's `write.table` writes a row."""
_FIELDS = re.compile(_FIELD)
_TIBBLE = re.compile(r"\s*#\s*A tibble:.*|\s*<\w+>(?:\s+<\w+>)+\s*", re.DOTALL)
"""What a tibble says over its header, and below it of its columns."""
_CELL = re.compile(r"^(\s*)\{'([^'{}\n]+)'\}(?=\s{2,})")
"""A text in a table of MATLAB's, `{'h1'}    0.79`."""


def plain_frames(lines: list[str]) -> list[str]:
    r"""The lines, each where it was, of such a table with nothing but its fields.

    >>> plain_frames(['"name" "value"', '"1" "h1" 0.79']), plain_frames(["    {'h1'}    0.79"])
    (['name\tvalue', '1\th1\t0.79'], ['    h1    0.79'])
    """
    filled = [line for line in lines if not line.isspace()]
    if len(filled) > 1 and all('"' in line and _ROW.fullmatch(line) for line in filled):
        return ["\t".join(field.strip('"') for field in _FIELDS.findall(line)) for line in lines]
    return ["\n" if _TIBBLE.fullmatch(line) else _CELL.sub(r"\1\2", line) for line in lines]
