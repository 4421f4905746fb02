"""The slip behind a wrong answer: which known slip, in this step or in a blank one before it, gives this number.

Candidates come from the step's own expression, in the order of how likely people make them.
"""

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from grader.engine import (
    Array,
    Expr,
    Mutation,
    Name,
    Shape,
    Variants,
    derivatives_in,
    evaluate,
    mul,
    mutations,
    names_in,
    other_partners,
)
from grader.errors import FormulaError
from grader.marking.slips.biases import as_of_a_weight
from grader.marking.slips.gates import coupled_gates
from grader.marking.slips.likelihood import LIKELIEST_FIRST, likelihood
from grader.marking.slips.negligible import without_negligible
from grader.marking.slips.normalised import in_a_normalisation, normalised_form
from grader.marking.slips.one_by_one import one_by_one
from grader.marking.slips.outputs import activated_output, sloped_output
from grader.marking.slips.penalty import decayed_too, extra_penalty, in_a_penalty
from grader.marking.slips.shortcut import EARLY, TWICE, in_an_error, in_the_shortcut, output_for_error, short_form
from grader.marking.slips.slopes import (
    ALREADY,
    TOO_EARLY,
    at_the_output,
    at_the_step,
    once_more,
    other_slopes,
    too_early,
)
from grader.marking.slips.surroundings import Surroundings, terms_of
from grader.marking.slips.unactivated import unactivated_layer
from grader.reference import Graph, Quantity, Role, fitted


class Slips:
    """The candidates for each quantity of a graph, worked out when first needed."""

    def __init__(self, graph: Graph, rate: str, values: Mapping[str, Array] | None = None) -> None:
        """`values`: the reference; a minus can only be lost where there is one, digits where formulas are not asked."""
        self.graph, self.values = graph, values or {}
        negative = frozenset(name for name, value in self.values.items() if (value < 0).any())
        symbolic = any(value.shape[1] > 1 for value in self.values.values())
        self._around = Surroundings(graph, rate, negative, symbolic)
        self._shapes, self.rate = self._around.shapes, self._around.rate
        self._known: dict[str, tuple[Mutation, ...]] = {}
        self._pairs: dict[str, tuple[Mutation, ...]] = {}
        self._beside: dict[tuple[str, Expr], tuple[Mutation, ...]] = {}
        self._times: dict[tuple[str, Expr], float | None] = {}
        self._short: dict[str, Expr | None] = {}
        self._sparing: dict[tuple[str, float], Expr | None] = {}
        rng = np.random.default_rng(0)
        self._probe = {name: _probed(rng, shape) for name, shape in self._shapes.items()}

    def singles(self, name: str) -> tuple[Mutation, ...]:
        """The steps that one slip makes of a quantity's, likeliest first, no two of the same value."""
        if name not in self._known:
            quantity = self.graph[name]
            assert quantity.formula is not None
            setting = self._around.setting(quantity, self.short_form(name))
            formula = derivatives_in(quantity.formula, self._around.activated)
            found = [
                *mutations(formula, setting),
                *extra_penalty(quantity, self.graph),
                *in_a_penalty(quantity, self.graph),
                *decayed_too(quantity, self.graph, self._around.parameters),
                *other_slopes(quantity, self.graph),
                *at_the_output(formula, self.graph),
                *at_the_step(formula, self.graph),
                *other_partners(formula, quantity.wrt, self._around.uses(quantity.wrt)),
                *too_early(quantity, self.graph),
                *once_more(quantity, self.graph),
                *in_an_error(quantity, self.graph),
                *output_for_error(quantity, self.graph),
                *in_a_normalisation(quantity, self.graph, setting),
                *activated_output(quantity, self.graph),
                *sloped_output(quantity, self.graph),
                *unactivated_layer(quantity, self.graph),
                *one_by_one(quantity, self.graph),
                *coupled_gates(quantity, self.graph),
            ]
            of_sum = terms_of(quantity.formula) > 1
            likely = partial(likelihood, of_sum=of_sum, setting=setting)
            found = [
                *sorted(in_the_shortcut(quantity, self.graph, setting), key=likely),
                *sorted(found, key=likely),
                *_times_itself(quantity, self.graph),
                *as_of_a_weight(quantity, self.graph),
            ]
            self._known[name] = self._distinct(found, [quantity.formula], quantity)
        return self._known[name]

    def beside(self, name: str, step: Expr) -> tuple[Mutation, ...]:
        """What one slip makes of a step that is already another than it should be, by a slip before it."""
        if (name, step) not in self._beside:
            quantity = self.graph[name]
            assert quantity.formula is not None
            setting = self._around.setting(quantity, step)
            likely = partial(likelihood, of_sum=terms_of(step) > 1, setting=setting)
            found = sorted(mutations(derivatives_in(step, self._around.activated), setting), key=likely)
            self._beside[name, step] = self._distinct(found, [quantity.formula, step], quantity)
        return self._beside[name, step]

    def short_form(self, name: str) -> Expr | None:
        """What a step through an output layer or a normalisation comes to: see `shortcut` and `normalised`."""
        if name not in self._short:
            quantity = self.graph[name]
            self._short[name] = short_form(quantity, self.graph) or normalised_form(quantity, self.graph)
        return self._short[name]

    def by_the_root(self, name: str) -> Expr | None:
        """A step with σ² for exp(log σ²), where σ is a quantity of its own before it; None where it has no such."""
        return self._around.by_the_root(self.graph[name])

    def without_negligible(self, name: str, share: float) -> Expr | None:
        """A step without what is no more than a share of the sum it is added in; None where there is no such number."""
        if (name, share) not in self._sparing:
            formula = self.graph[name].formula
            assert formula is not None
            self._sparing[name, share] = without_negligible(formula, self.graph, self.values, share)
        return self._sparing[name, share]

    def parameter_of(self, name: str) -> str:
        """The parameter that a step is of, or a gradient by it; empty if there is none."""
        return self._around.parameter_of(self.graph[name])

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
        setting = self._around.setting(quantity)
        for first in [m for m in single if m.cause in _PAIRED and m.says not in (TWICE, EARLY, TOO_EARLY, ALREADY)][
            :_MOST_PAIRED
        ]:
            for second in mutations(first.expr, setting):
                bare = isinstance(second.expr, Name)  # another answer in its place: that is told as such
                if second.cause in _PAIRED and second.cause != first.cause and not bare:
                    yield first._replace(expr=second.expr, also=second)

    def _distinct(
        self, found: "Iterator[Mutation] | list[Mutation]", known: list[Expr], quantity: Quantity
    ) -> tuple[Mutation, ...]:
        """Those with a value, and one of their own, told by their values at random points.

        Of two with the same value the likelier one stays, unless there is something in it that the other does without.
        """
        variants = Variants(known[0], self._probe)
        seen = {_print(variants.evaluate(expr), quantity) for expr in known}
        kept: dict[bytes, Mutation] = {}
        for mutation in found:
            if not _fits(mutation.expr, quantity, variants):
                continue
            mark = _print(variants.evaluate(mutation.expr), quantity)
            if mark not in seen and (mark not in kept or _does_without(mutation, kept[mark])):
                kept[mark] = mutation
        return tuple(kept.values())

    def times(self, name: str, step: Expr) -> float | None:
        """How many times the right value of a quantity a step gives, whatever the numbers; None if that depends."""
        if (name, step) not in self._times:
            quantity = self.graph[name]
            assert quantity.formula is not None
            forms = (quantity.formula, self.short_form(name))
            ratios = (self._ratio(step, form) for form in forms if form)
            self._times[name, step] = next((ratio for ratio in ratios if ratio is not None), None)
        return self._times[name, step]

    def _ratio(self, step: Expr, form: Expr) -> float | None:
        with np.errstate(all="ignore"):
            ratio = evaluate(step, self._probe) / evaluate(form, self._probe)
        ratio = ratio[np.isfinite(ratio)]
        found = float(np.median(ratio)) if ratio.size else np.nan
        return found if np.allclose(ratio, found, rtol=1e-9, atol=0) and np.isfinite(found) else None


