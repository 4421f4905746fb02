"""The slips that people make in one step, as rewritings of its expression.

Every rule looks at one node and offers what stands there after a slip: a sign, a factor, an operand, a term, a
derivative left out. So the slips of any network come from its formulas; nothing is listed by hand.
A rule is a row of `RULES`.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any, NamedTuple, cast

from grader.engine.elementwise import ELEMENTWISE
from grader.engine.evaluate import shape_of
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
    rename,
    rewrite,
    walk,
)
from grader.engine.primitive import Shape
from grader.engine.primitives import PRIMITIVES
from grader.engine.reductions import axes_of
from grader.errors import FormulaError


@dataclass(frozen=True, slots=True)
class Setting:
    """What a step's surroundings say about its names. `kind` is forward, gradient or update."""

    shapes: Mapping[str, Shape]
    kind: str = "forward"
    siblings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    samples: frozenset[str] = frozenset()
    """Names whose first axis runs over the samples of a batch."""
    counts: tuple[int, ...] = ()
    """By how many a sum may be divided, or a mean multiplied, that should not be: samples, or outputs."""
    rate: str = ""
    updated: Mapping[str, str] = field(default_factory=dict)
    """A parameter's name to its name after the step."""


class Edit(NamedTuple):
    """What a slip makes of a node: its cause, the new node, and how to say it (`{0}`, `{1}` are the parts)."""

    cause: str
    expr: Expr
    says: str
    parts: tuple[Expr, ...] = ()
    axis: int | None = None
    """For a wrong element of an array: the axis of the result (from the end) whose own index belongs there: `{2}`.

    `says` then begins with what an element along it is called: a row, a column, an element."""
    also: "Edit | None" = None
    """A second slip in the same step; `expr` then has both."""


NO_AXIS = 0
"""For an axis that the rest of the step sums over or moves about: no index of the result belongs there."""

Mutation = Edit
"""An edit of a whole step: `expr` is the step as the slip has it."""


def mutations(formula: Expr, setting: Setting) -> Iterator[Mutation]:
    """Every step that one known slip makes of this one; several may have the same value."""
    yield from _of_whole(formula, setting)
    yield from _of_nodes(formula, setting, top=True)


def _of_nodes(node: Expr, setting: Setting, top: bool = False) -> Iterator[Edit]:
    for rule in RULES:
        yield from rule(node, setting, top)
    if isinstance(node, Apply):
        for i in _places(node):
            for edit in _of_nodes(node.args[i], setting):
                args = (*node.args[:i], edit.expr, *node.args[i + 1 :])
                kept = edit.axis is None or node.primitive in ELEMENTWISE or node.primitive == "local"
                axis = edit.axis if kept else NO_AXIS
                yield edit._replace(expr=Apply(node.primitive, args, node.params), axis=axis)


_LONGEST = 64
"""Of a sum or product of more parts (a weight shared over many steps) only those at the ends are gone through."""
_ENDS = 4


def _places(node: Apply) -> Sequence[int]:
    """The arguments in which slips are looked for."""
    count = len(node.args)
    return range(count) if count <= _LONGEST else (*range(_ENDS), *range(count - _ENDS, count))


# ---- slips of the whole step ----------------------------------------------------------------------------------------


def _of_whole(formula: Expr, setting: Setting) -> Iterator[Edit]:
    if setting.kind != "update":
        yield Edit("sign", neg(formula), "the sign is the wrong way round")
        yield Edit("wrong-factor", mul(number(2), formula), "there is a factor 2 too many")
        yield Edit("wrong-factor", mul(number(0.5), formula), "there is a factor ½ too many")
        yield from _averaged(formula, setting)
    for power in (10, 100):
        yield Edit("decimal-point", mul(number(power), formula), "the decimal point has slipped to the right")
        yield Edit("decimal-point", mul(number(1 / power), formula), "the decimal point has slipped to the left")
    yield from _transposed_result(formula, setting)
    yield from _without_derivatives(formula)
    yield from _everywhere(formula)
    if setting.kind == "gradient" and setting.updated:
        yield from _all_renamed(formula, setting.updated, "updated-weight", "the updated {1} is used for {0}")
    old = {new: name for name, new in setting.updated.items()}
    if setting.kind == "forward" and old:
        yield from _all_renamed(formula, old, "old-weight", "{1} from before the step is used for {0}")


