"""One slip made wherever it can be in a step: a factor left out, another logarithm, a share and what is left of it."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from itertools import product
from typing import TypeVar

from grader.engine.evaluate import shape_of
from grader.engine.expr import ONE, Apply, Constant, Expr, Name, is_apply, mul, rename, rewrite, walk
from grader.engine.mutate.branches import outside_masks
from grader.engine.mutate.edit import Edit, Setting, share_of
from grader.engine.mutate.functions import LOGARITHMS

_T = TypeVar("_T", bound=Hashable)


def everywhere(formula: Expr) -> Iterator[Edit]:
    """A factor or a division left out, or another logarithm taken, wherever it stands in a step."""
    yield from _factor_everywhere(formula)
    quotients = (node for node in walk(formula) if is_apply(node, "div"))
    for divisor in _repeated(node.args[1] for node in quotients if isinstance(node.args[1], Constant)):

        def undivided(node: Expr, divisor: Expr = divisor) -> Expr | None:
            return node.args[0] if is_apply(node, "div") and node.args[1] == divisor else None

        yield Edit("wrong-factor", rewrite(formula, undivided), "the division by {0} is left out", (divisor,))
    logs = _repeated(node.primitive for node in walk(formula) if is_apply(node, *LOGARITHMS))
    for log, other in product(logs, LOGARITHMS):

        def exchanged(node: Expr, log: str = log, other: str = other) -> Expr | None:
            return Apply(other, node.args, node.params) if is_apply(node, log) else None

        if other != log:
            yield Edit("log-base", rewrite(formula, exchanged), "{1} is used for {0}", (Name(log), Name(other)))


def _factor_everywhere(formula: Expr) -> Iterator[Edit]:
    """A factor left out of every product that it is in."""
    products = (node for node in walk(formula) if is_apply(node, "mul"))
    for factor in _repeated(factor for node in products for factor in node.args if isinstance(factor, Name)):

        def without(node: Expr, factor: Expr = factor) -> Expr | None:
            if not is_apply(node, "mul") or factor not in node.args:
                return None
            return mul(*(rewrite(arg, without) for arg in node.args if arg != factor))

        yield Edit("missing-factor", rewrite(formula, without), "the factor {0} is left out", (factor,))


def mixed_up(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """An array of which several elements are used, and a sibling for it in all of them; or all of them left out."""
    elements = [node for node in walk(formula) if is_apply(node, "index") and isinstance(node.args[0], Name)]
    for array in _repeated(node.args[0] for node in dict.fromkeys(elements)):
        assert isinstance(array, Name)
        for other in setting.siblings.get(array.name, ()):
            taken = rename(formula, {array.name: other})
            says = "{1} is used where {0} belongs, and so in every term"
            yield Edit("wrong-operand", taken, says, (array, Name(other)))

        def without(node: Expr, array: Expr = array) -> Expr | None:
            if not is_apply(node, "mul") or not any(_is_of(arg, array) for arg in node.args):
                return None
            return mul(*(rewrite(arg, without) for arg in node.args if not _is_of(arg, array)))

        yield Edit("missing-factor", rewrite(formula, without), "the factor {0} is left out", (array,))


def _is_of(factor: Expr, array: Expr) -> bool:
    return is_apply(factor, "index") and factor.args[0] == array


def _repeated(parts: Iterable[_T]) -> list[_T]:
    """What comes more than once."""
    return [part for part, times in Counter(parts).items() if times > 1]


def complemented(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """A share and what is left of it, ρ and 1 − ρ: in each other's place wherever they stand, or both left out."""
    parts = list(outside_masks(formula))
    shares = {node: share for node in parts if (share := share_of(node)) is not None}
    if len(shares) > 1:
        says = "{1} is used where {0} belongs, and so in every term"
        yield Edit("wrong-operand", rewrite(formula, share_of), says, next(iter(shares.items())))
    for rest, share in shares.items():

        def exchanged(node: Expr, rest: Expr = rest, share: Expr = share) -> Expr | None:
            return share if node == rest else rest if node == share else None

        def without(node: Expr, rest: Expr = rest, share: Expr = share) -> Expr | None:
            return ONE if node in (rest, share) else None

        if parts.count(share) > 1:
            says = "{0} and {1} stand in each other's place"
            yield Edit("wrong-operand", rewrite(formula, exchanged), says, (share, rest))
            if not shape_of(share, setting.shapes):
                says = "the factors {0} and {1} are left out"
                yield Edit("missing-factor", rewrite(formula, without), says, (share, rest))
