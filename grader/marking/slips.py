"""The slip behind a wrong answer: which known slip, in this step or in a blank one before it, gives this number.

Candidates come from the step's own expression, in the order of how likely people make them.
"""

import math
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, islice

import numpy as np

from grader.engine import (
    Apply,
    Array,
    Expr,
    Mutation,
    Name,
    Setting,
    Shape,
    derivatives_in,
    evaluate,
    mutations,
    names_in,
    shape_of,
    walk,
)
from grader.errors import FormulaError
from grader.marking.penalty import extra_penalty
from grader.marking.shortcut import in_the_shortcut
from grader.reference import Graph, Quantity, Role, fitted

LIKELIEST_FIRST: tuple[str, ...] = (
    "sign", "missing-derivative", "wrong-factor", "log-base", "ascent", "rate", "half-derivative", "reduction",
    "wrong-operand", "missing-factor", "dropped-term", "extra-term", "missing-bias", "missing-activation",
    "not-squared", "missing-function", "updated-weight", "old-weight", "transposed", "wrong-axis", "decimal-point",
    "derivative-at-preactivation", "derivative-at-activation", "dropped-sample", "extra-derivative", "wrong-activation",
    "digits", "exchanged", "misplaced", "copy",
)  # fmt: skip
"""Every cause, the commonest first (shared experience with real homework; the order breaks ties between slips)."""


