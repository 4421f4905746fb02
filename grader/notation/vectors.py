r"""Vectors of formulas as people write them: `⟨w₀ − η, w₁ − η·x₁⟩`, `w − η·(1, x₁)ᵀ`, LaTeX's `pmatrix`."""

import re
from collections.abc import Iterator

_MATRIX = re.compile(
    r"\\begin\{[a-z]*(?:matrix|array)\}(?:\{[clr|]*\})?(.*?)\\end\{[a-z]*(?:matrix|array)\}", re.DOTALL
)
_SIZES = re.compile(r"\\(?:left|right|[bB]igg?[lr]?)(?![a-zA-Z])\s*")
_BRACKETS = {"[": "]", "(": ")", "{": "}", "⟨": "⟩", "〈": "〉", "<": ">"}
_TURNED = re.compile(r"\s*(?:\^\s*\{?\s*(?:T|\\top|\\intercal)\s*\}?|\.T|ᵀ)")
_FUNCTION = re.compile(r"(?<![\\\w])[A-Za-z]{2,}$")
"""In front of a bracket, a name whose arguments stand in it: `max(0, x)`."""
_LONGEST = 600


def formulas(text: str) -> tuple[str, ...]:
    r"""The formulas of a vector, each as written, row by row; () where a text is no list in brackets.

    >>> formulas("⟨w1 x, w2 x²⟩"), formulas("(x(1, 2), y)^T"), formulas(r"\begin{pmatrix} x \\ 2y \end{pmatrix}")
    (('w1 x', 'w2 x²'), ('x(1, 2)', 'y'), ('x', '2y'))
    >>> formulas("(x + 1)(y, 2)"), formulas("x")
    ((), ())
    """
    body = _in_brackets(text.strip().strip("$").strip().lstrip("=").strip())
    if turned := re.search(_TURNED.pattern + "$", body):
        body = body[: turned.start()]
    if len(body) < 2 or _BRACKETS.get(body[0]) != body[-1]:
        return ()
    parts = _parted(body[1:-1])
    if parts is None or not all(parts):
        return ()
    rows = [formulas(part) for part in parts]
    return tuple(part for row in rows for part in row) if all(rows) else tuple(parts)


def by_element(text: str) -> tuple[str, ...]:
    r"""A formula with vectors in it, once for each of their elements; () where it has none, or of several lengths.

    >>> by_element("w - eta*(1, x)^T"), by_element(r"\eta\begin{bmatrix} 1 \\ 2x \end{bmatrix}")
    (('w - eta*(1)', 'w - eta*(x)'), ('\\eta(1)', '\\eta(2x)'))
    >>> by_element("max(0, x)"), by_element("(1, x) + (1, x, y)")
    ((), ())
    """
    body = _in_brackets(text.strip().strip("$").strip()) if len(text) <= _LONGEST else ""
    vectors = [*_vectors(body)]
    if len({len(parts) for _, _, parts in vectors}) != 1:
        return ()
    ends = [0, *(end for _, end, _ in vectors)]
    between = [body[end:start] for end, (start, _, _) in zip(ends, vectors, strict=False)]
    elements = zip(*(parts for _, _, parts in vectors), strict=True)
    return tuple(
        "".join(f"{a}({b})" for a, b in zip(between, each, strict=True)) + body[ends[-1] :] for each in elements
    )


def _vectors(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Where the vectors of a text begin and end that stand in no other, what says that they are turned included."""
    at = 0
    while at < len(text):
        end = _closing(text, at) if text[at] in "([⟨" and not _FUNCTION.search(text[:at]) else at
        parts = _parted(text[at + 1 : end]) if end > at else None
        if parts and len(parts) > 1 and all(parts):
            turned = _TURNED.match(text, end + 1)
            yield at, (turned.end() if turned else end + 1), parts
            at = end
        at += 1


def _in_brackets(text: str) -> str:
    """A text with plain brackets in place of LaTeX's; its matrices row by row in square ones."""
    text = _SIZES.sub("", text).replace(r"\langle", "⟨").replace(r"\rangle", "⟩")
    return _MATRIX.sub(lambda m: f"[{m[1].replace('&', ';').replace(chr(92) * 2, ';').strip(' ;')}]", text)


def _closing(text: str, start: int) -> int:
    """Where the bracket that opens at a place is closed; that place itself where it is not."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in "([{⟨") - (text[at] in ")]}⟩")
        if not depth:
            return at
    return start


def _parted(body: str) -> list[str] | None:
    """The parts of a list, at the commas and semicolons outside all brackets; None where brackets do not match."""
    parts, depth = [""], 0
    for character in body:
        depth += (character in "([{⟨") - (character in ")]}⟩")
        if depth < 0:
            return None
        if depth == 0 and character in ",;\n":
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts] if depth == 0 else None
