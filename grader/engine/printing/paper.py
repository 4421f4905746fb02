"""Formulas on paper, and all that is laid out with them."""

from collections.abc import Mapping, Sequence

from grader.engine.expr import Apply, Expr
from grader.engine.language.tokens import gradient_parts
from grader.engine.printing.composing import ATOM, BIG, POWER, SUM, Form, Printer
from grader.engine.printing.forms import PLAIN, SIGNED
from grader.engine.printing.layout import (
    APPLY,
    DOT,
    EQUALS,
    MINUS,
    TIMES,
    Accent,
    Fence,
    Fraction,
    Grid,
    Laid,
    Layout,
    Root,
    Row,
    Script,
    Word,
    between,
    fenced,
    listed,
    sign,
)
from grader.engine.printing.lettering import lay_out_label, lay_out_name, lay_out_number, lay_out_value, partial

__all__ = [
    "EQUALS",
    "MINUS",
    "Accent",
    "Fence",
    "Fraction",
    "Grid",
    "Layout",
    "Root",
    "Row",
    "Script",
    "Word",
    "fenced",
    "lay_out",
    "lay_out_label",
    "lay_out_name",
    "lay_out_number",
    "lay_out_value",
    "partial",
    "sign",
]


def lay_out(expr: Expr, numbers: Mapping[str, str] | None = None) -> Layout:
    """An expression on paper, with as few parentheses as it needs; `numbers` are put in the place of names."""
    return _Setter(numbers or {}).at(SUM, expr)


class _Setter(Printer[Layout]):
    def __init__(self, numbers: Mapping[str, str]) -> None:
        self.numbers = numbers
        self.forms = _FORMS

    def name(self, name: str) -> Laid:
        if name in self.numbers:
            return lay_out_number(self.numbers[name])
        return lay_out_name(name), POWER if gradient_parts(name.partition("[")[0]) else ATOM

    def gives(self, name: str) -> bool:
        return name in self.numbers

    def number(self, text: str) -> Laid:
        return lay_out_number(text)

    def fenced(self, left: str, node: Layout, right: str) -> Layout:
        return Fence(left, node, right)

    def with_commas(self, nodes: Sequence[Layout]) -> Layout:
        return listed(nodes) if nodes else Row(())

    def summed(self, first: Layout, rest: Sequence[tuple[str, Layout | None]]) -> Layout:
        parts = [first]
        for mark, term in rest:
            parts += [MINUS if mark == "-" else sign(mark), sign("⋯") if term is None else term]
        return Row(tuple(parts))

    def minus(self, node: Layout) -> Layout:
        return Row((MINUS, node))

    def product(self, factors: Sequence[Layout], stepped: bool) -> Layout:  # noqa: ARG002
        return between(DOT, factors)

    def between(self, left: Layout, sign: str, right: Layout) -> Layout:
        return Row((left, TIMES if sign == "@" else Word(sign, "sign"), right))

    def indexed(self, base: Layout, place: str) -> Layout:
        return Row((base, Word(place, "words")))

    def called(self, name: str, args: Sequence[Layout], settings: Sequence[tuple[str, object]]) -> Layout:
        given = [*args, *(Word(f"{key} {value}", "words") for key, value in settings)]
        return Row((Word(name, "function"), APPLY, fenced(self.with_commas(given))))

    def phrase(self, *parts: Layout | str) -> Layout:
        return Row(tuple(_said(part) if isinstance(part, str) else part for part in parts))


def _said(text: str) -> Word:
    """A word, a sign or a number between other things."""
    bare = text.strip()
    kind = "sign" if bare in _SIGNS else "number" if bare.isdigit() else "words"
    return Word(bare if kind == "sign" else text, kind)


_SIGNS = (">", "<", "≥", "≤")


def _div(s: _Setter, node: Apply) -> Laid:
    return Fraction(s.at(SUM, node.args[0]), s.at(SUM, node.args[1])), POWER


def _raised(base: Layout, above: Layout) -> Layout:
    """With a superscript; what has one already is put in parentheses."""
    taken = isinstance(base, Script) and base.sup is not None
    return Script(fenced(base) if taken else base, None, above)


def _pow(s: _Setter, node: Apply) -> Laid:
    return _raised(s.at(ATOM, node.args[0]), s.at(SUM, node.args[1])), POWER


def _transpose(s: _Setter, node: Apply) -> Laid:
    base, turned = s.at(ATOM, node.args[0]), sign("⊤")
    if isinstance(base, Script):
        return Script(base.base, base.sub, Row((base.sup, turned)) if base.sup else turned), ATOM
    return Script(base, None, turned), ATOM


def _log(base: str) -> Form:
    def form(s: _Setter, node: Apply) -> Laid:
        name = Script(Word("log", "function"), Word(base, "number")) if base else Word("ln", "function")
        return Row((name, APPLY, fenced(s.at(SUM, node.args[0])))), ATOM

    return form


def _sum(s: _Setter, node: Apply) -> Laid:
    axis = next((p[1] for p in node.params if isinstance(p, tuple) and p[0] == "axis"), None)
    total: Layout = Script(sign("∑"), Word(f"axis {axis}", "words")) if axis is not None else sign("∑")
    return Row((total, s.at(POWER, node.args[0]))), BIG


def _exp(s: _Setter, node: Apply) -> Laid:
    return Script(Word("e"), None, s.at(SUM, node.args[0])), POWER


def _root(s: _Setter, node: Apply) -> Laid:
    return Root(s.at(SUM, node.args[0])), ATOM


_FORMS: dict[str, Form] = {
    **PLAIN,
    **SIGNED,
    "div": _div,
    "pow": _pow,
    "transpose": _transpose,
    "sum": _sum,
    "fold": _sum,
    "exp": _exp,
    "log": _log(""),
    "log2": _log("2"),
    "log10": _log("10"),
    "sqrt": _root,
}
