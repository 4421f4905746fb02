"""The derivative of an activation taken for that of a common one, or a step too early.

Who knows one derivative by heart writes y·(1 − y) or 1 − y² in the place of that of an activation that has no name, a
scaled tanh, a bipolar sigmoid; or nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from grader.engine import ONE, Apply, Expr, Mutation, Name, add, mul, names_in, neg, number, rewrite, steps_in, walk
from grader.engine.expr import apply, is_apply
from grader.reference import Graph, Quantity, Role

_SHAPES = ("exp", "tanh", "sigmoid")
TAKEN = "{1} is taken for the derivative of {0}"
LEFT_OUT = "the derivative {1} of {0} is left out"
ELSEWHERE = "the derivative is that at {1}, not at {0}"
TOO_EARLY = "the derivative {1} of {0} is in it already: it belongs to the next step"

ALREADY = "the derivative {1} of {0} is in {2} already"


def other_slopes(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """What people make of a step through such an activation, or of one whose author has written its derivative out."""
    for output, derivative, rest in (*_through(quantity, graph), *_written_out(quantity, graph)):
        for by_heart in SLOPES.values():
            slope = by_heart(output)
            yield Mutation("wrong-activation", mul(*rest, slope), TAKEN, (output, slope))
        if rest and derivative is not None:
            yield Mutation("missing-derivative", mul(*rest), LEFT_OUT, (output, derivative))


def once_more(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """The derivative of an activation that is in what comes in already: δ₃·w·(1 − h₃²), which takes ∂h₃/∂h₂ for w."""
    for name in quantity.parents if quantity.role is Role.GRADIENT else ():
        inner = graph[name].wrt if graph[name].role is Role.GRADIENT else ""
        for child in graph.children[inner] if inner in graph else ():
            slope = _slope_of(graph[child], inner)
            if slope is not None and quantity.formula is not None:
                changed: dict[Expr, Expr] = {Name(name): mul(Name(name), slope)}
                slipped = rewrite(quantity.formula, changed.get)
                yield Mutation("extra-derivative", slipped, ALREADY, (Name(child), slope, Name(name)))


def _slope_of(output: Quantity, inner: str) -> Expr | None:
    """The derivative of a common activation, if a quantity is that of another one and nothing else."""
    for primitive, slope in SLOPES.items():
        if output.role is Role.FORWARD and output.formula == apply(primitive, Name(inner)):
            return slope(Name(output.name))
    return None


def at_the_output(formula: Expr, graph: Graph) -> Iterator[Mutation]:
    """The derivative at a network's one output in the step through a layer: o·(1 − o) for h·(1 − h).

    `formula`: a step with its derivatives marked.
    """
    for local in dict.fromkeys(node for node in walk(formula) if is_apply(node, "local")):
        y, x, activation, *_ = local.params
        if isinstance(y, Name) and isinstance(x, Name | Apply) and graph[y.name].shape:
            for output, net in islice(_single_outputs(y.name, str(activation), graph), _MOST_OUTPUTS):
                there: dict[Expr, Expr] = {y: output, x: net}
                changed: dict[Expr, Expr] = {local: rewrite(local.args[0], there.get)}
                yield Mutation("wrong-operand", rewrite(formula, changed.get), ELSEWHERE, (y, output))


_MOST_OUTPUTS = 3


def at_the_step(formula: Expr, graph: Graph) -> Iterator[Mutation]:
    """The derivative of an activation inside a step at what the step gives: 1 − h² for 1 − tanh²(c), of h = o·tanh(c).

    `formula`: a step with its derivatives marked.
    """
    for local in dict.fromkeys(node for node in walk(formula) if is_apply(node, "local")):
        y, x, *_ = local.params
        if isinstance(y, Apply) and isinstance(x, Name):
            for step in (graph[child] for child in graph.children[x.name]):
                if step.role is Role.FORWARD and step.formula != y and step.formula and y in walk(step.formula):
                    there: dict[Expr, Expr] = {y: Name(step.name)}
                    changed: dict[Expr, Expr] = {local: rewrite(local.args[0], there.get)}
                    slipped, parts = rewrite(formula, changed.get), (y, Name(step.name))
                    yield Mutation("derivative-at-activation", slipped, ELSEWHERE, parts)


def _single_outputs(layer: str, activation: str, graph: Graph) -> Iterator[tuple[Name, Expr]]:
    """Single numbers further on in the same pass that come out of such an activation, each with what goes in."""
    for name in sorted(graph.down_from([layer]), key=graph.place.__getitem__):
        quantity, formula = graph[name], graph[name].formula
        single = not quantity.shape and quantity.role is Role.FORWARD and steps_in(name) == steps_in(layer)
        if single and formula is not None and is_apply(formula, activation):
            yield Name(name), formula.args[0]


def too_early(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """The derivative of a gate in the gradient with respect to what comes out of it: ∂E/∂h · tanh(c) · o·(1 − o)."""
    activation = graph[quantity.wrt].formula if quantity.role is Role.GRADIENT and quantity.wrt in graph else None
    for primitive, slope in SLOPES.items():
        if activation is not None and is_apply(activation, primitive) and quantity.formula is not None:
            output = Name(quantity.wrt)
            derivative = slope(output)
            yield Mutation("extra-derivative", mul(quantity.formula, derivative), TOO_EARLY, (output, derivative))


def _of_sigmoid(output: Expr) -> Expr:
    return mul(output, add(ONE, neg(output)))


def _of_tanh(output: Expr) -> Expr:
    return add(ONE, neg(apply("pow", output, number(2))))


SLOPES: Mapping[str, Callable[[Expr], Expr]] = {"sigmoid": _of_sigmoid, "tanh": _of_tanh}
"""The derivatives that people know by heart, by the activation, each by what comes out of it."""


_Step = tuple[Name, Expr | None, tuple[Expr, ...]]
"""The activation's output; its derivative, where that stands by itself; what it is multiplied by."""


def _through(quantity: Quantity, graph: Graph) -> Iterator[_Step]:
    """The gradient with respect to what such an activation is of."""
    upstream = [graph[name] for name in quantity.parents if graph[name].role is Role.GRADIENT]
    if quantity.role is Role.GRADIENT and len(upstream) == 1 and upstream[0].shape == quantity.shape:
        output = upstream[0].wrt
        computed = [name for name in graph[output].parents if graph[name].formula is not None]
        if computed == [quantity.wrt] and _is_unnamed(output, graph):
            yield Name(output), None, (Name(upstream[0].name),)


def _written_out(quantity: Quantity, graph: Graph) -> Iterator[_Step]:
    """A product with factors like (1 + y)·(1 − y), and no other y."""
    formula = quantity.formula
    if formula is None or not is_apply(formula, "mul"):
        return
    for name in (name for name in quantity.parents if _is_unnamed(name, graph)):
        own = [factor for factor in formula.args if set(names_in(factor)) <= {name}]
        if any(is_apply(factor, "add") for factor in own):
            yield Name(name), mul(*own), tuple(factor for factor in formula.args if factor not in own)


def _is_unnamed(name: str, graph: Graph) -> bool:
    formula = graph[name].formula
    if not isinstance(formula, Apply) or formula.primitive in _SHAPES:
        return False
    return graph[name].role is Role.FORWARD and any(is_apply(node, *_SHAPES) for node in walk(formula))
