"""Other givens, as round as those of a rubric, with which more slips can be seen: a bounded search.

One number is changed at a time, to that which reveals the most; the same search gives the same numbers every time.
Targets, learning rates, zeros and what is made of zeros and ones alone stay as they are.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.checking.blindness import Looking, Sight
from grader.checking.givens import evaluated, finite
from grader.checking.kinks import kinks
from grader.engine import Array, is_apply, names_in, walk
from grader.errors import RubricError
from grader.reference import Reference, Role, refer

_MOST_CHANGES = 12
_MOST_TRIED = 240
"""So many numbers are tried for each change."""
_WORK = 4_000_000
"""So many (slip, candidate) pairs are looked at for each change."""
_CHOICES = 10
_SEED = 11


class Suggestion(NamedTuple):
    """Givens that reveal more."""

    givens: dict[str, Array]
    """Those that are changed, whole."""
    revealed: int
    of: int


class _Change(NamedTuple):
    """One number of a given."""

    name: str
    place: tuple[int, ...]
    value: float


def suggest(looking: Looking, sight: Sight) -> Suggestion | None:
    """Givens that reveal more slips than these; None where the search finds none."""
    return _Search(looking, sight).found() if sight.hidden else None


class _Search:
    def __init__(self, looking: Looking, sight: Sight) -> None:
        self.looking, self.slips = looking, list(sight.slips)
        self.reference = looking.reference
        self.start = self.reference.problem.givens
        self.hidden = len(sight.hidden)
        self.rng = np.random.default_rng(_SEED)
        self.edges = len(kinks(self.reference, looking.acceptance.figures).findings)

    def found(self) -> Suggestion | None:
        """The givens after the changes that reveal the most, each better than the one before."""
        givens, hidden = dict(self.start), self.hidden
        for _ in range(_MOST_CHANGES):
            better = self._better(givens, hidden)
            if better is None:
                break
            givens, hidden = better
        changed = {name: data for name, data in givens.items() if not np.array_equal(data, self.start[name])}
        return Suggestion(changed, len(self.slips) - hidden, len(self.slips)) if changed else None

    def _better(self, givens: dict[str, Array], hidden: int) -> tuple[dict[str, Array], int] | None:
        """The givens with one number changed that hide the least, if that is less than now; ties to the nearest.

        A sign is changed only where that gains more than twice as much.
        """
        changes = self._changes(givens)
        if not changes:
            return None
        counts = self._hidden(givens, changes)
        gains = np.array([hidden - n for n in counts]) / [1 + _turns(change, givens) for change in changes]
        for i in np.argsort(-gains, kind="stable").tolist()[:_CHOICES]:
            if gains[i] <= 0:
                return None
            changed = {**givens, changes[i].name: _with(givens[changes[i].name], changes[i])}
            if self._sound(changed):
                return changed, int(counts[i])
        return None

    def _sound(self, givens: dict[str, Array]) -> bool:
        """Whether other givens bring no value nearer to an edge than it was."""
        try:
            other = refer(replace(self.reference.problem, givens=givens))
        except RubricError:
            return False
        return len(kinks(other, self.looking.acceptance.figures).findings) <= self.edges

    def _changes(self, givens: dict[str, Array]) -> list[_Change]:
        """The changes to try, those that keep the sign first, then by how much they change."""
        changes = [
            _Change(name, place, value)
            for name in _movable(self.reference)
            for place in np.ndindex(givens[name].shape)
            if givens[name][place]
            for value in _choices(float(self.start[name][place]), _decimals(self.start[name]))
            if value != givens[name][place]
        ]
        most = max(8, min(_MOST_TRIED, _WORK // max(1, len(self.slips))))
        if len(changes) > most:
            kept = self.rng.choice(len(changes), most, replace=False)
            changes = [changes[i] for i in np.sort(kept)]
        return sorted(changes, key=lambda change: _distance(change, givens))

    def _hidden(self, givens: dict[str, Array], changes: list[_Change]) -> NDArray[np.intp]:
        """How many slips each change would hide; all of them where something has no value."""
        count = len(changes)
        sets = {name: np.repeat(data[None], count, axis=0) for name, data in givens.items()}
        for i, change in enumerate(changes):
            sets[change.name][(i, *change.place)] = change.value
        values = evaluated(self.looking.graph, sets)
        fine = np.flatnonzero(finite(values, count))
        found = np.full(count, len(self.slips) + 1, dtype=np.intp)
        if fine.size:
            full = {n: np.broadcast_to(v, (1, count, *v.shape[2:]))[:, fine] for n, v in values.items()}
            found[fine] = (self.looking.showing(self.slips, full) == 0).sum(axis=0)
        return found


def _with(data: Array, change: _Change) -> Array:
    data = data.copy()
    data[change.place] = change.value
    return data


def _distance(change: _Change, givens: dict[str, Array]) -> tuple[bool, float]:
    return _turns(change, givens), abs(abs(change.value) / abs(float(givens[change.name][change.place])) - 1)


def _turns(change: _Change, givens: dict[str, Array]) -> bool:
    """Whether a number's sign is changed."""
    return bool((change.value < 0) != (givens[change.name][change.place] < 0))


def _choices(value: float, decimals: int) -> Iterator[float]:
    """Other numbers of a number's order, with no more decimals, of either sign."""
    unit = 10.0**-decimals
    count = max(1, round(abs(value) / unit))
    least, most = max(1, count // 3), max(3 * count, count + 3)
    steps = min(_CHOICES, most - least)  # of a number with many decimals, there are too many others to list
    places = [round(i * (most - least - 1) / (steps - 1)) for i in range(steps)]
    others = [least + i + (least + i >= count) for i in places]
    sign = -1.0 if value < 0 else 1.0
    for n in others:
        yield round(sign * n * unit, decimals)
    for n in (count, *others[::3]):
        yield round(-sign * n * unit, decimals)


def _decimals(data: Array) -> int:
    """How many decimals the numbers of a given have."""
    exponents = (Decimal(repr(x)).normalize().as_tuple().exponent for x in data.ravel().tolist())
    return max((-e for e in exponents if isinstance(e, int) and e < 0), default=0)


def _movable(reference: Reference) -> Iterator[str]:
    """The givens that may be others: parameters and data."""
    problem, graph = reference.problem, reference.graph
    training = problem.training
    fixed = {training.rate, *training.settings.values()} if training else set()
    for formula in problem.forward.values():
        for node in walk(formula):
            if is_apply(node, "onehot"):
                fixed.update(names_in(node))
    for name, data in problem.givens.items():
        members = graph.bundles.get(name, (name,))
        flags = data.size > 1 and bool(np.isin(data, (-1, 0, 1)).all())
        if name not in fixed and not flags and not any(_target(member, reference) for member in members):
            yield name


def _target(name: str, reference: Reference) -> bool:
    """Whether a given is held against what is computed, and nowhere multiplied by a parameter."""
    graph = reference.graph
    children = [graph[child] for child in graph.children[name] if graph[child].role is Role.FORWARD]
    roles = [{graph[parent].role for parent in child.parents} for child in children]
    return graph[name].role is Role.GIVEN and all(Role.FORWARD in r and Role.PARAMETER not in r for r in roles)
