"""A penalty's gradient where it does not belong: on the biases, too, and not on the weights alone."""

from collections.abc import Iterator

from grader.engine import Apply, Expr, Mutation, Name, add, names_in, rename
from grader.reference import Graph, Quantity, Role

PENALISED = "the penalty's term {0} is added, and there is none on {1}"


def extra_penalty(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """The gradient of a parameter with the term that a penalty adds to that of another one."""
    if quantity.role is not Role.GRADIENT or quantity.formula is None or quantity.wrt in quantity.parents:
        return
    if not graph[quantity.wrt].role.begins:
        return
    for other in graph.computed:
        if other.role is Role.GRADIENT and other.of == quantity.of and other.wrt in other.parents:
            for term in _terms(other.formula):
                if other.wrt in names_in(term):
                    own = rename(term, {other.wrt: quantity.wrt})
                    yield Mutation("extra-term", add(quantity.formula, own), PENALISED, (own, Name(quantity.wrt)))


def _terms(formula: Expr | None) -> tuple[Expr, ...]:
    """The terms of a sum."""
    return formula.args if isinstance(formula, Apply) and formula.primitive == "add" else ()
