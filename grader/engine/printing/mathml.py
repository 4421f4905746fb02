"""Layouts as MathML (the Core of it, https://www.w3.org/TR/mathml-core/, which browsers show without a script)."""

import unicodedata
from html import escape

from grader.engine.printing.paper import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Word

_TAGS = {"name": "mi", "function": "mi", "number": "mn", "sign": "mo", "words": "mtext"}
_TALL = ("mfrac", "mtable", "msqrt", "munder")
_ABOVE = {"hat": "^", "bar": "¯", "tilde": "~"}


def mathml(layout: Layout) -> str:
    """One `math` element. All texts are escaped here.

    >>> from grader.engine.printing.paper import lay_out_name
    >>> mathml(lay_out_name("h1"))
    '<math displaystyle="true"><msub><mi>h</mi><mn>1</mn></msub></math>'
    """
    return f'<math displaystyle="true">{_markup(layout)}</math>'


def _markup(node: Layout) -> str:
    match node:
        case Word(text, kind):
            return f"<{_TAGS[kind]}>{_seen(text)}</{_TAGS[kind]}>"
        case Row(parts):
            return f"<mrow>{''.join(map(_markup, parts))}</mrow>"
        case Fraction(above, below):
            return f"<mfrac>{_markup(above)}{_markup(below)}</mfrac>"
        case Script():
            return _script(node)
        case Accent():
            return _accent(node)
        case Root(inside):
            return f"<msqrt>{_markup(inside)}</msqrt>"
        case Fence(left, inside, right):
            return _fenced(left, _markup(inside), right)
        case Grid(rows):
            return _fenced("[", _table(rows), "]")


def _script(node: Script) -> str:
    tag = "msubsup" if node.sub and node.sup else "msub" if node.sub else "msup"
    return f"<{tag}>{''.join(_markup(part) for part in node if part is not None)}</{tag}>"


def _accent(node: Accent) -> str:
    return f'<mover accent="true">{_markup(Word(node.letter))}<mo stretchy="false">{_ABOVE[node.mark]}</mo></mover>'


def _fenced(left: str, inside: str, right: str) -> str:
    """Fences grow only around what is tall: fonts set the others closer."""
    stretch = "" if any(f"<{tag}" in inside for tag in _TALL) else ' stretchy="false"'
    return f'<mrow><mo form="prefix"{stretch}>{left}</mo>{inside}<mo form="postfix"{stretch}>{right}</mo></mrow>'


def _table(rows: tuple[tuple[Layout, ...], ...]) -> str:
    cells = ("".join(f"<mtd>{_markup(cell)}</mtd>" for cell in row) for row in rows)
    return f"<mtable>{''.join(f'<mtr>{row}</mtr>' for row in cells)}</mtable>"


def _seen(text: str) -> str:
    """A text without what is not seen, but for the signs of products and calls."""
    fine = "".join(c if c in "\u2061\u2062" or unicodedata.category(c)[0] != "C" else "\ufffd" for c in text)
    return escape(fine).replace(" ", "\u00a0")
