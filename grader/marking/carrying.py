"""Error carried forward: whether an answer follows from the student's own earlier answers, by whatever route.

A route says for each direct predecessor which value was used: the answer as written (for a blank, what follows); the
right value (copied wrongly but used rightly, or worked out again); what follows from what came before it (the
unrounded value, or σ′ formed again from s); or the written one rounded. Only predecessors in doubt are varied.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations, islice, product
from typing import NamedTuple

import numpy as np

from grader.engine import Array
from grader.marking.ledger import Ledger, Rows, of_rows

_MOST_ROUTES = 48
_FEWEST_SWITCHES_FIRST = 3
_SAME = 1e-12
"""Relative difference below which two values of a predecessor are one."""


class Route(NamedTuple):
    """Values for a step's predecessors, and which of them are not simply what the student wrote."""

    values: Mapping[str, Array]
    switched: tuple[tuple[str, str], ...] = ()
    """(predecessor, `reference` | `follow` | `2 figures` …)"""


def own(parents: tuple[str, ...], ledger: Ledger, rows: Rows) -> Route:
    """The plain route: every earlier answer as written, every blank as what follows."""
    return Route(ledger.carried(parents, rows))


def right(parents: tuple[str, ...], ledger: Ledger, rows: Rows) -> Route:
    """Everything from the right values, as if the step had been worked out from scratch."""
    values = {name: of_rows(ledger.reference[name], rows) for name in parents}
    return Route(values, tuple((name, "reference") for name in parents))


def detours(plain: Route, ledger: Ledger, rows: Rows) -> Iterator[Route]:
    """Every other route worth trying for these students, the fewest departures from the plain one first."""
    yield from islice(_switches(plain, ledger, rows), _MOST_ROUTES)
    yield from _roundings(plain, ledger)


def _switches(plain: Route, ledger: Ledger, rows: Rows) -> Iterator[Route]:
    choices = {name: _choices(name, plain, ledger, rows) for name in plain.values}
    suspects = [name for name, options in choices.items() if options]
    for count in range(1, min(len(suspects), _FEWEST_SWITCHES_FIRST) + 1):
        for names in combinations(suspects, count):
            for picked in product(*(choices[name] for name in names)):
                switched = tuple((name, label) for name, (label, _) in zip(names, picked, strict=True))
                values = {name: value for name, (_, value) in zip(names, picked, strict=True)}
                yield Route({**plain.values, **values}, switched)


def _choices(name: str, plain: Route, ledger: Ledger, rows: Rows) -> list[tuple[str, Array]]:
    """The values a predecessor may have had that differ from the plain one for some student."""
    found: list[tuple[str, Array]] = []
    for label, source in (("reference", ledger.reference), ("follow", ledger.follow)):
        value = of_rows(source[name], rows)
        if all(_differ(value, other) for other in (plain.values[name], *(v for _, v in found))):
            found.append((label, value))
    return found


def _differ(one: Array, other: Array) -> bool:
    with np.errstate(invalid="ignore"):
        return bool((np.abs(one - other) > _SAME * np.maximum(np.abs(one), np.abs(other))).any())


def _roundings(plain: Route, ledger: Ledger) -> Iterator[Route]:
    """The written values rounded before use: to 2, 3 or 4 figures or decimals."""
    computed = [name for name in plain.values if ledger.graph[name].formula is not None]
    for digits in (4, 3, 2):
        for label, rounded in ((f"{digits} figures", _to_figures), (f"{digits} decimals", np.round)):
            values = {name: rounded(plain.values[name], digits) for name in computed}
            changed = tuple((name, label) for name in computed if _differ(values[name], plain.values[name]))
            if changed:
                yield Route({**plain.values, **values}, changed)


def _to_figures(value: Array, figures: int) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.floor(np.log10(np.abs(value)))
        unit = 10.0 ** (size - figures + 1)
        return np.where((value == 0) | ~np.isfinite(value), value, np.round(value / unit) * unit)
