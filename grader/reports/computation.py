"""The graph of a computation as it is drawn: a picture for each pass, a box for each quantity of the forward pass.

A quantity's gradient stands in its own box, as on the circuits that courses draw; so does a parameter's next value, and
what a rule of training computes beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from grader.engine import steps_in
from grader.reference import Graph, Reference, Role


class Pass(NamedTuple):
    """One pass through the network, and the steps back through it."""

    number: int
    """How many updates came before it."""
    boxes: tuple[tuple[str, ...], ...]
    """The quantities of each box; the first names the box."""
    arrows: tuple[tuple[str, str], ...]
    """From box to box."""


def passes(reference: Reference, wanted: Iterable[str] = ()) -> list[Pass]:
    """The pictures of a problem: of what is `wanted` (else of all that is asked) and what that is computed from."""
    graph, wanted = reference.graph, set(wanted) or {element.quantity for element in reference.asked}
    behind, moments = graph.behind(wanted), dict(_moments(reference))
    kept = [name for name in graph if name in behind]
    homes = {name: _home(name, graph, moments) for name in kept}
    found = []
    for number in dict.fromkeys(sorted(homes[name][0] for name in kept)):
        members: dict[str, list[str]] = {}
        for name in kept:
            if homes[name][0] == number:
                members.setdefault(homes[name][1], []).append(name)
        arrows = _arrows(members, graph)
        for home in [*members, *(start for start, _ in arrows)]:
            names = members.setdefault(home, [])  # what comes from an earlier pass is shown again
            names[:] = [home, *(name for name in names if name != home)]
        # What only an update uses (a learning rate) would stand apart from everything.
        joined = {name for arrow in arrows for name in arrow}
        boxes = [names for home, names in members.items() if home in joined or wanted & {*names} or not joined]
        found.append(Pass(number, tuple(map(tuple, boxes)), tuple(arrows)))
    return found


def _moments(reference: Reference) -> Iterator[tuple[str, str]]:
    """What a rule computes beside each parameter, by its name at first, and the parameter."""
    training, bundles = reference.problem.training, reference.graph.bundles
    for (_, vector), moment in training.moments.items() if training else ():
        yield from ((moment + name[len(vector) :], name) for name in bundles.get(vector, (vector,)))


def _home(name: str, graph: Graph, moments: Mapping[str, str]) -> tuple[int, str]:
    """In which pass, and in whose box, a quantity stands; `moments` are what the parameters are that they are of."""
    quantity = graph[name]
    if (parameter := moments.get(name.rstrip("'"))) and parameter in graph:
        number = max(0, steps_in(name) - 1)
        return number, parameter + "'" * number
    if quantity.role is Role.GRADIENT:
        return steps_in(quantity.of), quantity.wrt
    if quantity.role in (Role.UPDATE, Role.MOMENT):
        return steps_in(name) - 1, quantity.of or name
    return steps_in(name), name


def _arrows(members: dict[str, list[str]], graph: Graph) -> Sequence[tuple[str, str]]:
    """The arrows of the forward formulas, into the boxes of this pass."""
    heads = [name for name in members if name in members[name] and graph[name].role is Role.FORWARD]
    return list(dict.fromkeys((parent, name) for name in heads for parent in graph[name].parents))
