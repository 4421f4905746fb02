"""Formulas by cases, as people write them: `y - t if |y - t| <= d, d*sign(y - t) otherwise`, in words of `where`.

What is said of a case, and of which, is told by the words between them and by the signs of comparison; the order does
not matter: `z > 0: a`, `a, z > 0`, `if z > 0 then a else b`, `a if z > 0 else b`, `IF(z > 0; a; b)`.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from grader.engine.language.brackets import CLOSING, check_depth, closed, split, top
from grader.engine.language.conditional import AND, ELSE, IF, PHRASES, THEN
from grader.engine.language.functions import FUNCTIONS
from grader.engine.language.tokens import Word
from grader.errors import FormulaError

_INDICATORS = {"I", "indicator", "Ind", "ind"}
_SEPARATES = ("COMMA", "SEMICOLON", "COLON", "THEN")


def by_cases(words: Sequence[Word], known: Callable[[str], object]) -> list[Word]:
    """The words with every choice between cases written as a call of `where`; `known` tells a quantity's name.

    FormulaError where only one case is given, or brackets lie too deep.
    """
    if not any(word.kind == "COMPARES" or _speaks(word, known) for word in words):
        return _trimmed(words)
    check_depth(words)
    return _trimmed(_written(_opened(list(_marked(words, known)))))


def _trimmed(words: Sequence[Word]) -> list[Word]:
    """The words without semicolons before and behind them; one among them parts two formulas."""
    inner = [at for at, word in enumerate(words) if word.kind != "SEMICOLON"]
    return list(words[inner[0] : inner[-1] + 1]) if inner else []


def _speaks(word: Word, known: Callable[[str], object]) -> bool:
    named = word.kind in ("NAME", "FUNCTION") and not known(word.text)
    return named and word.text.lower() in IF | ELSE and not (word.kind == "FUNCTION" and word.text == "where")


def _marked(words: Sequence[Word], known: Callable[[str], object]) -> Iterator[Word]:
    """The words with what they say of cases as their kind: IF, ELSE, THEN, AND; nothing is left of an indicator."""
    at = 0
    while at < len(words):
        word = words[at]
        phrase = next((p for p in PHRASES if tuple(w.text.lower() for w in words[at : at + len(p)]) == p), None)
        if phrase:
            yield word._replace(kind="ELSE")
            at += len(phrase)
            continue
        kind = _kind(word, words[at + 1 :], known)
        if kind:
            yield word._replace(kind=kind)
        at += 1


def _kind(word: Word, after: Sequence[Word], known: Callable[[str], object]) -> str:
    """What a word is to the cases; "" for one that is left out."""
    if word.kind not in ("NAME", "FUNCTION"):
        return word.kind
    if known(word.text):
        return word.kind if word.text in FUNCTIONS else "NAME"  # `t (if z > 0)` calls nothing
    called = word.kind == "FUNCTION"
    text = word.text.lower()
    if called and (word.text == "_" or word.text in _INDICATORS) and _asks(after):
        return ""
    if called and (text == "where" or (text in IF and _is_list(after))):
        return "FUNCTION"
    if text in ELSE:
        return "" if after and after[0].text.lower() in IF else "ELSE"
    return "IF" if text in IF else "THEN" if text in THEN else "AND" if text in AND else word.kind


def _asks(after: Sequence[Word]) -> bool:
    """Whether a bracket holds a comparison."""
    return any(word.kind == "COMPARES" for word in top(after[1 : closed(after, 0)]))


def _is_list(after: Sequence[Word]) -> bool:
    """Whether a bracket holds three parts, as a spreadsheet's IF(…; …; …)."""
    return sum(word.kind in ("COMMA", "SEMICOLON") for word in top(after[1 : closed(after, 0)])) == 2


def _opened(words: list[Word]) -> list[Word]:
    """Without the braces before cases that nothing closes."""
    return [word for at, word in enumerate(words) if not _is_left_open(words, at)]


def _is_left_open(words: Sequence[Word], at: int) -> bool:
    begins = at == 0 or words[at - 1].kind == "SEMICOLON"
    return begins and words[at].kind in CLOSING and closed(words, at) == len(words)


def _written(words: Sequence[Word]) -> list[Word]:
    """The words with the cases in them, and in their brackets, as calls."""
    found: list[Word] = []
    pending = list(_unbracketed(words))
    while pending:
        word, end = pending[0], closed(pending, 0) if pending[0].kind in CLOSING else 0
        inside = pending[1:end]
        if not end or end == len(pending):
            found.append(pending.pop(0))
        elif found and found[-1].kind == "FUNCTION":
            if found[-1].text.lower() in IF:
                found[-1] = found[-1]._replace(text="where")
            found += [word, *_arguments(inside), pending[end]]
            pending = pending[end + 1 :]
        elif inside and inside[0].kind in ("IF", "ELSE"):
            pending = [*inside, *pending[end + 1 :]]  # `a (if z > 0)`
        else:
            written = _written(inside)
            decides = written[:1] != inside[:1] or any(each.kind == "COMPARES" for each in top(inside))
            kinds = ("LPAR", "RPAR") if decides else (word.kind, pending[end].kind)
            found += [word._replace(kind=kinds[0]), *written, pending[end]._replace(kind=kinds[1])]
            pending = pending[end + 1 :]
    return _chosen(found)


