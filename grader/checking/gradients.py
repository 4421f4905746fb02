"""What a rubric's derived gradients are worth, in words."""

from typing import NamedTuple

from grader.checking.derivatives import DISAGREES, Compared, compared
from grader.checking.finding import Finding, Section, section
from grader.checking.updates import updates
from grader.engine import pretty
from grader.reference import Quantity, Reference


class Verified(NamedTuple):
    """How many derivatives and updates were verified, and the largest relative disagreement of each."""

    gradients: int
    gradient: float
    updates: int
    update: float


def verified(reference: Reference) -> tuple[Section, Verified]:
    """The gradients and updates that are not what the forward pass says; how well the others agree."""
    gradients = list(compared(reference))
    steps = list(updates(reference, gradients))
    found = _wrong(gradients, reference)
    found += [_wrong_update(q, off) for q, off in steps if off > DISAGREES]
    smooth = [c.disagreement for c in gradients if c.judged]
    summary = Verified(len(smooth), max(smooth, default=0.0), len(steps), max((off for _, off in steps), default=0.0))
    return section("Derivatives", found, wrong=True), summary


def _wrong(gradients: list[Compared], reference: Reference) -> list[Finding]:
    """The gradients that are wrong though all that they are computed from is right; the others follow from these."""
    wrong = {c.quantity.name: c for c in gradients if c.wrong}
    first = [c for name, c in wrong.items() if wrong.keys().isdisjoint(reference.graph[name].parents)]
    rest = len(wrong) - len(first)
    found = []
    for one in first:
        name, of, wrt = (pretty(n) for n in (one.quantity.name, one.quantity.of, one.quantity.wrt))
        says = f"{name} is derived as {one.derived:.6g}, but moving {wrt} moves {of} by {one.numeric:.6g} times as much"
        found.append(Finding(says, weight=one.disagreement))
    if rest:
        found.append(Finding(f"{rest} more gradients are wrong because they are computed from these", weight=0))
    return found


def _wrong_update(quantity: Quantity, off: float) -> Finding:
    return Finding(f"the step of {pretty(quantity.of)} is off by {100 * off:.3g} % of it", weight=off)
