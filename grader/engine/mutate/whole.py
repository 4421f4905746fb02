"""Slips of a step as a whole: its sign, a factor, the decimal point, rows for columns, names of another step."""

from collections import Counter
from collections.abc import Iterator, Mapping

from grader.engine.evaluate import shape_of
from grader.engine.expr import (
    ONE,
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
from grader.engine.language.tokens import gradient_parts
from grader.engine.mutate.averaged import averaged
from grader.engine.mutate.branches import without_masks
from grader.engine.mutate.edit import Edit, Setting, fits
from grader.engine.mutate.operands import all_transposed, swapped_elements
from grader.engine.mutate.partners import slopes_throughout
from grader.engine.mutate.parts import parts
from grader.engine.mutate.paths import off_by_one, paths
from grader.engine.mutate.throughout import complemented, everywhere, mixed_up


def of_whole(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """The step with one slip in its result, or the same slip wherever it can be made."""
    yield Edit("sign", neg(formula), "the sign is the wrong way round")
    for power in () if setting.symbolic else (10, 100):
        yield Edit("decimal-point", mul(number(power), formula), "the decimal point has slipped to the right")
        yield Edit("decimal-point", mul(number(1 / power), formula), "the decimal point has slipped to the left")
    yield from _transposed_result(formula, setting)
    yield from _without_derivatives(formula)
    yield from slopes_throughout(formula, setting)
    if setting.kind == "update":
        yield from _of_update(formula, setting)
    if setting.kind == "gradient":
        yield from _of_gradient(formula, setting)
    yield from everywhere(formula)
    yield from without_masks(formula)
    yield from complemented(formula, setting)
    yield from mixed_up(formula, setting)
    yield from off_by_one(formula, setting)
    yield from swapped_elements(formula, setting)
    yield from all_transposed(formula, setting)
    yield from parts(formula, setting)
    if setting.kind in ("gradient", "forward") and setting.updated:
        yield from _all_renamed(formula, setting.updated, "updated-weight", "the updated {1} is used for {0}")
    old = {new: name for name, new in setting.updated.items()}
    if setting.kind == "forward" and old:
        yield from _all_renamed(formula, old, "old-weight", _FROM_BEFORE)


def _of_update(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """No step taken, or one from an earlier place."""
    for gradient in map(Name, filter(gradient_parts, names_in(formula))):
        yield Edit("dropped-term", gradient, "the gradient {0} itself is written, no step is taken", (gradient,))
    yield from _all_renamed(formula, _one_step_back(formula, setting), "old-weight", _FROM_BEFORE)
    yield from _all_renamed(formula, _from_the_start(formula, setting), "old-weight", _FROM_BEFORE)
    yield from _all_renamed(formula, setting.raw, "missing-factor", _UNCORRECTED)


def _of_gradient(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """What comes in passed on as it is, the step in place of the gradient, or paths left out."""
    yield from _undifferentiated(formula, setting)
    if setting.rate:
        rate, says = Name(setting.rate), "{0} times the gradient is written, as in the step, and not the gradient"
        for step in (mul(rate, formula), neg(mul(rate, formula))):
            yield Edit("rate", step, says, (rate,))
    yield from paths(formula)


def scaled(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """The step with a factor too many in its result."""
    if setting.kind != "update":
        yield Edit("wrong-factor", mul(number(2), formula), "there is a factor 2 too many")
        yield Edit("wrong-factor", mul(number(0.5), formula), "there is a factor ½ too many")
        yield from averaged(formula, setting)
        yield from _discounted(formula, setting)


def _discounted(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """A discount that is taken of the first term, too: γ·r₁ + γ²·r₂ for r₁ + γ·r₂."""
    if not is_apply(formula, "add"):
        return
    powers = {node.args[0] for node in walk(formula) if is_apply(node, "pow") and isinstance(node.args[1], Constant)}
    for discount in sorted(node.name for node in powers if isinstance(node, Name)):
        if discount in setting.given and not setting.shapes[discount]:
            once_more = mul(Name(discount), formula)
            yield Edit("wrong-factor", once_more, "there is a factor {0} too many", (Name(discount),))


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
