"""Headings by the letter of what goes into an activation: `s` and `σ(s)` beside h1 and ŷ, `z` and `∂L/∂z` beside p."""

import re
from collections.abc import Mapping, Sequence

from grader.answers.layouts.page import Page
from grader.notation import Symbol, described, key

_STEM = re.compile(r"_\d+'*$|'+$")
_FUNCTION = re.compile(r"(?:sigma|sigmoid|tanh|relu|softmax|phi|f|g)(?:\((?P<of>[^()]+)\))?")
_INDEXED = re.compile(r"(?:_\{?[ijkn]\}?|[ᵢⱼₖₙ])$")


def of_keys(page: Page, row: int, keys: Sequence[str], heads: Sequence[str]) -> Mapping[tuple[str, str], str]:
    """By heading and key the name of what the heading says of the key, where the keys are activations.

    One of the headings is the letter of all that goes into them; then another may be theirs, or that of a gradient.
    """
    found = [_activation(page, row, each) for each in keys]
    known = [symbol for symbol in found if symbol]
    into = {_stem(symbol.inner) for symbol in known}
    if len(known) < len(keys) or len(into) != 1 or into.isdisjoint(map(_letter, heads)):
        return {}
    out = {_stem(symbol.quantity) for symbol in known if _stem(symbol.quantity) != key(symbol.quantity)}
    named: dict[tuple[str, str], str] = {}
    for head in heads:
        of, over, letter = _letter(head).rpartition("/d")
        for text, symbol in zip(keys, known, strict=True):
            if letter in into:
                named[head, text] = f"{of}{over}{symbol.inner}"
            elif letter in out or _is_function(letter, into):
                named[head, text] = f"{of}{over}{symbol.quantity}"
    return named


def of_heads(page: Page, row: int, heads: Sequence[str]) -> Mapping[str, str]:
    """By heading what it is called in full, where another one names the array of which it is the letter inside: z, z2.

    A letter that is a name by itself stands for that.
    """
    arrays = [symbol for head in heads for symbol in _named(page, row, head) if symbol.shape and symbol.inner]
    into = {_stem(symbol.inner): symbol.inner for symbol in arrays}
    if len(into) != len({symbol.inner for symbol in arrays}):
        return {}
    parts = {head: _letter(head).rpartition("/d") for head in heads}
    return {
        head: f"{of}{over}{into[letter]}"
        for head, (of, over, letter) in parts.items()
        if letter in into and not page.named(head, row)
    }


def _activation(page: Page, row: int, text: str) -> Symbol | None:
    """The one activation that a text names."""
    found = [symbol for symbol in _named(page, row, text) if symbol.inner and not symbol.shape]
    return found[0] if len({symbol.quantity for symbol in found}) == 1 else None


def _named(page: Page, row: int, text: str) -> list[Symbol]:
    names = (text, *page.in_words(text, row), _INDEXED.sub("", _symbol(text)))
    every = (page.named(name, row) for name in names)
    return [page.symbol(target) for target in next(filter(None, every), ())]


def _symbol(head: str) -> str:
    """A heading without the words for its symbol, `Logit z`, which make nothing else of it."""
    numbered = described(f"{head.strip()}_1")  # a letter alone may be a word
    return next((name.removesuffix(" (net)").removesuffix("_1") for name in numbered or described(head)), head)


def _letter(head: str) -> str:
    """The key of a heading, or of the symbol behind its words, without the index that a row stands for."""
    name = key(_INDEXED.sub("", head.strip()))
    return name if _FUNCTION.fullmatch(name) else key(_INDEXED.sub("", _symbol(head)))


def _stem(quantity: str) -> str:
    return _STEM.sub("", key(quantity))


def _is_function(letter: str, into: set[str]) -> bool:
    """Whether a heading is the activation function, by itself or of the letter of what goes into it."""
    found = _FUNCTION.fullmatch(letter)
    return found is not None and found["of"] in (None, *into)
