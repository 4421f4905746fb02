"""Slips in functions and their derivatives: left out, half of it, at the wrong point, another one taken."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from grader.engine.evaluate import shape_of
from grader.engine.expr import ONE, Apply, Constant, Expr, Name, add, apply, is_apply, mul, neg, number, rewrite, walk
from grader.engine.mutate.edit import Edit, Setting, rank
from grader.engine.primitives import PRIMITIVES
from grader.engine.primitives.reductions import row_sum


def derivatives(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """The derivative of an activation: left out, half of it, at the wrong point, or that of another one."""
    if not is_apply(node, "local"):
        return
    body = node.args[0]
    y, x, activation, *more = cast(tuple[Any, ...], node.params)
    activates = activation in PRIMITIVES and PRIMITIVES[activation].activation
    says = "the derivative {0} of the activation is left out" if activates else "the derivative {0} is left out"
    yield Edit("missing-derivative", ONE, says, (body,))
    if not is_apply(body, "mul"):  # there that is half of it
        yield Edit("missing-derivative", y, "{1} itself stands where its derivative {0} belongs", (body, y))
    yield Edit("extra-derivative", mul(node, node), "the derivative {0} of the activation is there twice", (body,))
    if is_apply(body, "sigmoid"):
        again = mul(body, add(ONE, neg(body)))
        yield Edit("extra-derivative", again, "the derivative {0} is differentiated once more", (body,))
    if is_apply(body, "mul"):
        yield from _halves(body)
    if y != x:
        at = "the derivative is taken at {1}, not at {0}"
        yield Edit("derivative-at-preactivation", _exchanged(body, {y: x}), at, (y, x))
        inner, at = {x: y, y: apply(activation, y, *more)}, "the derivative is that at {0}, not at {1}"
        yield Edit("derivative-at-activation", _exchanged(body, inner), at, (y, x))
    if isinstance(y, Name):
        for sibling in (Name(name) for name in setting.siblings.get(y.name, ()) if Name(name) != x):
            at = "the derivative is that at {1}, not at {0}"
            yield Edit("wrong-operand", _exchanged(body, {y: sibling}), at, (y, sibling))
    if activation == "abs":
        for slope in (mul(number(2), x), x):  # with a ½ before the square, or without
            yield Edit("missing-function", slope, "the derivative is that of a square, not {0}", (body,))
    for says, other in _OTHER_DERIVATIVES[:: -1 if activation in _BENT else 1]:
        yield Edit("wrong-activation", other(y, x), says, (body,))


def _halves(body: Apply) -> Iterator[Edit]:
    """One of the factors of a derivative alone; of more than two, one left out."""
    for i, kept in enumerate(body.args):
        lost = body.args[1 - i] if len(body.args) == 2 else mul(*body.args[:i], *body.args[i + 1 :])
        yield Edit("half-derivative", kept, "of the derivative {0} the factor {1} is missing", (body, lost))
        if len(body.args) > 2 and isinstance(kept, Constant):
            yield Edit("wrong-factor", lost, "the factor {0} is left out", (kept,))
        elif len(body.args) > 2:
            yield Edit("half-derivative", lost, "of the derivative {0} the factor {1} is missing", (body, kept))


def at_the_error(node: Apply) -> Iterator[Edit]:
    """The derivative of an activation taken at the gradient that it is multiplied by; or ReLU itself, of that."""
    errors = [factor for factor in node.args if isinstance(factor, Name)]
    for i, local in enumerate(node.args):
        if not is_apply(local, "local"):
            continue
        body, (y, x, *_) = local.args[0], cast(tuple[Any, ...], local.params)
        for error in errors:
            before, after = node.args[:i], node.args[i + 1 :]
            if isinstance(y, Name) and y in walk(body):
                taken = Apply("mul", (*before, _exchanged(body, {y: error}), *after))
                yield Edit("wrong-operand", taken, "the derivative is taken at {1}, not at {0}", (y, error))
            elif body == apply("step", x):
                cut_off = Apply("mul", (*before, apply("step", error), *after))
                yield Edit(
                    "wrong-branch", cut_off, "what is negative in {1} is cut off, and not what is so in {0}", (x, error)
                )


_OTHER_DERIVATIVES: tuple[tuple[str, Callable[[Expr, Expr], Expr]], ...] = (
    ("the derivative is that of a sigmoid, not {0}", lambda y, _: mul(y, add(ONE, neg(y)))),
    ("the derivative is that of tanh, not {0}", lambda y, _: add(ONE, neg(apply("pow", y, number(2))))),
    ("the derivative is that of ReLU, not {0}", lambda _, x: apply("step", x)),
)


def _exchanged(expr: Expr, parts: Mapping[Expr, Expr]) -> Expr:
    return rewrite(expr, parts.get)


def _taken_for(node: Apply, setting: Setting) -> Iterator[str]:
    """What an activation may be taken for, the likeliest first: where there are labels to choose from, softmax."""
    yield from _ACTIVATIONS[:: -1 if node.primitive in _BENT else 1]
    if node.primitive == "sigmoid" and rank(node.args[0], setting):
        yield "softmax"


def joined(node: Expr, _: Setting, __: bool) -> Iterator[Edit]:
    """Two vectors joined the other way round."""
    if is_apply(node, "concat") and len(node.args) == 2:
        turned = Apply("concat", node.args[::-1], node.params)
        yield Edit("exchanged", turned, "{1} stands before {0}", node.args)


_HYPERBOLIC = {"tanh": "tan", "sinh": "sin", "cosh": "cos"}
"""By a function, the key that gives it only after another one."""
_DEGREE = Constant(math.pi / 180, "0.0174533")


def _on_a_calculator(node: Apply) -> Iterator[Edit]:
    """Another key pressed, tan for tanh, or the right one in the mode for degrees."""
    name, key = node.primitive, _HYPERBOLIC.get(node.primitive, node.primitive)
    names = (Name(name), Name(key))
    if key != name:
        yield Edit("wrong-activation", apply(key, *node.args), "{1} is used for {0}", names)
    if key in _HYPERBOLIC.values():
        says = "{0} is taken of degrees, not of radians" if key == name else "{1} is used for {0}, and that of degrees"
        yield Edit("wrong-activation", apply(key, mul(_DEGREE, *node.args)), says, names)
    if name == "arctan":
        says = "{0} is given in degrees, not in radians"
        yield Edit("wrong-activation", apply("div", node, _DEGREE), says, names)


_ACTIVATIONS = ("sigmoid", "tanh", "relu")
_BENT = ("leaky_relu", "elu", "softplus", "swish", "gelu", "gelu_tanh")
"""Activations that people take for ReLU, sooner than for one that ends in both directions."""
LOGARITHMS = ("log", "log10", "log2")
_LEFT_OUT = ("sqrt", "log", "exp", "inv")


def functions(node: Expr, setting: Setting, top: bool) -> Iterator[Edit]:
    """Functions: one left out or taken for another, a sign in an exponent, a square left out, a log's base."""
    if not isinstance(node, Apply):
        return
    yield from _activations(node, setting)
    yield from _squares(node)
    if node.primitive == "softmax":
        yield Edit("missing-factor", apply("exp", node.args[0]), "the division by the sum is left out")
        shares = apply("div", node.args[0], row_sum(node.args[0], shape_of(node, setting.shapes)))
        yield Edit(
            "missing-function", shares, "{0} itself is divided by its sum, the exponentials are left out", node.args
        )
    if node.primitive == "softplus":
        yield from functions(apply("log", add(ONE, apply("exp", *node.args))), setting, top)
    if node.primitive == "bipolar":
        risen = mul(number(2), apply("sigmoid", *node.args))
        yield Edit("dropped-term", risen, "the term {0} is left out", (neg(ONE),))
    if node.primitive in _LEFT_OUT:
        yield Edit("missing-function", node.args[0], "of {0} only what is inside is taken", (node,))
    for other in LOGARITHMS if node.primitive in LOGARITHMS else ():
        if other != node.primitive:
            yield Edit("log-base", apply(other, *node.args), "{1} is used for {0}", (Name(node.primitive), Name(other)))


