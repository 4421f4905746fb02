"""Lines that go on in the next: an array as a program prints it, a matrix under its name, a working (see `workings`).

What goes on is put into the line where it begins, and the lines after it are left blank, so that all lines stay where
they are.
"""

import re
from itertools import accumulate, pairwise, takewhile

from grader.answers.cases import gathered, is_open
from grader.answers.containers.drawn import undrawn
from grader.answers.containers.groups import ungrouped
from grader.answers.containers.rows import TYPED, as_list, is_row, list_of, pointed, typed_rows
from grader.answers.containers.workings import ARRAY, BEGINS_MATRIX, MOST, NAMES, worked

MOST_CASES = 20
"""Lines of the cases of one formula."""
_MOST_GATHERED = 4
"""Lines of such cases: two, each over two lines as in a program."""
_NUMBERS = re.compile(r"[\s\d.,;eE+\-−\[\]()>…nafi]*")
_END = re.compile(r"(?<!\s),?\s*(?:dtype|grad_fn|device|requires_grad|shape|names|weak_type)\s*=.*$")
"""What a library says after the numbers."""
_OPENED = re.compile(r"(?:tf\.Tensor\(|numpy=|array\(|tensor\(|Parameter containing:)\s*$")
_SHOWN = re.compile(r"<tf\.\w+(?::| ')[^<>]{0,200}?numpy\s*=\s*([^<>]*)>|Parameter containing:\s*(?=tensor\()")
"""How TensorFlow shows a value in a notebook, and PyTorch a parameter."""
_ROUGH = re.compile(r"\s*[≈~]\s*[-+−]?[\d.]+(?:\s*[,;\t]\s*[≈~]\s*[-+−]?[\d.]+)+\s*", re.ASCII)
"""A row of numbers that are all rounded, and no step of a working."""
_ABOUT = re.compile(r"[≈~]\s*")
_HAS_NUMBER = re.compile(r"^[^-−\s].*[=:≈]\s*[-+−]?\d*\.?\d+\s*$")
_LIST = re.compile(r"\[[\s\d.,eE+\-−]*\]")
_ITEM = re.compile(r"\s*- +(?P<item>[-+−]?[\d.]+(?:[eE][-+]?\d+)?|\[[-+−\d.,eE \t]+\])\s*", re.ASCII)
_DASHED = re.compile(rf"{_ITEM.pattern.replace('?P<item>', '?:')}|\s*[-+−]?[\d.]+(?:[eE][-+]?\d+)?\s*", re.ASCII)
"""Such an item, or a number that stands there without a dash."""
_SIGNLESS = re.compile(
    r"(\s*[^\W\d][^\s=:≈\[\](),;]{0,30})\s+((?:[A-Za-z.]{1,12}\(\s*)?\[(?=[\[\s]*[-+−]?\d*\.)[^=:]*\](?:,.*)?\)?\s*)",
    re.ASCII,
)
"""A name and an array, as `print("Z1", Z1)` puts them out; whole numbers may be a shape."""
_SCALE = re.compile(r"\s*1(?:\.0*)?[eE](?P<power>[-+]?\d{1,4})\s*\*\s*")
"""`1.0e-03 *`, by which MATLAB multiplies all that it shows of an array."""
_WRAPPED = re.compile(r"(?<=[;,])\s*\.\.\.$")
"""By which MATLAB says that a line goes on in the next."""
_LONGEST_SCALE = 40
_OPERATOR = re.compile(r"\s*(?:[=≈+·×−-]|\\(?:approx|cdot|times|odot)(?![a-z]))\s*")
"""A sign that stands between two matrices, in a line of its own."""
_ENDS_MATRIX = re.compile(r"\\end\{(?:[a-z]*matrix\*?|array)\}\s*$")
_CORNERS = re.compile(r"\s*[┌╭└╰][^\S\n]*[┐╮┘╯]\s*")
"""Over a matrix and below it, where it is drawn with bars."""
_BARE = re.compile(r"[^\W\d][^\s,;:=]{0,20}(?:\s*\((?:\d+\s*[x×*,]\s*\d+|[A-Za-z][A-Za-z ]{1,20})\))?")
_WORKED = re.compile(r"[^\W\d][^;\t\",=:≈]{0,60}(?::?=|←)[^;\t\"=:≈]*[^\W\d][^;\t\"=:≈]*")
"""A name with what it is worked out from, `W1 := W1 - 0.1*dW1`."""
_INDENTED = re.compile(r"\s{2,}([-+−]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*", re.ASCII)
_FIRST = re.compile(rf"([^;\t\",\d][^;\t\",]{{0,120}}[=:≈])\s*[\[(|│⎡⎢]*({TYPED})[\s\])|│⎤⎥;,]*", re.ASCII)
"""A name with a list of numbers, or the first row of a matrix, behind its sign."""


