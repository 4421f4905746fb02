"""Several names before one sign, and their values behind it in the same order: `s1, h1 = 1.31, 0.79`."""

import re
from typing import NamedTuple

from grader.numbers import Number, read_number, read_numbers

LONGEST = 600
"""Characters of a text that is looked at."""
_NAME = r"(?:[^\W\d]|[∂∇\\$])(?:[^\s,;=:≈()\[\]{}]|\([^()=]{0,30}\)|\[[^\[\]=]{0,30}\]|\{[^{}=]{0,60}\}){0,60}"
AND = r"(?:and|und|et|y|e|en|i|ve|и)"
"""A part of a pattern: the word between the last two of several."""
_AND = rf"(?:\s*[,;]\s*(?:and\s+)?|\s+{AND}\s+)"
_PARALLEL = re.compile(
    rf"\s*(?P<opened>\()?\s*(?P<names>{_NAME}(?:{_AND}{_NAME})+?)\s*(?(opened)\)\s*)"
    r"(?::?=|[:≈]|\b(?:are|were|sind|sont|son|sono)\b)\s*(?P<workings>(?:[^=:≈]*[=≈]\s*){0,3})(?P<values>[^=:≈]+)",
    re.DOTALL,
)
_TO = r"\s*(?:\.{2,}|…|[-–—]|\bto\b|\bbis\b|,\s*(?:\.{2,}|…)\s*,)\s*"
_RANGE = re.compile(
    r"\s*(?P<opened>\()?\s*(?P<stem>(?:[^\W\d]|[∂∇\\$])[^\s=:≈,;]{0,40}?)(?P<first>\d{1,2})"
    rf"(?P<to>{_TO})(?:(?P=stem)|[^\W\d]{{1,4}})?(?P<last>\d{{1,2}})"
    r"(?P<rest>'?\s*(?(opened)\)\s*)(?::?=|[:≈]|\bare\b)\s*(?=[-+−.\d\[(]).*)",
    re.DOTALL,
)
"""`w1..6 = …`, `dL/dw1, …, dL/dw6: …`: names that differ in their numbers, of which two are told."""
_MOST = 40
"""Names of such a range."""
_VALUE = r"[-+−]?\.?\d[^\s,;=:≈()\[\]]*"
_SPACED = re.compile(r"[-+−]?\.?\d[\w.+−-]*(?:\s+[-+−]?\.?\d[\w.+−-]*)+")
_SHARED = re.compile(rf"\s*{_NAME}(?:{_AND}{_NAME})+?\s*(?::?=|[:≈])\s*[-+−]?\d*\.?\d+(?:\s?[^\W\d]{{1,3}})?\s*")
_WORKING = re.compile(r"\w\(\s*[-+−]?\d*\.\d")
"""A function of a number, which is no name: `h1,tanh(0.7) = 0.6`."""
_BEGINS = re.compile(
    rf"\s*\(?\s*{_NAME}(?:{_AND}{_NAME})+?\s*\)?\s*(?::?=|[:≈])\s*\(?\s*{_VALUE}(?:{_AND}{_VALUE})+", re.DOTALL
)
_REMARK = re.compile(r"(?<=[^\s=:≈])\s*\([^()]*[^\W\d_]{2}[^()]*\)\s*$")
_WORKED_OUT = re.compile(r"(?!\w*[^\W\d_]{2,}$)(?:[^\W\d_]\w*(?=\s*[-(*/^+−)]|$)|[\d.()*/^+−\s-])+")
"""What a value may be worked out by, `sigmoid(1.31)` or `x1`; not several words, nor one, as ends a sentence."""
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ONE = re.compile(r"[-+−]?\d+,\d+")
_RESPECTIVELY = re.compile(
    r"[\s,]*\(?\b(?:respectively|resp\.?|bzw\.?|respectivement|respectivamente)\)?\s*$", re.IGNORECASE
)
_PARTED = tuple(map(re.compile, (r"\s*;\s*", rf"\s*,\s+(?:and\s+)?|\s+{AND}\s+", r"\s*,\s*")))
"""What parts values: with semicolons or spaces, the commas within them are decimal."""


class Parallel(NamedTuple):
    """Names, and the values said of them; not as many where somebody has miscounted."""

    names: tuple[str, ...]
    values: tuple[str, ...]


