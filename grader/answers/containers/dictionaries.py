"""Dictionaries as programs print them: `grads = {'w1': np.float64(0.79), 'W1': array([[0.1, 0.2]])}`.

Each name of one gets a line of its own, `w1 = np.float64(0.79)`, below a line of what stands in front of them. What
follows a dictionary is none of it: so a line says that reads as a heading of values.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from grader.answers.containers.nested import VALUES, behind, heading
from grader.notation import after_update

_QUOTED = r"(?:'[^'\n]{1,80}'|\"[^\"\n]{1,80}\")"
_OPENS = re.compile(rf"\{{\s*(?={_QUOTED}\s*:)|\[\s*(?=\(\s*{_QUOTED}\s*,)")
"""`{'h1': …`, and `[('h1', …` of an ordered one."""
_WRAPPER = re.compile(r"[\[(\s]*(?:\w{0,9}[dD]ict\(\s*(?:<class '\w+'>,\s*)?)?[\[(\s]*$")
_TOKEN = re.compile(rf"{_QUOTED}|[\[({{]|[\])}}]|,|[^\[\](){{}},'\"]+|['\"]")
_NAMES, _PAIRS = re.compile(r"\s*:"), re.compile(r"\s*,")
_NEAR = 400
"""Characters after a brace in which its first name stands."""
_FARTHEST = 200_000
"""Characters of one dictionary."""
_DEEPEST = 20
"""Names of dictionaries within one another that are said again."""
_MOST = 2_000_000
"""Characters of a text in which the ends of dictionaries are sought."""

_NUMBERED = re.compile(
    r"(?<=[=:] )\{(\s*\d{1,2}\s*:\s*[-+−]?[\d.]+(?:[eE][-+]?\d+)?\s*(?:,(?!\s*\})|(?=\})))+\}", re.ASCII
)
"""`{1: 0.71, 2: 0.15}`, by the points of time or the numbers of units."""
_ITEM = re.compile(r"(\d+)\s*:\s*([^,{}]+?)\s*[,}]")

Entry = tuple[int, str]
"""A line, and where in the text it stood."""


def spread(lines: Sequence[str]) -> tuple[list[str], list[int]]:
    """The lines, each name of a dictionary on its own, and by line the number, from 1, of that where it stood.

    >>> spread(["g = {'s1': np.float64(1.31), 'W1': array([[1.],", "  [3.]])}", "h2 = 0.95"])
    (['g', 's1 = np.float64(1.31)', 'W1 = array([[1.], [3.]])', '(values)', 'h2 = 0.95'], [1, 1, 1, 2, 3])
    """
    lines = [_NUMBERED.sub(_in_order, line) if "{" in line else line for line in lines]
    if not any(_may_open(line) for line in lines):
        return list(lines), list(range(1, len(lines) + 1))
    found = list(_Spreading(lines).lines())
    return [text for _, text in found], [number + 1 for number, _ in found]


def _in_order(found: re.Match[str]) -> str:
    """A dictionary whose names are numbers as a list, where they count from 0 or 1."""
    items = _ITEM.findall(found[0])
    numbers = [int(number) for number, _ in items]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] < 2
    return f"[{', '.join(value for _, value in items)}]" if counted else found[0]


def _may_open(line: str) -> bool:
    return ("{" in line or "[(" in line) and ("'" in line or '"' in line or line.rstrip().endswith("{"))


class _Spreading:
    """A text while the dictionaries in it are sought."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        ended = [line if line.endswith(("\r", "\n")) else f"{line}\n" for line in lines]
        self._text = "".join(ended)
        self._ends = [0, *accumulate(map(len, ended))]
        self._end = len(self._text.rstrip())
        self._left = _MOST
        self._updated = False
        """Whether the lines so far say that the step is past."""

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines of the text with their numbers from 0, in order."""
        at = number = 0
        while number < len(self._lines):
            end = self._ends[number + 1]
            opens = _OPENS.search(self._text, at, end + _NEAR)
            within = opens is not None and opens.start() < end
            self._read_heading(self._text[at : opens.start() if opens and within else end])
            inside = self._inside(opens.end()) if opens and within else None
            if opens is None or inside is None:
                yield number, self._text[at:end] if at > self._ends[number] else self._lines[number]
                at, number = end, number + 1
                continue
            yield number, (title := _title(self._text[at : opens.start()]))
            for start, text in inside[1]:
                number = self._number(start, number)
                yield number, text
            at = inside[0]
            number = self._number(at, number)
            if at < self._end and (title or any(text.startswith("(") for _, text in inside[1])):
                yield number, VALUES
            if not re.search(r"\w", self._text[at : self._ends[number + 1]]):
                number += 1
                at = self._ends[number]

    def _read_heading(self, line: str) -> None:
        said = after_update(_title(line))
        self._updated = self._updated if said is None else said

    def _number(self, at: int, number: int) -> int:
        """The line of a place in the text, which is none before that one."""
        while self._ends[number + 1] <= at:
            number += 1
        return number

    def _inside(self, start: int) -> tuple[int, list[Entry]] | None:
        """Where a dictionary ends whose first name begins there, and its entries; None where it does not end."""
        found = _Found(self._updated)
        depth, before, name, named, said, level = 1, "", "", 0, 0, 0
        for token in _TOKEN.finditer(self._text, start, min(start + _FARTHEST, start + self._left)):
            text = token[0]
            depth += (text in "([{") - (text in ")]}")
            if name and (depth < level or (text == "," and depth == level and token.start() >= said)):
                found.value(name, named, level, self._text[said : token.start()])
                name = ""
            if not depth:
                self._left -= token.end() - start
                return token.end(), found.entries
            signs = (_PAIRS if before == "(" else _NAMES).match(self._text, token.end()) if text[0] in "'\"" else None
            if signs:
                if name:
                    found.dictionary(name, named, depth)
                name, named, said, level = text[1:-1], token.start(), signs.end(), depth
            before = text if not text.isspace() else before
        self._left -= _FARTHEST
        return None


class _Found:
    """The entries of a dictionary, with a heading where another begins in it, and where that is over."""

    def __init__(self, updated: bool) -> None:
        self._updated = updated
        """Whether everything in it comes after the step."""
        self.entries: list[Entry] = []
        self._open: list[tuple[int, str]] = []
        """The dictionaries that something stands in: how deep, and what it is called."""

    def value(self, name: str, at: int, depth: int, text: str) -> None:
        """A name so deep has a value."""
        self._leave(depth, at)
        self.entries.append((at, f"{name} = {_value(text)}"))

    def dictionary(self, name: str, at: int, depth: int) -> None:
        """A name has a dictionary whose names are so deep."""
        self._leave(depth - 1, at)
        self._open.append((depth, name))
        self.entries.append((at, heading(name)))

    def _leave(self, depth: int, at: int) -> None:
        """Says of what is deeper that it is over, and again what holds then."""
        left = []
        while self._open and self._open[-1][0] > depth:
            left.append(self._open.pop()[1])
        if left:
            within = [name for _, name in self._open[-_DEEPEST:]]
            self.entries += [(at, text) for text in behind(left, within, self._updated)]


def _title(before: str) -> str:
    """What stands in front of a dictionary, without what makes it one."""
    return _WRAPPER.sub("", before[-_NEAR:]).strip(" =:,\t\r\n")


def _value(text: str) -> str:
    """A value on one line, without quotation marks around it."""
    line = " ".join(text.split())
    return line[1:-1] if len(line) > 1 and line[0] == line[-1] and line[0] in "'\"" else line