def _fits(expr: Expr, quantity: Quantity, variants: Variants) -> bool:
    """Whether the arrays of a step still fit one another: one that is not stacked, summed or turned may not."""
    try:
        return np.broadcast_shapes(variants.shape(expr), quantity.shape) == quantity.shape
    except (FormulaError, ValueError):
        return False


def _print(value: Array, quantity: Quantity) -> bytes:
    """A value at the random points, to so many figures as tell it from another."""
    value = fitted(value, quantity.shape)
    with np.errstate(all="ignore"):
        size = 10.0 ** np.floor(np.log10(np.maximum(np.abs(value), 1e-300)))
        return (np.round(value / size, 7) * size + 0.0).tobytes()


REDUCED = {
    "the mean is taken, not the sum": "divided",
    "the sum is divided by {0}, the number of its terms": "divided",
    "it is divided by {0}, the number of samples": "divided",
    "it is divided by {0}, as for a mean": "divided",
    "{0} is divided by {1}, the number of samples": "divided",
    "{0} is divided by {1}, as for a mean": "divided",
    "the sum is taken, not the mean": "multiplied",
    "the mean is multiplied by {0}, the number of its terms": "multiplied",
    "it is multiplied by {0}, the number of samples": "multiplied",
    "it is multiplied by {0}, as for a sum": "multiplied",
    "{0} is multiplied by {1}, the number of samples": "multiplied",
    "{0} is multiplied by {1}, as for a sum": "multiplied",
}
"""What is said where a sum is made a mean, or a mean a sum."""
_MOST_PAIRED = 40
_PAIRED = frozenset(LIKELIEST_FIRST) - {
    "decimal-point",
    "digits",
    "misread",
    "misplaced",
    "copy",
    "log-base",
    "wrong-activation",
}
"""Slips that come in twos often enough to be looked for so."""


def _probed(rng: np.random.Generator, shape: Shape) -> Array:
    """Random values at twelve points: positive at half, for logarithms; of both signs elsewhere: ReLU cuts some off.

    Those of the second are below 1, for log(1 − p); those of the last eight of all sizes, for either side of a
    threshold.
    """
    size = np.concatenate([rng.uniform(0.3, 1.9, (1, 4, *shape)), 10 ** rng.uniform(-1.0, 1.0, (1, 8, *shape))], axis=1)
    size[:, 1] /= 2
    signs = np.ones((1, 12, *shape))
    signs[:, 2::2] = rng.choice([-1.0, 1.0], (5, *shape))
    signs[:, 3] = -signs[:, 2]
    return size * signs


def _does_without(one: Mutation, other: Mutation) -> bool:
    """Whether one step needs less than another: in Σ of a path that is left out nothing of it is left to cancel."""
    return set(names_in(one.expr)) < set(names_in(other.expr))


def _times_itself(quantity: Quantity, graph: Graph) -> Iterator[Mutation]:
    """A gradient multiplied by what it is the gradient of."""
    if quantity.role is Role.GRADIENT and graph[quantity.wrt].shape == quantity.shape and quantity.formula is not None:
        own = Name(quantity.wrt)
        yield Mutation("wrong-factor", mul(own, quantity.formula), "there is a factor {0} too many", (own,))
