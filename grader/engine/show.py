"""Prints expressions: with real symbols for people, or in plain characters that `parse` reads back."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeGuard

from grader.engine.expr import Apply, Constant, Expr, Name, is_apply
from grader.engine.pretty import SUPERSCRIPTS, pretty
from grader.engine.primitive import setting
from grader.engine.primitives import FUNCTIONS
from grader.engine.tokens import gradient_parts

SUM, TERM, BIG, MATRIX, PRODUCT, POWER, ATOM = range(7)
"""How tightly a text holds together: a sum, what begins with a minus, a Σ, a product of arrays, a product, a power, a
single word."""

Names = Mapping[str, str] | Callable[[str], str | None]
Text = tuple[str, int]


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
    return _Printer(given or (lambda _: None), ascii).at(SUM, expr)


class _Printer:
    def __init__(self, given: Callable[[str], str | None], ascii: bool) -> None:
        self.given, self.ascii = given, ascii
        self.minus = "-" if ascii else "−"

    def at(self, level: int, expr: Expr) -> str:
        """The text, in parentheses where it holds together less than `level`."""
        text, holds = self.text(expr)
        return text if holds >= level else f"({text})"

    def text(self, expr: Expr) -> Text:
        if isinstance(expr, Name):
            return self.name(expr.name)
        if isinstance(expr, Constant):
            return self.number(expr.text or f"{expr.value:.12g}")
        form = (None if self.ascii else ON_PAPER.get(expr.primitive)) or FORMS.get(expr.primitive, _call)
        return form(self, expr)

    def name(self, name: str) -> Text:
        given = self.given(name)
        if given is not None:
            return self.replaced(given)
        if self.ascii:
            return name, ATOM
        return pretty(name), PRODUCT if gradient_parts(name.partition("[")[0]) else ATOM

    def number(self, text: str) -> Text:
        if not self.ascii:
            text = "π" if text == "pi" else text.replace("-", "−")
        return text, TERM if text[0] in "-−" else ATOM

    def replaced(self, text: str) -> Text:
        """A text put in a name's place holds together as it looks."""
        if _NUMBER.fullmatch(text):
            return self.number(text)
        if _BRACKETED.fullmatch(text):
            return text, ATOM
        looks = (level for signs, level in ((" +-−", SUM), ("/*·@", PRODUCT), ("^", POWER)) if set(signs) & set(text))
        return text, next(looks, ATOM)

    def first(self, expr: Expr) -> str:
        """The first factor: a negative number needs no parentheses there."""
        text, holds = self.text(expr)
        return text if holds == TERM and not isinstance(expr, Apply) else self.at(PRODUCT, expr)

    def factor(self, expr: Expr) -> str:
        """A later factor. On paper a gradient, or a derivative that is a product, needs no parentheses."""
        product = is_apply(expr, "local") and is_apply(expr.args[0], "mul")
        return self.at(PRODUCT if not self.ascii and (product or _is_gradient(expr)) else POWER, expr)

    def listed(self, exprs: Iterable[Expr]) -> str:
        """Several, with commas between."""
        return ", ".join(self.at(SUM, expr) for expr in exprs)


_NUMBER = re.compile(r"[-−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-−+]?\d+)?")
_BRACKETED = re.compile(r"\[[^\[\]]*\]|\[(?:\[[^\[\]]*\][, ]*)*\]")


def _is_gradient(expr: Expr) -> bool:
    return isinstance(expr, Name) and gradient_parts(expr.name) is not None


# ---- operators ------------------------------------------------------------------------------------------------------


LONGEST_SUM = 16
"""On paper, of a sum of more terms (a weight that hundreds of steps share) only some at the ends are written."""
_AHEAD, _BEHIND = 4, 2


def terms_of(total: Apply) -> list[Expr | None]:
    """The terms of a sum that are written on paper; None stands for those between that are not."""
    terms = total.args
    return [*terms] if len(terms) <= LONGEST_SUM else [*terms[:_AHEAD], None, *terms[-_BEHIND:]]


def _add(p: _Printer, node: Apply) -> Text:
    parts = [p.at(TERM, node.args[0])]
    for term in node.args[1:] if p.ascii else terms_of(node)[1:]:
        if term is None:
            parts += ["+", "…"]
            continue
        negative = is_apply(term, "neg")
        parts += [p.minus if negative else "+", p.at(BIG, term.args[0] if is_apply(term, "neg") else term)]
    return " ".join(parts), SUM


def _neg(p: _Printer, node: Apply) -> Text:
    return p.minus + p.at(BIG, node.args[0]), TERM