def continued(lines: list[str]) -> list[str]:
    r"""The lines, each with what goes on in those after it.

    >>> continued(["Z = [[ 0.9  0.7]", " [-0.1 -0.75]]", "L =", "1.43", "h1 = w1*x1", "   = 0.79"])
    ['Z = [[ 0.9 0.7] [-0.1 -0.75]]', '', 'L = 1.43', '', 'h1 = w1*x1 = 0.79', '']
    """
    lines = [_ABOUT.sub("", line) if _ROUGH.fullmatch(line) else line for line in lines]
    if any("\\begin{" in line for line in lines):
        lines = _cases(lines)
    lines = undrawn(_gathered(lines))
    if any("Column" in line for line in lines):
        lines = ungrouped(lines)
    if any("[" in line or "<tf." in line for line in lines):
        lines = _arrays(lines)
    if any("*" in line and _SCALE.fullmatch(line) for line in lines):
        lines = _scaled(lines)
    if any("┌" in line or "╭" in line for line in lines):
        lines = ["" if _CORNERS.fullmatch(line) else line for line in lines]
    if any(map(_ITEM.fullmatch, lines)):
        lines = _items(lines)
    if any("\\begin{" in line for line in lines):
        lines = _multiplied(_environments(lines))
    lines = _matrices(lines)
    if any("=" in line or ":" in line or "≈" in line for line in lines):
        lines = worked(lines)
    return lines


def _cases(lines: list[str]) -> list[str]:
    """The cases of each formula in LaTeX on one line."""
    lines = lines.copy()
    for at, line in enumerate(lines):
        if "\\begin{" in line and is_open(line):
            ends = (
                end
                for end in range(at + 1, min(at + MOST_CASES, len(lines)))
                if not is_open("".join(lines[at : end + 1]))
            )
            if last := next(ends, 0):
                lines[at] = " ".join(part.strip() for part in lines[at : last + 1])
                lines[at + 1 : last + 1] = [""] * (last - at)
    return lines


def _gathered(lines: list[str]) -> list[str]:
    """The cases of a formula on one line, where each stands before the name.

    >>> _gathered(["For z > 0: y = 1", "For z <= 0: y = 0", "For sample 1: h = 0.5"])
    ['y = 1 if z > 0; 0 if z <= 0', '', 'For sample 1: h = 0.5']
    >>> _gathered(["if z > 0:", "    y = 1", "else:", "    y = 0"])[0]
    'y = 1 if z > 0; 0 otherwise'
    """
    lines = lines.copy()
    for at in range(len(lines)):
        for end in range(min(at + _MOST_GATHERED, len(lines)), at + 1, -1):
            said = " ".join(lines[at:end])
            if (found := gathered(said)) != said:
                lines[at:end] = [found, *[""] * (end - at - 1)]
                break
    return lines