def _without_derivatives(formula: Expr) -> Iterator[Edit]:
    """The derivatives of all the activations in a step left out: a weight that several paths share."""
    bodies = list(dict.fromkeys(node.args[0] for node in walk(formula) if is_apply(node, "local")))
    if len(bodies) > 1:
        left_out = rewrite(formula, lambda node: ONE if is_apply(node, "local") else None)
        says = "the derivatives of the activations are left out, as {0}"
        yield Edit("missing-derivative", left_out, says, (bodies[0],))


def _everywhere(formula: Expr) -> Iterator[Edit]:
    """A division by the same number left out, or another logarithm taken, wherever it stands in a step."""
    quotients = (node for node in walk(formula) if is_apply(node, "div"))
    divisors = Counter(node.args[1] for node in quotients if isinstance(node.args[1], Constant))
    for divisor in (divisor for divisor, times in divisors.items() if times > 1):

        def undivided(node: Expr, divisor: Expr = divisor) -> Expr | None:
            return node.args[0] if is_apply(node, "div") and node.args[1] == divisor else None

        yield Edit("wrong-factor", rewrite(formula, undivided), "the division by {0} is left out", (divisor,))
    logs = Counter(node.primitive for node in walk(formula) if is_apply(node, *_LOGARITHMS))
    for log, other in product((log for log, times in logs.items() if times > 1), _LOGARITHMS):

        def exchanged(node: Expr, log: str = log, other: str = other) -> Expr | None:
            return Apply(other, node.args, node.params) if is_apply(node, log) else None

        if other != log:
            yield Edit("log-base", rewrite(formula, exchanged), f"{other} is used for {log}")


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


# ---- slips at one node ----------------------------------------------------------------------------------------------


def _terms(node: Expr, setting: Setting, top: bool) -> Iterator[Edit]:
    """Sums: a sign, a term left out, a decimal point slipped in one addend."""
    if not is_apply(node, "add"):
        return
    for i in _places(node):
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
        if not stepping:
            yield Edit(missing[0], add(*rest), missing[1], (term,))
        if len(node.args) > 2 and not bias:
            yield Edit("dropped-term", term, "only the term {0} is counted", (term,))
        for factor in (0.1, 10.0):
            slipped = Apply("add", (*before, mul(number(factor), term), *after))
            yield Edit("decimal-point", slipped, "the decimal point of {0} has slipped", (term,))


_WEIGHTED = ("mul", "matmul", "add", "conv1d", "conv2d")
"""What a bias is added to."""


