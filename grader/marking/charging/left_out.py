"""What something left out of a step is one with in other steps, though these are no longer alike.

The same time step is left out of the gradient of every gate, whatever its activation.
"""

from collections.abc import Iterator

from grader.engine import Name, apply, names_in, number, walk
from grader.engine.expr import is_apply
from grader.engine.mutate.edit import share_of
from grader.marking.charging.slip import NUMBERED, Slip
from grader.marking.slips import Habit, outline
from grader.reference import Role


def of_derivatives(slip: Slip) -> Iterator[Habit]:
    """What an activation's derivative left out is one with: the gradient of its output taken for that of its input."""
    if slip.mutation.cause == "missing-derivative" or _skips_an_activation(slip):
        yield ("before the derivative",)


def of_squares(slip: Slip) -> Iterator[Habit]:
    """What a square left out is one with: another one in a term of the same form, (1 − ρ)·g² in every ρ·s.

    Or in the derivative of the same activation, 1 − h for 1 − h².
    """
    formula, parts = slip.quantity.formula, slip.mutation.parts
    if slip.mutation.cause != "not-squared" or not slip.alone or formula is None or not parts:
        return
    square = apply("pow", parts[0], number(2))
    products = [node for node in walk(formula) if is_apply(node, "mul") and square in node.args]
    slopes = [node.args[0] for node in walk(formula) if is_apply(node, "local") and square in walk(node.args[0])]
    for term in (*products, *slopes):
        yield ("not squared", outline(term, term))


def of_uses(slip: Slip) -> Iterator[Habit]:
    """What a term left out of a parameter's gradient is one with: of any other's, that of the same of its uses."""
    own, graph, mutation = slip.owner, slip.graph, slip.mutation
    if mutation.cause != "dropped-term" or not slip.alone or not own or not slip.quantity.wrt:
        return
    uses = [use for use in graph.children[own] if not graph[use].wrt]
    lost = frozenset(uses.index(of) for name in slip.gradients(mutation.parts) if (of := graph[name].wrt) in uses)
    if not lost or len(uses) < 2:
        return
    yield ("of its uses", mutation.says, lost, len(uses))
    forward = [use for use in uses if graph[use].role is Role.FORWARD]
    times = {use: int(found[2]) for use in forward if (found := NUMBERED.fullmatch(use))}
    if len(set(times.values())) == len(forward):  # the last alone, be it of three steps or of two
        kept = {graph[name].wrt for name in names_in(mutation.expr) if name in graph}
        yield ("at some times", frozenset(times[use] for use in forward if use in kept))


def of_paths(slip: Slip) -> Iterator[Habit]:
    """What a path left out of a gradient is one with: the same left out of any other; so is what comes in, left out."""
    formula, mutation = slip.quantity.formula, slip.mutation
    if mutation.cause not in ("dropped-term", "missing-factor") or not slip.alone or formula is None:
        return
    lost = set(names_in(formula)) - set(names_in(mutation.expr))
    gradients = frozenset(name for name in lost if slip.graph[name].wrt)
    all_of_it = mutation.cause == "dropped-term" or mutation.parts == tuple(map(Name, gradients))
    if gradients and all_of_it and slip.quantity.wrt:
        yield ("without what comes in", mutation.cause, gradients)


def of_moments(slip: Slip) -> Iterator[Habit]:
    """What is left out of a moment is one with: the correction of any, or the share 1 − β of any."""
    formula, mutation = slip.quantity.formula, slip.mutation
    if slip.quantity.role is not Role.MOMENT or mutation.cause != "missing-factor" or not slip.alone:
        return
    if formula is not None and is_apply(formula, "div"):
        if mutation.expr == formula.args[0]:
            yield ("uncorrected",)
    elif any(share_of(part) is not None for part in mutation.parts):
        yield ("without what is left",)


def _skips_an_activation(slip: Slip) -> bool:
    """Whether the gradient of an activation's output is used where that of its input belongs."""
    operands, graph = slip.exchanged(), slip.graph
    if operands is None or not all(isinstance(part, Name) and part.name in graph for part in operands):
        return False
    before, after = (graph[name].wrt for part in operands for name in names_in(part))
    return bool(before and after) and graph[after].parents == (before,)
