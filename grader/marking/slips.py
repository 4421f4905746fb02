"""The slip behind a wrong answer: which known slip, in this step or in a blank one before it, gives this number.

Candidates come from the step's own expression. They are tried in the order of how likely people make them, and one is
named only if so few random numbers would have been explained as well that chance is no explanation.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, Expr, Mutation, Setting, evaluate, mutations, names_in
from grader.reference import Graph, Quantity, Role, fitted

LIKELIEST_FIRST: tuple[str, ...] = (
    "sign", "missing-derivative", "wrong-factor", "ascent", "rate", "half-derivative", "reduction", "wrong-operand",
    "missing-factor", "dropped-term", "missing-bias", "missing-activation", "not-squared", "updated-weight",
    "old-weight", "transposed", "decimal-point", "derivative-at-preactivation", "derivative-at-activation",
    "dropped-sample", "wrong-activation", "log-base", "digits", "exchanged", "copy",
)  # fmt: skip
"""Every cause, the commonest first (shared experience with real homework; the order breaks ties between slips)."""

CHANCE = 0.02
"""A slip is named if at most this share of random numbers would be explained as well or better."""
_DENSITY = 0.5
"""Wrong numbers spread over about two decades around the right size: the chance to hit a band of relative width 1."""
_EXACT = 0.1
"""How much less chance explains a number of few digits that is hit exactly."""
_FAVOUR = {"sign": 10.0, "wrong-factor": 3.0, "ascent": 10.0, "rate": 3.0, "missing-derivative": 3.0, "digits": 2.0}
"""How much likelier than the average slip the commonest ones are."""


class Candidate(NamedTuple):
    """A slip that could explain an answer: the mutated step of `at`, a quantity that is blank or the answer itself."""

    at: str
    mutation: Mutation


class Slips:
    """The candidates for each quantity of a graph, worked out when first needed."""

    def __init__(self, graph: Graph, rate: str) -> None:
        self.graph = graph
        self.rate = rate
        self._shapes = {name: quantity.shape for name, quantity in graph.items()}
        self._known: dict[str, tuple[Mutation, ...]] = {}
        self._pairs: dict[str, tuple[Mutation, ...]] = {}
        rng = np.random.default_rng(0)
        self._probe = {name: rng.uniform(0.3, 1.9, (1, 2, *shape)) for name, shape in self._shapes.items()}

    def singles(self, name: str) -> tuple[Mutation, ...]:
        """The steps that one slip makes of a quantity's, likeliest first, no two of the same value."""
        if name not in self._known:
            quantity = self.graph[name]
            assert quantity.formula is not None
            found = mutations(quantity.formula, self.setting(quantity))
            self._known[name] = self._distinct(sorted(found, key=_likelihood), [quantity.formula], quantity)
        return self._known[name]

    def pairs(self, name: str) -> tuple[Mutation, ...]:
        """The steps that two slips make, none of them the work of one."""
        if name not in self._pairs:
            quantity = self.graph[name]
            assert quantity.formula is not None
            single = self.singles(name)
            simpler = [quantity.formula, *(m.expr for m in single)]
            self._pairs[name] = self._distinct(self._doubled(single, quantity), simpler, quantity)
        return self._pairs[name]

    def _doubled(self, single: tuple[Mutation, ...], quantity: Quantity) -> Iterator[Mutation]:
        setting = self.setting(quantity)
        for first in [m for m in single if m.cause in _PAIRED][:_MOST_PAIRED]:
            for second in mutations(first.expr, setting):
                if second.cause in _PAIRED and second.cause != first.cause:
                    yield first._replace(expr=second.expr, also=second)

    def _distinct(
        self, found: "Iterator[Mutation] | list[Mutation]", known: list[Expr], quantity: Quantity
    ) -> tuple[Mutation, ...]:
        """Those with a value of their own, told by their values at two random points."""
        seen = {self._print(expr, quantity) for expr in known}
        kept = []
        for mutation in found:
            mark = self._print(mutation.expr, quantity)
            if mark not in seen:
                seen.add(mark)
                kept.append(mutation)
        return tuple(kept)

    def _print(self, expr: Expr, quantity: Quantity) -> bytes:
        value = fitted(evaluate(expr, self._probe), quantity.shape)
        with np.errstate(all="ignore"):
            size = 10.0 ** np.floor(np.log10(np.maximum(np.abs(value), 1e-300)))
            return (np.round(value / size, 9) * size).astype(np.float32).tobytes()

    def setting(self, quantity: Quantity) -> Setting:
        """What surrounds a step: siblings of its operands, samples, the names before and after a step of training."""
        used = names_in(quantity.formula) if quantity.formula is not None else ()
        updated = {q.of: q.name for q in self.graph.values() if q.role is Role.UPDATE}
        return Setting(
            shapes=self._shapes,
            kind=quantity.role.value,
            siblings={name: self._siblings(name, quantity.name) for name in used},
            samples=frozenset(name for name, q in self.graph.items() if q.samples),
            count=self._count(quantity),
            rate=self.rate,
            updated=updated,
        )

    def _count(self, quantity: Quantity) -> int:
        """How many samples are summed on the way to a quantity that is not itself one row a sample."""
        sizes = [self.graph[n].shape[0] for n in quantity.parents if self.graph[n].samples]
        return max(sizes, default=1) if not quantity.samples else 1

    def _siblings(self, name: str, target: str) -> tuple[str, ...]:
        """Quantities that could be taken for this one: same kind and shape, those of the same stem first."""
        one = self.graph[name]
        alike = [
            q.name
            for q in self.graph.values()
            if q.name not in (name, target) and _kind(q) == _kind(one) and q.shape == one.shape
        ]
        near = [n for n in alike if _stem(n) == _stem(name)]
        return tuple((near + [n for n in alike if n not in near])[:_MOST_SIBLINGS])


_MOST_SIBLINGS = 8
_MOST_PAIRED = 40
_PAIRED = frozenset(LIKELIEST_FIRST) - {"decimal-point", "digits", "copy", "log-base", "wrong-activation"}
"""Slips that come in twos often enough to be looked for so."""


def _likelihood(mutation: Mutation) -> int:
    return LIKELIEST_FIRST.index(mutation.cause)


def _kind(quantity: Quantity) -> tuple[object, ...]:
    primes = len(quantity.name) - len(quantity.name.rstrip("'"))
    return (quantity.role, quantity.of if quantity.role is Role.GRADIENT else "", primes)


def _stem(name: str) -> str:
    return name.rstrip("'").rstrip("0123456789")


def nameable(
    value: Array, width: Array, tried: Array | int, cause: str, exact: bool | NDArray[np.bool_] = False
) -> NDArray[np.bool_]:
    """Whether an explanation found as the `tried`-th beats chance, for answers known to a band of this full width.

    Where the arithmetic is `exact`, so that few digits are all there are, a number from nowhere has few digits too.
    """
    return beats_chance(value, width * np.where(exact, _EXACT, 1.0), tried, CHANCE * _FAVOUR.get(cause, 1.0))


def beats_chance(value: Array, width: Array, tried: Array | int, most: float) -> NDArray[np.bool_]:
    """Whether at most this share of random numbers of the right size would fall into one of so many bands."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(_DENSITY * width / 2 / np.abs(value) * tried <= most)
