"""The steps of parameters held against the same steps with the gradients as difference quotients."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from grader.checking.derivatives import NOISE, Compared
from grader.engine import LEAD, Array, steps_in
from grader.reference import Quantity, Reference, Role
from grader.rubric import Training


def updates(reference: Reference, gradients: Iterable[Compared]) -> Iterator[tuple[Quantity, float]]:
    """Every step of a parameter with the gradient as difference quotients, and by how much the two disagree.

    Plain gradient descent is worked out without the derived step. What the quotients may be off by is no disagreement.
    """
    training, graph, values = reference.problem.training, reference.graph, reference.values
    sound = (c for c in gradients if c.judged and not c.wrong)
    known = {c.quantity.name: (c.quotients, c.quotients + c.lost) for c in sound if c.quotients is not None}
    for quantity in graph.values():
        found = [name for name in quantity.parents if graph[name].role is Role.GRADIENT]
        if quantity.role is not Role.UPDATE or not found or not known.keys() >= set(found) or training is None:
            continue
        if training.rule == "sgd" and not training.update and len(quantity.parents) == 3 and len(found) == 1:
            step, blurred = (-_rate(quantity, training, values) * taken for taken in known[found[0]])
        else:
            step, blurred = (_step(quantity, reference, {n: known[n][i] for n in found}) for i in (0, 1))
        right = values[quantity.name] - values[quantity.of]
        size = max(
            float(np.abs(right).max()), float(np.abs(step).max()), NOISE * float(np.abs(values[quantity.of]).max())
        )
        off = np.maximum(np.abs(right - step) - np.abs(blurred - step), 0.0)
        yield quantity, float(off.max()) / (size or 1.0)


def _step(quantity: Quantity, reference: Reference, gradients: Mapping[str, Array]) -> Array:
    """What a rule makes of other gradients."""
    values = reference.values
    moved = {name: gradients.get(name, values[name]) for name in quantity.parents}
    return reference.graph.step(quantity.name, moved) - values[quantity.of]


def _rate(quantity: Quantity, training: Training, values: Mapping[str, Array]) -> Array:
    """The learning rate of a step; of a vector, its own number."""
    rate = values[training.rate]
    return rate[..., steps_in(quantity.name) - 1] if rate.ndim > LEAD else rate
