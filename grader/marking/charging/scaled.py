"""What a factor too many or too few is one with, in a loss, its gradients and the steps of parameters."""

from collections.abc import Iterator

from grader.engine import Mutation, names_in, rename, taken_apart
from grader.marking.charging.slip import Slip
from grader.marking.slips import ACCIDENTS, Habit

_SCALING = frozenset({"wrong-factor", "reduction", "sign"})
"""Slips that may be made in a loss, and so in all that is derived from it."""


def scale(slip: Slip) -> Habit | None:
    """How many times too large a slip makes a loss or a gradient, if that is all it does.

    The factor of a loss is in every gradient of it and in the loss after the step: that is one slip. But not where
    the gradient before it is written: then the factor came in behind that.
    """
    mutation, graph = slip.mutation, slip.graph
    causes = {mutation.cause} | ({mutation.also.cause} if mutation.also else set())
    losses = (q.of for q in graph.computed if q.wrt)
    if not causes <= _SCALING or not (slip.quantity.wrt or taken_apart(slip.at)[0] in losses):
        return None
    upstream = [p for p in slip.quantity.parents if graph[p].wrt and graph[p].formula is not None]
    times = slip.times() if slip.blank(upstream) else None
    return ("scaled", f"{abs(times):.6g}") if times is not None and abs(times) != 1 else None


def of_parameters(slip: Slip) -> Iterator[Habit]:
    """What a slip is one with in the steps of other parameters: the same factor, or what each has of its own.

    A step uphill, by a gradient that is not written, is one with the wrong sign of the gradients.
    """
    own, mutation = slip.owner, slip.mutation
    gradients = [parent for parent in slip.quantity.parents if slip.graph[parent].wrt]
    if mutation.cause == "ascent" and gradients and slip.blank(gradients):
        yield ("of the gradients", "-1")
    if mutation.cause in _SCALING and own and slip.quantity.wrt:
        times = slip.times()
        if times is not None:
            yield ("of the gradients", f"{times:.6g}")
    yield from of_its_own(own, mutation)
    rate = slip.recurring.slips.rate
    if own and mutation.cause == "sign" and any(rate in names_in(part) for part in mutation.parts):
        yield ("uphill",)  # which is `ascent` where the step is by a rule


def of_its_own(own: str, mutation: Mutation) -> Iterator[Habit]:
    """What a slip in what a parameter's step has of its own is one with; `own`: the parameter."""
    named = {name for part in mutation.parts for name in names_in(part)}
    if own and mutation.cause not in ACCIDENTS and own in named:
        parts = tuple(rename(part, {own: ""}) for part in mutation.parts)
        yield ("of its own", mutation.cause, mutation.says, parts)
