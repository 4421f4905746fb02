"""What surrounds a step, as far as it says which slips are likely there."""

import math
from collections.abc import Mapping
from functools import cached_property

from grader.engine import Apply, Expr, Name, Setting, derivatives_in, mul, names_in, number, rewrite, shares_in, walk
from grader.engine.expr import apply, is_apply
from grader.marking.slips.by_hand import gradients_by_hand, moments_by_hand, steps_by_hand
from grader.marking.slips.siblings import Siblings
from grader.reference import Graph, Quantity, Role


class Surroundings:
    """The surroundings of every step of a graph."""

    def __init__(self, graph: Graph, rate: str, negative: frozenset[str], symbolic: bool) -> None:
        """`rate` is what a rule calls the learning rate, if there is one: else it is that of the steps by hand.

        `negative` are the names of what has minus signs; `symbolic`: whether answers are formulas.
        """
        self.graph, self._negative, self._symbolic = graph, negative, symbolic
        self._by_hand, self._moments = steps_by_hand(graph), moments_by_hand(graph)
        self.rate = rate or next((step.rate for step in self._by_hand.values()), "")
        self._siblings = Siblings(graph, gradients_by_hand(graph, self._by_hand))
        self.shapes = {name: quantity.shape for name, quantity in graph.items()}

    def setting(self, quantity: Quantity, form: Expr | None = None) -> Setting:
        """What surrounds a step: siblings of its operands, samples, the names before and after a step of training.

        `form`: what the step comes to in short, if that has other operands.
        """
        updated = self._usable(quantity)
        return Setting(
            shapes=self.shapes,
            kind=quantity.role.value,
            siblings=self._mixed_up(self._siblings.of(quantity, form), updated),
            samples=self._samples,
            counts=self._counts(quantity),
            rate=self.rate,
            given=self._given,
            negative=self._negative,
            raw=self._raw,
            biases=self._biases,
            shares=self._shares,
            roots=self._roots_before(quantity),
            updated=updated,
            moment=quantity.role is Role.MOMENT or quantity.name in self._moments,
            symbolic=self._symbolic,
        )

    def _mixed_up(
        self, siblings: Mapping[str, tuple[str, ...]], updated: Mapping[str, str]
    ) -> dict[str, tuple[str, ...]]:
        """The siblings of a step's operands; a parameter before and after its own step is another matter."""
        return {
            name: tuple(o for o in others if updated.get(name) != o and updated.get(o) != name)
            for name, others in siblings.items()
        }

    def parameter_of(self, quantity: Quantity) -> str:
        """The parameter that a step is of, or a gradient by it; empty if there is none."""
        if quantity.role is Role.UPDATE:
            return quantity.of
        if quantity.role is Role.GRADIENT:
            return quantity.wrt if self.graph[quantity.wrt].role.begins else ""
        return self._by_hand[quantity.name].parameter if quantity.name in self._by_hand else ""

    def by_the_root(self, quantity: Quantity) -> Expr | None:
        """A step with the squares of standard deviations for the variances; None where there are none in it."""
        squares: dict[Expr, Expr] = {square: mul(root, root) for square, root in self._roots_before(quantity).items()}
        form = rewrite(quantity.formula, squares.get) if quantity.formula is not None and squares else None
        return form if form != quantity.formula else None

    def uses(self, name: str) -> tuple[Expr, ...]:
        """The forward steps that make use of what a gradient is with respect to; none where there is no gradient."""
        steps = (self.graph[child] for child in self.graph.children[name]) if name else ()
        return tuple(q.formula for q in steps if q.role is Role.FORWARD and q.formula is not None)

    def _counts(self, quantity: Quantity) -> tuple[int, ...]:
        """What a mean may be taken over: the samples summed on the way to a quantity that is not one row a sample.

        Where a loss is differentiated that is also all that it goes over, samples or outputs.
        """
        counts: list[int] = []
        counts += self._summed(quantity)
        terms = terms_of(quantity.formula)
        if terms > 2 and quantity.role is Role.GRADIENT and self.graph[quantity.wrt].role.begins:
            counts.append(terms)
        if terms > 2 and quantity.role is Role.FORWARD and len(quantity.parents) == terms:
            counts.append(terms)
        if not quantity.samples:
            counts += [max((self.graph[n].shape[0] for n in quantity.parents if self.graph[n].samples), default=1)]
        if quantity.role is Role.GRADIENT and all(self.graph[n].role is not Role.GRADIENT for n in quantity.parents):
            counts += [quantity.shape[0] if quantity.shape else 1, math.prod(quantity.shape)]
        return tuple(dict.fromkeys(n for n in counts if n > 1))

    def _summed(self, quantity: Quantity) -> list[int]:
        """Of how many terms the sums in a loss are; for its gradients as they stand next to it, too."""
        name = quantity.of if quantity.role is Role.GRADIENT else quantity.name
        formula = self.graph[name].formula if name in self._losses and name in self.graph else None
        if formula is None or any(self.graph[n].role is Role.GRADIENT for n in quantity.parents):
            return []
        return [terms for terms in map(terms_of, walk(formula)) if terms > 2]

    @cached_property
    def _losses(self) -> frozenset[str]:
        """What is differentiated."""
        return frozenset(quantity.of for quantity in self.graph.computed if quantity.wrt)

    @cached_property
    def _raw(self) -> dict[str, str]:
        """A moment's name, corrected for its bias, to the moment itself: m for m̂."""
        moments = [quantity for quantity in self.graph.computed if quantity.role is Role.MOMENT]
        corrected = {q.name: q.formula.args[0] for q in moments if q.formula is not None and is_apply(q.formula, "div")}
        return {name: raw.name for name, raw in corrected.items() if isinstance(raw, Name)}

    @cached_property
    def _given(self) -> frozenset[str]:
        return frozenset(name for name, quantity in self.graph.items() if quantity.role in (Role.GIVEN, Role.PARAMETER))

    @cached_property
    def _biases(self) -> frozenset[str]:
        """What is given or trained, and in the forward pass does nothing but be added."""
        added: set[str] = set()
        used: set[str] = set()
        for quantity in self.graph.computed:
            if quantity.role is Role.FORWARD and quantity.formula is not None:
                for node in walk(quantity.formula):
                    names = {arg.name for arg in getattr(node, "args", ()) if isinstance(arg, Name)}
                    (added if is_apply(node, "add") else used).update(names)
        return frozenset(name for name in added - used if self._begins(name))

    def _begins(self, name: str) -> bool:
        """Whether it is given or trained, be it at the point ahead at which Nesterov takes the gradient."""
        at_its_place = name.replace("_ahead", "")
        return self.graph[at_its_place if at_its_place in self.graph else name].role.begins

    @cached_property
    def _shares(self) -> frozenset[str]:
        """What the forward pass has 1 minus of, but for derivatives that its author has written out, h·(1 − h)."""
        formulas = [q.formula for q in self.graph.computed if q.role is Role.FORWARD and q.formula is not None]
        return frozenset(name for f in formulas for name in shares_in(derivatives_in(f, self.activated)))

    def _roots_before(self, quantity: Quantity) -> dict[Expr, Name]:
        """Those that may stand in a step: of what is not computed from it."""
        after = self.graph.down_from([quantity.name]) if self._roots else ()
        return {square: root for square, root in self._roots.items() if not {root.name, *names_in(square)} & set(after)}

    @cached_property
    def _roots(self) -> dict[Expr, Name]:
        """By exp(s), the variance of which s is the logarithm, a quantity that is its root, exp(s/2)."""
        found: dict[Expr, Name] = {}
        for name, formula in self.activated.items():
            if self.graph[name].role is Role.FORWARD and (square := square_of(formula)) is not None:
                found[square] = Name(name)
        return found

    @cached_property
    def activated(self) -> dict[str, Apply]:
        """The formulas that are a function of something, by name."""
        formulas = {quantity.name: quantity.formula for quantity in self.graph.computed}
        return {name: formula for name, formula in formulas.items() if isinstance(formula, Apply)}

    @cached_property
    def _samples(self) -> frozenset[str]:
        return frozenset(name for name, quantity in self.graph.items() if quantity.samples)

    @cached_property
    def parameters(self) -> dict[str, str]:
        """By its name after a step, be it by a rule or by a formula, the parameter that was there before."""
        by_rule = {quantity.name: quantity.of for quantity in self.graph.values() if quantity.role is Role.UPDATE}
        return by_rule | {name: step.parameter for name, step in self._by_hand.items()}

    @cached_property
    def _updated(self) -> dict[str, str]:
        """A parameter's name to its name after the step."""
        return {parameter: name for name, parameter in self.parameters.items()}

    def _usable(self, quantity: Quantity) -> dict[str, str]:
        """A parameter's name to its name after the step, if that could be used in a step: it is not made of this one.

        A gradient by a rule is worked out with all of them at hand, one by a formula with those that do not need it.
        """
        if quantity.role is not Role.FORWARD or not self._updated:
            return self._updated
        after = self.graph.down_from([quantity.name])
        return {parameter: name for parameter, name in self._updated.items() if name not in after}


def square_of(formula: Apply) -> Expr | None:
    """The square exp(s) of exp(s/2), if that is the formula."""
    if formula.primitive != "exp" or not isinstance(inside := formula.args[0], Apply):
        return None
    whole = [arg for arg in inside.args if arg not in (number(2), number(0.5))]
    halved = len(whole) == 1 and inside in (apply("div", *whole, number(2)), mul(number(0.5), *whole))
    return apply("exp", *whole) if halved else None


def terms_of(formula: Expr | None) -> int:
    """Of how many terms a sum is; 1 for what is none."""
    return len(formula.args) if formula is not None and is_apply(formula, "add") else 1