def _averages(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
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


def _factors(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """Products and quotients: a factor left out."""
    if is_apply(node, "mul"):
        yield from _at_the_error(node)
        for i in _places(node):
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


def _derivatives(node: Expr, _: Setting, __: bool) -> Iterator[Edit]:
    """The derivative of an activation: left out, half of it, at the wrong point, or that of another one."""
    if not is_apply(node, "local"):
        return
    body = node.args[0]
    y, x, activation, *more = cast(tuple[Any, ...], node.params)
    yield Edit("missing-derivative", ONE, "the derivative {0} of the activation is left out", (body,))
    yield Edit("extra-derivative", mul(node, node), "the derivative {0} of the activation is there twice", (body,))
    if is_apply(body, "mul"):
        for i, kept in enumerate(body.args):
            lost = body.args[1 - i] if len(body.args) == 2 else mul(*body.args[:i], *body.args[i + 1 :])
            yield Edit("half-derivative", kept, "of the derivative {0} the factor {1} is missing", (body, lost))
    if y != x:
        at = "the derivative is taken at {1}, not at {0}"
        yield Edit("derivative-at-preactivation", _exchanged(body, {y: x}), at, (y, x))
        inner = {x: y, y: apply(activation, y, *more)}
        yield Edit(
            "derivative-at-activation",
            _exchanged(body, inner),
            "the derivative is that at {0}, not at {1}",
            (y, x),
        )
    for says, other in _OTHER_DERIVATIVES:
        yield Edit("wrong-activation", other(y, x), says, (body,))


def _at_the_error(node: Apply) -> Iterator[Edit]:
    """The derivative of an activation taken at the gradient that it is multiplied by."""
    errors = [factor for factor in node.args if isinstance(factor, Name)]
    for i, local in enumerate(node.args):
        if is_apply(local, "local") and isinstance(y := local.params[0], Name) and y in walk(local.args[0]):
            for error in errors:
                args = (*node.args[:i], _exchanged(local.args[0], {y: error}), *node.args[i + 1 :])
                yield Edit(
                    "wrong-operand", Apply("mul", args), "the derivative is taken at {1}, not at {0}", (y, error)
                )


_OTHER_DERIVATIVES: tuple[tuple[str, Callable[[Expr, Expr], Expr]], ...] = (
    ("the derivative is that of a sigmoid, not {0}", lambda y, _: mul(y, add(ONE, neg(y)))),
    ("the derivative is that of tanh, not {0}", lambda y, _: add(ONE, neg(apply("pow", y, number(2))))),
    ("the derivative is that of ReLU, not {0}", lambda _, x: apply("step", x)),
)


def derivatives_in(formula: Expr, activated: Mapping[str, Apply]) -> Expr:
    """A formula in which derivatives that its author has written out, o·(1 − o), are marked as such.

    `activated`: formulas of quantities; only those that are a sigmoid or a tanh of something matter.
    """
    for name in names_in(formula):
        change = _MARKED.get(activated[name].primitive) if name in activated else None
        if change is not None:
            formula = rewrite(formula, partial(_unless_marked, partial(change, Name(name), activated[name])))
    return formula


def _unless_marked(change: Callable[[Expr], Expr | None], node: Expr) -> Expr | None:
    return node if is_apply(node, "local") else change(node)


def _marked(body: Expr, y: Expr, activation: Apply) -> Expr:
    return apply("local", body, params=(y, activation.args[0], activation.primitive))


def _sigmoid_marked(y: Expr, activation: Apply, node: Expr) -> Expr | None:
    rest = add(ONE, neg(y))
    if not is_apply(node, "mul") or y not in node.args or rest not in node.args:
        return None
    others = list(node.args)
    others.remove(y)
    others.remove(rest)
    return mul(*others, _marked(mul(y, rest), y, activation))


def _tanh_marked(y: Expr, activation: Apply, node: Expr) -> Expr | None:
    slopes = (add(ONE, neg(square)) for square in (apply("pow", y, number(2)), mul(y, y)))
    return _marked(node, y, activation) if node in slopes else None


_MARKED = {"sigmoid": _sigmoid_marked, "tanh": _tanh_marked}


def _exchanged(expr: Expr, parts: Mapping[Expr, Expr]) -> Expr:
    return rewrite(expr, parts.get)


_ACTIVATIONS = ("sigmoid", "tanh", "relu")
_LOGARITHMS = ("log", "log10", "log2")
_LEFT_OUT = ("sqrt", "log", "exp")


def _functions(node: Expr, _: Setting, __: bool) -> Iterator[Edit]:
    """Functions: one left out or taken for another, a sign in an exponent, a square left out, a log's base."""
    if not isinstance(node, Apply):
        return
    if PRIMITIVES[node.primitive].activation:
        yield Edit("missing-activation", node.args[0], "the activation is left out")
        for other in _ACTIVATIONS:
            if other != node.primitive:
                yield Edit("wrong-activation", apply(other, node.args[0]), f"{other} is used for {node.primitive}")
    if PRIMITIVES[node.primitive].activation or node.primitive == "exp":
        negated = apply(node.primitive, neg(node.args[0]), *node.args[1:])
        yield Edit("sign", negated, "the sign inside {0} is wrong", (node,))
    if is_apply(node, "pow") and isinstance(node.args[1], Constant) and node.args[1].value == 2:
        yield Edit("not-squared", node.args[0], "{0} is not squared", (node.args[0],))
        yield Edit("wrong-factor", mul(number(0.5), node), "there is a factor ½ too many")
    if node.primitive in _LEFT_OUT:
        yield Edit("missing-function", node.args[0], "of {0} only what is inside is taken", (node,))
    if node.primitive in _LOGARITHMS:
        for other in _LOGARITHMS:
            if other != node.primitive:
                yield Edit("log-base", apply(other, *node.args), f"{other} is used for {node.primitive}")


def _operands(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A sibling taken for another: h2 for h1, ∂Div/∂s2 for ∂Div/∂s1."""
    if isinstance(node, Name):
        for other in setting.siblings.get(node.name, ()):
            yield Edit("wrong-operand", Name(other), "{1} is used where {0} belongs", (node, Name(other)))


_WIDEST = 12
"""Along longer axes an element is not taken for any of the others, only for its neighbours in a smaller example."""


def _elements(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """Another row or column of an operand: the first input for the second."""
    if not isinstance(node, Apply):
        return
    for i, axis, belongs in _free_axes(node, setting):
        arg = node.args[i]
        shape = shape_of(arg, setting.shapes)
        word = "element" if len(shape) == 1 else "column" if axis == len(shape) - 1 else "row"
        for k in range(shape[axis] if 1 < shape[axis] <= _WIDEST else 0):
            args = (*node.args[:i], apply("sibling", arg, params=(axis, k)), *node.args[i + 1 :])
            says = f"{word} {{1}} of {{0}} is used where {{2}} belongs"
            yield Edit("wrong-operand", Apply(node.primitive, args, node.params), says, (arg, number(k + 1)), belongs)


def _free_axes(node: Apply, setting: Setting) -> list[tuple[int, int, int]]:
    """(operand, its axis, the axis of the result from the end) wherever an operand's axis is not summed over."""
    if node.primitive == "outer":
        return [(0, 0, -2), (1, 0, -1)]
    ranks = [_rank(arg, setting) for arg in node.args]
    if node.primitive == "matmul":
        left = [(0, ranks[0] - 2, -2 if ranks[1] > 1 else -1)] if ranks[0] > 1 else []
        return left + ([(1, ranks[1] - 1, -1)] if ranks[1] > 1 else [])
    if node.primitive not in ELEMENTWISE:
        return []
    named = [i for i, arg in enumerate(node.args) if isinstance(arg, Name)]
    return [(i, axis, axis - ranks[i]) for i in named for axis in range(ranks[i])]


def _rank(expr: Expr, setting: Setting) -> int:
    return len(shape_of(expr, setting.shapes))


def _summed_elements(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """Sums over an axis: one element (a sample, a path) left out, or taken alone; a mean for a sum."""
    if is_apply(node, "matmul"):
        arg, axis = node.args[0], _rank(node.args[0], setting) - 1
    elif is_apply(node, "sum", "mean") and _rank(node.args[0], setting):
        arg, axis = node.args[0], axes_of(node.params, _rank(node.args[0], setting))[0]
    else:
        return
    size = shape_of(arg, setting.shapes)[axis]
    cause, what = ("dropped-sample", "sample") if _over_samples(arg, axis, setting) else ("dropped-term", "term")
    for k in range(size if 1 < size <= _WIDEST else 0):
        for primitive, says in (
            ("without", f"{what} {k + 1} is left out of the sum"),
            ("only", f"only {what} {k + 1} is counted"),
        ):
            args = (apply(primitive, arg, params=(axis, k)), *node.args[1:])
            yield Edit(cause, Apply(node.primitive, args, node.params), says)
    if node.primitive == "sum":
        yield Edit("dropped-term", arg, "of the sum {0} each element has only its own term", (node,))
    if node.primitive in ("sum", "mean"):
        other = "mean" if node.primitive == "sum" else "sum"
        yield Edit(
            "reduction",
            Apply(other, node.args, node.params),
            f"the {other} is taken, not the {node.primitive}",
        )


def _variances(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A mean of squares divided by n − 1, as the variance of a sample is."""
    if not is_apply(node, "var", "mean"):
        return
    inner = node.args[0]
    if node.primitive == "mean" and not (is_apply(inner, "pow") and inner.args[1] == number(2)):
        return
    shape = shape_of(node.args[0], setting.shapes)
    count = math.prod(shape[axis] for axis in axes_of(node.params, len(shape)))
    if count > 2:
        unbiased = mul(number(count / (count - 1)), node)
        yield Edit("wrong-factor", unbiased, f"it is divided by {count - 1}, not by {count}", (node,))


def _axes(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A function of rows taken of columns: softmax down a column, the mean of a batch over the features."""
    if not isinstance(node, Apply) or _rank(node.args[0], setting) != 2:
        return
    flipped = apply("transpose", node.args[0])
    if node.primitive in ("softmax", "log_softmax"):
        turned = apply("transpose", Apply(node.primitive, (flipped,), node.params))
        yield Edit("wrong-axis", turned, "{0} is taken of the columns, not of the rows", (node,))
    elif is_apply(node, "sum", "mean", "var", "amax") and not is_apply(node.args[0], "windows"):
        axes = axes_of(node.params, 2)
        words = ("rows", "columns")[:: 1 if axes[0] == 0 else -1]
        turned = Apply(node.primitive, (flipped,), node.params)
        if len(axes) == 1 and _fits(turned, node, setting):
            yield Edit("wrong-axis", turned, f"it goes along the {words[1]}, not along the {words[0]}", (node,))


def _over_samples(arg: Expr, axis: int, setting: Setting) -> bool:
    if is_apply(arg, "transpose"):
        return _over_samples(arg.args[0], 1 - axis, setting)
    return axis == 0 and any(name in setting.samples for name in names_in(arg))


def _transposes(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A matrix used the wrong way round in a product."""
    if not is_apply(node, "matmul"):
        return
    for i, arg in enumerate(node.args):
        flipped = arg.args[0] if is_apply(arg, "transpose") else apply("transpose", arg)
        mutant = Apply("matmul", (*node.args[:i], flipped, *node.args[i + 1 :]))
        if _rank(arg, setting) == 2 and _fits(mutant, node, setting):
            yield Edit("transposed", mutant, "{0} is used the wrong way round (transposed)", (arg,))


def _pictures(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A filter turned round in a convolution, or not turned where it belongs so; one pooling taken for the other."""
    if is_apply(node, "conv1d", "conv2d", "conv1d_input", "conv2d_input"):
        first, weights = node.args
        turned = is_apply(weights, "flip")
        dims = (("dims", int(node.primitive[4])),)
        other = weights.args[0] if is_apply(weights, "flip") else apply("flip", weights, params=dims)
        says = "the filter {0} is not flipped" if turned or "input" in node.primitive else "the filter {0} is flipped"
        yield Edit("transposed", Apply(node.primitive, (first, other), node.params), says, (weights,))
    if is_apply(node, "amax") and is_apply(node.args[0], "windows"):
        mean = Apply("mean", node.args, node.params)
        yield Edit("reduction", mean, "the mean of each window is taken, not the largest")
    if is_apply(node, "winners") and is_apply(node.args[0], "windows"):
        size, everywhere = shape_of(node, setting.shapes)[-1], apply("pow", node, number(0))
        shared = mul(number(1 / size), everywhere)
        yield Edit("reduction", shared, "the gradient is shared out in each window, not given to its largest")
        yield Edit("reduction", everywhere, "the gradient is given to all of a window, not to its largest alone")


def _fits(mutant: Expr, node: Expr, setting: Setting) -> bool:
    try:
        return shape_of(mutant, setting.shapes) == shape_of(node, setting.shapes)
    except FormulaError:
        return False


RULES: tuple[Callable[[Expr, Setting, bool], Iterator[Edit]], ...] = (
    _terms,
    _averages,
    _factors,
    _derivatives,
    _functions,
    _operands,
    _elements,
    _summed_elements,
    _variances,
    _axes,
    _transposes,
    _pictures,
)
