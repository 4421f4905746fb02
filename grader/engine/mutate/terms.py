"""Slips in sums and products: a sign, a term, a factor, the learning rate."""

from collections.abc import Iterator, Sequence
from itertools import product

from grader.engine.expr import (
    ONE,
    Apply,
    Constant,
    Expr,
    Name,
    add,
    apply,
    is_apply,
    mul,
    names_in,
    neg,
    number,
    walk,
)
from grader.engine.mutate.branches import MASKS
from grader.engine.mutate.edit import Edit, Setting, fits, places, share_of
from grader.engine.mutate.functions import at_the_error
from grader.engine.tokens import gradient_parts


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
        bias = isinstance(term, Name) and term.name in setting.biases and any(is_apply(o, *_WEIGHTED) for o in rest)
        missing = ("missing-bias", "the bias {0} is left out") if bias else ("dropped-term", "the term {0} is left out")
        if stepping and i:
            yield Edit("dropped-term", add(*rest), "no step is taken: the term {0} is left out", (term,))
        if stepping and not i:
            says = "only the step is written: the {0} that it starts from is left out"
            for step in (add(*rest), neg(add(*rest))):
                yield Edit("dropped-term", step, says, (term,))
        if not stepping:
            yield Edit(missing[0], add(*rest), missing[1], (term,))
        if _is_penalty(term, setting):
            yield from _scaled_term(term, before, after, setting)
        elif setting.kind == "gradient" and any(_is_penalty(other, setting) for other in rest):
            yield from _averaged_term(term, before, after, setting)
        if top and setting.kind == "forward" and setting.rate in names_in(term):
            for n in (number(2), number(0.5)):
                args = (*before, mul(n, term), *after)
                yield Edit("wrong-factor", Apply("add", args), "there is a factor {0} too many in the step", (n,))
        if len(node.args) > 2 and not bias:
            yield Edit("dropped-term", term, "only the term {0} is counted", (term,))
        for factor in (0.1, 10.0):
            slipped = Apply("add", (*before, mul(number(factor), term), *after))
            yield Edit("decimal-point", slipped, "the decimal point of {0} has slipped", (term,))

    lost = [term for term in node.args if is_apply(term, "neg")]
    if 1 < len(lost) < len(node.args):
        plus = add(*(term.args[0] if is_apply(term, "neg") else term for term in node.args))
        yield Edit("sign", plus, "the minus is lost in {0}, and so in every term", (lost[0],))
    if (share := share_of(node)) is not None:
        yield Edit("wrong-operand", share, "{1} is used where {0} belongs", (node, share))


def _is_penalty(term: Expr, setting: Setting) -> bool:
    """Whether a term may be what a loss has beside its error, or what comes of that in a gradient."""
    if isinstance(term, Constant):
        return False
    if setting.kind == "gradient":
        return not any(map(gradient_parts, names_in(term)))
    return setting.kind == "forward" and any(is_apply(part, "sum") for part in walk(term))


def _scaled_term(term: Expr, before: Sequence[Expr], after: Sequence[Expr], setting: Setting) -> Iterator[Edit]:
    """What the loss has of its own in a gradient, a penalty: a factor too many in it."""
    for factor in (number(2), number(0.5)):
        args = (*before, mul(factor, term), *after)
        yield Edit("wrong-factor", Apply("add", args), "there is a factor {0} too many in {1}", (factor, term))
    yield from _averaged_term(term, before, after, setting)


def _averaged_term(term: Expr, before: Sequence[Expr], after: Sequence[Expr], setting: Setting) -> Iterator[Edit]:
    """A term of a sum divided by the number of samples, or multiplied: a penalty's, or all but the penalty's."""
    for count in map(number, setting.counts):
        for says, scaled in (
            ("{0} is multiplied by {1}, the number of samples", mul(count, term)),
            ("{0} is divided by {1}, the number of samples", apply("div", term, count)),
        ):
            yield Edit("reduction", Apply("add", (*before, scaled, *after)), says, (term, count))


_WEIGHTED = ("mul", "matmul", "add", "conv1d", "conv2d")
"""What a bias is added to."""


