"""What people leave out when they write a formula: signs of products, `2x`, and parentheses of functions, `ln x`."""

from collections.abc import Callable, Iterable, Iterator

from grader.engine.language.tokens import Word, scan, with_functions

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
    {"exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sech", "sqrt", "sigmoid", "relu", "sign", "abs"}
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
    template = with_functions([_at(word, w.kind, w.text) for w in scan(derived.replace("#", "_"), 99, bool)])
    filled = [part for w in template for part in (inside[1:-1] if w.text == "_" else [w])]
    return [_at(word, "LPAR", "("), *filled, _at(word, "RPAR", ")"), *power]


def _at(word: Word, kind: str, text: str) -> Word:
    return Word(kind, text, word.start, word.end)
