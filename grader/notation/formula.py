"""Formulas as people write them, made plain: `w₀ − η·x₁²` is `w_0 - eta*x_1^2`."""

import re

from grader.notation.characters import ascii_of

_SUBSCRIPT = re.compile(r"_\{\s*([\w,]+)\s*\}")
_SUPERSCRIPT = re.compile(r"\^\{([^{}]*)\}")
_ROOT = re.compile(r"√\s*(?:\(|([A-Za-z]\w*'*|\d+(?:\.\d+)?))")
_ABSOLUTE = re.compile(r"\|([^|]+)\|")
_PARTIAL = re.compile(r"∂\s*\(?\s*(\w+'*)\s*\)?\s*/\s*∂\s*\(?\s*(\w+'*)\s*\)?")


def plain(text: str) -> str:
    r"""A formula in the plain characters of the rubric's language; what it cannot make plain stays.

    >>> plain("w₀ − η·x₁²")
    'w_0 - eta*x_1^2'
    >>> plain(r"$w_3 - \eta x_1^{2}$"), plain("|ŷ − y|²"), plain("√x1")
    ('w_3 - eta x_1^2', 'abs(yhat - y)^2', 'sqrt(x1)')
    """
    text = ascii_of(text).strip().lstrip("=").strip()
    text = _SUBSCRIPT.sub(lambda m: "_" + m[1].replace(",", "_"), text)
    while (shorter := _SUPERSCRIPT.sub(_raised, text)) != text:
        text = shorter
    text = _ROOT.sub(lambda m: "sqrt(" if m[1] is None else f"sqrt({m[1]})", text)
    text = _ABSOLUTE.sub(r"abs(\1)", text)
    text = _PARTIAL.sub(r"d\1/d\2", text)
    return text.replace("{", "(").replace("}", ")")


def _raised(found: re.Match[str]) -> str:
    inner = found[1].strip()
    return f"^{inner}" if re.fullmatch(r"\w+", inner) else f"^({inner})"
