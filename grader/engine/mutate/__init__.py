"""The slips that people make in one step, as rewritings of its expression.

Every rule looks at one node and offers what stands there after a slip: a sign, a factor, an operand, a term, a
derivative left out. So the slips of any network come from its formulas; nothing is listed by hand.
A rule is a row of `RULES`.
"""

from collections.abc import Callable, Iterator

from grader.engine.expr import Apply, Expr, is_apply
from grader.engine.mutate.axes import (
    kept_axes,
    pictures,
    products,
    summed_elements,
    turned_axes,
    variances,
)
from grader.engine.mutate.bent import bent
from grader.engine.mutate.branches import MASKS, branches
from grader.engine.mutate.edit import NO_AXIS, Edit, Setting, places
from grader.engine.mutate.factors import brackets, factors, links
from grader.engine.mutate.functions import derivatives, functions, joined
from grader.engine.mutate.marked import derivatives_in, shares_in
from grader.engine.mutate.maxima import largest, places_of_largest, pooled
from grader.engine.mutate.operands import (
    differences,
    elements,
    exchanged_operands,
    operands,
    places_taken,
    roots,
    transposes,
)
from grader.engine.mutate.order import other_order
from grader.engine.mutate.partners import other_partners
from grader.engine.mutate.taps import OF_A_PRODUCT, taps
from grader.engine.mutate.terms import averages, terms
from grader.engine.mutate.whole import of_whole, scaled
from grader.engine.primitives.elementwise import ELEMENTWISE

__all__ = [
    "NO_AXIS",
    "OF_A_PRODUCT",
    "Mutation",
    "Setting",
    "derivatives_in",
    "mutations",
    "other_partners",
    "shares_in",
]


Mutation = Edit
"""An edit of a whole step: `expr` is the step as the slip has it."""


def mutations(formula: Expr, setting: Setting) -> Iterator[Mutation]:
    """Every step that one known slip makes of this one; several may have the same value.

    A factor that is left out comes before one too many: where 0.5 stands, nobody puts in a 2.
    """
    yield from of_whole(formula, setting)
    yield from _of_nodes(formula, setting, top=True)
    yield from scaled(formula, setting)


def _of_nodes(node: Expr, setting: Setting, top: bool = False) -> Iterator[Edit]:
    for rule in RULES:
        yield from rule(node, setting, top)
    if isinstance(node, Apply):
        for i in () if is_apply(node, *MASKS) else places(node)[is_apply(node, "where") :]:
            for edit in _of_nodes(node.args[i], setting):
                args = (*node.args[:i], edit.expr, *node.args[i + 1 :])
                kept = edit.axis is None or node.primitive in ELEMENTWISE or node.primitive == "local"
                axis = edit.axis if kept else NO_AXIS
                yield edit._replace(expr=Apply(node.primitive, args, node.params), axis=axis)


RULES: tuple[Callable[[Expr, Setting, bool], Iterator[Edit]], ...] = (
    terms,
    averages,
    factors,
    brackets,
    links,
    derivatives,
    functions,
    bent,
    branches,
    joined,
    operands,
    places_taken,
    roots,
    exchanged_operands,
    differences,
    elements,
    products,
    summed_elements,
    variances,
    turned_axes,
    kept_axes,
    largest,
    transposes,
    other_order,
    pictures,
    taps,
    pooled,
    places_of_largest,
)
