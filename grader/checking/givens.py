"""Other numbers for the givens of a problem, many sets of them at once: each a point of the values."""

from collections.abc import Mapping

import numpy as np

from grader.engine import Array
from grader.reference import Graph, Reference

_DRAWN, _ENOUGH = 64, 32
_WORK = 60_000
"""Of a graph so large that it has more quantities for all sets together, fewer sets are taken; two at least."""
_SEED = 5


def evaluated(graph: Graph, sets: Mapping[str, Array]) -> dict[str, Array]:
    """Every quantity for many sets of givens, `sets` by the rubric's names: each (sets, *shape)."""
    values: dict[str, Array] = {}
    for name, data in sets.items():
        for i, member in enumerate(graph.bundles.get(name, (name,))):
            values[member] = (data[:, i] if name in graph.bundles else data)[None]
    return graph.evaluate(values)


def finite(values: Mapping[str, Array], count: int) -> np.ndarray:
    """Which of so many sets give every quantity a finite value."""
    fine = np.ones(count, dtype=bool)
    for value in values.values():
        fine &= np.broadcast_to(np.isfinite(value).reshape(value.shape[1], -1).all(axis=1), count)
    return fine


def other_numbers(reference: Reference) -> dict[str, Array] | None:
    """Every quantity with other numbers, drawn at random: (1, points, *shape); None where none of them work.

    Half of the draws keep all signs, as a logarithm may need.
    """
    rng = np.random.default_rng(_SEED)
    sets = {name: _drawn(rng, data) for name, data in reference.problem.givens.items()}
    values = evaluated(reference.graph, sets)
    fine = np.flatnonzero(finite(values, _DRAWN))
    half = max(2, min(_ENOUGH, _WORK // len(reference.graph))) // 2
    fine = np.concatenate([fine[fine < _DRAWN // 2][:half], fine[fine >= _DRAWN // 2][:half]])
    if not fine.size:
        return None
    return {name: np.broadcast_to(v, (1, _DRAWN, *v.shape[2:]))[:, fine] for name, v in values.items()}


def _drawn(rng: np.random.Generator, data: Array) -> Array:
    """Numbers of the size of a given's own, one set a row."""
    usual = float(np.abs(data).max(initial=0.0)) or 1.0
    size = np.where(data == 0, usual, np.abs(data)) * rng.uniform(0.4, 1.6, (_DRAWN, *data.shape))
    signs = np.where(data < 0, -1.0, 1.0) * np.ones((_DRAWN, *data.shape))
    signs[_DRAWN // 2 :] *= rng.choice([-1.0, 1.0], signs[_DRAWN // 2 :].shape)
    return np.asarray(size * signs)
