"""Brackets among the words of a formula: where they close, and what stands outside of them."""

from collections.abc import Iterator, Sequence

from grader.engine.language.tokens import Word
from grader.errors import FormulaError

DEEPEST = 100
"""Brackets within one another, at most."""
CLOSING = {"LPAR": "RPAR", "LSQB": "RSQB"}


def check_depth(words: Sequence[Word]) -> None:
    """FormulaError where brackets lie too deep within one another."""
    depth = 0
    for word in words:
        depth += (word.kind in CLOSING) - (word.kind in CLOSING.values())
        if depth > DEEPEST:
            raise FormulaError("the formula is nested too deeply", word.start, word.end)


def closed(words: Sequence[Word], at: int) -> int:
    """Where the bracket that opens at a place closes; the end where it does not."""
    depth = 0
    for end in range(at, len(words)):
        depth += (words[end].kind in CLOSING) - (words[end].kind in CLOSING.values())
        if not depth:
            return end
    return len(words)


def grouped(words: Sequence[Word]) -> list[Word]:
    """The words with parentheses for square brackets that only group: `2*[x + y*(1 - z)]`.

    Those of an index, of a list and of a condition stay, and those around all of a formula, which may be a list of one.
    """
    found = list(words)
    for at, word in enumerate(found):
        end = closed(found, at) if word.kind == "LSQB" else at
        if at < end < len(found) and _groups(found, at, end):
            found[at], found[end] = word._replace(kind="LPAR"), found[end]._replace(kind="RPAR")
    return found


def _groups(words: Sequence[Word], first: int, last: int) -> bool:
    inside = words[first + 1 : last]
    lists = any(word.kind in ("COMMA", "SEMICOLON", "COLON", "COMPARES", "EQUAL") for word in top(inside))
    index = first > 0 and words[first - 1].kind in _INDEXED and [word.kind for word in inside] == ["NUMBER"]
    of_lists = bool(inside) and inside[0].kind == "LSQB" and closed(inside, 0) == len(inside) - 1
    return bool(inside) and not (lists or index or of_lists) and (first, last) != (0, len(words) - 1)


_INDEXED = frozenset({"NAME", "RPAR", "RSQB", "TRANSPOSED"})


def top(words: Sequence[Word]) -> Iterator[Word]:
    """The words outside of all brackets."""
    at = 0
    while at < len(words):
        if words[at].kind in CLOSING:
            at = closed(words, at)
        else:
            yield words[at]
        at += 1


def split(words: Sequence[Word], kinds: Sequence[str]) -> Iterator[list[Word]]:
    """The parts between the words of some kinds that stand outside of all brackets."""
    part: list[Word] = []
    at = 0
    while at < len(words):
        if words[at].kind in kinds:
            yield part
            part = []
        else:
            end = closed(words, at) if words[at].kind in CLOSING else at
            part += words[at : end + 1]
            at = end
        at += 1
    yield part