class Slips:
    """The candidates for each quantity of a graph, worked out when first needed."""

    def __init__(self, graph: Graph, rate: str) -> None:
        self.graph = graph
        self.rate = rate
        self._shapes = {name: quantity.shape for name, quantity in graph.items()}
        self._known: dict[str, tuple[Mutation, ...]] = {}
        self._pairs: dict[str, tuple[Mutation, ...]] = {}
        rng = np.random.default_rng(0)
        self._probe = {name: _probed(rng, shape) for name, shape in self._shapes.items()}

    def singles(self, name: str) -> tuple[Mutation, ...]:
        """The steps that one slip makes of a quantity's, likeliest first, no two of the same value."""
        if name not in self._known:
            quantity = self.graph[name]
            assert quantity.formula is not None
            setting = self.setting(quantity)
            found = [
                *mutations(derivatives_in(quantity.formula, self._activated), setting),
                *extra_penalty(quantity, self.graph),
            ]
            found = [*in_the_shortcut(quantity, self.graph, setting), *sorted(found, key=_likelihood)]
            self._known[name] = self._distinct(found, [quantity.formula], quantity)
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
        """Those with a value, and one of their own, told by their values at random points."""
        seen = {self._print(expr, quantity) for expr in known}
        kept = []
        for mutation in found:
            if not self._fits(mutation.expr, quantity):
                continue
            mark = self._print(mutation.expr, quantity)
            if mark not in seen:
                seen.add(mark)
                kept.append(mutation)
        return tuple(kept)

    def _fits(self, expr: Expr, quantity: Quantity) -> bool:
        """Whether the arrays of a step still fit one another: one that is not stacked, summed or turned may not."""
        try:
            return np.broadcast_shapes(shape_of(expr, self._shapes), quantity.shape) == quantity.shape
        except (FormulaError, ValueError):
            return False

    def times(self, name: str, step: Expr) -> float | None:
        """How many times the right value of a quantity a step gives, whatever the numbers; None if that depends."""
        quantity = self.graph[name]
        assert quantity.formula is not None
        with np.errstate(all="ignore"):
            ratio = evaluate(step, self._probe) / evaluate(quantity.formula, self._probe)
        ratio = ratio[np.isfinite(ratio)]
        found = float(np.median(ratio)) if ratio.size else np.nan
        return found if np.allclose(ratio, found, rtol=1e-9, atol=0) and np.isfinite(found) else None

    def _print(self, expr: Expr, quantity: Quantity) -> bytes:
        value = fitted(evaluate(expr, self._probe), quantity.shape)
        with np.errstate(all="ignore"):
            size = 10.0 ** np.floor(np.log10(np.maximum(np.abs(value), 1e-300)))
            return (np.round(value / size, 7) * size + 0.0).tobytes()

    def setting(self, quantity: Quantity) -> Setting:
        """What surrounds a step: siblings of its operands, samples, the names before and after a step of training."""
        used = names_in(quantity.formula) if quantity.formula is not None else ()
        later = _Later(self.graph, quantity.name)
        return Setting(
            shapes=self._shapes,
            kind=quantity.role.value,
            siblings={name: self._siblings(name, later) for name in used},
            samples=self._samples,
            counts=self._counts(quantity),
            rate=self.rate,
            updated=self._updated,
        )

    def _counts(self, quantity: Quantity) -> tuple[int, ...]:
        """What a mean may be taken over: the samples summed on the way to a quantity that is not one row a sample.

        Where a loss is differentiated that is also all that it goes over, samples or outputs.
        """
        counts = []
        if not quantity.samples:
            counts = [max((self.graph[n].shape[0] for n in quantity.parents if self.graph[n].samples), default=1)]
        if quantity.role is Role.GRADIENT and all(self.graph[n].role is not Role.GRADIENT for n in quantity.parents):
            counts += [quantity.shape[0] if quantity.shape else 1, math.prod(quantity.shape)]
        return tuple(dict.fromkeys(n for n in counts if n > 1))

    @cached_property
    def _activated(self) -> dict[str, Apply]:
        """The formulas that are a function of something, by name."""
        formulas = {quantity.name: quantity.formula for quantity in self.graph.computed}
        return {name: formula for name, formula in formulas.items() if isinstance(formula, Apply)}

    @cached_property
    def _samples(self) -> frozenset[str]:
        return frozenset(name for name, quantity in self.graph.items() if quantity.samples)

    @cached_property
    def _updated(self) -> dict[str, str]:
        """A parameter's name to its name after the step."""
        return {quantity.of: quantity.name for quantity in self.graph.values() if quantity.role is Role.UPDATE}

    @cached_property
    def _alike(self) -> dict[tuple[object, ...], list[str]]:
        """Quantities of one kind and shape, in order; and those of them of one stem."""
        found: dict[tuple[object, ...], list[str]] = {}
        for name, quantity in self.graph.items():
            for key in (_kind(quantity), (*_kind(quantity), _stem(name))):
                found.setdefault((quantity.shape, *key), []).append(name)
        return found

    def _siblings(self, name: str, later: "_Later") -> tuple[str, ...]:
        """Quantities that could be taken for this one: same kind and shape, those of the same stem first.

        None that is itself computed from the target (`later`): nobody has it at that point. Of what is given only those
        of the same stem, and what has its place in another product of the same sum: nobody takes a learning rate for an
        input.
        """
        one = self.graph[name]
        key = (one.shape, *_kind(one))
        alike = self._alike[(*key, _stem(name))]
        rest = self._beside(one) if one.role is Role.GIVEN else chain(self._forgotten(one), self._alike[key])
        nearest_first = chain(alike, self._other_times(one), self._other_inputs(one, later), rest)
        others = dict.fromkeys(islice((n for n in nearest_first if n != name and n not in later), 2 * _MOST_SIBLINGS))
        return tuple(islice(others, _MOST_SIBLINGS))

    def _other_times(self, one: Quantity) -> Iterator[str]:
        """The state before for the one after, and the other way round: c for c_prev, h0 for h1."""
        if one.role in (Role.GIVEN, Role.FORWARD):
            for name in self._first_letters.get((one.shape, one.name[:1]), ()):
                roles = {one.role, self.graph[name].role}
                if roles == {Role.GIVEN, Role.FORWARD} and _begin_alike(one.name, name):
                    yield name

    def _other_inputs(self, one: Quantity, later: "_Later") -> Iterator[str]:
        """In the gradient of a weight, what another layer's weight is multiplied by: x for h in δ·hᵀ."""
        if self.graph[later.name].role is not Role.GRADIENT or one.role not in (Role.GIVEN, Role.FORWARD):
            return
        for place in (0, 1):
            if one.name in self._factors[place]:
                yield from (n for n in self._factors[place] if self.graph[n].shape == one.shape)

    @cached_property
    def _factors(self) -> tuple[dict[str, None], dict[str, None]]:
        """What stands first, and what second, in a product of two names in the forward pass."""
        found: tuple[dict[str, None], dict[str, None]] = ({}, {})
        for quantity in self.graph.computed:
            if quantity.role is Role.FORWARD and quantity.formula is not None and not quantity.name.endswith("'"):
                for node in walk(quantity.formula):
                    if isinstance(node, Apply) and node.primitive in _PRODUCTS and len(node.args) == 2:
                        for place, part in zip(found, node.args, strict=True):
                            if isinstance(part, Name):
                                place[part.name] = None
        return found

    @cached_property
    def _first_letters(self) -> dict[tuple[object, ...], list[str]]:
        """What is given or computed going forward, by shape and first letter."""
        found: dict[tuple[object, ...], list[str]] = {}
        for name, quantity in self.graph.items():
            if quantity.role in (Role.GIVEN, Role.FORWARD):
                found.setdefault((quantity.shape, name[:1]), []).append(name)
        return found

    def _beside(self, given: Quantity) -> Iterator[str]:
        """What is given and stands where this does in another term of a sum: h for x in W·x + U·h, and U for W."""
        for child in self.graph.children[given.name]:
            terms = getattr(self.graph[child].formula, "args", ())
            pairs = [t.args for t in terms if isinstance(t, Apply) and t.primitive in _PRODUCTS and len(t.args) == 2]
            for place in (0, 1):
                names = [part.name for pair in pairs if isinstance(part := pair[place], Name)]
                if given.name in names:
                    yield from (n for n in names if self._is_like(n, given))

    def _is_like(self, name: str, given: Quantity) -> bool:
        other = self.graph[name]
        return other.role is Role.GIVEN and other.shape == given.shape

    def _forgotten(self, quantity: Quantity) -> Iterator[str]:
        """The gradients that a moment is made of, and what a quantity was before the step."""
        if quantity.role is Role.MOMENT:
            yield from (parent for parent in quantity.parents if self.graph[parent].role is Role.GRADIENT)
        before = quantity.name[:-1]
        if quantity.role is Role.FORWARD and quantity.name.endswith("'") and before in self.graph:
            yield before


