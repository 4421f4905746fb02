"""Derivatives that the author of a formula has written out, told from other products."""

from collections.abc import Callable, Mapping
from functools import partial

from grader.engine.expr import ONE, Apply, Expr, Name, add, apply, is_apply, mul, names_in, neg, number, rewrite


def derivatives_in(formula: Expr, activated: Mapping[str, Apply]) -> Expr:
    """A formula in which derivatives that its author has written out, o·(1 − o), are marked as such.

    `activated`: formulas of quantities; only those that are a sigmoid or a tanh of something matter.
    """
    for name in names_in(formula):
        change = _MARKED.get(activated[name].primitive) if name in activated else None
        if change is not None:
            formula = rewrite(formula, partial(_unless_marked, partial(change, Name(name), activated[name])))
    return formula


def _unless_marked(change: Callable[[Expr], Expr | None], node: Expr) -> Expr | None:
    return node if is_apply(node, "local") else change(node)


def _marked(body: Expr, y: Expr, activation: Apply) -> Expr:
    return apply("local", body, params=(y, activation.args[0], activation.primitive))


def _sigmoid_marked(y: Expr, activation: Apply, node: Expr) -> Expr | None:
    rest = add(ONE, neg(y))
    if not is_apply(node, "mul") or y not in node.args or rest not in node.args:
        return None
    others = list(node.args)
    others.remove(y)
    others.remove(rest)
    return mul(*others, _marked(mul(y, rest), y, activation))


def _tanh_marked(y: Expr, activation: Apply, node: Expr) -> Expr | None:
    slopes = (add(ONE, neg(square)) for square in (apply("pow", y, number(2)), mul(y, y)))
    return _marked(node, y, activation) if node in slopes else None


_MARKED = {"sigmoid": _sigmoid_marked, "tanh": _tanh_marked}