def _mul(p: _Printer, node: Apply) -> Text:
    texts = [p.first(node.args[0]), *map(p.factor, node.args[1:])]
    stepped = any(is_apply(arg, "local") or _is_gradient(arg) for arg in node.args)
    return _product(("*" if p.ascii else " · " if stepped else "·").join(texts))


def _div(p: _Printer, node: Apply) -> Text:
    above, below = node.args
    over = p.at(POWER, above) if _is_gradient(above) else p.first(above)
    return _product(f"{over}/{p.at(POWER, below)}")


def _product(text: str) -> Text:
    return text, TERM if text[0] in "-−" else PRODUCT


def _between(sign: str) -> "Form":
    """A product of arrays."""
    return lambda p, node: (f"{p.at(MATRIX, node.args[0])} {sign} {p.factor(node.args[1])}", MATRIX)


def _pow(p: _Printer, node: Apply) -> Text:
    base, exponent = node.args
    if not p.ascii and isinstance(exponent, Constant) and re.fullmatch(r"-?[0-9]+", exponent.text):
        return p.at(ATOM, base) + exponent.text.translate(SUPERSCRIPTS), POWER
    return f"{p.at(ATOM, base)}^{p.at(POWER, exponent)}", POWER


def _transpose(p: _Printer, node: Apply) -> Text:
    text, holds = p.text(node.args[0])
    whole = text if holds >= ATOM and not isinstance(node.args[0], Constant) else f"({text})"
    return whole + (".T" if p.ascii else "ᵀ"), ATOM


def _index(p: _Printer, node: Apply) -> Text:
    base, place = node.args[0], f"[{','.join(map(place_said, node.params))}]"
    if isinstance(base, Name) and all(isinstance(part, int) for part in node.params):
        given = p.given(base.name + place)
        if given is not None:
            return p.replaced(given)
        if not p.ascii and p.given(base.name) is None:
            return p.name(base.name + place)
    return p.at(ATOM, base) + place, ATOM


def place_said(part: object) -> str:
    """One index, or a slice, as it stands between brackets."""
    if isinstance(part, tuple):
        return f"{part[1] or ''}:{part[2] or ''}"
    return str(part)


def _stack(p: _Printer, node: Apply) -> Text:
    return f"[{p.listed(node.args)}]", ATOM


def _inside(p: _Printer, node: Apply) -> Text:
    """What only reshapes, or marks a derivative, is not seen."""
    return p.text(node.args[0])


# ---- functions ------------------------------------------------------------------------------------------------------

_CALLED = {"amax": "max", "fold": "sum"} | {primitive: name for name, primitive in reversed(FUNCTIONS.items())}
_WRITTEN = {"sigmoid": "σ", "log": "ln", "log2": "log₂", "log10": "log₁₀", "relu": "ReLU", "gelu": "GELU",
            "gelu_tanh": "GELU", "leaky_relu": "LeakyReLU", "elu": "ELU",
            "normal_cdf": "Φ", "normal_pdf": "φ"}  # fmt: skip


def called(primitive: str) -> str:
    """What a function is called on paper."""
    return _WRITTEN.get(primitive, _CALLED.get(primitive, primitive))


def _call(p: _Printer, node: Apply) -> Text:
    name = _CALLED.get(node.primitive, node.primitive) if p.ascii else called(node.primitive)
    settings = (f"{part[0]}={part[1]}" for part in node.params if is_setting(part))
    return f"{name}({', '.join([*(p.at(SUM, arg) for arg in node.args), *settings])})", ATOM


def is_setting(part: object) -> TypeGuard[tuple[str, object]]:
    """Whether a parameter is `axis=1`, and not a shape."""
    return isinstance(part, tuple) and len(part) == 2 and isinstance(part[0], str)


def _winners(p: _Printer, node: Apply) -> Text:
    inner = node.args[0]
    windows = is_apply(inner, "windows")
    seen = p.at(SUM, inner.args[0] if is_apply(inner, "windows") else inner)
    return f"[{seen} is the largest{' of its window' if windows else ''}]", ATOM


def _largest(p: _Printer, node: Apply) -> Text:
    return _pooled("maxpool", p, node) or _call(p, node)


def _mean(p: _Printer, node: Apply) -> Text:
    return _pooled("avgpool", p, node) or _call(p, node)


def _pooled(name: str, p: _Printer, node: Apply) -> Text | None:
    """A reduction of windows is pooling."""
    if not is_apply(node.args[0], "windows"):
        return None
    inner = Apply(f"{name}{setting(node.args[0].params, 'dims')}d", node.args[0].args, node.args[0].params)
    size, stride = (setting(inner.params, key) or 1 for key in ("size", "stride"))
    params = (("size", size), *((("stride", stride),) if stride != size else ()))
    return _call(p, Apply(inner.primitive, inner.args, params))


