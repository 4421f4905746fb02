"""Expressions as they are laid out on paper: fractions, scripts, roots and matrices, for MathML and LaTeX to write."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from grader.engine.expr import Apply, Constant, Expr, Name, is_apply
from grader.engine.pretty import MOST_PRIMES, spelled
from grader.engine.primitive import setting
from grader.engine.show import ATOM, BIG, MATRIX, POWER, PRODUCT, SUM, TERM, called, is_setting, place_said, terms_of
from grader.engine.tokens import gradient_parts


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


def lay_out(expr: Expr, numbers: Mapping[str, str] | None = None) -> Layout:
    """An expression on paper, with as few parentheses as it needs; `numbers` are put in the place of names."""
    return _Setter(numbers or {}).at(SUM, expr)


def lay_out_name(name: str) -> Layout:
    """A quantity's name on paper: `dDiv/dw1` as a fraction, `yhat` with its hat, `W1'` with subscript and prime."""
    stem, bracket, index = name.partition("[")
    gradient = gradient_parts(stem)
    if gradient:
        return partial(lay_out_name(gradient[0]), lay_out_name(gradient[1] + bracket + index))
    parts = spelled(name)
    if parts is None:
        return Word(name)
    letter = Accent(parts.letter, parts.accent) if parts.accent else Word(parts.letter)
    below = [Word(parts.below[1:])] if parts.below[1:] else []
    below += [Word(parts.digits, "number")] if parts.digits else []
    sub = _side_by_side(_with_commas(below)) if below else None
    sup = _late(parts.primes) if parts.primes else None
    node = Script(letter, sub, sup) if sub or sup else letter
    return Row((node, Word(parts.place, "words"))) if parts.place else node


def _late(primes: int) -> Word:
    return sign("′" * primes) if primes <= MOST_PRIMES else Word(f"({primes})", "number")


def partial(of: Layout, wrt: Layout) -> Fraction:
    """∂of/∂wrt."""
    return Fraction(Row((PARTIAL, of)), Row((PARTIAL, wrt)))


def lay_out_label(label: str) -> Layout:
    """How a sheet writes one element, on paper: `dMSE/dw_{1,2}^1'`, `l_1^2 (sample 3)`; anything else as it stands."""
    body, _, remark = label.partition(" (")
    tail = (Word(f" ({remark}", "words"),) if remark else ()
    gradient = re.fullmatch(r"d([^\W\d][^/]*)/d([^\W\d][^/]*)", body)
    if gradient:
        node: Layout = partial(lay_out_label(gradient[1]), lay_out_label(gradient[2]))
    else:
        found = _LABEL.fullmatch(body)
        node = _labelled(found) if found else lay_out_name(body)
    return Row((node, *tail)) if tail else node


_SCRIPT = r"(?:\{{(?P<{0}>[^{{}}]*)\}}|(?P<{0}1>\w))"
_LABEL = re.compile(rf"(?P<base>[^\W_]+?)(?:_{_SCRIPT.format('sub')})?(?:\^{_SCRIPT.format('sup')})?(?P<primes>['′]*)")


def _labelled(found: re.Match[str]) -> Layout:
    sub, sup = (found[name] or found[f"{name}1"] for name in ("sub", "sup"))
    if not sub and not sup:
        return lay_out_name(found[0].replace("′", "'"))
    above = [Word(sup, "words")] if sup else []
    above += [_late(len(found["primes"]))] if found["primes"] else []
    base = lay_out_name(found["base"])
    return Script(base, Word(sub, "words") if sub else None, _side_by_side(above) if above else None)


def lay_out_number(text: str) -> Laid:
    """A number on paper: -0.5 with a real minus, 1e-5 with a power of ten; what is none of these as it stands."""
    if text in _LETTERS:
        return Word(_LETTERS[text]), ATOM
    found = _NUMBER.fullmatch(text.strip().replace("−", "-"))
    if found is None:
        return Word(text, "words"), ATOM
    node: Layout = Word(found["digits"], "number")
    if found["power"]:
        power = lay_out_number(str(int(found["power"])))[0]
        node = Row((node, DOT, Script(Word("10", "number"), None, power)))
    return (Row((MINUS, node)), TERM) if found["minus"] else (node, PRODUCT if found["power"] else ATOM)


_LETTERS = {"pi": "π", "e": "e"}
_NUMBER = re.compile(r"(?P<minus>-?)(?P<digits>[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE](?P<power>[-+]?[0-9]{1,4}))?", re.ASCII)


