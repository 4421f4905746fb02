r"""Equations of LaTeX: the rows of an `aligned` each on a line of its own, and long workings without their middle."""

import re
from collections.abc import Iterator

from grader.answers.displays import ENVIRONMENT, ROW_END

_ALIGNED = re.compile(rf"\\begin\s*{ENVIRONMENT}(?P<rows>.*)\\end\s*{ENVIRONMENT}", re.DOTALL)
_ROW = re.compile(rf"{ROW_END}|\\begin|\\end")
_SIGN = re.compile(r"[{}]|(?<![<>!:=])=(?!=)|\\approx(?![a-z])|≈")
_NEXT = re.compile(r"[$;|\t\"]|\\[()\[\]]|\\q?quad|\\\\|,\s|\s(?:and|und|et|y)\s")
"""What may stand before another statement: such a line is no single working."""
_LONG = 500
"""Characters of a line from which on only its ends are read; no statement is looked for in a much longer one."""
_LONGEST = 20_000
_MOST = 200
"""Rows of one such line."""


def apart(lines: list[str]) -> tuple[list[str], list[int]]:
    r"""The lines, each row of aligned equations by itself, and by line the number, from 1, of that where it stood.

    >>> apart([r"$$\begin{aligned} a &= 1 \\ b &= 2 \end{aligned}$$", "c = 3"])
    (['$$ a &= 1 ', ' b &= 2 $$', 'c = 3'], [1, 1, 2])
    """
    found = [(row, n) for n, line in enumerate(lines, 1) for row in (_rows(line) if "\\begin" in line else (line,))]
    return [row for row, _ in found], [number for _, number in found]


def _rows(line: str) -> Iterator[str]:
    """The rows of a line that is one such environment, cut where nothing else begins or is cut in turn."""
    found = _ALIGNED.search(line) if len(line) <= _LONGEST else None
    if not found:
        yield line
        return
    rows, start, depth = found["rows"], 0, 0
    before, behind, count = line[: found.start()], line[found.end() :], 0
    for cut in _ROW.finditer(rows):
        depth += (cut[0] == "\\begin") - (cut[0] == "\\end")
        if not depth and cut[0].startswith("\\\\") and count < _MOST:
            yield before + rows[start : cut.start()]
            before, start, count = "", cut.end(), count + 1
    yield before + rows[start:] + behind


def shortened(line: str) -> str:
    r"""A long working in LaTeX as the name, and the last that it comes to; others are as they are.

    >>> shortened("E_1 = " + r"\sum_{i=1}^{n} x_i \cdot " * 30 + "= 0.5 + 0.25 = 0.75")
    'E_1 = 0.5 + 0.25 = 0.75'
    """
    if len(line) <= _LONG or "\\" not in line:
        return line
    depth, signs = 0, list[int]()
    for found in _SIGN.finditer(line):
        depth += (found[0] == "{") - (found[0] == "}")
        if found[0] not in "{}" and not depth:
            signs.append(found.start())
    if len(signs) < 2 or _NEXT.search(line, signs[0], signs[-1]):
        return line
    short = line[: signs[0]] + line[signs[-2] :]
    return short if len(short) <= _LONG else line[: signs[0]] + line[signs[-1] :]
