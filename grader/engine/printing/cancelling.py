"""A derived formula as a person would leave it: ½·2 is gone, t·(1/p) is t/p, and what was chosen has its branch.

No number comes up that is in no formula: 2·x/6 stays, for the 6 is how many there are.
"""

from collections.abc import Iterator
from itertools import permutations

from grader.engine.expr import ONE, ZERO, Apply, Constant, Expr, add, is_apply, mul, neg, walk
from grader.engine.primitives.arithmetic import one_minus, over
from grader.engine.printing.composing import is_gradient

_EXACT = 1e-12
_MOST = 12
"""In longer sums nobody looks for two terms that are the branches of one choice."""


def cancelled(expr: Expr) -> Expr:
    """The formula without the numbers that cancel in its products, and without factors 1/b where no gradient comes in.

    >>> from grader.engine import parse, show
    >>> show(cancelled(parse("0.5/6*2*(out - y)"))), show(cancelled(parse("2*x/6"))), show(cancelled(parse("-t*(1/p)")))
    ('(out − y)/6', '2·x/6', '−t/p')
    >>> show(cancelled(parse("y - t + (1 - 1)*d"))), show(cancelled(parse("1*d*x")))
    ('y − t', 'd·x')
    """
    if not isinstance(expr, Apply):
        return expr
    args = tuple(map(cancelled, expr.args))
    node = Apply(expr.primitive, args, expr.params)
    if node.primitive == "neg":
        return neg(args[0])
    if node.primitive == "add":
        terms = [term for term in args if term != ZERO]
        if not terms or _is_nothing(terms):
            return ZERO
        return _chosen(terms) if len(terms) <= _MOST else add(*terms)
    if node.primitive == "mul" and (ZERO in args or ONE in args):
        return cancelled(mul(*args))
    gone = _cancelling([*_numbers(node)])
    if any(gone):
        return _as_quotient(_left(node, iter(gone)))
    return _as_quotient(node) if args != expr.args or node.primitive == "mul" else expr


def _is_nothing(terms: list[Expr]) -> bool:
    """Whether a sum is of two numbers that leave nothing, 1 - 1."""
    one, other = terms if len(terms) == 2 else (None, None)
    return isinstance(one, Constant) and is_apply(other, "neg") and other.args[0] == one


def _numbers(factor: Expr, power: int = 1) -> Iterator[float]:
    """The numbers that a factor multiplies by, above and below the bar, in order."""
    if isinstance(factor, Constant):
        yield factor.value**power if factor.value else 0.0
    elif is_apply(factor, "mul"):
        for part in factor.args:
            yield from _numbers(part, power)
    elif is_apply(factor, "div"):
        yield from _numbers(factor.args[0], power)
        yield from _numbers(factor.args[1], -power)


def _cancelling(numbers: list[float]) -> list[bool]:
    """Which of the numbers make 1 with another."""
    gone = [False] * len(numbers)
    for i, one in enumerate(numbers):
        for j in range(i + 1, len(numbers)):
            if not (gone[i] or gone[j]) and one != 1 and abs(one * numbers[j] - 1) < _EXACT:
                gone[i] = gone[j] = True
    return gone


def _left(factor: Expr, gone: Iterator[bool]) -> Expr:
    """What is left of a factor without the numbers that are gone."""
    if isinstance(factor, Constant):
        return ONE if next(gone) else factor
    if is_apply(factor, "mul"):
        return mul(*[_left(part, gone) for part in factor.args])
    if is_apply(factor, "div"):
        above, below = [_left(part, gone) for part in factor.args]
        return above if below == ONE else Apply("div", (above, below))
    return factor


def _as_quotient(product: Expr) -> Expr:
    """a·(1/b) as a/b; a gradient that comes in stays beside what it is multiplied by."""
    if is_apply(product, "neg"):
        return neg(_as_quotient(product.args[0]))
    if not is_apply(product, "mul") or any(map(is_gradient, walk(product))):
        return product
    below = [inverse for factor in product.args if (inverse := _inverse(factor)) is not None]
    above = [factor for factor in product.args if _inverse(factor) is None]
    return over(mul(*above), mul(*below)) if below and above else product


def _inverse(factor: Expr) -> Expr | None:
    """b, if the factor is 1/b."""
    inner = factor.args[0] if is_apply(factor, "local") else factor
    return inner.args[1] if is_apply(inner, "div") and inner.args[0] == ONE else None


def _chosen(terms: list[Expr]) -> Expr:
    """A sum in which g·[c > 0]·a and g·(1 − [c > 0])·b, the branches of a choice, are one term."""
    for (i, one), (j, other) in permutations(enumerate(terms), 2):
        if (joined := _joined(one, other)) is not None:
            return _chosen([joined if k == min(i, j) else term for k, term in enumerate(terms) if k != max(i, j)])
    return add(*terms)


def _joined(one: Expr, other: Expr) -> Expr | None:
    (sign, mine), (against, theirs) = _factors(one), _factors(other)
    for choice in mine:
        if is_apply(choice, "step") and one_minus(choice) in theirs:
            common = [factor for factor in mine if factor in theirs]
            branches = [
                mul(sign, *(f for f in mine if f not in (choice, *common))),
                mul(against, *(f for f in theirs if f not in (one_minus(choice), *common))),
            ]
            return mul(*common, Apply("where", (choice.args[0], *branches)))
    return None


def _factors(term: Expr) -> tuple[Expr, tuple[Expr, ...]]:
    """A term's sign, as 1 or −1, and its factors."""
    sign, bare = (neg(ONE), term.args[0]) if is_apply(term, "neg") else (ONE, term)
    return sign, bare.args if is_apply(bare, "mul") else (bare,)
