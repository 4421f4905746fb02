"""What each of many slips in one step makes of a quantity: those parts that the slips share are worked out once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from grader.engine import Array, Mutation, Variants
from grader.marking.carrying import Route
from grader.marking.case import Case
from grader.marking.closeness import Rows
from grader.marking.searching.holding import source_of
from grader.reference import fitted

_AT_ONCE = 200_000
"""Numbers of one operand that are worked with in one go."""
_MOST_AT_ONCE = 64
"""So many slips in one go."""


class _Values(dict[str, Array]):
    """Values by name, of which those that only a slip uses are looked up when one does."""

    def __init__(self, source: Callable[[str], Array]) -> None:
        self._source = source

    def __missing__(self, name: str) -> Array:
        self[name] = self._source(name)
        return self[name]


def slipped(case: Case, at: str, mutations: Sequence[Mutation], base: Route, rows: Rows) -> Iterator[Array]:
    """The value of a case's quantity for some rows with each slip in the step `at`, worked out from one route's values.

    The step is the quantity's own or that of a blank before it. Each value is (rows, points, *shape).
    """
    source, who = source_of(case, base), case.rows[rows]
    values = _Values(lambda name: source(name, who))
    values.update({name: source(name, who) for name in case.trail.operands})
    formula, shape = case.ledger.graph[at].formula, case.ledger.graph[at].shape
    assert formula is not None
    variants = Variants(formula, values)
    made = (fitted(variants.evaluate(mutation.expr), shape) for mutation in mutations)
    if at == case.name:
        yield from (np.broadcast_to(value, (len(rows), *case.written.value.shape[1:])) for value in made)
        return
    blank = case.trail.open(at, who, {})
    size = max(1, len(rows) * max(value[:1].size for value in values.values()))
    while several := [
        np.where(blank, value, values[at]) for value in islice(made, max(1, min(_MOST_AT_ONCE, _AT_ONCE // size)))
    ]:
        yield from _followed(case, at, several, values, rows)


def _followed(
    case: Case, at: str, several: Sequence[Array], values: Mapping[str, Array], rows: Rows
) -> Iterator[Array]:
    """What follows from several values of a blank, one student more for each of them."""
    count, who = len(several), np.tile(case.rows[rows], len(several))
    points = case.written.value.shape[1]
    one_under_another = np.concatenate([np.broadcast_to(v, (len(rows), *v.shape[1:])) for v in several])
    repeated = {name: value if len(value) == 1 else np.concatenate([value] * count) for name, value in values.items()}
    found = case.trail.after(at, one_under_another, repeated, who)
    shape = (len(rows), points, *case.written.value.shape[2:])
    yield from np.broadcast_to(found, (count * len(rows), *shape[1:])).reshape(count, *shape)
