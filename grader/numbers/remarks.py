"""What people write after a number: `V`, `m/s`, `units`, `(rounded)`, `to 3 d.p.`, and what must not be passed over."""

import re

_PRECISION = re.compile(
    r"\W*(?:(?:rounded|correct|accurate|gerundet)\b\W*)?(?:(?:to|auf)\s+)?\d{1,2}\s*"
    r"(?:d\.?\s?p|s\.?\s?f|dec|dig|places?|sig|fig|stellen|nachkomma|chiffres|cifras)[^\d=+*/]*",
    re.IGNORECASE,
)
COMMENTED = (
    r"%+\s+(?!(?:of|off|approx\w*|rounded|about|error|correct|accura\w+|prob(?:\.|abl\w*|abil\w*)?|chances?|likel\w+|confiden\w+|certain\w*|"
    r"sure|each|per|pro|relative?|absolut\w*|more|less|higher|lower|points?|increase\w*|decrease\w*|reduction|growth|"
    r"von|gerundet|sicher\w*|wahrsch\w+|jeweils|mehr|weniger|d[eu]|arrondi\w*|redond\w*)\b)[A-Za-zÀ-ɏ]"
)
"""A part of a pattern: a per cent sign, apart from the number before it, and words, as MATLAB and TeX have comments.

Words that are said of a percentage, `79 % probability`, are none.
"""
_COMMENT = re.compile(rf"(?:(?:#+|//|--)\s*[^\d\s=]|{COMMENTED})[^\d=]*")
"""What a program has behind a number: `0.79  # rounded`, `0.79 % sigmoid`."""
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNIT = re.compile(r"[^\W\d_]{1,8}(?:\^?[-]?\d)?(?:\s?[/·*]\s?[^\W\d_]{1,8}(?:\^?[-]?\d)?)*")
_WORDS = re.compile(r"[,;]?\s*[^\W\d_][^\d=+*/^<>|~≈_]*")
_OF_NAME = re.compile(
    r"\((?:[^\W\d_]+\s+)*(?:of|from|with|using|for|by|see|von|aus|mit|siehe|de|da|del)\s+[^\W\d_]{1,5}_?\d{1,2}\)",
    re.IGNORECASE,
)
"""What is said of another quantity, `(sigmoid of s2)`."""
_PRODUCT = re.compile(
    r"[-+−]?\s*(?:[^\s()*·×^/+−-]+(?:\s*[*·×^+−]\s*|\s+-\s+))+[^\s()*·×^/+−-]+|\S{1,2}(?:[*·×^+−-]\S{1,2})+", re.DOTALL
)
"""What is a factor in brackets behind a number, and no remark: names with signs between them, `(y - yhat)`."""
_LETTERS = re.compile(r"[^\W\d_]+")
_FUNCTION = re.compile(r"\b(?:exp|log|ln|sqrt|tanh|sigmoid|relu)\b", re.IGNORECASE)
_UNIT_LETTERS = frozenset("mgsVAWJNKCFHTΩΩ")
"""Any other letter alone is a variable or a constant: 2π, 3x, 2e."""
_MEANINGFUL = {
    "pi", "e", "exp", "log", "ln", "sqrt", "sin", "cos", "tanh", "sigma", "σ", "sum", "sigmoid", "relu", "eta",
    "x", "y", "w", "h", "k", "dozen", "hundred", "thousand", "million", "billion", "tausend", "mio", "st", "nd",
    "rd", "th", "am", "pm",
    "or", "and", "to", "oder", "und", "bis", "ou", "et", "plus", "minus", "times", "mal", "by", "over",
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
}  # fmt: skip
"""Words that make another number of it, or none."""


def passed_over(rest: str) -> str | None:
    """What to say of the text after a number: empty where it is harmless; None where it cannot be passed over.

    >>> passed_over(" (rounded)"), passed_over(" m/s^2"), passed_over("$ done"), passed_over("π"), passed_over("*2")
    ('', '', '', None, None)
    >>> passed_over(" (see page 3)")
    "'(see page 3)' after it was passed over"
    """
    rest = rest.removeprefix("$")  # the end of mathematics
    body = rest.rstrip(" \t\r\n.;,?!*†‡#$").lstrip()
    if not body or _PRECISION.fullmatch(body) or _COMMENT.fullmatch(body):
        return ""
    if _BRACKETED.fullmatch(body):
        return _bracketed(body, rest[:1].isspace())
    if not (_UNIT.fullmatch(body) or _WORDS.fullmatch(body)):
        return None
    words = _LETTERS.findall(body)
    lone = all(len(word) == 1 and word not in _UNIT_LETTERS for word in words)
    return None if lone or (words[0].casefold() in _MEANINGFUL and words[0] not in _UNIT_LETTERS) else ""


def _bracketed(body: str, apart: bool) -> str | None:
    """Words in brackets are a remark, what is worked out there may be a factor: 0.79 (1 - 0.79), -2(y - h), 1.38(2)."""
    if _PRODUCT.fullmatch(body[1:-1].strip()):
        return None
    if not re.search(r"\d", body):
        return "" if apart or _LETTERS.search(body) else None
    remark = re.search(r"[^\W\d_]{2}", body) or body[1] in "=≈~"
    if not apart or not remark or (_FUNCTION.search(body) and not _OF_NAME.fullmatch(body)):
        return None
    return "" if _PRECISION.fullmatch(body[1:-1]) else f"'{body}' after it was passed over"
