"""Expressions: the one data structure that is evaluated, differentiated, mutated and printed.

A tree has three kinds of node. Sums and products are n-ary, so that a term or a factor is one child; a subtraction is
a sum with a `neg` child, which leaves one place where a sign can slip. Trees are immutable and compare by value.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard


@dataclass(frozen=True, slots=True)
class Constant:
    """A number written in a formula, kept as the reader wrote it (`0.50` prints as `0.50`)."""

    value: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A named quantity: a given (`x1`), a forward value (`h1`), a gradient (`dDiv/dh1`), an update (`W1'`)."""

    name: str


@dataclass(frozen=True, slots=True)
class Apply:
    """A primitive on its arguments; `params` are its static settings (an axis, an index), hashable."""

    primitive: str
    args: "tuple[Expr, ...]"
    params: tuple[object, ...] = ()


Expr: TypeAlias = Constant | Name | Apply

ZERO = Constant(0.0, "0")
ONE = Constant(1.0, "1")


def number(value: float) -> Constant:
    """A constant printed in its shortest form."""
    text = f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return Constant(float(value), text.replace("e-0", "e-").replace("e+0", "e"))


def add(*terms: Expr) -> Expr:
    """The sum, flattened, without zero constants: `add(a, add(b, c))` is one node of three terms."""
    flat = [t for term in terms for t in (term.args if is_apply(term, "add") else (term,)) if t != ZERO]
    return Apply("add", tuple(flat)) if len(flat) > 1 else flat[0] if flat else ZERO


def neg(expr: Expr) -> Expr:
    """The negative; two of them cancel."""
    if is_apply(expr, "neg"):
        return expr.args[0]
    return expr if expr == ZERO else Apply("neg", (expr,))


def sub(left: Expr, right: Expr) -> Expr:
    """`left - right`."""
    return add(left, neg(right))


def mul(*factors: Expr) -> Expr:
    """The product, flattened, without ones; signs are gathered in front."""
    flat: list[Expr] = []
    negative = False
    for factor in factors:
        inner = factor
        if is_apply(inner, "neg"):
            negative, inner = not negative, inner.args[0]
        flat.extend(inner.args if is_apply(inner, "mul") else (inner,))
    flat = [f for f in flat if not (isinstance(f, Constant) and f.value == 1)]
    if any(isinstance(f, Constant) and f.value == 0 for f in flat):
        return ZERO
    product = Apply("mul", tuple(flat)) if len(flat) > 1 else flat[0] if flat else ONE
    return neg(product) if negative else product


def apply(primitive: str, *args: Expr, params: tuple[object, ...] = ()) -> Apply:
    """A primitive on its arguments, as it stands."""
    return Apply(primitive, args, params)


def is_apply(expr: Expr | None, *primitives: str) -> TypeGuard[Apply]:
    """Whether the node is one of these primitives; nothing is none."""
    return isinstance(expr, Apply) and expr.primitive in primitives


def walk(expr: Expr) -> Iterator[Expr]:
    """Every node, parents first, from left to right."""
    pending = [expr]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, Apply):
            pending.extend(reversed(node.args))


def names_in(expr: Expr) -> tuple[str, ...]:
    """The names an expression uses, each once, in the order of their first use.

    >>> names_in(mul(Name("h1"), sub(ONE, Name("h1")), Name("w5")))
    ('h1', 'w5')
    """
    return tuple(dict.fromkeys(node.name for node in walk(expr) if isinstance(node, Name)))


def rewrite(expr: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    """The tree with every node replaced, from the top, for which `change` gives another; None leaves a node.

    A part in which nothing is replaced stays the same object.
    """
    changed = change(expr)
    if changed is not None:
        return changed
    if not isinstance(expr, Apply):
        return expr
    args = tuple(rewrite(arg, change) for arg in expr.args)
    same = all(new is old for new, old in zip(args, expr.args, strict=True))
    return expr if same else Apply(expr.primitive, args, expr.params)


def substitute(expr: Expr, meant: Mapping[str, Expr]) -> Expr:
    """The tree with expressions in the place of names.

    >>> substitute(mul(Name("g"), Name("h")), {"h": ONE})
    Apply(primitive='mul', args=(Name(name='g'), Constant(value=1.0, text='1')), params=())
    """
    return rewrite(expr, lambda node: meant.get(node.name) if isinstance(node, Name) else None)


def rename(expr: Expr, names: Mapping[str, str]) -> Expr:
    """The tree with names exchanged: the forward pass after a step is the same formula on primed names."""
    return substitute(expr, {name: Name(other) for name, other in names.items()})
