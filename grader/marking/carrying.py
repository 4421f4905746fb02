"""Error carried forward: whether an answer follows from the student's own earlier answers, by whatever route.

A route says for each predecessor which value was used: the answer as written (for a blank, what follows); the right
value (copied wrongly but used rightly, or worked out again); what follows from what came before it (the unrounded
value, or σ′ formed again from s); or the written one rounded. Only predecessors in doubt are varied.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations, islice, product
from typing import NamedTuple

import numpy as np

from grader.engine import LEAD, Array
from grader.marking.case import Case
from grader.marking.ledger import of_rows

_MOST_ROUTES = 160
_MOST_SWITCHES = 3
_MOST_ELEMENTS = 3
"""So many elements of one array may be doubted one by one."""
_SAME = 1e-12
"""Relative difference below which two values of a predecessor are one."""


Choice = tuple[str, Array]
"""Where a value comes from, and the value for each student."""


class Route(NamedTuple):
    """Values for a step's operands, and which of them are not simply what the student wrote."""

    values: Mapping[str, Array]
    switched: tuple[tuple[str, str], ...] = ()
    """(operand, `slip` | `reference` | `follow` | `2 figures` …)"""

    @property
    def pinned(self) -> frozenset[str]:
        """The operands whose value the route decides."""
        return frozenset(name for name, _ in self.switched)


def right(case: Case) -> Route:
    """Everything from the right values, as if the step had been worked out from scratch."""
    values = {name: of_rows(case.ledger.reference[name], case.rows) for name in case.trail.operands}
    return Route(values, tuple((name, "reference") for name in values if case.ledger.graph[name].formula is not None))


def detours(case: Case) -> Iterator[Route]:
    """Every route worth trying besides the plain one, the fewest departures from it first."""
    yield from islice(_switches(case), _MOST_ROUTES)
    yield from _roundings(case)


def _switches(case: Case) -> Iterator[Route]:
    """Routes by the number of switches; whole operands before single elements of them."""
    whole = {name: list(_choices(name, case)) for name in case.plain}
    suspects = {name: options for name, options in whole.items() if options}
    parts = {name: list(_parts(case.plain[name], options)) for name, options in suspects.items()}
    yield from _combined(case, suspects, 1)
    yield from _combined(case, {name: options for name, options in parts.items() if options}, 1)
    for count in range(2, _MOST_SWITCHES + 1):
        yield from _combined(case, suspects, count)
    yield from _combined(case, {name: [*suspects[name], *parts[name]] for name in suspects}, 2)


def _combined(case: Case, choices: Mapping[str, list[Choice]], count: int) -> Iterator[Route]:
    for names in combinations(choices, count):
        for picked in product(*(choices[name] for name in names)):
            switched = tuple((name, label) for name, (label, _) in zip(names, picked, strict=True))
            values = {name: value for name, (_, value) in zip(names, picked, strict=True)}
            yield Route({**case.plain, **values}, switched)


def _choices(name: str, case: Case) -> Iterator[Choice]:
    """The values an operand may have had that differ from the plain one for some student."""
    ledger, plain = case.ledger, case.plain[name]
    if ledger.graph[name].formula is None or name not in ledger.carry:
        return
    found: list[Array] = [plain]
    for label, source in (("slip", ledger.slipped), ("reference", ledger.reference), ("follow", ledger.follow)):
        if name not in source:
            continue
        value = of_rows(source[name], case.rows)
        value = np.where(np.isnan(value), plain, value) if label == "slip" else value
        if all(_differ(value, other).any() for other in found):
            found.append(value)
            yield label, value


def _parts(plain: Array, choices: list[Choice]) -> Iterator[Choice]:
    """The same for some of an array's elements in doubt: one miscopied and used rightly beside one used as written."""
    for label, value in choices:
        doubt = np.broadcast_to(_differ(plain, value).any(axis=1), (max(len(plain), len(value)), *plain.shape[LEAD:]))
        flat = doubt.reshape(len(doubt), -1)
        rank = np.where(flat, np.cumsum(flat, axis=1), 0).reshape(doubt.shape)
        most = min(int(rank.max(initial=0)), _MOST_ELEMENTS)
        for size in range(1, most):
            for picked in combinations(range(1, most + 1), size):
                yield label, np.where(np.isin(rank, picked)[:, None], value, plain)


def _differ(one: Array, other: Array) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(one - other) > _SAME * np.maximum(np.abs(one), np.abs(other)))


def _roundings(case: Case) -> Iterator[Route]:
    """The written values rounded before use: to 2, 3 or 4 figures or decimals."""
    computed = [name for name in case.plain if case.ledger.graph[name].formula is not None]
    for digits in (4, 3, 2):
        for label, rounded in ((f"{digits} figures", to_figures), (f"{digits} decimals", np.round)):
            values = {name: rounded(case.plain[name], digits) for name in computed}
            changed = tuple((name, label) for name in computed if _differ(values[name], case.plain[name]).any())
            if changed:
                yield Route({**case.plain, **values}, changed)


def to_figures(value: Array, figures: int) -> Array:
    """Values rounded to so many significant figures.

    >>> to_figures(np.array([0.787513, -12345.0, 0.0]), 3).tolist()
    [0.788, -12300.0, 0.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.floor(np.log10(np.abs(value)))
        scale = 10.0 ** (figures - 1 - size)
        return np.where((value == 0) | ~np.isfinite(value), value, np.round(value * scale) / scale)
