"""Repetition: `[repeat]` gives letters a range, and every entry whose name has such a letter stands for many.

With `t = "1..3"`, the formula `"h[t]" = "tanh(w*h[t-1] + x[t])"` is those of h1, h2 and h3: `h[t-1]` is the quantity
h0, h1 …, because that is what its name becomes, and `x[t]` the element of x, because x is a name already.
`sum[t](L[t])` is L1 + L2 + L3, and `stack[t](h[t])` is [h1, h2, h3].
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import prod

from grader.engine.language.parse import LONGEST_FORMULA
from grader.errors import RubricError
from grader.rubric.document import Node
from grader.rubric.place import Faults, Place

MOST = 20_000
"""The most entries that a problem's tables may grow to."""
_TABLES = ("forward", "marks", "names", "credit")
_RANGE = re.compile(r"\s*(-?\d{1,6})\s*\.\.\s*(-?\d{1,6})\s*")
_INDEXED = re.compile(r"(?P<name>[^\W\d]\w*)(?P<primes>'*)\[(?P<inside>[^\[\]]*)\]")
_WORD = re.compile(r"[^\W\d]\w*")
_OVERS = ("sum", "stack")
_OVER = re.compile(r"\b(?P<what>sum|stack)\[\s*(?P<letter>\w+)\s*\]\(")

Ranges = Mapping[str, range]
Text = tuple[tuple[str, int], ...]
"""Characters, each with its place in the text as it was written."""


def repeated(tables: Mapping[str, Node], faults: Faults) -> dict[str, Node]:
    """The tables with every repeated entry written out; each copy keeps the place of the one that was written."""
    if "repeat" not in tables:
        return dict(tables)
    found = {key: node for key, node in tables.items() if key != "repeat"}
    ranges = _ranges(tables, faults)
    if len(ranges) < len(tables["repeat"].table):  # nothing that hangs on a range can be judged without it
        raise RubricError(faults.listed())
    writer = _Writer(ranges, tables, faults)
    for key in _TABLES:
        if key in found and isinstance(found[key].value, dict):
            found[key] = Node(dict(writer.entries(found[key].table)), found[key].place, found[key].key)
    if "groups" in found and isinstance(found["groups"].value, dict):
        groups = dict(writer.entries(found["groups"].table))
        members = {group: writer.listed(entry) for group, entry in groups.items()}
        found["groups"] = replace(found["groups"], value=members)
    if "bonus" in found:
        found["bonus"] = writer.listed(found["bonus"])
    return found


def _ranges(tables: Mapping[str, Node], faults: Faults) -> dict[str, range]:
    found: dict[str, range] = {}
    for letter, entry in tables["repeat"].table.items():
        read = _RANGE.fullmatch(entry.value) if isinstance(entry.value, str) else None
        if read is None or int(read[1]) > int(read[2]):
            faults.add(entry.place, f"not a range for '{letter}'", 'as in t = "1..50"')
        elif any(letter in tables[key].table for key in ("given", "forward") if key in tables):
            faults.add(entry.key, f"'{letter}' is a quantity too", "choose another letter")
        else:
            found[letter] = range(int(read[1]), int(read[2]) + 1)
    return found