class _Later:
    """A quantity and all that are computed from it: found when somebody asks for one that comes after it."""

    def __init__(self, graph: Graph, name: str) -> None:
        self.graph, self.name = graph, name

    def __contains__(self, name: str) -> bool:
        return self.graph.place[name] >= self.graph.place[self.name] and name in self._found

    @cached_property
    def _found(self) -> set[str]:
        found, pending = {self.name}, [self.name]
        while pending:
            new = [child for child in self.graph.children[pending.pop()] if child not in found]
            found.update(new)
            pending += new
        return found


_PRODUCTS = ("mul", "matmul")
_MOST_SIBLINGS = 8
_MOST_PAIRED = 40
_PAIRED = frozenset(LIKELIEST_FIRST) - {"decimal-point", "digits", "misplaced", "copy", "log-base", "wrong-activation"}
"""Slips that come in twos often enough to be looked for so."""


def _probed(rng: np.random.Generator, shape: Shape) -> Array:
    """Random values at four points: positive at two, for logarithms; of both signs at two, where ReLU cuts some off.

    Those of the second are below 1, for log(1 − p).
    """
    size = rng.uniform(0.3, 1.9, (1, 4, *shape))
    size[:, 1] /= 2
    signs = np.ones((1, 4, *shape))
    signs[:, 2:] = rng.choice([-1.0, 1.0], (2, *shape))
    signs[:, 3] = -signs[:, 2]
    return size * signs


def _likelihood(mutation: Mutation) -> int:
    """The place of a slip among the likely ones; an element is less easily taken for another than a term left out."""
    cause = mutation.cause if mutation.axis is None else "dropped-term"
    return LIKELIEST_FIRST.index(cause)


def _kind(quantity: Quantity) -> tuple[object, ...]:
    primes = len(quantity.name) - len(quantity.name.rstrip("'"))
    return (quantity.role, quantity.of if quantity.role is Role.GRADIENT else "", primes)


def _begin_alike(one: str, other: str) -> bool:
    """Whether two names are of one stem, or one of them goes on where the other ends."""
    one, other = _stem(one), _stem(other)
    return one.startswith(other) or other.startswith(one)


def _stem(name: str) -> str:
    return name.rstrip("'").rstrip("0123456789")
