"""The short form of the step back through a normalisation, as it is printed in papers and courses.

Of x̂ = (x − μ)/σ hardly anybody works out the gradients by μ and σ. With g = ∂L/∂x̂ they leave

    ∂L/∂x = (g − mean(g) − x̂·mean(g·x̂))/σ

(Ioffe and Szegedy 2015; Ba, Kiros and Hinton 2016), a mean along each axis that μ is one along.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from grader.engine import Apply, Array, Expr, Mutation, Name, Setting, evaluate, mul, mutations, names_in, rewrite, sub
from grader.engine.expr import apply, is_apply
from grader.reference import Graph, Quantity, Role, fitted

_POINTS = 3
_INSIDE = ("dropped-term", "sign", "reduction", "missing-function")
_UNDIVIDED = "the division by {0} is left out"
"""What people do to it: of its factors they leave out none but 1/σ."""
_DEEPEST = 3
"""So many gradients are worked out between that by what is normalised and that by what goes in: by μ, by σ or σ²."""


def normalised_form(quantity: Quantity, graph: Graph) -> Expr | None:
    """What a gradient with respect to what is normalised comes to, if nothing else is made of that."""
    if quantity.role is not Role.GRADIENT or quantity.wrt not in graph or quantity.formula is None:
        return None
    for upstream in (graph[name] for name in quantity.parents if graph[name].role is Role.GRADIENT):
        formula = graph[upstream.wrt].formula if upstream.wrt in graph else None
        if upstream.of == quantity.of and (scale := _scale(formula, quantity.wrt)) is not None:
            opened = _opened(quantity.formula, Name(upstream.name), graph)
            values = _values(opened, upstream, quantity.wrt, graph)
            right = fitted(evaluate(opened, values), quantity.shape)
            for form in _forms(Name(upstream.name), Name(upstream.wrt), scale, len(quantity.shape)):
                if np.allclose(fitted(evaluate(form, values), quantity.shape), right, rtol=1e-9, atol=1e-12):
                    return form
    return None


def in_a_normalisation(quantity: Quantity, graph: Graph, setting: Setting) -> Iterator[Mutation]:
    """The slips that people make in the short form: above all, a mean left out, or both."""
    form = normalised_form(quantity, graph)
    if form is not None:
        yield from (m for m in mutations(form, setting) if m.cause in _INSIDE or m.says == _UNDIVIDED)


def _scale(formula: Expr | None, centred: str) -> Expr | None:
    """The σ of (x − μ)/σ."""
    if not is_apply(formula, "div") or not is_apply(formula.args[0], "add"):
        return None
    terms = formula.args[0].args
    return formula.args[1] if len(terms) == len(("x", "−μ")) and terms[0] == Name(centred) else None


def _opened(formula: Expr, upstream: Name, graph: Graph, depth: int = _DEEPEST) -> Expr:
    """The formula with those of all gradients in it but the one that comes from above."""

    def whole(node: Expr) -> Expr | None:
        if not depth or node == upstream or not isinstance(node, Name) or graph[node.name].role is not Role.GRADIENT:
            return None
        inner = graph[node.name].formula
        return _opened(inner, upstream, graph, depth - 1) if inner is not None else None

    return rewrite(formula, whole)


def _values(opened: Expr, upstream: Quantity, centred: str, graph: Graph) -> dict[str, Array]:
    """Random numbers for what goes in, and what the forward pass makes of them."""
    rng, after = np.random.default_rng(0), graph.down_from([centred])
    values: dict[str, Array] = {}

    def known(name: str) -> Array:
        if name not in values:
            drawn = rng.uniform(0.2, 1.8, (1, _POINTS, *graph[name].shape))
            made = name in after and name not in (centred, upstream.name) and graph[name].role is Role.FORWARD
            values[name] = graph.step(name, _each(graph[name].parents)) if made else drawn
        return values[name]

    def _each(names: tuple[str, ...]) -> Mapping[str, Array]:
        return {name: known(name) for name in names}

    _each((*names_in(opened), upstream.wrt, upstream.name))
    return values


def _forms(upstream: Name, normal: Name, scale: Expr, rank: int) -> Iterator[Expr]:
    """The short form, with means along each axis or over all."""
    for axis in (None, *range(-rank, 0)) if rank > 1 else (None,):
        mixed = mul(normal, _mean(mul(upstream, normal), axis))
        yield apply("div", sub(sub(upstream, _mean(upstream, axis)), mixed), scale)


def _mean(expr: Expr, axis: int | None) -> Expr:
    if axis is None:
        return apply("mean", expr)
    return Apply("unsqueeze", (Apply("mean", (expr,), (("axis", axis),)),), (axis,))
