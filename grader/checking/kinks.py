"""Where a rubric's own numbers stand too near an edge: kinks, saturated or dead activations, overflow."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.checking.finding import Finding, Section, section
from grader.checking.naming import named
from grader.engine import Apply, Array, Expr, Name, evaluate, is_apply, names_in, pretty, show, walk
from grader.engine.primitives.primitive import setting
from grader.reference import Quantity, Reference, Role, fitted

_EXACT = 1e-12
_SATURATED = 1e-3
"""A derivative of an activation that is smaller leaves next to nothing of a gradient."""
_LARGE, _SMALL = 1e100, 1e-100
_JUMPS = {"step": "a step", "sign": "a sign", "where": "a choice"}
_EDGES = {
    "relu": "ReLU",
    "leaky_relu": "the leaky ReLU",
    "elu": "ELU",
    "abs": "the absolute value",
    **_JUMPS,
}
"""Functions with a kink at 0, or with a jump."""


_CONVENTION = {
    "kink": "the derivative is a convention",
    "jump": "the value is a convention",
    "tie": "it is a convention which one the gradient goes to",
}


class _Edge(NamedTuple):
    """A node with an edge: what is held against 0, and the words for it."""

    distance: Array
    size: float
    what: str
    where: str
    convention: str


def kinks(reference: Reference, figures: int) -> Section:
    """What stands at an edge, or so near that rounding to so many figures may move it over."""
    found = [*_edges(reference, figures), *_dead(reference), *_saturated(reference), *_huge(reference)]
    return section("Numbers at an edge", found)


def _steps(reference: Reference, role: Role) -> Iterator[tuple[Quantity, Expr]]:
    wanted = reference.needed
    for quantity in reference.graph.computed:
        if quantity.role is role and quantity.name in wanted and quantity.formula is not None:
            yield quantity, quantity.formula


# ---- kinks ----------------------------------------------------------------------------------------------------------


def _edges(reference: Reference, figures: int) -> Iterator[Finding]:
    for _, formula in _steps(reference, Role.FORWARD):
        for node in walk(formula):
            for edge in _edges_of(node, reference) if isinstance(node, Apply) else ():
                near = np.abs(edge.distance) <= 0.5 * 10.0**-figures * edge.size
                exact = np.abs(edge.distance) <= _EXACT * edge.size
                if exact.any():
                    says = f"{_places(exact, edge.where)} at {edge.what}, where {edge.convention}"
                    yield Finding(says, ("who takes another than grade does is told of a slip",), weight=8)
                elif near.any():
                    says = f"{_places(near, edge.where)} so near to {edge.what} that rounding may move it over"
                    yield Finding(says, weight=4)


def _edges_of(node: Apply, reference: Reference) -> Iterator[_Edge]:
    values = reference.values
    if node.primitive in _EDGES and not _is_smooth(node, reference):
        edge = "jump" if node.primitive in _JUMPS else "kink"
        what, convention = f"the {edge} of {_EDGES[node.primitive]}", _CONVENTION[edge]
        inner = evaluate(node.args[0], values)[0, 0]
        yield _Edge(inner, _size(node.args[0], reference), what, show(node.args[0]), convention)
    elif node.primitive in ("max", "min") and len(node.args) > 1:
        compared = np.broadcast_arrays(*(evaluate(arg, values)[0, 0] for arg in node.args))
        size = max(float(np.abs(each).max()) for each in compared)
        first, second = np.sort(compared, axis=0)[[-1, -2] if node.primitive == "max" else [0, 1]]
        yield _Edge(first - second, size, f"a tie of {node.primitive}", show(node), _CONVENTION["tie"])
    elif node.primitive == "amax":
        inner = evaluate(node.args[0], values)[0, 0]
        top = evaluate(node, values)[0, 0]
        axis = setting(node.params, "axis")
        along = None if not isinstance(axis, int) else axis - 1 if axis > 0 else axis
        if inner.size > top.size:
            second = np.sort(inner, axis=along).take(-2, axis=along)
            yield _Edge(
                np.asarray(top - second), float(np.abs(inner).max()), "a tie of max", show(node), _CONVENTION["tie"]
            )


def _is_smooth(node: Apply, reference: Reference) -> bool:
    """Whether a function that may have a kink has none: ELU of a scale of 1."""
    return node.primitive == "elu" and bool(np.all(evaluate(node.args[1], reference.values) == 1))


def _size(expr: Expr, reference: Reference) -> float:
    """The size of the numbers that an expression is computed from."""
    names = names_in(expr)
    if isinstance(expr, Name) and reference.graph[expr.name].parents:
        names = reference.graph[expr.name].parents
    return max([float(np.abs(reference.values[name]).max(initial=0.0)) for name in names] or [1.0])


def _places(mask: NDArray[np.bool_], where: str) -> str:
    if mask.ndim == 0:
        return f"{where} is"
    first = ",".join(str(i + 1) for i in np.argwhere(mask)[0])
    more = int(mask.sum()) - 1
    return f"{where}[{first}] and {more} more are" if more else f"{where}[{first}] is"


# ---- activations ----------------------------------------------------------------------------------------------------


def _dead(reference: Reference) -> Iterator[Finding]:
    """ReLUs that let nothing through, in any sample."""
    for quantity, formula in _steps(reference, Role.FORWARD):
        if not is_apply(formula, "relu"):
            continue
        value = reference.values[quantity.name][0, 0]
        full = value.any(axis=0) if value.ndim > 1 and quantity.samples else value != 0
        if not full.any():
            says = f"{pretty(quantity.name)} is 0 altogether: ReLU lets nothing through, and what follows is trivial"
            yield Finding(says, weight=9)
        elif not full.all() and not (value.ndim == 1 and quantity.samples):
            places = [tuple(i + 1 for i in place) for place in np.argwhere(~full).tolist()]
            which = named(quantity.name, places, reference) if full.shape == value.shape else _units(quantity, places)
            are, them = ("are", "them") if len(places) > 1 else ("is", "it")
            yield Finding(
                f"{which} {are} 0: every gradient through {them} is 0, and no slip in one can be seen", weight=7
            )


def _units(quantity: Quantity, places: list[tuple[int, ...]]) -> str:
    shown = ", ".join(str(place[-1]) for place in places)
    return f"column{'s' if len(places) > 1 else ''} {shown} of {pretty(quantity.name)}"


def _saturated(reference: Reference) -> Iterator[Finding]:
    for quantity, formula in _steps(reference, Role.GRADIENT):
        for node in walk(formula):
            if is_apply(node, "local"):
                slope = np.abs(evaluate(node, reference.values)[0, 0])
                flat = (slope > 0) & (slope < _SATURATED)
                if flat.any() and (flat.sum() * 2 >= flat.size):
                    smallest = float(slope[flat].min()) if slope.ndim else float(slope)
                    says = (
                        f"the activation before {pretty(quantity.wrt)} is saturated: its derivative is {smallest:.1g}"
                    )
                    yield Finding(says, (f"what is computed from {pretty(quantity.name)} is as small",), weight=5)


def _huge(reference: Reference) -> Iterator[Finding]:
    for quantity in reference.graph.computed:
        size = np.abs(fitted(reference.values[quantity.name], quantity.shape)).ravel()
        if quantity.role is Role.FORWARD and size.size and float(size.max()) > _LARGE:
            yield Finding(f"{pretty(quantity.name)} reaches {float(size.max()):.0e}, close to overflow", weight=6)
        elif quantity.role is Role.FORWARD and ((size > 0) & (size < _SMALL)).any():
            yield Finding(f"{pretty(quantity.name)} is as small as {float(size[size > 0].min()):.0e}", weight=6)
