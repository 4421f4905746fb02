"""Mathematics laid out on paper: fractions, scripts, roots and matrices, for MathML and LaTeX to write."""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias


class Word(NamedTuple):
    """A text that stands by itself; `kind` is name, number, sign, function or words."""

    text: str
    kind: str = "name"


class Row(NamedTuple):
    """What stands side by side."""

    parts: tuple["Layout", ...]


class Fraction(NamedTuple):
    """One above the other, with a bar between."""

    above: "Layout"
    below: "Layout"


class Script(NamedTuple):
    """Something with a subscript, a superscript or both."""

    base: "Layout"
    sub: "Layout | None" = None
    sup: "Layout | None" = None


class Accent(NamedTuple):
    """A letter with a hat, a bar or a tilde."""

    letter: str
    mark: str


class Root(NamedTuple):
    """A square root."""

    inside: "Layout"


class Fence(NamedTuple):
    """Something between parentheses, brackets or strokes that are as tall as it is."""

    left: str
    inside: "Layout"
    right: str


class Grid(NamedTuple):
    """A matrix."""

    rows: tuple[tuple["Layout", ...], ...]


Layout: TypeAlias = Word | Row | Fraction | Script | Accent | Root | Fence | Grid
Laid: TypeAlias = tuple[Layout, int]
"""A layout, and how tightly it holds together (see `show`)."""


def sign(text: str) -> Word:
    """An operator."""
    return Word(text, "sign")


EQUALS, MINUS, DOT, PARTIAL, APPLY, TIMES = map(sign, ("=", "−", "·", "∂", "\u2061", "\u2062"))


def fenced(node: Layout) -> Fence:
    """In parentheses."""
    return Fence("(", node, ")")


def side_by_side(parts: Sequence[Layout]) -> Layout:
    """Several in a row; one as it is."""
    return parts[0] if len(parts) == 1 else Row(tuple(parts))


def between(separator: Word, parts: Sequence[Layout]) -> Row:
    """Several in a row, with the same sign between each two."""
    return Row(tuple(chain.from_iterable((separator, part) for part in parts))[1:])


def listed(parts: Sequence[Layout]) -> Layout:
    """Several with commas between."""
    return parts[0] if len(parts) == 1 else between(sign(","), parts)