def _unbracketed(words: Sequence[Word]) -> Iterator[Word]:
    """The words with the conditions behind several values out of their brackets: `x (z > 0), 0 (z <= 0)`."""
    several = any(word.kind in ("COMMA", "SEMICOLON") for word in top(words))
    at = 0
    while at < len(words):
        end = closed(words, at) if words[at].kind in CLOSING else at
        if several and _is_behind(words, at, end) and any(w.kind == "COMPARES" for w in top(words[at + 1 : end])):
            yield words[at]._replace(kind="IF")
            yield from words[at + 1 : end]
        else:
            yield from words[at : end + 1]
        at = end + 1


def _is_behind(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a bracket stands behind a value, and nothing of the same part behind it."""
    value = first > 0 and words[first - 1].kind in ("NAME", "NUMBER", "CONSTANT", "RPAR", "RSQB")
    return value and (last + 1 >= len(words) or words[last + 1].kind in (*_SEPARATES, "ELSE", "AND"))


def _arguments(words: Sequence[Word]) -> Iterator[Word]:
    """A call's arguments, each with its cases written as calls, and commas between them."""
    for number, part in enumerate(split(words, ("COMMA", "SEMICOLON"))):
        if number:
            yield Word("COMMA", ",", part[0].start if part else 0, part[0].start if part else 0)
        yield from _written(part) if part else ()


class _Said(NamedTuple):
    """A part between two marks: what holds, or when."""

    words: list[Word]
    when: bool


def _chosen(words: list[Word]) -> list[Word]:
    """The cases that some words give, none of them in brackets, as one call; other words as they are."""
    said = list(_said(words))
    if not any(part.when for part in said) or (len(said) == 1 and words[0].kind != "IF"):
        return [word for word in words if word.kind != "THEN"]
    first = said[0].when
    pairs, rest = [], said
    while len(rest) > 1 and rest[0].when is first and rest[1].when is not first:
        when, what = (rest[0], rest[1]) if first else (rest[1], rest[0])
        pairs.append((when.words, what.words))
        rest = rest[2:]
    if len(rest) > 1 or any(part.when for part in rest) or not pairs:
        raise FormulaError("the cases of the formula cannot be told apart", words[0].start, words[-1].end)
    if not rest and len(pairs) == 1:
        raise FormulaError("the formula gives one case only", words[0].start, words[-1].end, "give the other one, too")
    pairs = [(when, what) for when, what in pairs if not any(word.kind == "EQUAL" for word in top(when))]  # one point
    return _called(pairs, rest[0].words if rest else [_sign("NUMBER", "0", words[-1])])


def _said(words: Sequence[Word]) -> Iterator[_Said]:
    """The parts between the marks, in turn."""
    part: list[Word] = []
    asked = False

    def finished() -> Iterator[_Said]:
        if part:
            yield _Said(list(_both(part)), asked or any(word.kind == "COMPARES" for word in top(part)))

    at = 0
    while at < len(words):
        kind = words[at].kind
        if kind in ("IF", "ELSE", *_SEPARATES) or (kind == "AND" and not _compares(words[at + 1 :])):
            yield from finished()
            part, asked = [], kind == "IF" or (asked and not part)
            at += 1
            continue
        end = closed(words, at) if kind in CLOSING else at
        part += words[at : end + 1]
        at = end + 1
    yield from finished()


def _compares(words: Sequence[Word]) -> bool:
    """Whether there is a sign of comparison before the next mark, outside of all brackets."""
    kinds = takewhile(lambda kind: kind not in ("IF", "ELSE", "AND", *_SEPARATES), (word.kind for word in top(words)))
    return "COMPARES" in kinds


def _both(words: Sequence[Word]) -> Iterator[Word]:
    """Conditions that must hold together are a product of them."""
    parts = list(split(words, ("AND",)))
    for number, part in enumerate(parts):
        if len(parts) == 1 or not part:
            yield from part
            continue
        if number:
            yield _sign("STAR", "*", part[0])
        yield from (_sign("LPAR", "(", part[0]), *part, _sign("RPAR", ")", part[-1]))


def _called(pairs: Sequence[tuple[list[Word], list[Word]]], other: list[Word]) -> list[Word]:
    """`where(when, what, where(…, other))`."""
    for when, what in reversed(pairs):
        comma = _sign("COMMA", ",", what[0])
        inside = [*when, comma, *what, comma, *other]
        head = (_sign("FUNCTION", "where", when[0]), _sign("LPAR", "(", when[0]))
        other = [*head, *inside, _sign("RPAR", ")", inside[-1])]
    return other


def _sign(kind: str, text: str, at: Word) -> Word:
    return Word(kind, text, at.start, at.end)
