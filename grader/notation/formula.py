"""Formulas as people write them, made plain: `w₀ − η·x₁²` is `w_0 - eta*x_1^2`."""

import re

from grader.notation.characters import ascii_of

_POWERS = {"squared": "^2", "cubed": "^3"}
_RAISED_IN_WORDS = re.compile(r"(?<=[\w)\]])\s+(squared|cubed)\b", re.IGNORECASE)
_RATE = re.compile(r"\blearning[ -]?rate\b", re.IGNORECASE)
_SUBSCRIPT = re.compile(r"_\{\s*([\w,]+)\s*\}")
_SUM = re.compile(r"∑|\\sum(?![a-z])\s*(?:\\(?:no)?limits)?")
_OVER = re.compile(r"(?<![^\W_])Sigma(?:_\{[^{}]*\}|_[a-z](?![^\W_]))?(?:\^\{[^{}]*\})?(?=[^\W_])")
"""A sum over an index, with what is summed up close behind it."""
_OF = re.compile(r"(?<=[^\W\d_]{3}) of (?=[\w(])")
"""`tanh of c` is tanh c, though there may be an o and an f."""
_SUPERSCRIPT = re.compile(r"\^\{([^{}]*)\}")
_ONE = re.compile(r"\d+|top|[^\W\d_](?:_?\d+|_[^\W_])?")
_ROOT = re.compile(r"√\s*(?:\(|([A-Za-z]\w*'*|\d+(?:\.\d+)?))")
_ABSOLUTE = re.compile(r"\|([^|]+)\|")
_PARTIAL = re.compile(
    r"\(\(\s*∂\s*(\w+'*)\s*\)/\(\s*∂\s*(\w+'*)\s*\)\)|∂\s*\(?\s*(\w+'*)\s*\)?\s*/\s*∂\s*\(?\s*(\w+'*)(?:\s*\))?"
)
"""∂L/∂z, and the same as LaTeX's fraction leaves it: ((∂ L)/(∂ z))."""
_CASES = re.compile(r"\\begin\{([dr]?cases)\*?\}(.*?)\\end\{\1\*?\}", re.DOTALL)
_BRACE = re.compile(r"\s*[⎧⎨⎩⎰⎱⎪]\s*")
_COMPARED = re.compile(r"[<>≤≥⩽⩾≦≧‹›]|\\(?:[lg]eq?|[lg]t)(?![a-z])")


def plain(text: str) -> str:
    r"""A formula in the plain characters of the rubric's language; what it cannot make plain stays.

    >>> plain("w₀ − η·x₁²")
    'w_0 - eta*x_1^2'
    >>> plain(r"$w_3 - \eta x_1^{2}$"), plain("|ŷ − y|²"), plain("√x1")
    ('w_3 - eta x_1^2', 'abs(yhat - y)^2', 'sqrt(x1)')
    >>> plain("w3 - η x1 squared"), plain("(h - y) cubed")
    ('w3 - eta x1^2', '(h - y)^3')
    >>> plain(r"\begin{cases} 1 & \text{if } z > 0 \\ 0 & \text{else} \end{cases}"), plain("1, z ≥ 0\n0, sonst")
    ('( 1 , if  z > 0 ; 0 , else )', '1, z >= 0; 0, sonst')
    >>> plain("e^{2x}"), plain("k^{wx}"), plain("e^{x}y"), plain("W^{T}x")
    ('e^(2x)', 'k^(wx)', 'e^x y', 'W^T x')
    >>> plain("1 - tanh of c"), plain("w of c")
    ('1 - tanh c', 'w of c')
    """
    text = ascii_of(_SUM.sub("Σ", _in_a_line(text))).strip().lstrip("=").strip()
    text = _RAISED_IN_WORDS.sub(lambda m: _POWERS[m[1].casefold()], _RATE.sub("learning_rate", text))
    text = _OVER.sub(r"\g<0> ", text)
    text = _SUBSCRIPT.sub(lambda m: "_" + m[1].replace(",", "_"), text)
    while (shorter := _SUPERSCRIPT.sub(_raised, text)) != text:
        text = shorter
    text = _ROOT.sub(lambda m: "sqrt(" if m[1] is None else f"sqrt({m[1]})", text)
    text = _ABSOLUTE.sub(r"abs(\1)", text)
    text = _OF.sub(" ", text.replace("=<", "<="))
    text = _PARTIAL.sub(_gradient, text)
    return text.replace("{", "(").replace("}", ")")


def _in_a_line(text: str) -> str:
    """A formula by cases with semicolons between them, where they stand below each other."""
    if _COMPARED.search(text):
        text = _CASES.sub(lambda m: "(" + m[2].replace("&", ",").replace("\\\\", ";") + ")", text)
        text = _BRACE.sub("; ", text).replace("\n", "; ")
    return text


def _gradient(found: re.Match[str]) -> str:
    """Its name, apart from the factors that it stands between without a sign."""
    text, start, end = found.string, found.start(), found.end()
    before = " " if start and re.match(r"\w", text[start - 1]) else ""
    behind = " " if re.match(r"[\w∂(]", text[end : end + 1]) else ""
    return f"{before}d{found[1] or found[3]}/d{found[2] or found[4]}{behind}"


def _raised(found: re.Match[str]) -> str:
    """A power without its braces, where these hold one number or one letter, with its index; else in brackets."""
    inner = found[1].strip()
    if not _ONE.fullmatch(inner):
        return f"^({inner})"
    return f"^{inner} " if found.string[found.end() : found.end() + 1].isalnum() else f"^{inner}"
