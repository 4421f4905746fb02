"""R Markdown with what it puts out, `## [1] 0.79`: its chunks become what is typed in a session."""

import re

from grader.answers.containers.sessions import SHOWS

_CHUNK = re.compile(r"\s*```+\s*(?:\{r\b.*\}|r)\s*")
_FENCE = re.compile(r"\s*```+\s*\w*\s*")
_OUTPUT = re.compile(r"\s*##\s(?=\s*\[\d*,?\d*\])")
_BEGINS, _VALUE = re.compile(r"\s*\[,?1\]\s"), re.compile(r"\s*\[1\]\s+")
"""The first line of a value, or of a matrix; and that of a value."""
_TYPED = "> "


def knitted(lines: list[str]) -> list[str]:
    """The lines, each where it was, with prompts before those of chunks; as they are where there is no such output.

    What was held back to the end of a chunk has the names in their order.

    >>> knitted(["```r", "h1", "```", "```", "## [1] 0.79", "```"])
    ['', '> h1', '', '', '[1] 0.79', '']
    """
    if not (any(map(_OUTPUT.match, lines)) and any(map(_CHUNK.fullmatch, lines))):
        return lines
    found, inside, shown, held, ended = list(lines), False, list[str](), list[str](), -1
    for at, line in enumerate(lines):
        if _FENCE.fullmatch(line) or _CHUNK.fullmatch(line):
            ended, inside = at if inside else ended, _CHUNK.fullmatch(line) is not None
            shown, held, found[at] = [] if inside else shown, [] if inside else held, ""
        elif output := _OUTPUT.match(line):
            held, shown, ended = shown if len(shown) > 1 else held, [], -1
            said = line[output.end() :]
            name = held.pop(0) if held and _BEGINS.match(said) else ""
            found[at] = _VALUE.sub(f"{name} = ", said) if name else said
        elif inside:
            found[at] = _TYPED + line
            shown += [shows["name"]] if (shows := SHOWS.fullmatch(line)) else []
            held = []
        elif line.strip() and ended >= 0:
            found[ended], shown, ended = _TYPED, [], -1  # what follows is none of what the chunk has put out
    return found
