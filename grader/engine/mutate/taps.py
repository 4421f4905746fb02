"""Slips in one of the products that a convolution adds up: its sign, the product left out, or counted alone."""

from collections.abc import Iterator
from math import prod

from numpy import ndindex

from grader.engine.evaluate import shape_of
from grader.engine.expr import Apply, Expr, apply, is_apply
from grader.engine.mutate.edit import Edit, Setting
from grader.engine.primitives.convolution import CONVOLUTION


def taps(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """The product with one number of the filter; in a filter's gradient, that with one of the gradient laid on."""
    if not is_apply(node, *CONVOLUTION):
        return
    first, laid_on = node.args
    shape = shape_of(laid_on, setting.shapes)
    for place in ndindex(*shape) if prod(shape) <= _MOST else ():
        part = apply("index", laid_on, params=tuple(k + 1 for k in place))
        for cause, inside, outside, says in _SLIPS:
            slipped = apply("weighed", laid_on, params=(inside, outside, *place))
            yield Edit(cause, Apply(node.primitive, (first, slipped), node.params), says, (part,))


_MOST = 16
"""A filter of 4×4: of more numbers together one is rarely all that is wrong, and as rarely laid on by hand."""
_SLIPS = (
    ("sign", -1, 1, "the product with {0} has the wrong sign"),
    ("dropped-term", 0, 1, "the product with {0} is left out"),
    ("dropped-term", 1, 0, "only the product with {0} is counted"),
)
"""By what the number itself and all others are multiplied."""
OF_A_PRODUCT = frozenset(says for *_, says in _SLIPS)
"""What is said of such a slip."""