def _activations(node: Apply, setting: Setting) -> Iterator[Edit]:
    """An activation left out or taken for another; a sign in it, or in an exponent."""
    activates = PRIMITIVES[node.primitive].activation
    if activates:
        yield Edit("missing-activation", node.args[0], "the activation is left out")
        for other in _taken_for(node, setting):
            if other != node.primitive:
                names = (Name(node.primitive), Name(other))
                yield Edit("wrong-activation", apply(other, node.args[0]), "{1} is used for {0}", names)
    yield from _on_a_calculator(node)
    if activates or node.primitive == "exp":
        negated = apply(node.primitive, neg(node.args[0]), *node.args[1:])
        if node.primitive == "softmax" and shape_of(node, setting.shapes)[-1:] == (2,):  # the one is what the other was
            yield Edit("exchanged", negated, "the two elements of {0} stand in each other's place", (node,))
        else:
            yield Edit("sign", negated, "the sign inside {0} is wrong", (node,))


def _squares(node: Apply) -> Iterator[Edit]:
    """A square left out, or a root taken of it; half of it, as losses have it; or one where a size belongs."""
    if is_apply(node, "abs"):
        square = apply("pow", node.args[0], number(2))
        yield Edit("missing-function", square, "the square {1} is used where {0} belongs", (node, square))
    if is_apply(node, "pow") and isinstance(node.args[1], Constant) and node.args[1].value == 2:
        base = node.args[0]
        yield Edit("not-squared", base, "{0} is not squared", (base,))
        if is_apply(base, "add"):  # of which nobody sees the sign in a square
            turned = add(*map(neg, reversed(base.args)))
            yield Edit("not-squared", turned, "{0} is not squared", (turned,))
        yield Edit("not-squared", apply("abs", base), "of {0} only the size is taken, not the square", (base,))
        yield Edit("wrong-factor", mul(number(0.5), node), "there is a factor ½ too many")
    if is_apply(node, "sum") and is_apply(node.args[0], "pow") and node.args[0].args[1] == number(2):
        yield Edit("not-squared", apply("sqrt", node), "a norm is taken, not its square {0}", (node,))