def _correlated(p: _Printer, node: Apply) -> Text:
    """The gradient of a convolution's weights: the input convolved with the gradient of the output."""
    return _call(p, node if node.params[1:] else Apply(node.primitive[:6], node.args))


def _into(p: _Printer, node: Apply) -> Text:
    """The gradient of a convolution's input: the full convolution with the flipped filter."""
    if node.params[1:]:  # strides and padding have no such short form
        return _call(p, node)
    dims, (g, w) = int(node.primitive[4]), node.args
    full = Apply(f"conv{dims}d", (g, Apply("flip", (w,), (("dims", dims),))), (("padding", "full"),))
    return _call(p, full)


def _sum(p: _Printer, node: Apply) -> Text:
    return _call(p, node) if node.params and node.primitive == "sum" else _total(p, node.args[0])


def _total(p: _Printer, expr: Expr) -> Text:
    return (f"Σ {p.factor(expr)}" if _is_gradient(expr) else f"Σ{p.at(POWER, expr)}"), BIG


def _root(p: _Printer, node: Apply) -> Text:
    return f"√{p.at(ATOM, node.args[0])}", POWER


def _wins(sign: str) -> "Form":
    """1 where the first is the larger (or smaller), else 0: Iverson's bracket. What stood first wins a tie, too."""

    def form(p: _Printer, node: Apply) -> Text:
        written = (f"{sign}=" if p.ascii else _OR_EQUAL[sign]) if node.params[:1] == (0,) else sign
        return f"[{p.at(SUM, node.args[0])} {written} {p.listed(node.args[1:]) or '0'}]", ATOM

    return form


_OR_EQUAL = {">": "≥", "<": "≤"}


def _where(p: _Printer, node: Apply) -> Text:
    condition, one, other = node.args
    return f"[{p.at(SUM, one)} if {p.at(SUM, condition)} > 0, else {p.at(SUM, other)}]", ATOM


def _kept(p: _Printer, node: Apply) -> Text:
    """An axis kept where it was summed over is not seen on paper."""
    text, holds = p.text(node.args[0])
    called = p.ascii and isinstance(node.args[0], Apply) and setting(node.args[0].params, "axis") is not None
    return (f"{text[:-1]}, keepdims=1)", ATOM) if called and text.endswith(")") else (text, holds)


def _reshaped(p: _Printer, node: Apply) -> Text:
    if not p.ascii:
        return _inside(p, node)
    return f"reshape({', '.join([p.at(SUM, node.args[0]), *map(str, node.params)])})", ATOM


def _put(p: _Printer, node: Apply) -> Text:
    return f"{p.at(ATOM, node.args[0])} at [{','.join(map(place_said, node.params[1:]))}]", SUM


def _slipped(words: str) -> "Form":
    """One element along an axis, taken or left out: `x[:,2]`, `x[:,without 2]`, `x[:,3 for 2]`."""

    def form(p: _Printer, node: Apply) -> Text:
        axis, *places = (int(str(param)) for param in node.params)
        said = words.format(*(place + 1 for place in places))
        return f"{p.at(ATOM, node.args[0])}[{':,' * axis}{said}]", ATOM

    return form


Form = Callable[[_Printer, Apply], Text]

FORMS: dict[str, Form] = {
    "add": _add,
    "neg": _neg,
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "matmul": _between("@"),
    "transpose": _transpose,
    "index": _index,
    "stack": _stack,
    "local": _inside,
    "expand": _inside,
    "unsqueeze": _kept,
    "unwindow": _inside,
    "reshape": _reshaped,
    "amax": _largest,
    "mean": _mean,
    "conv1d_weights": _correlated,
    "conv2d_weights": _correlated,
    "conv1d_input": _into,
    "conv2d_input": _into,
    "put": _put,
    "sibling": _slipped("{0}"),
    "without": _slipped("without {0}"),
    "only": _slipped("only {0}"),
    "negated": _slipped("minus {0}"),
    "put_for": _slipped("{1} for {0}"),
    "swapped": _slipped("{0} and {1} exchanged"),
}
"""How each primitive is printed; what is not listed is a function's call."""

ON_PAPER: dict[str, Form] = {
    "sum": _sum,
    "fold": _sum,
    "outer": _between("⊗"),
    "sqrt": _root,
    "where": _where,
    "abs": lambda p, node: (f"|{p.at(SUM, node.args[0])}|", ATOM),
    "step": _wins(">"),
    "is_max": _wins(">"),
    "is_min": _wins("<"),
    "winners": _winners,
}
"""What has a sign of its own on paper."""
