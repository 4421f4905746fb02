"""Cuts a formula into words, each with its place in the text, for the grammar in formula.lark.

The scanner knows two things that a grammar cannot: that `dDiv/dw1` is one name where Div and w1 are quantities, and,
in students' answers, where a product sign was left out (`2x`, `x1(1-h1)`, `2 h1 w5`).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from grader.errors import FormulaError


class Word(NamedTuple):
    """A token: its kind (a terminal of the grammar), its text, and where it stands, counted from 0."""

    kind: str
    text: str
    start: int
    end: int


_NAME = r"[^\W\d]\w*'*"
_WORD = re.compile(
    rf"(?P<NUMBER>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<NAME>{_NAME})|(?P<TRANSPOSED>\.\s*T\b)"
    r"|(?P<POWER>\^|\*\*)|(?P<PLUS>\+)|(?P<MINUS>-)|(?P<STAR>\*)|(?P<SLASH>/)|(?P<AT>@)|(?P<LPAR>\()|(?P<RPAR>\))"
    r"|(?P<LSQB>\[)|(?P<RSQB>\])|(?P<COMMA>,)|(?P<COLON>:)|(?P<EQUAL>=)|(?P<SPACE>\s+)"
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
_COMPARES = "a formula compares nothing: where(c, a, b) chooses, step(x) is 1 where x > 0"
_OTHERS = {
    ".": "only .T, the transpose, may follow a dot",
    "<": _COMPARES,
    ">": _COMPARES,
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
    return _with_functions(words)


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


def _with_functions(words: list[Word]) -> list[Word]:
    """A name before an opening parenthesis is a function."""
    following = [*words[1:], None][: len(words)]
    return [
        word._replace(kind="FUNCTION") if word.kind == "NAME" and after and after.kind == "LPAR" else word
        for word, after in zip(words, following, strict=True)
    ]


# ---- products without a sign ----------------------------------------------------------------------------------------

_ENDS = frozenset({"NUMBER", "CONSTANT", "NAME", "RPAR", "RSQB", "TRANSPOSED"})
_BEGINS = frozenset({"CONSTANT", "NAME", "FUNCTION", "LPAR"})


def multiplied(words: Iterable[Word]) -> Iterator[Word]:
    """The words with a product sign wherever a person leaves it out."""
    before: Word | None = None
    for word in words:
        vector = word.kind == "LSQB" and before is not None and before.kind == "NUMBER"
        if before is not None and before.kind in _ENDS and (word.kind in _BEGINS or vector):
            yield Word("STAR", "*", word.start, word.start)
        yield word
        before = word


_ELEMENTWISE = frozenset(
    {"exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sqrt", "sigmoid", "relu", "sign", "abs"}
)
_DERIVED = {
    "sigmoid": "sigmoid(#)*(1-sigmoid(#))",
    "tanh": "1-tanh(#)^2",
    "relu": "step(#)",
    "exp": "exp(#)",
    "sin": "cos(#)",
    "cos": "-sin(#)",
}
"""What f'(x) stands for, by f; # is the argument."""
_ARGUMENT = frozenset({"NUMBER", "NAME", "CONSTANT"})


def applied(words: list[Word], called: Callable[[str], str | None]) -> list[Word]:
    """The words with functions written as calls: `ln x`, `sin 2x cos x`, `sin^2 x`, `σ'(z)`.

    Without parentheses the argument is the numbers and names that follow, each with its power, up to the next function,
    sign or parenthesis. `called` gives the primitive that a word names, and None for a quantity.
    """
    found: list[Word] = []
    at = 0
    while at < len(words):
        word = words[at]
        name = called(word.text.rstrip("'")) if word.kind in ("NAME", "FUNCTION") else None
        if name not in _ELEMENTWISE:
            found.append(word)
            at += 1
            continue
        power, start = _power_of(words, at + 1)
        end = _argument_end(words, start, called)
        if end == start:
            found.append(word)
            at += 1
            continue
        argument = applied(words[start:end], called)
        found += _call(word, name, argument, power)
        at = end
    return found


def _power_of(words: list[Word], at: int) -> tuple[list[Word], int]:
    """The power between a function and its argument, as in `sin^2 x`, and where the argument begins."""
    power = words[at : at + 2]
    whole = len(power) == 2 and power[0].kind == "POWER" and power[1].kind == "NUMBER" and power[1].text.isdigit()
    return (power, at + 2) if whole else ([], at)


def _argument_end(words: list[Word], start: int, called: Callable[[str], str | None]) -> int:
    """Where the argument that begins at `start` ends; `start` where there is none."""
    if start < len(words) and words[start].kind == "LPAR":
        return _closed(words, start)
    at = start
    while at < len(words) and words[at].kind in _ARGUMENT and called(words[at].text.rstrip("'")) not in _ELEMENTWISE:
        at += 1
        if at + 1 < len(words) and words[at].kind == "POWER" and words[at + 1].kind in _ARGUMENT:
            at += 2
    if at == start < len(words) and words[at].kind == "FUNCTION":
        return _closed(words, at + 1)
    return at


def _closed(words: list[Word], at: int) -> int:
    """Behind the parenthesis that closes the one at `at`."""
    depth = 0
    for end in range(at, len(words)):
        depth += (words[end].kind == "LPAR") - (words[end].kind == "RPAR")
        if depth == 0:
            return end + 1
    return at


def _call(word: Word, name: str | None, argument: list[Word], power: list[Word]) -> list[Word]:
    """A call in words: the function itself, or its derivative, of the argument, and its power."""
    bare = word.text.rstrip("'")
    derived = _DERIVED.get(name or "") if word.text == bare + "'" else None
    if bare != word.text and derived is None:
        return [word, *power, *argument]
    inside = argument if argument[0].kind == "LPAR" and _closed(argument, 0) == len(argument) else None
    inside = inside or [_at(word, "LPAR", "("), *argument, _at(word, "RPAR", ")")]
    if derived is None:
        return [word._replace(kind="FUNCTION"), *inside, *power]
    template = _with_functions([_at(word, w.kind, w.text) for w in scan(derived.replace("#", "_"), 99, bool)])
    filled = [part for w in template for part in (inside[1:-1] if w.text == "_" else [w])]
    return [_at(word, "LPAR", "("), *filled, _at(word, "RPAR", ")"), *power]


def _at(word: Word, kind: str, text: str) -> Word:
    return Word(kind, text, word.start, word.end)


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
