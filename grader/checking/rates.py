"""Learning rates that move the parameters uphill, not at all, or very far, and settings that no rule can have."""

from collections.abc import Iterator

import numpy as np

from grader.checking.finding import Finding, Section, section
from grader.engine import pretty
from grader.reference import Reference, Role
from grader.rubric import SHARES

_LARGE = 10.0
"""A learning rate above this has mostly lost its decimal point."""


def rates(reference: Reference) -> Section:
    """What is odd about the learning rate and the rule's other settings, where any answer depends on them."""
    return section("Learning rate", [*_odd(reference), *_settings(reference)])


def _settings(reference: Reference) -> Iterator[Finding]:
    """What a rule keeps of the step before is a share of it; ε only keeps a division from being one by 0."""
    training = reference.problem.training
    for setting, name in training.settings.items() if training else ():
        if name not in reference.needed or name not in reference.values:
            continue
        value = reference.values[name][0, 0]
        if setting in SHARES and not np.all((value >= 0) & (value < 1)):
            yield Finding(
                f"{pretty(name)} is {float(np.min(value)):g}: the rule keeps a share, from 0 to below 1", weight=3
            )
        elif setting == "eps" and np.any(value < 0):
            yield Finding(f"{pretty(name)} is {float(np.min(value)):g}, and the rule adds it to a root", weight=3)


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
