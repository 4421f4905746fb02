"""Slips in activations with a bend: one taken for another of its kind, a part of what it stands for lost."""

from collections.abc import Iterator, Mapping

from grader.engine.expr import ONE, Apply, Expr, Name, add, apply, is_apply, mul, neg, number
from grader.engine.mutate.edit import Edit, Setting

_KIND: Mapping[str, str] = {"relu": "leaky_relu", "elu": "leaky_relu", "gelu": "swish", "swish": "gelu"}
"""By an activation, the other that is taken for it because it has the same shape."""
_SLOPE = number(0.01)
"""What a leaky ReLU multiplies by where nothing else is said."""


def bent(node: Expr, _: Setting, __: bool) -> Iterator[Edit]:
    """Leaky ReLU for ReLU, swish for GELU; an ELU without its −1 or with its cases exchanged; a GELU without its x."""
    if not isinstance(node, Apply) or not node.args:
        return
    x, kind = node.args[0], _KIND.get(node.primitive)
    if kind is not None:
        other = apply(kind, x, _SLOPE) if kind == "leaky_relu" else apply(kind, x)
        yield Edit("wrong-activation", other, "{1} is used for {0}", (Name(node.primitive), Name(kind)))
    if is_apply(node, "elu"):
        risen = mul(node.args[1], apply("exp", x))
        bend = add(risen, neg(node.args[1]))
        yield Edit("dropped-term", apply("where", x, x, risen), "the term {0} is left out", (neg(ONE),))
        yield Edit("wrong-branch", apply("where", x, bend, x), "the two cases are exchanged")
    if is_apply(node, "gelu"):
        yield Edit("missing-factor", apply("normal_cdf", x), "the factor {0} is left out", (x,))
