"""What stands around lines and says nothing: Markdown's `### L`, `**L** = 0.5` and fences, the time of a log."""

import re

from grader.answers.displays import ENVIRONMENT

_HEAD = re.compile(r"^\s*#{1,6}\s+(?=[^,;\t\"]*$)")
_STRESSED = re.compile(r"^(\s*(?:[-*+]\s+)?)(\*\*|__|\*)([^*\s][^*]*)\2(?:(?<=\*\*)|(?<=:\*)|(?<=:__)|(?=\s*[=:≈]))")
"""What is in bold or slanted at the beginning of a line, behind a bullet, with its sign or before it."""
_QUOTES = re.compile(r"^\s*(?:\"\"\"|''')|(?:\"\"\"|''')\s*$")
"""Around the text of a notebook that was saved as a program."""
_PROGRAM = ("import ", "from ", "# -*- coding", "def ")
STRUCK = re.compile(r"(?<![~\w])~~(?=[^\s~])[^~\n]{0,200}(?<=[^\s~])~~(?!~)")
"""What is crossed out, and so taken back; behind a name `~~` is a sign, `h1~~0.79`."""
_CODE = re.compile(r"(?<![\w`])(`{1,2})(?=[^`\s])([^`\n]+)\1(?![\w`])")
"""Code within a line; a single tick behind a name is a prime."""
_MARK = re.compile(r"[#*`]|__|~~|\"\"\"|'''")
_LOGGED = re.compile(
    r"^\s*(?:\[?\d{4}-\d\d-\d\d[ T][\d:.,]{5,15}Z?\]?[ ]*[-|:]?[ ]*)?(?:[\w.]{1,40}[ ]*[-|:][ ]*)?"
    r"\[?(?:DEBUG|INFO|WARN(?:ING)?|ERROR)\]?(?:[ ]*[-|:][ ]*|[ ]+)(?:[\w.]{1,40}:(?=\S))?"
)
"""`2026-11-02 12:00:01,123 - root - INFO - `, as a program's log begins its lines."""
_ENVIRONMENT = re.compile(
    rf"\\(?:begin|end)\s*{ENVIRONMENT}|"
    r"\\(?:label|tag)\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])"
)
"""Around equations of LaTeX's, and what they are called; those of its matrices say where a matrix is."""
_DISPLAYED = re.compile(r"^\s*(?:\$\$|\\\[)|(?:\$\$|\\\])\s*$")
"""Above and below a line of mathematics, or before and behind it."""
_EQUATION = re.compile(r"\s*\(\d{1,3}\)\s*")
"""The number of an equation, below it; elsewhere it may be that of a problem."""
_NUMBERED = re.compile(rf"(?<=\$){_EQUATION.pattern}$")
_FENCE = re.compile(r"\s*(?:```|~~~)\s*\w*\s*")


def unmarked(lines: list[str]) -> list[str]:
    """The lines without marks, each where it was; but one right above a fence stands in the fence's place.

    >>> unmarked(["### W", "", "```", "1 2", "```", "**L:** 0.5"])
    ['', '', 'W', '1 2', '', 'L: 0.5']
    >>> unmarked(["- *first moment:* m_1 = 0.2", "*loss* is 0.5"])
    ['- first moment: m_1 = 0.2', '*loss* is 0.5']
    >>> unmarked(["- `L = 0.5`", "so `L` is ``0.5``", "w` = 1, v` = 2", "`"])
    ['- L = 0.5', 'so L is 0.5', 'w` = 1, v` = 2', '`']
    >>> unmarked(["INFO:root:h1 = 0.79", "2026-11-02 12:00:01,123 - root - INFO - s1 = 1.31"])
    ['h1 = 0.79', 's1 = 1.31']
    """
    if any("INFO" in line or "DEBUG" in line for line in lines):
        lines = [_LOGGED.sub("", line) for line in lines]
    lines = [_ENVIRONMENT.sub("", line) if "\\" in line else line for line in lines]
    if any("$" in line or "\\]" in line for line in lines):
        lines = _undisplayed(lines)
    if not any(map(_MARK.search, lines)):
        return lines
    lines = [STRUCK.sub("", line) if "~~" in line else line for line in lines]
    if any(line.startswith(_PROGRAM) for line in lines):
        lines = [_QUOTES.sub("", line) for line in lines]
    lines = [_CODE.sub(r"\2", line) if "`" in line else line for line in lines]
    lines, last, fenced = [_STRESSED.sub(r"\1\3", _HEAD.sub("", line)) for line in lines], -1, False
    for at, line in enumerate(lines):
        if _FENCE.fullmatch(line):
            fenced = not fenced
            heads = fenced and last >= 0 and _is_title(lines[last])
            lines[at] = lines[last] if heads else ""
            if heads:
                lines[last] = ""
        if lines[at].strip():
            last = at
    return lines


def _is_title(line: str) -> bool:
    """Whether a line may say what is fenced below it, and is not the last row of an array."""
    return line.count("]") <= line.count("[") and re.search(r"[^\W\d_]", line) is not None


def _undisplayed(lines: list[str]) -> list[str]:
    r"""Lines of mathematics without what displays them, and without the numbers of the equations.

    Where one stands elsewhere, it is that of a problem, and so are all that stand by themselves.

    >>> _undisplayed(["$$h_1 = s(1.31)$$", "", "$$= 0.79$$", " (8)", "= $0.5$ (9)"])
    ['h_1 = s(1.31)', '', '= 0.79', '', '= $0.5$']
    >>> _undisplayed(["(1)", "$$h_1 = 0.79$$", "(2)"])
    ['(1)', 'h_1 = 0.79', '(2)']
    """
    above = zip(["", *lines], lines, strict=False)
    if any(_EQUATION.fullmatch(line) and not _DISPLAYED.search(before) for before, line in above):
        return [_DISPLAYED.sub("", _NUMBERED.sub("", line)) for line in lines]
    found, displayed = [], False
    for line in lines:
        bare = "" if displayed and _EQUATION.fullmatch(line) else _DISPLAYED.sub("", _NUMBERED.sub("", line))
        displayed = bare != line if line.strip() else displayed
        found.append(bare)
    return found
