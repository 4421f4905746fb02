"""Learning rates that move the parameters uphill, not at all, or very far."""

from collections.abc import Iterator

import numpy as np

from grader.checking.finding import Finding, Section, section
from grader.engine import pretty
from grader.reference import Reference, Role

_LARGE = 10.0
"""A learning rate above this has mostly lost its decimal point."""


def rates(reference: Reference) -> Section:
    """What is odd about the learning rate, where any answer depends on it."""
    return section("Learning rate", list(_odd(reference)))


def _odd(reference: Reference) -> Iterator[Finding]:
    training, values = reference.problem.training, reference.values
    if training is None or training.rate not in values or training.rate not in reference.needed:
        return
    if not any(reference.graph[element.quantity].role is Role.UPDATE for element in reference.asked):
        return
    rate = values[training.rate][0, 0]
    least, most = float(np.min(rate)), float(np.max(rate))
    name = "the learning rate" if training.rate == "rate" else f"the learning rate {pretty(training.rate)}"
    if least < 0:
        yield Finding(f"{name} is {least:g}: a step goes uphill", weight=3)
    elif least == 0:
        yield Finding(f"{name} is 0: nothing moves in a step", weight=3)
    if most > _LARGE:
        yield Finding(f"{name} is {most:g} (is the decimal point in its place?)", weight=2)
