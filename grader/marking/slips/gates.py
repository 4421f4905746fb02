"""Gates that are taken for coupled, as they are in other cells: f·c + (1 − f)·g for f·c + i·g."""

from collections.abc import Iterator
from itertools import permutations

from grader.engine import ONE, Apply, Expr, Mutation, Name, add, names_in, neg, rewrite
from grader.engine.expr import is_apply
from grader.reference import Graph, Quantity, Role

_SAYS = "{1} is used where {0} belongs"


def coupled_gates(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """What is left of one gate in the place of another one, in a sum of what two gates let through.

    A hidden layer is no gate: it is multiplied by weights, which are given, and not by what is worked out.
    """
    formula = quantity.formula
    if quantity.role is not Role.FORWARD or not isinstance(formula, Apply) or formula.primitive != "add":
        return
    gates = [(term, gate) for term in formula.args for gate in _gates(term, graph)]
    for (_, other), (term, gate) in permutations(gates, 2):
        worked_out = [n for n in names_in(term) if n != gate.name and graph[n].role is Role.FORWARD]
        if other != gate and worked_out and graph[other.name].shape == graph[gate.name].shape:
            rest = add(ONE, neg(other))
            within: dict[Expr, Expr] = {gate: rest}
            changed: dict[Expr, Expr] = {term: rewrite(term, within.get)}
            yield Mutation("wrong-operand", rewrite(formula, changed.get), _SAYS, (gate, rest))


def _gates(term: Expr, graph: Graph) -> list[Name]:
    """The factors of a product that come out of a sigmoid."""
    factors = [factor for factor in term.args if isinstance(factor, Name)] if is_apply(term, "mul") else []
    return [factor for factor in factors if is_apply(graph[factor.name].formula, "sigmoid")]
