"""What is a variance or its mean, as in batch norm: people call these σ² and μ, whatever a rubric calls them."""

from collections.abc import Iterator, Mapping

import numpy as np

from grader.engine import LEAD, Array, is_apply, number, walk
from grader.reference.graph import Quantity, Role
from grader.reference.reference import Reference

_VARIANCE = ("sigma^2", "sigma_B^2", "sigma2", "variance", "var")
_MEAN = ("mu", "mu_B")


def usual_names(reference: Reference) -> Mapping[str, tuple[str, ...]]:
    """By quantity, the usual names of the only variance of a problem, and of the mean in it.

    Of several, σ² may be any of them.
    """
    losses = {quantity.of for quantity in reference.graph.values() if quantity.wrt}
    found = {
        quantity.name: next(_means(quantity, reference), "")
        for quantity in reference.graph.values()
        if _is_own(quantity)
        and _squares(quantity)
        and quantity.name not in losses
        and any(_spreads(quantity, reference))
    }
    if len(found) != 1:
        return {}
    [(variance, mean)] = found.items()
    return {variance: _VARIANCE} | ({mean: _MEAN} if mean else {})


def _is_own(quantity: Quantity) -> bool:
    return quantity.role is Role.FORWARD and quantity.formula is not None and "'" not in quantity.name


def _squares(quantity: Quantity) -> bool:
    """Whether its formula has a square in it: numbers may be equal by chance."""
    nodes = walk(quantity.formula) if quantity.formula is not None else ()
    return any(is_apply(node, "var") or (is_apply(node, "pow") and node.args[1] == number(2)) for node in nodes)


def _spreads(quantity: Quantity, reference: Reference) -> Iterator[tuple[str, Array]]:
    """What a quantity is the variance of, with the mean of it: that of all its numbers, or along an axis."""
    for name in quantity.parents:
        data = reference.values[name]
        axes = [*range(LEAD, data.ndim)]
        for along in (tuple(axes), *([(axis,) for axis in axes] if len(axes) > 1 else ())):
            if along and _same(reference.values[quantity.name], data.var(axis=along)):
                yield name, data.mean(axis=along)


def _means(quantity: Quantity, reference: Reference) -> Iterator[str]:
    """The mean that a variance is about, where it is a quantity."""
    for _, mean in _spreads(quantity, reference):
        for name in quantity.parents:
            if _is_own(reference.graph[name]) and _same(reference.values[name], mean):
                yield name


def _same(value: Array, other: Array) -> bool:
    """Whether two arrays are equal but for axes of length 1, and not only because nothing varies."""
    value, other = (array.reshape(*array.shape[:LEAD], -1) for array in (value, other))
    return value.shape == other.shape and bool(np.any(value)) and np.allclose(value, other, rtol=1e-9, atol=0)
