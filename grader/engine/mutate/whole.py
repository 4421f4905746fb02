"""Slips of a step as a whole: its sign, a factor, the decimal point, rows for columns, one slip made throughout."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product

from grader.engine.evaluate import shape_of
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
    neg,
    number,
    rename,
    rewrite,
    walk,
)
from grader.engine.mutate.branches import outside_masks, without_masks
from grader.engine.mutate.edit import Edit, Setting, fits, share_of
from grader.engine.mutate.functions import LOGARITHMS
from grader.engine.mutate.operands import all_transposed, swapped_elements
from grader.engine.mutate.parts import parts
from grader.engine.mutate.paths import off_by_one, paths
from grader.engine.tokens import gradient_parts


def of_whole(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """The step with one slip in its result, or the same slip wherever it can be made."""
    if setting.kind != "update":
        yield Edit("sign", neg(formula), "the sign is the wrong way round")
    for power in (10, 100):
        yield Edit("decimal-point", mul(number(power), formula), "the decimal point has slipped to the right")
        yield Edit("decimal-point", mul(number(1 / power), formula), "the decimal point has slipped to the left")
    yield from _transposed_result(formula, setting)
    yield from _without_derivatives(formula)
    if setting.kind == "update":
        for gradient in map(Name, filter(gradient_parts, names_in(formula))):
            yield Edit("dropped-term", gradient, "the gradient {0} itself is written, no step is taken", (gradient,))
        yield from _all_renamed(formula, _one_step_back(formula, setting), "old-weight", _FROM_BEFORE)
        yield from _all_renamed(formula, _from_the_start(formula, setting), "old-weight", _FROM_BEFORE)
        yield from _all_renamed(formula, setting.raw, "missing-factor", _UNCORRECTED)
    if setting.kind == "gradient":
        yield from _undifferentiated(formula, setting)
        if setting.rate:
            rate = Name(setting.rate)
            for step in (mul(rate, formula), neg(mul(rate, formula))):
                yield Edit(
                    "rate", step, "{0} times the gradient is written, as in the step, and not the gradient", (rate,)
                )
        yield from paths(formula)
    yield from _everywhere(formula)
    yield from without_masks(formula)
    yield from _complemented(formula, setting)
    yield from off_by_one(formula, setting)
    yield from swapped_elements(formula, setting)
    yield from all_transposed(formula, setting)
    yield from parts(formula, setting)
    if setting.kind in ("gradient", "forward") and setting.updated:
        yield from _all_renamed(formula, setting.updated, "updated-weight", "the updated {1} is used for {0}")
    old = {new: name for name, new in setting.updated.items()}
    if setting.kind == "forward" and old:
        yield from _all_renamed(formula, old, "old-weight", _FROM_BEFORE)


def scaled(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """The step with a factor too many in its result."""
    if setting.kind != "update":
        yield Edit("wrong-factor", mul(number(2), formula), "there is a factor 2 too many")
        yield Edit("wrong-factor", mul(number(0.5), formula), "there is a factor ½ too many")
        yield from _averaged(formula, setting)


_UNCORRECTED = "the correction of the moment is left out: {1} is used for {0}"
_FROM_BEFORE = "{1} from before the step is used for {0}"


def _one_step_back(formula: Expr, setting: Setting) -> dict[str, str]:
    """What a later step is made of, to what the one before it was made of: w′ to w, ∂J′/∂w′ to ∂J/∂w."""
    shapes = setting.shapes
    found = {name: name.replace("'/", "/").removesuffix("'") for name in names_in(formula)}
    return {name: old for name, old in found.items() if old != name and shapes.get(old, 0) == shapes[name]}


def _from_the_start(formula: Expr, setting: Setting) -> dict[str, str]:
    """The parameter that a later step is taken from, to what it was before all of them: w″ to w."""
    names = (name for name in names_in(formula) if not gradient_parts(name))
    found = {name: name.rstrip("'") for name in names if name.endswith("''")}
    return {name: old for name, old in found.items() if setting.shapes.get(old, 0) == setting.shapes[name]}


def _without_derivatives(formula: Expr) -> Iterator[Edit]:
    """The derivatives of all the activations in a step left out: a weight that several paths share."""
    bodies = list(dict.fromkeys(node.args[0] for node in walk(formula) if is_apply(node, "local")))
    if len(bodies) > 1:
        left_out = rewrite(formula, lambda node: ONE if is_apply(node, "local") else None)
        says = "the derivatives of the activations are left out, as {0}"
        yield Edit("missing-derivative", left_out, says, (bodies[0],))


def _undifferentiated(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """The upstream gradient itself, where that of what goes into a softmax or a normalisation belongs.

    There it stands more than once; in a product with a weight or an input it is that factor which is left out.
    """
    upstream = Counter(node for node in walk(formula) if isinstance(node, Name) and gradient_parts(node.name))
    for name, times in upstream.items():
        if len(upstream) == 1 and times > 1 and fits(name, formula, setting):
            yield Edit("missing-derivative", name, "{0} itself is written, the derivative is left out", (name,))


def _everywhere(formula: Expr) -> Iterator[Edit]:
    """A factor or a division left out, or another logarithm taken, wherever it stands in a step."""
    products = (node for node in walk(formula) if is_apply(node, "mul"))
    factors = Counter(factor for node in products for factor in node.args if isinstance(factor, Name))
    for factor in (factor for factor, times in factors.items() if times > 1):

        def without(node: Expr, factor: Expr = factor) -> Expr | None:
            if not is_apply(node, "mul") or factor not in node.args:
                return None
            return mul(*(rewrite(arg, without) for arg in node.args if arg != factor))

        yield Edit("missing-factor", rewrite(formula, without), "the factor {0} is left out", (factor,))
    quotients = (node for node in walk(formula) if is_apply(node, "div"))
    divisors = Counter(node.args[1] for node in quotients if isinstance(node.args[1], Constant))
    for divisor in (divisor for divisor, times in divisors.items() if times > 1):

        def undivided(node: Expr, divisor: Expr = divisor) -> Expr | None:
            return node.args[0] if is_apply(node, "div") and node.args[1] == divisor else None

        yield Edit("wrong-factor", rewrite(formula, undivided), "the division by {0} is left out", (divisor,))
    logs = Counter(node.primitive for node in walk(formula) if is_apply(node, *LOGARITHMS))
    for log, other in product((log for log, times in logs.items() if times > 1), LOGARITHMS):

        def exchanged(node: Expr, log: str = log, other: str = other) -> Expr | None:
            return Apply(other, node.args, node.params) if is_apply(node, log) else None

        if other != log:
            yield Edit("log-base", rewrite(formula, exchanged), "{1} is used for {0}", (Name(log), Name(other)))


def _complemented(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """A share and what is left of it, ρ and 1 − ρ: in each other's place wherever they stand, or both left out."""
    parts = list(outside_masks(formula))
    shares = {node: share for node in parts if (share := share_of(node)) is not None}
    if len(shares) > 1:
        says = "{1} is used where {0} belongs, and so in every term"
        yield Edit("wrong-operand", rewrite(formula, share_of), says, next(iter(shares.items())))
    for rest, share in shares.items():

        def exchanged(node: Expr, rest: Expr = rest, share: Expr = share) -> Expr | None:
            return share if node == rest else rest if node == share else None

        def without(node: Expr, rest: Expr = rest, share: Expr = share) -> Expr | None:
            return ONE if node in (rest, share) else None

        if parts.count(share) > 1:
            says = "{0} and {1} stand in each other's place"
            yield Edit("wrong-operand", rewrite(formula, exchanged), says, (share, rest))
            if not shape_of(share, setting.shapes):
                says = "the factors {0} and {1} are left out"
                yield Edit("missing-factor", rewrite(formula, without), says, (share, rest))


def _averaged(formula: Expr, setting: Setting) -> Iterator[Edit]:
    for n in map(number, setting.counts):
        yield Edit("reduction", apply("div", formula, n), "the sum is divided by {0}, the number of its terms", (n,))
        yield Edit("reduction", mul(n, formula), "the mean is multiplied by {0}, the number of its terms", (n,))


def _transposed_result(formula: Expr, setting: Setting) -> Iterator[Edit]:
    shape = shape_of(formula, setting.shapes)
    if len(shape) == 2 and shape[0] == shape[1] > 1:
        yield Edit("transposed", apply("transpose", formula), "rows and columns are exchanged")


def _all_renamed(formula: Expr, names: Mapping[str, str], cause: str, says: str) -> Iterator[Edit]:
    """Each of the names exchanged alone, and all of them at once."""
    used = [node for node in names_in(formula) if node in names]
    for name in used:
        yield Edit(cause, rename(formula, {name: names[name]}), says, (Name(name), Name(names[name])))
    if len(used) > 1:
        every = {name: names[name] for name in used}
        yield Edit(cause, rename(formula, every), says, (Name(used[0]), Name(names[used[0]])))
