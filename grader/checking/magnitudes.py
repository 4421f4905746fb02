"""Values that the tolerance, or the digits asked for, cannot tell from others: 0, or the parameter before a step."""

from collections.abc import Iterator

import numpy as np

from grader.checking.finding import Finding, Section, section
from grader.checking.listing import in_lines, listed
from grader.checking.naming import are, named
from grader.engine import Array, is_apply
from grader.marking import ONE_FIGURE, Acceptance
from grader.reference import Reference, Role
from grader.rubric import Tolerance

_WIDE = 0.1
"""A tolerance is wide if it is more than this share of a value."""
_FIRST = 100
"""The weight of what is said of the tolerance itself, which is of all values."""


def magnitudes(reference: Reference, acceptance: Acceptance) -> Section:
    """Asked values that are 0, below the tolerance, the same before and after a step, or right in one figure."""
    below = list(_below(reference))
    found = [*_zeros(reference), *below, *_wide(reference.problem.tolerance, bool(below))]
    found += [*_unmoved(reference, acceptance), *_coarse(reference)]
    return section("Values the tolerance cannot see", found)


def asked_values(reference: Reference) -> Iterator[tuple[str, list[tuple[int, ...]], Array]]:
    """By quantity, the places that are asked (from 1), and the values there."""
    places: dict[str, list[tuple[int, ...]]] = {}
    for element in reference.asked:
        places.setdefault(element.quantity, []).append(element.index)
    for name, indices in places.items():
        value = reference.values[name][0, 0]
        yield name, indices, np.array([value[tuple(i - 1 for i in index)] for index in indices])


def _zeros(reference: Reference) -> Iterator[Finding]:
    """Values that are 0, or what rounding leaves of it: whoever writes 0 for all has them right."""
    found = []
    for name, places, values in asked_values(reference):
        zero = [place for place, v in zip(places, values.tolist(), strict=True) if abs(v) <= _dust(name, reference)]
        if zero:
            found.append(named(name, zero, reference))
    if found:
        which = listed(found, _MOST)
        verb = "is" if len(found) == 1 and " and " not in which else "are"
        yield Finding(f"{which} {verb} 0: most slips give 0 as well, and so does guessing", weight=50)


def _dust(name: str, reference: Reference) -> float:
    """How large a value may be that would be 0, were it not for binary arithmetic: what is left of a sum."""
    formula = reference.graph[name].formula
    if not is_apply(formula, "add"):
        return 0.0
    return 1e-15 * max(float(np.abs(reference.values[parent]).max()) for parent in reference.graph[name].parents)


def _below(reference: Reference) -> Iterator[Finding]:
    """Values that the absolute part of the tolerance hides."""
    absolute = float(reference.problem.tolerance.absolute)
    if not absolute:
        return
    for name, places, values in asked_values(reference):
        if reference.graph[name].role is Role.UPDATE:
            of = reference.values[reference.graph[name].of][0, 0]
            values = values - np.array([of[tuple(i - 1 for i in index)] for index in places])
        size = np.abs(values)
        for least, most, says, weight in (
            (0.0, absolute, "{} {} less than the absolute tolerance {:g}: 0 is right, and so is the opposite sign", 5),
            (absolute, absolute / _WIDE, "{} {} not far above the absolute tolerance {:g}, which lets much pass", 1),
        ):
            hit = [p for p, v in zip(places, size.tolist(), strict=True) if least < v <= most]
            if hit:
                yield Finding(
                    says.format(named(name, hit, reference), are(hit, reference, name), absolute),
                    weight=weight * len(hit),
                )


def _wide(tolerance: Tolerance, hides: bool) -> Iterator[Finding]:
    """A share that lets much pass, or an amount that hides values of this problem where a share may be meant."""
    share, amount = float(tolerance.relative), float(tolerance.absolute)
    if share > _WIDE:
        yield Finding(f"the tolerance of {100 * share:g} % lets pass what is a long way off", weight=_FIRST)
    if hides and not share:
        says = f"the tolerance {amount:g} is one amount for all values"
        yield Finding(f'{says} (a share of each is written "{amount:g} %")', weight=_FIRST)


def _unmoved(reference: Reference, acceptance: Acceptance) -> Iterator[Finding]:
    """Parameters whose step is lost in the digits asked for: who copies the old one has the new one right."""
    still: dict[str, str] = {}
    for name, places, _ in asked_values(reference):
        quantity = reference.graph[name]
        if quantity.role is Role.UPDATE and quantity.of in reference.values:
            before = reference.values[quantity.of]
            same = acceptance.accepts(name, before, reference.values[name], before)[0, 0]
            hit = [place for place in places if same[tuple(i - 1 for i in place)]]
            if hit:
                still[named(name, hit, reference)] = named(quantity.of, hit, reference)
    if still:
        steps = "step is" if len(still) == 1 else "steps are"
        figures = f"{acceptance.figures} figure{'s' if acceptance.figures > 1 else ''}"
        says = f"the {steps} lost in {figures}: who copies the old value has the new one right"
        lines = [f"{new}: still {old}" for new, old in still.items()]
        yield Finding(says, in_lines(lines, _MOST), weight=20.0 + len(still))


def _coarse(reference: Reference) -> Iterator[Finding]:
    """Where no number of figures is asked for: the answer that one figure comes closest to missing."""
    if reference.problem.figures:
        return
    misses = []
    for name, places, values in asked_values(reference):
        if reference.graph[name].role is Role.UPDATE:
            continue  # whose step has to show
        for place, value in zip(places, values.tolist(), strict=True):
            short = f"{value:.1g}"
            if 0 < abs(float(short) - value) <= ONE_FIGURE * abs(float(short)):
                misses.append((abs(float(short) / value - 1), name, place, value, short))
    if misses:
        _, name, place, value, short = max(misses)
        is_ = f"{named(name, [place], reference)} = {value:.6g}"
        yield Finding(
            f"no figures are asked for, so that {float(short):g} is right for {is_} (say figures = 3)", weight=0
        )


_MOST = 6
