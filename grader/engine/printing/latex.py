r"""Layouts as LaTeX, for a document with amsmath."""

from grader.engine.printing.paper import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Word
from grader.engine.printing.pretty import GREEK

_SIGNS = {"−": "-", "·": r"\cdot ", "∂": r"\partial ", "\u2061": "", "\u2062": r"\,", "∑": r"\sum ", "⊗": r"\otimes ",
          "⊤": r"\top ", "⋯": r"\cdots ",
          "≥": r"\ge ", "≤": r"\le ", "√": r"\surd ", "≠": r"\ne ", "≈": r"\approx ", "×": r"\times ", "±": r"\pm ",
          "→": r"\to ", "←": r"\leftarrow ", "⇒": r"\Rightarrow ", "∇": r"\nabla ", "⊙": r"\odot ", "∈": r"\in ",
          "∞": r"\infty ", "ᵀ": r"^{\top}"}  # fmt: skip
_LETTERS = {letter: f"\\{name} " for name, letter in GREEK.items()}
_LETTERS |= {"ο": "o "}
_LATIN_CAPITALS = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True))
_MARKS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde"}
_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_SPECIAL |= {c: f"\\{c}" for c in "#$%&_{}"}
_MATHS = {c: text.strip() for c, text in (_SIGNS | _LETTERS).items() if text.strip()} | {"′": "'"}
_MATHS |= {c: f"_{{{n}}}" for n, c in enumerate("₀₁₂₃₄₅₆₇₈₉")} | {c: f"^{{{n}}}" for n, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}


def latex(layout: Layout) -> str:
    r"""The layout for LaTeX's mathematics mode.

    >>> from grader.engine.printing.paper import lay_out_name
    >>> latex(lay_out_name("dDiv/dw1"))
    '\\frac{\\partial \\mathrm{Div}}{\\partial w_{1}}'
    """
    match layout:
        case Word():
            return _word(layout)
        case Row(parts):
            return "".join(map(latex, parts))
        case Fraction(above, below):
            return f"\\frac{{{latex(above)}}}{{{latex(below)}}}"
        case Script(base, sub, sup):
            scripts = (f"_{{{latex(sub)}}}" if sub else "") + (f"^{{{latex(sup)}}}" if sup else "")
            return (latex(base) if isinstance(base, Word | Fence) else f"{{{latex(base)}}}") + scripts
        case Accent(letter, mark):
            return f"{_MARKS[mark]}{{{_word(Word(letter))}}}"
        case Root(inside):
            return f"\\sqrt{{{latex(inside)}}}"
        case Fence(left, inside, right):
            return f"\\left{left}{latex(inside)}\\right{right}"
        case Grid(rows):
            body = r" \\ ".join(" & ".join(map(latex, row)) for row in rows)
            return f"\\begin{{bmatrix}}{body}\\end{{bmatrix}}"


def _word(word: Word) -> str:
    text = word.text
    if word.kind == "sign":
        primes = text.count("′")
        return "\\prime " * primes if primes else _SIGNS.get(text, text)
    if word.kind == "words":
        return f"\\text{{{latex_text(text)}}}"
    if word.kind == "number":
        return latex_text(text)
    if word.kind == "function" and text not in _LETTERS:
        return f"\\operatorname{{{latex_text(text)}}}"
    if text in _LATIN_CAPITALS:
        return f"\\mathrm{{{_LATIN_CAPITALS[text]}}}"
    if text in _LETTERS:
        return _LETTERS[text]
    if len(text) == 1 and text.isascii():
        return latex_text(text)
    return f"\\mathrm{{{latex_text(text)}}}" if text.isascii() else f"\\text{{{latex_text(text)}}}"


def latex_text(text: str) -> str:
    r"""A text outside mathematics, with what LaTeX would take for a command escaped.

    >>> latex_text("50 % of w_1"), latex_text("w₁")
    ('50 \\% of w\\_1', 'w\\ensuremath{_{1}}')
    """
    return "".join(map(_character, text))


def _character(character: str) -> str:
    if character in _MATHS:
        return f"\\ensuremath{{{_MATHS[character]}}}"
    return _SPECIAL.get(character, character if character.isprintable() else " ")