def _arrays(lines: list[str]) -> list[str]:
    """Each array on one line, with one space between its numbers."""
    ends = _Ends(lines)
    lines = lines.copy()
    for at, line in enumerate(lines):
        opened = _OPENED.search(line)
        if not ("[" in line or opened or "<tf." in line) or '"' in line:
            continue
        below = opened and at + 1 < len(lines) and ARRAY.match(lines[at + 1])
        last = ends.of(at, at + 1 if below else at)
        if last > at:
            line = " ".join(_WRAPPED.sub("", part.strip()) for part in lines[at : last + 1])
            lines[at + 1 : last + 1] = [""] * (last - at)
        line = _with_sign(_SHOWN.sub(r"\1", line))
        if "  " in line:
            line = _LIST.sub(lambda found: " ".join(found[0].split()), line)
        lines[at] = line
    return lines


def _items(lines: list[str]) -> list[str]:
    """Each list of numbers, or of such lists, whose items stand below its name behind a dash each, as in YAML.

    A dash before a single number may be its sign, but where all such numbers of the text have one: `h1:` over `- 0.9`.
    """
    lines = lines.copy()
    fewest = 1 if _are_dashed(lines) else 2
    for at, line in enumerate(lines):
        if line.rstrip().endswith(":") and NAMES.fullmatch(line.strip()):
            items = list(takewhile(bool, map(_ITEM.fullmatch, lines[at + 1 : at + MOST])))
            if len(items) >= fewest:
                lines[at] = f"{line.rstrip()} [{', '.join(item['item'] for item in items if item)}]"
                lines[at + 1 : at + 1 + len(items)] = [""] * len(items)
    return lines


def _are_dashed(lines: list[str]) -> bool:
    """Whether below every name whose value stands there is a dash before it, and such names are all, and several."""
    if any(_HAS_NUMBER.search(line) for line in lines):
        return False  # those below may be the negative ones
    below = [after for line, after in pairwise(lines) if line.rstrip().endswith(":") and _DASHED.fullmatch(after)]
    return len(below) > 1 and all(map(_ITEM.fullmatch, below))


def _environments(lines: list[str]) -> list[str]:
    """Each matrix of LaTeX's on one line."""
    lines = lines.copy()
    for at, line in enumerate(lines):
        begun = BEGINS_MATRIX.search(line)
        if not begun or (end := f"\\end{{{begun[1]}}}") in line:
            continue
        last = next((y for y in range(at + 1, min(at + MOST, len(lines))) if end in lines[y]), at)
        lines[at] = " ".join(part.strip() for part in lines[at : last + 1])
        lines[at + 1 : last + 1] = [""] * (last - at)
    return lines


def _multiplied(lines: list[str]) -> list[str]:
    r"""The lines, with a sign of LaTeX's alone in one between two matrices, and with these, in that of the first.

    >>> m = r"\begin{matrix}1\end{matrix}"
    >>> _multiplied(["A =", m, r"\cdot", m, "=", m, "="])[1:] == [rf"{m} \cdot {m} = {m}", "", "", "", "", "="]
    True
    """
    lines, first = lines.copy(), -1
    for at, line in enumerate(lines):
        if (
            first >= 0
            and at + 1 < len(lines)
            and _OPERATOR.fullmatch(line)
            and BEGINS_MATRIX.match(lines[at + 1].strip())
        ):
            lines[first] = " ".join(part.strip() for part in (lines[first], line, lines[at + 1]))
            lines[at] = lines[at + 1] = ""
        elif line.strip():
            first = at if _ENDS_MATRIX.search(line) else -1
    return lines


def _scaled(lines: list[str]) -> list[str]:
    """The lines with the numbers below each such factor multiplied by it, and with what names them in its place."""
    lines = lines.copy()
    for at, line in enumerate(lines):
        scale = _SCALE.fullmatch(line) if len(line) < _LONGEST_SCALE else None
        if not scale:
            continue
        above = next((y for y in range(at - 1, max(-1, at - 3), -1) if lines[y].strip()), at)
        lines[at] = ""
        if NAMES.fullmatch(lines[above].strip()):
            lines[at], lines[above] = lines[above].rstrip("\r\n"), ""
        first = next((y for y in range(at + 1, min(at + 3, len(lines))) if lines[y].strip()), len(lines))
        for y, row in enumerate(takewhile(is_row, lines[first:]), first):
            lines[y] = " ".join(f"{number}e{scale['power']}" for number in row.split())
    return lines


