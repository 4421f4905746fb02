"""A penalty where it does not belong: on the biases, too, and not on the weights alone; one divided by the samples."""

from collections.abc import Iterator

from grader.engine import Apply, Expr, Mutation, Name, add, names_in, number, rename, rewrite, steps_in, walk
from grader.engine.expr import apply, is_apply
from grader.reference import Graph, Quantity, Role

PENALISED = "the penalty's term {0} is added, and there is none on {1}"
COUNTED = "{0} is counted in the penalty, too"
_DIVIDED = "{0} is divided by {1}, the number of samples"


def extra_penalty(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """The gradient of a parameter with the term that a penalty adds to that of another one.

    What is computed is not penalised: in ∂L/∂x its own x stands because x is normalised, or squared in a loss.
    """
    if quantity.role is not Role.GRADIENT or quantity.formula is None or quantity.wrt in quantity.parents:
        return
    if not graph[quantity.wrt].role.begins:
        return
    for other in graph.computed:
        if other.role is not Role.GRADIENT or other.of != quantity.of or other.wrt not in other.parents:
            continue
        if graph[other.wrt].role.begins:
            for term in _terms(other.formula):
                if other.wrt in names_in(term):
                    own = rename(term, {other.wrt: quantity.wrt})
                    yield Mutation("extra-term", add(quantity.formula, own), PENALISED, (own, Name(quantity.wrt)))


def _terms(formula: Expr | None) -> tuple[Expr, ...]:
    """The terms of a sum."""
    return formula.args if isinstance(formula, Apply) and formula.primitive == "add" else ()


def in_a_penalty(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """A penalty that counts all parameters, and not the weights alone; one that is a mean over the samples."""
    formula = quantity.formula
    squares = list(_sizes(formula, graph)) if quantity.role is Role.FORWARD and formula is not None else []
    if formula is None or not squares:
        return
    penalised = {name for square in squares for name in names_in(square)}
    others = [q for q in graph.values() if _is_like(q, graph[min(penalised)]) and q.name not in penalised]
    if others:
        more = add(*(_size_of(other, squares[-1]) for other in others))
        expr = rewrite(formula, {squares[-1]: add(squares[-1], more)}.get)
        yield Mutation("extra-term", expr, COUNTED, (more,))
    samples = next((q.shape[0] for q in graph.values() if q.samples and q.shape), 1)
    if samples > 1 and not any(graph[name].samples or not graph[name].role.begins for name in quantity.parents):
        count = number(samples)
        yield Mutation("reduction", apply("div", formula, count), _DIVIDED, (formula, count))


def _sizes(formula: Expr, graph: Graph) -> Iterator[Expr]:
    """The squares of parameters, or their absolute values, or the sums of such, in a formula."""
    for node in walk(formula):
        of_size = (is_apply(node, "pow") and node.args[1] == number(2)) or is_apply(node, "abs")
        if of_size and isinstance(node, Apply) and isinstance(base := node.args[0], Name):
            parameter = graph[base.name]
            if parameter.role in _TRAINED:
                yield apply("sum", node) if parameter.shape else node


_TRAINED = (Role.PARAMETER, Role.UPDATE)


def _is_like(quantity: Quantity, parameter: Quantity) -> bool:
    """Whether it is a parameter, too, and after as many steps."""
    return quantity.role is parameter.role and steps_in(quantity.name) == steps_in(parameter.name)


def _size_of(parameter: Quantity, like: Expr) -> Expr:
    """The square of a parameter, or its absolute value, whichever another's is; or the sum."""
    own = Name(parameter.name)
    size = apply("abs", own) if any(is_apply(node, "abs") for node in walk(like)) else apply("pow", own, number(2))
    return apply("sum", size) if parameter.shape else size
