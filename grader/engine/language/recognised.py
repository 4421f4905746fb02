"""Activations that a formula writes out, 1/(1 + e⁻ˣ), known for what they are: so their derivatives are h·(1 − h).

>>> from grader.engine import parse, show
>>> show(recognised(parse("2/(1 + exp(-k*(s + b))) - 1")))
'bipolar(k·(s + b))'
"""

from collections.abc import Mapping
from functools import cache

from grader.engine.expr import Apply, Constant, Expr, Name, apply, is_apply, rewrite
from grader.engine.language.parse import parse

_WRITTEN = {
    "sigmoid": ("1/(1 + exp(-x))", "1/(exp(-x) + 1)", "exp(x)/(1 + exp(x))", "exp(x)/(exp(x) + 1)"),
    "bipolar": ("2/(1 + exp(-x)) - 1", "(1 - exp(-x))/(1 + exp(-x))"),
    "tanh": ("(exp(x) - exp(-x))/(exp(x) + exp(-x))",),
}
"""What people write for an activation of x."""


def recognised(formula: Expr) -> Expr:
    """The formula with activations by their names."""
    return rewrite(formula, _named)


def _named(node: Expr) -> Expr | None:
    for activation, template in _templates():
        if isinstance(node, Apply) and (found := _match(template, node, {})) is not None:
            return apply(activation, *map(recognised, found.values()))
    return None


@cache
def _templates() -> list[tuple[str, Expr]]:
    return [(activation, parse(text)) for activation, texts in _WRITTEN.items() for text in texts]


def _match(template: Expr, node: Expr, found: Mapping[str, Expr]) -> Mapping[str, Expr] | None:
    """What the names of a template stand for, if the node has its form."""
    if isinstance(template, Name):
        return {**found, template.name: node} if found.get(template.name, node) == node else None
    if isinstance(template, Constant):
        return found if isinstance(node, Constant) and node.value == template.value else None
    if not is_apply(node, template.primitive) or len(node.args) != len(template.args):
        return None
    known: Mapping[str, Expr] | None = found
    for part, arg in zip(template.args, node.args, strict=True):
        known = _match(part, arg, known) if known is not None else None
    return known
