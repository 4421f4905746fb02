"""Names as they stand on paper: h1 is h₁, yhat is ŷ, dDiv/dw1 is ∂Div/∂w₁."""

import re
import unicodedata
from functools import lru_cache

from grader.engine.tokens import gradient_parts

_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
GREEK = {unicodedata.name(letter).split()[-1].lower().replace("lamda", "lambda"): letter for letter in _LETTERS}
GREEK |= {name.capitalize(): letter.upper() for name, letter in GREEK.items()}

_ACCENTS = {"hat": "\N{COMBINING CIRCUMFLEX ACCENT}", "bar": "\N{COMBINING MACRON}", "tilde": "\N{COMBINING TILDE}"}
_PARTS = re.compile(r"(?P<base>.*?)(?P<digits>[0-9]*)(?P<primes>'*)(?P<index>\[[0-9, ]+\])?", re.DOTALL)
_ACCENTED = re.compile(rf"(?P<letter>\w|{'|'.join(GREEK)})_?(?P<accent>{'|'.join(_ACCENTS)})")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@lru_cache(maxsize=4096)
def pretty(name: str) -> str:
    """A quantity's name with real symbols.

    >>> [pretty(name) for name in ("h1", "yhat", "dDiv/dw1", "gamma", "W1'", "W1[1,2]", "x[2]", "MSE")]
    ['h₁', 'ŷ', '∂Div/∂w₁', 'γ', 'W₁′', 'W₁[1,2]', 'x₂', 'MSE']
    """
    stem, bracket, index = name.partition("[")
    gradient = gradient_parts(stem)
    if gradient:
        return f"∂{pretty(gradient[0])}/∂{pretty(gradient[1] + bracket + index)}"
    parts = _PARTS.fullmatch(name)
    if parts is None:
        return name
    base, digits, place = parts["base"], parts["digits"], parts["index"] or ""
    if not digits and place[1:-1].isdigit():
        digits, place = place[1:-1], ""
    primes = "′" * len(parts["primes"])
    return _base(base, digits) + primes + place


def _base(base: str, digits: str) -> str:
    """The name without its number, and the number as its subscript."""
    stem = base.removesuffix("_") if digits else base
    accented = _ACCENTED.fullmatch(stem)
    if accented:
        letter = GREEK.get(accented["letter"], accented["letter"])
        stem = unicodedata.normalize("NFC", letter + _ACCENTS[accented["accent"]])
    else:
        head, underscore, rest = stem.partition("_")
        stem = GREEK.get(head, head) + underscore + rest
    return stem + digits.translate(_SUBSCRIPTS)
