"""Slips in sums: a sign, a term left out, a factor too many in one of them."""

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
from grader.engine.language.tokens import gradient_parts
from grader.engine.mutate.averaged import is_samples
from grader.engine.mutate.edit import Edit, Setting, places, share_of


def terms(node: Expr, setting: Setting, top: bool) -> Iterator[Edit]:
    """Sums: a sign, a term left out, a decimal point slipped in one addend."""
    if not is_apply(node, "add"):
        return
    for i in places(node):
        term, before, after = node.args[i], node.args[:i], node.args[i + 1 :]
        stepping = setting.kind == "update" and top
        cause = "ascent" if stepping and i else "sign"
        says = "the step goes uphill: {0} with the wrong sign" if stepping and i else "{0} has the wrong sign"
        yield Edit(cause, Apply("add", (*before, neg(term), *after)), says, (term,))
        yield from _left_out(node, i, setting, stepping)
        yield from _rescaled(node, i, setting, top)
        if len(node.args) > 2 and not _is_bias(node, i, setting):
            yield Edit("dropped-term", term, "only the term {0} is counted", (term,))
        for factor in () if setting.symbolic else (0.1, 10.0):
            slipped = Apply("add", (*before, mul(number(factor), term), *after))
            yield Edit("decimal-point", slipped, "the decimal point of {0} has slipped", (term,))

    lost = [term for term in node.args if is_apply(term, "neg")]
    if 1 < len(lost) < len(node.args):
        plus = add(*(term.args[0] if is_apply(term, "neg") else term for term in node.args))
        yield Edit("sign", plus, "the minus is lost in {0}, and so in every term", (lost[0],))
    if (share := share_of(node)) is not None:
        yield Edit("wrong-operand", share, "{1} is used where {0} belongs", (node, share))


def _is_bias(total: Apply, i: int, setting: Setting) -> bool:
    """Whether a term is a bias, added to what is weighted."""
    term, rest = total.args[i], (*total.args[:i], *total.args[i + 1 :])
    return isinstance(term, Name) and term.name in setting.biases and any(is_apply(o, *_WEIGHTED) for o in rest)


def _left_out(total: Apply, i: int, setting: Setting, stepping: bool) -> Iterator[Edit]:
    """A sum without a term; of a step of training, without what it starts from, or nothing but that."""
    term, rest = total.args[i], add(*total.args[:i], *total.args[i + 1 :])
    if not stepping:
        bias = _is_bias(total, i, setting)
        cause, says = ("missing-bias", "the bias {0} is left out") if bias else ("dropped-term", _TERM_LEFT_OUT)
        yield Edit(cause, rest, says, (term,))
    elif i:
        yield Edit("dropped-term", rest, "no step is taken: the term {0} is left out", (term,))
    else:
        says = "only the step is written: the {0} that it starts from is left out"
        for step in (rest, neg(rest)):
            yield Edit("dropped-term", step, says, (term,))


_TERM_LEFT_OUT = "the term {0} is left out"


def _rescaled(total: Apply, i: int, setting: Setting, top: bool) -> Iterator[Edit]:
    """A factor too many in a term: in a penalty or beside one, or in a step that a formula of the rubric takes."""
    term, before, after = total.args[i], total.args[:i], total.args[i + 1 :]
    if _is_penalty(term, setting):
        yield from _scaled_term(term, before, after, setting)
    elif setting.kind == "gradient" and any(_is_penalty(other, setting) for other in (*before, *after)):
        yield from _averaged_term(term, before, after, setting)
    if top and setting.kind == "forward" and setting.rate in names_in(term):
        for n in (number(2), number(0.5)):
            args = (*before, mul(n, term), *after)
            yield Edit("wrong-factor", Apply("add", args), "there is a factor {0} too many in the step", (n,))


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
    for count in setting.counts:
        n = number(count)
        scaled = (mul(n, term), apply("div", term, n))
        for says, other in zip(_BY_SAMPLES if is_samples(count, setting) else _AS_FOR, scaled, strict=True):
            yield Edit("reduction", Apply("add", (*before, other, *after)), says, (term, n))


_BY_SAMPLES = (
    "{0} is multiplied by {1}, the number of samples",
    "{0} is divided by {1}, the number of samples",
)
_AS_FOR = ("{0} is multiplied by {1}, as for a sum", "{0} is divided by {1}, as for a mean")


_WEIGHTED = ("mul", "matmul", "add", "conv1d", "conv2d", "conv1d_transposed", "conv2d_transposed")
"""What a bias is added to."""


def averages(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A moment taken for a running average: (1 − β) put in beside β·v, where the rule has none; or β, or the rate."""
    if not is_apply(node, "add") or not setting.moment:
        return
    for kept, (i, new) in product(node.args, enumerate(node.args)):
        if is_apply(kept, "mul") and len(kept.args) == 2 and kept.args[0] not in walk(new):
            share = kept.args[0]
            rate = [Name(setting.rate)] if setting.rate and setting.rate not in names_in(new) else []
            for factor in (add(ONE, neg(share)), share, *rate):
                args = (*node.args[:i], mul(factor, new), *node.args[i + 1 :])
                yield Edit("wrong-factor", Apply("add", args), "there is a factor {0} too many", (factor,))
