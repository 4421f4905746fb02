"""Expressions as a student reads them, who knows nothing of the language that rubrics are written in."""

from collections.abc import Mapping

from grader.engine import Constant, Expr, number, rewrite, show

_AXES = {-1: "along each row", -2: "down each column"}


def in_words(expr: Expr, names: Mapping[str, str] | None = None) -> str:
    """An expression with its constants to six figures, and what axis it goes along in words; `names` as for `show`.

    >>> from grader.engine import parse
    >>> in_words(parse("1.3333333333333333*mean(dL/dY, axis=-2)", {"L", "Y"}))
    '1.33333·mean(∂L/∂Y, down each column)'
    """
    text = show(rewrite(expr, _briefly), names)
    for axis, words in _AXES.items():
        text = text.replace(f"axis={axis}", words)
    return text


def _briefly(node: Expr) -> Expr | None:
    if not isinstance(node, Constant) or node.value.is_integer() or len(node.text) <= _MOST_CHARACTERS:
        return None
    return number(float(f"{node.value:.6g}"))


_MOST_CHARACTERS = 8
"""Of a constant of six figures and what goes with them, 0.123456: a longer one may have more."""
