"""A step made a mean that is none, or the sum of what should be a mean; and how the number that does it is called."""

from collections.abc import Iterator
from math import prod

from grader.engine.evaluate import shape_of
from grader.engine.expr import Constant, Expr, apply, is_apply, mul, number
from grader.engine.mutate.edit import Edit, Setting
from grader.engine.primitives.reductions import axes_of


def averaged(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """The step divided, or multiplied, by the number of terms, samples or outputs."""
    terms = _terms_of(formula, setting)
    if terms > 2 and (whole := _halved(formula)) is not None:
        yield Edit("reduction", apply("div", whole, number(terms)), _NOT_HALF, (number(terms), number(2)))
    for count in setting.counts:
        divided, multiplied = _OF_TERMS if count == terms else _OF_SAMPLES if is_samples(count, setting) else _AS_FOR
        n = number(count)
        yield Edit("reduction", apply("div", formula, n), divided, (n,))
        yield Edit("reduction", mul(n, formula), multiplied, (n,))


def _halved(formula: Expr) -> Expr | None:
    """What a step is half of, as many losses are; None where it is none."""
    if is_apply(formula, "div"):
        return formula.args[0] if formula.args[1] == number(2) else None
    if is_apply(formula, "mul") and number(0.5) in formula.args:
        return mul(*(arg for arg in formula.args if arg != number(0.5)))
    return None


def is_samples(count: int, setting: Setting) -> bool:
    """Whether there are so many samples."""
    return any(setting.shapes[name][:1] == (count,) for name in setting.samples if name in setting.shapes)


def _terms_of(formula: Expr, setting: Setting) -> int:
    """Of how many terms the sum or mean is that a formula comes to, but for a constant factor; 0 where it is none."""
    while is_apply(formula, "neg", "div", "mul"):
        rest = [arg for arg in formula.args if not isinstance(arg, Constant)]
        if len(rest) != 1 and formula.primitive == "mul":
            return 0
        formula = formula.args[0] if formula.primitive != "mul" else rest[0]
    if is_apply(formula, "add"):
        return len(formula.args)
    if is_apply(formula, "matmul"):
        return shape_of(formula.args[0], setting.shapes)[-1]
    if is_apply(formula, "sum", "mean"):
        shape = shape_of(formula.args[0], setting.shapes)
        return prod(shape[axis] for axis in axes_of(formula.params, len(shape)))
    return 0


_NOT_HALF = "it is divided by {0}, as for a mean, and not by {1}"
_OF_TERMS = (
    "the sum is divided by {0}, the number of its terms",
    "the mean is multiplied by {0}, the number of its terms",
)
_OF_SAMPLES = (
    "it is divided by {0}, the number of samples",
    "it is multiplied by {0}, the number of samples",
)
_AS_FOR = (
    "it is divided by {0}, as for a mean",
    "it is multiplied by {0}, as for a sum",
)
