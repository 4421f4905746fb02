"""A derived formula as a person would leave it: ½·2 is gone, and t·(1/p) is t/p.

No number comes up that is in no formula: 2·x/6 stays, for the 6 is how many there are.
"""

from collections.abc import Iterator

from grader.engine.arithmetic import over
from grader.engine.expr import ONE, Apply, Constant, Expr, Name, is_apply, mul, neg, walk
from grader.engine.tokens import gradient_parts

_EXACT = 1e-12


def cancelled(expr: Expr) -> Expr:
    """The formula without the numbers that cancel in its products, and without factors 1/b where no gradient comes in.

    >>> from grader.engine import parse, show
    >>> show(cancelled(parse("0.5/6*2*(out - y)"))), show(cancelled(parse("2*x/6"))), show(cancelled(parse("-t*(1/p)")))
    ('(out − y)/6', '2·x/6', '−t/p')
    """
    if not isinstance(expr, Apply):
        return expr
    args = tuple(map(cancelled, expr.args))
    node = Apply(expr.primitive, args, expr.params)
    if node.primitive == "neg":
        return neg(args[0])
    gone = _cancelling([*_numbers(node)])
    if any(gone):
        return _as_quotient(_left(node, iter(gone)))
    return _as_quotient(node) if args != expr.args or node.primitive == "mul" else expr


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
    if not is_apply(product, "mul") or any(isinstance(f, Name) and gradient_parts(f.name) for f in walk(product)):
        return product
    below = [inverse for factor in product.args if (inverse := _inverse(factor)) is not None]
    above = [factor for factor in product.args if _inverse(factor) is None]
    return over(mul(*above), mul(*below)) if below and above else product


def _inverse(factor: Expr) -> Expr | None:
    """b, if the factor is 1/b."""
    inner = factor.args[0] if is_apply(factor, "local") else factor
    return inner.args[1] if is_apply(inner, "div") and inner.args[0] == ONE else None
