"""The steps of parameters held against the same steps with the gradients as difference quotients."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from grader.checking.derivatives import NOISE, Compared
from grader.engine import LEAD, Array, steps_in
from grader.reference import Quantity, Reference, Role
from grader.rubric import Training


def updates(reference: Reference, gradients: Iterable[Compared]) -> Iterator[tuple[Quantity, float]]:
    """Every step of a parameter with the gradient as difference quotients, and by how much the two disagree.

    Plain gradient descent is worked out without the derived step.
    """
    training, graph, values = reference.problem.training, reference.graph, reference.values
    known = {c.quantity.name: c.quotients for c in gradients if c.quotients is not None and c.judged and not c.wrong}
    for quantity in graph.values():
        found = [name for name in quantity.parents if graph[name].role is Role.GRADIENT]
        if quantity.role is not Role.UPDATE or not found or not known.keys() >= set(found) or training is None:
            continue
        if training.rule == "sgd" and not training.update and len(quantity.parents) == 3 and len(found) == 1:
            step = -_rate(quantity, training, values) * known[found[0]]
        else:
            moved = {name: known.get(name, values[name]) for name in quantity.parents}
            step = graph.step(quantity.name, moved) - values[quantity.of]
        right = values[quantity.name] - values[quantity.of]
        size = max(
            float(np.abs(right).max()), float(np.abs(step).max()), NOISE * float(np.abs(values[quantity.of]).max())
        )
        yield quantity, float(np.abs(right - step).max()) / (size or 1.0)


def _rate(quantity: Quantity, training: Training, values: Mapping[str, Array]) -> Array:
    """The learning rate of a step; of a vector, its own number."""
    rate = values[training.rate]
    return rate[..., steps_in(quantity.name) - 1] if rate.ndim > LEAD else rate
