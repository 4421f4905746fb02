"""The pieces that formulas are put together from, each for every printer."""

from typing import TypeGuard

from grader.engine.conditions import sides
from grader.engine.expr import Apply, Expr, Name, is_apply
from grader.engine.language.functions import FUNCTIONS
from grader.engine.primitives.primitive import setting
from grader.engine.printing.composing import ATOM, BIG, MATRIX, OTHER, SUM, TERM, Form, Node, Printer, is_gradient

LONGEST_SUM = 16
"""On paper, of a sum of more terms (a weight that hundreds of steps share) only some at the ends are written."""
_AHEAD, _BEHIND = 4, 2


def is_setting(part: object) -> TypeGuard[tuple[str, object]]:
    """Whether a parameter is `axis=1`, and not a shape."""
    return isinstance(part, tuple) and len(part) == 2 and isinstance(part[0], str)


def place_said(part: object) -> str:
    """One index, or a slice, as it stands between brackets."""
    return f"{part[1] or ''}:{part[2] or ''}" if isinstance(part, tuple) else str(part)


# ---- operators ------------------------------------------------------------------------------------------------------


def _terms(total: Apply) -> list[Expr | None]:
    """The terms of a sum that are written on paper; None stands for those between that are not."""
    terms = total.args
    return [*terms] if len(terms) <= LONGEST_SUM else [*terms[:_AHEAD], None, *terms[-_BEHIND:]]