def averages(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A moment taken for a running average: (1 − β) put in beside β·v, where the rule has none; or β, or the rate."""
    if not is_apply(node, "add") or setting.kind != "moment":
        return
    for kept, (i, new) in product(node.args, enumerate(node.args)):
        if is_apply(kept, "mul") and len(kept.args) == 2 and kept.args[0] not in walk(new):
            share = kept.args[0]
            rate = [Name(setting.rate)] if setting.rate and setting.rate not in names_in(new) else []
            for factor in (add(ONE, neg(share)), share, *rate):
                args = (*node.args[:i], mul(factor, new), *node.args[i + 1 :])
                yield Edit("wrong-factor", Apply("add", args), "there is a factor {0} too many", (factor,))


_RATES = (0.001, 0.01, 0.05, 0.1, 0.2, 0.5)
"""What learning rates usually are, and one may be taken for another's."""


def factors(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """Products and quotients: a factor left out."""
    if is_apply(node, "mul"):
        yield from at_the_error(node)
        for i in places(node):
            factor = node.args[i]
            rest = mul(*node.args[:i], *node.args[i + 1 :])
            if is_apply(factor, "local", *MASKS):
                continue
            if isinstance(factor, Constant):
                yield Edit("wrong-factor", rest, "the factor {0} is left out", (factor,))
            elif isinstance(factor, Name) and factor.name == setting.rate:
                yield Edit("rate", rest, "the learning rate {0} is left out", (factor,))
                for tenfold in (number(10), number(0.1)):
                    says = "the decimal point of the learning rate {0} has slipped"
                    yield Edit("rate", mul(tenfold, *node.args), says, (factor,))
                for other in map(number, _RATES):
                    taken = mul(*node.args[:i], other, *node.args[i + 1 :])
                    yield Edit("rate", taken, "{1} is used for the learning rate {0}", (factor, other))
            else:
                yield Edit("missing-factor", rest, "the factor {0} is left out", (factor,))
    if is_apply(node, "div"):
        cause = "wrong-factor" if isinstance(node.args[1], Constant) else "missing-factor"
        yield Edit(cause, node.args[0], "the division by {0} is left out", (node.args[1],))
        if isinstance(node.args[0], Name) and not setting.shapes[node.args[0].name]:
            yield Edit("missing-factor", apply("div", ONE, node.args[1]), "the factor {0} is left out", node.args[:1])
        if isinstance(node.args[1], Name) or share_of(node.args[1]) is not None:
            says = "it is multiplied by {0}, not divided"
            yield Edit("wrong-factor", mul(*node.args), says, (node.args[1],))
        if is_apply(node.args[1], "mul"):
            for i, divisor in enumerate(node.args[1].args):
                rest = mul(*node.args[1].args[:i], *node.args[1].args[i + 1 :])
                cause = "wrong-factor" if isinstance(divisor, Constant) else "missing-factor"
                undivided = apply("div", node.args[0], rest)
                yield Edit(cause, undivided, "the division by {0} is left out", (divisor,))


def brackets(node: Expr, _: Setting, __: bool) -> Iterator[Edit]:
    """A bracket left out: what multiplies or divides a sum has only its first term, or its last one."""
    if is_apply(node, "div"):
        sums, says = node.args[:1], "the division by {0} is of {1} alone, not of the whole bracket"
    elif is_apply(node, "mul"):
        sums, says = node.args, "the factor {0} is of {1} alone, not of the whole bracket"
    else:
        return
    for i, bracket in enumerate(sums):
        if not is_apply(bracket, "add") or share_of(bracket) is not None:
            continue
        rest = node.args[1] if is_apply(node, "div") else mul(*node.args[:i], *node.args[i + 1 :])
        for k in (0, len(bracket.args) - 1):
            term = bracket.args[k]
            own = apply("div", term, rest) if is_apply(node, "div") else mul(rest, term)
            unclosed = Apply("add", (*bracket.args[:k], own, *bracket.args[k + 1 :]))
            yield Edit("missing-factor", unclosed, says, (rest, term))


def links(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """The whole derivative of one link of the chain left out, where it is a product: ∂σ/∂log σ² = σ/2."""
    if setting.kind != "gradient" or not (is_apply(node, "mul") or is_apply(node, "div")):
        return
    upstream = [name for name in names_in(node) if gradient_parts(name)]
    above, below = node.args if is_apply(node, "div") else (node, ONE)
    factors = above.args if is_apply(above, "mul") else (above,)
    if len(upstream) == 1 and (bare := Name(upstream[0])) in factors and fits(bare, node, setting):
        own = [factor for factor in factors if factor != bare]
        if len(own) + (below != ONE) > 1 and not any(is_apply(factor, *MASKS) for factor in own):
            derivative = apply("div", mul(*own), below) if below != ONE else mul(*own)
            says = "of the way through {0} only this is written: the derivative {1} is left out"
            yield Edit("missing-derivative", bare, says, (bare, derivative))
