"""Declared alternatives that are none, and formulas that cannot be told apart."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np

from grader.checking.finding import Finding, Section, section
from grader.engine import is_apply, pretty
from grader.marking import Acceptance
from grader.reference import Reference, Role
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
    return section("Formulas", [*_few_points(reference), *_equal(reference), *_not_one_hot(reference)])


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


def _not_one_hot(reference: Reference) -> Iterator[Finding]:
    """A cross-entropy of a softmax whose targets may add up to anything, though everybody takes them to make 1."""
    graph, values = reference.graph, reference.values
    asked = dict.fromkeys(graph[element.quantity] for element in reference.asked)
    for gradient in (quantity for quantity in asked if quantity.role is Role.GRADIENT):
        softmaxes = [n for n in graph.children[gradient.wrt] if is_apply(graph[n].formula, "softmax")]
        for p, name in product(softmaxes, graph):
            y, target = values[name], graph[name]
            if target.shape != gradient.shape or target.role is Role.GRADIENT or name == p:
                continue
            exact = values[p] * y.sum(axis=-1, keepdims=True) - y
            right = values[gradient.name]
            if np.allclose(right, exact, rtol=1e-9) and not np.allclose(right, values[p] - y, rtol=1e-9):
                short, n = pretty(name), gradient.shape[-1]
                says = f"{pretty(gradient.name)} is {pretty(p)}·Σ{short} − {short}, and not {pretty(p)} − {short}"
                ones = f'the elements of {short} make 1 with {name}{n} = "1 - …" in [forward], not among the symbols'
                yield Finding(says, (ones,), weight=2)
