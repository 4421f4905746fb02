"""Cuts a formula into words, each with its place in the text, for the grammar in formula.lark.

The scanner knows what a grammar cannot: that `dDiv/dw1` is one name where Div and w1 are quantities.
"""

import math
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from grader.errors import FormulaError


class Word(NamedTuple):
    """A token: its kind (a terminal of the grammar), its text, and where it stands, counted from 0."""

    kind: str
    text: str
    start: int
    end: int


CONSTANTS = {"e": math.e, "pi": math.pi}
"""Names that have a value where nothing else is called so."""

_NAME = r"[^\W\d]\w*'*"
_WORD = re.compile(
    rf"(?P<NUMBER>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<NAME>{_NAME})|(?P<TRANSPOSED>\.\s*T\b)"
    r"|(?P<POWER>\^|\*\*)|(?P<PLUS>\+)|(?P<MINUS>-)|(?P<STAR>\*)|(?P<SLASH>/)|(?P<AT>@)|(?P<LPAR>\()|(?P<RPAR>\))"
    r"|(?P<LSQB>\[)|(?P<RSQB>\])|(?P<COMMA>,)|(?P<COLON>:)|(?P<COMPARES>[<>]=?|[≤≥])|(?P<EQUAL>=)|(?P<SEMICOLON>;)|(?P<AND>&&)|(?P<SPACE>\s+)"
)
_GRADIENT = re.compile(rf"d(?P<of>{_NAME})/d(?P<wrt>{_NAME})")

_MEANT = {
    "·": "*",
    "×": "*",
    "−": "-",
    "–": "-",
    "²": "^2",
    "³": "^3",
    "÷": "/",
    "ᵀ": ".T",
    "⊙": "*",
    "⋅": "*",
    "∙": "*",
    "½": "1/2",
}
_COMPARES = "a formula compares with < > <= >="
_OTHERS = {
    ".": "only .T, the transpose, may follow a dot",
    "!": _COMPARES,
    '"': "a formula holds no text; a word such as same stands without quotes",
    "|": "write abs(x), or norm(x) of a vector",
    "√": "write sqrt(x)",
    "∑": "write sum(x)",
    "∂": "write dL/dw",
    "{": "group with ( )",
    "}": "group with ( )",
}


def gradient_parts(name: str) -> tuple[str, str] | None:
    """The two quantities of a partial derivative's name, or None if it is not one.

    >>> gradient_parts("dMSE'/dW1'"), gradient_parts("Div")
    (("MSE'", "W1'"), None)
    """
    found = _GRADIENT.fullmatch(name)
    return (found["of"], found["wrt"]) if found else None


def scan(text: str, limit: int, is_gradient: Callable[[str], bool]) -> list[Word]:
    """The words of a formula. FormulaError at the first character that belongs to none."""
    if len(text) > limit:
        raise FormulaError(f"a formula of {len(text)} characters", 0, len(text), f"at most {limit} are read")
    words: list[Word] = []
    at = 0
    while at < len(text):
        found = _WORD.match(text, at)
        if found is None:
            raise _unexpected(text, at)
        kind, end = str(found.lastgroup), found.end()
        if kind == "NAME":
            end = _name_end(text, at, end, is_gradient)
        if kind != "SPACE":
            words.append(Word(kind, text[at:end], at, end))
        at = end
    return with_functions(words)


def _name_end(text: str, at: int, end: int, is_gradient: Callable[[str], bool]) -> int:
    """Where the name at `at` ends: a gradient's name goes on beyond the stroke."""
    gradient = _GRADIENT.match(text, at)
    if gradient and is_gradient(gradient[0]):
        return gradient.end()
    name = text[at:end].rstrip("'")
    if name.startswith("__"):
        raise FormulaError(f"the name '{name}' begins with '__'", at, end, "choose another name")
    for i, character in enumerate(name):
        if not (character.isalpha() or character in "_0123456789"):
            raise _unexpected(text, at + i)
    return end


def _unexpected(text: str, at: int) -> FormulaError:
    character = text[at]
    meant = _MEANT.get(character)
    module = re.search(r"(?<!\w)(?:np|numpy|math|torch|tf|F|jnp)$", text[:at]) if character == "." else None
    if module:
        return FormulaError(f"unexpected '{module[0]}.'", module.start(), at + 1, f"leave out '{module[0]}.'")
    todo = f"write '{meant}'" if meant else _OTHERS.get(character, "a formula is names, numbers and + - * / ^ @")
    return FormulaError(f"unexpected '{character}'", at, at + 1, todo)


def with_functions(words: list[Word]) -> list[Word]:
    """A name before an opening parenthesis is a function."""
    following = [*words[1:], None][: len(words)]
    return [
        word._replace(kind="FUNCTION") if word.kind == "NAME" and after and after.kind == "LPAR" else word
        for word, after in zip(words, following, strict=True)
    ]


def run_together(text: str, known: Callable[[str], object]) -> tuple[str, ...]:
    """The known names that `text` is made of, written without a sign between them: () unless in exactly one way.

    >>> run_together("eta2h1w5", {"eta", "h1", "w5"}.__contains__), run_together("h1w5", {"h1", "w5"}.__contains__)
    ((), ('h1', 'w5'))
    """

    @cache
    def ways(at: int) -> tuple[tuple[str, ...], ...]:
        if at == len(text):
            return ((),)
        found: list[tuple[str, ...]] = []
        for end in range(at + 1, len(text) + 1):
            if known(text[at:end]):
                found.extend((text[at:end], *rest) for rest in ways(end))
            if len(found) > 1:
                break
        return tuple(found[:2])

    return ways(0)[0] if len(text) <= _LONGEST_RUN and len(ways(0)) == 1 else ()


_LONGEST_RUN = 60
