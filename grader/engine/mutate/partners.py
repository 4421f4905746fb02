"""Slips of one kind in every term of a sum over uses: the factors of another product, another derivative."""

from collections.abc import Iterator, Sequence

from grader.engine.expr import Apply, Expr, Name, is_apply, rewrite, walk
from grader.engine.mutate.edit import Edit, Setting
from grader.engine.mutate.functions import derivatives

_PRODUCTS = ("mul", "matmul")
_TAKEN = "{1} is used where {0} belongs, and so in every term"
_OF_THE_SLOPE = frozenset({"wrong-activation", "derivative-at-preactivation", "derivative-at-activation"})


def other_partners(formula: Expr, wrt: str, uses: Sequence[Expr]) -> Iterator[Edit]:
    """In a gradient, the factor from another product of the same sums: h for x in ∂L/∂W, W for U in ∂L/∂h.

    `uses`: the forward steps W·x + U·h that make use of what the gradient is with respect to.
    """
    found: dict[int, dict[Expr, Expr]] = {}
    for total in (n for use in uses for n in walk(use) if isinstance(n, Apply) and n.primitive == "add"):
        products = [term for term in total.args if is_apply(term, *_PRODUCTS) and len(term.args) == 2]
        own = [term for term in products if Name(wrt) in term.args]
        for k, other in enumerate(term for term in products if term not in own) if len(own) == 1 else ():
            at = 1 - own[0].args.index(Name(wrt))
            found.setdefault(k, {})[own[0].args[at]] = other.args[at]
    for taken in found.values():
        if len(taken) > 1 and all(isinstance(part, Name) or is_apply(part, "index") for part in taken.values()):
            yield Edit("wrong-operand", _in_the_terms(formula, taken), _TAKEN, next(iter(taken.items())))


def _in_the_terms(formula: Expr, taken: dict[Expr, Expr]) -> Expr:
    """The parts exchanged, but for those in derivatives of activations: 1 − h² stays."""
    return rewrite(formula, lambda node: node if is_apply(node, "local") else taken.get(node))


def slopes_throughout(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """Another derivative, or at another point, of all activations of one kind in a step: g·(1 − g) for 1 − g²."""
    by_kind: dict[object, dict[Apply, None]] = {}
    for node in walk(formula):
        if is_apply(node, "local"):
            by_kind.setdefault(node.params[2], {})[node] = None
    for alike in (list(nodes) for nodes in by_kind.values() if len(nodes) > 1):
        edits = [{(e.cause, e.says): e for e in derivatives(node, setting, False)} for node in alike]
        for key, first in edits[0].items():
            if key[0] in _OF_THE_SLOPE and all(key in others for others in edits):
                slipped: dict[Expr, Expr] = {n: e[key].expr for n, e in zip(alike, edits, strict=True)}
                yield first._replace(expr=rewrite(formula, slipped.get))