def _with_sign(line: str) -> str:
    found = _SIGNLESS.fullmatch(line.rstrip("\r\n"))
    return f"{found[1]} = {found[2]}" if found else line


class _Ends:
    """Where the brackets close that lines open; told of each line without walking to the end of what never closes."""

    def __init__(self, lines: list[str]) -> None:
        self._depths = [0, *accumulate(line.count("[") - line.count("]") for line in lines)]
        """Before each line, and after the last."""
        self._closing = [-1] * len(lines)
        """For each line, the first from it on after which no bracket is open that was not open before it."""
        self._apart = [len(lines)] * (len(lines) + 1)
        """For each line, the first from it on that does not go on with an array."""
        shallower: list[int] = [len(lines)]
        for at in reversed(range(len(lines))):
            while shallower and self._depths[shallower[-1]] > self._depths[at]:
                shallower.pop()
            self._closing[at] = shallower[-1] - 1 if shallower else -1
            shallower.append(at)
            self._apart[at] = self._apart[at + 1] if _goes_on(lines[at]) else at

    def of(self, at: int, last: int) -> int:
        """The line that closes what a line opens; the line itself where none does. Those up to `last` belong to it."""
        end = self._closing[at]
        if last > at == end:
            end = self._closing[last]
        closes = end > at and self._depths[end + 1] == self._depths[at]
        return end if closes and end - at <= MOST and self._apart[last + 1] > end else at


def _matrices(lines: list[str]) -> list[str]:
    """Each matrix whose rows are typed below its name as a list of lists behind the name; each list in brackets.

    A single row is one below a sign, or in bars.
    """
    lines = lines.copy()
    for at, line in enumerate(lines):
        name = line.strip()
        if len(line) > 200 or not name:
            continue
        if begun := _FIRST.fullmatch(line):
            _with_first(lines, at, begun)
            continue
        signed = bool(NAMES.fullmatch(name))
        if not (signed or _BARE.fullmatch(name) or _WORKED.fullmatch(name)):
            continue
        first = at + 2 if at + 1 < len(lines) and not lines[at + 1].strip() else at + 1
        rows, taken = typed_rows(lines[first : first + MOST], fields=signed)
        below = "".join(lines[first : first + taken])
        whole = (signed or "|" in below or "(" in below) if len(rows) == 1 else (signed or "\t" not in below)
        if whole and len({len(row) for row in rows}) == 1:
            lines[at] = f"{name}{'' if signed else ' ='} {as_list(rows)}"
            lines[first : first + taken] = [""] * taken
        elif signed and len(column := _column(lines[first : first + MOST])) > 1:
            lines[at] = f"{name} [{', '.join(column)}]"
            lines[first : first + len(column)] = [""] * len(column)
    return lines


def _column(lines: list[str]) -> list[str]:
    """The numbers with which lines begin, each alone and indented, as MATLAB shows a column."""
    return [found[1] for found in takewhile(bool, map(_INDENTED.fullmatch, lines)) if found]


def _with_first(lines: list[str], at: int, begun: re.Match[str]) -> None:
    """Puts the rows below a name and its first row behind it, in place, where they are as long as that.

    Or puts what is behind it in brackets, where that is a list by itself; a number in groups has no comma then.
    """
    rows, taken = typed_rows([begun[2], *lines[at + 1 : at + MOST]])
    if len(rows) > 1 and len({len(row) for row in rows}) == 1:
        lines[at] = f"{begun[1]} {as_list(rows)}"
        lines[at + 1 : at + taken] = [""] * (taken - 1)
    elif bracketed := list_of(begun[2]) or pointed(begun[2]):
        lines[at] = f"{begun[1]} {bracketed}"


def _goes_on(line: str) -> bool:
    return len(line) < 2_000 and bool(line.strip()) and bool(_NUMBERS.fullmatch(_END.sub("", line)))