def shares(text: str) -> bool:
    """Whether a text has several names before one sign, and a single number behind it: whose that is cannot be said.

    >>> shares("s1, h1 = 1.31 V"), shares("s1, h1 = 1.31, 0.79"), shares("h1 = 1.31"), shares("W, b = [[1, 2]]")
    (True, False, False, False)
    """
    return len(text) <= LONGEST and _SHARED.fullmatch(text.strip()) is not None and not _WORKING.search(text)


def parallel(text: str) -> Parallel | None:
    """The names and the values of such a text; None of any other.

    >>> parallel("(s1, h1) = (1.31, 0.79)"), parallel("h1 and h2 are 0,79 and 0,95, respectively")
    (Parallel(names=('s1', 'h1'), values=('1.31', '0.79')), Parallel(names=('h1', 'h2'), values=('0,79', '0,95')))
    >>> parallel("h1,h1 = 0.79,0.7875"), parallel("s1, h1 = 0.79"), parallel("Hence, b = 0.5, ok")
    (None, None, None)
    >>> parallel("s1, h1 = 1.31, 0.79 (s2: see below)")
    Parallel(names=('s1', 'h1'), values=('1.31', '0.79'))
    >>> parallel("w1..3 = 1, 2, 3"), parallel("w1, …, w3: 1 2 3").names, parallel("w1-3 = 1, 2")
    (Parallel(names=('w1', 'w2', 'w3'), values=('1', '2', '3')), ('w1', 'w2', 'w3'), None)
    """
    text = text.strip()  # blanks without end cost the patterns their square
    if not text or len(text) > LONGEST:
        return None
    ranged = _RANGE.fullmatch(text)
    found = _PARALLEL.fullmatch(_REMARK.sub("", _told_apart(ranged) if ranged else text).strip())
    if not found:
        return None
    names = tuple(re.split(_AND, found["names"]))
    said = _RESPECTIVELY.sub("", found["values"].rstrip(" .;,")).strip()
    values = _values(said, len(names))
    sides = [_values(side.strip(), len(names)) for side in re.split("[=≈]", found["workings"])[:-1]]
    if len({*names}) < len(names) or any(len(side) != len(names) for side in sides):
        return None
    if not all(map(_is_value, values)) and not (len(values) == len(names) and all(map(_is_worked_out, values))):
        return None
    if ranged and "-" in ranged["to"] and len(names) != len(values):
        return None  # a difference
    return Parallel(names, values) if len(values) > 1 or _ONE.fullmatch(said) else None


def _told_apart(ranged: re.Match[str]) -> str:
    """The same text with each name of a range."""
    first, last, rest = int(ranged["first"]), int(ranged["last"]), ranged["rest"]
    prime, rest = ("'", rest[1:]) if rest.startswith("'") else ("", rest)
    names = (f"{ranged['stem']}{n}{prime}" for n in range(first, min(last, first + _MOST) + 1))
    return f"{ranged['opened'] or ''}{', '.join(names)}{rest}"


def begins(text: str) -> bool:
    """Whether a text begins with several names and values: what follows may be said of another name.

    >>> begins("s1, h1 = 1.31, 0.79 and s2: 2.94"), begins("h1 = 0.79, s2 = 2.94"), begins("a,b = 1")
    (True, False, False)
    """
    return _BEGINS.match(text[:LONGEST].strip()) is not None


def _values(said: str, names: int) -> tuple[str, ...]:
    """What is said, in as many parts as there are names, if it can be parted so."""
    if _ONE.fullmatch(said):
        return (said,)
    if _BRACKETED.fullmatch(said):
        said = said[1:-1]
    parted = [_outside_brackets(said, between) for between in _PARTED]
    parted += [tuple(said.split())] if _SPACED.fullmatch(said) else []
    return next((parts for parts in parted if len(parts) == names), max(parted, key=len))


def _outside_brackets(text: str, between: re.Pattern[str]) -> tuple[str, ...]:
    parts, start = [], 0
    for found in between.finditer(text):
        before = text[start : found.start()]
        if all(before.count(one) == before.count(other) for one, other in ("()", "[]")):
            parts.append(before.strip())
            start = found.end()
    return (*parts, text[start:].strip())


def _is_value(text: str) -> bool:
    return isinstance(read_number(text), Number) or read_numbers(text) is not None


def _is_worked_out(text: str) -> bool:
    return _WORKED_OUT.fullmatch(text) is not None
