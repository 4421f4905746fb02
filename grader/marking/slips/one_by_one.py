"""Parameters that are updated one after another: the gradient of the next is worked out with those already updated.

Descent takes all gradients at the same point. Who updates w1, and works the prediction out anew before taking the
gradient by w2, has made one slip, at every parameter but the first.
"""

from collections.abc import Iterator, Mapping

from grader.engine import Expr, Mutation, Name, names_in, rename, walk
from grader.engine.expr import substitute
from grader.reference import Graph, Quantity, Role

_SAYS = "the updated {1} is used for {0}"
_MOST_PARAMETERS = 6
_LONGEST = 200
"""An expression of more parts than this is not worked out anew."""


def one_by_one(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """The gradient by a parameter with those before it updated: all of them, then only one."""
    if quantity.role is not Role.GRADIENT or quantity.formula is None:
        return
    steps = [q for q in graph.computed if q.role is Role.UPDATE and q.of.count("'") == quantity.wrt.count("'")]
    updated = {q.of: q.name for q in steps}
    if quantity.wrt not in updated or len(updated) > _MOST_PARAMETERS:
        return
    others = [q.of for q in steps if q.of != quantity.wrt and quantity.name not in graph.up_to([q.name])]
    before = others[: list(updated).index(quantity.wrt)]
    for some in ([before] if len(before) > 1 else []) + [[name] for name in others]:
        step = _anew(quantity.formula, {name: updated[name] for name in some}, graph)
        if step is not None:
            parts = (Name(some[-1]), Name(updated[some[-1]]))
            yield Mutation("updated-weight", step, _SAYS, parts)


def _anew(formula: Expr, updated: Mapping[str, str], graph: Graph) -> Expr | None:
    """A step with all that comes of some parameters worked out anew after their update; None where nothing does.

    Parameters that the step itself takes are another slip: the weights taken too early on the way back.
    """
    step = formula
    while touched := {name: step_of for name in names_in(step) if (step_of := _before(name, updated, graph))}:
        step = substitute(step, touched)
        if sum(1 for _ in walk(step)) > _LONGEST:
            return None
    return rename(step, updated) if step != formula else None


def _before(name: str, parameters: Mapping[str, str], graph: Graph) -> Expr | None:
    """The step of a quantity that is computed from any of some parameters, and is none of them."""
    comes_of = name not in parameters and not graph.up_to([name]).isdisjoint(parameters)
    return graph[name].formula if comes_of else None