def lay_out_value(value: Any, shown: Callable[[float], str]) -> Layout:
    """A number, a vector or a matrix on paper, each number as `shown`; of what is larger, its slices one by one."""
    if not value.ndim:
        return lay_out_number(shown(float(value)))[0]
    if value.ndim == 1:
        return Fence("[", _listed([lay_out_number(shown(float(x)))[0] for x in value]), "]")
    if value.ndim == 2:
        return Grid(tuple(tuple(lay_out_number(shown(float(x)))[0] for x in row) for row in value))
    return Fence("[", _listed([lay_out_value(part, shown) for part in value]), "]")


class _Setter:
    def __init__(self, numbers: Mapping[str, str]) -> None:
        self.numbers = numbers

    def at(self, level: int, expr: Expr) -> Layout:
        """The layout, in parentheses where it holds together less than `level`."""
        node, holds = self.lay(expr)
        return node if holds >= level else fenced(node)

    def lay(self, expr: Expr) -> Laid:
        if isinstance(expr, Name):
            return self.name(expr.name)
        if isinstance(expr, Constant):
            return lay_out_number(expr.text or f"{expr.value:.12g}")
        return FORMS.get(expr.primitive, _call)(self, expr)

    def name(self, name: str) -> Laid:
        if name in self.numbers:
            return lay_out_number(self.numbers[name])
        return lay_out_name(name), POWER if gradient_parts(name.partition("[")[0]) else ATOM

    def first(self, expr: Expr) -> Layout:
        """The first factor: a negative number needs no parentheses there."""
        node, holds = self.lay(expr)
        return node if holds == TERM and not isinstance(expr, Apply) else self.at(PRODUCT, expr)

    def factor(self, expr: Expr) -> Layout:
        """A later factor; a derivative that is a product needs no parentheses."""
        inner = is_apply(expr, "local") and is_apply(expr.args[0], "mul")
        return self.at(PRODUCT if inner else POWER, expr)

    def listed(self, exprs: Iterable[Expr]) -> Layout:
        return _listed([self.at(SUM, expr) for expr in exprs])


def fenced(node: Layout) -> Fence:
    """In parentheses."""
    return Fence("(", node, ")")


def _side_by_side(parts: Sequence[Layout]) -> Layout:
    return parts[0] if len(parts) == 1 else Row(tuple(parts))


def _with_commas(parts: Sequence[Layout]) -> list[Layout]:
    return list(chain.from_iterable((sign(","), part) for part in parts))[1:]


def _listed(parts: Sequence[Layout]) -> Layout:
    return _side_by_side(_with_commas(parts)) if parts else Row(())


# ---- operators ------------------------------------------------------------------------------------------------------


def _add(s: _Setter, node: Apply) -> Laid:
    parts = [s.at(TERM, node.args[0])]
    for term in terms_of(node)[1:]:
        if term is None:
            parts += [sign("+"), sign("⋯")]
            continue
        negative = is_apply(term, "neg")
        parts += [MINUS if negative else sign("+"), s.at(BIG, term.args[0] if is_apply(term, "neg") else term)]
    return Row(tuple(parts)), SUM


def _neg(s: _Setter, node: Apply) -> Laid:
    return Row((MINUS, s.at(BIG, node.args[0]))), TERM


def _mul(s: _Setter, node: Apply) -> Laid:
    factors = [s.first(node.args[0]), *map(s.factor, node.args[1:])]
    holds = TERM if s.lay(node.args[0])[1] == TERM else PRODUCT
    return Row(tuple(chain.from_iterable((DOT, factor) for factor in factors))[1:]), holds


def _div(s: _Setter, node: Apply) -> Laid:
    return Fraction(s.at(SUM, node.args[0]), s.at(SUM, node.args[1])), POWER


def _between(operator: Word) -> "Form":
    def form(s: _Setter, node: Apply) -> Laid:
        return Row((s.at(MATRIX, node.args[0]), operator, s.factor(node.args[1]))), MATRIX

    return form


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


def _index(s: _Setter, node: Apply) -> Laid:
    base, place = node.args[0], ",".join(map(place_said, node.params))
    if isinstance(base, Name):
        whole = f"{base.name}[{place}]"
        if whole in s.numbers or (base.name not in s.numbers and ":" not in place):
            return s.name(whole)
    return Row((s.at(ATOM, base), Word(f"[{place}]", "words"))), ATOM


def _inside(s: _Setter, node: Apply) -> Laid:
    """What only reshapes, or marks a derivative, is not seen."""
    return s.lay(node.args[0])