class _Writer:
    """Writes entries out."""

    def __init__(self, ranges: Ranges, tables: Mapping[str, Node], faults: Faults) -> None:
        self.ranges, self.faults, self.left = ranges, faults, MOST
        names = [name for key in ("given", "forward") if key in tables for name in tables[key].table]
        self.plain = {name for name in names if "[" not in name}
        self.families = {re.sub(r"\d+$", "", name) for name in self.plain if name[-1:].isdigit()} - self.plain
        groups = tables["groups"].table if "groups" in tables else ()
        self.families |= {name.partition("[")[0] for name in (*names, *groups) if "[" in name}

    def entries(self, table: Mapping[str, Node]) -> Iterator[tuple[str, Node]]:
        seen: dict[str, Place] = {}
        for name, entry in table.items():
            for values in self.chosen(name, entry.key):
                key, copy = self.copy(name, entry, values)
                if key in seen:
                    self.faults.add(entry.key, f"'{key}' is defined twice", f"also on line {seen[key].line}")
                else:
                    seen[key] = entry.key
                    yield key, copy

    def listed(self, node: Node) -> Node:
        """A list of names, or one name alone, with those that stand for many written out."""
        names: list[Node] = []
        for item in node.items:
            if isinstance(item.value, str):
                names += (self.copy("", item, values)[1] for values in self.chosen(item.value, item.place))
            else:
                names.append(item)
        return replace(node, value=tuple(names))

    def chosen(self, name: str, at: Place) -> Iterator[dict[str, int]]:
        """The numbers that a name's letters stand for, each choice of them in turn; RubricError at too many in all."""
        letters = [letter for letter in self.ranges if any(letter in _words(i) for i in _insides(name))]
        self.left -= prod(len(self.ranges[letter]) for letter in letters)
        if self.left < 0:
            self.faults.add(at, f"more than {MOST:,} entries", "shorten the ranges of [repeat]")
            raise RubricError(self.faults.listed())
        for values in product(*(self.ranges[letter] for letter in letters)):
            yield dict(zip(letters, values, strict=True))

    def copy(self, name: str, entry: Node, values: Mapping[str, int]) -> tuple[str, Node]:
        key = self.filled(_text(name), values)
        value, place = entry.value, entry.place
        if isinstance(value, str):
            value, place = self.placed(self.filled(self.written_out(_text(value), entry, values), values), entry.place)
        elif isinstance(value, tuple):
            value = tuple(self.copy("", item, values)[1] for item in value)
        return _plain(key), Node(value, place, self.placed(key, entry.key)[1])

    def placed(self, text: Text, place: Place) -> tuple[str, Place]:
        """A text, and the place of its characters."""
        where = tuple(place.part(at, at + 1).start for _, at in text)
        return _plain(text), Place(place.source, place.start, place.end, where)

    def written_out(self, text: Text, entry: Node, values: Mapping[str, int]) -> Text:
        """With every `sum[t](…)` and `stack[t](…)` as what it stands for."""
        while found := _OVER.search(_plain(text)):
            letter, end = found["letter"], _closing(_plain(text), found.end())
            if letter not in self.ranges or letter in values or not end:
                what = f"'{letter}' has no range" if letter not in self.ranges else f"'{letter}' counts something else"
                self.faults.add(entry.place, what if end else "a ')' is missing", "as in sum[t](L[t])")
                return (("0", 0),)
            inner, over = text[found.end() : end], self.ranges[letter]
            if len(inner) * len(over) > LONGEST_FORMULA:
                self.faults.add(entry.place, f"a formula of {len(over)} parts is too long")
                return (("0", 0),)
            parts = [self.filled(inner, {letter: value}) for value in over]
            signs = ("(", " + ", ")") if found["what"] == "sum" else ("[", ", ", "]")
            opened, between, closed = (tuple((c, text[found.start()][1]) for c in sign) for sign in signs)
            joined = [piece for part in parts for piece in (between, part)][1:]
            text = (*text[: found.start()], *opened, *(c for piece in joined for c in piece), *closed, *text[end + 1 :])
        return text

    def filled(self, text: Text, values: Mapping[str, int]) -> Text:
        """With numbers for letters: `h[t-1]` is h2 where h is a family of quantities, `x[t]` is x[3] where x is one."""
        done: list[tuple[str, int]] = []
        at, plain = 0, _plain(text)
        for found in _INDEXED.finditer(plain):
            done += self._letters(text[at : found.start()], values)
            done += self._indexed(found, text, values)
            at = found.end()
        return (*done, *self._letters(text[at:], values))

    def _indexed(self, found: re.Match[str], text: Text, values: Mapping[str, int]) -> Iterator[tuple[str, int]]:
        head = text[found.start() : found.end("name")]
        primes = text[found.start("primes") : found.end("primes")]
        if found["name"] in _OVERS:
            yield from text[found.start() : found.end()]
            return
        known = self._is_family(found["name"]) or found["name"] in self.plain
        parts = found["inside"].split(",")  # of a name that nobody knows, no index is at fault too
        inside = ["1" if not known and set(_words(part)) & set(values) else _number(part, values) for part in parts]
        place = text[found.start("inside") - 1][1]
        if self._is_family(found["name"]) and all(re.fullmatch(r"\d+", part) for part in inside):
            yield from (*head, *(("_".join(inside)[i], place) for i in range(len("_".join(inside)))), *primes)
        else:
            yield from (*head, *primes, *((c, place) for c in f"[{','.join(inside)}]"))

    def _is_family(self, name: str) -> bool:
        """Whether an index makes a name; also in `dL/dh[t]`."""
        return name in self.families or (name not in self.plain and name[:1] == "d" and name[1:] in self.families)

    def _letters(self, text: Text, values: Mapping[str, int]) -> Iterator[tuple[str, int]]:
        """Letters that stand alone."""
        at = 0
        for found in _WORD.finditer(_plain(text)):
            if found[0] in values and not re.match(r"['\[(]", _plain(text[found.end() : found.end() + 1])):
                yield from text[at : found.start()]
                yield from ((c, text[found.start()][1]) for c in str(values[found[0]]))
                at = found.end()
        yield from text[at:]


def _text(text: str) -> Text:
    return tuple((character, at) for at, character in enumerate(text))


def _plain(text: Sequence[tuple[str, int]]) -> str:
    return "".join(character for character, _ in text)


def _insides(name: str) -> list[str]:
    return [found["inside"] for found in _INDEXED.finditer(name)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _number(part: str, values: Mapping[str, int]) -> str:
    """`t`, `t-1` or `t+2` as a number; anything else as it stands, with letters filled in."""
    found = re.fullmatch(r"\s*(\w+)\s*(?:([+-])\s*(\d{1,6}))?\s*", part)
    if found is None or found[1] not in values:
        return re.sub(r"[^\W\d]\w*", lambda word: str(values.get(word[0], word[0])), part.strip())
    return str(values[found[1]] + int((found[2] or "+") + (found[3] or "0")))


def _closing(text: str, at: int) -> int:
    """Where the parenthesis closes that opened before `at`; 0 where it does not."""
    depth = 1
    for i in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if not depth:
            return i
    return 0
