"""Slips in sums and products: a sign, a term, a factor, the learning rate."""

from collections.abc import Iterator
from itertools import product

from grader.engine.expr import ONE, Apply, Constant, Expr, Name, add, is_apply, mul, neg, number
from grader.engine.mutate.edit import Edit, Setting, places
from grader.engine.mutate.functions import at_the_error


def terms(node: Expr, setting: Setting, top: bool) -> Iterator[Edit]:
    """Sums: a sign, a term left out, a decimal point slipped in one addend."""
    if not is_apply(node, "add"):
        return
    for i in places(node):
        term = node.args[i]
        rest = (*node.args[:i], *node.args[i + 1 :])
        before, after = node.args[:i], node.args[i + 1 :]
        stepping = setting.kind == "update" and top
        cause = "ascent" if stepping and i else "sign"
        says = "the step goes uphill: {0} with the wrong sign" if stepping and i else "{0} has the wrong sign"
        yield Edit(cause, Apply("add", (*before, neg(term), *after)), says, (term,))
        bias = isinstance(term, Name) and any(is_apply(other, *_WEIGHTED) for other in rest)
        missing = ("missing-bias", "the bias {0} is left out") if bias else ("dropped-term", "the term {0} is left out")
        if stepping and i:
            yield Edit("dropped-term", add(*rest), "no step is taken: the term {0} is left out", (term,))
        if stepping and not i:
            says = "only the step is written: the {0} that it starts from is left out"
            for step in (add(*rest), neg(add(*rest))):
                yield Edit("dropped-term", step, says, (term,))
        if not stepping:
            yield Edit(missing[0], add(*rest), missing[1], (term,))
        if len(node.args) > 2 and not bias:
            yield Edit("dropped-term", term, "only the term {0} is counted", (term,))
        for factor in (0.1, 10.0):
            slipped = Apply("add", (*before, mul(number(factor), term), *after))
            yield Edit("decimal-point", slipped, "the decimal point of {0} has slipped", (term,))


_WEIGHTED = ("mul", "matmul", "add", "conv1d", "conv2d")
"""What a bias is added to."""


def averages(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A moment taken for a running average: (1 − β) put in beside β·v, where the rule has none."""
    if not is_apply(node, "add") or setting.kind != "moment":
        return
    for kept, (i, new) in product(node.args, enumerate(node.args)):
        if is_apply(kept, "mul") and len(kept.args) == 2 and isinstance(new, Name):
            share = add(ONE, neg(kept.args[0]))
            args = (*node.args[:i], mul(share, new), *node.args[i + 1 :])
            yield Edit("wrong-factor", Apply("add", args), "there is a factor {0} too many", (share,))


_RATES = (0.001, 0.01, 0.05, 0.1, 0.2, 0.5)
"""What learning rates usually are, and one may be taken for another's."""


def factors(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """Products and quotients: a factor left out."""
    if is_apply(node, "mul"):
        yield from at_the_error(node)
        for i in places(node):
            factor = node.args[i]
            rest = mul(*node.args[:i], *node.args[i + 1 :])
            if is_apply(factor, "local"):
                continue
            if isinstance(factor, Constant):
                yield Edit("wrong-factor", rest, "the factor {0} is left out", (factor,))
            elif isinstance(factor, Name) and factor.name == setting.rate:
                yield Edit("rate", rest, "the learning rate {0} is left out", (factor,))
                for other in map(number, _RATES):
                    taken = mul(*node.args[:i], other, *node.args[i + 1 :])
                    yield Edit("rate", taken, "{1} is used for the learning rate {0}", (factor, other))
            else:
                yield Edit("missing-factor", rest, "the factor {0} is left out", (factor,))
    if is_apply(node, "div"):
        cause = "wrong-factor" if isinstance(node.args[1], Constant) else "missing-factor"
        yield Edit(cause, node.args[0], "the division by {0} is left out", (node.args[1],))
