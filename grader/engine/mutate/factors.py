"""Slips in products and quotients: a factor left out, another learning rate, a bracket, a link of the chain rule."""

from collections.abc import Iterator

from grader.engine.expr import (
    ONE,
    Apply,
    Constant,
    Expr,
    Name,
    apply,
    is_apply,
    mul,
    names_in,
    number,
)
from grader.engine.language.tokens import gradient_parts
from grader.engine.mutate.branches import MASKS
from grader.engine.mutate.edit import Edit, Setting, fits, places, share_of
from grader.engine.mutate.functions import at_the_error

_RATES = (0.001, 0.01, 0.05, 0.1, 0.2, 0.5)
"""What learning rates usually are, and one may be taken for another's."""


def factors(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """Products and quotients: a factor left out, or another learning rate.

    Of an outer product that leaves the same in all of a row, or of a column.
    """
    if is_apply(node, "mul"):
        yield from at_the_error(node)
        for i in places(node):
            yield from _without_factor(node, i, setting)
    if is_apply(node, "outer"):
        left, right = node.args
        yield Edit("missing-factor", apply("unsqueeze", left, params=(-1,)), "the factor {0} is left out", (right,))
        yield Edit("missing-factor", right, "the factor {0} is left out", (left,))
    if is_apply(node, "matmul"):
        for factor, rest in (node.args, node.args[::-1]):
            if fits(rest, node, setting):  # beside a square matrix
                yield Edit("missing-factor", rest, "the factor {0} is left out", (factor,))
    if is_apply(node, "div"):
        yield from _undivided(node, setting)


_UNNAMED = "rate"
"""What a learning rate is called that a rubric gives as a number."""
_OF_RATE = (
    (
        "the learning rate {0} is left out",
        "the decimal point of the learning rate {0} has slipped",
        "{1} is used for the learning rate {0}",
    ),
    (
        "the learning rate is left out",
        "the decimal point of the learning rate has slipped",
        "{1} is used for the learning rate",
    ),
)


def _without_factor(product: Apply, i: int, setting: Setting) -> Iterator[Edit]:
    factor, others = product.args[i], (product.args[:i], product.args[i + 1 :])
    rest = mul(*others[0], *others[1])
    if is_apply(factor, "local", *MASKS):
        return
    if isinstance(factor, Constant):
        yield Edit("wrong-factor", rest, "the factor {0} is left out", (factor,))
    elif isinstance(factor, Name) and factor.name == setting.rate:
        without, slipped, another = _OF_RATE[factor.name == _UNNAMED]
        yield Edit("rate", rest, without, (factor,))
        for tenfold in () if setting.symbolic else (number(10), number(0.1)):
            yield Edit("rate", mul(tenfold, *product.args), slipped, (factor,))
        for other in map(number, _RATES):
            yield Edit("rate", mul(*others[0], other, *others[1]), another, (factor, other))
    else:
        yield Edit("missing-factor", rest, "the factor {0} is left out", (factor,))


def _undivided(quotient: Apply, setting: Setting) -> Iterator[Edit]:
    """A quotient without its divisor, or one factor of it; upside down; or with 1 above the bar."""
    above, below = quotient.args
    says = "the division by {0} is left out"
    yield Edit("wrong-factor" if isinstance(below, Constant) else "missing-factor", above, says, (below,))
    if isinstance(above, Name) and not setting.shapes[above.name]:
        yield Edit("missing-factor", apply("div", ONE, below), "the factor {0} is left out", (above,))
    if isinstance(below, Name) or share_of(below) is not None:
        yield Edit("wrong-factor", mul(above, below), "it is multiplied by {0}, not divided", (below,))
    if isinstance(below, Constant) and below.value > 2 and below.value.is_integer():
        fewer, says = number(below.value - 1), "it is divided by {1}, not by {2}"
        yield Edit("wrong-factor", apply("div", above, fewer), says, (quotient, fewer, below))
    divisors = below.args if is_apply(below, "mul") else ()
    for i, divisor in enumerate(divisors):
        rest = mul(*divisors[:i], *divisors[i + 1 :])
        cause = "wrong-factor" if isinstance(divisor, Constant) else "missing-factor"
        yield Edit(cause, apply("div", above, rest), says, (divisor,))
        if isinstance(divisor, Name):
            risen = apply("div", mul(above, divisor), rest)
            yield Edit("wrong-factor", risen, "it is multiplied by {0}, not divided", (divisor,))


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
