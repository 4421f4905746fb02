"""The marks that Markdown puts around the lines of a text: `### L`, `**L** = 0.5`, and the fences of code."""

import re

_HEAD = re.compile(r"^\s*#{1,6}\s+(?=[^,;\t\"]*$)")
_STRESSED = re.compile(r"^(\s*(?:[-*+]\s+)?)(\*\*|__|\*)([^*\s][^*]*)\2(?:(?<=\*\*)|(?=\s*[=:≈]))")
_QUOTES = re.compile(r"^\s*(?:\"\"\"|''')|(?:\"\"\"|''')\s*$")
"""Around the text of a notebook that was saved as a program."""
_PROGRAM = ("import ", "from ", "# -*- coding", "def ")
_MARK = re.compile(r"[#*]|__|```|~~~|\"\"\"|'''")
_FENCE = re.compile(r"\s*(?:```|~~~)\s*\w*\s*")


def unmarked(lines: list[str]) -> list[str]:
    """The lines without marks, each where it was; but one right above a fence stands in the fence's place.

    >>> unmarked(["### W", "", "```", "1 2", "```", "**L:** 0.5"])
    ['', '', 'W', '1 2', '', 'L: 0.5']
    """
    if not any(map(_MARK.search, lines)):
        return lines
    if any(line.startswith(_PROGRAM) for line in lines):
        lines = [_QUOTES.sub("", line) for line in lines]
    lines, last, fenced = [_STRESSED.sub(r"\1\3", _HEAD.sub("", line)) for line in lines], -1, False
    for at, line in enumerate(lines):
        if _FENCE.fullmatch(line):
            fenced = not fenced
            lines[at] = lines[last] if fenced and last >= 0 else ""
            if fenced and last >= 0:
                lines[last] = ""
        if lines[at].strip():
            last = at
    return lines
