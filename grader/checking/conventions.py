"""Declared alternatives that are none, and formulas that cannot be told apart."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from grader.checking.finding import Finding, Section, section
from grader.engine import pretty
from grader.marking import Acceptance
from grader.reference import Reference
from grader.reference.reference import POINTS


def conventions(references: Mapping[str, Reference]) -> Section:
    """Alternatives under which every answer is the same."""
    first = references[""]
    accepts = Acceptance(first)
    found = [
        Finding(f"the alternative '{name}' differs in no answer that is asked")
        for name, other in references.items()
        if name and _alike(first, other, accepts)
    ]
    return section("Alternatives", found)


def _alike(one: Reference, other: Reference, acceptance: Acceptance) -> bool:
    for element in one.asked:
        name, of = element.quantity, one.graph[element.quantity].of
        if name not in other.values or other.values[name].shape != one.values[name].shape:
            return False
        same = acceptance.accepts(name, other.values[name], one.values[name], one.values.get(of))
        place: tuple[Any, ...] = (slice(None), slice(None), *(i - 1 for i in element.index))
        if not same[place].all():
            return False
    return True


def formulas(reference: Reference) -> Section:
    """What makes formulas as answers hard to tell right from wrong."""
    return section("Formulas", [*_few_points(reference), *_equal(reference)])


def _few_points(reference: Reference) -> Iterator[Finding]:
    if reference.points < POINTS:
        says = f"all formulas have a value at only {reference.points} of the random points at which they are compared"
        yield Finding(says, ("a logarithm, a root or a power is undefined at the others",), weight=2)


def _equal(reference: Reference) -> Iterator[Finding]:
    """Answers that are the same formula by value: one in the place of the other is right."""
    seen: list[tuple[str, np.ndarray]] = []
    for element in reference.asked:
        place: tuple[Any, ...] = (0, slice(None), *(i - 1 for i in element.index))
        value = reference.values[element.quantity][place]
        for other, known in seen:
            if np.allclose(value, known, rtol=1e-9, atol=0):
                yield Finding(f"{pretty(other)} and {pretty(element.label)} are the same at every point")
                break
        seen.append((element.label, value))