# ---- functions ------------------------------------------------------------------------------------------------------


def _call(s: _Setter, node: Apply) -> Laid:
    name = called(node.primitive)
    inside = [s.at(SUM, arg) for arg in node.args]
    inside += [Word(f"{p[0]} {p[1]}", "words") for p in node.params if is_setting(p)]
    return Row((Word(name, "function"), APPLY, fenced(_listed(inside)))), ATOM


def _winners(s: _Setter, node: Apply) -> Laid:
    inner = node.args[0]
    seen = s.at(SUM, inner.args[0] if is_apply(inner, "windows") else inner)
    words = " is the largest of its window" if is_apply(inner, "windows") else " is the largest"
    return Fence("[", Row((seen, Word(words, "words"))), "]"), ATOM


def _where(s: _Setter, node: Apply) -> Laid:
    condition, one, other = (s.at(SUM, arg) for arg in node.args)
    words = (one, Word(" if ", "words"), condition, sign(">"), Word("0", "number"), Word(", else ", "words"), other)
    return Fence("[", Row(words), "]"), ATOM


def _pooling(name: str) -> "Form":
    """A reduction of windows is pooling."""

    def form(s: _Setter, node: Apply) -> Laid:
        inner = node.args[0]
        if not is_apply(inner, "windows"):
            return _call(s, node)
        dims, size, stride = (setting(inner.params, key) or 1 for key in ("dims", "size", "stride"))
        params = (("size", size), *((("stride", stride),) if stride != size else ()))
        return _call(s, Apply(f"{name}{dims}d", inner.args, params))

    return form


def _correlated(s: _Setter, node: Apply) -> Laid:
    """The gradient of a convolution's weights: the input convolved with the gradient of the output."""
    return _call(s, node if node.params[1:] else Apply(node.primitive[:6], node.args))


def _into(s: _Setter, node: Apply) -> Laid:
    """The gradient of a convolution's input: the full convolution with the flipped filter."""
    if node.params[1:]:  # strides and padding have no such short form
        return _call(s, node)
    dims, (g, w) = int(node.primitive[4]), node.args
    flipped = Apply("flip", (w,), (("dims", dims),))
    return _call(s, Apply(f"conv{dims}d", (g, flipped), (("padding", "full"),)))


def _log(base: str) -> "Form":
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


def _wins(operator: str) -> "Form":
    """1 where the first is the larger (or smaller), else 0: Iverson's bracket. What stood first wins a tie, too."""

    def form(s: _Setter, node: Apply) -> Laid:
        other = s.listed(node.args[1:]) if node.args[1:] else Word("0", "number")
        written = {">": "≥", "<": "≤"}[operator] if node.params[:1] == (0,) else operator
        return Fence("[", Row((s.at(SUM, node.args[0]), sign(written), other)), "]"), ATOM

    return form


def _put(s: _Setter, node: Apply) -> Laid:
    place = ",".join(map(place_said, node.params[1:]))
    return Row((s.at(ATOM, node.args[0]), Word(f" at [{place}]", "words"))), SUM


Form: TypeAlias = Callable[[_Setter, Apply], Laid]

FORMS: dict[str, Form] = {
    "add": _add,
    "neg": _neg,
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "matmul": _between(TIMES),
    "outer": _between(sign("⊗")),
    "transpose": _transpose,
    "index": _index,
    "stack": lambda s, node: (Fence("[", s.listed(node.args), "]"), ATOM),
    "local": _inside,
    "expand": _inside,
    "unsqueeze": _inside,
    "reshape": _inside,
    "unwindow": _inside,
    "amax": _pooling("maxpool"),
    "mean": _pooling("avgpool"),
    "conv1d_weights": _correlated,
    "conv2d_weights": _correlated,
    "conv1d_input": _into,
    "conv2d_input": _into,
    "where": _where,
    "sum": _sum,
    "fold": _sum,
    "exp": _exp,
    "log": _log(""),
    "log2": _log("2"),
    "log10": _log("10"),
    "sqrt": lambda s, node: (Root(s.at(SUM, node.args[0])), ATOM),
    "abs": lambda s, node: (Fence("|", s.at(SUM, node.args[0]), "|"), ATOM),
    "step": _wins(">"),
    "is_max": _wins(">"),
    "is_min": _wins("<"),
    "winners": _winners,
    "put": _put,
}
"""How each primitive is laid out; what is not listed is a function's call."""
