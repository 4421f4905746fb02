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