def _add(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    rest: list[tuple[str, Node | None]] = []
    for term in node.args[1:] if p.plain else _terms(node)[1:]:
        if term is not None and is_apply(term, "neg"):
            rest.append(("-", p.at(BIG, term.args[0])))
        else:
            rest.append(("+", p.at(BIG, term) if term is not None else None))
    return p.summed(p.at(TERM, node.args[0]), rest), SUM


def _neg(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    return p.minus(p.at(BIG, node.args[0])), TERM


def _mul(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    first, holds = p.first(node.args[0])
    stepped = any(is_apply(arg, "local") or is_gradient(arg) for arg in node.args)
    return p.product([first, *map(p.factor, node.args[1:])], stepped), holds


def between(sign: str) -> Form:
    """A product of arrays."""

    def form(p: Printer[Node], node: Apply) -> tuple[Node, int]:
        return p.between(p.at(MATRIX, node.args[0]), sign, p.factor(node.args[1])), MATRIX

    return form


def _index(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    base, place = node.args[0], f"[{','.join(map(place_said, node.params))}]"
    if isinstance(base, Name) and all(isinstance(part, int) for part in node.params):
        whole = base.name + place
        if p.gives(whole) or not p.gives(base.name):
            return p.name(whole)
    return p.indexed(p.at(ATOM, base), place), ATOM


def _stack(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    return p.fenced("[", p.listed(node.args), "]"), ATOM


def inside(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    """What only reshapes, or marks a derivative, is not seen."""
    return p.made(node.args[0])


# ---- functions ------------------------------------------------------------------------------------------------------

_CALLED = {"amax": "max", "fold": "sum"} | {primitive: name for name, primitive in reversed(FUNCTIONS.items())}
_WRITTEN = {"sigmoid": "σ", "log": "ln", "log2": "log₂", "log10": "log₁₀", "relu": "ReLU", "gelu": "GELU",
            "gelu_tanh": "GELU", "eye": "I", "leaky_relu": "LeakyReLU", "elu": "ELU",
            "normal_cdf": "Φ", "normal_pdf": "φ"}  # fmt: skip


def call(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    """A function by its name, with its arguments and settings."""
    name = _CALLED.get(node.primitive, node.primitive)
    settings = [part for part in node.params if is_setting(part)]
    written = name if p.plain else _WRITTEN.get(node.primitive, name)
    return p.called(written, [p.at(SUM, arg) for arg in node.args], settings), ATOM


def _as_windows(node: Expr) -> Expr:
    """Windows as they are, where a slip has picked an element of one."""
    return node.args[0] if is_apply(node, "picked") else node


def _pooling(name: str) -> Form:
    """A reduction of windows is pooling."""

    def form(p: Printer[Node], node: Apply) -> tuple[Node, int]:
        inner = _as_windows(node.args[0])
        if not is_apply(inner, "windows"):
            return call(p, node)
        dims, size, stride = (setting(inner.params, key) or 1 for key in ("dims", "size", "stride"))
        params = (("size", size), *((("stride", stride),) if stride != size else ()))
        return call(p, Apply(f"{name}{dims}d", inner.args, params))

    return form


def _correlated(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    """The gradient of a convolution's weights: the input convolved with the gradient of the output."""
    return call(p, node if node.params[1:] else Apply(node.primitive[:6], node.args))


def _into(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    """The gradient of a convolution's input: the full convolution with the flipped filter."""
    if node.params[1:]:  # strides and padding have no such short form
        return call(p, node)
    dims, (g, w) = int(node.primitive[4]), node.args
    return call(p, Apply(f"conv{dims}d", (g, Apply("flip", (w,), (("dims", dims),))), (("padding", "full"),)))


def _winners(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    inner = _as_windows(node.args[0])
    windows = is_apply(inner, "windows")
    seen = p.at(SUM, inner.args[0] if is_apply(inner, "windows") else inner)
    return p.fenced("[", p.phrase(seen, f" is the largest{' of its window' if windows else ''}"), "]"), ATOM


def _wins(sign: str) -> Form:
    """1 where the first is the larger (or smaller), else 0: Iverson's bracket. What stood first wins a tie, too."""

    def form(p: Printer[Node], node: Apply) -> tuple[Node, int]:
        written = _OR_EQUAL[sign] if node.params[:1] == (0,) else sign
        if not node.args[1:]:
            return p.fenced("[", _above(p, node.args[0]), "]"), ATOM
        return p.fenced("[", p.phrase(p.at(SUM, node.args[0]), f" {written} ", p.listed(node.args[1:])), "]"), ATOM

    return form


_OR_EQUAL = {">": "≥", "<": "≤"}


def _above(p: Printer[Node], difference: Expr) -> Node:
    """That something is above 0; of a difference of two, that one is above the other."""
    two = sides(difference)
    left, right = (p.at(SUM, part) for part in two) if two else (p.at(SUM, difference), "0")
    return p.phrase(left, " > ", right)


def _where(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    condition, one, other = node.args
    return p.fenced("[", p.phrase(p.at(SUM, one), " if ", _above(p, condition), ", else ", p.at(SUM, other)), "]"), ATOM


def _abs(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    return p.fenced("|", p.at(SUM, node.args[0]), "|"), ATOM


def _put(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    place = ",".join(map(place_said, node.params[1:]))
    return p.phrase(p.at(ATOM, node.args[0]), f" at [{place}]"), SUM


def _slipped(words: str) -> Form:
    """One element along an axis, taken or left out: `x[:,2]`, `x[:,without 2]`, `x[:,3 for 2]`."""

    def form(p: Printer[Node], node: Apply) -> tuple[Node, int]:
        axis, *places = (int(str(param)) for param in node.params)
        said = words.format(*(place + 1 for place in places))
        return p.indexed(p.at(ATOM, node.args[0]), f"[{':,' * axis}{said}]"), ATOM

    return form


def _read_as(p: Printer[Node], node: Apply) -> tuple[Node, int]:
    """An array of which one number was misread: `x[2 as 0.3]`."""
    read, *place = node.params
    at = ",".join(str(int(str(k)) + 1) for k in place)
    return p.indexed(p.at(ATOM, node.args[0]), f"[{at} as {read:g}]"), ATOM


PLAIN: dict[str, Form] = {
    OTHER: call,
    "add": _add,
    "neg": _neg,
    "mul": _mul,
    "matmul": between("@"),
    "index": _index,
    "stack": _stack,
    "local": inside,
    "expand": inside,
    "unwindow": inside,
    "latest": inside,
    "picked": inside,
    "weighed": inside,
    "amax": _pooling("maxpool"),
    "mean": _pooling("avgpool"),
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
    "read_as": _read_as,
}
"""What is put together in the same way by every printer."""

SIGNED: dict[str, Form] = {
    "outer": between("⊗"),
    "unsqueeze": inside,
    "reshape": inside,
    "abs": _abs,
    "where": _where,
    "step": _wins(">"),
    "is_max": _wins(">"),
    "is_min": _wins("<"),
    "winners": _winners,
}
"""What has a sign of its own for people, or is not seen."""
