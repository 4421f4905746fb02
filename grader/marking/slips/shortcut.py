"""The short form of the step through an output layer, p − y, as most people know it by heart.

Of a softmax or a sigmoid under a cross-entropy the derivatives cancel, and few write out both: who slips there slips in
p − y, not in the chain rule's formula.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from grader.engine import (
    ONE,
    Array,
    Expr,
    Mutation,
    Name,
    Setting,
    evaluate,
    mul,
    mutations,
    names_in,
    number,
    rename,
    rewrite,
    sub,
)
from grader.engine.expr import apply, is_apply
from grader.reference import Graph, Quantity, Role, fitted

TWICE = "{0} has the derivative of the activation in it already, and is multiplied by {1} once more"
WRITTEN_OUT = "{0} is multiplied by the derivative {1} of the activation, which does not belong here"
ALONE = "the derivative {0} of the activation is written alone, and {1} belongs here"
EARLY = "{0} has the derivative of the activation in it already: it is the next gradient, {1}"

_ACTIVATIONS = ("softmax", "sigmoid")
_POINTS = 5
_WHOLE = 1e-9
_DEEPEST = 4
"""So many sums lie between an output and the loss at most."""
_INSIDE = ("dropped-term", "wrong-operand", "sign", "wrong-factor", "reduction")
"""What people do to p − y."""


def in_the_shortcut(quantity: Quantity, graph: Graph, setting: Setting) -> Iterator[Mutation]:
    """The slips that people make in the short form of a step, or by taking it for the step before."""
    if (found := _shortcut(quantity, graph)) is not None:
        error = found.error
        if is_apply(found.form, "div"):
            yield Mutation("wrong-factor", error, "the division by {0} is left out", (found.form.args[1],))
        for other in (n for n in graph[found.target.name].parents if graph[n].shape == quantity.shape):
            parts = (found.target, Name(other))
            yield Mutation("wrong-operand", found.against(Name(other)).form, "{1} is used where {0} belongs", parts)
        yield from (mutation for mutation in mutations(found.form, setting) if mutation.cause in _INSIDE)
        derivative = mul(found.output, sub(ONE, found.output))
        yield Mutation("extra-derivative", mul(found.form, derivative), TWICE, (error, derivative))
        alone = rewrite(found.form, {error: derivative}.get)
        yield Mutation("missing-factor", alone, ALONE, (derivative, error))
    for child in map(graph.__getitem__, graph.children[quantity.name]):
        found = _shortcut(child, graph) if quantity.role is child.role is Role.GRADIENT else None
        if found is not None and found.output.name == quantity.wrt:
            yield Mutation("extra-derivative", found.form, EARLY, (found.form, Name(child.name)))


def in_an_error(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """The derivative put in beside p − y, where the rubric itself writes that for the gradient behind an output."""
    formula = quantity.formula if quantity.role is Role.FORWARD else None
    for error in dict.fromkeys(_multiplied(formula)) if formula is not None else ():
        if formula is not None and (output := _output_in(error, graph)) is not None:
            derivative = mul(output, sub(ONE, output))
            expr = rewrite(formula, {error: mul(error, derivative)}.get)
            yield Mutation("extra-derivative", expr, WRITTEN_OUT, (error, derivative))


def output_for_error(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """The output p itself, where the step goes on with p − y: p ⊗ h for ∂L/∂W."""
    for parent in map(graph.__getitem__, quantity.parents):
        if quantity.formula is not None and (found := _shortcut(parent, graph)) is not None:
            parts = (Name(parent.name), found.output)
            expr = rename(quantity.formula, {parent.name: found.output.name})
            yield Mutation("wrong-operand", expr, "{1} is used where {0} belongs", parts)


def _multiplied(expr: Expr) -> Iterator[Expr]:
    """An expression, and whatever it is a multiple of."""
    yield expr
    if is_apply(expr, "mul", "div", "neg", "matmul", "outer", "transpose", "sum"):
        for arg in expr.args:
            yield from _multiplied(arg)


def _output_in(error: Expr, graph: Graph) -> Name | None:
    """The p of p − y or y − p, if that is what comes out of a sigmoid or a softmax, and y is given."""
    if not is_apply(error, "add") or len(error.args) != 2 or sum(is_apply(arg, "neg") for arg in error.args) != 1:
        return None
    one, other = (arg.args[0] if is_apply(arg, "neg") else arg for arg in error.args)
    for output, target in ((one, other), (other, one)):
        given = isinstance(target, Name) and graph[target.name].role is Role.GIVEN
        if given and isinstance(output, Name) and _activated(graph[output.name].formula) is not None:
            return output
    return None


def short_form(quantity: Quantity, graph: Graph) -> Expr | None:
    """c·(p − y), if a gradient with respect to the input of an output layer amounts to that."""
    found = _shortcut(quantity, graph)
    return found.form if found is not None else None


class _Shortcut(NamedTuple):
    """What a step amounts to."""

    factor: float
    output: Name
    target: Name

    def against(self, target: Name) -> "_Shortcut":
        """The same with another target."""
        return self._replace(target=target)

    @property
    def error(self) -> Expr:
        """The error p − y."""
        return sub(self.output, self.target)

    @property
    def form(self) -> Expr:
        """The error times the factor, or divided by a whole number of samples."""
        count = 1 / self.factor
        if 0 < self.factor < 1 and abs(count - round(count)) < _WHOLE:
            return apply("div", self.error, number(round(count)))
        return mul(number(self.factor), self.error)


def _shortcut(quantity: Quantity, graph: Graph) -> _Shortcut | None:
    if quantity.role is not Role.GRADIENT or quantity.wrt not in graph:
        return None
    for child in graph.children[quantity.wrt]:
        formula = graph[child].formula
        if formula is not None and _activated(formula) == Name(quantity.wrt):
            return _error(quantity, child, formula, graph)
    return None


def _activated(formula: Expr | None) -> Expr | None:
    """What goes into the activation that a formula is, of rows or (transposed before and after it) of columns."""
    turned = formula is not None and is_apply(formula, "transpose")
    activation = formula.args[0] if turned else formula  # type: ignore[union-attr]
    if activation is None or not is_apply(activation, *_ACTIVATIONS):
        return None
    inside = activation.args[0]
    if turned:
        return inside.args[0] if is_apply(inside, "transpose") else None
    return inside


def _error(quantity: Quantity, output: str, activation: Expr, graph: Graph) -> _Shortcut | None:
    upstream = [graph[name] for name in quantity.parents if graph[name].role is Role.GRADIENT]
    if len(upstream) != 1 or upstream[0].wrt != output or upstream[0].formula is None or quantity.formula is None:
        return None
    step = _opened(quantity.formula, graph)
    others = [name for name in names_in(step) if name not in (output, quantity.wrt)]
    after = graph.down_from([quantity.wrt])
    if any(name in after for name in others):
        return None
    rng = np.random.default_rng(0)
    axis = -2 if is_apply(activation, "transpose") else -1
    values = {name: _shares(rng, graph[name].shape, axis) for name in others}
    values[quantity.wrt] = rng.normal(size=(1, _POINTS, *quantity.shape))
    values[output] = evaluate(activation, values)
    right = fitted(evaluate(step, values), quantity.shape)
    for target in others:
        if graph[target].shape == quantity.shape:
            with np.errstate(divide="ignore", invalid="ignore"):  # a softmax of one class is its target
                ratio = right / (values[output] - values[target])
            factor = float(np.median(ratio))
            if np.allclose(ratio, factor, rtol=1e-9, atol=0):
                return _Shortcut(float(f"{factor:.12g}"), Name(output), Name(target))
    return None


def _opened(formula: Expr, graph: Graph, depth: int = _DEEPEST) -> Expr:
    """The formula with those of the gradients in it, down to the loss."""

    def whole(node: Expr) -> Expr | None:
        if not depth or not isinstance(node, Name) or graph[node.name].role is not Role.GRADIENT:
            return None
        inner = graph[node.name].formula
        return _opened(inner, graph, depth - 1) if inner is not None else None

    return rewrite(formula, whole)


def _shares(rng: np.random.Generator, shape: tuple[int, ...], axis: int) -> Array:
    """Positive numbers that make 1 together, along an axis, as what a target gives to the classes does."""
    values = rng.uniform(0.1, 0.9, size=(1, _POINTS, *shape))
    return values / values.sum(axis=axis, keepdims=True) if len(shape) >= -axis else values
