"""Prints expressions: with real symbols for people, or in plain characters that `parse` reads back."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, TypeAlias

from grader.engine.expr import Apply, Constant, Expr
from grader.engine.language.tokens import gradient_parts
from grader.engine.primitives.primitive import setting
from grader.engine.printing.composing import ATOM, BIG, POWER, PRODUCT, SUM, TERM, Form, Printer, is_gradient
from grader.engine.printing.forms import PLAIN, SIGNED, call
from grader.engine.printing.pretty import SUPERSCRIPTS, pretty

Names = Mapping[str, str] | Callable[[str], str | None]
Text: TypeAlias = tuple[str, int]


def show(expr: Expr, names: Names | None = None, ascii: bool = False) -> str:
    """An expression as text, with as few parentheses as it needs.

    `names` may give another text for a name (or for an element such as `x[2]`): a number, or the label of the sheet.
    Without one, names get their real symbols; with `ascii` the text is in the rubric's own language.

    >>> from grader.engine import parse
    >>> step = parse("dDiv/dh1 * h1*(1 - h1)^2", {"Div", "h1"})
    >>> show(step), show(step, ascii=True)
    ('∂Div/∂h₁ · h₁ · (1 − h₁)²', 'dDiv/dh1*h1*(1 - h1)^2')
    >>> show(step, {"dDiv/dh1": "-0.0077", "h1": "0.7875"})
    '−0.0077 · 0.7875 · (1 − 0.7875)²'
    """
    given = names.get if isinstance(names, Mapping) else names
    return (_Plain if ascii else _Symbols)(given or (lambda _: None)).at(SUM, expr)


class _Plain(Printer[str]):
    """Text in the rubric's own language."""

    plain = True
    sign: ClassVar[Mapping[str, str]] = {"+": "+", "-": "-", "*": "*"}

    def __init__(self, given: Callable[[str], str | None]) -> None:
        self.given = given
        self.forms = _PLAIN

    def name(self, name: str) -> Text:
        given = self.given(name)
        return self.own(name) if given is None else self.replaced(given)

    def own(self, name: str) -> Text:
        """A name that nothing is put in the place of."""
        return name, ATOM

    def gives(self, name: str) -> bool:
        return self.given(name) is not None

    def number(self, text: str) -> Text:
        return text, TERM if text[0] in "-−" else ATOM

    def replaced(self, text: str) -> Text:
        """A text put in a name's place holds together as it looks."""
        if _NUMBER.fullmatch(text):
            return self.number(text)
        if _BRACKETED.fullmatch(text):
            return text, ATOM
        looks = (level for signs, level in ((" +-−", SUM), ("/*·@", PRODUCT), ("^", POWER)) if set(signs) & set(text))
        return text, next(looks, ATOM)

    def fenced(self, left: str, node: str, right: str) -> str:
        return left + node + right

    def with_commas(self, nodes: Sequence[str]) -> str:
        return ", ".join(nodes)

    def summed(self, first: str, rest: Sequence[tuple[str, str | None]]) -> str:
        return " ".join([first, *(f"{self.sign[sign]} {'…' if term is None else term}" for sign, term in rest)])

    def minus(self, node: str) -> str:
        return self.sign["-"] + node

    def product(self, factors: Sequence[str], stepped: bool) -> str:
        times = self.sign["*"]
        return (f" {times} " if stepped and not self.plain else times).join(factors)

    def between(self, left: str, sign: str, right: str) -> str:
        return f"{left} {sign} {right}"

    def indexed(self, base: str, place: str) -> str:
        return base + place

    def called(self, name: str, args: Sequence[str], settings: Sequence[tuple[str, object]]) -> str:
        return f"{name}({', '.join([*args, *(f'{key}={value}' for key, value in settings)])})"

    def phrase(self, *parts: str) -> str:
        return "".join(parts)


class _Symbols(_Plain):
    """Text with real symbols."""

    plain = False
    sign: ClassVar[Mapping[str, str]] = {"+": "+", "-": "−", "*": "·"}

    def __init__(self, given: Callable[[str], str | None]) -> None:
        super().__init__(given)
        self.forms = _SYMBOLS

    def own(self, name: str) -> Text:
        return pretty(name), PRODUCT if gradient_parts(name.partition("[")[0]) else ATOM

    def number(self, text: str) -> Text:
        return super().number("π" if text == "pi" else text.replace("-", "−"))


_NUMBER = re.compile(r"[-−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-−+]?\d+)?")
_BRACKETED = re.compile(r"\[[^\[\]]*\]|\[(?:\[[^\[\]]*\][, ]*)*\]")


def _div(p: _Plain, node: Apply) -> Text:
    above, below = node.args
    over, holds = (p.at(POWER, above), PRODUCT) if is_gradient(above) else p.first(above)
    return f"{over}/{p.at(POWER, below)}", holds


def _pow(p: _Plain, node: Apply) -> Text:
    base, exponent = node.args
    if not p.plain and isinstance(exponent, Constant) and re.fullmatch(r"-?[0-9]+", exponent.text):
        return p.at(ATOM, base) + exponent.text.translate(SUPERSCRIPTS), POWER
    return f"{p.at(ATOM, base)}^{p.at(POWER, exponent)}", POWER


def _transpose(p: _Plain, node: Apply) -> Text:
    text, holds = p.made(node.args[0])
    whole = text if holds >= ATOM and not isinstance(node.args[0], Constant) else f"({text})"
    return whole + (".T" if p.plain else "ᵀ"), ATOM


def _sum(p: _Plain, node: Apply) -> Text:
    if node.params and node.primitive == "sum":
        return call(p, node)
    [total] = node.args
    return (f"Σ {p.factor(total)}" if is_gradient(total) else f"Σ{p.at(POWER, total)}"), BIG


def _root(p: _Plain, node: Apply) -> Text:
    return f"√{p.at(ATOM, node.args[0])}", POWER


def _kept(p: _Plain, node: Apply) -> Text:
    """An axis kept where it was summed over: `keepdims` of the sum."""
    text, holds = p.made(node.args[0])
    summed = isinstance(node.args[0], Apply) and setting(node.args[0].params, "axis") is not None
    return (f"{text[:-1]}, keepdims=1)", ATOM) if summed and text.endswith(")") else (text, holds)


def _reshaped(p: _Plain, node: Apply) -> Text:
    return f"reshape({', '.join([p.at(SUM, node.args[0]), *map(str, node.params)])})", ATOM


_OWN: dict[str, Form] = {"div": _div, "pow": _pow, "transpose": _transpose}
_PLAIN: dict[str, Form] = {**PLAIN, **_OWN, "unsqueeze": _kept, "reshape": _reshaped}
_SYMBOLS: dict[str, Form] = {**PLAIN, **SIGNED, **_OWN, "sum": _sum, "fold": _sum, "sqrt": _root}
