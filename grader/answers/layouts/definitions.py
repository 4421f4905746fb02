"""What a student's own names stand for: `with e = ŷ − y` behind a formula, or `δ2 = δ3·w_h·(1 − h2²)` on a line above.

A formula is read with what is said of the names in it: beside it, else nearest above it, else nearest below.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from grader.answers.layouts.page import Page
from grader.answers.layouts.text.cuts import REASON, explained
from grader.answers.layouts.text.introduced import is_symbol, spellings
from grader.answers.layouts.text.statements import Statement, statements
from grader.answers.layouts.text.worth import formula
from grader.answers.record import Answer, Formula, Kind
from grader.engine import gradient_parts
from grader.notation import Vocabulary, key, plain, without_item
from grader.numbers import Number, read_number

_MOST = 40
"""Names that a formula is read with."""
_SAYS = re.compile(
    rf".*\b(?:{REASON}|let|defin\w+|denote|call|set|sei(?:en)?|soit|sea)\b(?:.*\s)?(?=\S+$)", re.IGNORECASE
)
"""What leads to a name that is defined: `We define the error` before `e`."""
_LETTERS = re.compile(r"[^\W\d_]")
Line = tuple[int, int]
"""A page and a row of it."""


class _Definition(NamedTuple):
    """A name by its key, and the formula that it stands for."""

    name: str
    text: str
    line: Line


def with_definitions(answers: Sequence[Answer], pages: Sequence[Page], vocabulary: Vocabulary) -> list[Answer]:
    """The answers, each formula with what the student says of the names in it."""
    if not any(isinstance(answer.number, Formula) for answer in answers):
        return list(answers)
    defined: dict[str, list[_Definition]] = {}
    for each in _definitions(pages, vocabulary):
        defined.setdefault(each.name, []).append(each)
    lines = {
        page.sheet.place(r, c): (number, r)
        for number, page in enumerate(pages)
        for r, row in enumerate(page.rows)
        for c in range(len(row))
    }
    return [_with(answer, lines.get(answer.place, (0, 0)), defined) for answer in answers]


def _with(answer: Answer, line: Line, defined: Mapping[str, Sequence[_Definition]]) -> Answer:
    if not isinstance(answer.number, Formula):
        return answer
    found: dict[str, str] = {}
    pending = [answer.number.text]
    while pending and len(found) < _MOST:
        text = pending.pop()
        for name in defined:
            if name not in found and _mentions(text, name):
                found[name] = _nearest(defined[name], line).text
                pending.append(found[name])
    number = answer.number._replace(defined=tuple(sorted(found.items())))
    return answer._replace(number=number) if found else answer


def _nearest(of_name: Sequence[_Definition], line: Line) -> _Definition:
    above = [each for each in of_name if each.line <= line]
    last = max(above, key=lambda each: each.line).line if above else min(each.line for each in of_name)
    return [each for each in of_name if each.line == last][-1]


def _mentions(text: str, name: str) -> bool:
    """Whether a name may stand in a formula, however it is spelled there; a letter only outside of other names."""
    if len(name) == 1:
        return re.search(rf"(?<![^\W\d]){re.escape(name)}(?![^\W_])", text) is not None
    return _squeezed(name) in _squeezed(text)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _definitions(pages: Sequence[Page], vocabulary: Vocabulary) -> Iterator[_Definition]:
    for number, page in enumerate(pages):
        for r, row in enumerate(page.rows):
            texts = [cell.text for cell in row if cell.kind is Kind.TEXT]
            for statement in _stated(texts):
                yield from _of(statement, (number, r), vocabulary)


def _stated(texts: Sequence[str]) -> Iterator[Statement]:
    """What the cells of a row say: statements, what is said behind a formula, a name beside a formula."""
    for text in texts:
        yield from statements(without_item(text))
        yield from statements(explained(text))
    if len(texts) == 2 and not any(map(statements, texts)):
        yield Statement((texts[0], texts[1]))


def _of(statement: Statement, line: Line, vocabulary: Vocabulary) -> Iterator[_Definition]:
    """The names that a statement defines, and that are the student's to define."""
    meant = formula(statement.value)
    if (
        statement.changes_itself
        or not statement.equated
        or statement.arrows
        or not isinstance(meant, Formula)
        or not meant.text
    ):
        return
    for side in statement.sides[:-1]:
        called = spellings(_SAYS.sub("", side))[-1].partition(" (")[0]
        name = key(plain(called)) if is_symbol(called) else ""
        if not _LETTERS.search(name) or _is_settled(
            called, vocabulary, isinstance(read_number(statement.value), Number)
        ):
            continue
        yield _Definition(name, meant.text, line)


def _is_settled(name: str, vocabulary: Vocabulary, is_number: bool) -> bool:
    """Whether it is settled what a name means: what is given, what the forward pass computes, what is asked for.

    What another name stands for, a gradient's, is as the student says, unless a mere number is said, as an example.
    An e is the student's own where the rubric has an E.
    """
    if name == "e" and not vocabulary.spells(name):
        return False
    found = [vocabulary.symbol(target) for target in vocabulary.find(name)]
    return any(symbol.given or symbol.asked or is_number or gradient_parts(symbol.quantity) is None for symbol in found)
