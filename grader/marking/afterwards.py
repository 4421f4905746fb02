"""What only later answers can tell: a blank that they imply, a number written wrongly but used rightly.

Which element depends on which is read off the steps themselves: an element is set to nan and the nans that come out are
the elements that cannot be had without it.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.engine import ONE, Array, Mutation
from grader.marking.case import Judgement, Why
from grader.marking.closeness import Mask
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.verdicts import Verdict
from grader.reference import Graph, Reference

_PROVES = (Verdict.CORRECT, Verdict.IMPRECISE, Verdict.CARRIED)
_COPY = Mutation("copy", ONE, "it is written wrongly here and used rightly afterwards")


def settle_blanks(reference: Reference, judged: Mapping[str, Judgement]) -> None:
    """Turns `missing` into `implied` where a right or carried answer further on could not have come without it."""
    graph = reference.graph
    proven: dict[str, Mask] = {}
    for quantity in reversed(graph.computed):
        verdict = judged[quantity.name].verdict
        blank = verdict == Verdict.MISSING
        if blank.any():
            implied = blank & _needed(quantity.name, graph, reference.values, proven)
            verdict[implied] = Verdict.IMPLIED
        proven[quantity.name] = np.isin(verdict, (*_PROVES, Verdict.IMPLIED))


def settle_copies(reference: Reference, judged: Mapping[str, Judgement]) -> None:
    """Names `copy` where later answers use the right value and not the unexplained one that was written."""
    graph = reference.graph
    for quantity in graph.computed:
        judgement = judged[quantity.name]
        wrong = judgement.verdict == Verdict.WRONG
        if not wrong.any():
            continue
        children = graph.children[quantity.name]
        rightly = {c: np.isin(judged[c].verdict, _PROVES) & ~judged[c].plain for c in children}
        wrongly = {c: judged[c].plain & (judged[c].verdict == Verdict.CARRIED) for c in children}
        copied = wrong & _needed(quantity.name, graph, reference.values, rightly)
        copied &= ~_needed(quantity.name, graph, reference.values, wrongly)
        judgement.verdict[copied] = Verdict.SLIP
        judgement.cause[copied] = LIKELIEST_FIRST.index("copy")
        judgement.why.update((tuple(map(int, at)), Why((), _COPY, quantity.name)) for at in np.argwhere(copied))


def _needed(name: str, graph: Graph, values: Mapping[str, Array], known: Mapping[str, Mask]) -> Mask:
    """Which elements of a quantity the elements that `known` marks in its children depend on: (students, *shape)."""
    shape = graph[name].shape
    children = [c for c in graph.children[name] if c in known and known[c].any()]
    students = next(iter(known.values())).shape[0] if known else 1
    needed = np.zeros((students, *shape), dtype=bool)
    for child in children:
        mask = known[child].reshape(students, -1)
        for index, depends in _dependence(name, child, graph, values):
            everyone: tuple[Any, ...] = (slice(None), *index)
            needed[everyone] |= (mask & depends).any(axis=1)
    return needed


def _dependence(
    name: str, child: str, graph: Graph, values: Mapping[str, Array]
) -> list[tuple[tuple[int, ...], NDArray[np.bool_]]]:
    """For each element of `name`, the elements of `child` (flattened) that are nan without it."""
    found = []
    for index in np.ndindex(graph[name].shape):
        without = values[name][:1, :1].copy()
        element: tuple[Any, ...] = (slice(None), slice(None), *index)
        without[element] = np.nan
        inputs = {p: values[p][:1, :1] for p in graph[child].parents}
        out = graph.step(child, {**inputs, name: without})
        found.append((index, np.isnan(out).reshape(-1)))
    return found
