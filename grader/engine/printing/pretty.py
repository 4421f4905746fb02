"""Names as they stand on paper: h1 is h₁, yhat is ŷ, dDiv/dw1 is ∂Div/∂w₁."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from grader.engine.language.tokens import gradient_parts

_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
GREEK = {unicodedata.name(letter).split()[-1].lower().replace("lamda", "lambda"): letter for letter in _LETTERS}
GREEK |= {name.capitalize(): letter.upper() for name, letter in GREEK.items()}
_LETTERED = {**GREEK, "eps": "ε", "lam": "λ"}

ACCENTS = {"hat": "\N{COMBINING CIRCUMFLEX ACCENT}", "bar": "\N{COMBINING MACRON}", "tilde": "\N{COMBINING TILDE}"}
_OF_A_GRADIENT = re.compile(r"d(?P<of>[^/]+)/d(?P<wrt>d[^/]+/d.+)")
_PARTS = re.compile(r"(?P<base>.*?)(?P<digits>[0-9]*)(?P<primes>'*)(?P<index>\[[0-9, ]+\])?", re.DOTALL)
_ACCENTED = re.compile(rf"(?P<letter>\w|{'|'.join(GREEK)})_?(?P<accent>{'|'.join(ACCENTS)})")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


class Spelling(NamedTuple):
    """A name taken apart: its letter or word, what is above, below and behind it."""

    letter: str
    accent: str
    """`hat`, `bar` or `tilde`."""
    below: str
    """What follows an underscore: `hidden` of `w_hidden`, with the underscore."""
    digits: str
    primes: int
    place: str
    """An index in brackets that is not a subscript already: `[1,2]`."""


def spelled(name: str) -> Spelling | None:
    """The parts of a quantity's name that is no gradient; None for what is no name.

    >>> spelled("yhat2'")
    Spelling(letter='y', accent='hat', below='', digits='2', primes=1, place='')
    """
    parts = _PARTS.fullmatch(name)
    if parts is None:
        return None
    base, digits, place = parts["base"], parts["digits"], parts["index"] or ""
    if not digits and place[1:-1].isdigit():
        digits, place = place[1:-1], ""
    stem = base.removesuffix("_") if digits else base
    accented = _ACCENTED.fullmatch(stem)
    head, underscore, rest = ("", "", "") if accented else stem.partition("_")
    accented = accented or _ACCENTED.fullmatch(head)
    accent, head = (accented["accent"], accented["letter"]) if accented else ("", head)
    return Spelling(_LETTERED.get(head, head), accent, underscore + rest, digits, len(parts["primes"]), place)


def partial_of(name: str) -> tuple[str, str] | None:
    """What is derived, and by what; that may be a gradient, as on the way to a second derivative.

    >>> partial_of("dDiv/dw1"), partial_of("dg1/ddL/dw"), partial_of("w1")
    (('Div', 'w1'), ('g1', 'dL/dw'), None)
    """
    nested = _OF_A_GRADIENT.fullmatch(name)
    return (nested["of"], nested["wrt"]) if nested else gradient_parts(name)


@lru_cache(maxsize=4096)
def pretty(name: str) -> str:
    """A quantity's name with real symbols; a sheet's own label with raised or braced indices stays as it is.

    >>> [pretty(name) for name in ("h1", "yhat", "dDiv/dw1", "gamma", "W1'", "W1[1,2]", "x[2]", "MSE", "w_{1,2}^1'")]
    ['h₁', 'ŷ', '∂Div/∂w₁', 'γ', 'W₁′', 'W₁[1,2]', 'x₂', 'MSE', "w_{1,2}^1'"]
    >>> pretty("dg1/ddL/dw[2]")
    '∂g₁/∂(∂L/∂w₂)'
    """
    stem, bracket, index = name.partition("[")
    gradient = partial_of(stem)
    if gradient:
        below = pretty(gradient[1] + bracket + index)
        return f"∂{pretty(gradient[0])}/∂{f'({below})' if '/' in below else below}"
    parts = spelled(name)
    if parts is None or any(sign in stem for sign in "^{"):
        return name
    letter = unicodedata.normalize("NFC", parts.letter + ACCENTS.get(parts.accent, ""))
    return letter + parts.below + parts.digits.translate(_SUBSCRIPTS) + _late(parts.primes) + parts.place


MOST_PRIMES = 3
"""A later step is written as a number: w⁽⁸⁾."""


def _late(primes: int) -> str:
    """The step of a name.

    >>> _late(2), _late(12)
    ('′′', '⁽¹²⁾')
    """
    return "′" * primes if primes <= MOST_PRIMES else f"⁽{str(primes).translate(SUPERSCRIPTS)}⁾"
